"""Groups of a list: in their order, with the ids, and sums that are worked out by hand."""

from collections import defaultdict

import pytest

from models.edits.organizations import change_organization
from models.queries.list_groups import grouped_list, list_sums, sums_of
from models.queries.organization_list import GROUPS, ListQuery, first_rows, ids, totals
from models.queries.sheet_columns import SHEET_COLUMNS
from models.rules.rates import rate_tenths
from tests.models.edits.desk import Desk
from tests.models.queries.reckoning import Reckoned

SUMMED = tuple(column.key for column in SHEET_COLUMNS if column.is_summed)


def key_by_hand(one: Reckoned, group: str) -> object:
    facts = one.detail.facts
    found = {
        "street": one.street,
        "category": facts["category"],
        "main_reason": one.main_reason,
        "word": "excluded" if facts["side_state"] in ("P1", "P3") else one.word,
        "scope": one.scope,
    }
    return found[group]


@pytest.mark.parametrize("group", ["street", "category", "main_reason", "word", "scope"])
def test_groups_and_their_sums(messy: Desk, reckoned: list[Reckoned], group: str) -> None:
    query = ListQuery(view="all", group=group, sort="name")
    listed = grouped_list(messy.ledger, query, ("staff", "women"))
    by_hand: dict[object, list[Reckoned]] = defaultdict(list)
    for one in reckoned:
        if not one.detail.in_trash:
            by_hand[key_by_hand(one, group)].append(one)
    assert {each.key for each in listed.groups} == set(by_hand)
    assert len(by_hand) > 1
    start = 0
    for each in listed.groups:
        members = by_hand[each.key]
        inside = listed.ids[start : start + each.sums.count].tolist()
        start += each.sums.count
        assert sorted(inside) == sorted(one.id for one in members)
        names = [one.detail.facts["name"] for record in inside for one in members if one.id == record]
        assert names == sorted(names)
        eligible = [one for one in members if one.key and one.decision == "yes"]
        assert each.sums.eligible == len(eligible)
        assert each.sums.built == sum(one.covered for one in eligible)
        for column in ("staff", "women"):
            said = [one.detail.facts[column] for one in members if one.detail.facts[column] is not None]
            assert each.sums.numbers[column] == (sum(said) if said else None)
    assert start == len(listed.ids)


def test_the_rate_of_all_is_of_the_sums(messy: Desk) -> None:
    listed = grouped_list(messy.ledger, ListQuery(group="street"))
    built, eligible = (sum(getattr(each.sums, name) for each in listed.groups) for name in ("built", "eligible"))
    assert listed.sums.rate == rate_tenths(built, eligible)
    assert listed.sums == list_sums(messy.ledger, ListQuery(group="street"))
    said = totals(messy.ledger, ListQuery())
    assert (listed.sums.count, listed.sums.staff) == (said.count, said.staff)
    assert (listed.sums.overdue, listed.sums.due_today) == (said.overdue, said.due_today)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_the_unknown_group_comes_last_and_the_first_page_is_the_lists(messy: Desk, group: str) -> None:
    query = ListQuery(view="open", group=group, sort="staff", descending=True)
    listed = grouped_list(messy.ledger, query)
    keys = [each.key for each in listed.groups]
    assert None not in keys[:-1]
    assert len(set(keys)) == len(keys)
    assert sorted(listed.ids) == sorted(ids(messy.ledger, ListQuery(view="open")))
    assert [row.id for row in first_rows(messy.ledger, query, 30)] == listed.ids[:30].tolist()
    assert all(each.label for each in listed.groups)


def test_sums_of_chosen_ones_and_of_nothing(office: Desk) -> None:
    one = office.add("甲", staff=3, women=1)
    other = office.add("乙", staff=4)
    office.add("丙", staff=100)
    found = sums_of(office.ledger, [one, other], SUMMED)
    assert (found.count, found.staff) == (2, 7)
    assert (found.numbers["women"], found.numbers["part_time"], found.numbers["visits"]) == (1, None, 0)
    change_organization(office.ledger, other, {"women": 2})
    assert sums_of(office.ledger, [one, other], SUMMED).numbers["women"] == 3
    assert sums_of(office.ledger, []).count == 0
    nothing = grouped_list(office.ledger, ListQuery(view="built", group="street"), ("staff",))
    assert (len(nothing.ids), nothing.groups, nothing.sums.rate) == (0, (), None)
