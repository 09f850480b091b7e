"""Blanking facts by the redactions of a ledger: those that come, before they are taken in, and those here."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.facts.body import Body, BodyCreation, BodyEdit
from models.facts.canonical import Value, canonical_json, creation_hash, edit_uid, from_column, join_values, to_column
from models.facts.records import RecordFacts, find, load_one
from models.facts.redaction import Redactions, Row
from models.facts.refold import refold
from models.facts.waiting import is_waiting_sql, parent_uid
from models.tables.record_kinds import KIND_BY_NUMBER, REDACTION, RecordKind


class Blanked(NamedTuple):
    """A fact that was blanked: a creation by its batch, or an edit; with its hashes before and after."""

    kind: int
    record: bytes
    parent: bytes | None
    batch: bytes
    edit: bytes | None
    before: str
    after: str

    @property
    def row(self) -> Row:
        """The redaction record that names it."""
        edit = self.edit.hex() if self.edit else None
        return Row(self.kind, self.record.hex(), "", self.batch.hex(), edit, self.before, self.after)


@dataclass(slots=True)
class _Values:
    """A creation of a record: its batch (local id, id) and values."""

    batch: int
    uid: bytes
    values: tuple[Value, ...]


def redactions_in(db: sqlite3.Connection, *, waiting: bool = False) -> Redactions:
    """All redactions of a ledger; with `waiting` also those whose organization is not here."""
    found = Redactions()
    names = ",".join(REDACTION.names)
    rows = db.execute(f"SELECT {names} FROM {REDACTION.table}")
    found.add([from_column(value) for value in row] for row in rows)
    if waiting:
        query = f"SELECT body FROM waiting w WHERE kind=? AND {is_waiting_sql(REDACTION)}"
        said = (json.loads(body) for (body,) in db.execute(query, (REDACTION.number,)))
        found.add([values.get(name) for name in REDACTION.names] for values in said)
    return found


class Counted:
    """The hashes by which a ledger's creations count in their batches, also where they were blanked."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._redactions = redactions_in(db, waiting=True)
        self._batches: dict[int, str] = {}
        if self._redactions:
            wanted = {batch for _kind, _record, batch in self._redactions.before}
            rows = db.execute("SELECT id, lower(hex(uid)) FROM batch")
            self._batches = {number: uid for number, uid in rows if uid in wanted}

    def concerns(self, batch: int) -> bool:
        """Whether something was blanked of what this batch (local id) brought."""
        return batch in self._batches

    def __call__(self, kind: int, record: bytes, batch: int, computed: int) -> int:
        """The hash that counts; `computed` is that of the values as they stand."""
        if batch not in self._batches:
            return computed
        return self._redactions.counts_as(kind, record.hex(), self._batches[batch], computed)

    def named(self, kind: int) -> list[bytes]:
        """The records of a kind of which a creation was blanked."""
        return sorted({bytes.fromhex(record) for number, record, _batch in self._redactions.before if number == kind})


def blank_body(body: Body, redactions: Redactions) -> tuple[Body, list[Blanked]]:
    """The body with what has to be blank left out, and the facts of it that no redaction names yet."""
    found: list[Blanked] = []
    kinds = {kind for kind, _record in redactions.rules}
    rest = Body(
        body.batches, dict(body.creations), body.edits, body.format, dict(body.before), dict(body.blanked_edits)
    )
    for number in kinds & body.creations.keys():
        records = {record for kind, record in redactions.rules if kind == number}
        names = KIND_BY_NUMBER[number].names
        rest.creations[number] = [
            _blank_creation(rest, redactions, number, names, creation, found)
            if creation.uid.hex() in records
            else creation
            for creation in body.creations[number]
        ]
    rest.edits = [
        _blank_edit(rest, redactions, edit, found) if (edit.kind, edit.record.hex()) in redactions.rules else edit
        for edit in body.edits
    ]
    return rest, found


def _blank_creation(  # noqa: PLR0917 - one loop's state
    body: Body,
    redactions: Redactions,
    kind: int,
    names: Sequence[str],
    creation: BodyCreation,
    found: list[Blanked],
) -> BodyCreation:
    values = redactions.blank_values(kind, creation.uid.hex(), names, creation.values)
    if values == tuple(creation.values):
        return creation
    before = body.counts_as(kind, creation)
    after = creation_hash(kind, creation.uid, creation.parent, join_values(values))
    body.before[kind, creation.uid, creation.batch] = before
    batch = body.batches[creation.batch].uid
    if after not in redactions.after.get((kind, creation.uid.hex(), batch.hex()), ()):
        found.append(_blanked(kind, creation.uid, creation.parent, batch, before, after))
    return creation._replace(values=values)


def _blank_edit(body: Body, redactions: Redactions, edit: BodyEdit, found: list[Blanked]) -> BodyEdit:
    set_, over = redactions.blank_edit(edit.kind, edit.record.hex(), edit.set_, edit.over)
    if (set_, over) == (edit.set_, edit.over):
        return edit
    batch = body.batches[edit.batch].uid
    after = edit_uid(batch=batch, kind=edit.kind, record=edit.record, set_=set_, over=over).hex()
    body.blanked_edits[edit.uid.hex()] = {*body.blanked_edits.get(edit.uid.hex(), ()), after}
    if not redactions.excuses(edit.uid.hex(), after):
        found.append(Blanked(edit.kind, edit.record, None, batch, edit.uid, edit.uid.hex(), after))
    return edit._replace(set_=set_, over=over)


