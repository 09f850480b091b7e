"""A line that sums up records: a group's head in a table, or the total under it; numbers stand under their columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.shared.record_model import SumsLine
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, MARK_WIDTH, Density, Role, Space

_LEAST_REMARK = 80


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A shown column with its place in the viewport."""

    key: str
    left: int
    width: int

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.left + self.width


def paint_sums(
    painter: QPainter, box: QRect, line: SumsLine, columns: Sequence[PlacedColumn], *, selected: bool = False
) -> None:
    """Title and count at the left, numbers under their columns, the remark in the widest room between them."""
    ink = theme.colour_on_selection if selected else colour
    bold, usual = QFontMetricsF(font(bold=True)), QFontMetricsF(font())
    baseline = round(box.center().y() + (bold.ascent() - bold.descent()) / 2)
    x = float(box.left() + Space.S)
    if line.is_open is not None:
        side = px(ICON_SMALL)
        sign = QRectF(box.left() + (px(MARK_WIDTH) - side) / 2, box.center().y() - side / 2, side, side)
        paint_icon(painter, sign, Icon.CHEVRON_DOWN if line.is_open else Icon.CHEVRON_RIGHT, ink(Role.TEXT2))
    if line.is_open is not None or (columns and columns[0].key == "mark"):
        x = float(box.left() + px(MARK_WIDTH) + Space.S)
    painter.setFont(font(bold=True))
    painter.setPen(ink(Role.TEXT))
    painter.drawText(QPointF(x, baseline), line.title)
    x += bold.horizontalAdvance(line.title) + Space.M
    painter.setFont(font())
    painter.setPen(ink(Role.TEXT2))
    painter.drawText(QPointF(x, baseline), line.count)
    x += usual.horizontalAdvance(line.count) + Space.L
    rooms, start = [], x
    painter.setFont(font(bold=True))
    painter.setPen(ink(Role.TEXT))
    for column in columns:
        number = line.numbers.get(column.key, "")
        left = column.right - Space.S - bold.horizontalAdvance(number)
        if number and left >= start:
            painter.drawText(QPointF(left, baseline), number)
            rooms.append((start, left - Space.S))
            start = float(column.right + Space.S)
    rooms.append((start, float(box.right() - Space.S)))
    left, right = max(rooms, key=lambda room: room[1] - room[0])
    if line.remark and right - left >= min(px(_LEAST_REMARK), usual.horizontalAdvance(line.remark)):
        painter.setFont(font())
        painter.setPen(ink(Role.TEXT2))
        text = usual.elidedText(line.remark, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QPointF(left, baseline), text)


class TotalsRow(QWidget):
    """The total under a table: it follows the table's columns. Hidden until it is given a line."""

    def __init__(
        self, table: QTableView, columns: Callable[[], Sequence[PlacedColumn]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._line: SumsLine | None = None
        header: QHeaderView = table.horizontalHeader()
        header.sectionResized.connect(self._follow)
        table.horizontalScrollBar().valueChanged.connect(self._follow)
        theme.follow(self._restyle)
        self.hide()

    def show_line(self, line: SumsLine | None, sentence: str = "") -> None:
        """Show a total, with the sentence that a screen reader says; None hides it."""
        self._line = line
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.setVisible(line is not None)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, px(Density.STANDARD.value))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.SURFACE2))
            painter.fillRect(QRect(0, 0, self.width(), 1), colour(Role.LINE2))
            if self._line is not None:
                paint_sums(painter, self.rect(), self._line, self._columns())

    def _follow(self, *_values: int) -> None:
        self.update()

    def _restyle(self) -> None:
        self.setFixedHeight(px(Density.STANDARD.value))
