"""The numbers of the first screen: what was entered gives them, and each opens a list of that many."""

import re
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton

from models.edits.campaigns import TargetChange, change_campaign
from models.edits.organizations import add_organization, change_organization
from models.rules.campaigns import SHIPPED
from tests.models.edits.desk import code_of
from tests.ui.targets.campaign_office import TODAY, Bench, Office, button_with, figures_of
from ui.requests import DoAction, ShowList
from ui.shared.run_button import RunButton
from ui.theme.tokens import Role
from ui.today.page import TodayPage


def page_of(bench: Bench) -> TodayPage:
    assert isinstance(bench.page, TodayPage)
    return bench.page


def number_in(text: str) -> int:
    return int(re.findall(r"[\d,]+", text)[-1].replace(",", ""))


def colours(button: RunButton) -> set[Role | None]:
    return {run.role for run in button._runs if run.bold}


def set_targets(office: Office, *targets: TargetChange) -> None:
    change_campaign(
        office.ledger,
        name="专项行动",
        starts_on=date(2023, 1, 1),
        ends_on=date(2026, 12, 31),
        targets=targets,
        rule=office.ledger.scope_rule(),
    )


def test_the_card_adds_up_and_every_number_opens_its_list(filled: Office, bench: Bench) -> None:
    bench.show()
    card, sums = page_of(bench).gauge, figures_of(filled.organizations)
    assert sums == {
        "key": 20, "eligible": 15, "not_eligible": 2, "undecided": 3, "built": 10, "built_own": 4
    }  # fmt: skip
    wanted = {
        "重点对象": sums["key"],
        "具备条件": sums["eligible"],
        "暂不具备": sums["not_eligible"],
        "未认定": sums["undecided"],
        "已建会": sums["built"],
        "其中单独建会": sums["built_own"],
        "还没有建会": sums["eligible"] - sums["built"],
    }
    for words, number in wanted.items():
        button = button_with(card, words)
        assert number_in(button.text()) == number
        button.click()
        assert filled.count(bench.last_list().query) == number
    card.missing.click()
    assert filled.names(bench.last_list().query) == {f"未建幼儿园{number}" for number in range(5)}


def test_the_bar_shows_reached_projected_and_both_marks(filled: Office, bench: Bench) -> None:
    bench.show()
    content = page_of(bench).gauge.gauge._content
    assert content.reached_words == "66.7%"
    assert content.reached == pytest.approx(100 * 10 / 15)
    # Five in the four whole weeks before this one; 95 days are left: 1.25 * 95 / 7 = 16.9, more than there are.
    assert content.projected == 100
    assert "12-31" in content.projected_words
    assert [(mark.share, mark.words) for mark in content.marks] == [(60, "60% 已达到"), (85, "85% 目标")]


