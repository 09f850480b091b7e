"""A card of the follow-up board: glyph and name, promise, then the date at the left, reason and place right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
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
_GAP = 6


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


def card_height(content: FollowupCardContent) -> int:
    """How high a card is in the font scale of now."""
    return px(76) + (px(20) if content.evidence else 0)


def paint_card(
    painter: QPainter,
    box: QRectF,
    content: FollowupCardContent,
    *,
    checked: bool = False,
    hovered: bool = False,
    focused: bool = False,
) -> None:
    """A card in its box, for whoever paints many of them; `checked` is selected, `focused` has the ring."""
    ground = Role.SEL if checked else Role.HOVER if hovered else Role.SURFACE
    paint_box(painter, box, Radius.CONTROL, colour(ground), colour(Role.LINE))
    ink = theme.colour_on_selection if checked else colour
    row = QRectF(box.left() + _SIDE, box.top() + px(7), box.width() - 2 * _SIDE, px(20))
    side = px(GLYPH_ROW)
    paint_glyph(painter, _square(row, side), content.word)
    _paint_text(painter, row.adjusted(side + 4, 0, 0, 0), content.name, ink(Role.TEXT), font(bold=True))
    row.translate(0, px(20))
    _paint_text(painter, row, content.promise, ink(Role.TEXT), font())
    if content.evidence:
        row.translate(0, px(20))
        side = px(ICON_SMALL)
        paint_icon(painter, _square(row, side), Icon.CHECK, colour(Role.OK))
        small = font(TextSize.SMALL)
        _paint_text(painter, row.adjusted(side + 4, 0, 0, 0), content.evidence, ink(Role.OK), small)
    row.translate(0, px(21))
    _paint_foot(painter, row, content, ink)
    if focused:
        paint_ring(painter, box, Radius.CONTROL)


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
        return QSize(px(188), card_height(self._content))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(150), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_card(
                painter,
                QRectF(self.rect()),
                self._content,
                checked=self.isChecked(),
                hovered=self.underMouse(),
                focused=self.hasFocus(),
            )


def _paint_foot(painter: QPainter, row: QRectF, content: FollowupCardContent, ink: Callable[[Role], QColor]) -> None:
    """The date at the left, the reason and the place right; the place gives way where the room is short."""
    small = font(TextSize.SMALL)
    metrics = QFontMetricsF(small)
    left = QRectF(row)
    if content.late:
        side = px(ICON_SMALL)
        paint_flag(painter, _square(row, side), Flag.LATE, ink(Role.DANGER))
        left.setLeft(row.left() + side + 2)
    face = font(TextSize.SMALL, bold=content.late)
    _paint_text(painter, left, content.date, ink(Role.DANGER if content.late else Role.TEXT2), face)
    free = row.right() - left.left() - QFontMetricsF(face).horizontalAdvance(content.date) - _GAP
    place = metrics.horizontalAdvance(content.place)
    tag = tag_size(content.reason, TagKind.NEUTRAL) if content.reason else None
    tag_room = tag.width() + _GAP if tag is not None else 0
    place = min(place, max(free - tag_room, 0))
    spot = QRectF(row.right() - place, row.top(), place + 1, row.height())
    if place > metrics.horizontalAdvance("…"):
        _paint_text(painter, spot, content.place, ink(Role.TEXT2), small)
    else:
        spot.setLeft(row.right())
    if tag is not None and tag_room <= free:
        box = QRectF(spot.left() - _GAP - tag.width(), row.top(), tag.width(), tag.height())
        paint_tag(painter, box, content.reason, TagKind.NEUTRAL)


def _paint_text(painter: QPainter, row: QRectF, text: str, ink: QColor, face: QFont) -> None:
    metrics = QFontMetricsF(face)
    if metrics.horizontalAdvance(text) > row.width() + 1:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, row.width())
    painter.setFont(face)
    painter.setPen(ink)
    baseline = round(row.center().y() + (metrics.ascent() - metrics.descent()) / 2)
    painter.drawText(QPointF(row.left(), baseline), text)


def _square(row: QRectF, side: float) -> QRectF:
    return QRectF(row.left(), row.center().y() - side / 2, side, side)
