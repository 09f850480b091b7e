"""A record's facts as they lie in the tables, and its folded view put back."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeVar

from models.facts.canonical import Value, canonical_json, from_column, to_column
from models.facts.fold import BatchKey, Creation, Edit, Folded, Head, fold
from models.tables.record_kinds import RecordKind

#: How many records are read at once: below SQLite's oldest limit of 999 parameters.
CHUNK = 500

#: Types of a column that are the fact's value as they are.
_PLAIN = frozenset({str, int, type(None)})

_T = TypeVar("_T")

#: Columns of batch `b` and replica `r` that make a BatchKey.
KEY_COLUMNS = "b.lamport, r.uid, b.seq, b.uid, b.registry_on"


class RecordRef(NamedTuple):
    """Where a record is: its local row and its id in facts."""

    id: int
    uid: bytes


@dataclass(slots=True)
class RecordFacts:
    """Everything a ledger knows of one record. `row` and `deleted` are the view as stored, not yet refolded.

    The base creation stands first in `creations`.
    """

    ref: RecordRef
    created_in: int
    org_id: int | None
    row: dict[str, Value]
    deleted: int
    origin: dict[str, Value]
    creations: list[Creation] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    @property
    def original(self) -> dict[str, Value]:
        """The values with which the base creation made the record."""
        return self.row | self.origin

    def folded(self, kind: RecordKind) -> Folded:
        """The view that the facts give."""
        return fold(kind.names, self.creations, self.edits)


def chunks(items: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def marks(items: Sequence[object]) -> str:
    """As many question marks as there are items, for an IN list."""
    return ",".join("?" * len(items))


def load_one(db: sqlite3.Connection, kind: RecordKind, record: int) -> RecordFacts:
    """The facts of one record; KeyError if it is not here."""
    return load_many(db, kind, [record])[record]


def load_many(db: sqlite3.Connection, kind: RecordKind, records: Sequence[int]) -> dict[int, RecordFacts]:
    """The facts of records by local id, in a few queries per five hundred records."""
    found: dict[int, RecordFacts] = {}
    for chunk in chunks(records):
        part = _load_rows(db, kind, chunk, kind.names)
        _load_origins(db, kind, chunk, part)
        _load_creations(db, kind, chunk, part)
        _load_edits(db, kind, part)
        found |= part
    return found


def load_narrow(db: sqlite3.Connection, kind: RecordKind, ids: list[int]) -> dict[int, RecordFacts]:
    """The facts of some records, but of the rows only the fields that edits set, or set before.

    All fields where one of the records was made twice.
    """
    twice = f"SELECT 1 FROM twin WHERE kind=? AND rec IN ({marks(ids)}) LIMIT 1"
    if db.execute(twice, (kind.number, *ids)).fetchone():
        return load_many(db, kind, ids)
    found = _load_rows(db, kind, ids, ())
    _load_origins(db, kind, ids, found)
    _load_edits(db, kind, found)
    wanted = {name for facts in found.values() for edit in facts.edits for name in edit.set}
    wanted.update(name for facts in found.values() for name in facts.origin)
    names = [name for name in kind.names if name in wanted]
    if names:
        for record, facts in _load_rows(db, kind, ids, names).items():
            found[record].row = facts.row
    keys = _batch_keys(db, {facts.created_in for facts in found.values()})
    for facts in found.values():
        facts.creations = [Creation(facts.original, keys[facts.created_in])]
    return found


def find(db: sqlite3.Connection, kind: RecordKind, uid: bytes) -> RecordRef | None:
    """The record of that id, if it is here."""
    row = db.execute(f"SELECT id FROM {kind.table} WHERE uid=?", (uid,)).fetchone()
    return RecordRef(row[0], uid) if row else None


def _load_rows(
    db: sqlite3.Connection, kind: RecordKind, ids: list[int], names: Sequence[str]
) -> dict[int, RecordFacts]:
    parent = "org_id" if kind.of_organization else "NULL"
    columns = ",".join(["id", "uid", "created_in", parent, "deleted", *names])
    rows = db.execute(f"SELECT {columns} FROM {kind.table} WHERE id IN ({marks(ids)})", ids)
    found = {}
    for record, uid, created_in, org_id, deleted, *values in rows:
        plain = [value if type(value) in _PLAIN else from_column(value) for value in values]
        row = dict(zip(names, plain, strict=True))
        found[record] = RecordFacts(RecordRef(record, uid), created_in, org_id, row, deleted or 0, {})
    return found


def _load_origins(db: sqlite3.Connection, kind: RecordKind, ids: list[int], found: dict[int, RecordFacts]) -> None:
    query = f"SELECT rec, was FROM origin WHERE kind=? AND rec IN ({marks(ids)})"
    for record, was in db.execute(query, (kind.number, *ids)):
        if record in found:
            found[record].origin = json.loads(was)


def _load_creations(db: sqlite3.Connection, kind: RecordKind, ids: list[int], found: dict[int, RecordFacts]) -> None:
    keys = _batch_keys(db, {facts.created_in for facts in found.values()})
    for facts in found.values():
        facts.creations = [Creation(facts.original, keys[facts.created_in])]
    query = (
        f"SELECT t.rec, t.body, {KEY_COLUMNS} FROM twin t JOIN batch b ON b.id=t.batch "
        f"JOIN replica r ON r.id=b.replica WHERE t.kind=? AND t.rec IN ({marks(ids)})"
    )
    for record, body, *key in db.execute(query, (kind.number, *ids)):
        if record in found:
            facts = found[record]
            values = facts.original if body is None else json.loads(body)
            facts.creations.append(Creation(values, BatchKey(*key)))


def _load_edits(db: sqlite3.Connection, kind: RecordKind, found: dict[int, RecordFacts]) -> None:
    by_uid = {facts.ref.uid: facts for facts in found.values()}
    uids = list(by_uid)
    if not uids:
        return
    query = (
        f"SELECT e.rec, e.uid, e.set_, e.over, {KEY_COLUMNS} FROM edit e JOIN batch b ON b.id=e.batch "
        f"JOIN replica r ON r.id=b.replica WHERE e.kind=? AND e.rec IN ({marks(uids)})"
    )
    for record, uid, set_, over, *key in db.execute(query, (kind.number, *uids)):
        edit = Edit(uid.hex(), json.loads(set_), json.loads(over), BatchKey(*key))
        by_uid[record].edits.append(edit)


def _batch_keys(db: sqlite3.Connection, batches: set[int]) -> dict[int, BatchKey]:
    found = {}
    for chunk in chunks(batches):
        query = (
            f"SELECT b.id, {KEY_COLUMNS} FROM batch b JOIN replica r ON r.id=b.replica WHERE b.id IN ({marks(chunk)})"
        )
        for batch, *key in db.execute(query, chunk):
            found[batch] = BatchKey(*key)
    return found


def put_view(db: sqlite3.Connection, kind: RecordKind, facts: RecordFacts, view: Folded) -> bool:
    """Write a record's folded view: columns, originals no longer shown, conflicts. True if anything changed."""
    original = facts.original
    changed = {name: value for name, value in view.values.items() if value != facts.row[name]}
    if changed or view.deleted != facts.deleted:
        names = [*changed, "deleted"]
        values = [to_column(kind.column(name), value) for name, value in changed.items()]
        db.execute(
            f"UPDATE {kind.table} SET {','.join(name + '=?' for name in names)} WHERE id=?",
            (*values, view.deleted or None, facts.ref.id),
        )
    hidden = {name: was for name, was in original.items() if view.values[name] != was}
    if hidden != facts.origin:
        _put_origin(db, kind, facts.ref.id, hidden)
    moved = _put_conflicts(db, kind, facts.ref.id, view.conflicts)
    facts.row, facts.origin, facts.deleted = view.values, hidden, view.deleted
    return bool(changed) or moved


