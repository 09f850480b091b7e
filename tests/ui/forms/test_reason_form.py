"""Reasons: what they mean, which is primary, words for Z, resolving, and the next step on one key."""

import pytest
from PySide6.QtWidgets import QPushButton

from models.edits.undo import undo
from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, RIVER, SUN, Bench, Key
from ui.organizations.reason_form import ReasonForm
from ui.requests import AddReason


def open_for(bench: Bench, organization: int) -> ReasonForm:
    form = bench.open(AddReason(organization))
    assert isinstance(form, ReasonForm)
    return form


def reasons(bench: Bench, organization: int) -> list[tuple[str, bool]]:
    return [(r.code, r.is_primary) for r in bench.detail(organization).reasons if not r.resolved_on]


def button(form: ReasonForm, code: str, words: str) -> QPushButton:
    rows = [row for row in form.open_reasons._rows if row._code == code]
    return next(each for each in rows[0].findChildren(QPushButton) if each.text() == words)


@pytest.mark.parametrize(
    ("typed", "text", "effect"),
    [
        ("f3", "F3 党组织未建", "留在建会率分母里，要继续做工作"),
        ("b1", "B1 无专职人员", "暂不计入分母：还要作“暂不具备”认定，写依据和复核日期"),
        ("a1", "A1 已注销", "核实后移出台账，不再计入分母"),
        ("c2", "C2 随母体覆盖", "留在分母里，确认被覆盖后算建成"),
    ],
)
def test_effect_is_explained_in_words(bench: Bench, typed: str, text: str, effect: str) -> None:
    form = open_for(bench, CLINIC)
    bench.type(typed)
    bench.enter()
    assert form.code.text() == text
    assert form._code_field._help.text() == effect


