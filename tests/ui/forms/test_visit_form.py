"""What the visit strip saves, refuses and keeps."""

from datetime import date

from PySide6.QtTest import QTest

from models.edits.undo import undo
from models.edits.visits import record_visits
from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, NAMES, RIVER, SCHOOL, SHIFT, SUN, Bench, Key
from tests.ui.forms.visit_strip import help_of, open_for, texts, visit


def test_first_of_the_list_is_preselected_and_the_day_has_the_focus(bench: Bench) -> None:
    form = open_for(bench)
    assert form.stops.organization.text() == NAMES[RIVER - 1]  # late before today
    assert form.stops.day.hasFocus()
    assert form.list_place.text() == "今日走访单 第 1 / 2 家"


def test_without_a_list_the_organization_is_asked_for(bench: Bench) -> None:
    record_visits(bench.ledger, [SUN, RIVER], visit("8"))
    form = open_for(bench)
    assert form.stops.organization.text() == ""
    assert form.stops.organization.hasFocus()
    assert not form.past.isVisible()


def test_a_visit_is_saved_as_it_was_entered(bench: Bench) -> None:
    open_for(bench, SUN)
    bench.type("-1")
    bench.enter()
    bench.type("2")
    bench.enter()
    bench.type("8")
    bench.enter()
    bench.type("f3,")
    bench.enter()
    bench.type("+5 ")
    bench.compose("", "沈嘉 送样本")
    bench.enter()
    bench.compose("", "园长出差")
    bench.press(Key.Key_Return, CONTROL)
    detail = bench.detail(SUN)
    (made,) = detail.visits
    assert (made.visited_on, made.mode, made.result, made.note) == ("2024-09-26", "2", "8", "园长出差")
    assert made.cadre == "周岚"
    assert [(r.code, r.is_primary) for r in detail.reasons] == [("D1", True), ("F3", False), ("B3", False)]
    step = next(item for item in detail.followups if item.task == "送样本")
    assert (step.due_on, step.cadre) == ("2024-10-10", "沈嘉")
    assert bench.said == ["已存走访"]
    assert detail.stage == "S2"  # follows from the visit; nothing of the organization was written
    assert detail.facts["stage"] is None


def test_save_and_next_goes_through_the_list_and_then_closes(bench: Bench) -> None:
    form = open_for(bench)
    bench.enter()
    bench.type("2")
    bench.enter()
    bench.type("2")
    bench.press(Key.Key_Return, CONTROL)
    assert form.stops.organization.text() == NAMES[SUN - 1]
    assert form.stops.day.hasFocus()
    assert (form.stops.mode.choice(), form.stops.result.choice()) == ("2", "")
    assert form.save_button.text() == "保存"  # it was the last but this one
    bench.enter(2)
    bench.type("8")
    bench.press(Key.Key_Return, CONTROL)
    assert not bench.overlay.is_open
    assert [len(bench.detail(each).visits) for each in (SUN, RIVER, CLINIC)] == [1, 1, 0]


