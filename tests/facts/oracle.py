"""What docs/ledger-format.md says (sections 1 to 5), as plain sets and loops.

Written from that text before anything in models.facts was read, and it imports nothing from there: whatever
the store does quickly and piece by piece, this does slowly and at once.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

ORGANIZATION = 1
Value = str | int | None
Key = tuple[int, bytes]  # (kind, record id)


class Batch(NamedTuple):
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


class Creation(NamedTuple):
    batch: bytes
    kind: int
    record: bytes
    parent: bytes | None
    values: tuple[Value, ...]  # in column order


class Edit(NamedTuple):
    uid: bytes
    batch: bytes
    kind: int
    record: bytes
    set_: str  # canonical JSON
    over: str


class Facts(NamedTuple):
    """A set of facts with the headers of the batches that they name."""

    batches: frozenset[Batch] = frozenset()
    creations: frozenset[Creation] = frozenset()
    edits: frozenset[Edit] = frozenset()

    def united(self, *others: "Facts") -> "Facts":
        return Facts(*(frozenset().union(*sets) for sets in zip(self, *others, strict=True)))

    def without(self, other: "Facts") -> "Facts":
        return self.having(self.creations - other.creations, self.edits - other.edits)

    def having(self, creations: Iterable[Creation], edits: Iterable[Edit]) -> "Facts":
        chosen, changes = frozenset(creations), frozenset(edits)
        named = {fact.batch for fact in chosen} | {fact.batch for fact in changes}
        return Facts(frozenset(b for b in self.batches if b.uid in named), chosen, changes)

    def headers(self) -> dict[bytes, Batch]:
        return {batch.uid: batch for batch in self.batches}

    def __bool__(self) -> bool:
        return bool(self.creations or self.edits)


class Shown(NamedTuple):
    """What a table shows of a record: every field's value, the conflicts, and 0 alive, 1 gone, 2 back."""

    values: dict[str, Value]
    conflicts: dict[str, frozenset[Value]]
    deleted: int


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=1 << 16)
def parsed(text: str) -> dict[str, Any]:
    return json.loads(text)


# -- Section 1: ids ----------------------------------------------------------------------------------------


def batch_uid(b: Batch) -> bytes:
    reverts = b.reverts.hex() if b.reverts else None
    text = [b.replica.hex(), b.seq, b.lamport, b.author, b.wall, b.kind, b.nonce.hex(), reverts, b.registry_on]
    return hashlib.sha256(canonical(text).encode()).digest()[:16]


def edit_uid(e: Edit) -> bytes:
    text = [[e.batch.hex(), e.kind, e.record.hex()], json.loads(e.set_), json.loads(e.over)]
    return hashlib.sha256(canonical(text).encode()).digest()[:16]


# -- Section 2: digests ------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def creation_hash(kind: int, record: bytes, parent: bytes | None, values: tuple[Value, ...]) -> int:
    text = "\x1f".join("" if value is None else str(value) for value in values).rstrip("\x1f")
    whole = record + (parent or bytes(16)) + bytes([kind]) + text.encode()
    return int.from_bytes(hashlib.blake2b(whole, digest_size=16).digest(), "big")


def facts_digest(facts: Facts) -> str:
    sums: dict[bytes, int] = defaultdict(int)
    for batch, *creation in facts.creations:
        sums[batch] += creation_hash(*creation)
    for edit in facts.edits:
        sums[edit.batch] += int.from_bytes(edit.uid, "big")
    digests = ((uid, total % 2**128) for uid, total in sorted(sums.items()))
    text = b"".join(uid + total.to_bytes(16, "big") for uid, total in digests if total)
    return hashlib.sha256(text).hexdigest()


# -- Section 3: what a record shows ------------------------------------------------------------------------


class Head(NamedTuple):
    key: tuple[Any, ...]  # the highest is shown
    value: Value
    name: Any  # how an edit that replaces it names it
    registry: tuple[Any, ...] | None  # the latest registry statement that it comes from; None: a person's


class Record(NamedTuple):
    """The facts of one record and the headers of their batches."""

    creations: list[Creation]
    edits: list[Edit]
    by: dict[bytes, Batch]

    def key(self, fact: Creation | Edit) -> tuple[Any, ...]:
        batch = self.by[fact.batch]
        edit = isinstance(fact, Edit)
        return (edit, batch.lamport, batch.replica, batch.seq, batch.uid, fact.uid if edit else b"")

    def registry_key(self, fact: Creation | Edit) -> tuple[Any, ...] | None:
        on = self.by[fact.batch].registry_on
        return (on, self.key(fact)) if on else None


def says(record: Record, field: str, column: int | None) -> list[tuple[Creation | Edit, Value]]:
    """Every statement about a field, replaced or not; an empty value of a creation states nothing."""
    found: list[tuple[Creation | Edit, Value]] = [
        (edit, parsed(edit.set_)[field]) for edit in record.edits if field in parsed(edit.set_)
    ]
    if column is not None:
        found += [(c, c.values[column]) for c in record.creations if c.values[column] is not None]
    return found


