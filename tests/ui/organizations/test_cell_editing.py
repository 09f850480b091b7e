"""Typing into the list: which cell, which editor, what is saved or refused, and why some cells cannot be typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from models.edits import organizations
from models.edits.undo import undo
from models.errors import FileProblem
from models.ledger.ledger import Ledger
from models.queries.cell_plan import stored_value
from models.vocabulary import STAGES
from tests.ui.organizations.conftest import Desk, Key, Modifier
from tests.ui.waiting import wait
from ui.organizations.cell_editor import CellEditor
from ui.organizations.cell_reasons import editable_column, why_not
from ui.organizations.columns import ALL_COLUMNS
from ui.organizations.grouped_rows import GroupedRows
from ui.organizations.views import Shown
from ui.shared.banner import Banner


@pytest.fixture
def sheet(ledger: Ledger) -> Iterator[Desk]:
    """All organizations in the order in which they came, with the columns that the tests type into."""
    made = Desk(ledger, width=1500).open()
    for key in ("phone", "deadline", "note", "key_declared", "category"):
        made.page.list.columns.show_column(key, shown=True)
    made.show(Shown(view="all"))
    made.table.setFocus()
    yield made
    made.close()


def go(desk: Desk, row: int, key: str) -> int:
    """Put the ring on a cell; its organization."""
    desk.table.go_to_cell(row, key)
    assert desk.table.cell_key() == key
    return desk.table.current_organization()


def editor(desk: Desk) -> CellEditor:
    found = desk.page.list.editing.editor
    assert found is not None
    return found


def stored(desk: Desk, organization: int, column: str) -> object:
    return stored_value(desk.ledger, organization, column)


def write(desk: Desk, text: str) -> None:
    """Replace what stands in the editor."""
    editor(desk).fact.editor.set_text("")
    desk.write(text)


# Which cell


def test_left_right_and_the_ends_of_the_row_move_the_ring(sheet: Desk) -> None:
    sheet.table.go_to_row(2)
    assert sheet.table.cell_key() == ""
    sheet.press(Key.Key_Right)
    assert sheet.table.cell_key() == "word"
    sheet.press(Key.Key_Right, Modifier.ControlModifier)
    assert sheet.table.cell_key() == "category"
    sheet.press(Key.Key_Left, Modifier.ControlModifier)
    assert sheet.table.cell_key() == "word"
    sheet.press(Key.Key_Down)
    assert (sheet.table.current_row(), sheet.table.cell_key()) == (3, "word")
    sheet.press(Key.Key_Escape)
    assert (sheet.table.current_row(), sheet.table.cell_key()) == (3, "")


def test_enter_still_opens_the_detail_and_letters_open_nothing(sheet: Desk) -> None:
    go(sheet, 1, "staff")
    for key in (Key.Key_A, Key.Key_Space):
        sheet.press(key)
        assert sheet.page.list.editing.editor is None
    opened: list[int] = []
    sheet.table.row_activated.connect(opened.append)
    sheet.press(Key.Key_Return)
    assert opened == [1]


# Saving


def test_enter_saves_and_goes_down_tab_saves_and_goes_right(sheet: Desk) -> None:
    first, second = go(sheet, 0, "staff"), sheet.listed[1]
    sheet.press(Key.Key_F2)
    write(sheet, "41")
    sheet.press(Key.Key_Return)
    assert stored(sheet, first, "staff") == 41
    assert sheet.cell(first, "staff") == "41"
    assert (sheet.table.current_row(), sheet.table.cell_key()) == (1, "staff")
    assert sheet.table.hasFocus()
    assert sheet.said[-1].startswith("已改从业人员")
    sheet.press(Key.Key_7)
    sheet.press(Key.Key_Tab)
    assert stored(sheet, second, "staff") == 7
    assert (sheet.table.current_row(), sheet.table.cell_key()) == (1, "main_reason")
    undo(sheet.ledger)
    assert stored(sheet, second, "staff") != 7
    assert stored(sheet, first, "staff") == 41


def test_shift_goes_back(sheet: Desk) -> None:
    go(sheet, 3, "staff")
    sheet.press(Key.Key_F2)
    sheet.press(Key.Key_Return, Modifier.ShiftModifier)
    assert sheet.table.current_row() == 2
    sheet.press(Key.Key_F2)
    sheet.press(Key.Key_Backtab)
    assert sheet.table.cell_key() == "street"


def test_esc_restores(sheet: Desk) -> None:
    one = go(sheet, 0, "staff")
    before = stored(sheet, one, "staff")
    sheet.press(Key.Key_F2)
    write(sheet, "999")
    sheet.press(Key.Key_Escape)
    assert sheet.page.list.editing.editor is None
    assert stored(sheet, one, "staff") == before
    assert (sheet.table.hasFocus(), sheet.table.cell_key()) == (True, "staff")


def test_what_is_the_same_writes_nothing(sheet: Desk) -> None:
    go(sheet, 0, "name")
    sheet.press(Key.Key_F2)
    sheet.press(Key.Key_Return)
    assert sheet.said == []
    assert sheet.table.current_row() == 1


def test_enter_while_an_input_method_composes_saves_nothing(sheet: Desk) -> None:
    one = go(sheet, 0, "note")
    sheet.press(Key.Key_F2)
    QApplication.sendEvent(sheet.focus, QInputMethodEvent("yuē", []))
    sheet.press(Key.Key_Return)
    assert sheet.page.list.editing.editor is not None
    assert sheet.said == []
    write(sheet, "约了下周三")
    sheet.press(Key.Key_Return)
    assert stored(sheet, one, "note") == "约了下周三"


def test_a_click_elsewhere_saves(sheet: Desk) -> None:
    one = go(sheet, 0, "staff")
    sheet.press(Key.Key_F2)
    write(sheet, "63")
    sheet.page.list.head.columns.setFocus()
    wait(1)
    sheet.settle()
    assert stored(sheet, one, "staff") == 63
    assert sheet.page.list.editing.editor is None


# One editor per shape


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [("deadline", "1231", "2024-12-31"), ("deadline", "+7", "2024-10-12"), ("note", "只有周末在", "只有周末在")],
)
def test_texts_and_days(sheet: Desk, column: str, typed: str, kept: str) -> None:
    one = go(sheet, 0, column)
    sheet.press(Key.Key_F2)
    write(sheet, typed)
    sheet.press(Key.Key_Return)
    assert stored(sheet, one, column) == kept


def test_choices_by_digit(sheet: Desk) -> None:
    sheet.page.list.columns.show_column("stage", shown=True)
    sheet.settle()
    one = go(sheet, 0, "stage")
    sheet.press(Key.Key_3)
    sheet.press(Key.Key_Tab)
    assert stored(sheet, one, "stage") == "S3"
    assert "S3" in STAGES
    two = go(sheet, 1, "key_declared")
    sheet.press(Key.Key_1)
    sheet.press(Key.Key_Return)
    assert stored(sheet, two, "key_declared") == 1


def test_a_street_is_chosen_from_what_is_proposed(sheet: Desk) -> None:
    one = next(each for each in sheet.listed if stored(sheet, each, "street") != "440105009")
    go(sheet, sheet.listed.index(one), "street")
    sheet.press(Key.Key_F2)
    write(sheet, "江海")
    sheet.press(Key.Key_Return)
    street = stored(sheet, one, "street")
    assert sheet.cell(one, "street").startswith("江海")
    assert isinstance(street, str)


def test_a_cadre_by_digit(sheet: Desk) -> None:
    one = go(sheet, 0, "owner")
    sheet.press(Key.Key_2)
    chosen = editor(sheet).fact.editor.text()
    sheet.press(Key.Key_Return)
    assert stored(sheet, one, "owner") == chosen


def test_a_masked_phone_is_left_alone_and_a_new_one_is_kept(sheet: Desk) -> None:
    one = next(each for each in sheet.listed if stored(sheet, each, "phone"))
    before = stored(sheet, one, "phone")
    go(sheet, sheet.listed.index(one), "phone")
    sheet.press(Key.Key_F2)
    assert "*" in editor(sheet).fact.editor.text()
    sheet.press(Key.Key_Tab)
    assert stored(sheet, one, "phone") == before
    assert sheet.page.list.editing.editor is None
    assert sheet.said == []
    go(sheet, sheet.listed.index(one), "phone")
    sheet.press(Key.Key_F2)
    write(sheet, "138****0000")
    sheet.press(Key.Key_Tab)
    assert "星号" in sheet.page.list.editing.note.text
    write(sheet, "13800000000")
    sheet.press(Key.Key_Tab)
    assert stored(sheet, one, "phone") == "13800000000"


# What cannot be


def test_a_wrong_value_keeps_the_editor_open_with_the_reason(sheet: Desk) -> None:
    one = go(sheet, 0, "deadline")
    before = stored(sheet, one, "deadline")
    sheet.press(Key.Key_F2)
    write(sheet, "下辈子")
    sheet.press(Key.Key_Return)
    assert "下辈子" in sheet.page.list.editing.note.text
    assert editor(sheet).widget.hasFocus()
    assert editor(sheet).widget.accessibleDescription() == sheet.page.list.editing.note.text
    assert (stored(sheet, one, "deadline"), sheet.table.current_row()) == (before, 0)
    write(sheet, "1031")
    sheet.press(Key.Key_Return)
    assert stored(sheet, one, "deadline") == "2024-10-31"
    assert sheet.page.list.editing.note.text == ""


def test_a_refused_value_stays_in_its_cell_whatever_moves_the_row(sheet: Desk) -> None:
    here = go(sheet, 1, "deadline")
    sheet.press(Key.Key_F2)
    write(sheet, "下辈子")
    sheet.press(Key.Key_Return)
    for key in (Key.Key_Up, Key.Key_Down):
        sheet.press(key, Modifier.AltModifier)
        wait(1)
        assert (sheet.table.current_organization(), sheet.table.cell_key()) == (here, "deadline")
        assert editor(sheet).geometry().intersects(sheet.table.cell_box())
    sheet.table.go_to_row(3)  # what Ctrl+G does
    wait(1)
    assert sheet.table.current_row() == 1
    assert sheet.focus is editor(sheet).widget
    sheet.press(Key.Key_Escape)
    sheet.table.go_to_row(3)
    wait(1)
    assert sheet.table.current_row() == 3


def test_a_name_is_never_emptied_and_a_code_never_given_twice(sheet: Desk) -> None:
    go(sheet, 0, "name")
    sheet.press(Key.Key_F2)
    editor(sheet).fact.editor.set_text("")
    sheet.press(Key.Key_Return)
    assert "不能清空" in sheet.page.list.editing.note.text
    sheet.press(Key.Key_Escape)
    sheet.page.list.columns.show_column("code", shown=True)
    sheet.settle()
    taken = next(str(code) for each in sheet.listed if (code := stored(sheet, each, "code")))
    other = next(each for each in sheet.listed if stored(sheet, each, "code") != taken)
    before = stored(sheet, other, "code")
    go(sheet, sheet.listed.index(other), "code")
    sheet.press(Key.Key_F2)
    write(sheet, taken)
    sheet.press(Key.Key_Return)
    assert "已经有一家" in sheet.page.list.editing.note.text
    assert stored(sheet, other, "code") == before


def test_what_could_not_be_written_is_said_with_what_was_typed(sheet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_values: object) -> None:
        raise FileProblem("磁盘满了。")

    monkeypatch.setattr(organizations, "change_organization", refuse)
    go(sheet, 0, "staff")
    sheet.press(Key.Key_F2)
    write(sheet, "345")
    sheet.press(Key.Key_Return)
    banner = sheet.page.findChild(Banner)
    assert banner is not None
    assert banner.reason == "磁盘满了。"
    assert "345" in banner.accessibleName()


def test_one_editor_leaves_the_next_alone(sheet: Desk) -> None:
    """The first loses the keyboard in the moment in which the second one opens."""
    go(sheet, 0, "staff")
    sheet.page.list.editing.start()
    first = editor(sheet)
    sheet.page.list.editing.start()
    second = editor(sheet)
    wait(5)
    sheet.settle()
    assert second is not first
    assert editor(sheet) is second
    assert second.widget.hasFocus()


def test_derived_cells_say_where_they_come_from(sheet: Desk) -> None:
    go(sheet, 0, "last_visit")
    sheet.press(Key.Key_F2)
    assert "F4" in sheet.page.list.editing.note.text
    assert sheet.page.list.editing.editor is None
    sheet.press(Key.Key_Down)
    assert sheet.page.list.editing.note.text == ""


def test_every_column_can_be_typed_into_or_says_why_not() -> None:
    assert [key for key in ALL_COLUMNS if editable_column(key) is None] == [
        *("number", "word", "scope", "former_names", "union_state", "union_name", "union_route", "union_founded_on"),
        *("union_approval", "union_members", "union_women", "union_chair", "union_code", "union_in_database"),
        *("union_term_ends_on", "eligibility", "main_reason", "reason_note", "reason_evidence", "last_visit"),
        *("visits", "next", "task", "survey", "survey_unknown"),
    ]
    assert "F5" in why_not("survey", "摸底")
    assert "Ctrl+U" in why_not("union_chair", "主席")
    assert "F8" in why_not("eligibility", "是否具备条件")


def test_the_editor_follows_its_organization_when_the_list_is_read_again(sheet: Desk) -> None:
    one = go(sheet, 3, "staff")
    sheet.press(Key.Key_F2)
    write(sheet, "88")
    sheet.page.list.show_list(Shown(view="all", sort="name"))
    sheet.settle()
    wait(1)
    assert sheet.table.current_organization() == one
    assert editor(sheet).geometry().intersects(sheet.table.cell_box())
    sheet.press(Key.Key_Return)
    assert stored(sheet, one, "staff") == 88


def test_the_heads_of_groups_are_stepped_over(sheet: Desk) -> None:
    sheet.show(Shown(view="all", group="street"))
    rows = sheet.table.rows
    assert isinstance(rows, GroupedRows)
    last = rows.head_row(1) - 1
    go(sheet, last, "staff")
    sheet.press(Key.Key_F2)
    sheet.press(Key.Key_Return)
    assert sheet.table.current_row() == last + 2
    sheet.press(Key.Key_Up)
    assert sheet.table.cell_key() == ""
    sheet.press(Key.Key_F2)
    assert sheet.page.list.editing.editor is None
