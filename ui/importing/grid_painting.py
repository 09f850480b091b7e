"""Painting the sheet: fields above, numbers and the headings' bracket at the left, cells as they are."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from models.language import _
from ui.importing.column_words import cell_words, note_of
from ui.importing.grid_places import GridPlaces
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px
from ui.theme.tokens import ICON_SMALL, Radius, Role, Space, TextSize

_EDGE = 2
_GRIP_WIDTH, _GRIP_HEIGHT = 18, 6
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class GridPainter:
    """Paints what GridPlaces has laid out."""

    def __init__(self, places: GridPlaces) -> None:
        self._places = places

    def paint(self, painter: QPainter, whole: QRect, wanted: QRect, *, focused: bool) -> None:
        """Everything of the sheet that lies in `wanted`."""
        places = self._places
        painter.fillRect(wanted, colour(Role.SURFACE))
        for row in range(places.top, len(places.rows)):
            box = places.row_box(row, whole.width())
            if box.bottom() > whole.bottom():
                break  # whole rows only
            self._paint_row(painter, row, box, wanted)
        painter.save()
        painter.setClipRect(whole.adjusted(places.left + px(GridPlaces.GUTTER), 0, 0, 0))
        self._paint_current(painter, whole)
        painter.restore()
        self._paint_edges(painter, whole)
        head = QRect(0, 0, whole.width(), places.head_height())
        painter.fillRect(head, colour(Role.SURFACE))
        painter.fillRect(QRect(0, head.bottom(), head.width(), 1), colour(Role.LINE2))
        for column in places.columns:
            if places.chip(column).intersects(wanted) or places.note(column).intersects(wanted):
                self._paint_chip(painter, column, focused=focused)
                self._paint_note(painter, column)
        corner = QRect(places.left, 0, px(GridPlaces.GUTTER), places.head_height() - 1)
        painter.fillRect(corner, colour(Role.SURFACE))

    def _paint_row(self, painter: QPainter, row: int, box: QRect, wanted: QRect) -> None:
        first, last = self._places.region
        is_heading = first <= row <= last
        is_repeated = not is_heading and row > last and self._places.mapping.repeats_headings(self._places.rows[row])
        if is_heading:
            painter.fillRect(box, colour(Role.SURFACE2))
        for column in self._places.columns:
            left, width = self._places.columns[column]
            place = QRect(left, box.top(), width, box.height())
            if place.intersects(wanted):
                self._paint_cell(painter, row, column, place, dim=row < first or is_repeated)
        self._paint_number(painter, row, box, is_heading=is_heading, is_repeated=is_repeated)
        painter.fillRect(QRect(0, box.bottom(), box.width(), 1), colour(Role.LINE))

    def _paint_number(self, painter: QPainter, row: int, box: QRect, *, is_heading: bool, is_repeated: bool) -> None:
        """The number of a row, over what is scrolled away below it."""
        places = self._places
        place = QRect(places.left, box.top(), px(GridPlaces.GUTTER), box.height())
        painter.fillRect(place, colour(Role.SURFACE2 if is_heading else Role.SURFACE))
        words = QRectF(place).adjusted(Space.S, 0, -Space.S, 0)
        painter.setFont(font(TextSize.SMALL, bold=is_heading))
        painter.setPen(colour(Role.ACCENT if is_heading else Role.TEXT2))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | _MIDDLE, str(row + 1))
        if (is_heading and row == max(places.region[0], places.top)) or is_repeated:
            painter.setPen(colour(Role.ACCENT if is_heading else Role.TEXT3))
            painter.drawText(words, _MIDDLE, _("表头"))

    def _paint_cell(self, painter: QPainter, row: int, column: int, box: QRect, *, dim: bool) -> None:
        places = self._places
        first, last = places.region
        field = places.mapping.fields[column]
        is_heading = first <= row <= last
        if is_heading and field:
            painter.fillRect(box, colour(Role.ACCENT_SOFT))
        face = font(bold=is_heading or (field == "name" and not dim))
        cells = places.rows[row]
        words = QRectF(box).adjusted(Space.S, 0, -Space.S, 0)
        if row < first:  # a title runs on over what is blank beside it
            words.setRight(places.next_filled(row, column) - Space.S)
        text = cell_words(places.mapping, column, cells[column] if column < len(cells) else None)
        painter.setFont(face)
        painter.setPen(colour(Role.TEXT if field and not dim else Role.TEXT3))
        shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, _MIDDLE, shown)

    def _paint_current(self, painter: QPainter, whole: QRect) -> None:
        """A frame down the column that the keys work on."""
        places = self._places
        if places.current not in places.columns or not places.rows:
            return
        left, width = places.columns[places.current]
        bottom = places.row_box(places.last_whole_row(whole.height()), 1).bottom()
        first = places.region[0]
        top = places.row_box(first, 1).top() if first > places.top else places.head_height()  # below the titles
        if top > bottom:
            return
        box = QRectF(left, top, width, bottom - top + 1)
        paint_box(painter, box, 0, None, colour(Role.ACCENT_LINE))

    def _paint_edges(self, painter: QPainter, whole: QRect) -> None:
        """Above and below the headings, with a grip to drag them by."""
        places = self._places
        first, last = places.region
        heights = [places.row_box(first, 1).top(), places.row_box(last, 1).bottom() + 1] if last >= 0 else []
        if last < 0 and places.top == 0:
            heights = [places.head_height()]
        for number, height in enumerate(heights):
            if height < places.head_height() or (number == 0 and last >= 0 and first == 0):
                continue
            painter.fillRect(QRect(0, height - _EDGE // 2, whole.width(), _EDGE), colour(Role.ACCENT))
            grip = QRectF(
                (px(GridPlaces.GUTTER) - _GRIP_WIDTH) / 2, height - _GRIP_HEIGHT / 2, _GRIP_WIDTH, _GRIP_HEIGHT
            )
            paint_box(painter, grip, _GRIP_HEIGHT / 2, colour(Role.SURFACE), colour(Role.ACCENT))

    def _paint_chip(self, painter: QPainter, column: int, *, focused: bool) -> None:
        places = self._places
        box = QRectF(places.chip(column))
        field = places.mapping.fields[column]
        is_current = column == places.current
        ground, edge = (Role.ACCENT_SOFT, Role.ACCENT_LINE) if field else (Role.SURFACE, Role.LINE2)
        paint_box(painter, box, Radius.CONTROL, colour(ground), colour(edge), dashed=not field)
        painter.setFont(font(bold=bool(field)))
        painter.setPen(colour(Role.TEXT if field else Role.TEXT2))
        painter.drawText(box.adjusted(Space.S, 0, 0, 0), _MIDDLE, places.field_words(column))
        side = px(ICON_SMALL)
        place = QRectF(box.right() - Space.S - side, box.center().y() - side / 2, side, side)
        paint_icon(painter, place, Icon.CHEVRON_DOWN, colour(Role.TEXT2))
        if is_current:
            paint_ring(painter, box, Radius.CONTROL, colour(Role.FOCUS if focused else Role.ACCENT_LINE))

    def _paint_note(self, painter: QPainter, column: int) -> None:
        note = note_of(self._places.mapping, column, self._places.looks.get(column))
        if note.text:
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(note.role))
            painter.drawText(QRectF(self._places.note(column)), _MIDDLE, note.text)
