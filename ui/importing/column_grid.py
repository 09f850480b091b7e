"""The first rows of a sheet as they are; above each column what of the ledger it becomes, at the left the headings."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from models.importing.first_look import Look
from models.importing.mapping import Mapping
from models.importing.table import Cell
from models.language import _
from ui.importing.column_words import sentence_of
from ui.importing.field_finder import FieldFinder
from ui.importing.grid_painting import GridPainter
from ui.importing.grid_places import GridPlaces
from ui.theme.palette import px, theme
from ui.theme.tokens import Density, Height

_WHEEL_ROWS = 3
_NOTCH = 120
_PAGE = 10
_LEAST_ROWS = 8


class ColumnGrid(QScrollArea):
    """Scrolls from left to right; up and down it shows as many rows as there is room for."""

    field_chosen = Signal(int, str)  # column of the sheet from 0, name of the ledger's column or ""
    region_chosen = Signal(int, int)  # first and last row of the headings from 0; -1, -1 for none
    current_changed = Signal(int)  # column of the sheet from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = _Sheet(self)
        self.sheet.field_chosen.connect(self.field_chosen)
        self.sheet.region_chosen.connect(self.region_chosen)
        self.sheet.current_changed.connect(self._follow)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.sheet)
        self.setFocusProxy(self.sheet)
        self.horizontalScrollBar().valueChanged.connect(self.sheet.keep_numbers_in_sight)
        theme.follow(self._restyle)

    @property
    def current(self) -> int:
        """The column (from 0) that the keys work on."""
        return self.sheet.places.current

    def show_sheet(self, rows: Sequence[Sequence[Cell]], mapping: Mapping) -> None:
        """Show another sheet."""
        self.sheet.show_sheet(rows, mapping)
        self.horizontalScrollBar().setValue(0)

    def set_mapping(self, mapping: Mapping, looks: MappingOf[int, Look]) -> None:
        """Show what the columns are now, and how their cells are understood."""
        self.sheet.set_mapping(mapping, looks)

    def go_to(self, column: int) -> None:
        """Make a column the current one and bring it into view."""
        self.sheet.go_to(column)

    def _follow(self, column: int) -> None:
        left, width = self.sheet.places.columns.get(column, (0, 0))
        self.ensureVisible(left + width // 2, 0, width // 2 + px(GridPlaces.GUTTER), 0)
        self.current_changed.emit(column)

    def _restyle(self) -> None:
        self.setMinimumHeight(px(Height.FIELD + Height.BUTTON + _LEAST_ROWS * Density.DENSE.value))


class _Sheet(QWidget):
    """Painted as a whole; the keys and the mouse are here, the geometry in GridPlaces."""

    field_chosen = Signal(int, str)
    region_chosen = Signal(int, int)
    current_changed = Signal(int)

    def __init__(self, area: QScrollArea) -> None:
        super().__init__()
        self._area = area
        self.places = GridPlaces()
        self._painter = GridPainter(self.places)
        self._finder: FieldFinder | None = None
        self._dragged = ""  # the edge of the headings that is held: top or bottom
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.follow(self._place)

    def show_sheet(self, rows: Sequence[Sequence[Cell]], mapping: Mapping) -> None:
        self.places.show(rows, mapping)
        self.set_mapping(mapping, {})

    def set_mapping(self, mapping: Mapping, looks: MappingOf[int, Look]) -> None:
        self.places.set_mapping(mapping, looks)
        self._place()
        self._say()

    def go_to(self, column: int) -> None:
        if column in self.places.columns:
            self.places.current = column
            self._say()
            self.current_changed.emit(column)
            self.update()

    def keep_numbers_in_sight(self, left: int) -> None:
        """The numbers of the rows stay at the left however far the columns are scrolled."""
        self.places.left = left
        self.update()

    def open_finder(self, typed: str = "") -> None:
        """Choose the field of the current column from all there are."""
        places = self.places
        if places.current not in places.columns:
            return
        if self._finder is None:
            self._finder = FieldFinder(self.window())
            self._finder.chosen.connect(self._take)
            self._finder.closed.connect(self.setFocus)
        fields = places.mapping.fields
        taken = {name: column for column, name in enumerate(fields) if name and column != places.current}
        corner = self.mapTo(self.window(), places.chip(places.current).bottomLeft() + QPoint(0, 2))
        self._finder.open_below(corner, taken, fields[places.current], typed)

    # Keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_region(1 if key == Qt.Key.Key_Down else -1, grow=shift)
        elif control or (alt and key != Qt.Key.Key_Down):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(self.places.beside(key))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take("")
        elif key == Qt.Key.Key_Space or (alt and key == Qt.Key.Key_Down):
            self.open_finder()
        elif self._scroll_by(key):
            return
        elif event.text().strip() and event.text().isprintable():
            self.open_finder(event.text())
        else:
            super().keyPressEvent(event)

    def _scroll_by(self, key: int) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_PAGE, Qt.Key.Key_PageDown: _PAGE}
        if key not in steps:
            return False
        self.places.scroll(steps[Qt.Key(key)], self.height())
        self.update()
        return True

    def _move_region(self, step: int, *, grow: bool) -> None:
        """The headings one row on, or one row more or less; above the first row there are none."""
        first, last = self.places.region
        if not grow:
            first, last = (first + step, last + step) if last >= 0 else (0, 0) if step > 0 else (-1, -1)
            if first < 0:
                first = last = -1
        elif last >= 0:
            last = max(first, last + step)
        if last < len(self.places.rows) and last - first < GridPlaces.MOST_ROWS and (first, last) != self.places.region:
            self.region_chosen.emit(first, last)

    def _take(self, name: str) -> None:
        places = self.places
        if places.current in places.columns and (places.mapping.fields[places.current] or "") != name:
            self.field_chosen.emit(places.current, name)

    # Mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._dragged = self.places.edge_at(point)
        if self._dragged:
            return
        row, column = self.places.row_at(point), self.places.column_at(point)
        if row is not None and self.places.is_gutter(point):
            first, last = self.places.region
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and last >= 0
            self._choose_region(min(first, row) if extends else row, max(last, row) if extends else row)
        elif column is not None:
            self.go_to(column)
            if self.places.chip(column).contains(point):
                self.open_finder()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not self._dragged:
            over_edge = bool(self.places.edge_at(point))
            column = self.places.column_at(point)
            over_chip = column is not None and self.places.chip(column).contains(point)
            shape = Qt.CursorShape.SplitVCursor if over_edge else Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.PointingHandCursor if over_chip else shape)
            self.setToolTip(
                _("单击行号，把这一行当表头；按住 Shift 单击，表头连到这一行。") if self.places.is_gutter(point) else ""
            )
            return
        first, last = self.places.region
        row = self.places.edge_row(point)
        if self._dragged == "bottom":
            self._choose_region(min(first, row), max(row, 0) if row >= 0 else row)
        else:
            self._choose_region(min(row + 1, last), last)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = ""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if not turned or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().wheelEvent(event)
            return
        self.places.scroll(-round(turned / _NOTCH * _WHEEL_ROWS), self.height())
        self.update()
        event.accept()

    def _choose_region(self, first: int, last: int) -> None:
        if last < 0:
            first = last = -1
        first = max(first, last - GridPlaces.MOST_ROWS + 1)
        if (first, last) != self.places.region and last < len(self.places.rows):
            self.region_chosen.emit(first, last)

    # Looks

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._painter.paint(painter, self.rect(), event.rect(), focused=self.hasFocus())

    def _place(self) -> None:
        self.places.measure()
        self.setMinimumWidth(self.places.width)
        wanted = max(self.places.width, self._area.viewport().width())
        if self.width() > wanted:  # a sheet that was shown before was wider
            self.resize(wanted, self.height())
        self.places.scroll(0, self.height())
        self.update()

    def _say(self) -> None:
        """What a screen reader says of the current column."""
        places = self.places
        self.setAccessibleName(_("认列，共 {n} 列").format(n=len(places.columns)))
        if places.current in places.columns:
            self.setAccessibleDescription(sentence_of(places.mapping, places.current, places.looks.get(places.current)))
