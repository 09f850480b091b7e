"""Undoing a merge: take out what that file brought, except what later work builds on.

What stays: an edit that a staying edit replaces, directly or through others; a creation whose record carries a
staying edit or a staying child, unless another batch made the record too: then that creation stays alone.
Newest merge first. Runs inside the caller's transaction.
"""

import json
import sqlite3
from dataclasses import dataclass, field

from models.errors import MergeProblem
from models.facts.canonical import MODULUS, Value, canonical_json, creation_hash, join_values, to_column
from models.facts.records import RecordFacts, load_one, refold
from models.facts.waiting import is_waiting_sql, parent_uid
from models.facts.writer import Touched
from models.language import _
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RECORD_KINDS, RecordKind


@dataclass(slots=True)
class TakenOut:
    """What an undone merge left behind: (kind, local id) of records that stay, ids of edits that stay."""

    kept_records: list[tuple[int, int]] = field(default_factory=list)
    kept_edits: list[bytes] = field(default_factory=list)
    touched: Touched = field(default_factory=Touched)


def take_out_arrival(db: sqlite3.Connection, arrival: int) -> TakenOut:
    """Undo one merge; MergeProblem if a newer one stands or this one is undone already."""
    row = db.execute("SELECT undone FROM arrival WHERE id=?", (arrival,)).fetchone()
    if row is None or row[0]:
        raise MergeProblem(_("没有找到这次合并，或者它已经撤销。"), detail=f"arrival {arrival}")
    newer = db.execute("SELECT 1 FROM arrival WHERE id>? AND undone=0", (arrival,)).fetchone()
    if newer:
        raise MergeProblem(_("这之后还合并过别的文件，请先从最近的一次开始撤销。"), detail=f"arrival {arrival}")
    return _TakeOut(db, arrival).run()


