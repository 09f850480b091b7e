"""The eleven stages as chevrons 0–10: passed ones tinted, the present one filled."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from models.vocabulary import STAGES
from ui.theme.fonts import font
from ui.theme.palette import blend, colour, px, theme
from ui.theme.tokens import Role, TextSize

_HEIGHT = 20
_POINT = 6
_GAP = 7.5
_NAMED = (0, 4, 7, 10)


class StageStrip(QWidget):
    """Where an organization stands; the words of stages 0, 4, 7 and 10 are under it."""

    def __init__(self, stage: int = 0, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_stage(stage)
        theme.follow(self.updateGeometry)

    def set_stage(self, stage: int) -> None:
        """Show stage 0 to 10."""
        self._stage = stage
        self.setAccessibleName(_("当前阶段 {stage}，共 0 至 10").format(stage=f"{stage} {STAGES.entries[stage].label}"))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(330), px(_HEIGHT + 22))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(290), px(_HEIGHT + 22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        count = len(STAGES.entries)
        gap = px(_GAP)
        pitch = (self.width() - px(_POINT) + gap) / count
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number in range(count):
                self._paint_chevron(painter, number, number * pitch, pitch - gap)
            self._paint_words(painter, pitch)

    def _paint_chevron(self, painter: QPainter, number: int, left: float, width: float) -> None:
        height, point = px(_HEIGHT), px(_POINT)
        passed = blend(colour(Role.SURFACE), colour(Role.ACCENT), 0.4)
        ground, edge, ink = colour(Role.SURFACE2), colour(Role.LINE2), colour(Role.TEXT2)
        if number == self._stage:
            ground, edge, ink = colour(Role.ACCENT), colour(Role.ACCENT), colour(Role.ACCENT_TEXT)
        elif number < self._stage and not theme.high_contrast:
            ground, ink = passed, colour(Role.TEXT)
        right = left + width
        shape = QPolygonF(
            [
                QPointF(left + 0.5, 0.5),
                QPointF(right, 0.5),
                QPointF(right + point - 0.5, height / 2),
                QPointF(right, height - 0.5),
                QPointF(left + 0.5, height - 0.5),
                QPointF(left + point, height / 2),
            ]
        )
        painter.setPen(QPen(edge, 1))
        painter.setBrush(ground)
        painter.drawPolygon(shape)
        painter.setPen(ink)
        painter.setFont(font(TextSize.SMALL, bold=number == self._stage))
        words = QRectF(left + point * 0.6, 0, width + point * 0.2, height)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_words(self, painter: QPainter, pitch: float) -> None:
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(colour(Role.TEXT2))
        top, height = px(_HEIGHT) + 3, px(18)
        for number in _NAMED:
            words = f"{number} {STAGES.entries[number].label}"
            place = QRectF((number - 0.5) * pitch, top, 2 * pitch, height)
            flags = Qt.AlignmentFlag.AlignCenter
            if number == _NAMED[0]:
                place, flags = QRectF(0, top, 3 * pitch, height), Qt.AlignmentFlag.AlignLeft
            elif number == _NAMED[-1]:
                place = QRectF(0, top, self.width(), height)
                flags = Qt.AlignmentFlag.AlignRight
            painter.drawText(place, flags | Qt.TextFlag.TextDontClip, words)
