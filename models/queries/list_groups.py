"""A list as a whole, from one consistent reading: ids, groups with their sums, the totals recomputed from sums."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.divisions import division_name, full_name
from models.language import N_, _
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.queries.conditions import ELIGIBLE, FOLLOWUP_OVERDUE, KEY, Conditions
from models.queries.organization_list import GROUPS, ListQuery, group_order, ids, list_condition
from models.queries.people_list import cadre_names
from models.queries.sheet_columns import SHEET_COLUMN_BY_KEY
from models.rules.rates import rate_tenths

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class ListSums:
    """What some organizations of a list add up to.

    `eligible` and `built` count as the campaign's rate does: live key organizations that meet the conditions, and
    those of them that a union covers. `numbers` are sums by column; None where no organization says a number.
    """

    count: int
    staff: int
    overdue: int
    due_today: int
    eligible: int
    built: int
    numbers: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def rate(self) -> int | None:
        """Tenths of a percent; None when nobody is eligible."""
        return rate_tenths(self.built, self.eligible)


@dataclass(frozen=True, slots=True)
class ListGroup:
    """One group: its stored key (None where it is not known), what it is called, its sums."""

    key: str | None
    label: str
    sums: ListSums


@dataclass(frozen=True, slots=True)
class GroupedList:
    """All ids of a list; with groups, each group's organizations stand together in the order of `groups`."""

    ids: "array[int]"
    groups: tuple[ListGroup, ...]
    sums: ListSums


def grouped_list(ledger: Ledger, query: ListQuery, summed: Sequence[str] = ()) -> GroupedList:
    """The list with its groups; `summed` are the keys of number columns (sheet_columns) to add up."""
    with ledger.reading():  # one view for all of it
        groups = _groups(ledger, query, summed)
        return GroupedList(ids(ledger, query), groups if query.group else (), _added(groups, summed))


def list_sums(ledger: Ledger, query: ListQuery, summed: Sequence[str] = ()) -> ListSums:
    """What a whole list adds up to."""
    return _added(_groups(ledger, replace(query, group=""), summed), summed)


def sums_of(ledger: Ledger, records: Sequence[int], summed: Sequence[str] = ()) -> ListSums:
    """What some organizations (local ids) add up to."""
    parts: list[ListGroup] = []
    for start in range(0, len(records), _CHUNK):
        chosen = ",".join(str(int(record)) for record in records[start : start + _CHUNK])
        parts += _groups(ledger, ListQuery(where=f"o.id IN ({chosen})"), summed)
    return _added(parts, summed)


def _groups(ledger: Ledger, query: ListQuery, summed: Sequence[str]) -> tuple[ListGroup, ...]:
    """The groups in their order; one that holds everything where the list is not grouped."""
    key = GROUPS[query.group][0] if query.group else "NULL"
    numbers = "".join(f", sum({SHEET_COLUMN_BY_KEY[column].value})" for column in summed)
    with ledger.reading() as db:
        c = Conditions(db)
        condition, values = list_condition(ledger, c, query)
        counted = f"({c.live} AND {KEY} AND {ELIGIBLE})"
        ordered = f" GROUP BY {key} ORDER BY {group_order(query.group)}" if query.group else ""
        rows = db.execute(
            f"SELECT {key}, count(*), coalesce(sum(o.staff),0), coalesce(sum({FOLLOWUP_OVERDUE}),0), "
            f"coalesce(sum(o.next_due_on=:today),0), coalesce(sum({counted}),0), "
            f"coalesce(sum({counted} AND {c.covered}),0){numbers} FROM organization o WHERE {condition}{ordered}",
            values,
        ).fetchall()
        label = _Labels(ledger, query.group).of if query.group else str
    return tuple(ListGroup(row[0], label(row[0]), _sums(row[1:], summed)) for row in rows)


def _sums(row: Sequence[Any], summed: Sequence[str]) -> ListSums:
    count, staff, overdue, due_today, eligible, built, *numbers = row
    return ListSums(count, staff, overdue, due_today, eligible, built, dict(zip(summed, numbers, strict=True)))


def _added(groups: Sequence[ListGroup], summed: Sequence[str]) -> ListSums:
    """The sums of groups: a rate is recomputed from sums, never the mean of rates."""
    sums = [group.sums for group in groups]
    said = {column: [each.numbers[column] for each in sums if each.numbers[column] is not None] for column in summed}
    return ListSums(
        sum(each.count for each in sums),
        sum(each.staff for each in sums),
        sum(each.overdue for each in sums),
        sum(each.due_today for each in sums),
        sum(each.eligible for each in sums),
        sum(each.built for each in sums),
        {column: sum(filter(None, numbers)) if numbers else None for column, numbers in said.items()},
    )


class _Labels:
    """What the groups of one kind are called."""

    def __init__(self, ledger: Ledger, group: str) -> None:
        self._group = group
        self._names: Mapping[str, str] = {}
        if group == "owner":
            self._names = cadre_names(ledger)
        elif group == "main_reason":
            with ledger.reading() as db:
                self._names = {code: entry.text for code, entry in reasons_of(db).items()}

    def of(self, key: str | None) -> str:
        """The name of a group."""
        if key is None:
            return _(_UNKNOWN[self._group])
        if self._group == "street":
            return division_name(key) or key
        if self._group == "county":
            return full_name(key) or key
        if self._group in ("owner", "main_reason"):
            return self._names.get(key, key)
        return SHEET_COLUMN_BY_KEY[self._group].label(key)


_UNKNOWN = {
    "street": N_("街道未定"),
    "county": N_("所在区县未定"),
    "owner": N_("没有责任人"),
    "type": N_("类型未定"),
    "category": N_("类别未填"),
    "word": N_("状态未定"),
    "scope": N_("范围未定"),
    "main_reason": N_("没有填原因"),
}
