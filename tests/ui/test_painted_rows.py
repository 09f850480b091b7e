"""A table paints its cells in one go: the same picture as Qt makes cell by cell, without being asked from C++."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStyle
from typing_extensions import override

from tests.ui.kit_data import COLUMNS, Ledger
from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import Cell, RecordModel, SumsLine
from ui.shared.record_table import RecordTable
from ui.theme.style import KitStyle
from ui.theme.tokens import Scheme


class Everything(Ledger):
    """Cells with every part, one row that sums up others, one cell on the ground of a change, words that stick out."""

    def line(self, row: int) -> SumsLine | None:
        return SumsLine("望江街道", "5 家", numbers={"staff": "120"}, is_open=True) if row == 5 else None

    @override
    def cell(self, row: int, key: str) -> Cell:
        cell = super().cell(row, key)
        if key == "mark" and row in {2, 7}:
            return Cell(ticked=row == 7)
        if key == "street" and row in {1, 2, 3}:
            return Cell("改过的街道名称长得很", changed=True)
        if key == "name" and row == 4:
            return Cell(cell.text, marks=((1, 3),))
        return cell


class CellByCell(RecordDelegate):
    """One with a `paint` of its own, which Qt asks."""

    @override
    def paint(self, painter, option, index) -> None:
        super().paint(painter, option, index)


def picture(table: RecordTable) -> QImage:
    return table.viewport().grab().toImage()


@pytest.fixture
def table(show) -> RecordTable:
    table = RecordTable()
    table.setModel(RecordModel(COLUMNS))
    table.model().show(Everything())
    table.resize(700, 32 + 12 * 30)
    table.set_columns_movable(movable=True)
    show(table)
    table.setFocus()
    return table


STATES: dict[str, Callable[[RecordTable], object]] = {
    "at the top": lambda table: table.go_to_row(0),
    "on a changed cell": lambda table: table.go_to_row(2),
    "under the pointer": lambda table: table._hover(3),
    "everything marked": lambda table: table.selectAll(),
    "scrolled aside": lambda table: table.horizontalScrollBar().setValue(230),
    "scrolled down": lambda table: table.verticalScrollBar().setValue(1),
    "a column less": lambda table: table.setColumnHidden(5, True),
    "without the keyboard": lambda table: table.clearFocus(),
}


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST])
def test_it_looks_as_if_painted_cell_by_cell(table: RecordTable, restyle, scheme: Scheme) -> None:
    restyle(scheme, 100)
    own, of_qt = table.itemDelegate(), CellByCell(table)
    before = QImage()
    for name, act in STATES.items():
        act(table)
        table.setItemDelegate(own)
        at_once = picture(table)
        table.setItemDelegate(of_qt)
        assert at_once == picture(table), name
        if scheme is not Scheme.HIGH_CONTRAST:  # it has one ink for whatever is selected
            assert at_once != before, f"{name}: nothing to see"
        before = at_once


def test_a_part_of_it_is_painted_as_the_whole(table: RecordTable) -> None:
    """What Qt keeps of the picture is painted again in pieces."""
    table.go_to_row(1)
    whole = picture(table)
    area = table.viewport().rect().adjusted(120, 40, -90, -70)
    assert table.viewport().grab(area).toImage() == whole.copy(area)


def test_a_repaint_is_not_asked_for_cells_from_cpp(table: RecordTable, monkeypatch) -> None:
    """Each time could wait for the threads that import or search: a repaint took a fifth of a second by the clock."""
    asked: list[str] = []
    drawn = KitStyle.drawPrimitive

    def note(name: str) -> Callable[..., None]:
        return lambda *_arguments: asked.append(name)

    def draw(style: KitStyle, element: QStyle.PrimitiveElement, *rest) -> None:
        asked.append(element.name)
        drawn(style, element, *rest)

    monkeypatch.setattr(KitStyle, "drawPrimitive", draw)
    for name in ("data", "columnCount", "flags"):
        monkeypatch.setattr(RecordModel, name, note(name), raising=False)
    table.viewport().repaint()
    assert [name for name in asked if "Item" in name or name in {"data", "columnCount", "flags"}] == []
