"""A card of the follow-up board: glyph and name, promise, then the date at the left, reason and place right."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.shared.tags import TagKind, paint_tag, tag_size
from ui.theme.fonts import font
from ui.theme.glyphs import Flag, paint_flag, paint_glyph
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import GLYPH_ROW, ICON_SMALL, Radius, Role, TextSize

_SIDE = 12


@dataclass(frozen=True, slots=True)
class FollowupCardContent:
    """What a card says; `late` puts a flag before the date, `evidence` is a line of its own."""

    word: str
    name: str
    promise: str
    date: str
    reason: str = ""
    place: str = ""
    late: bool = False
    evidence: str = ""


class FollowupCard(QAbstractButton):
    """One follow-up; checked means selected."""

    def __init__(self, content: FollowupCardContent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setCheckable(True)
        self.setToolTip(content.name)
        self.setAccessibleName(
            " ".join(
                part for part in (content.name, content.promise, content.date, content.reason, content.place) if part
            )
        )
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(188), px(76) + (px(20) if self._content.evidence else 0))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(150), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            ground = Role.SEL if self.isChecked() else Role.HOVER if self.underMouse() else Role.SURFACE
            paint_box(painter, box, Radius.CONTROL, colour(ground), colour(Role.LINE))
            row = QRectF(_SIDE, px(7), box.width() - 2 * _SIDE, px(20))
            self._paint_name(painter, row)
            row.translate(0, px(20))
            self._paint_text(painter, row, self._content.promise, Role.TEXT)
            if self._content.evidence:
                row.translate(0, px(20))
                self._paint_mark(painter, row, self._content.evidence)
            row.translate(0, px(21))
            self._paint_foot(painter, row)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)

    def _paint_name(self, painter: QPainter, row: QRectF) -> None:
        side = px(GLYPH_ROW)
        paint_glyph(painter, self._square(row, side), self._content.word)
        self._paint_text(painter, row.adjusted(side + 4, 0, 0, 0), self._content.name, Role.TEXT, bold=True)

    def _paint_mark(self, painter: QPainter, row: QRectF, words: str) -> None:
        side = px(ICON_SMALL)
        paint_icon(painter, self._square(row, side), Icon.CHECK, colour(Role.OK))
        self._paint_text(painter, row.adjusted(side + 4, 0, 0, 0), words, Role.OK, size=TextSize.SMALL)

    def _paint_foot(self, painter: QPainter, row: QRectF) -> None:
        left = QRectF(row)
        if self._content.late:
            side = px(ICON_SMALL)
            paint_flag(painter, self._square(row, side), Flag.LATE, colour(Role.DANGER))
            left.setLeft(row.left() + side + 2)
        role = Role.DANGER if self._content.late else Role.TEXT2
        self._paint_text(painter, left, self._content.date, role, size=TextSize.SMALL, bold=self._content.late)
        place = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._content.place)
        spot = QRectF(row.right() - place, row.top(), place + 1, row.height())
        self._paint_text(painter, spot, self._content.place, Role.TEXT2, size=TextSize.SMALL)
        if self._content.reason:
            size = tag_size(self._content.reason, TagKind.NEUTRAL)
            tag = QRectF(spot.left() - 6 - size.width(), row.top(), size.width(), size.height())
            paint_tag(painter, tag, self._content.reason, TagKind.NEUTRAL)

    def _paint_text(
        self,
        painter: QPainter,
        row: QRectF,
        text: str,
        role: Role,
        *,
        size: TextSize = TextSize.BODY,
        bold: bool = False,
    ) -> None:
        face = font(size, bold=bold)
        metrics = QFontMetricsF(face)
        if metrics.horizontalAdvance(text) > row.width() + 1:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, row.width())
        painter.setFont(face)
        painter.setPen(theme.colour_on_selection(role) if self.isChecked() else colour(role))
        baseline = round(row.center().y() + (metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(QPointF(row.left(), baseline), text)

    @staticmethod
    def _square(row: QRectF, side: float) -> QRectF:
        return QRectF(row.left(), row.center().y() - side / 2, side, side)
