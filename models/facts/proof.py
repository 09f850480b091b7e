"""Proving a ledger from its facts: every batch's header and digest, every edit's hash, every edited record's view.

What is not edited *is* its creation, so the batch digests prove it; the view of the rest is computed again and
compared. The digests are over text, so the types of what is stored are looked at by themselves. Nothing is changed.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from models.facts.blanking import Counted, redactions_in
from models.facts.canonical import MODULUS, batch_uid, canonical_json, edit_uid
from models.facts.digests import creation_sums, edited_creations, organization_uids, twin_hashes, waiting_hashes
from models.facts.records import RecordFacts, chunks, conflict_json, load_many
from models.facts.waiting import is_waiting_sql, parent_uid
from models.progress import Progress
from models.tables.record_kinds import KIND_BY_NUMBER, RECORD_KINDS, Column, ColumnType, RecordKind

#: What damaged contents may raise where they are read.
_UNREADABLE = (sqlite3.DatabaseError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)

_STORED = {ColumnType.TEXT: "text", ColumnType.DATE: "text", ColumnType.REFERENCE: "blob"}
#: Of the other tables with facts: column, type, may it be NULL.
_TYPES = {
    "batch": "uid blob, replica integer, seq integer, lamport integer, author integer, wall integer, kind integer, "
    "nonce blob, reverts blob?, registry_on text?, digest blob",
    "edit": "rec blob, kind integer, uid blob, batch integer, set_ text, over text",
    "twin": "kind integer, rec integer, batch integer, body text?",
    "waiting": "kind integer, rec blob, batch integer, parent blob, body text",
    "origin": "kind integer, rec integer, was text",
    "head": "kind integer, rec integer, field text, heads text",
}
#: After so many records the progress is said.
_SAID_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not agree with the facts.

    `part` is "batch", "edit" or "view"; `uid` the hexadecimal id of the batch, edit or record concerned. Or `part` is
    "file": something cannot be read.
    """

    part: str
    uid: str
    detail: str


def flaws(db: sqlite3.Connection, progress: Progress) -> Iterator[Flaw]:
    """Everything that the facts contradict, cheapest proofs first. What cannot even be read is a flaw, too."""
    with _reading_anything(db):
        for proof in (
            _wrong_headers,
            _wrong_edits,
            _wrong_types,
            _wrong_texts,
            _wrong_waiting,
            partial(_wrong_digests, progress=progress),
            _wrong_views,
        ):
            try:
                yield from proof(db)
            except _UNREADABLE as error:
                yield Flaw("file", "", f"{type(error).__name__}: {error}")


@contextmanager
def _reading_anything(db: sqlite3.Connection) -> Iterator[None]:
    """Text that is not UTF-8 any more is read with marks instead: then it can be said where it stands."""
    usual = db.text_factory
    db.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        db.text_factory = usual


def _wrong_headers(db: sqlite3.Connection) -> Iterator[Flaw]:
    rows = db.execute(
        "SELECT b.uid, r.uid, b.seq, b.lamport, a.name, b.wall, b.kind, b.nonce, b.reverts, b.registry_on "
        "FROM batch b LEFT JOIN replica r ON r.id=b.replica LEFT JOIN author a ON a.id=b.author"
    )
    for uid, replica, seq, lamport, author, wall, kind, nonce, reverts, registry_on in rows:
        try:
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
        except _UNREADABLE:
            found = b""
        if found != uid:
            yield Flaw("batch", _hex(uid), "header")


def _wrong_edits(db: sqlite3.Connection) -> Iterator[Flaw]:
    batches = dict(db.execute("SELECT id, uid FROM batch"))
    redactions = redactions_in(db, waiting=True)
    # Without a join: that would go by an index, and miss a row that is damaged.
    for uid, number, kind, record, set_, over in db.execute("SELECT uid, batch, kind, rec, set_, over FROM edit"):
        batch = batches.get(number)
        try:
            found = edit_uid(batch=batch or b"", kind=kind, record=record, set_=set_, over=over)
            right = batch is not None and (found == uid or redactions.excuses(uid.hex(), found.hex()))
        except _UNREADABLE:
            right = False
        if not right:
            yield Flaw("edit", _hex(uid), "hash")


