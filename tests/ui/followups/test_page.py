"""The follow-ups as a table: what is listed, what is done with the selection, by button and by key."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.edits.followups import drop_followups, finish_followups, move_followups
from models.edits.organizations import add_former_name
from models.edits.reasons import add_reason
from models.edits.undo import undo
from models.errors import FileProblem
from models.inputs.forms import ReasonInput
from models.queries.followup_list import FollowupRow
from tests.ui.targets.campaign_office import TODAY, Bench, Office
from ui.followups.page import FollowupsPage
from ui.followups.pages import FollowupPages
from ui.requests import RecordVisit, ShowOrganization
from ui.shared.banner import Banner
from ui.theme.glyphs import Flag
from ui.theme.tokens import Role

Key = Qt.Key
LATE, TODAYS, SUNDAY, LATER = "晚的", "今天的", "周日的", "节后的"


def page_of(bench: Bench) -> FollowupsPage:
    assert isinstance(bench.page, FollowupsPage)
    return bench.page


def rows_of(bench: Bench) -> FollowupPages:
    source = page_of(bench)._model.source
    assert isinstance(source, FollowupPages)
    return source


def listed(bench: Bench) -> list[FollowupRow]:
    rows = rows_of(bench)
    return [row for place in range(rows.count()) if (row := rows.row(place)) is not None]


def tasks(bench: Bench) -> list[str]:
    return [row.task for row in listed(bench)]


def show_table(bench: Bench) -> None:
    """The page as it opens, and then its table."""
    bench.show()
    press(bench, Key.Key_T)
    assert page_of(bench).table.isVisible()


def press(bench: Bench, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = bench.page.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)
    bench.settle()


def type_text(bench: Bench, text: str) -> None:
    target = bench.page.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)
    bench.settle()


def choose(bench: Bench, when: str) -> None:
    page_of(bench).head.times._segments[when].click()
    bench.settle()


def choose_person(bench: Bench, place: int) -> None:
    person = page_of(bench).head.person
    person.setCurrentIndex(place)
    person.activated.emit(place)
    bench.settle()


@pytest.fixture
def busy(office: Office) -> Office:
    """Late, today, this week, later, done and called off; 李四 has the last open one."""
    first = office.add("海晏幼儿园", street="440105002")
    second = office.add("阳光幼儿园", street="440105001")
    other = office.desk.colleague("李四")
    office.visit(second, date(2024, 9, 12), mode="2")
    office.promise(first, LATE, date(2024, 9, 20))
    office.promise(second, TODAYS, TODAY)
    office.promise(second, SUNDAY, date(2024, 9, 29))
    office.promise(first, LATER, date(2024, 10, 8), other)
    done, dropped = office.promise(first, "办好的", date(2024, 9, 10)), office.promise(second, "不办的", TODAY)
    finish_followups(office.ledger, [done], on=date(2024, 9, 11))
    drop_followups(office.ledger, [dropped], on=date(2024, 9, 12))
    return office


def ids_of(bench: Bench) -> dict[str, int]:
    return {row.task: row.id for row in listed(bench)}


def test_times_have_numbers_and_rows(busy: Office, bench: Bench) -> None:
    show_table(bench)
    head = page_of(bench).head
    assert [segment.text() for segment in head.times._segments.values()] == [
        "逾期 1", "今天 1", "本周 1", "以后 1", "全部未办 4", "待审销号 0", "已销号 本月 0", "已办 2",
    ]  # fmt: skip
    assert tasks(bench) == [LATE, TODAYS, SUNDAY, LATER]
    wanted = {
        "late": [LATE],
        "today": [TODAYS],
        "week": [SUNDAY],
        "later": [LATER],
        "done": ["不办的", "办好的"],
    }
    for when, listed in wanted.items():
        choose(bench, when)
        assert tasks(bench) == listed


def test_cells_flag_what_is_late_in_working_days(busy: Office, bench: Bench) -> None:
    show_table(bench)
    rows = rows_of(bench)
    late = rows.cell(0, "due")
    assert (late.text, late.role, late.flag) == ("09-20 周五 逾期 5 天", Role.DANGER, Flag.LATE)
    today = rows.cell(1, "due")
    assert (today.text, today.role, today.flag, today.bold) == ("09-27 周五 今天", Role.TEXT, None, True)
    assert (rows.cell(2, "due").text, rows.cell(2, "due").tag) == ("09-29 周日", "班")
    assert (rows.cell(3, "due").text, rows.cell(3, "due").tag) == ("10-08 周二", "")
    assert [rows.cell(row, "cadre").text for row in range(4)] == ["张三", "张三", "张三", "李四"]
    assert [rows.cell(row, "last").text for row in range(2)] == ["—", "09-12 电话"]
    assert rows.cell(0, "street").text == "新港街道"
    assert rows.cell(1, "name").glyph == "visited"
    for word in ("海晏幼儿园", LATE, "逾期 5 天", "张三"):
        assert word in rows.summary(0)
    choose(bench, "done")
    assert [rows_of(bench).cell(row, "done").text for row in range(2)] == ["09-12 取消", "09-11 已办"]


def test_reasons_come_with_their_words(busy: Office, bench: Bench) -> None:
    reason = ReasonInput(code="D1", is_primary=True, opened_on=date(2024, 9, 2))
    add_reason(busy.ledger, busy.organizations[0].id, reason)
    show_table(bench)
    assert rows_of(bench).cell(0, "reason").text == "D1 负责人有顾虑"
    assert rows_of(bench).cell(1, "reason").text == ""


def test_another_day_by_keys_alone(busy: Office, bench: Bench) -> None:
    show_table(bench)
    late = ids_of(bench)[LATE]
    assert page_of(bench).table.hasFocus()
    press(bench, Key.Key_D)
    bar = page_of(bench).bar.day_bar
    assert bar.field.hasFocus()
    assert bar.question.text() == "1 件改到"
    type_text(bench, "+3")
    assert "调休上班已计入" in bar.help.text()
    assert busy.state_of(late)[1] == "2024-09-20"
    press(bench, Key.Key_Return)
    # Sunday 29 is worked, Monday 30 too, then the holidays: the third working day is 8 October.
    assert busy.state_of(late) == ("open", "2024-10-08", "")
    assert bench.said == [("已把 1 件改到 10-08", True)]
    assert page_of(bench).table.hasFocus()
    assert not page_of(bench).bar.is_asking()
    assert sorted(tasks(bench)) == sorted([LATE, TODAYS, SUNDAY, LATER])


def test_a_day_that_is_none_is_refused_in_words(busy: Office, bench: Bench) -> None:
    show_table(bench)
    bar = page_of(bench).bar.day_bar
    press(bench, Key.Key_D)
    press(bench, Key.Key_Return)
    assert bar.help.text().startswith("请写改到哪天")
    type_text(bench, "xyz")
    press(bench, Key.Key_Return)
    assert "看不懂" in bar.help.text()
    assert bar.help._role is Role.DANGER
    bar.field.clear()
    type_text(bench, "2024-09-20")
    press(bench, Key.Key_Return)
    assert "已经过了" in bar.help.text()
    assert page_of(bench).bar.is_asking()
    press(bench, Key.Key_Escape)
    assert not page_of(bench).bar.is_asking()
    assert page_of(bench).table.hasFocus()
    assert not bench.said
    assert busy.state_of(ids_of(bench)[LATE])[1] == "2024-09-20"


def test_letters_belong_to_the_text_while_one_types(busy: Office, bench: Bench) -> None:
    show_table(bench)
    press(bench, Key.Key_D)
    type_text(bench, "xord")
    assert page_of(bench).bar.day_bar.field.text() == "xord"
    assert not bench.said
    assert page_of(bench).bar._stack.currentWidget() is page_of(bench).bar.day_bar


def test_keys_of_the_list_are_silent_while_a_person_is_chosen(busy: Office, bench: Bench) -> None:
    show_table(bench)
    page_of(bench).head.person.setFocus()
    press(bench, Key.Key_F)
    assert not bench.said
    page_of(bench).table.setFocus()
    press(bench, Key.Key_O)
    for key in (Key.Key_F, Key.Key_D, Key.Key_Delete):
        press(bench, key)
    assert not bench.said
    assert page_of(bench).bar.person_bar.field.hasFocus()


def test_another_person_by_keys_alone(busy: Office, bench: Bench) -> None:
    show_table(bench)
    late = ids_of(bench)[LATE]
    press(bench, Key.Key_O)
    bar = page_of(bench).bar.person_bar
    assert bar.field.hasFocus()
    press(bench, Key.Key_Down)
    assert bar.field.currentText() == "李四"
    press(bench, Key.Key_Return)
    assert bench.said == [("已把 1 件交给李四", True)]
    assert busy.desk.one("SELECT c.name FROM followup f JOIN cadre c ON c.uid=f.cadre WHERE f.id=?", late) == ("李四",)
    assert rows_of(bench).cell(0, "cadre").text == "李四"


def test_done_for_all_that_is_marked_and_undone_at_once(busy: Office, bench: Bench) -> None:
    show_table(bench)
    ids = ids_of(bench)
    press(bench, Key.Key_Space)
    press(bench, Key.Key_Down)
    press(bench, Key.Key_Down)
    press(bench, Key.Key_Space)
    assert page_of(bench).bar.words.text() == "已选 2 件"
    press(bench, Key.Key_F)
    assert bench.said == [("已办完 2 件", True)]
    assert [busy.state_of(ids[task])[0] for task in (LATE, TODAYS, SUNDAY, LATER)] == ["done", "open", "done", "open"]
    assert busy.state_of(ids[LATE])[2] == "2024-09-27"
    assert tasks(bench) == [TODAYS, LATER]
    bench.elsewhere(lambda ledger: undo(ledger).changes)
    assert tasks(bench) == [LATE, TODAYS, SUNDAY, LATER]


def test_called_off_and_opened_again(busy: Office, bench: Bench) -> None:
    show_table(bench)
    late = ids_of(bench)[LATE]
    bar = page_of(bench).bar
    assert not bar.buttons["reopen"].isVisible()
    press(bench, Key.Key_Delete)
    assert busy.state_of(late) == ("dropped", "2024-09-20", "2024-09-27")
    choose(bench, "done")
    assert tasks(bench)[0] == LATE
    assert bar.buttons["reopen"].isVisible()
    assert not bar.buttons["finish"].isVisible()
    page_of(bench).table.setFocus()
    press(bench, Key.Key_F)  # nothing that is open is selected
    assert busy.state_of(late)[0] == "dropped"
    press(bench, Key.Key_R)
    assert busy.state_of(late) == ("open", "2024-09-20", "")
    assert LATE not in tasks(bench)


def test_every_button_does_what_its_key_does(busy: Office, bench: Bench) -> None:
    show_table(bench)
    buttons = page_of(bench).bar.buttons
    buttons["day"].click()
    assert page_of(bench).bar.day_bar.field.hasFocus()
    page_of(bench).bar.close_question()
    buttons["person"].click()
    assert page_of(bench).bar.person_bar.field.hasFocus()
    page_of(bench).bar.close_question()
    late = ids_of(bench)[LATE]
    buttons["visit"].click()
    assert bench.asked == [RecordVisit((busy.organizations[0].id,))]
    buttons["finish"].click()
    bench.settle()
    assert busy.state_of(late)[0] == "done"


def test_enter_opens_the_organization_and_f4_gets_each_once(busy: Office, bench: Bench) -> None:
    show_table(bench)
    first, second = busy.organizations
    press(bench, Key.Key_Return)
    assert bench.asked == [ShowOrganization(first.id)]
    page_of(bench).table.selectAll()
    assert page_of(bench).chosen_organizations() == (first.id, second.id)


def test_a_person_has_his_own_numbers(busy: Office, bench: Bench) -> None:
    show_table(bench)
    head = page_of(bench).head
    assert [head.person.itemText(number) for number in range(3)] == ["全部人员", "张三（我）", "李四"]
    choose_person(bench, 2)
    assert tasks(bench) == [LATER]
    assert head.times._segments["open"].text() == "全部未办 1"
    assert head.times._segments["late"].text() == "逾期 0"
    choose(bench, "late")
    assert tasks(bench) == []
    assert page_of(bench)._nothing.isVisible()
    assert head.person.currentText() == "李四"


def test_headings_sort_all_of_them(busy: Office, bench: Bench) -> None:
    show_table(bench)
    table = page_of(bench).table
    table.sort_asked.emit("task", False)
    bench.settle()
    assert tasks(bench) == sorted([LATE, TODAYS, SUNDAY, LATER])
    table.sort_asked.emit("due", True)
    bench.settle()
    assert tasks(bench) == [LATER, SUNDAY, TODAYS, LATE]
    choose(bench, "done")
    assert tasks(bench) == ["不办的", "办好的"]  # another time begins in its own order


def test_a_long_list_is_read_page_by_page(office: Office, bench: Bench) -> None:
    one = office.add("海晏幼儿园")
    for number in range(300):
        office.promise(one, f"第{number}件", date(2024, 10, 8))
    show_table(bench)
    rows = rows_of(bench)
    assert rows.count() == 300
    assert (rows.row(0) is not None, rows.row(299)) == (True, None)
    page_of(bench).table.go_to_row(299)
    bench.settle()
    last = rows_of(bench).row(299)
    assert last is not None
    assert page_of(bench).bar.words.text() == f"海晏幼儿园　{last.task}"
    page_of(bench).table.selectAll()
    bench.settle()
    assert page_of(bench).bar.words.text() == "已选 300 件"
    press(bench, Key.Key_F)
    assert bench.said == [("已办完 300 件", True)]
    assert rows_of(bench).count() == 0


def test_reloads_on_changes_from_elsewhere_and_keeps_the_place(busy: Office, bench: Bench) -> None:
    show_table(bench)
    table = page_of(bench).table
    table.go_to_row(2)
    ids = ids_of(bench)
    assert bench.reads == 2
    bench.elsewhere(lambda ledger: move_followups(ledger, [ids[LATE]], due_on=date(2024, 12, 2)))
    assert bench.reads == 4
    assert tasks(bench) == [TODAYS, SUNDAY, LATER, LATE]
    assert table.current_row() == 1  # the same follow-up, now one further up
    bench.elsewhere(lambda ledger: add_former_name(ledger, busy.organizations[0].id, "旧名"))
    assert bench.reads == 5
    press(bench, Key.Key_F)
    assert bench.reads == 7
    assert table.current_row() == 1  # the one that followed


def test_only_the_latest_question_is_answered(busy: Office, bench: Bench) -> None:
    show_table(bench)
    head = page_of(bench).head
    head.times._segments["late"].click()
    head.times._segments["later"].click()
    bench.settle()
    assert tasks(bench) == [LATER]


def test_what_goes_wrong_stays_in_the_page(busy: Office, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    show_table(bench)

    def refuse(*_arguments: object, **_more: object) -> None:
        raise FileProblem("这个台账是只读的。")

    monkeypatch.setattr("models.edits.followups.finish_followups", refuse)
    press(bench, Key.Key_F)
    assert bench.page.findChild(Banner) is not None
    assert not bench.said
    assert tasks(bench) == [LATE, TODAYS, SUNDAY, LATER]


def test_an_empty_list_says_how_something_gets_there(office: Office, bench: Bench) -> None:
    show_table(bench)
    page = page_of(bench)
    assert page._nothing.isVisible()
    assert page._nothing._title.text() == "没有未办的事"
    assert not page.bar.buttons["finish"].isEnabled()
    press(bench, Key.Key_F)
    press(bench, Key.Key_D)
    assert not page.bar.is_asking()
    for when, words in (("late", "没有逾期的事"), ("done", "还没有办结的事")):
        choose(bench, when)
        assert page._nothing._title.text() == words


def test_narrow_windows_lose_columns_but_never_the_day(busy: Office, bench: Bench) -> None:
    show_table(bench)
    page = page_of(bench)
    for width in (1286, 880, 600, 400):
        page.resize(width, 600)
        bench.settle()
        shown = {
            spec.key for number, spec in enumerate(page.table.column_specs) if not page.table.isColumnHidden(number)
        }
        assert {"name", "task", "due"} <= shown
        assert ("last" in shown) == (width == 1286)
