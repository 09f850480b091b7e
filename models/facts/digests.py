"""Two hashes of a ledger: of its facts, and of what it shows. Equal facts mean the same edits."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from models.facts.blanking import Counted
from models.facts.canonical import MODULUS, canonical_json, content_sql, creation_hash, join_values, sum_of_hashes
from models.facts.records import chunks, load_many
from models.facts.waiting import is_waiting_sql, parent_uid
from models.tables.record_kinds import ORGANIZATION, RECORD_KINDS, RecordKind

#: How many rows are hashed at once (few: lists of many rows wake the garbage collector), and the bytes of a record id.
_PART, _UID = 256, 16
_NOBODY = bytes(_UID)


def facts_digest(db: sqlite3.Connection) -> str:
    """SHA-256 over all batches and their digests; grows with each fact, depends on no order."""
    digest = hashlib.sha256()
    for uid, value in db.execute("SELECT uid, digest FROM batch ORDER BY uid"):
        if any(value):
            digest.update(uid + value)
    return digest.hexdigest()


def state_digest(db: sqlite3.Connection) -> str:
    """A hash of what is shown: every record's values, deletions and conflicts.

    Derived from the batches' digests; only records that were edited or made twice are read.
    """
    total = sum(int.from_bytes(row[0], "big") for row in db.execute("SELECT digest FROM batch"))
    total -= sum(int.from_bytes(row[0], "big") for row in db.execute("SELECT uid FROM edit"))
    total -= sum(_waiting_hashes(db))
    counted = Counted(db)
    for kind in RECORD_KINDS:
        total += sum(_second_creations(db, kind, counted))
        total += sum(_changed_views(db, kind, counted))
        total += sum(_blanked_views(db, kind, counted))
    return f"{total % MODULUS:032x}"


def organization_uids(db: sqlite3.Connection) -> dict[int, bytes]:
    """The record ids of all organizations by their local ids: looking there is quicker than a join."""
    return dict(db.execute(f"SELECT id, uid FROM {ORGANIZATION.table}").fetchall())


def creation_sums(
    db: sqlite3.Connection, kind: RecordKind, counted: Counted, parents: Mapping[int, bytes]
) -> Iterator[tuple[int, int, int]]:
    """(batch, sum of hashes, how many) of the rows of a kind whose columns are their creation, in parts.

    What was blanked counts as it counts in its batch. `parents` is what `organization_uids` gives; a row of an
    organization that is not there hashes to something else.
    """
    parent = "m.org_id" if kind.of_organization else "NULL"
    cursor = db.execute(
        f"SELECT m.created_in, {parent}, {content_sql(kind, 'm')} FROM {kind.table} m "
        f"WHERE m.id NOT IN (SELECT rec FROM origin WHERE kind={kind.number})"
    )
    uid_of = parents.get
    while part := cursor.fetchmany(_PART):
        for batch, rows in groupby(part, key=itemgetter(0)):
            contents = [uid + uid_of(organization, _NOBODY) + rest for _batch, organization, uid, rest in rows]
            if counted.concerns(batch):
                hashes = (counted(kind.number, each[:_UID], batch, sum_of_hashes([each])) for each in contents)
                yield batch, sum(hashes), len(contents)
            else:
                yield batch, sum_of_hashes(contents), len(contents)


def edited_creations(db: sqlite3.Connection, kind: RecordKind, counted: Counted) -> Iterator[tuple[int, int, int]]:
    """(batch, hash by which the base creation counts, hash of what is shown) of the records that were edited."""
    query = f"SELECT m.id FROM origin r CROSS JOIN {kind.table} m ON m.id=r.rec WHERE r.kind={kind.number}"
    records = [row[0] for row in db.execute(query)]
    for chunk in chunks(records):
        for facts in load_many(db, kind, chunk).values():
            uid, above = facts.ref.uid, parent_uid(db, facts.org_id)
            made, shown = (
                creation_hash(kind.number, uid, above, join_values([values[name] for name in kind.names]))
                for values in (facts.original, facts.row)
            )
            yield facts.created_in, counted(kind.number, uid, facts.created_in, made), shown


def twin_hashes(db: sqlite3.Connection, kind: RecordKind, counted: Counted) -> Iterator[tuple[int, int]]:
    """(batch, hash) of every second creation of a kind, as it counts."""
    records = sorted({row[0] for row in db.execute("SELECT rec FROM twin WHERE kind=?", (kind.number,))})
    for chunk in chunks(records):
        loaded = load_many(db, kind, chunk)
        for record, facts in loaded.items():
            above = parent_uid(db, facts.org_id)
            rows = db.execute("SELECT batch, body FROM twin WHERE kind=? AND rec=?", (kind.number, record)).fetchall()
            for batch, body in rows:
                values = facts.original if body is None else json.loads(body)
                joined = join_values([values.get(name) for name in kind.names])
                computed = creation_hash(kind.number, facts.ref.uid, above, joined)
                yield batch, counted(kind.number, facts.ref.uid, batch, computed)


def waiting_hashes(db: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """(batch, hash) of every creation that waits for its organization, as it counts."""
    counted = Counted(db)
    for kind in RECORD_KINDS:
        query = f"SELECT rec, batch, parent, body FROM waiting w WHERE kind=? AND {is_waiting_sql(kind)}"
        for uid, batch, parent, body in db.execute(query, (kind.number,)).fetchall():
            values = json.loads(body)
            joined = join_values([values.get(name) for name in kind.names])
            yield batch, counted(kind.number, uid, batch, creation_hash(kind.number, uid, parent, joined))


def _waiting_hashes(db: sqlite3.Connection) -> Iterator[int]:
    return (value for _batch, value in waiting_hashes(db))


def _second_creations(db: sqlite3.Connection, kind: RecordKind, counted: Counted) -> Iterator[int]:
    return (-value for _batch, value in twin_hashes(db, kind, counted))


def _blanked_views(db: sqlite3.Connection, kind: RecordKind, counted: Counted) -> Iterator[int]:
    """What records show that were blanked and not edited, instead of what they count as."""
    for uid in counted.named(kind.number):
        query = f"SELECT id FROM {kind.table} WHERE uid=?"
        row = db.execute(query, (uid,)).fetchone()
        inside = "SELECT 1 FROM origin WHERE kind=? AND rec=?"
        if row and not db.execute(inside, (kind.number, row[0])).fetchone():
            facts = load_many(db, kind, [row[0]])[row[0]]
            joined = join_values([facts.original[name] for name in kind.names])
            computed = creation_hash(kind.number, uid, parent_uid(db, facts.org_id), joined)
            yield computed - counted(kind.number, uid, facts.created_in, computed)


def _changed_views(db: sqlite3.Connection, kind: RecordKind, counted: Counted) -> Iterator[int]:
    """What edited records show instead of their creation, with deletions and conflicts."""
    for _batch, made, shown in edited_creations(db, kind, counted):
        yield shown - made
    query = f"SELECT uid, deleted FROM {kind.table} WHERE deleted IS NOT NULL"
    for uid, deleted in db.execute(query):
        yield _text_hash(["deleted", kind.number, uid.hex(), deleted])
    query = f"SELECT m.uid, h.field, h.heads FROM head h JOIN {kind.table} m ON m.id=h.rec WHERE h.kind=?"
    for uid, name, heads in db.execute(query, (kind.number,)):
        yield _text_hash(["conflict", kind.number, uid.hex(), name, heads])


def _text_hash(value: object) -> int:
    return int.from_bytes(hashlib.blake2b(canonical_json(value).encode(), digest_size=16).digest(), "big")
