"""Paints cells of a record table one after another: faces and measures are made once, not for each cell."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ui.shared.marked_text import Marks, fitting, paint_marked
from ui.shared.record_model import Align, Cell, ColumnSpec
from ui.shared.tags import paint_tag, tag_size
from ui.theme.fonts import font
from ui.theme.glyphs import paint_flag, paint_glyph
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import GLYPH_ROW, ICON_TAG, STAGE_ROLES, Radius, Role, Space, TextSize

_GLYPH_GAP = 6
_TAG_GAP = 4


class RowGround(NamedTuple):
    """What a row stands on; `is_line`: it sums up others, the table writes across its cells."""

    selected: bool = False
    is_line: bool = False
    hovered: bool = False

    @property
    def role(self) -> Role | None:
        """The ground; None for the table's own."""
        if self.selected:
            return Role.SEL
        if self.is_line:
            return Role.SURFACE2
        return Role.HOVER if self.hovered else None


class _Face(NamedTuple):
    font: QFont
    metrics: QFontMetricsF
    rise: float  # of the baseline under the middle


class CellPainter:
    """Used for one painting: what it keeps is of the scheme and the scale of now."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._faces: dict[bool, _Face] = {}
        self._rule = colour(Role.LINE)
        self._ink = colour

    def paint_ground(self, box: QRectF, ground: RowGround, *, changed: bool) -> None:
        """The ground of a cell or of a row that has one for all, and the rule under it."""
        role = ground.role
        if role is not None:
            self._painter.fillRect(box, colour(role))
        if changed:
            self._painter.fillRect(box, colour(Role.CHG))
        self._painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), self._rule)

    def paint(self, box: QRectF, cell: Cell, spec: ColumnSpec, *, selected: bool, bold: bool) -> None:
        """What stands in a cell, in reading order; `box` with its rule, `selected`: on the ground of a selection."""
        if not (cell.text or cell.tag or cell.glyph) and cell.flag is None and cell.ticked is None:
            return
        self._ink = theme.colour_on_selection if selected else colour
        box = QRectF(box.left(), box.top(), box.width(), box.height() - 1)
        left, right = box.left() + Space.S, box.right() - Space.S
        if cell.ticked is not None:
            self._paint_tick(box, ticked=cell.ticked)
        if cell.glyph:
            paint_glyph(self._painter, _square(left, box), cell.glyph, self._ink(STAGE_ROLES[cell.glyph]))
            left += px(GLYPH_ROW) + _GLYPH_GAP
        if cell.flag is not None:
            paint_flag(self._painter, _square(left, box), cell.flag, self._ink(Role.DANGER))
            left += px(GLYPH_ROW) + _TAG_GAP
        if cell.text and cell.marks:
            room = QRectF(left, box.top(), right - left, box.height())
            left = self._paint_marked(room, cell, cell.marks, bold=bold)
        elif cell.text:
            left = self._paint_text(left, right, box, cell, spec, bold=bold)
        if cell.tag:
            self._paint_tag(left, box, cell, spec)

    def _face(self, *, bold: bool) -> _Face:
        face = self._faces.get(bold)
        if face is None:
            metrics = QFontMetricsF(font(bold=bold))
            face = self._faces[bold] = _Face(font(bold=bold), metrics, (metrics.ascent() - metrics.descent()) / 2)
        return face

    def _paint_tick(self, box: QRectF, *, ticked: bool) -> None:
        side, middle = px(ICON_TAG), box.center()
        place = QRectF(round(middle.x() - side / 2), round(middle.y() - side / 2), side, side)
        ground = colour(Role.ACCENT if ticked else Role.SURFACE)
        paint_box(self._painter, place, Radius.TAG, ground, None if ticked else self._ink(Role.LINE2))
        if ticked:
            paint_icon(self._painter, place.adjusted(2, 2, -2, -2), Icon.CHECK, colour(Role.ACCENT_TEXT))

    def _paint_text(self, left: float, right: float, box: QRectF, cell: Cell, spec: ColumnSpec, *, bold: bool) -> float:
        """Where what follows it begins."""
        face = self._face(bold=bold)
        text, width, room = cell.text, 0.0, right - left
        if spec.may_end_early and face.metrics.horizontalAdvance(text) > room:
            text = face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        if cell.tag or spec.align is not Align.LEFT:
            width = face.metrics.horizontalAdvance(text)
        x = left
        middle = box.center()
        if spec.align is Align.RIGHT:
            x = right - width
        elif spec.align is Align.CENTRE:
            x = middle.x() - width / 2
        painter = self._painter
        painter.setFont(face.font)
        painter.setPen(self._ink(cell.role))
        painter.drawText(QPointF(x, round(middle.y() + face.rise)), text)
        return x + width + _TAG_GAP

    def _paint_marked(self, room: QRectF, cell: Cell, marks: Marks, *, bold: bool) -> float:
        text, marks = fitting(cell.text, marks, TextSize.BODY, room.width(), bold=bold)
        inks: tuple[QColor, QColor] = self._ink(cell.role), self._ink(Role.ACCENT)
        return paint_marked(self._painter, room, text, marks, TextSize.BODY, inks, bold=bold) + _TAG_GAP

    def _paint_tag(self, left: float, box: QRectF, cell: Cell, spec: ColumnSpec) -> None:
        size = tag_size(cell.tag, cell.tag_kind)
        x = left if cell.text else box.center().x() - size.width() / 2 + theme.ring
        if not cell.text and spec.align is Align.LEFT:
            x = left
        place = QRectF(round(x), round(box.center().y() - size.height() / 2), size.width(), size.height())
        paint_tag(self._painter, place, cell.tag, cell.tag_kind, self._ink(Role.TEXT2))


def _square(left: float, box: QRectF) -> QRectF:
    side = px(GLYPH_ROW)
    return QRectF(left, box.center().y() - side / 2, side, side)
