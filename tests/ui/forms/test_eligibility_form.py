"""Decisions on eligibility: a "no" that is incomplete is saved and said to be so; the history is seen."""

from datetime import date

from PySide6.QtWidgets import QLabel

from models.edits.eligibility import decide_eligibility
from models.edits.organizations import change_organization
from models.inputs.forms import EligibilityInput
from tests.ui.forms.conftest import CLINIC, CONTROL, RIVER, SUN, Bench, Key
from ui.organizations.eligibility_form import EligibilityForm
from ui.requests import DecideEligibility


def open_for(bench: Bench, *organizations: int) -> EligibilityForm:
    form = bench.open(DecideEligibility(organizations))
    assert isinstance(form, EligibilityForm)
    return form


def test_digits_decide_and_enter_goes_on(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert form.decision.choice() == "unknown"
    bench.type("1")
    assert form.decision.choice() == "yes"
    bench.press(Key.Key_Right)
    assert form.decision.choice() == "no"
    bench.type("1")
    bench.enter()
    assert form.day.hasFocus()
    bench.enter()
    bench.compose("", "名册 38 人")
    bench.enter()
    bench.compose("", "职工名册")
    bench.press(Key.Key_Return, CONTROL)
    (made,) = bench.detail(SUN).decisions
    assert (made.decision, made.decided_on, made.ground, made.evidence) == (
        "yes",
        "2024-09-27",
        "名册 38 人",
        "职工名册",
    )
    assert (made.decided_by, made.until) == ("周岚", "")
    assert bench.said == ["已认定：具备条件"]


def test_no_without_ground_warns_and_does_not_block(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert not form._warning.isVisible()
    bench.type("2")
    assert form._warning.isVisible()
    assert form._warning._reason == "“暂不具备”还缺依据"
    assert form.until.text() == "+60"
    form.until.clear()
    assert form._warning._reason == "“暂不具备”还缺依据、复核日期"
    form.ground.setText("无专职人员")
    assert form._warning._reason == "“暂不具备”还缺复核日期"
    form.ground.clear()
    bench.press(Key.Key_Return, CONTROL)
    (made,) = bench.detail(SUN).decisions
    assert (made.decision, made.ground, made.until) == ("no", "", "")


def test_re_check_before_the_decision_is_refused(bench: Bench) -> None:
    form = open_for(bench, SUN)
    before = bench.batches()
    bench.type("2")
    form.until.setText("2024-09-02")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.until.hasFocus()
    assert form.until.text() == "2024-09-02"


def test_decisions_so_far_are_shown_newest_first(bench: Bench) -> None:
    for day, decision, ground in ((date(2024, 3, 1), "no", "只有 2 人"), (date(2024, 6, 18), "yes", "名册 30 人")):
        decision_made = EligibilityInput(decision=decision, decided_on=day, ground=ground)
        decide_eligibility(bench.ledger, [SUN], decision_made)
    form = open_for(bench, SUN)
    assert form.decision.choice() == "yes"
    shown = [label.text() for label in form.known.findChildren(QLabel)]
    assert shown == ["06-18 具备条件　周岚", "名册 30 人", "03-01 暂不具备　周岚", "只有 2 人"]


def test_several_are_one_step_and_nothing_is_decided_beforehand(bench: Bench) -> None:
    before = bench.batches()
    form = open_for(bench, SUN, RIVER, CLINIC)
    assert form.decision.choice() == "unknown"
    bench.type("1")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before + 1
    assert [bench.detail(each).eligibility for each in (SUN, RIVER, CLINIC)] == ["yes"] * 3
    assert bench.said == ["已认定 3 家：具备条件"]


def test_a_no_proposes_p1_and_a_yes_takes_it_off_when_that_is_ticked(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert not form.stage.isVisible()
    bench.type("2")
    assert form.stage.isVisible()
    assert form.stage.words() == "当前阶段改为 P1 暂不具备"
    assert not form.stage.ticked()
    form.ground.setText("无专职人员")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).side_state == ""  # it is proposed, not done
    before = bench.batches()
    form = open_for(bench, SUN)
    assert form.stage.isVisible()
    form.evidence.setText("年检报告")
    form._tick_stage()
    bench.press(Key.Key_Return, CONTROL)
    assert (bench.detail(SUN).side_state, bench.detail(SUN).word) == ("P1", "excluded")
    assert bench.batches() == before + 1
    assert bench.said[-1] == "已认定：暂不具备，当前阶段一起改"
    form = open_for(bench, SUN)
    assert not form.stage.isVisible()
    bench.type("1")
    assert form.stage.words() == "不再是 P1 暂不具备，回到原来的阶段"
    form._tick_stage()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).side_state == ""


def test_of_several_only_those_that_it_is_new_for(bench: Bench) -> None:
    change_organization(bench.ledger, SUN, {"side_state": "P1"})
    change_organization(bench.ledger, RIVER, {"stage": "S10"})
    form = open_for(bench, SUN, RIVER, CLINIC)
    bench.type("2")
    assert form.stage.words() == "其中 1 家的当前阶段改为 P1 暂不具备"
    form._tick_stage()
    bench.press(Key.Key_Return, CONTROL)
    assert [bench.detail(each).side_state for each in (SUN, RIVER, CLINIC)] == ["P1", "", "P1"]
