"""Merging is the union of facts: the same result in any order, twice, in parts (docs/ledger-format.md).

Runs inside the caller's transaction. Known facts are skipped set by set; only touched records are folded.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from models.errors import MergeProblem
from models.facts.body import FORMAT, Body, BodyCreation
from models.facts.canonical import MODULUS, canonical_json, creation_hash, join_values
from models.facts.records import RecordRef, find, refold
from models.facts.waiting import add_twin, adopt_waiting, parent_uid
from models.facts.writer import Touched
from models.language import _
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RECORD_KINDS, RecordKind


@dataclass(slots=True)
class Arrival:
    """What a merge brought. `id` is None if nothing was new."""

    id: int | None
    creations: int = 0
    edits: int = 0
    touched: Touched = field(default_factory=Touched)


def unite(db: sqlite3.Connection, body: Body, *, file_digest: bytes, now: int) -> Arrival:
    """Take in every fact of the body that is not here yet.

    Raises MergeProblem before any write for a body of a newer format or whose hashes do not fit.
    """
    if db.execute("SELECT 1 FROM arrival WHERE file=? AND undone=0", (file_digest,)).fetchone():
        return Arrival(None)
    _refuse_unsound(body)
    return _Union(db, body, file_digest, now).run()


def _refuse_unsound(body: Body) -> None:
    if body.format > FORMAT:
        raise MergeProblem(_("这份数据来自更新的版本，请先升级本机软件再合并。"), detail=f"format {body.format}")
    unknown = {edit.kind for edit in body.edits} | set(body.creations)
    if unknown - set(KIND_BY_NUMBER):
        raise MergeProblem(_("这份数据里有本机软件不认识的记录，请先升级再合并。"), detail=f"kinds {sorted(unknown)}")
    sound = (
        all(batch.uid == batch.hashed() for batch in body.batches)
        and all(body.edit_is_sound(edit) for edit in body.edits)
        and [int.from_bytes(batch.digest, "big") for batch in body.batches] == body.digests()
    )
    if not sound:
        raise MergeProblem(_("这份数据与它自己的校验值不符，已损坏或被改动，没有合并。"), detail="digest")


class _Union:
    """One merge in progress."""

    def __init__(self, db: sqlite3.Connection, body: Body, file_digest: bytes, now: int) -> None:
        self._db = db
        self._body = body
        self._gained: dict[int, int] = {}
        self._refold: dict[int, set[int]] = {}
        cursor = db.execute("INSERT INTO arrival(file, arrived) VALUES (?,?)", (file_digest, now))
        self._arrival = cursor.lastrowid or 0
        self.result = Arrival(self._arrival)

    def run(self) -> Arrival:
        first = {kind.number: self._last_id(kind) + 1 for kind in RECORD_KINDS}
        self._take_batches()
        for kind in RECORD_KINDS:
            for creation in self._body.creations.get(kind.number, []):
                if not self._known[creation.batch]:
                    self._take_creation(kind, creation)
            if kind is ORGANIZATION:
                self._adopt()
        self._take_edits()
        self._fold(first)
        self._seal(first)
        return self.result

    def _take_batches(self) -> None:
        """Map the body's batches to local ones; a batch known with the same digest has all its facts here."""
        db = self._db
        self._local: list[int] = []
        self._known: list[bool] = []
        for batch in self._body.batches:
            row = db.execute("SELECT id, digest FROM batch WHERE uid=?", (batch.uid,)).fetchone()
            if row is None:
                db.execute("INSERT OR IGNORE INTO replica(uid) VALUES (?)", (batch.replica,))
                db.execute("INSERT OR IGNORE INTO author(name) VALUES (?)", (batch.author,))
                cursor = db.execute(
                    "INSERT INTO batch(uid, replica, seq, lamport, author, wall, kind, nonce, reverts, registry_on, "
                    "digest, arrived_in) VALUES (?,(SELECT id FROM replica WHERE uid=?),?,?,"
                    "(SELECT id FROM author WHERE name=?),?,?,?,?,?,?,?)",
                    (*batch[:10], bytes(16), self._arrival),
                )
                row = (cursor.lastrowid, bytes(16))
            self._local.append(row[0])
            self._known.append(row[1] == batch.digest and any(row[1]))
            db.execute(
                "INSERT INTO meta(key, value) VALUES ('lamport', ?1) "
                "ON CONFLICT(key) DO UPDATE SET value=max(CAST(value AS INTEGER), ?1)",
                (batch.lamport,),
            )

    def _take_creation(self, kind: RecordKind, creation: BodyCreation) -> None:
        batch = self._local[creation.batch]
        record = find(self._db, kind, creation.uid)
        if record is not None:
            self._take_twin(kind, record, batch, creation)
            return
        parent = find(self._db, ORGANIZATION, creation.parent) if creation.parent else None
        if kind.of_organization and parent is None:
            self._let_wait(kind, batch, creation)
            return
        names = ["uid", "created_in", *(["org_id"] if kind.of_organization else []), *kind.names]
        stored = [
            bytes.fromhex(value) if column.type.value == "reference" and isinstance(value, str) else value
            for column, value in zip(kind.columns, creation.values, strict=True)
        ]
        above = [parent.id] if parent else []
        self._db.execute(
            f"INSERT INTO {kind.table}({','.join(names)}) VALUES ({','.join('?' * len(names))})",
            [creation.uid, batch, *above, *stored],
        )
        self._gain_creation(kind, batch, creation)

    def _take_twin(self, kind: RecordKind, record: RecordRef, batch: int, creation: BodyCreation) -> None:
        values = dict(zip(kind.names, creation.values, strict=True))
        if kind.of_organization and creation.parent != self._parent_of(kind, record):
            raise MergeProblem(_("这份数据里有一条记录属于另一家单位，已损坏，没有合并。"), detail=creation.uid.hex())
        if add_twin(self._db, kind, record, values, batch=batch, arrived_in=self._arrival):
            self._refold.setdefault(kind.number, set()).add(record.id)
            if not self._was_waiting(kind, batch, creation):
                self._gain_creation(kind, batch, creation)

    def _parent_of(self, kind: RecordKind, record: RecordRef) -> bytes | None:
        (org_id,) = self._db.execute(f"SELECT org_id FROM {kind.table} WHERE id=?", (record.id,)).fetchone()
        return parent_uid(self._db, org_id)

    def _was_waiting(self, kind: RecordKind, batch: int, creation: BodyCreation) -> bool:
        key = (kind.number, creation.uid, batch)
        row = self._db.execute("SELECT 1 FROM waiting WHERE kind=? AND rec=? AND batch=?", key).fetchone()
        return row is not None

    def _let_wait(self, kind: RecordKind, batch: int, creation: BodyCreation) -> None:
        values = {n: v for n, v in zip(kind.names, creation.values, strict=True) if v is not None}
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO waiting(kind, rec, batch, parent, body, arrived_in) VALUES (?,?,?,?,?,?)",
            (kind.number, creation.uid, batch, creation.parent, canonical_json(values), self._arrival),
        )
        if cursor.rowcount:
            self._gain_creation(kind, batch, creation)

    def _gain_creation(self, kind: RecordKind, batch: int, creation: BodyCreation) -> None:
        joined = join_values(creation.values)
        self._gain(batch, creation_hash(kind.number, creation.uid, creation.parent, joined))
        self.result.creations += 1

    def _gain(self, batch: int, fact_hash: int) -> None:
        self._gained[batch] = self._gained.get(batch, 0) + fact_hash

    def _adopt(self) -> None:
        for kind, record in adopt_waiting(self._db):
            self._refold.setdefault(kind.number, set()).add(record)

    def _take_edits(self) -> None:
        for edit in self._body.edits:
            if self._known[edit.batch]:
                continue
            batch = self._local[edit.batch]
            cursor = self._db.execute(
                "INSERT OR IGNORE INTO edit(rec, kind, uid, batch, set_, over, arrived_in) VALUES (?,?,?,?,?,?,?)",
                (edit.record, edit.kind, edit.uid, batch, edit.set_, edit.over, self._arrival),
            )
            if cursor.rowcount:
                self._gain(batch, int.from_bytes(edit.uid, "big"))
                self.result.edits += 1
                kind = KIND_BY_NUMBER[edit.kind]
                record = find(self._db, kind, edit.record)
                if record is not None:
                    self._refold.setdefault(kind.number, set()).add(record.id)

    def _fold(self, first: dict[int, int]) -> None:
        """Fold what gained an edit or a twin, and new records that edits were waiting for."""
        for kind in RECORD_KINDS:
            awaited = self._db.execute(
                f"SELECT DISTINCT m.id FROM {kind.table} m JOIN edit e ON e.rec=m.uid AND e.kind=? WHERE m.id>=?",
                (kind.number, first[kind.number]),
            )
            records = self._refold.get(kind.number, set()) | {row[0] for row in awaited}
            refold(self._db, kind, records)
            self._touch(kind, records)
            new = self._db.execute(f"SELECT id FROM {kind.table} WHERE id>=?", (first[kind.number],))
            self._touch(kind, {row[0] for row in new})

    def _touch(self, kind: RecordKind, records: Iterable[int]) -> None:
        ids = set(records)
        if not ids:
            return
        touched = self.result.touched
        touched.records.setdefault(kind.number, set()).update(ids)
        if kind is ORGANIZATION:
            touched.organizations |= ids
        else:
            touched.everything = True

    def _seal(self, first: dict[int, int]) -> None:
        db = self._db
        if not self._gained:
            db.execute("DELETE FROM arrival WHERE id=?", (self._arrival,))
            db.execute("DELETE FROM batch WHERE arrived_in=?", (self._arrival,))
            self.result.id = None
            return
        for batch, gained in self._gained.items():
            (digest,) = db.execute("SELECT digest FROM batch WHERE id=?", (batch,)).fetchone()
            total = (int.from_bytes(digest, "big") + gained) % MODULUS
            db.execute("UPDATE batch SET digest=? WHERE id=?", (total.to_bytes(16, "big"), batch))
        for kind in RECORD_KINDS:
            last = self._last_id(kind)
            if last >= first[kind.number]:
                db.execute(
                    "INSERT INTO arrival_range(arrival, kind, first, last) VALUES (?,?,?,?)",
                    (self._arrival, kind.number, first[kind.number], last),
                )

    def _last_id(self, kind: RecordKind) -> int:
        (last,) = self._db.execute(f"SELECT max(id) FROM {kind.table}").fetchone()
        return last or 0
