"""What undoing merges would take out, and what would stay: found by reading only.

What goes is what their files held and no other standing file holds (models/facts/seen.py). What stays of it: an edit
that a staying edit replaces, directly or through others; a creation whose record carries a staying edit or a staying
child, unless another batch made the record too: then that creation stays alone.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from models.errors import MergeProblem
from models.facts.seen import Held, held_by
from models.facts.waiting import is_waiting_sql
from models.facts.writer import Touched
from models.language import _
from models.tables.record_kinds import ORGANIZATION, RECORD_KINDS, REDACTION, RecordKind


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
        for kind in _taken_kinds():
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
        for kind in _taken_kinds():
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


def _taken_kinds() -> list[RecordKind]:
    """What was blanked stays blank, and proven: redactions never go."""
    return [kind for kind in RECORD_KINDS if kind is not REDACTION]


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