def blank_here(db: sqlite3.Connection, kind: RecordKind, uid: bytes, redactions: Redactions) -> list[Blanked]:
    """Blank what is here of a record, in place; the facts concerned that no redaction names yet."""
    found: list[Blanked] = []
    record = find(db, kind, uid)
    facts = load_one(db, kind, record.id) if record else None
    if facts is not None:
        _blank_row(db, kind, facts, redactions, found)
    _blank_waiting(db, kind, uid, redactions, found, is_placed=facts is not None)
    _blank_edits(db, kind, uid, redactions, found)
    if facts is not None:
        parent = parent_uid(db, facts.org_id) if kind.of_organization else uid
        found = [each._replace(parent=parent) for each in found]
        refold(db, kind, [facts.ref.id])
    return found


def _blank_row(
    db: sqlite3.Connection, kind: RecordKind, facts: RecordFacts, redactions: Redactions, found: list[Blanked]
) -> None:
    """The base creation and its twins, which are said against it."""
    key = (kind.number, facts.ref.id)
    parent = parent_uid(db, facts.org_id)
    rows = db.execute(
        "SELECT t.batch, b.uid, t.body FROM twin t JOIN batch b ON b.id=t.batch WHERE t.kind=? AND t.rec=?", key
    ).fetchall()
    (base_uid,) = db.execute("SELECT uid FROM batch WHERE id=?", (facts.created_in,)).fetchone()
    original = tuple(facts.original[name] for name in kind.names)
    made = [_Values(facts.created_in, base_uid, original)]
    for batch, batch_uid, body in rows:
        said = original if body is None else tuple(json.loads(body).get(name) for name in kind.names)
        made.append(_Values(batch, batch_uid, said))
    blank = [_blank_values(kind, facts.ref.uid, parent, each, redactions, found) for each in made]
    if blank == [each.values for each in made]:
        return
    columns = [to_column(column, value) for column, value in zip(kind.columns, blank[0], strict=True)]
    db.execute(
        f"UPDATE {kind.table} SET {','.join(f'{name}=?' for name in kind.names)} WHERE id=?", (*columns, facts.ref.id)
    )
    db.execute("DELETE FROM origin WHERE kind=? AND rec=?", key)
    for each, values in zip(made[1:], blank[1:], strict=True):
        body = None if values == blank[0] else _asserted(kind, values)
        db.execute("UPDATE twin SET body=? WHERE kind=? AND rec=? AND batch=?", (body, *key, each.batch))


def _blank_waiting(
    db: sqlite3.Connection,
    kind: RecordKind,
    uid: bytes,
    redactions: Redactions,
    found: list[Blanked],
    *,
    is_placed: bool,
) -> None:
    """Creations that wait for their organization, and how those came that waited once."""
    rows = db.execute(
        "SELECT w.batch, b.uid, w.parent, w.body FROM waiting w JOIN batch b ON b.id=w.batch "
        "WHERE w.kind=? AND w.rec=?",
        (kind.number, uid),
    ).fetchall()
    for batch, batch_uid, parent, body in rows:
        said = json.loads(body)
        made = _Values(batch, batch_uid, tuple(said.get(name) for name in kind.names))
        values = _blank_values(kind, uid, parent, made, redactions, [] if is_placed else found)
        if values != made.values:
            db.execute(
                "UPDATE waiting SET body=? WHERE kind=? AND rec=? AND batch=?",
                (_asserted(kind, values), kind.number, uid, batch),
            )


def _blank_edits(
    db: sqlite3.Connection, kind: RecordKind, uid: bytes, redactions: Redactions, found: list[Blanked]
) -> None:
    rows = db.execute(
        "SELECT e.uid, b.uid, e.set_, e.over FROM edit e JOIN batch b ON b.id=e.batch WHERE e.rec=? AND e.kind=?",
        (uid, kind.number),
    ).fetchall()
    for edit, batch, set_, over in rows:
        left = redactions.blank_edit(kind.number, uid.hex(), set_, over)
        if left == (set_, over):
            continue
        db.execute("UPDATE edit SET set_=?, over=? WHERE rec=? AND kind=? AND uid=?", (*left, uid, kind.number, edit))
        after = edit_uid(batch=batch, kind=kind.number, record=uid, set_=left[0], over=left[1]).hex()
        if not redactions.excuses(edit.hex(), after):
            found.append(Blanked(kind.number, uid, None, batch, edit, edit.hex(), after))


def _blank_values(  # noqa: PLR0917 - what a fact is made of
    kind: RecordKind,
    uid: bytes,
    parent: bytes | None,
    made: _Values,
    redactions: Redactions,
    found: list[Blanked],
) -> tuple[Value, ...]:
    values = redactions.blank_values(kind.number, uid.hex(), kind.names, made.values)
    if values != made.values:
        computed = creation_hash(kind.number, uid, parent, join_values(made.values))
        before = redactions.counts_as(kind.number, uid.hex(), made.uid.hex(), computed)
        after = creation_hash(kind.number, uid, parent, join_values(values))
        if after not in redactions.after.get((kind.number, uid.hex(), made.uid.hex()), ()):
            found.append(_blanked(kind.number, uid, parent, made.uid, before, after))
    return values


def _blanked(  # noqa: PLR0917
    kind: int, record: bytes, parent: bytes | None, batch: bytes, before: int, after: int
) -> Blanked:
    return Blanked(kind, record, parent, batch, None, f"{before:032x}", f"{after:032x}")


def _asserted(kind: RecordKind, values: Sequence[Value]) -> str:
    return canonical_json({n: v for n, v in zip(kind.names, values, strict=True) if v is not None})
