"""The organizations behind every cell and number of the battle map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.conditions import BLOCKED, ELIGIBLE, KEY, WORD, Conditions
from models.queries.figure_lists import figure_lists
from models.queries.figures import area_digits, group_sql
from models.queries.organization_list import ListQuery, list_condition
from models.queries.weekly_scope import within

_WEEKS = 4
_MOST_NAMES = 5
NO_REASON = "—"


@dataclass(frozen=True, slots=True)
class MapTarget:
    """What a place of the map stands for.

    `measure`: one of `FigureLists.query`, or "open" (of the four words before a union), "word" (`key` is its code),
    "reason" (`key` is codes with commas, NO_REASON for those without), "planned", "formed" and "formed lately"
    (`key` is the Monday of a week, YYYY-MM-DD), likewise "week built", "week closed", "week visited" and "week
    excluded" of the weekly ledger, "returned", "named" (`key` is a name, of a frozen map), "cells" (`key` is a word,
    `first` and `count` say which of that word in that area, in the order of the tile).
    `group` is the code of a street (empty for those without) or of a cadre, None for all of them.
    """

    measure: str
    key: str = ""
    group: str | None = None
    by: str = "area"
    first: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class MapList:
    """The list of a target; `organizations` are the local ids where they are few and known one by one."""

    query: ListQuery
    organizations: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


def map_list(ledger: Ledger, target: MapTarget, areas: Sequence[str] = ()) -> MapList:
    """The list behind a target, limited to the areas that the map shows."""
    with ledger.reading() as db:
        where, values = _condition(ledger, Conditions(db), target)
    parts = [where]
    if areas:
        parts.append(within(areas))
    if target.group is not None:
        parts.append(f"{group_sql(target.by, area_digits(ledger))} IS ?")
        values = (*values, target.group or None)
    where = " AND ".join(parts)
    query = ListQuery(where=where, values=values)
    return _cells(ledger, target, query) if target.measure == "cells" else MapList(query)


def _condition(ledger: Ledger, c: Conditions, target: MapTarget) -> tuple[str, tuple[object, ...]]:
    key = f"{c.live} AND {KEY}"
    shown = f"(CASE WHEN {c.covered} THEN 'built' ELSE {WORD} END)"
    match target.measure:
        case "word" | "cells":
            return f"{key} AND {shown}=?", (target.key,)
        case "open":
            return f"{key} AND {shown} NOT IN ('built','excluded')", ()
        case "reason":
            codes = tuple("" if code == NO_REASON else code for code in target.key.split(","))
            marks = ",".join("?" * len(codes))
            return f"{key} AND NOT {c.covered} AND coalesce(o.main_reason,'') IN ({marks})", codes
        case "named":
            return f"{key} AND o.name=?", (target.key,)
        case "planned":
            return f"{key} AND o.deadline>=? AND o.deadline<?", _week(target.key, 1)
        case "formed":
            return f"{key} AND o.covered_on>=? AND o.covered_on<?", _week(target.key, 1)
        case "formed lately":
            first, last = _week(target.key, 0)
            earlier = (date.fromisoformat(first) - timedelta(weeks=_WEEKS)).isoformat()
            return f"{key} AND o.coverage IS NOT NULL AND o.covered_on>=? AND o.covered_on<?", (earlier, last)
    in_week = _in_week(c, key)
    if target.measure in in_week:
        where = in_week[target.measure]
        return where, _week(target.key, 1) if "?" in where else ()
    return figure_lists(ledger).measures[target.measure], ()


def _in_week(c: Conditions, key: str) -> dict[str, str]:
    """What the weekly ledger says of a week, from a Monday on to the next."""
    visited = f"SELECT 1 FROM visit v WHERE {owner_of('v')}=o.id AND v.deleted IS NOT 1"
    decided = f"SELECT 1 FROM eligibility e WHERE {owner_of('e')}=o.id AND e.deleted IS NOT 1 AND e.decision='no'"
    return {
        "week built": f"{key} AND o.coverage IS NOT NULL AND o.covered_on>=? AND o.covered_on<?",
        "week closed": f"{c.live} AND o.closing='closed' AND o.closed_on>=? AND o.closed_on<?",
        "week visited": f"{c.live} AND EXISTS({visited} AND v.visited_on>=? AND v.visited_on<?)",
        "week excluded": f"{c.live} AND EXISTS({decided} AND e.decided_on>=? AND e.decided_on<?)",
        "returned": f"{c.live} AND o.closing='returned'",
    }


def _week(monday: str, weeks: int) -> tuple[str, str]:
    return monday, (date.fromisoformat(monday) + timedelta(weeks=weeks)).isoformat()


def _cells(ledger: Ledger, target: MapTarget, query: ListQuery) -> MapList:
    """Those of one cell, by the order in which `battle_map` puts a tile's cells."""
    with ledger.reading() as db:
        c = Conditions(db)
        condition, values = list_condition(ledger, c, query)
        rows = db.execute(
            f"SELECT o.id, o.name FROM organization o WHERE {condition} ORDER BY {c.late} DESC, {BLOCKED} DESC, "
            f"({ELIGIBLE} AND NOT {c.covered}) DESC, o.id LIMIT {int(target.count)} OFFSET {int(target.first)}",
            values,
        ).fetchall()
    found = tuple(number for number, _name in rows)
    listed = ",".join(map(str, found)) or "0"
    return MapList(ListQuery(where=f"o.id IN ({listed})"), found, tuple(name for _number, name in rows[:_MOST_NAMES]))
