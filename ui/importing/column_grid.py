"""The first rows of a sheet as they are, and above each column what of the ledger it becomes."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from models.importing.first_look import Doubt
from models.importing.mapping import Mapping, importable
from models.importing.table import Cell
from models.language import _
from models.ledger_columns import LEDGER_COLUMNS
from models.rules.phones import mask_phone, mask_phones_in
from ui.shared.fields import Choice
from ui.theme.fonts import font
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, Density, Height, Role, Space, TextSize

_MOST_COLUMNS = 120
_LEAST, _MOST = 132, 260
_GUTTER = 52
_NOTE = 22
_MEASURED_ROWS = 12
_ABOVE_HEADING = 2


class ColumnGrid(QScrollArea):
    """Scrolls from left to right; it shows as many rows as there is room for."""

    field_chosen = Signal(int, str)  # column of the sheet from 0, name of the ledger's column or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = _Sheet()
        self.sheet.field_chosen.connect(self.field_chosen)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.sheet)
        theme.follow(self._restyle)

    def show_sheet(self, rows: Sequence[Sequence[Cell]], mapping: Mapping) -> None:
        """Show another sheet, or the same with another heading row."""
        self.sheet.show_sheet(rows, mapping)
        self.horizontalScrollBar().setValue(0)

    def set_mapping(self, mapping: Mapping, doubts: MappingOf[int, Doubt]) -> None:
        """Show what the columns are now, and which of them a person should look at."""
        self.sheet.set_mapping(mapping, doubts)

    def choice_of(self, column: int) -> Choice | None:
        """What is above a column (from 0); None where it is empty and not shown."""
        return self.sheet.choices.get(column)

    def focus_column(self, column: int) -> None:
        """Give a column's choice the keyboard and bring it into view."""
        choice = self.choice_of(column) or next(iter(self.sheet.choices.values()), None)
        if choice is not None:
            choice.setFocus()
            self.ensureWidgetVisible(choice)

    def _restyle(self) -> None:
        self.setMinimumHeight(px(Height.FIELD + _NOTE + Height.BUTTON + 3 * Density.DENSE.value))


