"""A set of facts outside of any ledger: what travels from one copy to another.

It holds creation values and edits, never the sender's view. Rows name their batch by position in `batches`
and their organization by record id, so a body means the same everywhere.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.facts.canonical import (
    MODULUS,
    Value,
    batch_uid,
    creation_hash,
    edit_uid,
    from_column,
    join_values,
)
from models.facts.records import chunks, marks
from models.facts.redaction import Redactions
from models.facts.waiting import is_waiting_sql
from models.tables.record_kinds import ORGANIZATION, RECORD_KINDS, REDACTION, RecordKind

FORMAT = 1


class BodyBatch(NamedTuple):
    """A batch header with the digest of those of its facts that are in the body."""

    uid: bytes
    replica: bytes
    seq: int
    lamport: int
    author: str
    wall: int
    kind: int
    nonce: bytes
    reverts: bytes | None
    registry_on: str | None
    digest: bytes

    def hashed(self) -> bytes:
        """The id that this header must have."""
        return batch_uid(
            replica=self.replica,
            seq=self.seq,
            lamport=self.lamport,
            author=self.author,
            wall=self.wall,
            kind=self.kind,
            nonce=self.nonce,
            reverts=self.reverts,
            registry_on=self.registry_on,
        )


class BodyCreation(NamedTuple):
    """A batch made this record; values in column order. A record may occur once per batch that made it."""

    uid: bytes
    batch: int
    parent: bytes | None
    values: tuple[Value, ...]


class BodyEdit(NamedTuple):
    """An edit; `set_` and `over` are canonical JSON."""

    kind: int
    record: bytes
    uid: bytes
    batch: int
    set_: str
    over: str


@dataclass(slots=True)
class Body:
    """Facts of any number of batches."""

    batches: list[BodyBatch] = field(default_factory=list)
    creations: dict[int, list[BodyCreation]] = field(default_factory=dict)
    edits: list[BodyEdit] = field(default_factory=list)
    format: int = FORMAT
    #: The hashes by which creations count that were blanked, by (kind, record, batch); what is left of blanked edits.
    before: dict[tuple[int, bytes, int], int] = field(default_factory=dict)
    blanked_edits: dict[str, set[str]] = field(default_factory=dict)

    def digests(self) -> list[int]:
        """The sum of the hashes of the facts in the body, per batch."""
        sums = [0] * len(self.batches)
        for number, creations in self.creations.items():
            for creation in creations:
                sums[creation.batch] += self.counts_as(number, creation)
        for edit in self.edits:
            sums[edit.batch] += int.from_bytes(edit.uid, "big")
        return [value % MODULUS for value in sums]

    def edit_is_sound(self, edit: BodyEdit) -> bool:
        """True if the edit's id is the hash of its body, or of what it was before it was blanked."""
        found = edit_uid(
            batch=self.batches[edit.batch].uid,
            kind=edit.kind,
            record=edit.record,
            set_=edit.set_,
            over=edit.over,
        )
        return found == edit.uid or found.hex() in self.blanked_edits.get(edit.uid.hex(), ())

    def counts_as(self, kind: int, creation: BodyCreation) -> int:
        """The hash by which a creation counts in its batch's digest."""
        if self.before and (blanked := self.before.get((kind, creation.uid, creation.batch))) is not None:
            return blanked
        return creation_hash(kind, creation.uid, creation.parent, join_values(creation.values))

    def note_blanked(self) -> None:
        """See which facts were blanked before they were sent: the redactions among the facts say so.

        The digests of their batches become those of the whole facts.
        """
        redactions = Redactions()
        redactions.add(creation.values for creation in self.creations.get(REDACTION.number, ()))
        self.blanked_edits = redactions.edits
        named: dict[int, set[str]] = {}
        for kind, record, _batch in redactions.before:
            named.setdefault(kind, set()).add(record)
        for number, records in named.items():
            for creation in self.creations.get(number, ()):
                if creation.uid.hex() in records:
                    self._note_blanked(redactions, number, creation)

    def _note_blanked(self, redactions: Redactions, number: int, creation: BodyCreation) -> None:
        batch = self.batches[creation.batch]
        computed = creation_hash(number, creation.uid, creation.parent, join_values(creation.values))
        counts = redactions.counts_as(number, creation.uid.hex(), batch.uid.hex(), computed)
        if counts != computed:
            self.before[number, creation.uid, creation.batch] = counts
            digest = (int.from_bytes(batch.digest, "big") + counts - computed) % MODULUS
            self.batches[creation.batch] = batch._replace(digest=digest.to_bytes(16, "big"))


