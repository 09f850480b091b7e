"""Paints one cell of a record table: one look-up in the model, then ground, glyph, text, tag and rule."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from ui.shared.marked_text import Marks, fitting, paint_marked
from ui.shared.record_model import CELL_ROLE, Align, Cell, ColumnSpec, Index
from ui.shared.tags import paint_tag, tag_size
from ui.theme.fonts import font
from ui.theme.glyphs import paint_flag, paint_glyph
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import GLYPH_ROW, ICON_TAG, STAGE_ROLES, Radius, Role, Space, TextSize

if TYPE_CHECKING:
    from ui.shared.record_table import RecordTable

_GLYPH_GAP = 6
_TAG_GAP = 4


class RecordDelegate(QStyledItemDelegate):
    """The painter of a `RecordTable`."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_line = self._table.line_at(index.row()) is not None  # the table writes across its cells
        cell = None if is_line else cast("Cell | None", index.data(CELL_ROLE))
        if selected:
            painter.fillRect(box, colour(Role.SEL))
        elif is_line:
            painter.fillRect(box, colour(Role.SURFACE2))
        elif index.row() == self._table.hovered_row:
            painter.fillRect(box, colour(Role.HOVER))
        on_change = cell is not None and cell.changed and not theme.high_contrast
        if on_change:
            painter.fillRect(box, colour(Role.CHG))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour(Role.LINE))
        if cell is None:
            return
        spec = self._table.column_specs[index.column()]
        bold = cell.bold or (spec.is_name and index.row() == self._table.current_row())
        _CellPainter(painter, box, cell, spec, selected=selected and not on_change, bold=bold).paint()

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        cell = cast("Cell | None", index.data(CELL_ROLE))
        if cell is None:
            return False
        spec = self._table.column_specs[index.column()]
        tip = cell.tip
        if not tip and spec.may_end_early:
            room = option.rect.width() - 2 * Space.S
            tip = cell.text if QFontMetricsF(font()).horizontalAdvance(cell.text) > room else ""
        QToolTip.showText(event.globalPos(), tip, view)
        return True


class _CellPainter:
    """One cell being painted: what stands left of the text, the text, what stands right of it."""

    def __init__(
        self,
        painter: QPainter,
        box: QRectF,
        cell: Cell,
        spec: ColumnSpec,
        *,
        selected: bool,
        bold: bool,
    ) -> None:
        self.painter = painter
        self.cell = cell
        self.spec = spec
        self.box = QRectF(box.left(), box.top(), box.width(), box.height() - 1)
        self.left = box.left() + Space.S
        self.right = box.right() - Space.S
        self.face = font(bold=bold)
        self.ink = theme.colour_on_selection if selected else colour
        self.tag_ink = self.ink(Role.TEXT2)

    def paint(self) -> None:
        """Paint everything in reading order."""
        cell = self.cell
        if cell.ticked is not None:
            self._paint_tick(ticked=cell.ticked)
        if cell.glyph:
            paint_glyph(self.painter, self._square(), cell.glyph, self.ink(STAGE_ROLES[cell.glyph]))
            self.left += px(GLYPH_ROW) + _GLYPH_GAP
        if cell.flag is not None:
            paint_flag(self.painter, self._square(), cell.flag, self.ink(Role.DANGER))
            self.left += px(GLYPH_ROW) + _TAG_GAP
        if cell.text and cell.marks:
            self._paint_marked(cell.text, cell.marks)
        elif cell.text:
            self._paint_text(self.ink(cell.role))
        if cell.tag:
            self._paint_tag()

    def _paint_tick(self, *, ticked: bool) -> None:
        side, middle = px(ICON_TAG), self.box.center()
        place = QRectF(round(middle.x() - side / 2), round(middle.y() - side / 2), side, side)
        ground = colour(Role.ACCENT if ticked else Role.SURFACE)
        paint_box(self.painter, place, Radius.TAG, ground, None if ticked else self.ink(Role.LINE2))
        if ticked:
            paint_icon(self.painter, place.adjusted(2, 2, -2, -2), Icon.CHECK, colour(Role.ACCENT_TEXT))

    def _square(self) -> QRectF:
        side = px(GLYPH_ROW)
        return QRectF(self.left, self.box.center().y() - side / 2, side, side)

    def _paint_text(self, ink: QColor) -> None:
        metrics = QFontMetricsF(self.face)
        text = self.cell.text
        room = self.right - self.left
        width = 0.0
        if self.spec.may_end_early and metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        if self.cell.tag or self.spec.align is not Align.LEFT:
            width = metrics.horizontalAdvance(text)
        x = self.left
        if self.spec.align is Align.RIGHT:
            x = self.right - width
        elif self.spec.align is Align.CENTRE:
            x = self.box.center().x() - width / 2
        baseline = round(self.box.center().y() + (metrics.ascent() - metrics.descent()) / 2)
        self.painter.setFont(self.face)
        self.painter.setPen(ink)
        self.painter.drawText(QPointF(x, baseline), text)
        self.left = x + width + _TAG_GAP

    def _paint_marked(self, text: str, marks: Marks) -> None:
        bold, room = self.face.bold(), self.right - self.left
        text, marks = fitting(text, marks, TextSize.BODY, room, bold=bold)
        inks = self.ink(self.cell.role), self.ink(Role.ACCENT)
        box = QRectF(self.left, self.box.top(), room, self.box.height())
        self.left = paint_marked(self.painter, box, text, marks, TextSize.BODY, inks, bold=bold) + _TAG_GAP

    def _paint_tag(self) -> None:
        size = tag_size(self.cell.tag, self.cell.tag_kind)
        x = self.left if self.cell.text else self.box.center().x() - size.width() / 2 + theme.ring
        if not self.cell.text and self.spec.align is Align.LEFT:
            x = self.left
        place = QRectF(round(x), round(self.box.center().y() - size.height() / 2), size.width(), size.height())
        paint_tag(self.painter, place, self.cell.tag, self.cell.tag_kind, self.tag_ink)
