"""Undoing merges, any of them and in whatever order, inside the caller's transaction: a plan is carried out."""

import json
import sqlite3
from collections.abc import Sequence

from models.facts.blanking import Counted
from models.facts.canonical import MODULUS, Value, canonical_json, creation_hash, join_values, to_column
from models.facts.records import RecordFacts, chunks, load_many, marks
from models.facts.refold import refold
from models.facts.undo_plan import Plan, TakenOut, plan_take_out
from models.facts.union import touch
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, ORGANIZATION_LINK, RECORD_KINDS, RecordKind


def take_out_arrivals(db: sqlite3.Connection, arrivals: Sequence[int]) -> TakenOut:
    """Undo merges; MergeProblem if one of them is not here or is undone already."""
    return _TakeOut(db, plan_take_out(db, arrivals)).run()


class _TakeOut:
    """Carries a plan out."""

    def __init__(self, db: sqlite3.Connection, plan: Plan) -> None:
        self._db = db
        self._plan = plan
        self._lost: dict[int, int] = {}
        self._touched: set[tuple[int, bytes]] = set()
        self._counted = Counted(db)
        self.result = plan.result

    def run(self) -> TakenOut:
        self._take_edits()
        for kind in reversed(RECORD_KINDS):
            self._take_creations(kind)
        self._take_waiting()
        self._lower_digests()
        self._refold()
        self._db.executemany("UPDATE arrival SET undone=1 WHERE id=?", [(each,) for each in self._plan.arrivals])
        return self.result

    def _take_edits(self) -> None:
        rows = []
        for (kind, record), edits in self._plan.edits.items():
            if edits:
                self._touched.add((kind, record))
            for uid, batch in edits:
                rows.append((record, kind, uid))
                self._lose(batch, int.from_bytes(uid, "big"))
        self._db.executemany("DELETE FROM edit WHERE rec=? AND kind=? AND uid=?", rows)

    def _take_creations(self, kind: RecordKind) -> None:
        brought = self._plan.creations.get(kind.number, {})
        for chunk in chunks(sorted(brought)):
            twins: dict[int, dict[int, str | None]] = {}
            for record, batch, body in self._db.execute(
                f"SELECT rec, batch, body FROM twin WHERE kind=? AND rec IN ({marks(chunk)})", (kind.number, *chunk)
            ):
                twins.setdefault(record, {})[batch] = body
            loaded = load_many(self._db, kind, chunk)
            above = self._parents(kind, [facts.org_id for facts in loaded.values() if facts.org_id])
            gone = []
            for record, facts in loaded.items():
                self._take_one(kind, facts, brought[record], twins.get(record, {}), above.get(facts.org_id or 0))
                others = {facts.created_in, *twins.get(record, {})} - brought[record]
                if not others:
                    gone.append(record)
                elif facts.created_in in brought[record]:
                    self._promote_twin(kind, facts)
            self._remove(kind, gone, loaded)

    def _parents(self, kind: RecordKind, organizations: list[int]) -> dict[int, bytes]:
        if not kind.of_organization:
            return {}
        found: dict[int, bytes] = {}
        for chunk in chunks(set(organizations)):
            query = f"SELECT id, uid FROM {ORGANIZATION.table} WHERE id IN ({marks(chunk)})"
            found.update(self._db.execute(query, chunk).fetchall())
        return found

    def _take_one(
        self,
        kind: RecordKind,
        facts: RecordFacts,
        batches: set[int],
        twins: dict[int, str | None],
        above: bytes | None,
    ) -> None:
        self._touched.add((kind.number, facts.ref.uid))
        if facts.org_id:
            self.result.touched.organizations.add(facts.org_id)
            self.result.touched.records.setdefault(kind.number, set())
        for batch in batches:
            values = facts.original
            if batch in twins and twins[batch] is not None:
                values = json.loads(twins[batch] or "")
            joined = join_values([values.get(name) for name in kind.names])
            computed = creation_hash(kind.number, facts.ref.uid, above, joined)
            self._lose(batch, self._counted(kind.number, facts.ref.uid, batch, computed))
            self._db.execute("DELETE FROM twin WHERE kind=? AND rec=? AND batch=?", (kind.number, facts.ref.id, batch))
            self._db.execute(
                "DELETE FROM waiting WHERE kind=? AND rec=? AND batch=?", (kind.number, facts.ref.uid, batch)
            )

    def _remove(self, kind: RecordKind, records: list[int], loaded: dict[int, RecordFacts]) -> None:
        for table in ("origin", "head", "promoted"):
            self._db.executemany(
                f"DELETE FROM {table} WHERE kind=? AND rec=?", [(kind.number, record) for record in records]
            )
        beside = self._joined_beside(kind, records)
        self._db.executemany(f"DELETE FROM {kind.table} WHERE id=?", [(record,) for record in records])
        if beside:
            self.result.touched.records.setdefault(ORGANIZATION.number, set()).update(beside)
            self.result.touched.organizations |= beside
        for record in records:
            self._touched.discard((kind.number, loaded[record].ref.uid))
            if kind is ORGANIZATION:
                self.result.touched.organizations.discard(record)
                self.result.touched.records.setdefault(kind.number, set()).discard(record)

    def _joined_beside(self, kind: RecordKind, records: list[int]) -> set[int]:
        """Organizations that may be shown as others once these records are gone."""
        chosen = json.dumps(records)
        if kind is ORGANIZATION:
            query = (
                "SELECT o.id FROM json_each(:ids) j CROSS JOIN organization o ON o.joined_into=j.value UNION "
                "SELECT o.joined_into FROM json_each(:ids) j CROSS JOIN organization o ON o.id=j.value "
                "WHERE o.joined_into IS NOT NULL"
            )
        elif kind is ORGANIZATION_LINK:
            query = (
                "SELECT l.org_id FROM json_each(:ids) j CROSS JOIN organization_link l ON l.id=j.value UNION "
                "SELECT o.id FROM json_each(:ids) j CROSS JOIN organization_link l ON l.id=j.value "
                "CROSS JOIN organization o ON o.uid=l.other"
            )
        else:
            return set()
        return {row[0] for row in self._db.execute(query, {"ids": chosen})}

    def _promote_twin(self, kind: RecordKind, facts: RecordFacts) -> None:
        """The base goes, a twin takes its place; the others are said against the new base."""
        db = self._db
        key = (kind.number, facts.ref.id)
        rows = db.execute(
            "SELECT batch, body, arrived_in FROM twin WHERE kind=? AND rec=? ORDER BY batch", key
        ).fetchall()
        old: dict[str, Value] = {name: value for name, value in facts.original.items() if value is not None}
        bodies: dict[int, dict[str, Value]] = {
            batch: old if body is None else json.loads(body) for batch, body, _arrival in rows
        }
        promoted, _body, arrived_in = rows[0]
        base = bodies.pop(promoted)
        db.execute("DELETE FROM twin WHERE kind=? AND rec=? AND batch=?", (*key, promoted))
        db.execute("INSERT OR REPLACE INTO promoted(kind, rec, arrived_in) VALUES (?,?,?)", (*key, arrived_in))
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
        for number, uid, batch in self._plan.waiting:
            key = (number, uid, batch)
            query = "SELECT parent, body FROM waiting WHERE kind=? AND rec=? AND batch=?"
            parent, body = self._db.execute(query, key).fetchone()
            self._db.execute("DELETE FROM waiting WHERE kind=? AND rec=? AND batch=?", key)
            values = json.loads(body)
            joined = join_values([values.get(name) for name in KIND_BY_NUMBER[number].names])
            self._lose(batch, self._counted(number, uid, batch, creation_hash(number, uid, parent, joined)))

    def _lower_digests(self) -> None:
        db = self._db
        for batch, lost in self._lost.items():
            (digest,) = db.execute("SELECT digest FROM batch WHERE id=?", (batch,)).fetchone()
            total = (int.from_bytes(digest, "big") - lost) % MODULUS
            db.execute("UPDATE batch SET digest=? WHERE id=?", (total.to_bytes(16, "big"), batch))
        db.executemany(
            "DELETE FROM batch WHERE id=? AND arrived_in IS NOT NULL AND digest=zeroblob(16)",
            [(batch,) for batch in self._lost],
        )

    def _refold(self) -> None:
        by_kind: dict[int, list[bytes]] = {}
        for number, uid in self._touched:
            by_kind.setdefault(number, []).append(uid)
        for number, uids in sorted(by_kind.items()):
            kind = KIND_BY_NUMBER[number]
            records: set[int] = set()
            for chunk in chunks(sorted(uids)):
                query = f"SELECT id FROM {kind.table} WHERE uid IN ({marks(chunk)})"
                records.update(row[0] for row in self._db.execute(query, chunk))
            refold(self._db, kind, sorted(records))
            touch(self._db, kind, records, self.result.touched)

    def _lose(self, batch: int, fact_hash: int) -> None:
        self._lost[batch] = self._lost.get(batch, 0) + fact_hash
