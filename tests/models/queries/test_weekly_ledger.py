"""The weekly ledger: it lists every live organization without a union, and its numbers add up from its own rows."""

from datetime import date, timedelta

import pytest

from models.edits.organizations import change_organization
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.inputs.forms import UnionInput, VisitInput
from models.ledger.ledger import Ledger
from models.queries.figures import figures, figures_by_area
from models.queries.report_content import LedgerRow, WeeklyLedger
from models.queries.report_head import week_named, week_of
from models.queries.weekly_ledger import weekly_ledger
from models.queries.weekly_scope import within
from models.rules.rates import rate_tenths
from models.rules.workdays import workdays_between
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of
from tests.models.queries.reckoning import Reckoned, sums

MONDAY = date(2024, 9, 23)
WEEK = week_of(TODAY)
IN_WEEK = [(MONDAY + timedelta(days=n)).isoformat() for n in range(7)]


def listed(content: WeeklyLedger) -> list[LedgerRow]:
    """The rows without a union, in the order of the print."""
    return [row for section in (*content.main, content.unverified, content.no_street) for row in section.rows]


def names(rows: list[LedgerRow] | tuple[LedgerRow, ...]) -> list[str]:
    return sorted(row.name for row in rows)


@pytest.fixture(scope="module")
def printed(messy: Desk) -> WeeklyLedger:
    return weekly_ledger(messy.ledger, week=WEEK, number=1)


def test_rows_are_those_without_a_union(printed: WeeklyLedger, reckoned: list[Reckoned]) -> None:
    chosen = [one for one in reckoned if one.live and not one.covered and one.scope != "outside"]
    assert names(listed(printed)) == sorted(one.detail.facts["name"] for one in chosen)
    assert len(chosen) > 100


def test_unverified_and_without_a_street_apart(printed: WeeklyLedger, reckoned: list[Reckoned]) -> None:
    chosen = [one for one in reckoned if one.live and not one.covered and one.scope != "outside"]
    assert names(printed.unverified.rows) == sorted(o.detail.facts["name"] for o in chosen if not o.code_valid)
    no_street = [one for one in chosen if one.code_valid and one.street is None]
    assert names(printed.no_street.rows) == sorted(one.detail.facts["name"] for one in no_street)
    assert printed.unverified.rows
    assert printed.no_street.rows
    assert (printed.unverified.title, printed.no_street.title) == ("待核", "街道未定")


def test_a_section_per_street_with_its_staff(printed: WeeklyLedger) -> None:
    titles = [section.title for section in printed.main]
    assert len(titles) == len(set(titles)) > 5
    for section in (*printed.main, printed.unverified, printed.no_street, printed.closed):
        assert section.staff == sum(row.staff or 0 for row in section.rows)
    for section in printed.main:
        assert {section.title.removesuffix("街道")} == {row.street for row in section.rows}


def test_numbers_run_through_the_whole_print(printed: WeeklyLedger) -> None:
    rows = [*listed(printed), *printed.closed.rows]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def test_the_total_and_the_streets_are_the_figures(
    messy: Desk, printed: WeeklyLedger, reckoned: list[Reckoned]
) -> None:
    assert printed.total == sums(reckoned) == figures(messy.ledger)
    assert list(printed.streets) == figures_by_area(messy.ledger)
    for name in ("key", "eligible", "built", "built_own", "not_eligible", "undecided", "overdue"):
        assert sum(getattr(street.figures, name) for street in printed.streets) == getattr(printed.total, name)


def test_the_printed_rate_recomputes_from_the_rows_of_the_cover(printed: WeeklyLedger) -> None:
    built = sum(street.figures.built for street in printed.streets)
    eligible = sum(street.figures.eligible for street in printed.streets)
    assert printed.total.rate == rate_tenths(built, eligible)
    assert printed.total.rate is not None
    first = printed.targets[0].percent * 10
    below = [s.name for s in printed.streets if s.figures.rate is not None and s.figures.rate < first]
    assert list(printed.low_streets) == below


