"""What a run saw and what went wrong, as the commands print it and the tests read it."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field

from tests.conftest import ROOT

LISTED = 50


@dataclass
class Report:
    """Counts by name; failures as sentences."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def finish(self) -> int:
        """Print it as JSON; the exit code."""
        said = {"counts": dict(sorted(self.counts.items())), "failures": self.failures[:LISTED]}
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return 1 if self.failures else 0


def run_command(module: str, *arguments: object) -> Report:
    """Run one of these commands in a process of its own."""
    command = [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    said = json.loads(done.stdout)
    print(module, *arguments, said["counts"])
    return Report(Counter(said["counts"]), said["failures"])
