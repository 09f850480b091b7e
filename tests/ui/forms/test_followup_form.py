"""Follow-ups: proposals of the playbook, days on workdays, people by name."""

from tests.ui.forms.conftest import CLINIC, CONTROL, RIVER, SUN, Bench, Key
from ui.followups.followup_form import FollowupForm
from ui.requests import AssignFollowup


def open_for(bench: Bench, *organizations: int) -> FollowupForm:
    form = bench.open(AssignFollowup(organizations))
    assert isinstance(form, FollowupForm)
    return form


def test_the_playbook_of_the_main_reason_is_filled_in(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert form.task.text() == "送政策材料，请已建会的负责人面谈"
    assert form._task_field._help.text() == "依据 D1 负责人有顾虑"
    assert (form.due.text(), form.due.meaning.words) == ("+5", "10-10 周四")
    assert form.cadre.text() == "周岚"
    bench.press(Key.Key_Return, CONTROL)
    made = next(item for item in bench.detail(SUN).followups if item.task.startswith("送政策"))
    assert (made.due_on, made.cadre) == ("2024-10-10", "周岚")
    assert bench.said == ["已记跟进"]
    assert not bench.overlay.is_open


def test_other_proposals_bring_their_own_day_until_one_is_typed(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.press(Key.Key_Down)
    bench.press(Key.Key_Down)
    bench.enter()
    assert form.task.text() == "与街道联系并入联合工会"  # of B3, the other open reason
    assert form.due.text() == "+7"
    assert form.due.hasFocus()
    bench.type("1001")
    assert form.due.day.isoformat() == "2024-10-08"
    assert form._due_field._help.text() == "10-01 国庆节休息，顺延到 10-08"
    form.task.setText("再次走访")
    assert form.due.text() == "1001"


def test_a_name_that_nobody_has_is_refused_and_stays(bench: Bench) -> None:
    form = open_for(bench, SUN)
    before = bench.batches()
    bench.enter(2)
    bench.press(Key.Key_A, CONTROL)
    bench.compose("", "王五")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.cadre.hasFocus()
    assert form.cadre.text() == "王五"
    bench.press(Key.Key_A, CONTROL)
    bench.compose("", "沈")
    bench.enter()  # takes the only proposal
    assert form.cadre.text() == "沈嘉"
    bench.press(Key.Key_Return, CONTROL)
    assert {item.cadre for item in bench.detail(SUN).followups if item.task.startswith("送政策")} == {"沈嘉"}


def test_a_person_is_found_by_the_initials(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.enter(2)
    bench.press(Key.Key_A, CONTROL)
    bench.type("sj")
    bench.enter()
    assert form.cadre.text() == "沈嘉"
    assert form.context.cadre_called("sj") == form.context.cadre_named("沈嘉")
    assert form.context.cadre_called("s") is form.context.cadre_called("zz") is None


def test_several_organizations_get_one_each_in_one_step(bench: Bench) -> None:
    before = bench.batches()
    form = open_for(bench, SUN, RIVER, CLINIC)
    assert form.note.text() == "3 家"
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before + 1
    assert [len(bench.detail(each).followups) for each in (SUN, RIVER, CLINIC)] == [2, 2, 1]
    assert bench.said == ["已给 3 家记跟进"]


def test_without_task_or_with_a_day_that_is_over_nothing_is_saved(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    before = bench.batches()
    form.task.clear()
    form.due.setText("-3")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.task.hasFocus()
    assert form._due_field._help.text() == "这一天已经过了，请写今天或以后的日期。"