def test_what_the_rows_say(printed: WeeklyLedger, reckoned: list[Reckoned]) -> None:
    by_name = {one.detail.facts["name"]: one for one in reckoned if not one.detail.in_trash}
    for row in listed(printed):
        one = by_name[row.name]
        facts, due = one.detail.facts, one.due_on
        assert row.word == one.word
        assert row.stage == (facts["side_state"] or one.detail.stage)
        assert row.blocked == (facts["side_state"] == "P2")
        assert row.main_reason.split(" ")[0] == (one.main_reason or "")
        assert row.visit_count == sum(not visit.corrected for visit in one.detail.visits)
        assert row.next_due == (date.fromisoformat(due) if due else None)
        late = row.next_due is not None and row.next_due < TODAY
        assert row.next_days_late == (workdays_between(row.next_due, TODAY) if late and row.next_due else 0)
        deadline = row.deadline
        assert row.deadline_days_late == (max(0, (TODAY - deadline).days) if deadline else 0)
        assert (row.staff, row.leader, row.owner) == (facts["staff"], facts["leader"] or "", one.detail.owner)


def test_what_was_closed_in_the_week(printed: WeeklyLedger, reckoned: list[Reckoned]) -> None:
    chosen = [
        one
        for one in reckoned
        if one.live
        and (
            (one.covered_on in IN_WEEK)
            or (one.detail.facts["closing"] == "closed" and one.detail.facts["closed_on"] in IN_WEEK)
        )
    ]
    assert names(printed.closed.rows) == sorted(one.detail.facts["name"] for one in chosen)
    assert {row.mark for row in printed.closed.rows} == {"销"}
    assert printed.closed.title == "本周销号"


def test_the_week_s_progress(printed: WeeklyLedger, reckoned: list[Reckoned]) -> None:
    live = [one for one in reckoned if one.live]
    progress = printed.progress
    assert progress.built == sum(one.key and one.covered_on in IN_WEEK for one in reckoned)
    assert progress.visits == sum(visit.visited_on in IN_WEEK for one in live for visit in one.detail.visits)
    assert progress.closed == sum(
        one.detail.facts["closing"] == "closed" and one.detail.facts["closed_on"] in IN_WEEK for one in live
    )
    assert progress.returned == sum(one.detail.facts["closing"] == "returned" for one in live)
    assert progress.newly_not_eligible == sum(
        any(d.decision == "no" and d.decided_on in IN_WEEK for d in one.detail.decisions) for one in live
    )
    assert progress.built > 0
    assert progress.visits > 0


def test_key_only(messy: Desk, reckoned: list[Reckoned]) -> None:
    content = weekly_ledger(messy.ledger, week=WEEK, key_only=True, number=1)
    chosen = [one for one in reckoned if one.key and not one.covered]
    assert names(listed(content)) == sorted(one.detail.facts["name"] for one in chosen)
    assert content.head.filter_text == "重点对象，未建会"


@pytest.mark.parametrize("areas", [[CHIGANG], [CHIGANG, "440105004"], ["440105"], ["4401"]])
def test_some_streets_or_the_whole_district(messy: Desk, reckoned: list[Reckoned], areas: list[str]) -> None:
    content = weekly_ledger(messy.ledger, week=WEEK, areas=areas, number=1)
    inside = [one for one in reckoned if place_of(one).startswith(tuple(areas))]
    chosen = [one for one in inside if one.live and not one.covered and one.scope != "outside"]
    assert names(listed(content)) == sorted(one.detail.facts["name"] for one in chosen)
    assert content.total == sums(inside)
    for name in ("key", "eligible", "built", "overdue"):
        assert sum(getattr(street.figures, name) for street in content.streets) == getattr(content.total, name)
    assert content.progress.built == sum(one.key and one.covered_on in IN_WEEK for one in inside)


def place_of(one: Reckoned) -> str:
    """Where it is; by its code's region where the street is not known."""
    code = one.detail.facts["code"] or ""
    return one.street or (code[2:8] if one.code_valid else "")


def test_areas_are_codes(messy: Desk) -> None:
    with pytest.raises(InputProblem, match="“赤岗街道”不是行政区划代码。"):
        weekly_ledger(messy.ledger, areas=["赤岗街道"], number=1)
    assert within([]) == "1"


def test_the_head(messy: Desk, printed: WeeklyLedger) -> None:
    head = printed.head
    assert (head.unit, head.week, head.week_start, head.week_end) == (
        "海珠区总工会（示例）",
        "2024-W39",
        MONDAY,
        date(2024, 9, 29),
    )
    assert head.report_id == "ZT-20240925-0001"
    assert head.as_of.date() == TODAY
    assert len(head.check_value) == 8


def test_the_check_value_is_over_what_is_printed(messy: Desk, printed: WeeklyLedger) -> None:
    again = weekly_ledger(messy.ledger, week=WEEK, number=2)
    assert again.head.check_value == printed.head.check_value
    other = weekly_ledger(messy.ledger, week=WEEK, key_only=True, number=3)
    assert other.head.check_value != printed.head.check_value


