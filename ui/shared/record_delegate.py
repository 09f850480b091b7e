"""The delegate of a record table: paints one cell where Qt asks for it, and says what does not fit."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from ui.shared.record_cells import CellPainter
from ui.shared.record_model import CELL_ROLE, Cell, Index
from ui.theme.fonts import font
from ui.theme.tokens import Space

if TYPE_CHECKING:
    from ui.shared.painted_rows import PaintedRows


class RecordDelegate(QStyledItemDelegate):
    """Of a `RecordTable`."""

    def __init__(self, table: "PaintedRows") -> None:
        super().__init__(table)
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        cells = CellPainter(painter)
        self._table.paint_cell(cells, QRectF(option.rect), index.row(), index.column(), selected=selected)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        cell = cast("Cell | None", index.data(CELL_ROLE))
        if cell is None:
            return False
        spec = self._table.column_specs[index.column()]
        tip = cell.tip
        if not tip and spec.may_end_early:
            room = option.rect.width() - 2 * Space.S
            tip = cell.text if QFontMetricsF(font()).horizontalAdvance(cell.text) > room else ""
        QToolTip.showText(event.globalPos(), tip, view)
        return True
