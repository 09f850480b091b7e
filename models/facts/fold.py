"""What a record shows, computed from its facts alone: pure, and the same on every machine.

A field's heads are what nothing present replaces: edits that no edit names, creation values that no edit
names. Heads of different values are a conflict; all are kept, the one shown depends only on the facts.
Deleting lists the edit heads it saw and wins only over those (docs/ledger-format.md, section 3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.facts.canonical import Value, Values

DELETED = "_deleted"
SEEN = "*"

ALIVE = 0
GONE = 1
#: Deleted by one person, edited by another meanwhile: it is back, flagged.
RETURNED = 2


class BatchKey(NamedTuple):
    """What orders the facts of two batches; the wall clock is not part of it."""

    lamport: int
    replica: bytes
    seq: int
    uid: bytes
    registry_on: str | None = None


@dataclass(frozen=True, slots=True)
class Creation:
    """One batch made the record with these values (None asserts nothing)."""

    values: Values
    key: BatchKey


@dataclass(frozen=True, slots=True)
class Edit:
    """These fields got these values, replacing what `over` lists: edit ids, or creation values as [value]."""

    uid: str
    set: Values
    over: Mapping[str, Sequence[object]]
    key: BatchKey


@dataclass(frozen=True, slots=True)
class Head:
    """A value of a field that nothing replaces. `edit` is None for the value of a creation."""

    value: Value
    edit: str | None
    key: BatchKey

    @property
    def order(self) -> tuple[bool, int, bytes, int, bytes, str]:
        """The highest is shown: edits before creations, then the batch, then the edit's id."""
        key = self.key
        return (self.edit is not None, key.lamport, key.replica, key.seq, key.uid, self.edit or "")

    @property
    def registry_order(self) -> tuple[str, tuple[bool, int, bytes, int, bytes, str]]:
        """Among registry imports the later registry date is shown."""
        return (self.key.registry_on or "", self.order)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a record shows: the values, the conflicting heads per field (shown one first), alive or not."""

    values: dict[str, Value]
    conflicts: dict[str, tuple[Head, ...]]
    deleted: int


def raw_heads(field: str, creations: Iterable[Creation], edits: Sequence[Edit]) -> list[Head]:
    """Everything that nothing present replaces: what a new edit of this field has to name."""
    replaced_edits: set[str] = set()
    replaced_values: set[tuple[type, Value]] = set()
    for edit in edits:
        for item in edit.over.get(field, ()):
            if isinstance(item, str):
                replaced_edits.add(item)
            elif isinstance(item, list) and item:
                replaced_values.add((type(item[0]), item[0]))
    heads = [
        Head(edit.set[field], edit.uid, edit.key)
        for edit in edits
        if field in edit.set and edit.uid not in replaced_edits
    ]
    return heads + [
        head for head in _creation_heads(field, creations) if (type(head.value), head.value) not in replaced_values
    ]


def shown_heads(field: str, creations: Sequence[Creation], edits: Sequence[Edit]) -> list[Head]:
    """The heads that count, best first: of registry imports only the latest has a say, so two never conflict."""
    heads = raw_heads(field, creations, edits)
    if len(heads) > 1:
        heads = _without_older_registries(field, heads, creations, edits)
    heads.sort(key=lambda head: head.order, reverse=True)
    return heads


def fold(fields: Iterable[str], creations: Sequence[Creation], edits: Sequence[Edit]) -> Folded:
    """The view of one record."""
    edited = {field for edit in edits for field in edit.set}
    names = list(fields)
    values: dict[str, Value] = {}
    conflicts: dict[str, tuple[Head, ...]] = {}
    if len(creations) == 1:  # what was not edited is as it was made
        made = creations[0].values
        values = dict(made) if len(made) == len(names) else {name: made.get(name) for name in names}
        names = [name for name in names if name in edited]
    for field in names:
        if field not in edited:
            said = {value for creation in creations if (value := creation.values.get(field)) is not None}
            if len(said) < 2:  # noqa: PLR2004 - nobody disagrees
                values[field] = said.pop() if said else None
                continue
        heads = shown_heads(field, creations, edits)
        values[field] = heads[0].value if heads else None
        if len({(type(head.value), head.value) for head in heads}) > 1:
            conflicts[field] = tuple(heads)
    return Folded(values, conflicts, _deleted_state(edits))


def edit_heads(edits: Sequence[Edit]) -> set[str]:
    """The ids of edits that are a head of any field: what a delete has to list as seen."""
    fields = {field for edit in edits for field in edit.set}
    return {
        head.edit
        for field in fields
        for head in raw_heads(field, (), edits)
        if head.edit is not None and not (field == DELETED and head.value == GONE)
    }


def standing_deletes(edits: Sequence[Edit]) -> list[Edit]:
    """The deletions that nothing replaces."""
    by_uid = {edit.uid: edit for edit in edits}
    return [by_uid[head.edit] for head in raw_heads(DELETED, (), edits) if head.edit and head.value == GONE]


def _deleted_state(edits: Sequence[Edit]) -> int:
    if not any(DELETED in edit.set for edit in edits):
        return ALIVE
    standing = standing_deletes(edits)
    if not standing:
        return ALIVE
    seen = {uid for edit in standing for uid in edit.over.get(SEEN, ())}
    return GONE if edit_heads(edits) <= seen else RETURNED


def _creation_heads(field: str, creations: Iterable[Creation]) -> list[Head]:
    """One head per distinct value: a person's assertion of it before a registry's, then the highest key."""
    best: dict[tuple[type, Value], Head] = {}
    for creation in creations:
        value = creation.values.get(field)
        if value is None:
            continue
        head = Head(value, None, creation.key)
        known = best.get((type(value), value))
        if known is None or _stronger(head) > _stronger(known):
            best[(type(value), value)] = head
    return list(best.values())


def _stronger(head: Head) -> tuple[bool, str, tuple[bool, int, bytes, int, bytes, str]]:
    return (head.key.registry_on is None, *head.registry_order)


def _without_older_registries(
    field: str, heads: list[Head], creations: Sequence[Creation], edits: Sequence[Edit]
) -> list[Head]:
    said = [
        Head(edit.set[field], edit.uid, edit.key)
        for edit in edits
        if edit.key.registry_on is not None and field in edit.set
    ] + [
        Head(creation.values[field], None, creation.key)
        for creation in creations
        if creation.key.registry_on is not None and creation.values.get(field) is not None
    ]
    if not said:
        return heads
    latest = max(head.registry_order for head in said)
    left = [head for head in heads if head.key.registry_on is None or head.registry_order >= latest]
    # The latest may have been replaced by an older one: then the latest of what is left is better than nothing.
    return left or [max(heads, key=lambda head: head.registry_order)]
