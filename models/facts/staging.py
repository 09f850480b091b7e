"""Facts that come and may be here, laid out in temporary tables: what of them is new is then found set by set."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from models.facts.body import BodyCreation, BodyEdit
from models.facts.canonical import stored_values
from models.facts.places import Places
from models.tables.record_kinds import RecordKind


class Staging:
    """The temporary tables of one merge: temp.bm for batches, temp.in_edit, temp.in_<table> per kind that is staged."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        #: The kinds of which creations lie here.
        self.kinds: list[RecordKind] = []
        # Which local batch a batch of the body is; `same`: all its facts are here; `known`: it was here before.
        _empty(db, "bm", "n INTEGER PRIMARY KEY, t INTEGER, same INTEGER, known INTEGER")
        _empty(db, "in_edit", "n INTEGER PRIMARY KEY, kind, rec, uid, batch, set_, over")
        _empty(db, "fresh", "n INTEGER PRIMARY KEY")

    def places(self, places: Places, chosen: Iterable[int]) -> None:
        """Fill temp.bm with these batches of the body."""
        rows = ((n, places.local[n], places.same[n], places.known[n]) for n in chosen)
        self._db.executemany("INSERT OR IGNORE INTO temp.bm(n, t, same, known) VALUES (?,?,?,?)", rows)

    def creations(self, kind: RecordKind, creations: Sequence[tuple[int, BodyCreation]]) -> None:
        """Fill a kind's table with creations, each with its place in the body.

        `n_` is that place, `again_` marks what is not the first of its record.
        """
        names = f"uid_, batch_, parent_, again_, {','.join(kind.names)}"
        _empty(self._db, f"in_{kind.table}", f"n_ INTEGER PRIMARY KEY, {names}")
        self.kinds.append(kind)
        marks = ",".join("?" * (5 + len(kind.names)))
        self._db.executemany(f"INSERT INTO {incoming(kind)}(n_, {names}) VALUES ({marks})", _rows(kind, creations))

    def edits(self, edits: Iterable[tuple[int, BodyEdit]]) -> None:
        """Fill temp.in_edit with edits, each with its place in the body."""
        self._db.executemany(
            "INSERT INTO temp.in_edit(n, kind, rec, uid, batch, set_, over) VALUES (?,?,?,?,?,?,?)",
            ((number, *edit) for number, edit in edits),
        )

    def clear(self) -> None:
        """Give the memory back."""
        for name in ("bm", "in_edit", "fresh", *(f"in_{kind.table}" for kind in self.kinds)):
            self._db.execute(f"DELETE FROM temp.{name}")


@contextmanager
def staged(db: sqlite3.Connection) -> Iterator[Staging]:
    """Empty temporary tables, and cleared afterwards."""
    staging = Staging(db)
    try:
        yield staging
    finally:
        if db.in_transaction:  # or they went with it
            staging.clear()


def incoming(kind: RecordKind) -> str:
    """The name of a kind's temporary table."""
    return f"temp.in_{kind.table}"


def _rows(kind: RecordKind, creations: Sequence[tuple[int, BodyCreation]]) -> Iterator[tuple[object, ...]]:
    seen: set[bytes] = set()
    for number, (uid, batch, parent, values) in creations:
        yield (number, uid, batch, parent, uid in seen, *stored_values(kind, values))
        seen.add(uid)


def _empty(db: sqlite3.Connection, name: str, columns: str) -> None:
    db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name}({columns})")
    db.execute(f"DELETE FROM temp.{name}")
