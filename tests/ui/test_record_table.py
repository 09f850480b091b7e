"""How a table behaves under keys and pointer, and what it paints."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.kit_data import COLUMNS, Ledger
from ui.shared.empty_state import EmptyState
from ui.shared.record_model import Align, Cell, ColumnSpec, RecordModel, mark_cell
from ui.shared.record_table import RecordTable
from ui.shared.tags import TagKind
from ui.theme.palette import colour, theme
from ui.theme.tokens import Density, Role, Scheme

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier
Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(show) -> RecordTable:
    table = RecordTable()
    table.setModel(RecordModel(COLUMNS, Ledger()))
    table.resize(934, 32 + 18 * 30 + 7)
    show(table)
    table.setFocus()
    table.go_to_row(0)
    return table


def ground(table: RecordTable, row: int) -> QColor:
    """The colour at the very right of a row, where no text stands."""
    image = table.viewport().grab().toImage()
    y = table.rowViewportPosition(row) + table.row_height() // 2
    return image.pixelColor(image.width() - 5, y)


def edge(table: RecordTable, row: int) -> QColor:
    image = table.viewport().grab().toImage()
    return image.pixelColor(1, table.rowViewportPosition(row) + table.row_height() // 2)


def press(qtbot: QtBot, table: RecordTable, *keys, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(table, key, modifier)


def click(qtbot: QtBot, table: RecordTable, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    at = QPoint(200, table.rowViewportPosition(row) + 10)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)


@pytest.mark.parametrize("density", Density)
@pytest.mark.parametrize("scale", [100, 125, 200])
@pytest.mark.parametrize("height", [300, 401, 579, 700])
def test_viewport_is_whole_rows(table: RecordTable, restyle, density: Density, scale: int, height: int) -> None:
    restyle(Scheme.LIGHT, scale)
    table.set_density(density)
    table.resize(934, height)
    assert table.row_height() == round(density.value * scale / 100)
    assert table.viewport().height() % table.row_height() == 0
    assert table.viewport().height() > 0
    assert table.height() - table.horizontalHeader().height() - table.viewport().height() < table.row_height() + 12
    table.scrollToBottom()
    assert table.rowViewportPosition(47) + table.row_height() == table.viewport().height()


def test_last_row_stays_aligned_when_the_window_changes(table: RecordTable) -> None:
    for height in (400, 577, 333, 612):
        table.scrollToBottom()
        table.resize(934, height)
        offsets = {table.rowViewportPosition(row) % 30 for row in (0, 20, 47)}
        assert offsets == {0}
        table.scrollToBottom()
        assert table.rowViewportPosition(47) + 30 == table.viewport().height()


def test_moving_paints_both_rows_across(qtbot: QtBot, table: RecordTable) -> None:
    """Qt itself repaints the two current cells only, and the ring goes round the whole row."""

    class Painted(QObject):
        region = QRegion()

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                self.region = self.region.united(event.region())
            return False

    press(qtbot, table, Key.Key_Space)  # marks: the selection does not move along
    QApplication.processEvents()
    painted = Painted()
    table.viewport().installEventFilter(painted)
    press(qtbot, table, Key.Key_Down)
    QApplication.processEvents()
    both = QRegion(0, 0, table.viewport().width(), 60)
    assert both.subtracted(painted.region).isEmpty()


def test_eighteen_rows_fit_where_the_design_says(table: RecordTable) -> None:
    assert table.viewport().height() == 18 * 30
    table.set_density(Density.DENSE)
    assert table.viewport().height() == 21 * 26


def test_arrows_move_and_select(qtbot: QtBot, table: RecordTable) -> None:
    press(qtbot, table, Key.Key_Down, Key.Key_Down)
    assert (table.current_row(), table.selected_rows()) == (2, [2])
    press(qtbot, table, Key.Key_Up)
    assert (table.current_row(), table.selected_rows()) == (1, [1])


def test_pages_and_ends(qtbot: QtBot, table: RecordTable) -> None:
    press(qtbot, table, Key.Key_PageDown)
    assert table.current_row() == 18
    press(qtbot, table, Key.Key_End)
    assert table.current_row() == 47
    press(qtbot, table, Key.Key_PageUp)
    assert table.current_row() == 29
    press(qtbot, table, Key.Key_Home)
    assert (table.current_row(), table.verticalScrollBar().value()) == (0, 0)


def test_space_marks_rows_that_stay_until_escape(qtbot: QtBot, table: RecordTable) -> None:
    press(qtbot, table, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space, Key.Key_Down)
    assert (table.current_row(), table.selected_rows()) == (3, [0, 2])
    press(qtbot, table, Key.Key_Up, Key.Key_Space)
    assert table.selected_rows() == [0]
    press(qtbot, table, Key.Key_Escape)
    assert table.selected_rows() == [2]
    press(qtbot, table, Key.Key_Down)
    assert table.selected_rows() == [3]


def test_shift_extends_control_toggles_and_a_click_starts_anew(qtbot: QtBot, table: RecordTable) -> None:
    press(qtbot, table, Key.Key_Down, Key.Key_Down, modifier=Shift)
    assert table.selected_rows() == [0, 1, 2]
    click(qtbot, table, 5, Control)
    assert table.selected_rows() == [0, 1, 2, 5]
    click(qtbot, table, 7)
    assert (table.current_row(), table.selected_rows()) == (7, [7])
    click(qtbot, table, 9, Shift)
    assert table.selected_rows() == [7, 8, 9]


def test_dragging_marks_rows_but_a_trembling_hand_does_not(qtbot: QtBot, table: RecordTable) -> None:
    def drag(first: int, last: int, by: int = 0) -> None:
        view = table.viewport()
        start, end = (QPoint(200, table.rowViewportPosition(row) + 10 + by) for row in (first, last))
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        held = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, end + QPoint(3, 2), view.mapToGlobal(end), held, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)

    drag(6, 6)
    press(qtbot, table, Key.Key_Down)
    assert table.selected_rows() == [7]
    drag(2, 4)
    press(qtbot, table, Key.Key_Down)
    assert table.selected_rows() == [2, 3, 4]


def test_select_all(qtbot: QtBot, table: RecordTable) -> None:
    with qtbot.waitSignal(table.selection_size_changed, check_params_cb=lambda count: count == 48):
        press(qtbot, table, Key.Key_A, modifier=Control)
    assert table.selected_count() == 48
    press(qtbot, table, Key.Key_Down)
    assert table.selected_count() == 48  # marks stay
    press(qtbot, table, Key.Key_Escape)
    assert table.selected_rows() == [1]


def test_enter_and_double_click_open(qtbot: QtBot, table: RecordTable) -> None:
    opened: list[int] = []
    table.row_activated.connect(opened.append)
    press(qtbot, table, Key.Key_Down, Key.Key_Return)
    at = QPoint(200, table.rowViewportPosition(4) + 10)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [1, 4]


def test_letters_do_not_search_and_tab_leaves(qtbot: QtBot, table: RecordTable) -> None:
    press(qtbot, table, Key.Key_L, Key.Key_Y)
    assert table.current_row() == 0
    assert not table.tabKeyNavigation()


def test_current_row_is_told_once_per_row(qtbot: QtBot, table: RecordTable) -> None:
    told: list[int] = []
    table.current_row_changed.connect(told.append)
    press(qtbot, table, Key.Key_Down, Key.Key_Right, Key.Key_Right, Key.Key_Down)
    assert told == [1, 2]


def test_selected_rows_and_the_current_one_are_painted_across(qtbot: QtBot, table: RecordTable) -> None:
    press(qtbot, table, Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Down)
    assert ground(table, 0) == ground(table, 1) == colour(Role.SEL)
    assert ground(table, 2) == ground(table, 3) == colour(Role.SURFACE)
    assert edge(table, 2) == colour(Role.FOCUS)
    assert edge(table, 1) == colour(Role.SEL)
    table.clearFocus()
    assert edge(table, 2) == colour(Role.ACCENT_LINE)


def test_ring_and_bold_name_move_nothing(qtbot: QtBot, table: RecordTable) -> None:
    def number_column() -> QImage:
        left = table.columnViewportPosition(4)
        return table.viewport().grab().toImage().copy(left, 3 * 30 + 3, table.columnWidth(4), 24)

    before = number_column()
    table.go_to_row(3)
    assert ink_box(number_column()) == ink_box(before)


def ink_box(image: QImage) -> tuple[int, int, int, int]:
    """The smallest box round the dark pixels."""
    inked = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 90
    ]
    columns, rows = zip(*inked, strict=True)
    return min(columns), min(rows), max(columns), max(rows)


def test_hover_follows_the_pointer(qtbot: QtBot, table: RecordTable) -> None:
    qtbot.mouseMove(table.viewport(), QPoint(300, 4 * 30 + 5))
    assert table.hovered_row == 4
    assert ground(table, 4) == colour(Role.HOVER)


def test_header_sorts_and_shows_it(qtbot: QtBot, table: RecordTable) -> None:
    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda key, descending: asked.append((key, descending)))
    header = table.horizontalHeader()

    def click_on(number: int) -> None:
        at = QPoint(header.sectionViewportPosition(number) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    click_on(2)
    table.set_sort("name", descending=False)
    click_on(2)
    table.set_sort("name", descending=True)
    click_on(2)
    click_on(0)  # the mark column does not sort
    click_on(8)  # nor does the second half of a pair
    assert asked == [("name", False), ("name", True), ("name", False)]


def test_stretch_columns_share_what_is_left(table: RecordTable) -> None:
    def widths() -> list[int]:
        return [table.columnWidth(number) for number in range(len(COLUMNS))]

    narrow = widths()
    table.resize(934 + 180, table.height())
    grown = [after - before for before, after in zip(narrow, widths(), strict=True)]
    assert grown[2] == pytest.approx(90, abs=1)
    assert grown[5] == pytest.approx(30, abs=1)
    assert grown[8] == pytest.approx(60, abs=1)
    assert sum(widths()) == pytest.approx(table.viewport().width(), abs=2)


def test_chosen_widths_are_kept_and_given_back(table: RecordTable) -> None:
    table.setColumnWidth(3, 120)
    assert table.chosen_widths() == {"street": 120}
    table.set_layout({"street": 90}, hidden={"owner"})
    assert table.columnWidth(3) == 90
    assert table.isColumnHidden(9)


def test_only_elidable_columns_end_in_an_ellipsis(show) -> None:
    long = "临江区残障人士康复与职业技能培训服务中心（民办）"

    class Source:
        def count(self) -> int:
            return 1

        def cell(self, row: int, key: str) -> Cell:
            return Cell(long)

        def summary(self, row: int) -> str:
            return long

    def painted(*, elidable: bool) -> bytes:
        columns = (ColumnSpec("name", "单位名称", 100, elidable=elidable), ColumnSpec("rest", "", 300))
        table = RecordTable()
        table.setModel(RecordModel(columns, Source()))
        table.resize(420, 120)
        show(table)
        return bytes(table.viewport().grab().toImage().copy(0, 0, 100, 28).constBits())

    assert painted(elidable=True) != painted(elidable=False)


def test_empty_state_stands_under_the_header(show) -> None:
    table = RecordTable()
    model = RecordModel(COLUMNS)
    table.setModel(model)
    state = EmptyState("台账还是空的", "先放进一份名册。")
    table.set_empty_state(state)
    show(table)
    assert state.isVisible()
    edge = theme.ring  # the ring of an empty table stays free
    assert state.geometry() == table.viewport().rect().adjusted(edge, edge, -edge, -edge)
    model.show(Ledger(2))
    assert not state.isVisible()
    model.show(Ledger(0))
    assert state.isVisible()


def test_screen_reader_hears_the_record_then_its_cells(table: RecordTable) -> None:
    model = table.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(3, 0), role).startswith("阳光新苗幼儿园，已走访，望江街道，职工 38 人")
    assert model.data(model.index(3, 4), role) == "职工 38"
    assert model.data(model.index(9, 7), role) == "下一步 09-29 周日 班"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleDescriptionRole).endswith("责任人 韩立群")
    assert model.headerData(2, Qt.Orientation.Horizontal) == "单位名称"


def test_marks_and_specs_are_what_they_say() -> None:
    assert mark_cell("新") == Cell(tag="新", tag_kind=TagKind.CHANGE)
    assert COLUMNS[0].align is Align.CENTRE
    assert COLUMNS[0].width == 26


def test_changed_rows_are_painted_again(table: RecordTable) -> None:
    before = table.viewport().grab().toImage()
    source = table.model().source
    source.rows[2] = source.rows[3]
    table.model().update_rows(2, 2)
    assert table.viewport().grab().toImage() != before