class _Sheet(QWidget):
    """The choices are widgets, everything else is painted."""

    field_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[int, Choice] = {}
        self._rows: Sequence[Sequence[Cell]] = ()
        self._mapping = Mapping(-1, (), ())
        self._doubts: MappingOf[int, Doubt] = {}
        self._places: dict[int, tuple[int, int]] = {}  # column to left and width
        theme.follow(self._place)

    def show_sheet(self, rows: Sequence[Sequence[Cell]], mapping: Mapping) -> None:
        for choice in self.choices.values():
            choice.hide()
            choice.deleteLater()
        self._rows, self._mapping, self._doubts = rows, mapping, {}
        self.choices = {column: self._made(column) for column in self._shown_columns()}
        self.set_mapping(mapping, {})

    def set_mapping(self, mapping: Mapping, doubts: MappingOf[int, Doubt]) -> None:
        self._mapping, self._doubts = mapping, doubts
        for column, choice in self.choices.items():
            choice.blockSignals(True)
            choice.choose(mapping.fields[column] or "")
            choice.blockSignals(False)
            choice.setAccessibleDescription(self._note(column))
        self._place()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), colour(Role.SURFACE))
            top = self._head_height()
            for number in range(self._first_row(), len(self._rows)):
                height = px(Height.BUTTON if number == self._mapping.header_row else Density.DENSE.value)
                if top + height > self.height():
                    break
                self._paint_row(painter, number, QRect(0, top, self.width(), height), event.rect())
                top += height
            for column, (left, width) in self._places.items():
                self._paint_note(painter, column, QRectF(left, px(Height.FIELD) + Space.S, width, px(_NOTE)))

    def _made(self, column: int) -> Choice:
        choice = Choice([("", _("不导入"))], parent=self)
        for group in dict.fromkeys(each.group for each in LEDGER_COLUMNS):
            choice.insertSeparator(choice.count())
            for each in LEDGER_COLUMNS:
                if each.group is group and importable(each):
                    choice.addItem(each.heading, each.name)
        choice.setAccessibleName(
            _("第 {n} 列“{heading}”认作").format(n=column + 1, heading=self._mapping.headings[column])
        )
        choice.currentIndexChanged.connect(partial(self._tell, column))
        metrics = QFontMetricsF(font())
        widest = max(metrics.horizontalAdvance(choice.itemText(n)) for n in range(choice.count()))
        choice.view().setMinimumWidth(round(widest) + px(48))
        choice.show()
        return choice

    def _tell(self, column: int, *_index: object) -> None:
        self.field_chosen.emit(column, self.choices[column].choice())

    def _shown_columns(self) -> list[int]:
        """Columns in which something stands, as many as a person can look at; known ones in any case."""
        filled = [
            number
            for number, field in enumerate(self._mapping.fields)
            if field or any(number < len(row) and row[number] is not None for row in self._rows)
        ]
        return [number for place, number in enumerate(filled) if place < _MOST_COLUMNS or self._mapping.fields[number]]

    def _place(self) -> None:
        x = px(_GUTTER)
        self._places = {}
        for column, choice in self.choices.items():
            width = self._column_width(column, choice)
            self._places[column] = (x, width)
            choice.setGeometry(x + Space.XS, Space.S, width - 2 * Space.XS, px(Height.FIELD))
            x += width
        self.setMinimumWidth(x + Space.M)
        self.update()

    def _column_width(self, column: int, choice: Choice) -> int:
        metrics = QFontMetricsF(font())
        small = QFontMetricsF(font(TextSize.SMALL))
        chosen = metrics.horizontalAdvance(choice.currentText()) + px(ICON_SMALL) + 5 * Space.S
        first = max(self._mapping.header_row, 0)
        texts = [self._text(row, column) for row in self._rows[first : first + _MEASURED_ROWS]]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * Space.S
        note = small.horizontalAdvance(self._note(column)) + 2 * Space.S
        return round(max(px(_LEAST), chosen, note, min(widest, px(_MOST))))

    def _head_height(self) -> int:
        return Space.S + px(Height.FIELD) + px(_NOTE)

    def _first_row(self) -> int:
        return max(0, self._mapping.header_row - _ABOVE_HEADING)

    def _paint_row(self, painter: QPainter, number: int, box: QRect, wanted: QRect) -> None:
        is_heading = number == self._mapping.header_row
        if is_heading:
            painter.fillRect(box, colour(Role.SURFACE2))
        gutter = QRectF(0, box.top(), px(_GUTTER) - Space.S, box.height())
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(gutter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number + 1))
        for column, (left, width) in self._places.items():
            place = QRect(left, box.top(), width, box.height())
            if place.intersects(wanted):
                self._paint_cell(painter, number, column, place)
        rule = colour(Role.LINE2 if is_heading else Role.LINE)
        painter.fillRect(QRect(0, box.bottom(), box.width(), 1), rule)

    def _paint_cell(self, painter: QPainter, number: int, column: int, box: QRect) -> None:
        field = self._mapping.fields[column]
        is_heading = number == self._mapping.header_row
        if is_heading and field:
            painter.fillRect(box, colour(Role.ACCENT_SOFT))
        ink = Role.TEXT if field else Role.TEXT3
        if number < self._mapping.header_row:
            ink = Role.TEXT3
        face = font(bold=is_heading or (field == "name" and number > self._mapping.header_row))
        metrics = QFontMetricsF(face)
        words = QRectF(box).adjusted(Space.S, 0, -Space.S, 0)
        if number < self._mapping.header_row and not any(cell is not None for cell in self._rows[number][column + 1 :]):
            words.setRight(self.width())  # a title over the table
        text = metrics.elidedText(self._text(self._rows[number], column), Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(face)
        painter.setPen(colour(ink))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_note(self, painter: QPainter, column: int, box: QRectF) -> None:
        note = self._note(column)
        if note:
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.WARN))
            painter.drawText(box.adjusted(Space.S, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, note)

    def _note(self, column: int) -> str:
        """Why a person should look at a column; empty where there is no reason."""
        doubt = self._doubts.get(column)
        if doubt is None:
            return ""
        if doubt.unread:
            return _("{n} 格读不懂，请核对").format(n=doubt.unread)
        return _("表头没写明，请核对")

    def _text(self, row: Sequence[Cell], column: int) -> str:
        """A cell in one line; telephone numbers are masked here as everywhere."""
        cell = row[column] if column < len(row) else None
        if cell is None:
            return ""
        text = " ".join(str(cell).split())
        field = self._mapping.fields[column]
        if field == "code":
            return text
        return mask_phone(text) if field == "phone" and any(map(str.isdigit, text)) else mask_phones_in(text)
