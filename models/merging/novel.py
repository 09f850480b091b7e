"""What of a body is new to a ledger, found by reading only; and leaving some of it out."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.facts.body import Body, BodyBatch, BodyCreation, BodyEdit
from models.facts.fold import BatchKey
from models.facts.places import local_batches
from models.facts.records import chunks, marks
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, REDACTION, RecordKind

#: A record: the number of its kind, its id.
Key = tuple[int, bytes]


@dataclass(slots=True)
class Taken:
    """Facts that earlier files of the same merge bring, each with what orders its batch."""

    creations: dict[Key, list[tuple[BodyCreation, BatchKey]]] = field(default_factory=dict)
    edits: dict[Key, list[tuple[BodyEdit, BatchKey]]] = field(default_factory=dict)
    #: Which facts: (kind, record, batch id) and edit ids.
    made: set[tuple[int, bytes, bytes]] = field(default_factory=set)
    edited: set[bytes] = field(default_factory=set)
    #: The batches of these facts: a row may name who said what.
    batches: list[BodyBatch] = field(default_factory=list)


@dataclass(slots=True)
class Novel:
    """The facts of one body that are new, by record, and where these records are here already."""

    creations: dict[Key, list[BodyCreation]] = field(default_factory=dict)
    edits: dict[Key, list[BodyEdit]] = field(default_factory=dict)
    local: dict[Key, int] = field(default_factory=dict)
    #: How many records the body speaks of.
    records: int = 0
    #: Batches all of whose facts were here.
    whole: set[bytes] = field(default_factory=set)

    @property
    def keys(self) -> list[Key]:
        """The records about which there is something new, in the order of their kinds."""
        return sorted(self.creations.keys() | self.edits.keys())


def find_new(db: sqlite3.Connection, body: Body, taken: Taken | None = None) -> Novel:
    """The facts of a body that neither the ledger nor earlier files (`taken`) have."""
    taken = taken or Taken()
    novel = Novel()
    batches = local_batches(db, [batch.uid for batch in body.batches])
    here = [batches.get(batch.uid) for batch in body.batches]
    whole = [found is not None and found.has_all_of(batch) for found, batch in zip(here, body.batches, strict=True)]
    novel.whole = {batch.uid for batch, is_whole in zip(body.batches, whole, strict=True) if is_whole}
    edits_by_kind: dict[int, list[BodyEdit]] = {}
    edited: Counter[int] = Counter()
    for edit in body.edits:
        edited[edit.kind] += 1
        if not whole[edit.batch] and edit.uid not in taken.edited:
            edits_by_kind.setdefault(edit.kind, []).append(edit)
    for number in sorted(body.creations.keys() | edited.keys()):
        kind = KIND_BY_NUMBER[number]
        creations = body.creations.get(number, [])
        open_creations = [c for c in creations if not whole[c.batch]]
        edits = edits_by_kind.get(number, [])
        local = _local_rows(db, kind, {c.uid for c in open_creations} | {e.record for e in edits})
        _sort_creations(
            db, kind, open_creations, local, [found.id if found else 0 for found in here], body, novel, taken
        )
        _sort_edits(db, number, edits, local, novel)
        novel.records += len({c.uid for c in creations} | {e.record for e in body.edits if e.kind == number})
    return novel


def leave_out(db: sqlite3.Connection, body: Body, keys: Collection[Key]) -> tuple[Body, set[Key]]:
    """The body without what is new about these records, and without what belongs to a new organization among them.

    Records stay whole: all that is new about one goes or comes. Also gives the records that were left out.
    """
    novel = find_new(db, body)
    wanted = set(keys)
    gone_organizations = {uid for number, uid in wanted if number == ORGANIZATION.number} - {
        uid for number, uid in novel.local if number == ORGANIZATION.number
    }
    left = {key for key in novel.keys if key in wanted and key[0] != REDACTION.number}
    for key, creations in novel.creations.items():
        if any(creation.parent in gone_organizations for creation in creations):
            left.add(key)
    made = {(key[0], c.uid, c.batch) for key in left for c in novel.creations.get(key, ())}
    edited = {edit.uid for key in left for edit in novel.edits.get(key, ())}
    rest = replace(body, batches=list(body.batches), creations={}, edits=[])
    for number, found in body.creations.items():
        rest.creations[number] = [c for c in found if (number, c.uid, c.batch) not in made]
    rest.edits = [edit for edit in body.edits if edit.uid not in edited]
    touched = {place for _number, _uid, place in made} | {e.batch for key in left for e in novel.edits.get(key, ())}
    digests = rest.digests()
    rest.batches = [
        batch._replace(digest=digests[place].to_bytes(16, "big")) if place in touched else batch
        for place, batch in enumerate(rest.batches)
    ]
    return rest, left


def key_of(batch: BodyBatch) -> BatchKey:
    """What orders the facts of a batch."""
    return BatchKey(batch.lamport, batch.replica, batch.seq, batch.uid, batch.registry_on)


def take(taken: Taken, body: Body, novel: Novel) -> None:
    """Count the new facts of a body among those that later files find here."""
    keys = [key_of(batch) for batch in body.batches]
    named: set[int] = set()
    for key, creations in novel.creations.items():
        named.update(creation.batch for creation in creations)
        taken.creations.setdefault(key, []).extend((creation, keys[creation.batch]) for creation in creations)
        taken.made.update((*key, keys[creation.batch].uid) for creation in creations)
    for key, edits in novel.edits.items():
        named.update(edit.batch for edit in edits)
        taken.edits.setdefault(key, []).extend((edit, keys[edit.batch]) for edit in edits)
        taken.edited.update(edit.uid for edit in edits)
    taken.batches.extend(body.batches[number] for number in sorted(named))


def _sort_creations(  # noqa: PLR0917 - one loop's state
    db: sqlite3.Connection,
    kind: RecordKind,
    creations: Sequence[BodyCreation],
    local: dict[bytes, tuple[int, int]],
    here: Sequence[int],
    body: Body,
    novel: Novel,
    taken: Taken,
) -> None:
    unsure = [c for c in creations if c.uid in local and here[c.batch] and local[c.uid][1] != here[c.batch]]
    twins = _pairs(db, f"twin WHERE kind={kind.number} AND rec", [local[c.uid][0] for c in unsure])
    absent = [c.uid for c in creations if c.uid not in local and here[c.batch]]
    waiting = _pairs(db, f"waiting WHERE kind={kind.number} AND rec", absent)
    for creation in creations:
        batch = here[creation.batch]
        row = local.get(creation.uid)
        if batch and row is not None and (row[1] == batch or (row[0], batch) in twins):
            continue
        if batch and row is None and (creation.uid, batch) in waiting:
            continue
        if (kind.number, creation.uid, body.batches[creation.batch].uid) in taken.made:
            continue
        key = (kind.number, creation.uid)
        novel.creations.setdefault(key, []).append(creation)
        if row is not None:
            novel.local[key] = row[0]


def _sort_edits(
    db: sqlite3.Connection, number: int, edits: Sequence[BodyEdit], local: dict[bytes, tuple[int, int]], novel: Novel
) -> None:
    known: set[bytes] = set()
    for chunk in chunks({edit.record for edit in edits}):
        query = f"SELECT uid FROM edit WHERE kind={number} AND rec IN ({marks(chunk)})"
        known.update(row[0] for row in db.execute(query, chunk))
    for edit in edits:
        if edit.uid not in known:
            key = (number, edit.record)
            novel.edits.setdefault(key, []).append(edit)
            if edit.record in local:
                novel.local[key] = local[edit.record][0]


def _local_rows(db: sqlite3.Connection, kind: RecordKind, uids: Iterable[bytes]) -> dict[bytes, tuple[int, int]]:
    """Local id and batch of the records that are here."""
    found: dict[bytes, tuple[int, int]] = {}
    for chunk in chunks(uids):
        query = f"SELECT uid, id, created_in FROM {kind.table} WHERE uid IN ({marks(chunk)})"
        found.update((uid, (number, batch)) for uid, number, batch in db.execute(query, chunk))
    return found


def _pairs(db: sqlite3.Connection, source: str, records: Iterable[object]) -> set[tuple[object, int]]:
    """(record, batch) of a table of further creations."""
    found: set[tuple[object, int]] = set()
    for chunk in chunks(set(records)):
        found.update(db.execute(f"SELECT rec, batch FROM {source} IN ({marks(chunk)})", chunk).fetchall())
    return found
