"""Where everything of the sheet's picture is: columns, rows, the edges of the headings. It paints nothing."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF

from models.importing.first_look import Look
from models.importing.header_region import MOST_ROWS
from models.importing.mapping import Mapping
from models.importing.table import Cell
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME
from ui.importing.column_words import cell_words, note_of
from ui.theme.fonts import font
from ui.theme.palette import px
from ui.theme.tokens import ICON_SMALL, Density, Height, Space, TextSize

_MOST_COLUMNS = 120
_LEAST, _MOST = 112, 260
_NOTE = 22
_MEASURED_ROWS = 14
_ABOVE_HEADINGS = 3
_CATCH = 5


class GridPlaces:
    """What is shown (rows, mapping, looks, the current column) and where; `top` is the first row in sight."""

    GUTTER = 60
    MOST_ROWS = MOST_ROWS

    def __init__(self) -> None:
        self.rows: Sequence[Sequence[Cell]] = ()
        self.mapping = Mapping(-1, (), ())
        self.looks: MappingOf[int, Look] = {}
        self.columns: dict[int, tuple[int, int]] = {}  # column to left and width
        self.current = 0
        self.top = 0
        self.left = 0  # how far it is scrolled to the right; the rows' numbers stay in sight
        self.width = 0

    @property
    def region(self) -> tuple[int, int]:
        """The first and the last row of the headings; -1, -1 without any."""
        return (self.mapping.first_header_row, self.mapping.header_row) if self.mapping.header_row >= 0 else (-1, -1)

    def show(self, rows: Sequence[Sequence[Cell]], mapping: Mapping) -> None:
        """Begin with another sheet."""
        self.rows, self.mapping, self.looks = rows, mapping, {}
        self.top = max(0, mapping.first_header_row - _ABOVE_HEADINGS)
        self.current = next(iter(self._shown_columns()), 0)

    def set_mapping(self, mapping: Mapping, looks: MappingOf[int, Look]) -> None:
        """The columns are others now."""
        self.mapping, self.looks = mapping, looks
        first, last = self.region
        if last >= 0 and not self.top <= last:
            self.top = max(0, first - _ABOVE_HEADINGS)

    def measure(self) -> None:
        """Lay the columns out from left to right."""
        x = px(self.GUTTER)
        self.columns = {}
        for column in self._shown_columns():
            width = self._column_width(column)
            self.columns[column] = (x, width)
            x += width
        self.width = x + Space.M
        if self.columns and self.current not in self.columns:
            self.current = next(iter(self.columns))

    def scroll(self, rows: int, height: int) -> None:
        """Move the rows up or down, as far as there are any."""
        room = max(1, (height - self.head_height()) // px(Density.DENSE.value))
        self.top = max(0, min(self.top + rows, max(0, len(self.rows) - room)))

    def beside(self, key: int) -> int:
        """The column that a key leads to."""
        order = list(self.columns)
        if not order:
            return self.current
        at = order.index(self.current) if self.current in order else 0
        places = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(order) - 1}
        return order[max(0, min(places[Qt.Key(key)], len(order) - 1))]

    # Boxes

    def head_height(self) -> int:
        """What stands above the rows: the fields, and a note under each."""
        return Space.S + px(Height.FIELD) + px(_NOTE)

    def chip(self, column: int) -> QRect:
        """Where the field of a column stands."""
        left, width = self.columns[column]
        return QRect(left + Space.XS, Space.S, width - 2 * Space.XS, px(Height.FIELD))

    def note(self, column: int) -> QRect:
        """The line under the field."""
        left, width = self.columns[column]
        return QRect(left + Space.S, Space.S + px(Height.FIELD), width - 2 * Space.XS, px(_NOTE))

    def row_box(self, row: int, width: int) -> QRect:
        """A row from side to side."""
        height = px(Density.DENSE.value)
        return QRect(0, self.head_height() + (row - self.top) * height, width, height)

    def row_at(self, point: QPoint) -> int | None:
        """The row at a point."""
        row = self.top + (point.y() - self.head_height()) // px(Density.DENSE.value)
        return row if point.y() >= self.head_height() and row < len(self.rows) else None

    def column_at(self, point: QPoint) -> int | None:
        """The column at a point."""
        if point.x() - self.left < px(self.GUTTER):
            return None
        return next((key for key, (left, width) in self.columns.items() if left <= point.x() < left + width), None)

    def is_gutter(self, point: QPoint) -> bool:
        """True where the numbers of the rows stand."""
        return point.x() - self.left < px(self.GUTTER) and point.y() >= self.head_height()

    def last_whole_row(self, height: int) -> int:
        """The last row that is in sight as a whole."""
        room = (height - self.head_height()) // px(Density.DENSE.value)
        return min(len(self.rows), self.top + max(room, 1)) - 1

    def next_filled(self, row: int, column: int) -> int:
        """The left side of the next column in which something stands in a row; the end of all without one."""
        cells = self.rows[row]
        after = (key for key in self.columns if key > column and key < len(cells) and cells[key] is not None)
        found = next(after, None)
        return self.width if found is None else self.columns[found][0]

    def edge_at(self, point: QPoint) -> str:
        """The edge of the headings that can be caught at a point: top, bottom, or none."""
        first, last = self.region
        if point.y() < self.head_height() - _CATCH:
            return ""
        bottom = self.row_box(last, 1).bottom() + 1 if last >= 0 else self.row_box(0, 1).top()
        if abs(point.y() - bottom) <= _CATCH and (last >= 0 or self.top == 0):
            return "bottom"
        return "top" if last >= 0 and abs(point.y() - self.row_box(first, 1).top()) <= _CATCH else ""

    def edge_row(self, point: QPoint) -> int:
        """The row above the edge that is nearest to a point; -1 above all rows."""
        height = px(Density.DENSE.value)
        row = self.top + round((point.y() - self.head_height()) / height) - 1
        return max(-1, min(row, len(self.rows) - 1))

    # Inside

    def field_words(self, column: int) -> str:
        """What a column is taken for."""
        name = self.mapping.fields[column] if column < len(self.mapping.fields) else None
        return COLUMN_BY_NAME[name].heading if name else _("不导入")

    def _shown_columns(self) -> list[int]:
        """Columns in which something stands, as many as a person can look at; known ones in any case."""
        fields = self.mapping.fields
        filled = [
            number
            for number, field in enumerate(fields)
            if field or any(number < len(row) and row[number] is not None for row in self.rows)
        ]
        return [number for place, number in enumerate(filled) if place < _MOST_COLUMNS or fields[number]]

    def _column_width(self, column: int) -> int:
        metrics, bold = QFontMetricsF(font()), QFontMetricsF(font(bold=True))
        small = QFontMetricsF(font(TextSize.SMALL))
        chip = bold.horizontalAdvance(self.field_words(column)) + px(ICON_SMALL) + 6 * Space.S
        first = max(self.mapping.first_header_row, 0)
        rows = self.rows[first : first + _MEASURED_ROWS]
        texts = [cell_words(self.mapping, column, row[column]) for row in rows if column < len(row)]
        face = bold if self.mapping.fields[column] == "name" else metrics
        widest = max((face.horizontalAdvance(text) for text in texts), default=0) + 2 * Space.S
        note = small.horizontalAdvance(note_of(self.mapping, column, self.looks.get(column)).text) + 3 * Space.S
        return ceil(max(px(_LEAST), chip, note, min(widest, px(_MOST)))) + 1