def _wrong_types(db: sqlite3.Connection) -> Iterator[Flaw]:
    """Values of another type than was written, empty text instead of none: the same to a digest, not to a query."""
    batches = {row[0] for row in db.execute("SELECT id FROM batch")}
    for kind in RECORD_KINDS:
        wrong = [_is_not("uid", "blob"), _is_not("created_in", "integer"), "deleted NOT IN (1,2)"]
        wrong += [_is_not("org_id", "integer")] if kind.of_organization else []
        wrong += [_is_not_fact(column) for column in kind.columns]
        wrong.append("created_in NOT IN (SELECT id FROM batch)")
        found = db.execute(f"SELECT uid, created_in FROM {kind.table} WHERE {' OR '.join(wrong)}").fetchall()
        concerned = sorted({batch for _uid, batch in found if batch in batches})
        for batch in concerned:
            (uid,) = db.execute("SELECT uid FROM batch WHERE id=?", (batch,)).fetchone()
            yield Flaw("batch", _hex(uid), "type")
        yield from (Flaw("view", _hex(uid), "batch") for uid, batch in found if batch not in batches)
    for table, columns in _TYPES.items():
        wrong = [_is_not(*column.split()) for column in columns.split(", ")]
        count = db.execute(f"SELECT count(*) FROM {table} WHERE {' OR '.join(wrong)}").fetchone()[0]
        if count:
            yield Flaw("file", "", f"{table}: type")


def _is_not_fact(column: Column) -> str:
    """The same of a column with facts. A fraction is none that a digest takes for a whole number: nobody asks."""
    if column.type in _STORED:
        return _is_not(column.name, f"{_STORED[column.type]}?")
    return f"{column.name}>=''"


def _is_not(column: str, type_: str) -> str:
    """In SQLite numbers come before text and text before blobs: comparing is quicker than asking for the type."""
    name = type_.removesuffix("?")
    missing = "" if type_.endswith("?") else f"{column} IS NULL OR "
    wrong = {
        "text": f"{column}<='' OR {column}>=x''",
        "blob": f"{column}<=x''",
        "integer": f"{column}>='' OR typeof({column})='real'",
    }
    return f"{missing}{wrong[name]}"


def _wrong_texts(db: sqlite3.Connection) -> Iterator[Flaw]:
    """What should be JSON and is not, by the batch that it belongs to."""
    queries = [
        "SELECT b.uid, t.body FROM twin t JOIN batch b ON b.id=t.batch WHERE t.body IS NOT NULL",
        "SELECT b.uid, w.body FROM waiting w JOIN batch b ON b.id=w.batch",
    ] + [
        f"SELECT b.uid, o.was FROM origin o JOIN {kind.table} m ON m.id=o.rec JOIN batch b ON b.id=m.created_in "
        f"WHERE o.kind={number}"
        for number, kind in KIND_BY_NUMBER.items()
    ]
    for query in queries:
        for batch, text in db.execute(query):
            if not _is_object(text):
                yield Flaw("batch", _hex(batch), "text")


def _wrong_waiting(db: sqlite3.Connection) -> Iterator[Flaw]:
    """What waited for its organization and was put in place is still noted as it came."""
    for kind in RECORD_KINDS:
        rows = db.execute(
            f"SELECT b.uid, w.batch, w.parent, w.body, m.id FROM waiting w JOIN {kind.table} m ON m.uid=w.rec "
            f"JOIN batch b ON b.id=w.batch WHERE w.kind=? AND NOT ({is_waiting_sql(kind)})",
            (kind.number,),
        ).fetchall()
        loaded = load_many(db, kind, sorted({row[-1] for row in rows}))
        for uid, batch, parent, body, record in rows:
            facts = loaded[record]
            twin = db.execute(
                "SELECT body FROM twin WHERE kind=? AND rec=? AND batch=?", (kind.number, record, batch)
            ).fetchone()
            values = json.loads(twin[0]) if twin and twin[0] else facts.original
            made = {name: value for name, value in values.items() if value is not None}
            if parent != parent_uid(db, facts.org_id) or body != canonical_json(made):
                yield Flaw("batch", _hex(uid), "waiting")


def _is_object(text: object) -> bool:
    try:
        return isinstance(text, str) and isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _hex(uid: object) -> str:
    return uid.hex() if isinstance(uid, bytes) else str(uid)


def _wrong_digests(db: sqlite3.Connection, *, progress: Progress) -> Iterator[Flaw]:
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
    counted, parents = Counted(db), organization_uids(db)
    total = sum(_count(db, kind) for kind in RECORD_KINDS)
    done = said = 0
    for kind in RECORD_KINDS:
        for batch, value, many in creation_sums(db, kind, counted, parents):
            sums[batch] = sums.get(batch, 0) + value
            done += many
            if done - said >= _SAID_EVERY:
                progress.step(done, total)
                said = done
        for batch, value, _shown in edited_creations(db, kind, counted):
            sums[batch] = sums.get(batch, 0) + value
        for batch, value in twin_hashes(db, kind, counted):
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
