"""The table of the list: it keeps the current and the marked organizations by id when the list is read again."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import compress, count

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.organization_rows import OrganizationRows
from ui.organizations.grouped_rows import GroupedRows
from ui.shared.record_model import MARK_COLUMN, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.paint import paint_ring
from ui.theme.palette import colour
from ui.theme.tokens import Role

_Select = QItemSelectionModel.SelectionFlag
_PATIENCE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a list: the current organization (0: none), its row, the top row, what is marked."""

    current: int
    row: int
    top: int
    marked: frozenset[int]
    everything: bool
    head: tuple[str | None] | None = None  # the key of the group whose head was current


class OrganizationTable(RecordTable):
    """A `RecordTable` whose source is an `OrganizationRows`."""

    first_painted = Signal()

    def __init__(self, model: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = model
        self.setModel(model)
        self.set_columns_movable(movable=True)
        self._waiting: list[Callable[[], object]] | None = []  # None: organizations were painted
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._go_on)

    @property
    def rows(self) -> OrganizationRows | None:
        """The list that is shown."""
        source = self._records.source
        return source if isinstance(source, OrganizationRows) else None

    def after_first_paint(self, act: Callable[[], object]) -> None:
        """Do it now, or as soon as the first organizations are on the screen: nothing is to be in their way."""
        if self._waiting is None:
            act()
        else:
            self._waiting.append(act)
            self._patience.start()  # where the table is not seen at all

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.cell_key() and self.hasFocus():
            with QPainter(self.viewport()) as painter:
                paint_ring(painter, QRectF(self.cell_box().adjusted(1, 1, -1, -2)), 0, colour(Role.FOCUS))
        if self._waiting is not None and self.rows is not None and self.rows.count():
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._patience.stop()
        if waiting is not None:
            self.first_painted.emit()
        for act in waiting or ():
            act()

    def current_organization(self) -> int:
        """The local id of the current organization; 0 if there is none."""
        return self.rows.organization_at(self.current_row()) if self.rows is not None else 0

    @property
    def is_marking(self) -> bool:
        """Whether rows are marked."""
        return self._marking

    def cell_key(self) -> str:
        """The column of the cell under the ring; empty while the ring is round the whole row."""
        column = self.currentIndex().column()
        key = self.column_specs[column].key if 0 <= column < len(self.column_specs) else MARK_COLUMN.key
        return "" if key == MARK_COLUMN.key or self.line_at(self.current_row()) is not None else key

    def cell_box(self) -> QRect:
        """Where the cell under the ring is painted: the name may stand at the edge."""
        index = self.currentIndex()
        box = self.visualRect(index)
        if index.column() == self._header.frozen_section():
            box.moveLeft(0)
        return box

    def go_to_cell(self, row: int, key: str) -> None:
        """Make a cell the current one and bring it into view."""
        keys = [spec.key for spec in self.column_specs]
        if key in keys and 0 <= row < self.model().rowCount():
            index = self.model().index(row, keys.index(key))
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def go_to_end(self, end: int) -> None:
        """The first (0) or the last (-1) cell of the row."""
        shown = self.shown_keys()
        if shown and self.current_row() >= 0:
            self.go_to_cell(self.current_row(), shown[end])

    def leave_cell(self) -> None:
        """The ring goes round the whole row again."""
        self.go_to_cell(self.current_row(), MARK_COLUMN.key)

    def step(self, down: int, right: int) -> None:
        """Go on by cells; the heads of groups are stepped over, the edges hold."""
        rows, shown, row = self.rows, self.shown_keys(), self.current_row()
        if rows is None or self.cell_key() not in shown:
            return
        at = max(0, min(shown.index(self.cell_key()) + right, len(shown) - 1))
        to = row + down
        while 0 <= to < rows.count() and not rows.organization_at(to):
            to += down
        self.go_to_cell(to if 0 <= to < rows.count() else row, shown[at])

    def shown_keys(self) -> list[str]:
        """The shown columns from left to right, without the marks."""
        return [
            spec.key
            for number, spec in enumerate(self.column_specs)
            if spec.key != MARK_COLUMN.key and not self.isColumnHidden(number)
        ]

    def chosen_organizations(self) -> tuple[int, ...]:
        """The selected organizations, else the current one; with a group's head under the ring, the whole group."""
        if self.rows is None:
            return ()
        chosen = array("q")
        for top, bottom in self.selected_ranges():
            chosen += self.rows.organizations_in(top, bottom)
        current = self.current_organization()
        return tuple(chosen) or ((current,) if current else self._group_under_ring())

    def chosen_count(self) -> int:
        """How many organizations are selected; quick for any number."""
        rows = self.rows
        if rows is None:
            return 0
        if not isinstance(rows, GroupedRows):
            return self.selected_count()
        return sum(rows.count_in(top, bottom) for top, bottom in self.selected_ranges())

    def place(self) -> Place:
        """Where the person is now."""
        selected = self.selected_count()
        everything = self._marking and self.rows is not None and 0 < selected == self.rows.count()
        head = self._group_key() if self.line_at(self.current_row()) is not None else None
        marked = frozenset(self.chosen_organizations()) if self._marking and not everything else frozenset[int]()
        top = self.verticalScrollBar().value()
        return Place(self.current_organization(), self.current_row(), top, marked, everything, head)

    def go_back_to(self, place: Place) -> None:
        """In a list that was read again: the same organizations as near to the same place as can be."""
        rows = self.rows
        if rows is None or not rows.count():
            return
        row = self._row_of(place, rows)
        top = place.top
        if row >= 0:
            top += row - place.row
        elif place.row >= 0:
            row = min(place.row, rows.count() - 1)  # it left the list: whoever took its place
        if row >= 0:
            self.go_to_row(row)
        self.verticalScrollBar().setValue(top)
        if row >= 0 and not 0 <= row - self.verticalScrollBar().value() < self.verticalScrollBar().pageStep():
            self.scrollTo(self.model().index(row, 0))
        if place.everything:
            self.selectAll()
        elif place.marked:
            places = compress(count(), map(place.marked.__contains__, rows.ids))
            self._mark(sorted({rows.row_at(at) for at in places if rows.place_at(rows.row_at(at)) >= 0}))

    def _row_of(self, place: Place, rows: OrganizationRows) -> int:
        if place.current:
            return rows.row_of(place.current)
        if place.head is None or not isinstance(rows, GroupedRows):
            return -1
        keys = [group.key for group in rows.groups]
        return rows.head_row(keys.index(place.head[0])) if place.head[0] in keys else -1

    def _group_key(self) -> tuple[str | None] | None:
        rows = self.rows
        return (rows.groups[rows.group_at(self.current_row())].key,) if isinstance(rows, GroupedRows) else None

    def _group_under_ring(self) -> tuple[int, ...]:
        rows, row = self.rows, self.current_row()
        if not isinstance(rows, GroupedRows) or row < 0:
            return ()
        return tuple(rows.members(rows.group_at(row)))

    @override
    def _mark_current_row(self) -> None:
        """Space on a group's head marks everything under it, or takes these marks away."""
        rows, row = self.rows, self.current_row()
        if not isinstance(rows, GroupedRows) or self.line_at(row) is None:
            super()._mark_current_row()
            return
        last = rows.head_row(rows.group_at(row) + 1) - 1
        if last == row:
            return
        members = QItemSelection(self.model().index(row + 1, 0), self.model().index(last, 0))
        marked = self._marking and self.selectionModel().isRowSelected(row + 1)
        how = _Select.Deselect if marked else _Select.Select if self._marking else _Select.ClearAndSelect
        self._marking = True
        self.selectionModel().select(members, how | _Select.Rows)

    def _mark(self, rows: Iterable[int]) -> None:
        """Mark rows as Space does; neighbours become one range."""
        selection = QItemSelection()
        first = last = -2
        for row in [*rows, -2]:
            if row != last + 1 or row < 0:
                if first >= 0:
                    selection.select(self.model().index(first, 0), self.model().index(last, 0))
                first = row
            last = row
        if not selection.isEmpty():
            self._marking = True
            self.selectionModel().select(selection, _Select.ClearAndSelect | _Select.Rows)
