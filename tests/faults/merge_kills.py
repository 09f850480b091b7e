"""A merge of several files is killed at every statement: all of it is there, or nothing, and the rerun gives the same.

    python -m tests.faults.merge_kills [--every N] [--undo] [--fault NAME]

The worker merges (or undoes a merge) through the product; the judge opens what is left. Prints a report as JSON.
"""

import argparse
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from models.edits.new_ledger import create_ledger
from models.exchange.writing import Wanted, write_exchange
from models.ledger import connection
from models.ledger.health import check_ledger, digests
from models.ledger.ledger import Ledger
from models.merging.merge import merge
from models.merging.offers import open_offers
from models.merging.undoing import undo_merge
from models.progress import Progress
from tests.faults.day import Day
from tests.faults.report import Report

_PROGRAM = "test"
Digests = tuple[str, str]


class MergeKills:
    """One merge of two files, or its undo, killed at its first statement, its second, and so on."""

    def __init__(self, folder: Path, *, every: int = 1, undo: bool = False, fault: str | None = None) -> None:
        self.report = Report()
        self._every = every
        self._folder = folder
        self._undo = undo
        self._fault = FAULTS[fault] if fault else None
        self._ledger = folder / "whole" / "台账.jhtz"
        self._ledger.parent.mkdir()
        with create_ledger(self._ledger, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
            Day(ledger, Random(7), folder).import_list()
        self._files = [self._colleague(number) for number in range(2)]
        if undo:
            _merge(self._ledger, self._files)
            self._work_on_it()

    def run(self) -> Report:
        before = self._state(self._ledger)
        whole = self._folder / "done" / "台账.jhtz"
        shutil.copytree(self._ledger.parent, whole.parent)
        self._act(whole)
        after = self._state(whole)
        for number in count(1, self._every):
            path = self._folder / str(number) / "台账.jhtz"
            shutil.copytree(self._ledger.parent, path.parent)
            if not self._killed(path, number):
                break
            self.report.counts["kills"] += 1
            self._judge(path, number, before, after)
            shutil.rmtree(path.parent)
            if self._fault and self.report.failures:  # noticed: nothing more is asked
                break
        return self.report

    def _colleague(self, number: int) -> Path:
        path = self._folder / f"同事{number}.jhtz"
        shutil.copyfile(self._ledger, path)
        with Ledger.open(path) as ledger:
            day = Day(ledger, Random(number), self._folder)
            day.import_list()
            for _each in range(15):
                day.do(day.next_step())
            out = self._folder / f"同事{number}.jhx"
            write_exchange(ledger, out, Wanted(), program=_PROGRAM, progress=Progress())
        return out

    def _work_on_it(self) -> None:
        with Ledger.open(self._ledger) as ledger:
            day = Day(ledger, Random(11), self._folder)
            for _each in range(10):
                day.do(day.next_step())

    def _act(self, path: Path) -> None:
        if self._undo:
            with Ledger.open(path) as ledger:
                undo_merge(ledger, "latest")
        else:
            _merge(path, self._files)

    def _killed(self, path: Path, number: int) -> bool:
        """True if the worker died at that statement, False if the work was over before."""
        worker = os.fork()
        if worker == 0:
            self._die_at(number, path)
        _pid, status = os.waitpid(worker, 0)
        if os.WIFSIGNALED(status):
            return True
        assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
        return False

    def _die_at(self, number: int, path: Path) -> None:
        left = number
        real = connection._settle

        def count_down(_statement: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def settle(db: connection.sqlite3.Connection, *, writable: bool) -> None:
            real(db, writable=writable)
            if writable:
                db.set_trace_callback(count_down)

        try:
            connection._settle = settle
            if self._fault:
                self._fault()
            self._act(path)
            os._exit(0)
        except BaseException:  # noqa: BLE001 - told to the parent
            traceback.print_exc()
            os._exit(70)

    def _judge(self, path: Path, number: int, before: Digests, after: Digests) -> None:
        journal = path.with_name(f"{path.name}-journal")
        self.report.counts["hot journals"] += journal.exists() and journal.stat().st_size > 0
        found = self._state(path)
        self.report.counts["nothing of it" if found == before else "all of it"] += 1
        if found not in {before, after}:
            self.report.failures.append(f"statement {number}: half of it is there")
            return
        if found == before:
            self._act(path)
            if self._state(path) != after:
                self.report.failures.append(f"statement {number}: the rerun gives something else")

    def _state(self, path: Path) -> Digests:
        """Both digests; a failure if the ledger does not prove."""
        with Ledger.open(path) as ledger:
            with ledger.reading() as db:
                problems = check_ledger(db, Progress())
            self.report.failures += [f"{path.parent.name}: {problem.text}" for problem in problems[:3]]
            return digests(ledger)


def _merge(path: Path, files: Sequence[Path]) -> None:
    with Ledger.open(path) as ledger:
        merge(ledger, open_offers(ledger, list(files)))


def _commit_after_each_file() -> None:
    """As if every file had a transaction of its own."""
    from models.merging.merge import _Merge  # noqa: PLC0415

    real = _Merge._take

    def take(self: _Merge, db: connection.sqlite3.Connection, *arguments: object) -> object:
        done = real(self, db, *arguments)  # type: ignore[arg-type]
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        return done

    _Merge._take = take  # type: ignore[assignment,method-assign]


def _summaries_afterwards() -> None:
    """As if what organizations add up to were computed in a second transaction."""
    from models.merging import merge as merging  # noqa: PLC0415

    real = merging.refresh_touched

    def refresh(db: connection.sqlite3.Connection, *arguments: object) -> None:
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        real(db, *arguments)  # type: ignore[arg-type]

    merging.refresh_touched = refresh


FAULTS: dict[str, Callable[[], None]] = {
    "commit-after-each-file": _commit_after_each_file,
    "summaries-afterwards": _summaries_afterwards,
}


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.merge_kills")
    parser.add_argument("--every", type=int, default=1, help="only every so many statements")
    parser.add_argument("--undo", action="store_true", help="kill the undo of the merge instead")
    parser.add_argument("--fault", choices=sorted(FAULTS))
    arguments = parser.parse_args(argv)
    with TemporaryDirectory(prefix="jianhui-merge-kills-") as folder:
        os.environ["JIANHUI_PROFILE"] = f"{folder}/profile"
        kills = MergeKills(Path(folder), every=arguments.every, undo=arguments.undo, fault=arguments.fault)
        return kills.run().finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
