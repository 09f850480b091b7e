"""One byte of a ledger is changed, again and again: whatever a query could notice, the check has to notice.

    python -m tests.faults.flips --flips 20000 --seed 1

Each flip is judged by what all tables give before and after. Prints a report as JSON; exit 1 if a change that can
be seen was accepted in silence, other than in what is local to the copy (LOCAL), if a changed fact was not named, or
if anything but a sentence came of it.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from models.errors import FileProblem
from models.ledger.health import HealthProblem, check_file
from models.progress import Progress
from models.tables.record_kinds import RECORD_KINDS
from tests.data.freeze_ledger import freeze
from tests.faults.report import Report

#: What no fact depends on and nothing proves: settings, which file brought what, which rows a batch made here, whom a
#: list had, what was half typed, which proposals were turned down, which files went out and came in with what receipt.
LOCAL = {
    "meta.key",
    "meta.value",
    *(f"arrival.{column}" for column in ("id", "file", "arrived", "undone", "run", "partial", "again")),
    *(f"arrival_range.{column}" for column in ("arrival", "kind", "first", "last")),
    *(f"creation_range.{column}" for column in ("batch", "kind", "first", "last")),
    *(f"import_listing.{column}" for column in ("batch", "source", "registry_on", "listed", "reappeared")),
    *(f"import_queue.{column}" for column in ("id", "batch", "row", "headings", "cells", "registry_on", "candidates")),
    *(f"import_queue.{column}" for column in ("reason", "verdict", "decided_in", "organization", "later")),
    *(f"draft.{column}" for column in ("id", "form", "organizations", "texts")),
    *(f"refused_proposal.{column}" for column in ("rec", "field", "value")),
    *(f"promoted.{column}" for column in ("kind", "rec", "arrived_in")),
    *(f"merge_run.{column}" for column in ("id", "at", "by", "restore_point")),
    *(f"merge_receipt.{column}" for column in ("arrival", "name", "installation", "author", "unit", "created")),
    *(f"merge_receipt.{column}" for column in ("upto", "counts", "left_out")),
    *(f"sent_file.{column}" for column in ("id", "recipient", "file", "sent", "kind", "number", "creations", "edits")),
    *(f"sent_file.{column}" for column in ("scope", "held")),
    *(f"received_file.{column}" for column in ("file", "sender", "installation", "merged", "merged_by", "counts")),
    *(f"returned_receipt.{column}" for column in ("file", "merged", "merged_by", "counts")),
    *(f"{table}.arrived_in" for table in ("batch", "edit", "twin", "waiting")),
}
FACTS = {
    *(f"{kind.table}.{name}" for kind in RECORD_KINDS for name in (*kind.names, "uid", "created_in", "org_id")),
    *(
        f"batch.{name}"
        for name in ("uid", "seq", "lamport", "wall", "kind", "nonce", "reverts", "registry_on", "digest")
    ),
    *(f"edit.{name}" for name in ("rec", "kind", "uid", "batch", "set_", "over")),
    *(f"twin.{name}" for name in ("kind", "rec", "batch", "body")),
    "origin.was",
    "head.field",
    "head.heads",
}

Rows = dict[str, dict[str, list[str]]]


class Flips:
    """Flips of one small ledger that holds one of everything."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._rng = Random(f"flips {seed}")
        self._path = folder / "台账.jhtz"
        freeze(self._path)
        self._whole = self._path.read_bytes()
        self._before = visible(self._path)
        assert self._before is not None
        assert not check_file(self._path, Progress())
        self._written = [place for place, byte in enumerate(self._whole) if byte]
        self.report = Report()

    def run(self, flips: int, *, until_failure: bool = False) -> Report:
        for _each in range(flips):
            place = self._rng.choice(self._written)
            if self._rng.random() < 0.2:
                place = self._rng.randrange(len(self._whole))
            self.flip(place, self._rng.randrange(1, 256))
            if until_failure and self.report.failures:
                break
        return self.report

    def flip(self, place: int, change: int) -> None:
        """Change one byte and judge what the check says."""
        flipped = bytearray(self._whole)
        flipped[place] ^= change
        self._path.write_bytes(flipped)
        counts = self.report.counts
        counts["flips"] += 1
        after = visible(self._path)
        where = f"byte {place} ^ {change:#04x}"
        try:
            problems = check_file(self._path, Progress())
        except FileProblem:
            counts["refused"] += 1
            return
        except Exception as error:  # noqa: BLE001 - the check itself may never break
            self.report.failures.append(f"{where}: the check raised {error!r}")
            return
        if after == self._before:
            counts["not visible"] += 1
            counts["not visible, and reported"] += bool(problems)
        elif problems:
            counts["reported"] += 1
            self._judge_names(where, problems, after)
        elif after is None:
            self.report.failures.append(f"{where}: cannot be read, and nothing is said")
        else:
            self._judge_silence(where, self._changed(after))

    def _changed(self, after: Rows) -> set[str]:
        assert self._before is not None
        return {
            f"{table}.{column}"
            for table, columns in self._before.items()
            for column in columns
            if after.get(table, {}).get(column) != columns[column]
        }

    def _judge_names(self, where: str, problems: list[HealthProblem], after: Rows | None) -> None:
        """A fact that was changed is named by its batch, its edit or its record."""
        parts = {problem.part for problem in problems}
        for part in ("batch", "edit", "view", "summary", "queue", "file"):
            if part in parts:
                self.report.counts[f"reported as {part}"] += 1
                break
        unnamed = not parts & {"batch", "edit", "view"}
        if unnamed and after is not None and (changed := self._changed(after)) and changed <= FACTS:
            self.report.failures.append(f"{where}: changes {sorted(changed)} and is not named: {problems[0].text}")

    def _judge_silence(self, where: str, changed: set[str]) -> None:
        for name in sorted(changed):
            self.report.counts[f"silent in {name}"] += 1
        if changed - LOCAL:
            self.report.failures.append(f"{where}: accepted in silence, though it changes {sorted(changed)}")


def visible(path: Path) -> Rows | None:
    """Everything that queries can give, by table and column; None if that fails."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            db.text_factory = bytes
            return {table: _columns(db, table) for table in _tables(db)}
    except (sqlite3.DatabaseError, ValueError):
        return None


def _tables(db: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    return ["sqlite_master", "pragma_user_version", *sorted(name.decode() for (name,) in db.execute(query))]


def _columns(db: sqlite3.Connection, table: str) -> dict[str, list[str]]:
    cursor = db.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    rows = sorted(tuple(map(repr, row)) for row in cursor)
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.flips")
    parser.add_argument("--flips", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    with TemporaryDirectory(prefix="jianhui-flips-") as folder:
        os.environ["JIANHUI_PROFILE"] = f"{folder}/profile"
        return Flips(Path(folder), arguments.seed).run(arguments.flips).finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