def take_out(db: sqlite3.Connection, organizations: Sequence[int] | None = None) -> Body:
    """All facts, or those of some organizations with everything that belongs to them.

    A slice is whole records with their whole history, never a selection of edits; the small shared records
    (units, cadres, unions, code tables, campaign) always go with it.
    """
    numbering: dict[int, int] = {}
    body = Body()
    for kind in RECORD_KINDS:
        found = list(_creations(db, kind, organizations, numbering))
        if found:
            body.creations[kind.number] = found
    body.edits = list(_edits(db, body, organizations, numbering))
    body.batches = _batches(db, numbering)
    body.note_blanked()
    body.batches = [
        batch._replace(digest=value.to_bytes(16, "big"))
        for batch, value in zip(body.batches, body.digests(), strict=True)
    ]
    return body


def _creations(
    db: sqlite3.Connection, kind: RecordKind, organizations: Sequence[int] | None, numbering: dict[int, int]
) -> Iterator[BodyCreation]:
    parent = "o.uid" if kind.of_organization else "NULL"
    join = "LEFT JOIN organization o ON o.id=m.org_id" if kind.of_organization else ""
    columns = ",".join(f"m.{name}" for name in kind.names)
    query = (
        f"SELECT m.id, m.uid, m.created_in, {parent}, w.was, {columns} FROM {kind.table} m {join} "
        f"LEFT JOIN origin w ON w.kind={kind.number} AND w.rec=m.id"
    )
    twins = "SELECT batch, body FROM twin WHERE kind=? AND rec=?"
    has_twins = db.execute("SELECT 1 FROM twin WHERE kind=? LIMIT 1", (kind.number,)).fetchone()
    for record, uid, batch, above, was, *stored in _selected(db, kind, query, organizations):
        values = tuple(from_column(value) for value in stored)
        if was:
            hidden = json.loads(was)
            values = tuple(hidden.get(name, value) for name, value in zip(kind.names, values, strict=True))
        yield BodyCreation(uid, _number(numbering, batch), above, values)
        if has_twins:
            for other, body in db.execute(twins, (kind.number, record)).fetchall():
                differing = values if body is None else _in_order(kind, json.loads(body))
                yield BodyCreation(uid, _number(numbering, other), above, differing)
    if organizations is None and kind.of_organization:
        waiting = f"SELECT rec, batch, parent, body FROM waiting w WHERE kind=? AND {is_waiting_sql(kind)}"
        for uid, batch, above, body in db.execute(waiting, (kind.number,)).fetchall():
            yield BodyCreation(uid, _number(numbering, batch), above, _in_order(kind, json.loads(body)))


def _selected(
    db: sqlite3.Connection, kind: RecordKind, query: str, organizations: Sequence[int] | None
) -> Iterator[tuple[Any, ...]]:
    column = "m.id" if kind is ORGANIZATION else "m.org_id"
    if organizations is None or not (kind is ORGANIZATION or kind.of_organization):
        yield from db.execute(f"{query} ORDER BY m.id").fetchall()
        return
    for chunk in chunks(sorted(organizations)):
        yield from db.execute(f"{query} WHERE {column} IN ({marks(chunk)}) ORDER BY m.id", chunk).fetchall()


def _edits(
    db: sqlite3.Connection, body: Body, organizations: Sequence[int] | None, numbering: dict[int, int]
) -> Iterator[BodyEdit]:
    query = "SELECT kind, rec, uid, batch, set_, over FROM edit"
    if organizations is None:
        for kind, record, uid, batch, set_, over in db.execute(query):
            yield BodyEdit(kind, record, uid, _number(numbering, batch), set_, over)
        return
    for number, creations in body.creations.items():
        for chunk in chunks({creation.uid for creation in creations}):
            part = f"{query} WHERE kind=? AND rec IN ({marks(chunk)})"
            for kind, record, uid, batch, set_, over in db.execute(part, (number, *chunk)):
                yield BodyEdit(kind, record, uid, _number(numbering, batch), set_, over)


def _batches(db: sqlite3.Connection, numbering: dict[int, int]) -> list[BodyBatch]:
    rows: dict[int, BodyBatch] = {}
    for chunk in chunks(numbering):
        query = (
            "SELECT b.id, b.uid, r.uid, b.seq, b.lamport, a.name, b.wall, b.kind, b.nonce, b.reverts, "
            "b.registry_on, b.digest FROM batch b JOIN replica r ON r.id=b.replica JOIN author a ON a.id=b.author "
            f"WHERE b.id IN ({marks(chunk)})"
        )
        for batch, *header in db.execute(query, chunk):
            rows[batch] = BodyBatch(*header)
    return [rows[batch] for batch in numbering]


def _number(numbering: dict[int, int], batch: int) -> int:
    return numbering.setdefault(batch, len(numbering))


def _in_order(kind: RecordKind, values: dict[str, Value]) -> tuple[Value, ...]:
    return tuple(values.get(name) for name in kind.names)
