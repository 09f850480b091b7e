"""What the visit strip proposes while it is filled in: days, next steps, stages, the way to a union, the next one."""

from datetime import date

import pytest

from models.edits.followups import assign_followup
from models.edits.organizations import change_organizations
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.inputs.forms import FollowupInput, VisitInput
from models.queries.people_list import cadres
from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, RIVER, SCHOOL, SHIFT, SUN, TODAY, Bench, Key
from tests.ui.forms.visit_strip import edits_of, help_of, open_for


def test_nobody_there_skips_reasons_and_comes_again_after_three_workdays(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(3)
    bench.type("d2 ")
    bench.press(Key.Key_Return, SHIFT)
    bench.type("4")
    assert form.stops.next_step.text() == "+3"
    bench.enter()
    assert form.stops.next_step.hasFocus()  # the reasons are passed over
    bench.press(Key.Key_Return, CONTROL)
    detail = bench.detail(CLINIC)
    assert detail.reasons == ()
    assert [(item.task, item.due_on) for item in detail.followups] == [("再次走访", "2024-10-08")]


def test_the_proposal_for_nobody_there_goes_with_it(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("4")
    bench.type("2")
    assert form.stops.next_step.text() == ""
    assert form.stops.reasons.isEnabled()
    bench.type("4")
    form.stops.next_step.setText("+9")
    bench.type("2")
    assert form.stops.next_step.text() == "+9"  # somebody wrote that


@pytest.mark.parametrize(
    ("typed", "meaning", "note"),
    [
        ("+5", "10-10 周四", "+5 个工作日：跳过国庆节 7 天，09-29（周日）调休上班已计入"),
        ("+1", "09-29 周日", "+1 个工作日：09-29（周日）调休上班已计入"),
        ("0929", "09-29 周日", "09-29（周日）调休上班"),
        ("1001", "10-08 周二", "10-01 国庆节休息，顺延到 10-08"),
        ("下周六", "10-08 周二", "10-05 国庆节休息，顺延到 10-08"),
        ("1019", "10-21 周一", "10-19 周六休息，顺延到 10-21"),
    ],
)
def test_next_step_lands_on_workdays_and_says_why(bench: Bench, typed: str, meaning: str, note: str) -> None:
    form = open_for(bench, SUN)
    form.stops.next_step.setText(typed)
    step = form.stops.next_step
    assert step.meaning.words == f"{meaning} · 周岚 · 送政策材料，请已建会的负责人面谈"
    assert help_of(form, "next_on") == note


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("0", "09-27 周五"),
        ("-1", "09-26 周四"),
        ("18", "09-18 周三"),
        ("0618", "周二"),  # the day stands there already
        ("0929", "2023-09-29 周五"),
    ],
)
def test_the_day_of_a_visit_is_typed_short_and_said_inside_the_field(bench: Bench, typed: str, meaning: str) -> None:
    form = open_for(bench, SUN)
    bench.press(Key.Key_A, CONTROL)
    bench.type(typed)
    assert form.stops.day.meaning.words == meaning


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0", "09-27 周五"),
        ("+7", "10-12 周六"),  # a worked Saturday
        ("18", "10-18 周五"),
        ("0618", "2025-06-18 周三"),
        ("下周三", "10-08 周二"),  # a holiday: the first workday after it
    ],
)
def test_a_next_step_is_typed_short_and_said_inside_the_field(bench: Bench, typed: str, day: str) -> None:
    form = open_for(bench, SUN)
    form.stops.next_step.setText(typed)
    assert form.stops.next_step.meaning.words.partition(" · ")[0] == day


def test_one_street_is_gone_through_before_the_next(bench: Bench) -> None:
    for organization, street in ((RIVER, "110105002"), (SUN, "110105001"), (CLINIC, "110105002")):
        change_organizations(bench.ledger, [organization], {"street": street})
    assign_followup(bench.ledger, [CLINIC], FollowupInput(task="送样本", due_on=TODAY))
    form = open_for(bench)
    seen = []
    for _organization in range(3):
        seen.append(form.chosen.ids[0])
        bench.enter(2)
        bench.type("2")
        bench.press(Key.Key_Return, CONTROL)
    assert seen == [RIVER, CLINIC, SUN]  # RIVER is late, CLINIC is in its street
    assert not bench.overlay.is_open


def test_plain_days_need_no_explanation_and_the_past_is_refused(bench: Bench) -> None:
    form = open_for(bench, SUN)
    form.stops.next_step.setText("1015")
    assert help_of(form, "next_on") == "留空就不记；后面可写人名和事项"
    form.stops.next_step.setText("2024-09-02")
    assert form.stops.next_step.step is None
    bench.enter(2)
    bench.type("2")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).visits == ()
    assert help_of(form, "next_on") == "这一天已经过了，请写今天或以后的日期。"