def test_label_finds_the_code_and_evidence_is_asked_for(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.compose("", "明白")
    bench.press(Key.Key_A, CONTROL)
    bench.compose("", "劳务")
    bench.enter()
    assert form.code.text() == "C3 劳务派遣"
    assert form._evidence_field._help.text() == "一般要有：派遣协议"
    bench.enter()
    bench.compose("", "派遣公司在外区")
    bench.enter()
    bench.compose("", "派遣协议")
    bench.press(Key.Key_Return, CONTROL)
    (made,) = bench.detail(CLINIC).reasons
    assert (made.code, made.is_primary, made.note, made.evidence) == ("C3", True, "派遣公司在外区", "派遣协议")
    assert made.opened_on == "2024-09-27"
    assert bench.said == ["已记原因 C3 劳务派遣"]


def test_first_reason_is_primary_without_asking(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    assert form.primary.ticked()
    assert not form.primary.isEnabled()


def test_another_one_is_primary_only_when_f7_says_so(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.type("f3")
    bench.enter()
    assert not form.primary.ticked()
    bench.press(Key.Key_Return, CONTROL)
    assert reasons(bench, SUN) == [("D1", True), ("F3", False), ("B3", False)]
    open_for(bench, SUN)
    bench.type("d2")
    bench.enter()
    bench.press(Key.Key_F7)
    bench.press(Key.Key_Return, CONTROL)
    assert [code for code, is_primary in reasons(bench, SUN) if is_primary] == ["D2"]


def test_z_needs_words_and_keeps_what_was_typed(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    before = bench.batches()
    bench.type("z")
    bench.enter()
    assert form._note_field._help.text() == "“其他”必须写明"
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.reason_note.hasFocus()
    assert form.code.text() == "Z 其他"
    bench.compose("", "房东不同意挂牌")
    bench.press(Key.Key_Return, CONTROL)
    assert reasons(bench, CLINIC) == [("Z", True)]


@pytest.mark.parametrize(("typed", "said"), [("", "请选一个原因。"), ("q7", "没有“q7”这个原因。")])
def test_unknown_codes_are_refused(bench: Bench, typed: str, said: str) -> None:
    form = open_for(bench, CLINIC)
    before = bench.batches()
    bench.type(typed)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form._code_field._help.text() == said
    assert form.code.text() == typed


def test_f6_also_makes_the_follow_up_of_the_playbook(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.type("d4")
    bench.enter()
    assert form.followup.words() == "同时记为跟进：10-10 周四 送政策明白纸，约政策说明会"
    assert not form.followup.ticked()
    bench.press(Key.Key_F6)
    bench.press(Key.Key_Return, CONTROL)
    (step,) = bench.detail(CLINIC).followups
    assert (step.task, step.due_on, step.cadre) == ("送政策明白纸，约政策说明会", "2024-10-10", "周岚")
    assert bench.said == ["已记原因 D4 不了解政策，并记为跟进"]
    undo(bench.ledger)
    assert bench.detail(CLINIC).followups == ()
    assert reasons(bench, CLINIC) == [("D4", True)]


def test_walking_through_with_enter_ticks_nothing(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.type("f3")
    bench.enter(7)
    assert form.save_button.hasFocus()
    assert not form.primary.ticked()
    assert not form.followup.ticked()
    assert not form.route.ticked()


def test_ones_own_words_propose_a_reason_and_say_why(bench: Bench) -> None:
    form = open_for(bench, RIVER)
    assert not form.suggestions.isVisible()
    bench.enter(2)
    bench.compose("", "园长担心增加支出")
    bench.settle()
    offered = [each.text() for each in form.suggestions.findChildren(QPushButton)]
    assert offered[0].startswith("D1 负责人有顾虑（“担心”")
    bench.press(Key.Key_1, ALT)
    assert form.code.entry is not None
    assert form.code.entry.code == "D1"
    assert not form.suggestions.isVisible()
    bench.press(Key.Key_F8)
    bench.press(Key.Key_Return, CONTROL)
    bench.settle()
    detail = bench.detail(RIVER)
    assert [(reason.code, reason.note) for reason in detail.reasons] == [("D1", "园长担心增加支出")]
    assert detail.facts["proposed_route"] == "joint"


def test_an_open_reason_is_resolved_by_keyboard_and_the_form_stays(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.type("f3")
    button(form, "D1", "已解决…").setFocus()
    bench.enter()
    bench.compose("", "请已建会的园长谈过")
    bench.enter(2)  # on to the button, and press it
    assert reasons(bench, SUN) == [("B3", False)]
    resolved = next(r for r in bench.detail(SUN).reasons if r.resolved_on)
    assert (resolved.code, resolved.resolved_on, resolved.resolved_by) == ("D1", "2024-09-27", "请已建会的园长谈过")
    assert bench.said == ["已解决 D1 负责人有顾虑"]
    assert bench.overlay.is_open
    assert form.code.text() == "f3"
    assert [row._code for row in form.open_reasons._rows] == ["B3"]


def test_resolving_can_be_called_off(bench: Bench) -> None:
    form = open_for(bench, SUN)
    before = bench.batches()
    button(form, "D1", "已解决…").setFocus()
    bench.enter()
    bench.compose("", "谈过")
    bench.press(Key.Key_Escape)
    assert bench.overlay.is_open
    assert button(form, "D1", "已解决…").hasFocus()
    bench.enter(2)
    bench.press(Key.Key_Tab)
    assert bench.focus.text() == "不改"
    bench.enter()
    assert bench.batches() == before
    assert button(form, "D1", "已解决…").hasFocus()


def test_another_open_reason_is_made_primary(bench: Bench) -> None:
    form = open_for(bench, SUN)
    button(form, "B3", "设为主因").setFocus()
    bench.enter()
    assert reasons(bench, SUN) == [("B3", True), ("D1", False)]
    assert bench.said == ["主因改为 B3 人数极少需联合或兜底"]
    assert not button(form, "B3", "设为主因").isVisible()
    assert button(form, "D1", "设为主因").isVisible()
