"""The table of the list: it keeps the current and the marked organizations by id when the list is read again."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QWidget

from ui.organization_rows import OrganizationRows
from ui.shared.record_model import RecordModel
from ui.shared.record_table import RecordTable

_Select = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a list: the current organization (0: none), its row, the top row, what is marked."""

    current: int
    row: int
    top: int
    marked: frozenset[int]
    everything: bool


class OrganizationTable(RecordTable):
    """A `RecordTable` whose source is an `OrganizationRows`."""

    def __init__(self, model: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = model
        self.setModel(model)

    @property
    def rows(self) -> OrganizationRows | None:
        """The list that is shown."""
        source = self._records.source
        return source if isinstance(source, OrganizationRows) else None

    def current_organization(self) -> int:
        """The local id of the current organization; 0 if there is none."""
        row = self.current_row()
        return self.rows.ids[row] if self.rows is not None and 0 <= row < len(self.rows.ids) else 0

    def chosen_organizations(self) -> tuple[int, ...]:
        """The selected organizations, else the current one."""
        if self.rows is None:
            return ()
        chosen = tuple(self.rows.ids[row] for row in self.selected_rows())
        current = self.current_organization()
        return chosen or ((current,) if current else ())

    def place(self) -> Place:
        """Where the person is now."""
        count = self.selected_count()
        everything = self._marking and self.rows is not None and 0 < count == self.rows.count()
        marked = frozenset(self.chosen_organizations()) if self._marking and not everything else frozenset[int]()
        top = self.verticalScrollBar().value()
        return Place(self.current_organization(), self.current_row(), top, marked, everything)

    def go_back_to(self, place: Place) -> None:
        """In a list that was read again: the same organizations as near to the same place as can be."""
        rows = self.rows
        if rows is None or not rows.count():
            return
        row = rows.row_of(place.current) if place.current else -1
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
            self._mark(number for number, record in enumerate(rows.ids) if record in place.marked)

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
