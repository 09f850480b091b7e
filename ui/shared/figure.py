"""A large number with its unit and caption; two or three on a screen at most."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.fonts import font
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Role, TextSize

_GAP = 4


class Figure(QWidget):
    """Caption above, number and unit on one line: 距 85% 还差 / 64 家."""

    def __init__(
        self,
        caption: str,
        number: str,
        unit: str = "",
        *,
        size: TextSize = TextSize.FIGURE,
        role: Role = Role.TEXT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._caption = caption
        self._number = number
        self._unit = unit
        self._size = size
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_number(number, unit, role)
        theme.follow(self.updateGeometry)

    def set_number(self, number: str, unit: str = "", role: Role = Role.TEXT) -> None:
        """Show another number."""
        self._number, self._unit, self._role = number, unit, role
        self.setAccessibleName(f"{self._caption} {number} {unit}".strip())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        number = QFontMetricsF(font(self._size, bold=True)).horizontalAdvance(self._number)
        unit = QFontMetricsF(font()).horizontalAdvance(self._unit) + _GAP if self._unit else 0
        caption = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._caption)
        height = px(LINE_HEIGHTS[TextSize.SMALL]) + px(LINE_HEIGHTS[self._size]) + 2
        return QSize(round(max(number + unit, caption) + 1), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        large = QFontMetricsF(font(self._size, bold=True))
        with QPainter(self) as painter:
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(QPointF(0, px(13)), self._caption)
            baseline = px(LINE_HEIGHTS[TextSize.SMALL]) + px(self._size) * 0.95
            painter.setFont(font(self._size, bold=True))
            painter.setPen(colour(self._role))
            painter.drawText(QPointF(0, baseline), self._number)
            painter.setFont(font())
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(QPointF(large.horizontalAdvance(self._number) + _GAP, baseline), self._unit)