def test_an_empty_ledger_prints(office: Desk) -> None:
    content = weekly_ledger(office.ledger, number=1)
    assert listed(content) == []
    assert content.total.rate is None
    assert content.closed.rows == ()


def test_phones_in_notes_never_reach_the_print(office: Desk) -> None:
    one = office.add("甲园", code=code_of("52", "440105"), street=CHIGANG, note="园长13812345678，约2024-10-08再访")
    assert [row.note for row in listed(weekly_ledger(office.ledger, number=1))] == ["园长138****5678，约2024-10-08再访"]
    change_organization(office.ledger, one, {"note": None})


def test_marks_are_those_of_the_week(office: Desk) -> None:
    office.clock.set(TODAY - timedelta(days=14))
    old = office.add("旧园", code=code_of("52", "440105"), street=CHIGANG)
    office.add("改园", code=code_of("52", "440105", 2), street=CHIGANG)
    office.clock.set(TODAY)
    change_organization(office.ledger, old + 1, {"staff": 3})
    office.add("新园", code=code_of("52", "440105", 3), street=CHIGANG)
    rows = listed(weekly_ledger(office.ledger, number=1))
    assert {row.name: row.mark for row in rows} == {"旧园": "", "改园": "改", "新园": "新"}


def test_a_week_that_is_over_shows_its_own_work(office: Desk) -> None:
    one = office.add("甲园", code=code_of("52", "440105"), category="kindergarten", street=CHIGANG)
    day = date(2024, 9, 18)
    record_visits(office.ledger, [one], VisitInput(visited_on=day, result="1"))
    form_union(office.ledger, [one], UnionInput(name="甲园工会", route="own", founded_on=day))

    def progress(week: str) -> tuple[int, int, int]:
        content = weekly_ledger(office.ledger, week=week_named(week), number=1)
        return content.progress.built, content.progress.visits, len(content.closed.rows)

    assert progress("2024-W38") == (1, 1, 1)
    assert progress("2024-W39") == (0, 0, 0)


def test_what_is_closed_is_late_no_more(office: Desk) -> None:
    over = (TODAY - timedelta(days=20)).isoformat()
    one, _two = (
        office.add(name, code=code_of("52", "440105", at), street=CHIGANG, deadline=over)
        for at, name in enumerate(("甲园", "乙园"), start=1)
    )
    form_union(office.ledger, [one], UnionInput(name="甲园工会", route="own", founded_on=TODAY))
    printed = weekly_ledger(office.ledger, number=1)
    assert [(row.name, row.deadline_days_late) for row in printed.closed.rows] == [("甲园", 0)]
    assert [(row.name, row.deadline_days_late) for row in listed(printed)] == [("乙园", 20)]


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("2024-W39", MONDAY),
        ("2024-w01", date(2024, 1, 1)),
        ("2026-W53", date(2026, 12, 28)),
        ("2025-W01", date(2024, 12, 30)),
    ],
)
def test_weeks_by_name(text: str, monday: date) -> None:
    week = week_named(text)
    assert (week.monday, week.name) == (monday, text.upper())
    assert week.sunday == monday + timedelta(days=6)
    assert all(week_of(monday + timedelta(days=n)) == week for n in range(7))


@pytest.mark.parametrize("text", ["", "2024", "2024-39", "2024-W54", "2025-W53", "2024-W", "W39", "2024-W00"])
def test_no_week(text: str) -> None:
    with pytest.raises(InputProblem, match=f"“{text}”不是周次，应写成 2024-W39。"):
        week_named(text)


def test_more_rows_than_a_print_can_hold(messy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.queries.weekly_ledger.MOST_ROWS", 10)
    with pytest.raises(InputProblem, match=r"这份周台账有 \d+ 家、约 \d+ 页，印不了这么多。请按街道或区县分开打印"):
        weekly_ledger(messy.ledger, number=1)


def test_each_print_takes_a_number_and_a_preview_takes_none(office: Desk) -> None:
    def number(ledger: Ledger, given: int | None = None) -> str:
        return weekly_ledger(ledger, number=given).head.report_id[-4:]

    assert [number(office.ledger), number(office.ledger), number(office.ledger, 3), number(office.ledger)] == [
        "0001",
        "0002",
        "0003",
        "0003",
    ]
