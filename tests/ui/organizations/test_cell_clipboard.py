"""Copying cells and rows, pasting a block: what is shown first, what is written, what is left out, one undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from models.edits.undo import undo
from models.ledger.ledger import Ledger
from models.queries.cell_plan import TypedCell, stored_value
from tests.ui.organizations.conftest import Desk, Key, Modifier
from ui.organizations.cell_clipboard import laid_on
from ui.organizations.columns import heading_of
from ui.organizations.paste_preview import PastePreview, make_panel
from ui.organizations.views import Shown
from ui.requests import PasteCells


@pytest.fixture
def sheet(ledger: Ledger) -> Iterator[Desk]:
    """All organizations in the order in which they came."""
    made = Desk(ledger, width=1500).open()
    for key in ("phone", "note"):
        made.page.list.columns.show_column(key, shown=True)
    made.show(Shown(view="all"))
    made.table.setFocus()
    yield made
    made.close()


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def copied(desk: Desk) -> str:
    desk.press(Key.Key_C, Modifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def paste(desk: Desk, text: str, row: int, key: str) -> PasteCells | None:
    """What the window was asked for."""
    put(text)
    desk.table.go_to_cell(row, key)
    desk.asked.clear()
    desk.press(Key.Key_V, Modifier.ControlModifier)
    request = desk.asked[-1] if desk.asked else None
    return request if isinstance(request, PasteCells) else None


def previewed(desk: Desk, request: PasteCells | None) -> PastePreview:
    assert request is not None
    panel = make_panel(desk.session, request)
    panel.setParent(desk.window)
    panel.resize(desk.window.size())
    panel.show()
    desk.settle()
    return panel


def stored(desk: Desk, organization: int, column: str) -> object:
    return stored_value(desk.ledger, organization, column)


# Copying


def test_a_cell_alone(sheet: Desk) -> None:
    sheet.table.go_to_cell(2, "street")
    street = copied(sheet)
    assert street == sheet.rows()[2].street_name
    sheet.table.go_to_cell(2, "name")
    assert copied(sheet) == sheet.rows()[2].name


def test_rows_with_headings_and_masked_phones(sheet: Desk) -> None:
    sheet.table.go_to_row(0)
    sheet.press(Key.Key_Down, Modifier.ShiftModifier)
    sheet.press(Key.Key_Down, Modifier.ShiftModifier)
    lines = [line.split("\t") for line in copied(sheet).splitlines()]
    keys = sheet.table.shown_keys()
    assert lines[0] == [heading_of(key) for key in keys]
    assert [line[keys.index("name")] for line in lines[1:]] == [row.name for row in sheet.rows()[:3]]
    assert {len(line) for line in lines} == {len(keys)}
    phones = [line[keys.index("phone")] for line in lines[1:]]
    assert any(phones)
    assert all("*" in phone for phone in phones if phone)
    assert "3 家" in sheet.said[-1]


def test_what_was_copied_changes_nothing_when_it_is_pasted_again(sheet: Desk) -> None:
    sheet.table.go_to_row(0)
    sheet.press(Key.Key_Down, Modifier.ShiftModifier)
    block = copied(sheet)
    sheet.press(Key.Key_Escape)
    panel = previewed(sheet, paste(sheet, block, 0, "word"))
    assert panel.plan is not None
    assert (panel.plan.changes, panel.plan.problems) == ((), ())
    assert panel.plan.same == len(sheet.table.shown_keys()) * 2 - 2 * 5  # 状态, 主因, 末次走访, 下一步, its task
    assert "第一行是栏目名" in panel.remark.text()
    assert "状态 由别的记录得出，不能直接改，略过 2 格" in panel.remark.text()  # neither was ever visited
    assert not panel.write.isEnabled()


def test_all_rows_can_be_copied(sheet: Desk) -> None:
    sheet.press(Key.Key_A, Modifier.ControlModifier)
    assert len(copied(sheet).splitlines()) == len(sheet.listed) + 1


# Pasting


def test_one_cell_is_written_at_once(sheet: Desk) -> None:
    assert paste(sheet, "77\n", 1, "staff") is None
    assert stored(sheet, sheet.listed[1], "staff") == 77
    assert sheet.cell(sheet.listed[1], "staff") == "77"
    undo(sheet.ledger)
    assert stored(sheet, sheet.listed[1], "staff") != 77


def test_one_wrong_cell_says_why(sheet: Desk) -> None:
    before = stored(sheet, sheet.listed[1], "staff")
    assert paste(sheet, "很多", 1, "staff") is None
    assert "很多" in sheet.page.list.editing.note.text
    assert stored(sheet, sheet.listed[1], "staff") == before
    assert paste(sheet, "x", 1, "last_visit") is None
    assert "F4" in sheet.page.list.editing.note.text


def test_a_block_shows_problems_first_and_writes_the_rest_as_one_batch(sheet: Desk) -> None:
    one, two, three = sheet.listed[:3]
    before = [stored(sheet, each, "staff") for each in (one, two, three)]
    sheet.page.list.columns.show_column("members", shown=True)
    sheet.page.list.columns.move_column("members", -1)
    panel = previewed(sheet, paste(sheet, "61\n不知道\n63\n", 0, "staff"))
    assert "2 格会改" in panel.counts.accessibleName() or panel.plan is not None
    assert panel.plan is not None
    assert [change.after for change in panel.plan.changes] == ["61", "63"]
    model = panel.table.model()
    assert "不知道" in str(model.index(0, 1).siblingAtColumn(4).data())
    assert "人数" in str(model.index(0, 1).siblingAtColumn(5).data())
    assert [stored(sheet, each, "staff") for each in (one, two, three)] == before
    QTest.keyClick(panel, Key.Key_Return, Modifier.ControlModifier)
    sheet.settle()
    assert [stored(sheet, each, "staff") for each in (one, two, three)] == [61, before[1], 63]
    assert "1 格有问题没有写" in sheet.said[-1]
    undo(sheet.ledger)
    assert [stored(sheet, each, "staff") for each in (one, two, three)] == before


def test_esc_writes_nothing(sheet: Desk) -> None:
    left: list[bool] = []
    before = stored(sheet, sheet.listed[0], "staff")
    panel = previewed(sheet, paste(sheet, "61\n62", 0, "staff"))
    panel.finished.connect(lambda: left.append(True))
    panel.activateWindow()
    QTest.keyClick(panel, Key.Key_Escape)
    sheet.settle()
    assert left == [True]
    assert stored(sheet, sheet.listed[0], "staff") == before


def test_a_single_value_fills_the_marked_rows(sheet: Desk) -> None:
    sheet.table.go_to_cell(4, "staff")
    sheet.press(Key.Key_Space)
    sheet.press(Key.Key_Down)
    sheet.press(Key.Key_Space)
    put("9")
    sheet.press(Key.Key_V, Modifier.ControlModifier)
    request = sheet.asked[-1]
    assert isinstance(request, PasteCells)
    assert request.cells == tuple(TypedCell(each, "staff", "9") for each in sheet.listed[4:6])


def test_a_block_that_does_not_fit_is_said(sheet: Desk) -> None:
    last = len(sheet.listed) - 1
    assert paste(sheet, "1\n2", last, "staff") is None
    assert sheet.page.list._problem.count() == 1
    assert paste(sheet, "\t".join("1234567890abcdef"), 0, "note") is None
    assert sheet.page.list._problem.count() == 1


def test_headings_and_derived_columns_are_left_out() -> None:
    laid = laid_on("职工\t末次走访\t备注\n38\t2024-01-01\t好\n39\t\t差", [5, 6], ["staff", "last_visit", "note"])
    assert laid.cells == (
        *(TypedCell(5, "staff", "38"), TypedCell(5, "note", "好")),
        *(TypedCell(6, "staff", "39"), TypedCell(6, "note", "差")),
    )
    assert laid.left_out == "第一行是栏目名，略过；末次走访 由别的记录得出，不能直接改，略过 1 格"
    assert laid_on("职工\n从业人员", [5, 6], ["staff"]).cells == (TypedCell(5, "staff", "从业人员"),)


def test_a_block_goes_to_the_marked_rows_only(sheet: Desk) -> None:
    sheet.table.go_to_cell(4, "staff")
    sheet.press(Key.Key_Space)
    sheet.press(Key.Key_Down)
    sheet.press(Key.Key_Down)
    sheet.press(Key.Key_Space)
    put("8\n9")
    sheet.press(Key.Key_V, Modifier.ControlModifier)
    request = sheet.asked[-1]
    assert isinstance(request, PasteCells)
    assert request.cells == (TypedCell(sheet.listed[4], "staff", "8"), TypedCell(sheet.listed[6], "staff", "9"))
