"""Where each value of an organization comes from, and what a field said before: read from its facts."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from models.facts.fold import shown_heads
from models.facts.records import RecordFacts, chunks, load_one, marks
from models.facts.writer import BatchKind
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.tables.record_kinds import ORGANIZATION


class Origin(Enum):
    """Where a value comes from."""

    REGISTRY = N_("名册")
    IMPORT = N_("导入")
    VISIT = N_("走访")
    MERGE = N_("合并")
    HAND = N_("手工")
    UNDO = N_("撤销")

    @property
    def label(self) -> str:
        """The word on the badge."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Statement:
    """One value that somebody gave a field: when (by the clock of whoever wrote), who, from where.

    `old` is what the field showed to him (None for nothing), `file` the list it was imported from, `is_shown` whether
    it is what the field shows now, or one of the values in conflict.
    """

    origin: Origin
    day: str
    author: str
    old: object
    value: object
    file: str = ""
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class _Batch:
    origin: Origin
    day: str
    author: str
    file: str


def origins(ledger: Ledger, organization: int) -> dict[str, Statement]:
    """For every field of an organization (local id) that has a value: the statement that is shown."""
    with ledger.reading() as db:
        facts = load_one(db, ORGANIZATION, organization)
        heads = {}
        for name in ORGANIZATION.names:
            shown = shown_heads(name, facts.creations, facts.edits)
            if shown and shown[0].value is not None:
                heads[name] = shown[0]
        batches = _batches(db, {head.key.uid for head in heads.values()}, organization)
    found = {}
    for name, head in heads.items():
        batch = batches[head.key.uid]
        found[name] = Statement(batch.origin, batch.day, batch.author, None, head.value, batch.file, is_shown=True)
    return found


def field_history(ledger: Ledger, organization: int, field: str) -> list[Statement]:
    """Everything that was ever said of a field of an organization (local id), the newest first."""
    with ledger.reading() as db:
        facts = load_one(db, ORGANIZATION, organization)
        shown = shown_heads(field, facts.creations, facts.edits)
        said = _said(facts, field)
        batches = _batches(db, {key for key, *_rest in said}, organization)
    now = {(head.key.uid, head.value) for head in shown}
    return [
        Statement(
            batches[uid].origin,
            batches[uid].day,
            batches[uid].author,
            old,
            value,
            batches[uid].file,
            is_shown=(uid, value) in now,
        )
        for uid, old, value in said
    ]


def _said(facts: RecordFacts, field: str) -> list[tuple[bytes, object, object]]:
    """(batch, old, value), the newest first: by the counter of edits, then creations."""
    by_uid = {edit.uid: edit.set.get(field) for edit in facts.edits}
    edits = sorted((edit for edit in facts.edits if field in edit.set), key=lambda edit: edit.key.lamport, reverse=True)
    found: list[tuple[bytes, object, object]] = []
    for edit in edits:
        over = [item for item in edit.over.get(field, ()) if isinstance(item, str | list)]
        replaced = [by_uid.get(item) if isinstance(item, str) else item[0] for item in over]
        old = next((value for value in replaced if value is not None), None)
        found.append((edit.key.uid, old, edit.set[field]))
    creations = sorted(facts.creations, key=lambda creation: creation.key.lamport, reverse=True)
    found += [(each.key.uid, None, value) for each in creations if (value := each.values.get(field)) is not None]
    return found


def _batches(db: sqlite3.Connection, wanted: Iterable[bytes], organization: int) -> dict[bytes, _Batch]:
    found = {}
    for chunk in chunks(wanted):
        rows = db.execute(
            "SELECT b.uid, b.kind, b.registry_on, b.arrived_in, date(b.wall,'unixepoch','localtime'), a.name, "
            "(SELECT i.file_name FROM import_source i WHERE i.created_in=b.id LIMIT 1), "
            "EXISTS(SELECT 1 FROM visit v WHERE v.created_in=b.id AND v.org_id=?) "
            f"FROM batch b JOIN author a ON a.id=b.author WHERE b.uid IN ({marks(chunk)})",
            (organization, *chunk),
        )
        for uid, kind, registry_on, arrived, day, author, file, visited in rows:
            origin = _origin(kind, is_registry=bool(registry_on), is_merged=arrived is not None, visited=bool(visited))
            found[uid] = _Batch(origin, day, author, file or "")
    return found


def _origin(kind: int, *, is_registry: bool, is_merged: bool, visited: bool) -> Origin:
    if is_registry:
        return Origin.REGISTRY
    if is_merged:
        return Origin.MERGE
    if kind == BatchKind.IMPORT:
        return Origin.IMPORT
    if kind in {BatchKind.UNDO, BatchKind.REDO}:
        return Origin.UNDO
    return Origin.VISIT if visited else Origin.HAND
