"""What a field's values come from: who said what, when, where, and what both sides began with."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.facts.body import BodyBatch, BodyEdit
from models.facts.canonical import Value
from models.facts.fold import SEEN, BatchKey, Creation, Edit, Head, edit_heads, standing_deletes
from models.facts.records import RecordFacts, chunks, marks


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote a batch. `own` is True for this copy of the ledger; `number` is the running number there."""

    author: str
    at: str
    number: int
    own: bool
    registry_on: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A value of a field and where it comes from. `edit` is the edit's id, empty for what a record was made with."""

    value: Value
    edit: str
    batch: str
    origin: Origin


class Origins:
    """The batches behind facts: those of the ledger, and those of files that are only looked at."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        row = db.execute(
            "SELECT uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
        ).fetchone()
        self._own: bytes = row[0] if row else b""
        self._known: dict[bytes, Origin] = {}
        #: What files say of their batches, put into words only where a row asks.
        self._said: dict[bytes, BodyBatch] = {}

    def add(self, batches: Iterable[BodyBatch]) -> None:
        """Know the batches of a file."""
        self._said.update((batch.uid, batch) for batch in batches)

    def load(self, uids: Iterable[bytes]) -> None:
        """Look up these batches of the ledger at once."""
        query = (
            "SELECT b.uid, a.name, b.wall, b.seq, r.uid, b.registry_on FROM batch b JOIN author a ON a.id=b.author "
            "JOIN replica r ON r.id=b.replica WHERE b.uid IN "
        )
        for chunk in chunks(uid for uid in set(uids) if uid not in self._known and uid not in self._said):
            for uid, *said in self._db.execute(f"{query} ({marks(chunk)})", chunk):
                self._known[uid] = self._origin(*said)

    def of(self, uid: bytes) -> Origin:
        """Who wrote a batch; an empty origin if it is not known."""
        if uid not in self._known:
            if (batch := self._said.get(uid)) is not None:
                said = self._origin(batch.author, batch.wall, batch.seq, batch.replica, batch.registry_on)
                self._known[uid] = said
            else:
                self.load([uid])
        return self._known.get(uid, Origin("", "", 0, own=False, registry_on=""))

    def statement(self, head: Head) -> Statement:
        """A head with its origin."""
        return Statement(head.value, head.edit or "", head.key.uid.hex(), self.of(head.key.uid))

    def _origin(self, author: str, wall: int, seq: int, replica: bytes, registry_on: str | None) -> Origin:
        return Origin(author, moment(wall), seq, own=replica == self._own, registry_on=registry_on or "")


def moment(wall: int) -> str:
    """A wall clock in words; "?" for what no calendar has."""
    try:
        return datetime.fromtimestamp(wall).astimezone().isoformat(" ")[:16]  # a third of the time of strftime
    except (OverflowError, OSError, ValueError):
        return "?"


def distinct(heads: Sequence[Head]) -> list[Head]:
    """One head per value, the shown one first."""
    seen: set[tuple[type, Value]] = set()
    found = []
    for head in heads:
        key = (type(head.value), head.value)
        if key not in seen:
            seen.add(key)
            found.append(head)
    return found


def base_of(field: str, heads: Sequence[Head], edits: Sequence[Edit], creations: Sequence[Creation]) -> Head | None:
    """What the heads of a field all began with: the latest statement that each of them replaced, at once or before.

    None where they have nothing in common, as when two people entered different values into an empty field.
    """
    by_uid = {edit.uid: edit for edit in edits if field in edit.set}
    before = [_before(field, head, by_uid) for head in heads]
    common = set.intersection(*map(set, before)) if before else set()
    candidates: list[Head] = []
    for item in common:
        if isinstance(item, str) and item in by_uid:
            edit = by_uid[item]
            candidates.append(Head(edit.set[field], edit.uid, edit.key))
        elif isinstance(item, tuple):
            made = [c for c in creations if (type(c.values.get(field)), c.values.get(field)) == item]
            key = max((c.key for c in made), default=BatchKey(0, b"", 0, b""))
            candidates.append(Head(item[1], None, key))
    said = {(type(head.value), head.value) for head in heads}
    # A decision that was taken back is no beginning: it said what a side says again.
    apart = [each for each in candidates if (type(each.value), each.value) not in said]
    return max(apart or candidates, key=lambda head: head.order, default=None)


def _before(field: str, head: Head, by_uid: dict[str, Edit]) -> set[object]:
    """Everything that a head stands over: edit ids, and values of creations as (type, value)."""
    found: set[object] = set()
    todo = [head.edit] if head.edit else []
    while todo:
        edit = by_uid.get(todo.pop())
        for item in edit.over.get(field, ()) if edit else ():
            if isinstance(item, str):
                if item not in found:
                    found.add(item)
                    todo.append(item)
            elif isinstance(item, list) and item:
                found.add((type(item[0]), item[0]))
    return found


def returned_sides(facts: RecordFacts) -> list[Head]:
    """Of a record that is back, flagged: the newest change that its deletions did not see (0), and the deletion (1)."""
    deletions = standing_deletes(facts.edits)
    seen = {uid for edit in deletions for uid in edit.over.get(SEEN, ())}
    kept = [edit for edit in facts.edits if edit.uid in edit_heads(facts.edits) - seen]
    sides = [Head(value, edit.uid, edit.key) for value, edits in ((0, kept), (1, deletions)) for edit in edits]
    sides.sort(key=lambda head: head.order, reverse=True)
    return sorted(distinct(sides), key=lambda head: head.value == 1)


def edit_of(edit: BodyEdit, key: BatchKey) -> Edit:
    """An edit of a body as it is folded."""
    return Edit(edit.uid.hex(), json.loads(edit.set_), json.loads(edit.over), key)
