"""Merging is the union of facts: the same result in any order, twice, in parts (docs/ledger-format.md).

Runs inside the caller's transaction, set by set: what is new beyond doubt goes straight in (`plainly_new`), known
facts among the rest are found by joins, only touched records are folded.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.errors import MergeProblem
from models.facts.blanking import Blanked, blank_body, blank_here, redactions_in
from models.facts.body import FORMAT, Body, BodyCreation
from models.facts.canonical import MODULUS, Value, canonical_json, from_column
from models.facts.places import Places, take_batches
from models.facts.plainly_new import ids_of, take_plain_creations, take_plain_edits
from models.facts.records import find
from models.facts.refold import refold
from models.facts.seen import note_what_was_here
from models.facts.staging import Staging, incoming, staged
from models.facts.waiting import adopt_waiting
from models.facts.writer import Touched
from models.language import _
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RECORD_KINDS, REDACTION, RecordKind


@dataclass(slots=True)
class Arrival:
    """What a merge brought. `id` is None if this very file was merged before and stands."""

    id: int | None
    creations: int = 0
    edits: int = 0
    touched: Touched = field(default_factory=Touched)
    #: Facts that were blanked by a redaction which does not name them yet: the caller writes that down.
    blanked: list[Blanked] = field(default_factory=list)


def unite(
    db: sqlite3.Connection, body: Body, *, file_digest: bytes, now: int, proven: bool = False, partial: bool = False
) -> Arrival:
    """Take in every fact of the body that is not here yet.

    Raises MergeProblem before any write for a body of a newer format or whose hashes do not fit (`proven`: that was
    looked at before). With `partial` something was left out of the body: the same file can come again.
    """
    if is_known(db, file_digest):
        return Arrival(None)
    if not proven:
        refuse_unsound(body)
    redactions = redactions_in(db)
    blanked: list[Blanked] = []
    if redactions:
        body, blanked = blank_body(body, redactions)
    with staged(db) as staging:
        arrival = _Union(db, body, staging, _arrive(db, file_digest, now, partial=partial)).run()
    arrival.blanked += blanked
    return arrival


def is_known(db: sqlite3.Connection, file_digest: bytes) -> bool:
    """Whether this very file was merged whole, and stands."""
    query = "SELECT 1 FROM arrival WHERE file=? AND undone=0 AND partial=0"
    return db.execute(query, (file_digest,)).fetchone() is not None


def refuse_unsound(body: Body) -> None:
    """MergeProblem for facts of a newer format, of unknown kinds, named twice, or that do not fit their hashes."""
    if body.format > FORMAT:
        raise MergeProblem(_("这份数据来自更新的版本，请先升级本机软件再合并。"), detail=f"format {body.format}")
    unknown = {edit.kind for edit in body.edits} | set(body.creations)
    if unknown - set(KIND_BY_NUMBER):
        raise MergeProblem(_("这份数据里有本机软件不认识的记录，请先升级再合并。"), detail=f"kinds {sorted(unknown)}")
    sound = (
        all(batch.uid == batch.hashed() for batch in body.batches)
        and all(body.edit_is_sound(edit) for edit in body.edits)
        and [int.from_bytes(batch.digest, "big") for batch in body.batches] == body.digests()
        and not says_twice(body)
    )
    if not sound:
        raise MergeProblem(_("这份数据与它自己的校验值不符，已损坏或被改动，没有合并。"), detail="digest")


def says_twice(body: Body) -> bool:
    """True if a batch, an edit or a creation stands in the body twice, or a record below two organizations."""
    return (
        len({batch.uid for batch in body.batches}) < len(body.batches)
        or len({edit.uid for edit in body.edits}) < len(body.edits)
        or any(len({(c.uid, c.batch) for c in found}) < len(found) for found in body.creations.values())
        or any(len({(c.uid, c.parent) for c in f}) > len({c.uid for c in f}) for f in body.creations.values())
    )


def _arrive(db: sqlite3.Connection, file_digest: bytes, now: int, *, partial: bool) -> int:
    cursor = db.execute("INSERT INTO arrival(file, arrived, partial) VALUES (?,?,?)", (file_digest, now, int(partial)))
    return cursor.lastrowid or 0


class _Union:
    """One merge in progress; what may be here lies in the temporary tables of `staging`."""

    def __init__(self, db: sqlite3.Connection, body: Body, staging: Staging, arrival: int) -> None:
        self._db = db
        self._body = body
        self._staging = staging
        self._arrival = arrival
        self._places = Places([], [], [], 0)
        self._gained: dict[int, int] = {}
        self._refold: dict[int, set[int]] = {}
        self.result = Arrival(arrival)

    def run(self) -> Arrival:
        first = {kind.number: self._last_id(kind) + 1 for kind in RECORD_KINDS}
        self._places = take_batches(self._db, self._body, self._arrival)
        self._staging.places(self._places, (n for n, known in enumerate(self._places.known) if known))
        self._note_lamport()
        for kind in RECORD_KINDS:
            if creations := self._body.creations.get(kind.number):
                self._take_creations(kind, creations)
            if kind is ORGANIZATION:
                self._adopt()
        self._take_edits()
        self._fold(first)
        self._blank(first)
        self._seal(first)
        note_what_was_here(self._db, self._arrival, self._staging.kinds)
        return self.result

    def _note_lamport(self) -> None:
        highest = max((batch.lamport for batch in self._body.batches), default=0)
        self._db.execute(
            "INSERT INTO meta(key, value) VALUES ('lamport', ?1) "
            "ON CONFLICT(key) DO UPDATE SET value=max(CAST(value AS INTEGER), ?1)",
            (highest,),
        )

    def _take_creations(self, kind: RecordKind, creations: Sequence[BodyCreation]) -> None:
        made, left = take_plain_creations(self._db, kind, creations, self._places)
        self.result.creations += made
        if left:
            self._staging.places(self._places, {creation.batch for _number, creation in left})
            self._staging.creations(kind, left)
            self._let_wait(kind)
            self._take_new(kind)
            self._take_twins(kind)

    def _let_wait(self, kind: RecordKind) -> None:
        """Creations of an organization that is not here."""
        if not kind.of_organization:
            return
        rows = self._db.execute(
            f"SELECT i.n_, bm.t FROM {incoming(kind)} i CROSS JOIN temp.bm ON bm.n=i.batch_ AND NOT bm.same "
            f"WHERE NOT EXISTS (SELECT 1 FROM {ORGANIZATION.table} o WHERE o.uid=i.parent_) "
            f"AND NOT EXISTS (SELECT 1 FROM {kind.table} m WHERE m.uid=i.uid_) "
            "AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.kind=? AND w.rec=i.uid_ AND w.batch=bm.t) ORDER BY i.n_",
            (kind.number,),
        ).fetchall()
        creations = self._body.creations[kind.number]
        for number, batch in rows:
            creation = creations[number]
            values = {n: v for n, v in zip(kind.names, creation.values, strict=True) if v is not None}
            self._db.execute(
                "INSERT INTO waiting(kind, rec, batch, parent, body, arrived_in) VALUES (?,?,?,?,?,?)",
                (kind.number, creation.uid, batch, creation.parent, canonical_json(values), self._arrival),
            )
        self._gain_creations(kind, rows)

    def _take_new(self, kind: RecordKind) -> None:
        """Records that nobody here has: the row is its creation."""
        before = self._last_id(kind)
        names = ",".join(kind.names)
        values = ",".join(f"i.{name}" for name in kind.names)
        above = (
            ("org_id,", "o.id,", f"JOIN {ORGANIZATION.table} o ON o.uid=i.parent_")
            if kind.of_organization
            else ("",) * 3
        )
        cursor = self._db.execute(
            f"INSERT INTO {kind.table}(uid, created_in, {above[0]}{names}) SELECT i.uid_, bm.t, {above[1]}{values} "
            f"FROM {incoming(kind)} i CROSS JOIN temp.bm ON bm.n=i.batch_ {above[2]} WHERE NOT bm.same "
            f"AND NOT i.again_ AND NOT EXISTS (SELECT 1 FROM {kind.table} m WHERE m.uid=i.uid_) ORDER BY i.n_"
        )
        self.result.creations += cursor.rowcount
        # A new batch adds all of itself to the digests; one known in part adds each fact.
        rows = self._db.execute(
            f"SELECT i.n_, bm.t FROM {incoming(kind)} i "
            "CROSS JOIN temp.bm ON bm.n=i.batch_ AND bm.known AND NOT bm.same "
            f"CROSS JOIN {kind.table} m ON m.uid=i.uid_ AND m.created_in=bm.t WHERE m.id>?",
            (before,),
        ).fetchall()
        self._gain_creations(kind, rows, counted=True)

    def _take_twins(self, kind: RecordKind) -> None:
        """Records that another batch made here, too: kept beside it, in full where the values differ."""
        columns = ",".join(f"m.{name}" for name in kind.names)
        parent = ("o.uid", f"JOIN {ORGANIZATION.table} o ON o.id=m.org_id") if kind.of_organization else ("NULL", "")
        rows = self._db.execute(
            f"SELECT i.n_, bm.t, m.id, {parent[0]}, w.was, "
            "EXISTS (SELECT 1 FROM waiting v WHERE v.kind=:kind AND v.rec=m.uid AND v.batch=bm.t), "
            "EXISTS (SELECT 1 FROM edit e WHERE e.rec=m.uid AND e.kind=:kind) OR "
            "EXISTS (SELECT 1 FROM twin t WHERE t.kind=:kind AND t.rec=m.id AND t.body IS NOT NULL), "
            f"{columns} FROM {incoming(kind)} i CROSS JOIN temp.bm ON bm.n=i.batch_ AND NOT bm.same "
            f"CROSS JOIN {kind.table} m ON m.uid=i.uid_ AND m.created_in<>bm.t {parent[1]} "
            "LEFT JOIN origin w ON w.kind=:kind AND w.rec=m.id "
            "WHERE NOT EXISTS (SELECT 1 FROM twin t WHERE t.kind=:kind AND t.rec=m.id AND t.batch=bm.t) ORDER BY i.n_",
            {"kind": kind.number},
        ).fetchall()
        creations = self._body.creations[kind.number]
        twins, gained = [], []
        refolded = self._refold.setdefault(kind.number, set())
        for number, batch, record, above, was, had_waited, is_open, *columns_here in rows:
            creation = creations[number]
            if kind.of_organization and creation.parent != above:
                raise MergeProblem(
                    _("这份数据里有一条记录属于另一家单位，已损坏，没有合并。"), detail=creation.uid.hex()
                )
            base = _with_originals(kind, columns_here, was)
            body = None if base == tuple(creation.values) else _asserted(kind, creation.values)
            twins.append((kind.number, record, batch, body, self._arrival))
            if is_open or body is not None:  # equal values alone change nothing that is shown
                refolded.add(record)
            if not had_waited:
                gained.append((number, batch))
        self._db.executemany("INSERT INTO twin(kind, rec, batch, body, arrived_in) VALUES (?,?,?,?,?)", twins)
        self._gain_creations(kind, gained)

    def _gain_creations(self, kind: RecordKind, rows: Iterable[tuple[int, int]], *, counted: bool = False) -> None:
        creations = self._body.creations[kind.number]
        for number, batch in rows:
            fact = self._body.counts_as(kind.number, creations[number])
            self._gained[batch] = self._gained.get(batch, 0) + fact
            self.result.creations += not counted

    def _adopt(self) -> None:
        for kind, record in adopt_waiting(self._db):
            self._refold.setdefault(kind.number, set()).add(record)

    def _take_edits(self) -> None:
        made, left = take_plain_edits(self._db, self._body.edits, self._places, self._arrival)
        edited: dict[int, set[bytes]] = {}
        for edit in made:
            edited.setdefault(edit.kind, set()).add(edit.record)
        self.result.edits = len(made)
        if left:
            self._staging.places(self._places, {edit.batch for _number, edit in left})
            self._staging.edits(left)
            self._take_staged_edits(edited)
        for number, uids in edited.items():
            kind = KIND_BY_NUMBER[number]
            self._refold.setdefault(number, set()).update(ids_of(self._db, kind, uids).values())

    def _take_staged_edits(self, edited: dict[int, set[bytes]]) -> None:
        """Edits of batches that were known in part, where they are not here; their records are noted by kind."""
        db = self._db
        db.execute(
            "INSERT INTO temp.fresh(n) SELECT i.n FROM temp.in_edit i CROSS JOIN temp.bm ON bm.n=i.batch "
            "WHERE NOT bm.same AND NOT EXISTS "
            "(SELECT 1 FROM edit m WHERE m.rec=i.rec AND m.kind=i.kind AND m.uid=i.uid)"
        )
        cursor = db.execute(
            "INSERT INTO edit(rec, kind, uid, batch, set_, over, arrived_in) "
            "SELECT i.rec, i.kind, i.uid, bm.t, i.set_, i.over, ? FROM temp.fresh f "
            "CROSS JOIN temp.in_edit i ON i.n=f.n CROSS JOIN temp.bm ON bm.n=i.batch ORDER BY i.rec, i.kind, i.uid",
            (self._arrival,),
        )
        self.result.edits += cursor.rowcount
        fresh = db.execute(
            "SELECT i.kind, i.rec, i.uid, bm.t FROM temp.fresh f CROSS JOIN temp.in_edit i ON i.n=f.n "
            "CROSS JOIN temp.bm ON bm.n=i.batch"
        )
        for number, record, uid, batch in fresh.fetchall():
            self._gained[batch] = self._gained.get(batch, 0) + int.from_bytes(uid, "big")
            edited.setdefault(number, set()).add(record)

    def _fold(self, first: dict[int, int]) -> None:
        """Fold what gained an edit or a twin, and new records that edits were waiting for."""
        for kind in RECORD_KINDS:
            awaited = self._db.execute(
                f"SELECT m.id FROM {kind.table} m WHERE m.id>=? AND EXISTS "
                "(SELECT 1 FROM edit e WHERE e.rec=m.uid AND e.kind=?)",
                (first[kind.number], kind.number),
            )
            records = self._refold.get(kind.number, set()) | {row[0] for row in awaited}
            moved = refold(self._db, kind, sorted(records))
            if kind is ORGANIZATION:
                self.result.touched.columns = {r: names for r, names in moved.items() if r < first[kind.number]}
            new = self._db.execute(f"SELECT id FROM {kind.table} WHERE id>=?", (first[kind.number],))
            touch(self._db, kind, records | {row[0] for row in new}, self.result.touched)

    def _blank(self, first: dict[int, int]) -> None:
        """Blank what is here of whom a redaction that has come, or has found its organization, speaks."""
        rows = self._db.execute(
            f"SELECT DISTINCT fact_kind, record FROM {REDACTION.table} WHERE id>=? AND record IS NOT NULL",
            (first.get(REDACTION.number, 1),),
        ).fetchall()
        if not rows:
            return
        redactions = redactions_in(self._db)
        for number, uid in rows:
            kind = KIND_BY_NUMBER.get(number)
            if kind is not None:
                self.result.blanked += blank_here(self._db, kind, uid, redactions)
                record = find(self._db, kind, uid)
                touch(self._db, kind, {record.id} if record else set(), self.result.touched)
                self.result.touched.columns.clear()

    def _seal(self, first: dict[int, int]) -> None:
        """The digests grow by what came; the ranges say which rows that was."""
        db = self._db
        db.execute(
            "DELETE FROM batch WHERE id>? AND arrived_in=? AND digest=zeroblob(16)", (self._places.last, self._arrival)
        )
        known = {batch for batch, here in zip(self._places.local, self._places.known, strict=True) if here}
        for batch in known.intersection(self._gained):  # a new one came with the digest of all of its facts
            (digest,) = db.execute("SELECT digest FROM batch WHERE id=?", (batch,)).fetchone()
            total = (int.from_bytes(digest, "big") + self._gained[batch]) % MODULUS
            db.execute("UPDATE batch SET digest=? WHERE id=?", (total.to_bytes(16, "big"), batch))
        ranges = [(self._arrival, k.number, first[k.number], self._last_id(k)) for k in RECORD_KINDS]
        db.executemany(
            "INSERT INTO arrival_range(arrival, kind, first, last) VALUES (?,?,?,?)",
            [row for row in ranges if row[3] >= row[2]],
        )

    def _last_id(self, kind: RecordKind) -> int:
        (last,) = self._db.execute(f"SELECT max(id) FROM {kind.table}").fetchone()
        return last or 0


def touch(db: sqlite3.Connection, kind: RecordKind, records: set[int], touched: Touched) -> None:
    """Note what changed, and the organizations that it belongs to."""
    if not records:
        return
    touched.records.setdefault(kind.number, set()).update(records)
    if kind is ORGANIZATION:
        touched.organizations |= records
    elif kind.of_organization:
        marks = json.dumps(sorted(records))
        rows = db.execute(
            f"SELECT DISTINCT m.org_id FROM json_each(?) j CROSS JOIN {kind.table} m ON m.id=j.value", (marks,)
        )
        touched.organizations.update(row[0] for row in rows)


def _with_originals(kind: RecordKind, columns: list[Any], was: str | None) -> tuple[Value, ...]:
    """The values with which the base creation made a record."""
    values = tuple(from_column(value) for value in columns)
    if was is None:
        return values
    hidden = json.loads(was)
    return tuple(hidden.get(name, value) for name, value in zip(kind.names, values, strict=True))


def _asserted(kind: RecordKind, values: tuple[Value, ...]) -> str:
    return canonical_json({n: v for n, v in zip(kind.names, values, strict=True) if v is not None})
