"""The target bar: reached, projected (hatched) and the marks to be reached, all on one scale from 0 to 100 %."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from ui.theme.fonts import font
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Radius, Role, TextSize

_BAR_TOP, _BAR_HEIGHT = 26, 20
_OVER, _UNDER = 5, 7
_HATCH_PITCH = 7
_CLEAR = 5  # between words and the pole of a mark


@dataclass(frozen=True, slots=True)
class GaugeMark:
    """A share to be reached, 0 to 100, with its words: 60, "60% 已达到"."""

    share: float
    words: str


@dataclass(frozen=True, slots=True)
class GaugeContent:
    """Shares are 0 to 100; `projected` is where the pace leads, None where there is no pace."""

    reached: float
    reached_words: str
    projected: float | None = None
    projected_words: str = ""
    marks: Sequence[GaugeMark] = ()
    description: str = ""


class Gauge(QWidget):
    """One bar instead of a speedometer."""

    def __init__(self, content: GaugeContent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_content(content)
        theme.follow(self.updateGeometry)

    def set_content(self, content: GaugeContent) -> None:
        """Show other figures."""
        self._content = content
        marks = _("，").join(mark.words for mark in content.marks)
        self.setAccessibleName(content.description or f"{content.reached_words} {marks}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(420), px(_BAR_TOP + _BAR_HEIGHT + 24))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(280), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        bar = QRectF(0, px(_BAR_TOP), self.width(), px(_BAR_HEIGHT))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_box(painter, bar, Radius.TAG, colour(Role.HOVER), colour(Role.LINE))
            self._paint_projected(painter, bar)
            self._paint_reached(painter, bar)
            self._paint_marks(painter, bar)
            self._paint_scale(painter, bar)

    def place_of_words(self) -> QRectF:
        """Where the share that is reached is written: inside its part, else beside it; never across a mark."""
        bar = QRectF(0, px(_BAR_TOP), self.width(), px(_BAR_HEIGHT))
        width = QFontMetricsF(font(bold=True)).horizontalAdvance(self._content.reached_words)
        poles = sorted(self._x(bar, mark.share) for mark in self._content.marks)
        right = self._x(bar, self._content.reached) - px(8)
        for pole in reversed(poles):
            if right - width - px(_CLEAR) < pole < right + px(_CLEAR):
                right = pole - px(8)
        if right - width >= px(16):
            return QRectF(right - width, bar.top(), width + 1, bar.height())
        left = self._x(bar, max(self._content.reached, self._content.projected or 0)) + px(8)
        for pole in poles:
            if left - px(_CLEAR) < pole < left + width + px(_CLEAR):
                left = pole + px(8)
        return QRectF(min(left, bar.right() - width), bar.top(), width + 1, bar.height())

    def _x(self, bar: QRectF, share: float) -> float:
        return bar.left() + bar.width() * min(max(share, 0), 100) / 100

    def _paint_reached(self, painter: QPainter, bar: QRectF) -> None:
        part = QRectF(bar)
        part.setRight(self._x(bar, self._content.reached))
        paint_box(painter, part, Radius.TAG, colour(Role.ACCENT))
        painter.setFont(font(bold=True))
        place = self.place_of_words()
        painter.setPen(colour(Role.ACCENT_TEXT if part.contains(place.center()) else Role.TEXT))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._content.reached_words)

    def _paint_projected(self, painter: QPainter, bar: QRectF) -> None:
        projected = self._content.projected
        if projected is None or projected <= self._content.reached:
            return
        left, right = self._x(bar, self._content.reached), self._x(bar, projected)
        hatched = QPainterPath()
        hatched.addRect(QRectF(left, bar.top() + 1, right - left, bar.height() - 2))
        painter.save()
        painter.setClipPath(hatched)
        painter.setPen(QPen(colour(Role.ACCENT_LINE), 2))
        slant = bar.height() * 0.5
        x = left - slant
        while x < right + slant:
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + slant, bar.top()))
            x += px(_HATCH_PITCH)
        painter.restore()

    def _paint_marks(self, painter: QPainter, bar: QRectF) -> None:
        metrics = QFontMetricsF(font(TextSize.SMALL, bold=True))
        painter.setFont(font(TextSize.SMALL, bold=True))
        for mark in self._content.marks:
            x = round(self._x(bar, mark.share))
            pole = QRectF(x - 1, bar.top() - px(_OVER), 2, bar.height() + px(_OVER + _UNDER))
            inside = mark.share < self._content.reached
            painter.fillRect(pole, colour(Role.TEXT))
            if inside:  # on the fill a dark pole would vanish
                middle = QRectF(pole.left(), bar.top(), 2, bar.height())
                painter.fillRect(middle, colour(Role.ACCENT_TEXT))
            width = metrics.horizontalAdvance(mark.words)
            left = min(max(x - width / 2, 0), bar.right() - width)
            painter.setPen(colour(Role.TEXT))
            painter.drawText(QPointF(left, px(_BAR_TOP - _OVER - 5)), mark.words)

    def _paint_scale(self, painter: QPainter, bar: QRectF) -> None:
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(colour(Role.TEXT2))
        below = QRectF(0, bar.bottom() + px(4), bar.width(), px(18))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, "100%")
        if self._content.projected is not None:
            width = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._content.projected_words)
            right = self._x(bar, self._content.projected)
            edge = px(44)
            left = min(max(right - width, edge / 2), bar.right() - edge - width)
            painter.drawText(QRectF(left, below.top(), width + 1, px(18)), 0, self._content.projected_words)
