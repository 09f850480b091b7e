"""Figures equal what counting by hand gives: on an untidy ledger, in whole and in groups, and case by case."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models.edits.eligibility import decide_eligibility
from models.edits.organizations import change_organization
from models.edits.reasons import add_reason, resolve_reason
from models.edits.unions import form_union
from models.inputs.forms import EligibilityInput, ReasonInput, UnionInput
from models.ledger.ledger import Ledger
from models.queries.figures import (
    area_digits,
    built_per_week,
    campaign,
    figures,
    figures_by,
    figures_by_area,
    street_figures,
    target_lines,
)
from models.queries.report_content import Figures
from models.rules.rates import gap
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.queries.reckoning import Reckoned, sums

NOTHING = Figures(0, 0, 0, 0, 0, 0)


def test_the_untidy_ledger_has_what_is_to_be_counted(messy: Desk, reckoned: list[Reckoned]) -> None:
    """Otherwise the comparisons below would prove nothing."""
    key = [one for one in reckoned if one.key]
    assert len(key) > 80
    assert {one.decision for one in key} == {"yes", "no", None}
    assert {one.route for one in key} == {"own", "joint", "sector", "area", None}
    assert any(len(one.detail.unions) > 1 for one in key)
    assert any(d.until and d.until < TODAY.isoformat() for one in key for d in one.detail.decisions[:1])
    assert any(one.detail.in_trash for one in reckoned)
    assert any(not one.live and not one.detail.in_trash for one in reckoned)
    assert any(one.main_reason == "C2" and one.route is None for one in key)
    assert any(one.street is None for one in key)
    assert {one.scope for one in reckoned} >= {"key", "ordinary", "extension"}
    messy.prove()


def test_totals(messy: Desk, reckoned: list[Reckoned]) -> None:
    assert figures(messy.ledger) == sums(reckoned)


GROUPS: dict[str, Callable[[Reckoned], str | None]] = {
    "street": lambda one: one.street,
    "cadre": lambda one: one.detail.facts["owner"].hex() if one.detail.facts["owner"] else None,
    "type": lambda one: one.detail.type or None,
    "reason": lambda one: one.main_reason,
    "stage": lambda one: one.word,
}


@pytest.mark.parametrize("by", GROUPS)
def test_groups(messy: Desk, reckoned: list[Reckoned], by: str) -> None:
    found = {group.key: group.figures for group in figures_by(messy.ledger, by)}
    keys = {GROUPS[by](one) or None for one in reckoned if one.key}
    assert found == {key: sums(one for one in reckoned if (GROUPS[by](one) or None) == key) for key in keys}
    total = figures(messy.ledger)
    for name in ("key", "eligible", "built", "undecided", "overdue"):
        assert sum(getattr(part, name) for part in found.values()) == getattr(total, name)


def test_bigger_groups_first_and_the_unknown_last(messy: Desk) -> None:
    groups = figures_by(messy.ledger, "street")
    assert groups[-1].key is None
    counts = [group.figures.key for group in groups[:-1]]
    assert counts == sorted(counts, reverse=True)


def test_areas(messy: Desk, reckoned: list[Reckoned]) -> None:
    areas = figures_by_area(messy.ledger)
    assert {area.code: area.figures for area in areas} == {
        code or "": sums(one for one in reckoned if one.street == code)
        for code in {one.street for one in reckoned if one.key}
    }
    assert (areas[-1].code, areas[-1].name) == ("", "街道未定")
    rates = [area.figures.rate for area in areas[:-1] if area.figures.rate is not None]
    assert rates == sorted(rates, reverse=True)


def test_unions_of_the_last_weeks(messy: Desk, reckoned: list[Reckoned]) -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    starts = [monday - timedelta(weeks=n) for n in (8, 7, 6, 5, 4, 3, 2, 1)]
    by_hand = [
        sum(
            one.key
            and one.covered_on is not None
            and start <= date.fromisoformat(one.covered_on) < start + timedelta(7)
            for one in reckoned
        )
        for start in starts
    ]
    assert built_per_week(messy.ledger, monday, 8) == by_hand
    assert sum(by_hand) > 0


def test_targets_recompute_from_the_total(messy: Desk) -> None:
    total = figures(messy.ledger)
    for line in target_lines(campaign(messy.ledger), total, TODAY):
        assert line.missing == gap(total.built, total.eligible, line.percent)
        assert line.days_left == (line.due_on - TODAY).days


# Case by case.


def kindergarten(office: Desk, number: int = 1, **values: object) -> int:
    return office.add(f"第{number}幼儿园", code=code_of("52", "440105", number), category="kindergarten", **values)


def decide(office: Desk, one: int, decision: str, **values: object) -> None:
    said = EligibilityInput.parse({"decision": decision, "decided_on": date(2024, 9, 1), **values})
    decide_eligibility(office.ledger, [one], said)


def unite(office: Desk, *organizations: int, route: str = "joint") -> None:
    form_union(office.ledger, organizations, UnionInput(name="工会", route=route, founded_on=date(2024, 9, 2)))


def counted(ledger: Ledger) -> tuple[int, int, int, int, int]:
    found = figures(ledger)
    return found.key, found.eligible, found.not_eligible, found.undecided, found.built


def test_an_empty_ledger(office: Desk) -> None:
    assert figures(office.ledger) == NOTHING
    assert NOTHING.rate is None
    assert figures_by(office.ledger, "street") == []
    assert figures_by_area(office.ledger) == []


def test_unknown_is_neither_yes_nor_no(office: Desk) -> None:
    one = kindergarten(office)
    assert counted(office.ledger) == (1, 0, 0, 1, 0)
    decide(office, one, "yes")
    assert counted(office.ledger) == (1, 1, 0, 0, 0)
    decide(office, one, "no")
    assert counted(office.ledger) == (1, 0, 1, 0, 0)
    decide(office, one, "unknown")
    assert counted(office.ledger) == (1, 0, 0, 1, 0)


def test_a_decision_counts_through_its_last_day(office: Desk) -> None:
    decide(office, kindergarten(office), "no", until=TODAY)
    assert counted(office.ledger) == (1, 0, 1, 0, 0)
    office.clock.set(TODAY + timedelta(days=1))
    assert counted(office.ledger) == (1, 0, 0, 1, 0)
    assert figures(office.ledger, today=TODAY).not_eligible == 1


def test_an_expired_yes_takes_its_union_out_of_the_rate(office: Desk) -> None:
    one = kindergarten(office)
    decide(office, one, "yes", until=TODAY)
    unite(office, one, route="own")
    assert counted(office.ledger) == (1, 1, 0, 0, 1)
    office.clock.set(TODAY + timedelta(days=1))
    assert counted(office.ledger) == (1, 0, 0, 1, 0)


def test_covered_twice_counts_once(office: Desk) -> None:
    one, other = kindergarten(office), kindergarten(office, 2)
    unite(office, one, other)
    unite(office, one, route="sector")
    assert counted(office.ledger) == (2, 2, 0, 0, 2)
    assert figures(office.ledger).built_own == 0
    unite(office, one, route="own")
    assert (figures(office.ledger).built, figures(office.ledger).built_own) == (2, 1)


def test_a_union_of_one_who_is_not_eligible_is_in_no_rate(office: Desk) -> None:
    one = kindergarten(office)
    decide(office, one, "no")
    unite(office, one, route="own")
    assert counted(office.ledger) == (1, 0, 1, 0, 0)


@pytest.mark.parametrize(("code", "built"), [("C2", 1), ("G1", 0), ("G2", 0), ("C1", 0), ("B2", 0)])
def test_reasons_that_cover(office: Desk, code: str, built: int) -> None:
    """C2 counts as covered; G1 and G2 count once confirmed, that is with a union."""
    one = kindergarten(office)
    decide(office, one, "yes")
    add_reason(office.ledger, one, ReasonInput(code=code, opened_on=TODAY))
    assert counted(office.ledger) == (1, 1, 0, 0, built)


@pytest.mark.parametrize("code", ["A1", "A4", "A6"])
def test_reasons_that_take_off_the_list(office: Desk, code: str) -> None:
    one = kindergarten(office)
    add_reason(office.ledger, one, ReasonInput(code=code, opened_on=TODAY))
    assert figures(office.ledger) == NOTHING
    resolve_reason(office.ledger, one, code, on=TODAY)
    assert figures(office.ledger).key == 1


@pytest.mark.parametrize(
    ("status", "key"),
    [("active", 1), ("suspended", 1), ("liquidating", 1), ("cancelled", 0), ("revoked", 0), ("moved", 0)],
)
def test_who_is_gone_is_not_counted(office: Desk, status: str, key: int) -> None:
    kindergarten(office, status=status)
    assert figures(office.ledger).key == key


def test_only_key_organizations_are_in_the_rate(office: Desk) -> None:
    office.add("某协会", code=code_of("51", "440105"))
    office.add("某律师事务所", code=code_of("31", "440000"))
    office.add("某某医院有限公司", code=code_of("91", "440105"), category="hospital")
    assert figures(office.ledger) == NOTHING


def test_overdue_by_follow_up_or_deadline_until_covered(office: Desk) -> None:
    one = kindergarten(office, deadline=TODAY)
    assert figures(office.ledger).overdue == 0
    change_organization(office.ledger, one, {"deadline": TODAY - timedelta(days=1)})
    assert figures(office.ledger).overdue == 1
    unite(office, one)
    assert figures(office.ledger).overdue == 0


@pytest.mark.parametrize(("division", "digits"), [("", 2), ("44", 4), ("4401", 6), ("440105", 9), ("440105001", 9)])
def test_a_row_of_a_sheet_is_one_level_below_the_office(tmp_path, monkeypatch, division: str, digits: int) -> None:
    from tests.models.edits.desk import desk, without_waiting_for_the_disk  # noqa: PLC0415 - this one only

    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path, division=division or None) as office:
        assert area_digits(office.ledger) == digits


def test_names_of_areas() -> None:
    assert street_figures("440105001", NOTHING).short_name == "赤岗"
    assert street_figures("440105", NOTHING).name == "海珠区"
    assert street_figures("4401", NOTHING).short_name == "广州"
    assert street_figures("", NOTHING).name == "街道未定"
    assert street_figures("999999999", NOTHING).name == "999999999"
