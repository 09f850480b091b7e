"""A process that works on a ledger is killed (SIGKILL) at a random moment, again and again; nothing may be missing.

    python -m tests.faults.kill --rounds 300 --seed 1 [--fault NAME]

The worker says what it begins and, after the call has returned, which batches that wrote: that is what the window
would have called saved. Prints a report as JSON; exit 1 if anything was lost, torn or refused.
"""

import argparse
import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from models.edits.new_ledger import create_ledger
from models.facts.body import take_out
from models.ledger.backups import EXTENSION, backup_folder, opened
from models.ledger.health import check_file, check_ledger
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.faults.day import Batches, Day, Sent, batches_of, half_visits, unite_sent
from tests.faults.kill_faults import FAULTS
from tests.faults.report import Report

ROUNDS_PER_LEDGER = 40
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
PIPE_CHUNK = 1 << 16


@dataclass
class Told:
    """What the worker said before it died."""

    begun: str = ""
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    bug: str = ""

    def hear(self, line: str) -> None:
        said = json.loads(line)
        if "begin" in said:
            self.begun = said["begin"]
        elif "bug" in said:
            self.bug = said["bug"]
        elif "open" not in said:
            self.acknowledged.append(said)
            self.begun = ""


class Harness:
    """Rounds on one ledger after another."""

    def __init__(self, folder: Path, seed: int, fault: str | None = None) -> None:
        self._rng = Random(f"kill {seed}")
        self._folder = folder
        self._fault = fault
        self.report = Report()
        self._proven: set[tuple[str, int, int]] = set()
        self._sent = [self._colleague(number) for number in range(3)]
        self._known: Batches = {}
        self._path = folder

    def run(self, rounds: int, *, until_failure: bool = False) -> Report:
        for number in range(rounds):
            if number % ROUNDS_PER_LEDGER == 0:
                self._begin_ledger(number)
            told = self._work_and_kill()
            self.report.counts["rounds"] += 1
            self._judge(told, number)
            if until_failure and self.report.failures:
                break
        return self.report

    def _colleague(self, number: int) -> Sent:
        """The facts of another copy that imports from the same registry and works on its own."""
        with create_ledger(self._folder / f"同事{number}.jhtz", unit="别区总工会", person="李四") as ledger:
            day = Day(ledger, Random(number), self._folder)
            day.import_list()
            for _each in range(25):
                day.do(day.next_step())
            with ledger.reading() as db:
                return Sent(take_out(db), bytes([number]) * 32)

    def _begin_ledger(self, number: int) -> None:
        self._path = self._folder / f"台账{number}.jhtz"
        with create_ledger(self._path, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
            day = Day(ledger, Random(number), self._folder)
            day.import_list()
            with ledger.reading() as db:
                self._known = batches_of(db)

    def _work_and_kill(self) -> Told:
        """Fork a worker, listen for a while, kill it, listen to the rest."""
        seed = self._rng.getrandbits(64)
        early = self._rng.random() < 0.1
        delay = self._rng.uniform(0, 0.02 if early else 0.25)
        reading, writing = os.pipe()
        worker = os.fork()
        if worker == 0:
            os.close(reading)
            work(self._path, seed, writing, self._sent, self._fault)
        os.close(writing)
        heard = b"" if early else os.read(reading, PIPE_CHUNK)  # it says when the ledger is open
        heard += listen(reading, delay)
        if not early and self._rng.random() < 0.7:  # in the middle of a step, where it hurts
            heard += listen(reading, 1, until=b'"begin"')
            time.sleep(self._rng.uniform(0, 0.02))
        os.kill(worker, signal.SIGKILL)
        while chunk := os.read(reading, PIPE_CHUNK):
            heard += chunk
        os.close(reading)
        os.waitpid(worker, 0)
        told = Told()
        for line in heard.decode().split("\n")[:-1]:  # what was cut off was not said
            told.hear(line)
        return told

    def _judge(self, told: Told, number: int) -> None:
        counts = self.report.counts
        expected = dict(self._known)
        for said in told.acknowledged:
            counts["acknowledged"] += 1
            for uid, digest in said["batches"].items():
                if digest is None:
                    expected.pop(uid, None)
                else:
                    expected[uid] = digest
        counts["killed in the middle of a step"] += bool(told.begun)
        counts["hot journals"] += is_hot(self._path)
        problems = [told.bug] if told.bug else []
        try:
            problems += self._judge_ledger(expected, told)
        except Exception:  # noqa: BLE001 - whatever it is, the ledger did not open and prove
            problems.append(traceback.format_exc())
        problems += self._judge_backups(told)
        where = f"round {number}, killed in {told.begun or 'nothing'}: "
        self.report.failures += [where + problem for problem in problems]
        if problems:  # the next round begins anew
            self._begin_ledger(10_000 + number)

    def _judge_ledger(self, expected: Batches, told: Told) -> list[str]:
        problems = []
        if self._rng.random() < 0.3:  # a command that only reads comes first
            self.report.counts["opened for reading first"] += 1
            problems += [found.text for found in check_file(self._path, Progress())]
        with Ledger.open(self._path) as ledger, ledger.reading() as db:
            problems += [] if not ledger.read_only else ["opened read only"]
            problems += [found.text for found in check_ledger(db, Progress())]
            problems += half_visits(db)
            found = batches_of(db)
            arrivals = db.execute("SELECT file, undone FROM arrival ORDER BY id").fetchall()
        lost = {uid for uid in expected if found.get(uid) != expected[uid]}
        new = {uid for uid in found if uid not in expected}
        if told.begun == "merge":
            problems += self._judge_merge(arrivals, found, changed=bool(lost or new))
        elif told.begun != "undo_merge":
            problems += [f"{len(lost)} batches lost"] if lost else []
            problems += [f"{len(new)} batches too many"] if len(new) > bool(told.begun) else []
        self._known = found
        return problems

    def _judge_merge(self, arrivals: list[tuple[bytes, int]], found: Batches, *, changed: bool) -> list[str]:
        """The merge is there as a whole or not at all, and merging again gives the whole."""
        if not changed:
            return []
        self.report.counts["merges killed after their commit"] += 1
        here = next((sent for sent in self._sent if arrivals and sent.digest == arrivals[-1][0]), None)
        if here is None:
            return ["a merge left something without a trace of itself"]
        missing = [batch for batch in here.body.batches if found.get(batch.uid.hex()) != batch.digest.hex()]
        with Ledger.open(self._path) as ledger:
            again = unite_sent(ledger, here)
        return ["half a merge"] if missing or again else []

    def _judge_backups(self, told: Told) -> list[str]:
        """Every file with the name of a backup proves, and the newest acknowledged one is there."""
        problems = []
        home = backup_folder(self._path)
        made = [said["backup"] for said in told.acknowledged if said.get("backup")]
        self.report.counts["backups acknowledged"] += len(made)
        if made and not (home / made[-1]).exists():
            problems.append(f"{made[-1]} is gone")
        for path in sorted(home.glob(f"*{EXTENSION}")):
            key = (str(path), path.stat().st_size, path.stat().st_mtime_ns)
            if key in self._proven:
                continue
            self._proven.add(key)
            self.report.counts["backups proven"] += 1
            try:
                with opened(path) as ledger:
                    problems += [f"{path.name}: {found.text}" for found in check_file(ledger, Progress())]
            except Exception as error:  # noqa: BLE001 - it is called a backup and is none
                problems.append(f"{path.name} is no backup: {error!r}")
        return problems


def listen(pipe: int, seconds: float, until: bytes | None = None) -> bytes:
    """What comes in that time, or as soon as it contains this."""
    heard = b""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and not (until and until in heard):
        if select.select([pipe], [], [], left)[0]:
            chunk = os.read(pipe, PIPE_CHUNK)
            if not chunk:
                break
            heard += chunk
    return heard


def is_hot(ledger: Path) -> bool:
    """True if a journal is left that has to be rolled back."""
    journal = ledger.with_name(f"{ledger.name}-journal")
    try:
        return journal.read_bytes()[:8] == JOURNAL_MAGIC
    except OSError:
        return False


def work(path: Path, seed: int, pipe: int, sent: Sequence[Sent], fault: str | None) -> None:
    """The worker: works until it is killed, and never returns."""

    def say(**what: object) -> None:
        line = (json.dumps(what) + "\n").encode()
        while line:
            line = line[os.write(pipe, line) :]

    try:
        if fault:
            FAULTS[fault]()
        with Ledger.open(path) as ledger:
            db = ledger._writer  # sees what is not committed, too
            assert db is not None
            day = Day(ledger, Random(seed), path.parent, sent, backups=True)
            before = batches_of(db)
            say(open=True)
            while True:
                step = day.next_step()
                say(begin=step.__name__)
                day.backup = None
                day.do(step)
                after = batches_of(db)
                changed = {uid: after.get(uid) for uid in before.keys() | after if before.get(uid) != after.get(uid)}
                say(batches=changed, backup=day.backup)
                before = after
    except BaseException:  # noqa: BLE001 - told to the parent
        say(bug=traceback.format_exc())
    finally:
        os._exit(70)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", action="append", choices=sorted(FAULTS), help="seed this fault: it must be caught")
    arguments = parser.parse_args(argv)
    with TemporaryDirectory(prefix="jianhui-kill-") as folder:
        os.environ["JIANHUI_PROFILE"] = f"{folder}/profile"
        if not arguments.fault:
            return Harness(Path(folder), arguments.seed).run(arguments.rounds).finish()
        report = Report()
        for fault in arguments.fault:
            (home := Path(folder, fault)).mkdir()
            caught = Harness(home, arguments.seed, fault).run(arguments.rounds, until_failure=True)
            report.counts[fault] = caught.counts["rounds"]
            report.failures += [] if caught.failures else [f"{fault} went unnoticed"]
        return report.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
