"""Where one is in work of several steps: ✓ 选文件 — 2 认列 — 3 试导入."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Role, Space, TextSize

_DISC = 20
_LINE = 32


class StepTrail(QWidget):
    """Numbered steps with their words. Where the room ends only the step that is under way keeps its word."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = tuple(steps)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_current(0)
        theme.follow(self.updateGeometry)

    def set_current(self, number: int) -> None:
        """Say which step is under way, from 0; those before it are done."""
        self._current = number
        self.setAccessibleName(
            _("第 {n} 步，共 {all} 步：{step}").format(n=number + 1, all=len(self._steps), step=self._steps[number])
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._width(every_word=True)), px(_DISC) + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._width(every_word=False)), px(_DISC) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        every_word = self._width(every_word=True) <= self.width() + 1
        side, middle, x = px(_DISC), self.height() / 2, 1.0
        with QPainter(self) as painter:
            for number, word in enumerate(self._steps):
                self._paint_disc(painter, QRectF(x, middle - side / 2, side, side), number)
                x += side + Space.S
                if every_word or number == self._current:
                    x = self._paint_word(painter, x, middle, number, word)
                if number < len(self._steps) - 1:
                    painter.fillRect(QRectF(x, round(middle), self._line(every_word=every_word), 1), colour(Role.LINE2))
                    x += self._line(every_word=every_word) + Space.S

    def _paint_disc(self, painter: QPainter, box: QRectF, number: int) -> None:
        current = number == self._current
        ground = colour(Role.ACCENT) if current else None
        paint_box(painter, box, box.height() / 2, ground, None if current else colour(Role.LINE2))
        if number < self._current:
            paint_icon(painter, box.adjusted(3, 3, -3, -3), Icon.CHECK, colour(Role.TEXT2))
            return
        painter.setFont(font(TextSize.SMALL, bold=current))
        painter.setPen(colour(Role.ACCENT_TEXT if current else Role.TEXT2))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _paint_word(self, painter: QPainter, x: float, middle: float, number: int, word: str) -> float:
        face = font(bold=number == self._current)
        metrics = QFontMetricsF(font())
        painter.setFont(face)
        painter.setPen(colour(Role.TEXT if number == self._current else Role.TEXT2))
        painter.drawText(QPointF(x, round(middle + (metrics.ascent() - metrics.descent()) / 2)), word)
        return x + QFontMetricsF(face).horizontalAdvance(word) + Space.S

    def _line(self, *, every_word: bool) -> int:
        return _LINE if every_word else Space.M

    def _width(self, *, every_word: bool) -> float:
        width = 2.0
        for number, word in enumerate(self._steps):
            width += px(_DISC) + Space.S
            if every_word or number == self._current:
                face = font(bold=number == self._current)
                width += QFontMetricsF(face).horizontalAdvance(word) + Space.S
        return width + (len(self._steps) - 1) * (self._line(every_word=every_word) + Space.S)
