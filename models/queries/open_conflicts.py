"""What waits for a person: fields of which people said different things, and records that came back from the trash."""

import sqlite3
from typing import NamedTuple

from models.facts.asked import ASKED
from models.facts.fold import DELETED, RETURNED
from models.tables.record_kinds import RECORD_KINDS

_MAY_RETURN = tuple(kind for kind in RECORD_KINDS if not kind.append_only)


class ConflictKey(NamedTuple):
    """A field in conflict: the kind's number, the local id of the record, the field.

    The field `_deleted` is that of a record that one person deleted while another changed it.
    """

    kind: int
    record: int
    field: str


def open_conflicts(db: sqlite3.Connection) -> list[ConflictKey]:
    """All of them, organizations first, in the order of their records."""
    found = [
        ConflictKey(*row)
        for row in db.execute(f"SELECT kind, rec, field FROM head WHERE {ASKED} ORDER BY kind, rec, field").fetchall()
    ]
    for kind in _MAY_RETURN:
        rows = db.execute(f"SELECT id FROM {kind.table} WHERE deleted={RETURNED} ORDER BY id").fetchall()
        found += [ConflictKey(kind.number, record, DELETED) for (record,) in rows]
    return found


def count_open(db: sqlite3.Connection) -> int:
    """How many."""
    (heads,) = db.execute(f"SELECT count(*) FROM head WHERE {ASKED}").fetchone()
    back = sum(
        db.execute(f"SELECT count(*) FROM {kind.table} WHERE deleted={RETURNED}").fetchone()[0] for kind in _MAY_RETURN
    )
    return int(heads) + int(back)


def is_open(db: sqlite3.Connection, key: ConflictKey) -> bool:
    """Whether it still waits."""
    if key.field == DELETED:
        table = next(kind.table for kind in RECORD_KINDS if kind.number == key.kind)
        found = db.execute(f"SELECT 1 FROM {table} WHERE id=? AND deleted={RETURNED}", (key.record,))
    else:
        found = db.execute("SELECT 1 FROM head WHERE kind=? AND rec=? AND field=?", key)
    return found.fetchone() is not None
