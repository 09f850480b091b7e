"""Facts out of a ledger as a stream: never more than a few thousand rows in memory, however large the ledger is."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.facts.body import BodyBatch, BodyCreation, BodyEdit
from models.facts.canonical import Value, from_column
from models.facts.records import chunks, marks
from models.facts.waiting import is_waiting_sql
from models.tables.record_kinds import (
    ATTACHMENT,
    COVERAGE,
    FILE_CONTENT,
    ORGANIZATION,
    RECORD_KINDS,
    TRADE_UNION,
    RecordKind,
)

#: Rows of a section, and about how many bytes of values one may hold.
SECTION_ROWS = 2_000
SECTION_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records go out, always with their whole history: organizations by local id with everything of theirs.

    `shared` limits what belongs to no organization (units, cadres, code tables …), by kind; kinds that it does
    not name go whole.
    """

    organizations: Sequence[int]
    shared: Mapping[int, Sequence[int]]


class Numbering:
    """Positions of batches in a file, in the order in which they are met."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}

    def place(self, batch: int) -> int:
        """The position of a batch by its local id."""
        return self.places.setdefault(batch, len(self.places))


def creations_out(
    db: sqlite3.Connection,
    numbering: Numbering,
    selection: Selection | None,
    *,
    kinds: Sequence[RecordKind] = RECORD_KINDS,
) -> Iterator[tuple[RecordKind, list[BodyCreation]]]:
    """All creations, or those of the selection, in portions of one kind each."""
    for kind in kinds:
        for rows in _portions(_creations(db, kind, numbering, selection)):
            yield kind, rows


def edits_out(
    db: sqlite3.Connection,
    numbering: Numbering,
    selection: Selection | None,
    *,
    kinds: Sequence[RecordKind] = RECORD_KINDS,
) -> Iterator[list[BodyEdit]]:
    """The edits of the same records, batch by batch; for a whole ledger also those that wait for their record."""
    query = "SELECT kind, rec, uid, batch, set_, over FROM edit"
    if selection is None:
        rows: Iterable[Any] = db.execute(f"{query} ORDER BY batch")
    else:
        rows = sorted(_edits_of(db, query, kinds, selection), key=lambda row: row[3])
    edits = (
        BodyEdit(kind, record, uid, numbering.place(batch), set_, over) for kind, record, uid, batch, set_, over in rows
    )
    yield from _portions(edits)


def batches_out(db: sqlite3.Connection, numbering: Numbering, digests: Sequence[bytes]) -> Iterator[list[BodyBatch]]:
    """The headers of the batches met, in the order of their positions, each with the digest of its facts here."""
    columns = (
        "SELECT b.id, b.uid, r.uid, b.seq, b.lamport, a.name, b.wall, b.kind, b.nonce, b.reverts, b.registry_on "
        "FROM batch b JOIN replica r ON r.id=b.replica JOIN author a ON a.id=b.author"
    )
    for chunk in chunks(numbering.places):
        found = {row[0]: row[1:] for row in db.execute(f"{columns} WHERE b.id IN ({marks(chunk)})", chunk)}
        yield [BodyBatch._make((*found[batch], digests[numbering.places[batch]])) for batch in chunk]


def _creations(
    db: sqlite3.Connection, kind: RecordKind, numbering: Numbering, selection: Selection | None
) -> Iterator[BodyCreation]:
    parent = "o.uid" if kind.of_organization else "NULL"
    join = "LEFT JOIN organization o ON o.id=m.org_id" if kind.of_organization else ""
    columns = ",".join(f"m.{name}" for name in kind.names)
    query = f"SELECT m.id, m.uid, m.created_in, {parent}, {columns} FROM {kind.table} m {join}"
    was = _by_record(db, "SELECT rec, was FROM origin WHERE kind=?", kind)
    has_twins = db.execute("SELECT 1 FROM twin WHERE kind=? LIMIT 1", (kind.number,)).fetchone()
    twins = "SELECT batch, body FROM twin WHERE kind=? AND rec=? ORDER BY batch"
    for record, uid, batch, above, *stored in _rows(db, kind, query, selection):
        values = tuple(from_column(value) for value in stored)
        if record in was:
            hidden = json.loads(was[record])
            values = tuple(hidden.get(name, value) for name, value in zip(kind.names, values, strict=True))
        yield BodyCreation(uid, numbering.place(batch), above, values)
        if has_twins:
            for other, body in db.execute(twins, (kind.number, record)).fetchall():
                differing = values if body is None else _in_order(kind, json.loads(body))
                yield BodyCreation(uid, numbering.place(other), above, differing)
    if selection is None and kind.of_organization:
        waiting = f"SELECT rec, batch, parent, body FROM waiting w WHERE kind=? AND {is_waiting_sql(kind)}"
        for uid, batch, above, body in db.execute(waiting, (kind.number,)):
            yield BodyCreation(uid, numbering.place(batch), above, _in_order(kind, json.loads(body)))


def _by_record(db: sqlite3.Connection, query: str, kind: RecordKind) -> Mapping[int, str]:
    """Originals of edited records: as many as were edited, looked up without a query each."""
    return dict(db.execute(query, (kind.number,)))


def _rows(db: sqlite3.Connection, kind: RecordKind, query: str, selection: Selection | None) -> Iterator[Any]:
    if selection is None:
        yield from db.execute(f"{query} ORDER BY m.id")
        return
    column, ids = _condition(db, kind, selection)
    if ids is None:
        yield from db.execute(f"{query} ORDER BY m.id")
        return
    if column != "m.id":  # by age, not organization by organization: whoever has the old ones passes their parts over
        chosen = f"SELECT m.id FROM {kind.table} m WHERE {column} IN"
        ids = [row[0] for chunk in chunks(ids) for row in db.execute(f"{chosen} ({marks(chunk)})", chunk).fetchall()]
    for chunk in chunks(sorted(ids)):
        yield from db.execute(f"{query} WHERE m.id IN ({marks(chunk)}) ORDER BY m.id", chunk).fetchall()


def _condition(
    db: sqlite3.Connection, kind: RecordKind, selection: Selection
) -> tuple[str, Sequence[int] | set[int] | None]:
    """The column that selects records of a kind and the local ids in it; None for all."""
    if kind is ORGANIZATION:
        return "m.id", selection.organizations
    if kind.of_organization:
        return "m.org_id", selection.organizations
    if kind is FILE_CONTENT:  # large: only what hangs on these organizations
        return "m.id", _contents(db, selection.organizations)
    if kind is TRADE_UNION:  # a country has 145,000: those that cover these organizations, or are new themselves
        return "m.id", _unions(db, selection.organizations) | set(selection.shared.get(kind.number, ()))
    return "m.id", selection.shared.get(kind.number)


def _contents(db: sqlite3.Connection, organizations: Sequence[int]) -> set[int]:
    query = f"SELECT c.id FROM {ATTACHMENT.table} a JOIN {FILE_CONTENT.table} c ON c.uid=a.content WHERE a.org_id IN "
    return {
        row[0] for chunk in chunks(organizations) for row in db.execute(f"{query} ({marks(chunk)})", chunk).fetchall()
    }


def _unions(db: sqlite3.Connection, organizations: Sequence[int]) -> set[int]:
    query = f"SELECT u.id FROM {COVERAGE.table} c JOIN {TRADE_UNION.table} u ON u.uid=c.trade_union WHERE c.org_id IN "
    return {
        row[0] for chunk in chunks(organizations) for row in db.execute(f"{query} ({marks(chunk)})", chunk).fetchall()
    }


def _edits_of(
    db: sqlite3.Connection, query: str, kinds: Sequence[RecordKind], selection: Selection
) -> Iterator[tuple[Any, ...]]:
    for kind in kinds:
        column, ids = _condition(db, kind, selection)
        uids = f"SELECT m.uid FROM {kind.table} m"
        if ids is None:
            yield from db.execute(f"{query} WHERE kind={kind.number} AND rec IN ({uids})")
            continue
        for chunk in chunks(sorted(ids)):
            inside = f"{uids} WHERE {column} IN ({marks(chunk)})"
            yield from db.execute(f"{query} WHERE kind={kind.number} AND rec IN ({inside})", chunk).fetchall()


def _portions(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows in lists that make one section each."""
    portion: list[Any] = []
    size = 0
    for row in rows:
        portion.append(row)
        size += _size(row)
        if len(portion) >= SECTION_ROWS or size >= SECTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _size(row: BodyCreation | BodyEdit) -> int:
    texts = row.values if isinstance(row, BodyCreation) else (row.set_, row.over)
    return sum(len(text) for text in texts if type(text) is str)


def _in_order(kind: RecordKind, values: dict[str, Value]) -> tuple[Value, ...]:
    return tuple(values.get(name) for name in kind.names)