class _TakeOut:
    def __init__(self, db: sqlite3.Connection, arrival: int) -> None:
        self._db = db
        self._arrival = arrival
        self._lost: dict[int, int] = {}
        self._touched: set[tuple[int, bytes]] = set()
        self.result = TakenOut(touched=Touched(everything=True))

    def run(self) -> TakenOut:
        self._take_edits()
        for kind in reversed(RECORD_KINDS):  # children first: one that stays keeps its organization
            for record, batches in self._brought(kind).items():
                self._take_creations(kind, load_one(self._db, kind, record), batches)
        self._take_waiting()
        self._lower_digests()
        self._refold()
        self._db.execute("UPDATE arrival SET undone=1 WHERE id=?", (self._arrival,))
        return self.result

    def _take_edits(self) -> None:
        brought = self._db.execute(
            "SELECT kind, rec, uid, batch FROM edit WHERE arrived_in=?", (self._arrival,)
        ).fetchall()
        by_record: dict[tuple[int, bytes], list[tuple[bytes, int]]] = {}
        for kind, record, uid, batch in brought:
            by_record.setdefault((kind, record), []).append((uid, batch))
        for (kind, record), edits in by_record.items():
            self._touched.add((kind, record))
            staying = self._staying_edits(kind, record)
            for uid, batch in edits:
                if uid in staying:
                    self.result.kept_edits.append(uid)
                    continue
                self._db.execute("DELETE FROM edit WHERE rec=? AND kind=? AND uid=?", (record, kind, uid))
                self._lose(batch, int.from_bytes(uid, "big"))

    def _staying_edits(self, kind: int, record: bytes) -> set[bytes]:
        rows = self._db.execute(
            "SELECT uid, over, arrived_in FROM edit WHERE rec=? AND kind=?", (record, kind)
        ).fetchall()
        named = {uid: _named_edits(over) for uid, over, _arrived in rows}
        todo = [uid for uid, _over, arrived_in in rows if arrived_in != self._arrival]
        staying: set[bytes] = set()
        while todo:
            uid = todo.pop()
            if uid not in staying and uid in named:
                staying.add(uid)
                todo.extend(named[uid])
        return staying

    def _brought(self, kind: RecordKind) -> dict[int, set[int]]:
        """Per record the batches whose creation of it came with this merge.

        A row in this merge's range may be a creation that an earlier merge brought and that had waited for its
        organization until now: that one is not ours; and one of ours may have been put in place later.
        """
        found: dict[int, set[int]] = {}
        queries = (
            (
                f"SELECT m.id, m.created_in FROM {kind.table} m JOIN arrival_range a ON a.arrival=:arrival "
                "AND a.kind=:kind AND m.id BETWEEN a.first AND a.last WHERE NOT EXISTS (SELECT 1 FROM waiting w "
                "WHERE w.kind=:kind AND w.rec=m.uid AND w.batch=m.created_in AND w.arrived_in IS NOT :arrival)"
            ),
            (
                f"SELECT m.id, m.created_in FROM waiting w JOIN {kind.table} m ON m.uid=w.rec "
                "AND m.created_in=w.batch WHERE w.kind=:kind AND w.arrived_in=:arrival"
            ),
            "SELECT rec, batch FROM twin WHERE kind=:kind AND arrived_in=:arrival",
        )
        for query in queries:
            rows = self._db.execute(query, {"arrival": self._arrival, "kind": kind.number})
            for record, batch in rows.fetchall():
                found.setdefault(record, set()).add(batch)
        return found

    def _take_creations(self, kind: RecordKind, facts: RecordFacts, batches: set[int]) -> None:
        twins: dict[int, str | None] = dict(
            self._db.execute(
                "SELECT batch, body FROM twin WHERE kind=? AND rec=?", (kind.number, facts.ref.id)
            ).fetchall()
        )
        self._touched.add((kind.number, facts.ref.uid))
        others = {facts.created_in, *twins} - batches
        if not others and (facts.edits or self._has_children(kind, facts.ref.id)):
            self.result.kept_records.append((kind.number, facts.ref.id))
            return
        for batch in batches:
            values = facts.original
            if batch in twins and twins[batch] is not None:
                values = json.loads(twins[batch] or "")
            self._lose(batch, self._hash(kind, facts, values))
            for table, record in (("twin", facts.ref.id), ("waiting", facts.ref.uid)):
                self._db.execute(
                    f"DELETE FROM {table} WHERE kind=? AND rec=? AND batch=?", (kind.number, record, batch)
                )
        if not others:
            self._remove(kind, facts)
        elif facts.created_in in batches:
            self._promote_twin(kind, facts)

    def _has_children(self, kind: RecordKind, record: int) -> bool:
        return kind is ORGANIZATION and any(
            self._db.execute(f"SELECT 1 FROM {child.table} WHERE org_id=? LIMIT 1", (record,)).fetchone()
            for child in RECORD_KINDS
            if child.of_organization
        )

    def _remove(self, kind: RecordKind, facts: RecordFacts) -> None:
        for table in ("origin", "head"):
            self._db.execute(f"DELETE FROM {table} WHERE kind=? AND rec=?", (kind.number, facts.ref.id))
        self._db.execute(f"DELETE FROM {kind.table} WHERE id=?", (facts.ref.id,))

    def _promote_twin(self, kind: RecordKind, facts: RecordFacts) -> None:
        """The base goes, a twin takes its place; the others are said against the new base."""
        db = self._db
        key = (kind.number, facts.ref.id)
        rows = db.execute("SELECT batch, body FROM twin WHERE kind=? AND rec=? ORDER BY batch", key).fetchall()
        old: dict[str, Value] = {name: value for name, value in facts.original.items() if value is not None}
        bodies: dict[int, dict[str, Value]] = {}
        for batch, body in rows:
            bodies[batch] = old if body is None else json.loads(body)
        promoted = min(bodies)
        base = bodies.pop(promoted)
        db.execute("DELETE FROM twin WHERE kind=? AND rec=? AND batch=?", (*key, promoted))
        for batch, values in bodies.items():
            db.execute(
                "UPDATE twin SET body=? WHERE kind=? AND rec=? AND batch=?",
                (None if values == base else canonical_json(values), *key, batch),
            )
        db.execute("DELETE FROM origin WHERE kind=? AND rec=?", key)
        columns = [to_column(column, base.get(column.name)) for column in kind.columns]
        names = ",".join(f"{name}=?" for name in kind.names)
        db.execute(f"UPDATE {kind.table} SET created_in=?,{names} WHERE id=?", (promoted, *columns, facts.ref.id))

    def _take_waiting(self) -> None:
        """Creations of this merge that are still waiting for their organization."""
        for kind in RECORD_KINDS:
            rows = self._db.execute(
                "SELECT rec, batch, parent, body FROM waiting w "
                f"WHERE kind=? AND arrived_in=? AND {is_waiting_sql(kind)}",
                (kind.number, self._arrival),
            ).fetchall()
            for uid, batch, parent, body in rows:
                if self._waiting_stays(kind, uid):
                    continue
                self._db.execute("DELETE FROM waiting WHERE kind=? AND rec=? AND batch=?", (kind.number, uid, batch))
                values = json.loads(body)
                joined = join_values([values.get(name) for name in kind.names])
                self._lose(batch, creation_hash(kind.number, uid, parent, joined))

    def _waiting_stays(self, kind: RecordKind, uid: bytes) -> bool:
        key = (kind.number, uid)
        edited = self._db.execute("SELECT 1 FROM edit WHERE kind=? AND rec=?", key).fetchone()
        others = self._db.execute(
            "SELECT 1 FROM waiting WHERE kind=? AND rec=? AND arrived_in IS NOT ?", (*key, self._arrival)
        ).fetchone()
        return edited is not None and others is None

    def _lower_digests(self) -> None:
        db = self._db
        for batch, lost in self._lost.items():
            (digest,) = db.execute("SELECT digest FROM batch WHERE id=?", (batch,)).fetchone()
            total = (int.from_bytes(digest, "big") - lost) % MODULUS
            db.execute("UPDATE batch SET digest=? WHERE id=?", (total.to_bytes(16, "big"), batch))
        db.execute("DELETE FROM batch WHERE arrived_in=? AND digest=?", (self._arrival, bytes(16)))

    def _refold(self) -> None:
        for number, uid in self._touched:
            kind = KIND_BY_NUMBER[number]
            row = self._db.execute(f"SELECT id FROM {kind.table} WHERE uid=?", (uid,)).fetchone()
            if row:
                refold(self._db, kind, [row[0]])
                self.result.touched.records.setdefault(number, set()).add(row[0])

    def _hash(self, kind: RecordKind, facts: RecordFacts, values: dict[str, Value]) -> int:
        joined = join_values([values.get(name) for name in kind.names])
        return creation_hash(kind.number, facts.ref.uid, parent_uid(self._db, facts.org_id), joined)

    def _lose(self, batch: int, fact_hash: int) -> None:
        self._lost[batch] = self._lost.get(batch, 0) + fact_hash


def _named_edits(over: str) -> list[bytes]:
    """The edits that an edit replaces; what a deletion merely saw is not among them."""
    return [
        bytes.fromhex(item)
        for name, items in json.loads(over).items()
        if name != "*"
        for item in items
        if isinstance(item, str)
    ]
