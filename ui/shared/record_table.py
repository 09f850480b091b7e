"""The table: selection across the row, a ring round the current one, marks that stay.

Quick with 902,000 records: every row has the same height, and only visible cells are asked for, each once.
"""

from collections.abc import Collection, Mapping

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import ColumnSpec, Index, RecordModel
from ui.shared.whole_rows import WholeRowView
from ui.theme.paint import paint_ring
from ui.theme.palette import colour, theme
from ui.theme.tokens import Role

_Move = QAbstractItemView.CursorAction
_Select = QItemSelectionModel.SelectionFlag
_ONLY_THIS_ROW = _Select.ClearAndSelect | _Select.Rows
_ENDS = {_Move.MoveHome: 0, _Move.MoveEnd: -1}


class RecordTable(WholeRowView):
    """Records in rows. The arrows move; Space marks a row, and marked rows stay until Esc or a click.

    Without marks the selection is the current row.
    """

    current_row_changed = Signal(int)  # -1: none
    selection_size_changed = Signal(int)
    row_activated = Signal(int)  # Enter or double click
    sort_asked = Signal(str, bool)  # key of the column, descending

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column_specs: tuple[ColumnSpec, ...] = ()
        self.hovered_row = -1
        self._marking = False
        self._pressed_row = -1
        self._empty: QWidget | None = None
        self._header.sort_asked.connect(self.sort_asked)
        self.activated.connect(self._activate)
        self.setItemDelegate(RecordDelegate(self))
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def set_sort(self, key: str, *, descending: bool) -> None:
        """Show by which column the model is sorted."""
        self._header.set_sort(key, descending=descending)

    def set_empty_state(self, widget: QWidget) -> None:
        """What stands under the header while there are no records."""
        self._empty = widget
        widget.setParent(self.viewport())
        self._place_empty_state()

    def chosen_widths(self) -> dict[str, int]:
        """Column widths that a person chose, for a saved layout."""
        return self._header.chosen_widths()

    def set_layout(self, widths: Mapping[str, int], hidden: Collection[str]) -> None:
        """Use a saved layout: chosen widths and the keys of hidden columns."""
        for number, spec in enumerate(self.column_specs):
            self.setColumnHidden(number, spec.key in hidden)
        self._header.set_chosen_widths(widths)

    def current_row(self) -> int:
        """The row with the ring, or -1."""
        return self.currentIndex().row()

    def go_to_row(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        self.setCurrentIndex(self.model().index(row, max(self.currentIndex().column(), 0)))

    def selected_count(self) -> int:
        """How many rows are selected; quick for any number."""
        return sum(chosen.height() for chosen in self._selected_ranges())

    def selected_rows(self) -> list[int]:
        """The selected rows in their order."""
        ranges = sorted((chosen.top(), chosen.bottom()) for chosen in self._selected_ranges())
        return [row for top, bottom in ranges for row in range(top, bottom + 1)]

    def clear_marks(self) -> None:
        """Let the selection be the current row again."""
        self._marking = False
        if self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), _ONLY_THIS_ROW)
        else:
            self.clearSelection()

    # What Qt asks

    @override
    def reset(self) -> None:
        super().reset()
        model = self.model()
        self.column_specs = model.columns if isinstance(model, RecordModel) else ()
        self._header.set_specs(self.column_specs)
        self._marking = False
        self._place_empty_state()
        self.current_row_changed.emit(-1)
        self.selection_size_changed.emit(0)

    @override
    def moveCursor(self, cursorAction: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if cursorAction in _ENDS and self.model().rowCount():
            row = _ENDS[cursorAction] % self.model().rowCount()
            return self.model().index(row, max(self.currentIndex().column(), 0))
        return super().moveCursor(cursorAction, modifiers)

    @override
    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        if isinstance(event, (QKeyEvent, QMouseEvent)) and event.type() != QEvent.Type.MouseButtonRelease:
            extends = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            dragged = event.type() == QEvent.Type.MouseMove
            if extends or dragged:
                self._marking = self._marking or not dragged or index.row() != self._pressed_row
                return super().selectionCommand(index, event)
            if isinstance(event, QMouseEvent):
                self._marking = False
                self._pressed_row = index.row()
        elif event is not None or QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            return super().selectionCommand(index, event)  # None and Shift: Qt asks where the range began
        return _Select.NoUpdate if self._marking else _ONLY_THIS_ROW

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Space and plain and self.currentIndex().isValid():
            self._mark_current_row()
        elif event.key() == Qt.Key.Key_Escape and self._marking:
            self.clear_marks()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the screen, not a search."""

    @override
    def selectAll(self) -> None:
        self._marking = True
        super().selectAll()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._update_row(previous.row())
        self._update_row(current.row())
        if current.row() != previous.row():
            self.current_row_changed.emit(current.row())

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_size_changed.emit(self.selected_count())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        row = self.current_row()
        if row < 0:
            return
        box = self._row_rect(row)
        if box.intersects(event.rect()):
            role = Role.FOCUS if self.hasFocus() else Role.ACCENT_LINE
            selected = self.selectionModel().isSelected(self.currentIndex())
            with QPainter(self.viewport()) as painter:
                ink = theme.colour_on_selection(role) if selected else colour(role)
                paint_ring(painter, QRectF(box), 0, ink)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._header.place_columns(self.viewport().width())
        self._place_empty_state()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_row(self.current_row())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_row(self.current_row())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    # Inside

    @override
    def _before_reset(self) -> None:
        self.hovered_row = -1
        super()._before_reset()

    def _place_empty_state(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(self.model() is None or self.model().rowCount() == 0)

    def _selected_ranges(self) -> list[QItemSelectionRange]:
        if self.selectionModel() is None:
            return []
        chosen = self.selectionModel().selection()
        return [chosen.at(number) for number in range(chosen.count())]

    def _mark_current_row(self) -> None:
        """Space: the first one starts marking with this row, later ones switch it."""
        if self._marking:
            self.selectionModel().select(self.currentIndex(), _Select.Toggle | _Select.Rows)
        else:
            self._marking = True
            self.selectionModel().select(self.currentIndex(), _ONLY_THIS_ROW)

    def _activate(self, index: QModelIndex) -> None:
        self.row_activated.emit(index.row())

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            before, self.hovered_row = self.hovered_row, row
            self._update_row(before)
            self._update_row(row)
