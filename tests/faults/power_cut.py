"""The power fails at a random moment of random work, again and again; nothing acknowledged may be missing.

    python -m tests.faults.power_cut --cuts 5000 --seed 1 [--fault NAME]

The product's own connection, ledger and edits run over a disk in memory (power_disk.py). Each script is cut at
many moments; a quarter of the recoveries lose their power as well. Prints a report as JSON; exit 1 for a failure.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from models.edits.new_ledger import create_ledger
from models.facts.body import take_out
from models.ledger.connection import connect
from models.ledger.health import check_ledger
from models.ledger.ledger import Ledger
from models.ledger.surroundings import real_surroundings
from models.progress import Progress
from tests.faults import other_library
from tests.faults.day import Batches, Day, Sent, batches_of, half_visits
from tests.faults.kill import JOURNAL_MAGIC
from tests.faults.power_disk import Contents, Event, PowerDisk, Surface
from tests.faults.report import Report

STEPS = 8
CUTS_PER_SCRIPT = 25
SCRIPTS_PER_LEDGER = 12

#: Settings that are not good enough: how statements are changed on their way.
FAULTS: dict[str, dict[str, str]] = {
    "never-synced": {"PRAGMA synchronous=FULL": "PRAGMA synchronous=OFF"},
    "synced-too-little": {"PRAGMA synchronous=FULL": "PRAGMA synchronous=NORMAL"},
    "journal-removed": {"PRAGMA journal_mode=TRUNCATE": "PRAGMA journal_mode=DELETE"},
    "journal-in-memory": {"PRAGMA journal_mode=TRUNCATE": "PRAGMA journal_mode=MEMORY"},
    "no-journal": {"PRAGMA journal_mode=TRUNCATE": "PRAGMA journal_mode=OFF"},
    "saved-before-the-commit": {},
    "disk-that-lies": {},
}
#: Good enough, though not what we use: the folder is synced after a journal was removed.
SOUND = {
    "journal-removed-and-synced": {
        "PRAGMA journal_mode=TRUNCATE": "PRAGMA journal_mode=DELETE",
        "PRAGMA synchronous=FULL": "PRAGMA synchronous=EXTRA",
    }
}


@dataclass
class Script:
    """Work that was done once, with everything that reached the disk."""

    first: Surface
    events: list[Event]
    batches: Batches  # before the first step


@dataclass
class Promised:
    """What was acknowledged before the power went, and what was under way."""

    batches: Batches
    begun: str = ""

    def hear(self, event: Event) -> None:
        if event[0] == "begin":
            self.begun = event[2]
        elif event[0] == "ack":
            self.batches = event[2]
            self.begun = ""


class PowerCuts:
    """Scripts on one ledger after another."""

    def __init__(self, folder: Path, seed: int, fault: str | None = None) -> None:
        self._rng = Random(f"power {seed}")
        self._seed = seed
        self._folder = folder
        self._path = folder / "台账.jhtz"
        self._fault = fault
        self._sent: list[Sent] = []
        self._disk = PowerDisk(f"power-{seed}-{id(self)}")
        self.report = Report()

    def run(self, cuts: int, *, until_failure: bool = False) -> Report:
        self._make_ledgers()
        image = self._new
        with pytest.MonkeyPatch.context() as patch:
            changed = (FAULTS | SOUND).get(self._fault or "", {})
            rewrite = (lambda sql: changed.get(sql, sql)) if changed else None
            other_library.use(patch, vfs=self._disk.name, rewrite=rewrite)
            if self._fault == "disk-that-lies":
                _lie(patch)
            number = 0
            while self.report.counts["cuts"] < cuts:
                if number % SCRIPTS_PER_LEDGER == 0:
                    image = self._new
                script = self._write_script(image, number)
                image = self._cut(script, min(CUTS_PER_SCRIPT, cuts - self.report.counts["cuts"])) or self._new
                number += 1
                if until_failure and self.report.failures:
                    break
        return self.report

    def _make_ledgers(self) -> None:
        """An empty ledger's bytes, and what a colleague sends, made with the library of the product."""
        with create_ledger(self._folder / "同事.jhtz", unit="别区总工会", person="李四") as ledger:
            day = Day(ledger, Random(self._seed), self._folder)
            day.import_list()
            for _each in range(12):
                day.do(day.next_step())
            with ledger.reading() as db:
                self._sent = [Sent(take_out(db), bytes(32))]
        create_ledger(self._path, unit="朝阳区总工会", person="周岚", division="110105").close()
        self._new: Contents = {str(self._path): self._path.read_bytes()}

    def _write_script(self, image: Contents, number: int) -> Script:
        """Some steps of work on a disk that keeps its power."""
        disk = self._disk
        disk.start(image)
        db = connect(self._path, writable=True)
        ledger = Ledger(self._path, db, None, real_surroundings())
        before = batches_of(db)
        day = Day(ledger, Random(self._rng.getrandbits(64)), self._folder, self._sent)
        for place in range(STEPS):
            step: Callable[[], object] = day.import_list if number == place == 0 else day.next_step()
            disk.note("begin", step.__name__)
            if self._fault == "saved-before-the-commit":
                self._say_too_early(ledger, day, step)
            else:
                day.do(step)
            self.report.counts["acknowledged"] += 1
            disk.note("ack", batches_of(db))
        script = Script(disk.surface(), list(disk.events), before)
        ledger.close()
        return script

    def _say_too_early(self, ledger: Ledger, day: Day, step: Callable[[], object]) -> None:
        with ledger.together():
            day.do(step)
            db = ledger._writer
            assert db is not None
            self._disk.note("ack", batches_of(db))

    def _cut(self, script: Script, cuts: int) -> Contents | None:
        """Cut at some moments; the last ledger that was recovered, None if that failed."""
        moments = sorted(self._rng.choices(range(len(script.events) + 1), k=cuts))
        surface, promised, place = script.first, Promised(script.batches), 0
        image: Contents | None = None
        for moment in moments:
            for event in script.events[place:moment]:
                surface.apply(event)
                promised.hear(event)
            place = moment
            self.report.counts["cuts"] += 1
            self.report.counts["cuts in the middle of a step"] += bool(promised.begun)
            image = self._recover(surface.after_power_cut(self._rng, self.report.counts), promised)
        return image

    def _recover(self, image: Contents, promised: Promised) -> Contents | None:
        journal = image.get(f"{self._path}-journal", b"")
        self.report.counts["hot journals"] += journal[:8] == JOURNAL_MAGIC
        if journal and self._rng.random() < 0.25:
            image = self._cut_recovery(image)
        self._disk.start(image)
        try:
            problems = self._judge(promised)
        except Exception:  # noqa: BLE001 - whatever it is, the ledger did not open and prove
            problems = [traceback.format_exc(limit=-3)]
        where = f"cut {self.report.counts['cuts']} in {promised.begun or 'nothing'}: "
        self.report.failures += [where + problem for problem in problems]
        return None if problems else {name: bytes(data) for name, data in self._disk.contents.items()}

    def _cut_recovery(self, image: Contents) -> Contents:
        """The power fails again while the ledger is opened."""
        self._disk.start(image)
        try:
            connect(self._path, writable=True).close()
        except Exception:  # noqa: BLE001 - judged afterwards
            return image
        surface, events = self._disk.surface(), self._disk.events
        for event in events[: self._rng.randrange(len(events) + 1)]:
            surface.apply(event)
        self.report.counts["recoveries cut"] += 1
        return surface.after_power_cut(self._rng, self.report.counts)

    def _judge(self, promised: Promised) -> list[str]:
        db = connect(self._path, writable=True)
        try:
            problems = [found.text for found in check_ledger(db, Progress())]
            problems += half_visits(db)
            found = batches_of(db)
        finally:
            db.close()
        lost = {uid for uid, digest in promised.batches.items() if found.get(uid) != digest}
        new = {uid for uid in found if uid not in promised.batches}
        self.report.counts["saved, not yet acknowledged"] += bool(new)
        if promised.begun in {"merge", "undo_merge"} and (lost or new):
            return problems  # one transaction of many batches: the proof above says that it is whole
        problems += [f"{len(lost)} batches lost"] if lost else []
        problems += [f"{len(new)} batches too many"] if len(new) > bool(promised.begun) else []
        return problems


def _lie(patch: pytest.MonkeyPatch) -> None:
    """Say that everything is synced, and do not."""
    real = Surface.apply

    def apply(surface: Surface, event: Event) -> None:
        if event[0] != "sync":
            real(surface, event)

    patch.setattr(Surface, "apply", apply)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.power_cut")
    parser.add_argument("--cuts", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", choices=sorted(FAULTS | SOUND), help="seed this fault and stop when it is caught")
    arguments = parser.parse_args(argv)
    with TemporaryDirectory(prefix="jianhui-power-") as folder:
        os.environ["JIANHUI_PROFILE"] = f"{folder}/profile"
        cuts = PowerCuts(Path(folder), arguments.seed, arguments.fault)
        return cuts.run(arguments.cuts, until_failure=arguments.fault is not None).finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
