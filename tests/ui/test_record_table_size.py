"""902,000 records: what is asked, not how long it takes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.kit_data import COLUMNS, Ledger
from ui.shared.record_model import Cell, RecordModel
from ui.shared.record_table import RecordTable

MANY = 902_000
ROWS = 18


class Asked(Ledger):
    """Notes every cell it is asked for."""

    def __init__(self, count: int) -> None:
        super().__init__(ROWS)
        self._count = count
        self.asked: list[tuple[int, str]] = []

    def count(self) -> int:
        return self._count

    def cell(self, row: int, key: str) -> Cell:
        self.asked.append((row, key))
        return super().cell(row % ROWS, key)


@pytest.fixture
def source() -> Asked:
    return Asked(MANY)


@pytest.fixture
def table(show, source: Asked) -> RecordTable:
    table = RecordTable()
    table.setModel(RecordModel(COLUMNS, source))
    table.resize(934, 32 + ROWS * 30)
    show(table)
    table.setFocus()
    table.go_to_row(0)
    table.viewport().repaint()
    source.asked.clear()
    return table


def test_a_repaint_asks_every_visible_cell_once(table: RecordTable, source: Asked) -> None:
    table.viewport().repaint()
    assert sorted(source.asked) == sorted((row, spec.key) for row in range(ROWS) for spec in COLUMNS)


def test_a_page_step_asks_no_row_that_is_not_shown(qtbot, table: RecordTable, source: Asked) -> None:
    for page in range(1, 6):
        source.asked.clear()
        qtbot.keyClick(table, Qt.Key.Key_PageDown)
        QApplication.sendPostedEvents()
        table.viewport().repaint()
        top = table.verticalScrollBar().value()
        assert table.current_row() == page * ROWS
        assert {row for row, _key in source.asked} <= set(range(top, top + ROWS))


def test_the_far_end_is_one_step_away(qtbot, table: RecordTable, source: Asked) -> None:
    qtbot.keyClick(table, Qt.Key.Key_End)
    table.viewport().repaint()
    assert table.current_row() == MANY - 1
    assert min(row for row, _key in source.asked if row >= ROWS) == MANY - ROWS


def test_it_scrolls_to_the_top_before_a_reset(table: RecordTable) -> None:
    """A reset from far down makes Qt walk every vanished row: 3.4 s (performance.md 0.6)."""
    table.scrollToBottom()
    values: list[int] = []
    model = table.model()
    model.modelReset.connect(lambda: values.append(table.verticalScrollBar().value()))
    model.modelAboutToBeReset.connect(lambda: values.append(table.verticalScrollBar().value()))
    model.show(Asked(107_963))
    assert values == [0, 0]
    table.doItemsLayout()
    assert table.verticalScrollBar().maximum() == 107_963 - ROWS


def test_another_model_starts_at_the_top_without_a_current_row(table: RecordTable) -> None:
    table.scrollToBottom()
    told: list[int] = []
    table.current_row_changed.connect(told.append)
    table.setModel(RecordModel(COLUMNS, Asked(100)))
    assert (table.verticalScrollBar().value(), told, table.selected_count()) == (0, [-1], 0)
    table.model().show(Asked(50))
    assert told == [-1, -1]


def test_selecting_everything_asks_nothing(qtbot, table: RecordTable, source: Asked) -> None:
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert source.asked == []
    assert table.selected_count() == MANY