def test_playbook_of_the_main_reason_is_one_key(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("2")
    bench.enter()
    bench.type("f3")
    bench.enter()
    bench.press(Key.Key_Down)
    assert form.stops.next_step.step.task == "与社工委、业务主管单位一并推动"
    assert form.stops.next_step.step.day == date(2024, 11, 13)  # 30 workdays


def test_a_stage_is_proposed_and_changed_only_when_ticked(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    assert not form.stage.isVisible()
    bench.enter(2)
    bench.type("1")
    assert form.stage.isVisible()
    assert (form.stage.words(), form.stage.ticked()) == ("当前阶段改为 S3 有意向", False)
    bench.enter(5)  # way to a union, reasons, next step, note, and on to the box
    assert form.stage.isAncestorOf(bench.focus)
    bench.enter()  # walking on ticks nothing
    assert form.save_button.hasFocus()
    bench.enter()
    assert bench.detail(CLINIC).facts["stage"] is None
    assert len(bench.detail(CLINIC).visits) == 1


def test_a_ticked_stage_is_an_edit_of_its_own(bench: Bench) -> None:
    before = bench.batches()
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("1")
    bench.press(Key.Key_S, ALT)
    assert form.stage.ticked()
    bench.press(Key.Key_S, ALT)
    assert not form.stage.ticked()
    bench.enter(5)
    bench.press(Key.Key_Space)
    assert form.stage.ticked()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).facts["stage"] == "S3"
    assert bench.batches() == before + 1
    assert edits_of(bench) == [{"stage": "S3"}]
    assert bench.said == ["已存走访，当前阶段改为 S3 有意向"]
    undo(bench.ledger)
    assert bench.detail(CLINIC).facts["stage"] is None
    assert bench.detail(CLINIC).visits == ()


def test_who_agrees_is_asked_for_the_way_to_a_union(bench: Bench) -> None:
    form = open_for(bench, CLINIC, SCHOOL)
    assert not form.stops.route.isVisible()
    bench.enter(2)
    bench.type("1")
    bench.enter()
    assert form.stops.route.hasFocus()
    assert "2 联合建" in form.hint.text()
    bench.type("2")
    before = bench.batches()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.said == ["已存 2 家的走访，建会模式 联合建"]
    assert bench.batches() == before + 1
    assert [bench.detail(each).facts["proposed_route"] for each in (CLINIC, SCHOOL)] == ["joint", "joint"]
    assert edits_of(bench) == [{"proposed_route": "joint"}] * 2
    assert "现为联合建" in help_of(open_for(bench, CLINIC), "route")
    undo(bench.ledger)
    assert [bench.detail(each).facts["proposed_route"] for each in (CLINIC, SCHOOL)] == [None, None]
    assert bench.detail(CLINIC).visits == ()


def test_a_way_that_was_chosen_for_another_result_is_not_written(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("1")
    bench.enter()
    bench.type("3")
    bench.press(Key.Key_Return, SHIFT)
    bench.type("2")
    assert not form.stops.route.isVisible()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).facts["proposed_route"] is None


@pytest.mark.parametrize(
    ("result", "words", "state"), [("3", "P2 受阻", "P2"), ("5", "P3 退出", "P3"), ("6", "P3 退出", "P3")]
)
def test_a_refusal_and_a_departure_propose_a_state_that_one_key_confirms(
    bench: Bench, result: str, words: str, state: str
) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type(result)
    assert form.stage.words() == f"当前阶段改为 {words}"
    bench.press(Key.Key_S, ALT)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).facts["side_state"] == state
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type(result)
    assert not form.stage.isVisible()  # it is that already


def test_the_mode_of_the_last_visit_is_the_usual_one(bench: Bench) -> None:
    record_visits(bench.ledger, [SCHOOL], VisitInput(visited_on=TODAY, result="2", mode="2"))
    form = open_for(bench, CLINIC)
    assert form.stops.mode.choice() == "2"
    bench.enter()
    bench.type("1")
    bench.enter()
    bench.type("2")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).visits[0].mode == "1"


def test_other_results_take_a_tick_back(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("1")
    form.stage.set_ticked(True)
    bench.type("2")
    bench.type("1")
    assert not form.stage.ticked()


def test_next_step_goes_to_whoever_is_named(bench: Bench) -> None:
    form = open_for(bench, SUN)
    names = {row.name: row.uid for row in cadres(bench.ledger)}
    form.stops.next_step.setText("+5送样本")
    assert (form.stops.next_step.step.task, form.stops.next_step.step.cadre.name) == ("送样本", "周岚")
    form.stops.next_step.setText("下周三 @沈嘉")
    assert form.stops.next_step.step.cadre.uid == names["沈嘉"]
    assert form.stops.next_step.step.task == "送政策材料，请已建会的负责人面谈"