def test_save_and_stay_keeps_the_organization_and_shows_the_visit(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("2")
    bench.press(Key.Key_Return, ALT)
    assert bench.overlay.is_open
    assert form.stops.organization.text() == NAMES[CLINIC - 1]
    assert form.stops.result.choice() == ""
    assert any("09-27 上门 · 观望" in label for label in texts(form))
    bench.press(Key.Key_Escape)
    assert len(bench.detail(CLINIC).visits) == 1


def test_a_visit_that_is_undone_is_known_no_more(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("2")
    bench.press(Key.Key_Return, ALT)
    assert "末次" in help_of(form, "organization")
    bench.type("-1")  # what is begun stays
    bench.session.change(undo, initiator=bench.window)
    bench.settle()
    assert not any("09-27 上门 · 观望" in label for label in texts(form))
    assert "末次" not in help_of(form, "organization")
    assert form.stops.day.text() == "-1"


def test_last_three_visits_and_open_promises_are_seen(bench: Bench) -> None:
    for number, result in enumerate("1234"):
        record_visits(bench.ledger, [SUN], visit(result, date(2024, 9, 2 + number)))
    seen = texts(open_for(bench, SUN))
    for headline in ("09-05 上门 · 不在　周岚", "09-04 上门 · 拒绝　周岚", "09-03 上门 · 观望　周岚"):
        assert headline in seen
    assert not any("09-02" in text for text in seen)
    assert "承诺未办 1" in seen
    assert "09-27 今天 · 送联合建会材料" in seen


def test_several_organizations_are_one_undo(bench: Bench) -> None:
    before = bench.batches()
    form = open_for(bench, SUN, CLINIC, SCHOOL)
    assert form.stops.organization.text() == "3 家"
    assert {NAMES[SUN - 1], NAMES[CLINIC - 1], NAMES[SCHOOL - 1]} <= set(texts(form))
    bench.enter(2)
    bench.type("4")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before + 1
    assert bench.said == ["已存 3 家的走访"]
    assert [len(bench.detail(each).visits) for each in (SUN, RIVER, CLINIC, SCHOOL)] == [1, 0, 1, 1]
    undo(bench.ledger)
    assert [len(bench.detail(each).visits) for each in (SUN, CLINIC, SCHOOL)] == [0, 0, 0]
    assert all(item.task != "再次走访" for item in bench.detail(CLINIC).followups)


def test_who_else_went_whom_they_met_and_how_long_it_took(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("2")
    assert not form.stops.met.isVisible()
    bench.press(Key.Key_M, ALT)
    assert form.stops.companions.hasFocus()
    bench.compose("", "沈嘉、韩立群")
    bench.enter()
    bench.compose("", "李主任")
    bench.enter()
    bench.type("1h")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).visits == ()
    assert form.stops.minutes.hasFocus()
    bench.press(Key.Key_Backspace, times=2)
    bench.type("40")
    bench.press(Key.Key_Return, ALT)
    (made,) = bench.detail(CLINIC).visits
    assert (made.companions, made.met, made.minutes) == ("沈嘉、韩立群", "李主任", 40)
    assert form.stops.companions.text() == "沈嘉、韩立群"  # they go on together
    assert (form.stops.met.text(), form.stops.minutes.text()) == ("", "")
    assert form.more.isVisible()
    form.stops.companions.clear()
    form.stops.result.choose("2")
    bench.press(Key.Key_Return, ALT)
    assert not form.more.isVisible()  # whoever goes alone is not asked


def test_first_reason_becomes_primary_and_an_open_one_stays_it(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("2")
    bench.enter()
    bench.type("b3")
    bench.type(",")
    bench.compose("", "党组织，")
    assert form.stops.reasons.added == ("B3", "F3")
    assert form.stops.reasons.accessibleDescription() == "B3 主、F3"
    bench.type("d9")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).visits == ()
    assert help_of(form, "reasons") == "没有“d9”这个原因。"
    assert form.stops.reasons.hasFocus()
    bench.press(Key.Key_Backspace, times=2)
    bench.press(Key.Key_Return, CONTROL)
    assert [(r.code, r.is_primary) for r in bench.detail(CLINIC).reasons] == [("B3", True), ("F3", False)]


def test_backspace_takes_back_what_was_entered_not_what_is_open(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.enter(3)
    bench.type("f3 ")
    assert form.stops.reasons.added == ("F3",)
    bench.press(Key.Key_Backspace, times=3)
    assert form.stops.reasons.added == ()
    assert form.stops.reasons.accessibleDescription() == "D1 主、B3"


def test_reason_z_asks_for_words(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.enter(2)
    bench.type("2")
    bench.enter()
    bench.type("z,")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(CLINIC).visits == ()
    assert form.stops.note.hasFocus()
    bench.compose("", "房东不同意挂牌")
    bench.press(Key.Key_Return, CONTROL)
    (reason,) = bench.detail(CLINIC).reasons
    assert (reason.code, reason.note) == ("Z", "房东不同意挂牌")


def test_what_is_refused_stays_typed_and_is_said_beside_its_stop(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    before = bench.batches()
    bench.compose("", "下个月")
    form.stops.note.setText("园长出差")
    form.stops.next_step.setText("送材料")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.stops.day.hasFocus()
    assert help_of(form, "visited_on") == "看不懂这个日期，可写 0、-1、18、0618。"
    assert help_of(form, "result") == "按数字选一个结果。"
    assert help_of(form, "next_on").startswith("先写日期")
    assert (form.stops.day.text(), form.stops.note.text()) == ("下个月", "园长出差")
    bench.press(Key.Key_A, CONTROL)
    bench.type("+2")
    bench.press(Key.Key_Return, CONTROL)
    assert help_of(form, "visited_on") == "这一天还没有到，请写今天或以前的日期。"


def test_twice_ctrl_enter_saves_once(bench: Bench) -> None:
    open_for(bench, CLINIC)
    before = bench.batches()
    bench.enter(2)
    bench.type("2")
    for _time in range(2):
        QTest.keyClick(bench.focus, Key.Key_Return, CONTROL)
    bench.settle()
    assert bench.batches() == before + 1


def test_an_organization_is_found_by_code_or_name_and_enter_may_be_quicker_than_the_answer(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.press(Key.Key_Return, SHIFT)
    bench.press(Key.Key_A, CONTROL)
    bench.compose("", "博雅")
    assert form.stops.organization.suggestions_shown()
    bench.press(Key.Key_Escape)  # closes the list, not the form
    assert bench.overlay.is_open
    QTest.keyClick(bench.focus, Key.Key_Backspace)
    QTest.keyClick(bench.focus, Key.Key_Return)  # nothing has been read yet
    bench.settle()
    assert form.chosen.ids == (SCHOOL,)
    assert form.stops.organization.text() == NAMES[SCHOOL - 1]
    assert form.stops.day.hasFocus()


def test_a_text_that_stands_for_no_organization_is_refused(bench: Bench) -> None:
    form = open_for(bench, SUN)
    bench.press(Key.Key_Return, SHIFT)
    bench.press(Key.Key_A, CONTROL)
    bench.type("xyz")
    bench.enter(3)
    bench.type("2")
    before = bench.batches()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.stops.organization.hasFocus()
    assert form.stops.organization.text() == "xyz"
    assert help_of(form, "organization") == "请从列表里选一家单位。"


def test_the_note_about_digits_stands_in_the_head_while_the_result_is_asked_for(bench: Bench) -> None:
    form = open_for(bench, SUN)
    usual = form.hint.text()
    bench.enter(2)
    assert form.stops.result.hasFocus()
    assert "7 已建会待核实" in form.hint.text()
    bench.enter()
    assert form.hint.text() == usual


def test_everything_of_the_strip_is_there_again_after_it_was_left(bench: Bench) -> None:
    form = open_for(bench, CLINIC)
    bench.type("-1")
    bench.enter()
    bench.type("2")
    bench.enter()
    bench.type("1")
    bench.press(Key.Key_S, ALT)
    bench.enter()
    bench.type("2")
    bench.enter()
    bench.type("f3 ")
    bench.enter()
    bench.type("+5")
    bench.press(Key.Key_M, ALT)
    bench.compose("", "沈嘉")
    bench.enter()
    bench.compose("", "李主任")
    bench.enter()
    bench.type("40")
    bench.enter()
    bench.compose("", "愿看材料")
    typed = form._texts()
    bench.press(Key.Key_Escape)
    again = open_for(bench, CLINIC)
    assert again is not form
    assert again._texts() == typed
    assert again.more.isVisible()
    assert again.stage.ticked()
    bench.press(Key.Key_Return, CONTROL)
    (made,) = bench.detail(CLINIC).visits
    assert (made.visited_on, made.companions, made.met, made.minutes) == ("2024-09-26", "沈嘉", "李主任", 40)
    assert (bench.detail(CLINIC).stage, bench.detail(CLINIC).facts["proposed_route"]) == ("S3", "joint")
