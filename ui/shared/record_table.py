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
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from ui.shared.enter_presses import keep_enter
from ui.shared.painted_rows import PaintedRows
from ui.shared.record_delegate import RecordDelegate
from ui.shared.record_model import Index, RecordModel
from ui.theme.palette import px, theme
from ui.theme.tokens import MARK_WIDTH

_Move = QAbstractItemView.CursorAction
_Select = QItemSelectionModel.SelectionFlag
_ONLY_THIS_ROW = _Select.ClearAndSelect | _Select.Rows
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible
_FOLDING = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_ENDS = {_Move.MoveHome: 0, _Move.MoveEnd: -1}


class RecordTable(PaintedRows):
    """Records in rows. The arrows move; Space marks a row, and marked rows stay until Esc or a click.

    Without marks the selection is the current row.
    """

    current_row_changed = Signal(int)  # -1: none
    selection_size_changed = Signal(int)
    row_activated = Signal(int)  # Enter or double click
    sort_asked = Signal(str, bool)  # key of the column, descending
    fold_asked = Signal(int)  # the row of a group's head
    order_asked = Signal(object)  # keys of the columns from left to right, after one was dragged
    width_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking = False
        self._pressed_row = -1
        self._scrolled_column = 0
        self._column_key = ""  # of the cell under the ring; it outlives another order
        self._empty: QWidget | None = None
        self._header.sort_asked.connect(self.sort_asked)
        self._header.order_asked.connect(self.order_asked)
        self._header.width_chosen.connect(self.width_chosen)
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

    def set_columns_movable(self, *, movable: bool) -> None:
        """Let columns be dragged; the screen puts them in order when `order_asked` comes."""
        self._header.setSectionsMovable(movable)

    def column_width(self, key: str) -> int:
        """How wide a column is now, at a font scale of 100 %."""
        keys = [spec.key for spec in self.column_specs]
        return round(self._header.sectionSize(keys.index(key)) * 100 / theme.scale) if key in keys else 0

    def set_layout(self, widths: Mapping[str, int], hidden: Collection[str]) -> None:
        """Use a saved layout: chosen widths and the keys of hidden columns."""
        for number, spec in enumerate(self.column_specs):
            self.setColumnHidden(number, spec.key in hidden)
        self._header.set_chosen_widths(widths)

    def go_to_row(self, row: int) -> None:
        """Make a row the current one, in the column of before, and bring it into view."""
        keys = [spec.key for spec in self.column_specs]
        column = keys.index(self._column_key) if self._column_key in keys else 0
        self.setCurrentIndex(self.model().index(row, column))

    def selected_count(self) -> int:
        """How many rows are selected; quick for any number."""
        return sum(chosen.height() for chosen in self._selected_ranges())

    def selected_rows(self) -> list[int]:
        """The selected rows in their order."""
        return [row for top, bottom in self.selected_ranges() for row in range(top, bottom + 1)]

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The selected rows as ranges from top to bottom, both ends included."""
        return sorted((chosen.top(), chosen.bottom()) for chosen in self._selected_ranges())

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
    def indexAt(self, pos: QPoint) -> QModelIndex:
        """The name at the left edge is the name, not what lies under it."""
        frozen = self._header.frozen_section()
        if frozen >= 0 and pos.x() < self._header.sectionSize(frozen):
            row = self.rowAt(pos.y())
            return self.model().index(row, frozen) if row >= 0 else QModelIndex()
        return super().indexAt(pos)

    @override
    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _VISIBLE) -> None:
        """Going up and down leaves the columns where they were scrolled to; none hides under the name."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        frozen = self._header.frozen_section()
        super().scrollTo(index, hint)
        if index.column() in (self._scrolled_column, frozen):
            bar.setValue(before)
            return
        self._scrolled_column = index.column()
        frozen = self._header.frozen_section()
        hidden = self._header.sectionSize(frozen) - self.columnViewportPosition(index.column())
        if frozen >= 0 and index.column() != frozen and hidden > 0:
            bar.setValue(bar.value() - hidden)

    @override
    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        if isinstance(event, (QKeyEvent, QMouseEvent)) and event.type() != QEvent.Type.MouseButtonRelease:
            extends = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            dragged = event.type() == QEvent.Type.MouseMove
            if extends or dragged:
                self._marking = self._marking or not dragged or index.row() != self._pressed_row
                return super().selectionCommand(index, event)
            if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.RightButton and self._marking:
                return _Select.NoUpdate  # a menu about what is marked
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
        elif plain and self._folds(event.key()):
            self.fold_asked.emit(self.current_row())
        else:
            had_focus = self.hasFocus()
            super().keyPressEvent(event)
            keep_enter(self, event, had_focus=had_focus)

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
        if current.isValid():
            self._column_key = self.column_specs[current.column()].key
        if current.row() != previous.row():
            self.current_row_changed.emit(current.row())

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_size_changed.emit(self.selected_count())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._header.place_columns(self.viewport().width())
        self._place_empty_state()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_ring()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_ring()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        on_sign = place.x() < px(MARK_WIDTH) and row == self._pressed_row
        if event.button() == Qt.MouseButton.LeftButton and on_sign and self.line_at(row) is not None:
            self.fold_asked.emit(row)

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
            edge = theme.ring  # of an empty table with the keyboard
            self._empty.setGeometry(self.viewport().rect().adjusted(edge, edge, -edge, -edge))
            self._empty.setVisible(self.model() is None or self.model().rowCount() == 0)

    def _update_ring(self) -> None:
        """Round the current row, or round all of a table that has none."""
        if self.current_row() < 0:
            self.viewport().update()
        else:
            self._update_row(self.current_row())

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
        if self.line_at(index.row()) is None:
            self.row_activated.emit(index.row())
        else:
            self.fold_asked.emit(index.row())

    def _folds(self, key: int) -> bool:
        """Left closes the group under the ring, Right opens it."""
        line = self.line_at(self.current_row())
        return line is not None and line.is_open is (key == Qt.Key.Key_Left) and key in _FOLDING

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            before, self.hovered_row = self.hovered_row, row
            self._update_row(before)
            self._update_row(row)