def conflict_json(heads: Sequence[Head]) -> str:
    """A conflict as stored and digested: its distinct values with the edits that say them, shown one first."""
    return canonical_json([[head.value, head.edit or head.key.uid.hex()] for head in heads])


def _put_origin(db: sqlite3.Connection, kind: RecordKind, record: int, hidden: dict[str, Value]) -> None:
    if hidden:
        db.execute(
            "INSERT OR REPLACE INTO origin(kind, rec, was) VALUES (?,?,?)",
            (kind.number, record, canonical_json(hidden)),
        )
    else:
        db.execute("DELETE FROM origin WHERE kind=? AND rec=?", (kind.number, record))


def _put_conflicts(
    db: sqlite3.Connection, kind: RecordKind, record: int, conflicts: dict[str, tuple[Head, ...]]
) -> bool:
    key = (kind.number, record)
    stored = dict(db.execute("SELECT field, heads FROM head WHERE kind=? AND rec=?", key).fetchall())
    wanted = {name: conflict_json(heads) for name, heads in conflicts.items()}
    if stored == wanted:
        return False
    db.execute("DELETE FROM head WHERE kind=? AND rec=?", key)
    db.executemany(
        "INSERT INTO head(kind, rec, field, heads) VALUES (?,?,?,?)",
        [(*key, name, heads) for name, heads in wanted.items()],
    )
    return True
