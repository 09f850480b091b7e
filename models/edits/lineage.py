"""Which edits a shown value stands for: an undo puts back what its batch had replaced, a redo what that took away.

So a chain of undos finds each earlier edit standing again, although by another edit's hand.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.facts.canonical import Value
from models.facts.fold import Edit, shown_heads
from models.facts.records import RecordFacts, chunks, marks


@dataclass(frozen=True, slots=True)
class Lineage:
    """The edits of one record by id, and which batch each undo or redo among their batches took back."""

    edits: Mapping[str, Edit]
    took_back: Mapping[bytes, bytes]

    def of_batch(self, batch: bytes, name: str) -> list[Edit]:
        """What a batch said of a field, first to last: each but the first replaces the one before it."""
        own = [edit for edit in self.edits.values() if edit.key.uid == batch and name in edit.set]
        return sorted(own, key=lambda edit: sum(other.uid in edit.over.get(name, ()) for other in own))

    def stands_for(self, uid: str, name: str) -> Iterator[str]:
        """The edit itself, and those that it put back."""
        edit: Edit | None = self.edits.get(uid)
        while edit is not None:
            yield edit.uid
            taken = self.of_batch(self.took_back.get(edit.key.uid, b""), name)
            edit = self.replaced(taken[0], name) if taken else None

    def replaced(self, edit: Edit, name: str) -> Edit | None:
        """Of the edits that an edit replaced the one shown then; None if it replaced only a creation's value."""
        found = [self.edits[item] for item in edit.over.get(name, ()) if isinstance(item, str) and item in self.edits]
        return max(found, key=_order, default=None)


def replaced_values(facts: RecordFacts, edit: Edit, name: str) -> list[Value]:
    """The values that counted when an edit replaced them, the one shown then first: several were a conflict."""
    items = edit.over.get(name, ())
    earlier = [each for each in facts.edits if each.key.lamport < edit.key.lamport]
    heads = [
        head
        for head in shown_heads(name, facts.creations, earlier)
        if (head.edit in items if head.edit else [head.value] in items)
    ]
    said = [head.value for head in heads]
    if not said:  # something that came later had replaced them, too
        known = sorted((each for each in earlier if each.uid in items), key=_order, reverse=True)
        said = [each.set[name] for each in known][:1] or [item[0] for item in items if isinstance(item, list)][:1]
    return list({(type(value), value): value for value in said}.values())


def lineage_of(db: sqlite3.Connection, facts: RecordFacts) -> Lineage:
    """The lineage of a record's edits."""
    took_back: dict[bytes, bytes] = {}
    for chunk in chunks({edit.key.uid for edit in facts.edits}):
        query = f"SELECT uid, reverts FROM batch WHERE reverts IS NOT NULL AND uid IN ({marks(chunk)})"
        took_back |= dict(db.execute(query, chunk).fetchall())
    return Lineage({edit.uid: edit for edit in facts.edits}, took_back)


def reversals(db: sqlite3.Connection, batch: bytes) -> list[bytes]:
    """The undo of a batch, the redo of that, and so on to the last."""
    found: list[bytes] = []
    while row := db.execute("SELECT uid FROM batch WHERE reverts=? ORDER BY id DESC LIMIT 1", (batch,)).fetchone():
        batch = row[0]
        found.append(batch)
    return found


def is_worked_on_since(db: sqlite3.Connection, batch: bytes, kind: int, record: bytes) -> bool:
    """True if later work on the record stands; work that was taken back again is none."""
    (number,) = db.execute("SELECT id FROM batch WHERE uid=?", (batch,)).fetchone()
    rows = db.execute(
        "SELECT DISTINCT b.uid FROM edit e JOIN batch b ON b.id=e.batch WHERE e.rec=? AND e.kind=? AND b.id>?",
        (record, kind, number),
    ).fetchall()
    roots = {_root(db, later) for (later,) in rows} - {_root(db, batch)}
    return any(_moved_since(db, root, number) for root in roots)


def _moved_since(db: sqlite3.Connection, root: bytes, since: int) -> bool:
    """True if a piece of work was done, undone or redone since, and is not again as it was then."""
    chain = [root, *reversals(db, root)]
    query = f"SELECT count(*) FROM batch WHERE id>? AND uid IN ({marks(chain)})"
    return bool(db.execute(query, (since, *chain)).fetchone()[0] % 2)


def _root(db: sqlite3.Connection, batch: bytes) -> bytes:
    """The work that a chain of undo and redo is about."""
    while row := db.execute(
        "SELECT uid FROM batch WHERE uid=(SELECT reverts FROM batch WHERE uid=?)", (batch,)
    ).fetchone():
        batch = row[0]
    return batch


def _order(edit: Edit) -> tuple[Sequence[object], str]:
    return (edit.key.lamport, edit.key.replica, edit.key.seq, edit.key.uid), edit.uid
