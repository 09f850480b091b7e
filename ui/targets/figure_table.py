"""A table of numbers, each of which opens its list: by a click, or Enter on the cell that the arrows reached."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import Index, RecordModel
from ui.shared.record_table import RecordTable
from ui.targets.figure_rows import FigureRows, measure_of
from ui.theme.paint import paint_box
from ui.theme.palette import colour, theme
from ui.theme.tokens import Radius, Role

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FigureTable(RecordTable):
    """`number_asked` carries the row and the key of the column."""

    number_asked = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hot = (-1, -1)
        self.setItemDelegate(_FigureDelegate(self))
        self.clicked.connect(self._ask)

    def rows(self) -> FigureRows | None:
        """What is shown."""
        model = self.model()
        source = model.source if isinstance(model, RecordModel) else None
        return source if isinstance(source, FigureRows) else None

    def opens_list(self, column: int) -> bool:
        """Whether there is a list behind the numbers of a column."""
        return 0 <= column < len(self.column_specs) and measure_of(self.column_specs[column].key) is not None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        opens = index.isValid() and self.opens_list(index.column())
        self._heat((index.row(), index.column()) if opens else (-1, -1))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._heat((-1, -1))

    def _heat(self, cell: tuple[int, int]) -> None:
        if cell != self.hot:
            self.hot = cell
            shape = Qt.CursorShape.PointingHandCursor if cell[0] >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _ask(self, index: Index) -> None:
        self.number_asked.emit(index.row(), self.column_specs[index.column()].key)


class _FigureDelegate(RecordDelegate):
    """The total on its own ground; a frame round the number that a click or Enter would open."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__(table)
        self._figures = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self._figures
        rows = table.rows()
        if rows is not None and rows.is_total(index.row()):
            painter.fillRect(option.rect, colour(Role.SURFACE2))
        super().paint(painter, option, index)
        here = table.currentIndex()
        is_current = table.hasFocus() and (here.row(), here.column()) == (index.row(), index.column())
        if (index.row(), index.column()) != table.hot and not is_current:
            return
        if table.opens_list(index.column()) and not table.column_specs[index.column()].is_name:
            box = QRectF(option.rect).adjusted(2, 4, -2, -5)
            selected = table.selectionModel().isSelected(index)
            ink = theme.colour_on_selection(Role.ACCENT) if selected else colour(Role.ACCENT)
            paint_box(painter, box, Radius.TAG, None, ink)
