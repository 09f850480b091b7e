"""A large number with its unit and caption; two or three on a screen at most. FigureButton opens its list."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.fonts import font
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Radius, Role, Space, TextSize

_GAP = 4


@dataclass(slots=True)
class _Drawing:
    """What is drawn, and how large it is."""

    caption: str
    number: str
    unit: str
    size: TextSize
    role: Role

    def name(self) -> str:
        return f"{self.caption} {self.number} {self.unit}".strip()

    def extent(self) -> QSize:
        number = QFontMetricsF(font(self.size, bold=True)).horizontalAdvance(self.number)
        unit = QFontMetricsF(font()).horizontalAdvance(self.unit) + _GAP if self.unit else 0
        caption = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self.caption)
        height = px(LINE_HEIGHTS[TextSize.SMALL]) + px(LINE_HEIGHTS[self.size]) + 2
        return QSize(round(max(number + unit, caption) + 1), height)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        large = QFontMetricsF(font(self.size, bold=True))
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(QPointF(left, top + px(13)), self.caption)
        baseline = top + px(LINE_HEIGHTS[TextSize.SMALL]) + px(self.size) * 0.95
        painter.setFont(font(self.size, bold=True))
        painter.setPen(colour(self.role))
        painter.drawText(QPointF(left, baseline), self.number)
        painter.setFont(font())
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(QPointF(left + large.horizontalAdvance(self.number) + _GAP, baseline), self.unit)


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
        self._drawing = _Drawing(caption, number, unit, size, role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_number(number, unit, role)
        theme.follow(self.updateGeometry)

    def set_number(self, number: str, unit: str = "", role: Role = Role.TEXT, *, caption: str = "") -> None:
        """Show another number, under another caption if one is given."""
        drawing = self._drawing
        drawing.number, drawing.unit, drawing.role = number, unit, role
        drawing.caption = caption or drawing.caption
        self.setAccessibleName(drawing.name())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self._drawing.extent()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._drawing.paint(painter, 0, 0)


class FigureButton(QAbstractButton):
    """A figure that opens the list behind it; the ground shows under the pointer only."""

    def __init__(
        self,
        caption: str,
        number: str = "",
        unit: str = "",
        *,
        size: TextSize = TextSize.FIGURE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing = _Drawing(caption, number, unit, size, Role.TEXT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_number(number, unit)
        theme.follow(self.updateGeometry)

    def set_number(self, number: str, unit: str = "", role: Role = Role.TEXT, *, caption: str = "") -> None:
        """Show another number, under another caption if one is given."""
        drawing = self._drawing
        drawing.number, drawing.unit, drawing.role = number, unit, role
        drawing.caption = caption or drawing.caption
        self.setText(drawing.name())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self._drawing.extent() + QSize(2 * Space.S, Space.XS)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self.isEnabled() and (self.underMouse() or self.isDown()):
                paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER))
            self._drawing.paint(painter, Space.S, Space.XS / 2)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)