def test_pace_and_days_are_those_of_the_next_target(filled: Office, bench: Bench) -> None:
    bench.show()
    card = page_of(bench).gauge
    missing = -(-85 * 15 // 100) - 10
    assert card.missing.text() == f"距 85% 还差 {missing} 家"
    assert card.left.accessibleName() == "剩余（到 12-31） 95 天 · 14 周"
    assert card.pace.needed.text() == "1 家"
    assert card.pace.average.text() == "1.25 家"
    assert card.pace.missing.text() == "0 家"
    assert Role.DANGER not in colours(card.pace.average) | colours(card.pace.missing)
    card.pace.average.click()
    assert filled.names(bench.last_list().query) == {f"建会幼儿园{number}" for number in range(5)}


def test_this_week_is_not_in_the_pace_yet(filled: Office, bench: Bench) -> None:
    filled.add("本周建会的", eligible="yes", union="own", since=TODAY - timedelta(days=1))
    filled.add("五周前建会的", eligible="yes", union="own", since=TODAY - timedelta(days=33))
    bench.show()
    pace = page_of(bench).gauge.pace
    assert pace.average.text() == "1.25 家"
    pace.average.click()
    assert filled.names(bench.last_list().query) == {f"建会幼儿园{number}" for number in range(5)}


def test_numbers_are_still_there_after_a_change(filled: Office, bench: Bench) -> None:
    bench.show()
    first = filled.organizations[0].id
    bench.elsewhere(lambda ledger: change_organization(ledger, first, {"status": "cancelled"}))
    card = page_of(bench).gauge
    assert button_with(card, "重点对象").text() == "重点对象 19 家"
    assert button_with(card, "已建会").text() == "已建会 9 家"
    assert button_with(page_of(bench).due, "逾期").text() == "逾期 0"


def test_red_only_where_the_pace_is_too_low(filled: Office, bench: Bench) -> None:
    soon = TODAY + timedelta(days=10)
    set_targets(filled, TargetChange("60", 60, date(2024, 1, 31)), TargetChange("85", 100, soon))
    bench.show()
    pace = page_of(bench).gauge.pace
    # 1.25 a week for 10 days is one more union: 11 of 15.
    assert [pace.needed.text(), pace.average.text(), pace.missing.text()] == ["3 家", "1.25 家", "4 家"]
    assert colours(pace.average) == colours(pace.missing) == {Role.DANGER}
    assert Role.DANGER not in colours(pace.needed)


def test_targets_that_are_over_say_so(filled: Office, bench: Bench) -> None:
    set_targets(filled, TargetChange("60", 60, date(2024, 1, 31)), TargetChange("85", 85, date(2024, 9, 20)))
    bench.show()
    card = page_of(bench).gauge
    assert [mark.words for mark in card.gauge._content.marks] == ["60% 已达到", "85% 已到期"]
    assert card.left.accessibleName() == "85% 目标日（09-20）已过 7 天"
    assert card.missing.text() == "距 85% 还差 3 家"
    # No target ahead: what the last weeks brought still counts, and how long the last target takes at that pace.
    pace = card.pace
    assert [button.text() for button in (pace.needed, pace.average, pace.missing)] == ["—", "1.25 家", "3 周"]
    assert pace._outlook.text() == "照此达到还要"
    assert "目标日已过 7 天" in card._advice.text()
    card._aim.click()
    assert bench.asked == [DoAction("campaign")]
    assert card.gauge._content.projected is None
    assert card._advice.isVisible()


def test_nothing_eligible_is_no_zero_per_cent(office: Office, bench: Bench) -> None:
    for number in range(3):
        office.add(f"未认定幼儿园{number}")
    bench.show()
    card = page_of(bench).gauge
    assert card.gauge._content.reached_words == "—"
    assert card.missing.text() == "距目标还差 —"
    assert "3 家未认定" in card._advice.text()
    card._decide.click()
    assert office.count(bench.last_list().query) == 3


def test_no_key_organization_explains_the_rule(office: Office, bench: Bench) -> None:
    office.add("区级协会", category="culture_sport", code=code_of("51", "440105"))
    bench.show()
    card = page_of(bench).gauge
    assert "还没有重点对象。按登记级别" in card._advice.text()
    assert not card._decide.isVisible()
    assert not card._aim.isVisible()


def test_a_list_without_codes_says_what_makes_key_organizations_of_it(office: Office, bench: Bench) -> None:
    for name in ("爱华幼儿园", "爱心幼儿园"):
        add_organization(office.ledger, {"name": name})
    bench.show()
    assert "2 家代码待核" in page_of(bench).gauge._advice.text()


def test_past_targets_say_what_to_do_also_without_key_organizations(office: Office, bench: Bench) -> None:
    office.add("区级协会", category="culture_sport")
    set_targets(office, TargetChange("60", 60, date(2024, 1, 31)), TargetChange("85", 85, date(2024, 9, 20)))
    bench.show()
    card = page_of(bench).gauge
    assert "还没有重点对象" in card._advice.text()
    assert "请调整目标日，或者定下一个目标" in card._advice.text()
    card._aim.click()
    assert bench.asked == [DoAction("campaign")]


def test_what_waits_opens_lists_of_that_size(filled: Office, bench: Bench) -> None:
    # The ledger's organizations have no codes: all of them are 待核.
    bench.show()
    lines = page_of(bench).judge.lines
    assert {name: line.count for name, line in lines.items()} == {
        "conflicts": 0, "undecided": 3, "no_reason": 10, "no_street": 1, "unverified": 20,
    }  # fmt: skip
    for line in lines.values():
        bench.asked.clear()
        line.click()
        if line.count:
            assert filled.count(bench.last_list().query) == line.count
        else:
            assert not bench.asked


def test_no_number_is_without_a_list(filled: Office, bench: Bench) -> None:
    """Every enabled button with a number in the gauge card asks for a list of that many."""
    filled.promise(filled.organizations[12], "再访", TODAY - timedelta(days=3))
    bench.show()
    checked = 0
    for button in page_of(bench).gauge.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and "1.25" not in button.text() and "距" not in button.text():
            button.click()
            request = bench.asked[-1]
            assert isinstance(request, ShowList)
            assert request.title
            assert filled.count(request.query) == number_in(button.text()), button.text()
            checked += 1
    assert checked == 8


def test_the_shipped_targets_are_what_these_tests_count_with() -> None:
    assert [(target.percent, target.due_on) for target in SHIPPED.targets] == [
        (60, date(2023, 12, 31)), (85, date(2024, 12, 31)),
    ]  # fmt: skip
