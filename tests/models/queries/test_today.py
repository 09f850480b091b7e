"""The first screen, follow-ups across organizations, and the lists behind the figures."""

from datetime import date, timedelta

import pytest

from models.edits.followups import assign_followup, finish_followups
from models.edits.organizations import delete_organizations
from models.edits.unions import form_union
from models.inputs.forms import FollowupInput, UnionInput
from models.queries.figure_lists import figure_lists
from models.queries.figures import figures, figures_by
from models.queries.followup_list import SCOPES_OF_TIME, counts_by_time, followup_counts, followups
from models.queries.organization_list import ids
from models.queries.people_list import cadres, home_unit_name, units
from models.queries.today import today
from models.rules.workdays import workdays_between
from models.tables.record_kinds import CADRE, TARGET
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of
from tests.models.queries.reckoning import Reckoned

SUNDAY = date(2024, 9, 29)


@pytest.mark.parametrize("when", SCOPES_OF_TIME)
def test_follow_ups_by_time(messy: Desk, reckoned: list[Reckoned], when: str) -> None:
    def fits(state: str, due: date) -> bool:
        if when == "done":
            return state != "open"
        spans = {
            "late": due < TODAY,
            "today": due == TODAY,
            "week": TODAY < due <= SUNDAY,
            "later": due > SUNDAY,
            "open": True,
        }
        return state == "open" and spans[when]

    by_hand = {
        item.id: item
        for one in reckoned
        if one.live
        for item in one.detail.followups
        if fits(item.state, date.fromisoformat(item.due_on))
    }
    found = followups(messy.ledger, when, limit=100_000)
    assert {row.id for row in found} == by_hand.keys()
    assert counts_by_time(messy.ledger)[when] == len(by_hand)
    for row in found:
        item = by_hand[row.id]
        late = row.state == "open" and row.due_on < TODAY
        assert (row.task, row.cadre, row.due_on.isoformat()) == (item.task, item.cadre, item.due_on)
        assert row.days_late == (workdays_between(row.due_on, TODAY) if late else 0)
    if when not in {"done", "open"}:
        assert found


def test_open_ones_in_the_order_of_a_route(messy: Desk) -> None:
    rows = followups(messy.ledger, "open", limit=100_000)
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    counts = followup_counts(messy.ledger)
    assert counts.late + counts.today + counts.later == len(rows)


def test_of_one_cadre_and_of_one_organization(office: Desk) -> None:
    one, other, li = office.add("甲园"), office.add("乙园"), office.colleague("李四")
    assign_followup(office.ledger, [one], FollowupInput(task="送材料", due_on=TODAY))
    assign_followup(office.ledger, [one, other], FollowupInput(task="打电话", due_on=TODAY, cadre=li))
    assert [row.task for row in followups(office.ledger, cadre=office.ledger.author.cadre)] == ["送材料"]
    assert len(followups(office.ledger, cadre=li)) == 2
    assert {row.task for row in followups(office.ledger, organization=one)} == {"送材料", "打电话"}
    assert followup_counts(office.ledger, cadre=li).today == 2
    finish_followups(office.ledger, [1], on=TODAY)
    delete_organizations(office.ledger, [other])
    assert [row.organization_name for row in followups(office.ledger)] == ["甲园"]
    assert [row.state for row in followups(office.ledger, "done")] == ["done"]


def test_the_first_screen(messy: Desk) -> None:
    screen = today(messy.ledger)
    assert (screen.day, screen.unit) == (TODAY, "海珠区总工会（示例）")
    assert screen.total == figures(messy.ledger)
    assert [row.days_late > 0 for row in screen.late] == [True] * len(screen.late)
    assert {row.due_on for row in screen.due} == {TODAY}
    assert all(TODAY < row.due_on <= SUNDAY for row in screen.this_week)
    assert len(screen.late) == screen.counts["late"]


def test_the_next_target_is_the_first_that_is_missed_so_far(office: Desk) -> None:
    with office.ledger.change() as change:
        change.create(TARGET, {"percent": 50, "due_on": TODAY + timedelta(days=70), "label": "甲"})
    screen = today(office.ledger)  # nobody is eligible: nothing is missing anywhere
    assert screen.next_target is not None
    assert screen.next_target.label == "甲"
    assert screen.is_empty


def test_pace_and_where_it_leads(office: Desk) -> None:
    many = [office.add(f"{n}园", code=code_of("52", "440105", n), category="school", street=CHIGANG) for n in range(20)]
    for one in many[:8]:  # two a week in the four whole weeks before this one
        day = date(2024, 8, 26) + timedelta(days=7 * (one % 4))
        form_union(office.ledger, [one], UnionInput(name="工会", route="own", founded_on=day))
    screen = today(office.ledger)
    assert screen.pace is not None
    assert screen.pace.average == 200
    assert screen.pace.projected_built == screen.total.eligible == 8
    assert screen.pace.projected_missing == 0


def test_every_figure_opens_the_list_that_it_counts(messy: Desk) -> None:
    lists, total = figure_lists(messy.ledger), figures(messy.ledger)
    for measure, number in (
        ("key", total.key),
        ("eligible", total.eligible),
        ("not_eligible", total.not_eligible),
        ("undecided", total.undecided),
        ("built", total.built),
        ("built_own", total.built_own),
        ("missing", total.eligible - total.built),
        ("overdue", total.overdue),
    ):
        assert len(ids(messy.ledger, lists.query(measure))) == number
    for by in ("street", "cadre", "type", "reason", "stage"):
        for group in figures_by(messy.ledger, by):
            assert len(ids(messy.ledger, lists.query("key", by, group.key))) == group.figures.key
            assert len(ids(messy.ledger, lists.query("built", by, group.key))) == group.figures.built


def test_our_people_and_units(office: Desk) -> None:
    office.colleague("李四")
    office.colleague("王五")
    with office.ledger.change() as change:
        change.edit(CADRE, 2, {"left_on": date(2024, 9, 1)})
    assert [(row.name, row.unit) for row in cadres(office.ledger)] == [
        ("张三", "海珠区总工会"),
        ("王五", "海珠区总工会"),
    ]
    assert [(row.name, row.division) for row in units(office.ledger)] == [("海珠区总工会", "440105")]
    assert home_unit_name(office.ledger) == "海珠区总工会"
