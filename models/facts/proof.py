"""Proving a ledger from its facts: every batch's header and digest, every edit's hash, every edited record's view.

What is not edited *is* its creation, so the batch digests prove it; the view of the rest is computed again and
compared. Nothing is changed.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from models.facts.canonical import MODULUS, batch_uid, edit_uid
from models.facts.digests import creation_hashes, original_hash, twin_hashes, waiting_hashes
from models.facts.records import RecordFacts, chunks, conflict_json, load_many
from models.progress import Progress
from models.tables.record_kinds import RECORD_KINDS, RecordKind


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not agree with the facts.

    `part` is "batch", "edit" or "view"; `uid` the hexadecimal id of the batch, edit or record concerned.
    """

    part: str
    uid: str
    detail: str


def flaws(db: sqlite3.Connection, progress: Progress) -> Iterator[Flaw]:
    """Everything that the facts contradict, cheapest proofs first."""
    yield from _wrong_headers(db)
    yield from _wrong_edits(db)
    yield from _wrong_digests(db, progress)
    yield from _wrong_views(db)


def _wrong_headers(db: sqlite3.Connection) -> Iterator[Flaw]:
    rows = db.execute(
        "SELECT b.uid, r.uid, b.seq, b.lamport, a.name, b.wall, b.kind, b.nonce, b.reverts, b.registry_on "
        "FROM batch b LEFT JOIN replica r ON r.id=b.replica LEFT JOIN author a ON a.id=b.author"
    )
    for uid, replica, seq, lamport, author, wall, kind, nonce, reverts, registry_on in rows:
        found = batch_uid(
            replica=replica or b"",
            seq=seq,
            lamport=lamport,
            author=author or "",
            wall=wall,
            kind=kind,
            nonce=nonce,
            reverts=reverts,
            registry_on=registry_on,
        )
        if found != uid:
            yield Flaw("batch", uid.hex(), "header")


def _wrong_edits(db: sqlite3.Connection) -> Iterator[Flaw]:
    rows = db.execute(
        "SELECT e.uid, b.uid, e.kind, e.rec, e.set_, e.over FROM edit e LEFT JOIN batch b ON b.id=e.batch"
    )
    for uid, batch, kind, record, set_, over in rows:
        if batch is None or edit_uid(batch=batch, kind=kind, record=record, set_=set_, over=over) != uid:
            yield Flaw("edit", uid.hex(), "hash")


def _wrong_digests(db: sqlite3.Connection, progress: Progress) -> Iterator[Flaw]:
    sums = _sums_of_creations(db, progress)
    for batch, value in waiting_hashes(db):
        sums[batch] = sums.get(batch, 0) + value
    for batch, uid in db.execute("SELECT batch, uid FROM edit"):
        sums[batch] = sums.get(batch, 0) + int.from_bytes(uid, "big")
    for batch, uid, digest in db.execute("SELECT id, uid, digest FROM batch"):
        if sums.pop(batch, 0) % MODULUS != int.from_bytes(digest, "big"):
            yield Flaw("batch", uid.hex(), "digest")
    for batch in sums:
        yield Flaw("batch", str(batch), "missing")


def _sums_of_creations(db: sqlite3.Connection, progress: Progress) -> dict[int, int]:
    """The hashes of the creations that are in place, summed by batch."""
    sums: dict[int, int] = {}
    total = sum(_count(db, kind) for kind in RECORD_KINDS)
    done = 0
    for kind in RECORD_KINDS:
        for _record, batch, value in creation_hashes(db, kind):
            sums[batch] = sums.get(batch, 0) + value
            done += 1
            if done % 20_000 == 0:
                progress.step(done, total)
        for record, batch, _value in creation_hashes(db, kind, edited=True):
            sums[batch] = sums.get(batch, 0) + original_hash(db, kind, record)
        for batch, value in twin_hashes(db, kind):
            sums[batch] = sums.get(batch, 0) + value
    return sums


def _wrong_views(db: sqlite3.Connection) -> Iterator[Flaw]:
    for kind in RECORD_KINDS:
        query = (
            f"SELECT id FROM {kind.table} WHERE deleted IS NOT NULL UNION "
            f"SELECT m.id FROM edit e JOIN {kind.table} m ON m.uid=e.rec WHERE e.kind={kind.number} UNION "
            f"SELECT rec FROM twin WHERE kind={kind.number} UNION SELECT rec FROM origin WHERE kind={kind.number} "
            f"UNION SELECT rec FROM head WHERE kind={kind.number}"
        )
        records = [row[0] for row in db.execute(query)]
        for chunk in chunks(records):
            for facts in load_many(db, kind, chunk).values():
                if not _view_is_right(db, kind, facts):
                    yield Flaw("view", facts.ref.uid.hex(), kind.table)


def _view_is_right(db: sqlite3.Connection, kind: RecordKind, facts: RecordFacts) -> bool:
    view = facts.folded(kind)
    conflicts = dict(
        db.execute("SELECT field, heads FROM head WHERE kind=? AND rec=?", (kind.number, facts.ref.id)).fetchall()
    )
    original = facts.original
    hidden = {name: was for name, was in original.items() if view.values[name] != was}
    return (
        view.values == facts.row
        and view.deleted == facts.deleted
        and hidden == facts.origin
        and conflicts == {name: conflict_json(heads) for name, heads in view.conflicts.items()}
    )


def _count(db: sqlite3.Connection, kind: RecordKind) -> int:
    (number,) = db.execute(f"SELECT count(*) FROM {kind.table}").fetchone()
    return int(number)
