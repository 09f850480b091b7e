"""Undoing merges: take out what their files held and no other standing file holds, except what later work builds on.

What stays: an edit that a staying edit replaces, directly or through others; a creation whose record carries a
staying edit or a staying child, unless another batch made the record too: then that creation stays alone.
Any merge, in whatever order. Runs inside the caller's transaction; `plan_take_out` only reads.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from models.errors import MergeProblem
from models.facts.blanking import Counted
from models.facts.canonical import MODULUS, Value, canonical_json, creation_hash, join_values, to_column
from models.facts.records import RecordFacts, chunks, load_many, marks, refold
from models.facts.seen import Held, held_by
from models.facts.union import touch
from models.facts.waiting import is_waiting_sql
from models.facts.writer import Touched
from models.language import _
from models.tables.record_kinds import (
    KIND_BY_NUMBER,
    ORGANIZATION,
    ORGANIZATION_LINK,
    RECORD_KINDS,
    REDACTION,
    RecordKind,
)

#: What was blanked stays blank, and proven: redactions never go.
_TAKEN_KINDS = tuple(kind for kind in RECORD_KINDS if kind is not REDACTION)


@dataclass(slots=True)
class TakenOut:
    """What undone merges left behind: (kind, local id) of records that stay, ids of edits that stay."""

    kept_records: list[tuple[int, int]] = field(default_factory=list)
    kept_edits: list[bytes] = field(default_factory=list)
    touched: Touched = field(default_factory=Touched)
    creations: int = 0
    edits: int = 0


@dataclass(slots=True)
class Plan:
    """What goes: edits by record, creations (batches by record), what waits; and what of it stays."""

    arrivals: tuple[int, ...]
    edits: dict[tuple[int, bytes], list[tuple[bytes, int]]] = field(default_factory=dict)
    creations: dict[int, dict[int, set[int]]] = field(default_factory=dict)
    waiting: list[tuple[int, bytes, int]] = field(default_factory=list)
    result: TakenOut = field(default_factory=TakenOut)


def take_out_arrivals(db: sqlite3.Connection, arrivals: Sequence[int]) -> TakenOut:
    """Undo merges; MergeProblem if one of them is not here or is undone already."""
    return _TakeOut(db, plan_take_out(db, arrivals)).run()


def plan_take_out(db: sqlite3.Connection, arrivals: Sequence[int]) -> Plan:
    """What undoing these merges would take out, and what would stay; changes nothing."""
    standing = {row[0] for row in db.execute("SELECT id FROM arrival WHERE undone=0")}
    wanted = tuple(sorted(set(arrivals)))
    if not wanted or not standing.issuperset(wanted):
        raise MergeProblem(_("没有找到这次合并，或者它已经撤销。"), detail=f"arrivals {wanted}")
    return _Planning(db, wanted, standing.difference(wanted)).run()


class _Planning:
    def __init__(self, db: sqlite3.Connection, wanted: tuple[int, ...], others: set[int]) -> None:
        self._db = db
        self._wanted = frozenset(wanted)
        self._plan = Plan(wanted)
        self._held = held_by(db, wanted)
        self._by_others = held_by(db, others)
        # What an undone merge had brought and these files also held goes with them now.
        undone = db.execute("SELECT id FROM arrival WHERE undone=1 AND id<?", (max(wanted),))
        is_again = bool(self._held.whole or self._held.creations or self._held.edits or self._held.waiting)
        self._sources = [*wanted, *(row[0] for row in undone if is_again)]

    def run(self) -> Plan:
        for arrival in self._sources:
            self._find_edits(arrival)
            self._find_waiting(arrival)
        for kind in _TAKEN_KINDS:
            self._find_creations(kind)
        self._keep_edits()
        for kind in reversed(RECORD_KINDS):  # children first: one that stays keeps its organization
            self._keep_creations(kind)
        self._keep_waiting()
        return self._plan

    def _goes(self, arrived_in: int, is_held: Callable[[Held], bool]) -> bool:
        """Whether a fact that `arrived_in` brought is held by the files that go, and by no other."""
        brought = arrived_in in self._wanted or is_held(self._held)
        return brought and not is_held(self._by_others)

    def _find_edits(self, arrival: int) -> None:
        rows = self._db.execute("SELECT kind, rec, uid, batch FROM edit WHERE arrived_in=?", (arrival,))
        for kind, record, uid, batch in rows.fetchall():
            if self._goes(arrival, _edit(uid, batch, arrival)):
                self._plan.edits.setdefault((kind, record), []).append((uid, batch))

    def _find_waiting(self, arrival: int) -> None:
        """Creations that still wait for their organization."""
        for kind in _TAKEN_KINDS:
            rows = self._db.execute(
                f"SELECT rec, batch FROM waiting w WHERE kind=? AND arrived_in=? AND {is_waiting_sql(kind)}",
                (kind.number, arrival),
            )
            for uid, batch in rows.fetchall():
                if self._goes(arrival, _creation(kind.number, None, uid, batch, arrival)):
                    self._plan.waiting.append((kind.number, uid, batch))

    def _find_creations(self, kind: RecordKind) -> None:
        found = self._plan.creations.setdefault(kind.number, {})
        for record, uid, batch, arrival in self._brought(kind):
            if self._goes(arrival, _creation(kind.number, record, uid, batch, arrival)):
                found.setdefault(record, set()).add(batch)

    def _brought(self, kind: RecordKind) -> Iterable[tuple[int, bytes, int, int]]:
        """(local id, id, batch, merge) of the creations in place that the merges in question brought.

        The range of a row says which merge made it, unless the creation had waited, or took the place of another.
        """
        db, number = self._db, kind.number
        chosen = json.dumps(self._sources)
        ranges: list[tuple[int, bytes, int, int]] = []
        for arrival, first, last in self._ranges(kind):
            ranges += db.execute(
                f"SELECT m.id, m.uid, m.created_in, {arrival} FROM {kind.table} m "
                "CROSS JOIN batch b ON b.id=m.created_in AND b.arrived_in IS NOT NULL WHERE m.id BETWEEN ? AND ? "
                f"AND NOT EXISTS (SELECT 1 FROM promoted p WHERE p.kind={number} AND p.rec=m.id) AND NOT EXISTS "
                f"(SELECT 1 FROM waiting w WHERE w.kind={number} AND w.rec=m.uid AND w.batch=m.created_in)",
                (first, last),
            ).fetchall()
        promoted = db.execute(
            f"SELECT m.id, m.uid, m.created_in, p.arrived_in FROM promoted p JOIN {kind.table} m ON m.id=p.rec "
            f"WHERE p.kind={number} AND p.arrived_in IN (SELECT value FROM json_each(?))",
            (chosen,),
        ).fetchall()
        waited = db.execute(
            f"SELECT m.id, m.uid, m.created_in, w.arrived_in FROM waiting w JOIN {kind.table} m ON m.uid=w.rec "
            f"AND m.created_in=w.batch WHERE w.kind={number} AND w.arrived_in IN (SELECT value FROM json_each(?)) "
            f"AND NOT EXISTS (SELECT 1 FROM promoted p WHERE p.kind={number} AND p.rec=m.id)",
            (chosen,),
        ).fetchall()
        twins = db.execute(
            f"SELECT m.id, m.uid, t.batch, t.arrived_in FROM twin t JOIN {kind.table} m ON m.id=t.rec "
            f"WHERE t.kind={number} AND t.arrived_in IN (SELECT value FROM json_each(?))",
            (chosen,),
        ).fetchall()
        return [*ranges, *promoted, *waited, *twins]

    def _ranges(self, kind: RecordKind) -> Iterable[tuple[int, int, int]]:
        """(merge, first, last) of the rows that the merges made; the numbers of rows that went are used anew."""
        later: list[tuple[int, int]] = []
        query = "SELECT arrival, first, last FROM arrival_range WHERE kind=? ORDER BY arrival DESC"
        for arrival, first, last in self._db.execute(query, (kind.number,)).fetchall():
            if arrival in self._sources:
                parts = [(first, last)]
                for begins, ends in later:
                    parts = [part for each in parts for part in _without(each, begins, ends)]
                yield from ((arrival, *part) for part in parts)
            later.append((first, last))

    def _keep_edits(self) -> None:
        for key, going in list(self._plan.edits.items()):
            staying = self._staying_edits(*key, {uid for uid, _batch in going})
            self._plan.result.kept_edits += [uid for uid, _batch in going if uid in staying]
            left = [edit for edit in going if edit[0] not in staying]
            self._plan.edits[key] = left
            self._plan.result.edits += len(left)

    def _staying_edits(self, kind: int, record: bytes, going: set[bytes]) -> set[bytes]:
        """The edits of a record that stay: those that do not go, and what they replace."""
        rows = self._db.execute("SELECT uid, over FROM edit WHERE rec=? AND kind=?", (record, kind)).fetchall()
        if len(rows) == len(going):
            return set()
        named = {uid: _named_edits(over) for uid, over in rows}
        todo = [uid for uid in named if uid not in going]
        staying: set[bytes] = set()
        while todo:
            uid = todo.pop()
            if uid not in staying and uid in named:
                staying.add(uid)
                todo.extend(named[uid])
        return staying

    def _keep_creations(self, kind: RecordKind) -> None:
        """A record that nobody else made stays whole where something that stays belongs to it."""
        brought = self._plan.creations.get(kind.number, {})
        if not brought:
            return
        with_others = self._made_by_others(kind, brought)
        alone = [record for record in brought if record not in with_others]
        needed = self._with_staying_edits(kind, alone)
        if kind is ORGANIZATION:
            needed |= self._with_staying_children(alone)
        for record in sorted(needed):
            self._plan.result.kept_records.append((kind.number, record))
            del brought[record]
        self._plan.result.creations += sum(len(batches) for batches in brought.values())

    def _made_by_others(self, kind: RecordKind, brought: dict[int, set[int]]) -> set[int]:
        rows = self._db.execute(
            f"SELECT m.id, m.created_in FROM json_each(:ids) j CROSS JOIN {kind.table} m ON m.id=j.value UNION ALL "
            "SELECT t.rec, t.batch FROM json_each(:ids) j CROSS JOIN twin t ON t.kind=:kind AND t.rec=j.value",
            {"ids": json.dumps(list(brought)), "kind": kind.number},
        )
        return {record for record, batch in rows if batch not in brought[record]}

    def _with_staying_edits(self, kind: RecordKind, records: list[int]) -> set[int]:
        rows = self._db.execute(
            f"SELECT m.id, m.uid, count(*) FROM json_each(?) j CROSS JOIN {kind.table} m ON m.id=j.value "
            "CROSS JOIN edit e ON e.rec=m.uid AND e.kind=? GROUP BY m.id",
            (json.dumps(records), kind.number),
        )
        going = self._plan.edits
        return {record for record, uid, count in rows if count > len(going.get((kind.number, uid), ()))}

    def _with_staying_children(self, organizations: list[int]) -> set[int]:
        found = set()
        for kind in RECORD_KINDS:
            if not kind.of_organization:
                continue
            going = self._plan.creations.get(kind.number, {})
            others = self._made_by_others(kind, going)
            rows = self._db.execute(
                f"SELECT m.org_id, m.id FROM json_each(?) j CROSS JOIN {kind.table} m ON m.org_id=j.value",
                (json.dumps(organizations),),
            )
            found |= {above for above, record in rows if record not in going or record in others}
        return found

    def _keep_waiting(self) -> None:
        """What waits stays if its record has edits that stay, unless another creation of it waits and stays."""
        going = set(self._plan.waiting)
        left = []
        for number, uid, batch in self._plan.waiting:
            key = (number, uid)
            (edits,) = self._db.execute("SELECT count(*) FROM edit WHERE kind=? AND rec=?", key).fetchone()
            rows = self._db.execute("SELECT batch FROM waiting WHERE kind=? AND rec=?", key)
            others = any((number, uid, row[0]) not in going for row in rows)
            if others or edits <= len(self._plan.edits.get(key, ())):
                left.append((number, uid, batch))
        self._plan.waiting = left
        self._plan.result.creations += len(left)


def _edit(uid: bytes, batch: int, arrival: int) -> Callable[[Held], bool]:
    """Asks a set of files for one edit."""
    return lambda held: held.has_edit(uid, batch, arrival)


def _creation(kind: int, record: int | None, uid: bytes, batch: int, arrival: int) -> Callable[[Held], bool]:
    """Asks a set of files for one creation."""
    return lambda held: held.has_creation(kind, record, uid, batch, arrival)


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


def _without(part: tuple[int, int], begins: int, ends: int) -> list[tuple[int, int]]:
    """What of a range of numbers lies outside another one."""
    first, last = part
    if ends < first or last < begins:
        return [part]
    return [each for each in ((first, begins - 1), (ends + 1, last)) if each[0] <= each[1]]


def _named_edits(over: str) -> list[bytes]:
    """The edits that an edit replaces; what a deletion merely saw is not among them."""
    return [
        bytes.fromhex(item)
        for name, items in json.loads(over).items()
        if name != "*"
        for item in items
        if isinstance(item, str)
    ]