def heads(record: Record, field: str, column: int | None = None) -> list[Head]:
    """Everything that nothing present replaces."""
    named = [item for edit in record.edits for item in parsed(edit.over).get(field, [])]
    found = []
    asserted: dict[Value, list[Creation]] = defaultdict(list)
    for fact, value in says(record, field, column):
        if isinstance(fact, Creation):
            asserted[value].append(fact)
        elif fact.uid.hex() not in named:
            found.append(Head(record.key(fact), value, fact.uid.hex(), record.registry_key(fact)))
    for value, creations in asserted.items():
        if not any(item == [value] and type(item[0]) is type(value) for item in named):
            persons = [c for c in creations if not record.registry_key(c)]
            best = max(persons, key=record.key) if persons else max(creations, key=record.registry_key)
            found.append(Head(record.key(best), value, [value], record.registry_key(best)))
    return found


def heads_that_count(record: Record, field: str, column: int | None) -> list[Head]:
    """The heads without those that only an older registry says; if none is left, the latest registry's head."""
    found = heads(record, field, column)
    stated = [record.registry_key(fact) for fact, _ in says(record, field, column) if record.registry_key(fact)]
    left = [head for head in found if not head.registry or head.registry == max(stated)]
    return left or ([max(found, key=lambda head: head.registry)] if found else [])


def edit_heads(record: Record) -> tuple[set[str], list[Edit]]:
    """The edits that are a head of any field, and the standing deletions, which are not among them."""
    fields = {field for edit in record.edits for field in parsed(edit.set_)}
    uids = {head.name for field in fields for head in heads(record, field)}
    standing = {head.name for head in heads(record, "_deleted") if head.value == 1}
    return uids - standing, [edit for edit in record.edits if edit.uid.hex() in standing]


def deleted_state(record: Record) -> int:
    present, standing = edit_heads(record)
    if not standing:
        return 0
    return 1 if present <= {uid for edit in standing for uid in parsed(edit.over).get("*", [])} else 2


def here(facts: Facts) -> dict[Key, Record]:
    """The records that have a place; a creation whose organization is not here waits, so do a record's edits."""
    organizations = {c.record for c in facts.creations if c.kind == ORGANIZATION}
    by = facts.headers()
    found: dict[Key, Record] = {}
    for c in facts.creations:
        if c.parent is None or c.parent in organizations:
            found.setdefault((c.kind, c.record), Record([], [], by)).creations.append(c)
    for edit in facts.edits:
        if (edit.kind, edit.record) in found:
            found[edit.kind, edit.record].edits.append(edit)
    return found


def shown(record: Record, columns: tuple[str, ...]) -> Shown:
    values: dict[str, Value] = {}
    conflicts = {}
    for column, field in enumerate(columns):
        left = heads_that_count(record, field, column)
        values[field] = max(left).value if left else None
        if len({head.value for head in left}) > 1:
            conflicts[field] = frozenset(head.value for head in left)
    return Shown(values, conflicts, deleted_state(record))


# -- Section 5: merging a part, taking a merge back --------------------------------------------------------


def slice_of(facts: Facts, organizations: set[bytes]) -> Facts:
    """Some organizations with all that belongs to them, and the shared records: with their whole history."""
    chosen: Facts = Facts()
    for (kind, uid), record in here(facts).items():
        parent = record.creations[0].parent
        if (uid if kind == ORGANIZATION else parent) in organizations or (parent is None and kind != ORGANIZATION):
            chosen = chosen.united(facts.having(record.creations, record.edits))
    return chosen


def only_in(facts: Facts, files: Iterable[Facts], others: Iterable[Facts]) -> Facts:
    """The facts here that some files hold and nothing else does: what undoing their merges would take."""
    held = Facts().united(*files)
    found = facts.having(facts.creations & held.creations, facts.edits & held.edits)
    return found.without(Facts().united(*others))


def kept_by_undo(facts: Facts, brought: Facts) -> Facts:
    """What of the facts that would go with a merge stays when it is taken back."""
    others = facts.without(brought)
    made = {(c.kind, c.record) for c in others.creations}
    staying = others
    while True:
        overs = [items for e in staying.edits for field, items in parsed(e.over).items() if field != "*"]
        named = {item for items in overs for item in items if isinstance(item, str)}
        needed = {(e.kind, e.record) for e in staying.edits}
        needed |= {(ORGANIZATION, c.parent) for c in staying.creations if c.parent}
        edits = {e for e in brought.edits if e.uid.hex() in named}
        creations = {c for c in brought.creations if (c.kind, c.record) in needed - made}
        larger = staying.united(brought.having(creations, edits))
        if larger == staying:
            return staying.without(others)
        staying = larger
