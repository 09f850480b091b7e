"""The organizations behind the numbers, bars and rows of prints: of now and as frozen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS
from models.queries.conditions import PRESENT
from models.queries.frozen_weeks import FrozenRow, frozen_report, members_of, moves_between
from models.queries.map_lists import MapList, MapTarget, map_list
from models.queries.organization_list import ListQuery
from models.queries.reason_figures import ReasonTarget, reason_list
from models.queries.report_content import LedgerSection, SinceLast, WeeklyLedger

_MOST_NAMES = 5
#: Which states of the members of a rate (rate_moves) a measure of figures counts.
_STATES = {
    "key": frozenset({"built", "open", "no", "unknown"}),
    "eligible": frozenset({"built", "open"}),
    "built": frozenset({"built"}),
    "missing": frozenset({"open"}),
    "not_eligible": frozenset({"no"}),
    "undecided": frozenset({"unknown"}),
}


@dataclass(frozen=True, slots=True)
class Organizations:
    """Local ids, known one by one: the first `count` of them, all of them where it is None."""

    count: int | None = field(default=None, kw_only=True)  # compared before the ids, which may be many
    ids: tuple[int, ...]

    @property
    def listed(self) -> tuple[int, ...]:
        """Those that are meant."""
        return self.ids[: self.count]


@dataclass(frozen=True, slots=True)
class FrozenTarget:
    """Who a figure of the frozen print with that number counted: a key of `_STATES`."""

    report: str
    measure: str


PrintTarget = MapTarget | Organizations | ReasonTarget | FrozenTarget


def print_list(ledger: Ledger, target: PrintTarget, areas: Sequence[str] = ()) -> MapList:
    """The list behind a place of a print of now, which is limited to areas; InputProblem where it is not known."""
    match target:
        case Organizations():
            return these(ledger, target.listed)
        case ReasonTarget():
            return MapList(reason_list(ledger, target))
        case FrozenTarget():
            row = frozen_report(ledger, target.report)
            if row is None:
                raise _not_kept()
            return _counted(ledger, row, target.measure)
    return map_list(ledger, target, areas)


def frozen_list(ledger: Ledger, row: FrozenRow, target: PrintTarget) -> MapList:
    """The list behind a place of a frozen print: of those who were counted then.

    InputProblem where the print did not keep them: it says who was counted in the rate, not in which street.
    """
    if not isinstance(target, MapTarget):
        return print_list(ledger, target)
    if target.measure == "named":
        return map_list(ledger, target)
    if target.group is not None or target.measure not in _STATES:
        raise _not_kept()
    return _counted(ledger, row, target.measure)


def these(ledger: Ledger, organizations: Sequence[int]) -> MapList:
    """A list of organizations that are known one by one; who is shown as another one by now is found as that one."""
    where = "o.id IN (SELECT value FROM json_each(?))"
    joined = f"SELECT o.id, o.joined_into FROM organization o WHERE o.joined_into IS NOT NULL AND {where}"
    with ledger.reading() as db:
        into = dict(db.execute(joined, (json.dumps(list(organizations)),)))
        found = tuple(dict.fromkeys(into.get(each, each) for each in organizations))
        few = json.dumps(found[:_MOST_NAMES])
        names = dict(db.execute(f"SELECT o.id, coalesce(o.name,'') FROM organization o WHERE {where}", (few,)))
    shown = tuple(names[each] for each in found[:_MOST_NAMES] if each in names)
    return MapList(ListQuery(where=where, values=(json.dumps(found),)), found, shown)


def known_again(ledger: Ledger, row: FrozenRow, content: WeeklyLedger) -> WeeklyLedger:
    """The frozen content with the local ids of what it lists, where an organization is found without doubt."""
    found = iter(_found(ledger, content))
    sections = [_with_ids(section, found) for section in content.sections]
    *main, unverified, no_street, closed = sections
    return replace(
        content,
        main=tuple(main),
        unverified=unverified,
        no_street=no_street,
        closed=closed,
        since=_since_again(ledger, row, content.since),
    )


def _with_ids(section: LedgerSection, found: Any) -> LedgerSection:
    return replace(section, rows=tuple(replace(each, organization=next(found, 0)) for each in section.rows))


def _found(ledger: Ledger, content: WeeklyLedger) -> list[int]:
    """For every printed row its organization: by its code, else by its name; 0 where none or several have it."""
    if not content.sheet:
        return []
    names = [column.name for column in LEDGER_COLUMNS]
    code, name = names.index("code"), names.index("name")
    by_code = _only(ledger, "code", [str(line[code]) for line in content.sheet if line[code]])
    by_name = _only(ledger, "name", [str(line[name]) for line in content.sheet if not line[code]])
    pairs = ((line[code], line[name]) for line in content.sheet)
    return [by_code.get(str(said), 0) if said else by_name.get(str(called), 0) for said, called in pairs]


def _only(ledger: Ledger, column: str, wanted: Sequence[str]) -> Mapping[str, int]:
    """What only one organization has of these values."""
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT o.{column}, min(o.id) FROM organization o WHERE {PRESENT} "
            f"AND o.{column} IN (SELECT value FROM json_each(?)) GROUP BY 1 HAVING count(*)=1",
            (json.dumps(list(wanted)),),
        ).fetchall()
    return dict(rows)


def _since_again(ledger: Ledger, row: FrozenRow, since: SinceLast | None) -> SinceLast | None:
    earlier = frozen_report(ledger, since.report) if since is not None else None
    if since is None or earlier is None:
        return since
    known = {(move.reason, move.covered): move.organizations for move in moves_between(ledger, earlier, row)}
    moves = (replace(move, organizations=known.get((move.reason, move.covered), ())) for move in since.moves)
    return replace(since, moves=tuple(moves))


def _counted(ledger: Ledger, row: FrozenRow, measure: str) -> MapList:
    return these(ledger, members_of(ledger, row, _STATES[measure]))


def _not_kept() -> InputProblem:
    return InputProblem(
        _("定格的这个数当时没有连名单一起存下，打不开。"),
        hint=_("表里的每一行，以及合计的应建、已建、缺口、未认定，都能打开当时的单位。"),
    )
