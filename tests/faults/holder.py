"""A second program with a ledger open: `python -m tests.faults.holder LEDGER`. Says what it did, line by line.

Reads commands from its input: "add NAME" makes an organization, "close" closes the ledger and ends.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.edits.organizations import add_organization
from models.errors import FileProblem
from models.ledger.ledger import Ledger
from tests.conftest import ROOT


class Holder:
    """The other program, from this side."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, command: str = "") -> str:
        """Tell it something; its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if command:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def holding(ledger: Path) -> Iterator[Holder]:
    """Another program that has the ledger open, if it could open it: `ask()` first says that."""
    command = [sys.executable, "-m", "tests.faults.holder", str(ledger)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Holder(process)
        finally:
            process.kill()


def main(path: Path) -> int:
    try:
        ledger = Ledger.open(path)
    except FileProblem as problem:
        print(problem, flush=True)
        return 1
    print("read only" if ledger.read_only else "open", flush=True)
    for line in sys.stdin:
        command, _space, name = line.strip().partition(" ")
        if command == "close":
            break
        try:
            add_organization(ledger, {"name": name})
            print("saved", flush=True)
        except FileProblem as problem:
            print(problem, flush=True)
    ledger.close()
    print("closed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
