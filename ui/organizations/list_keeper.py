"""What the table shows: a list is put in, read again after changes, and whoever was current or marked stays so."""

from array import array
from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from models.queries.organization_list import ListQuery, OrganizationRow, first_rows
from ui.organization_rows import OrganizationRows, RowCache
from ui.organizations.list_loader import FIRST, ListLoader, WholeList, row_words
from ui.organizations.organization_table import OrganizationTable
from ui.session import LedgerSession
from ui.shared.record_model import Cell, RecordModel


class ListKeeper(QObject):
    """Keeps one table. `filled` comes whenever other records are in it, `counted` with the sums of the whole list."""

    filled = Signal()
    counted = Signal(object)  # ListTotals
    current_changed = Signal(int)  # local id, 0: none
    missing = Signal(int)  # the organization that was to be current is not in the list
    failed = Signal(object)  # LedgerProblem

    def __init__(
        self, session: LedgerSession, model: RecordModel, table: OrganizationTable, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._table = table
        self._words = row_words(session.ledger)
        self._query = ListQuery()
        self._wanted = 0
        self._is_new = True
        self._is_whole = False
        self.is_ledger_empty = False
        self._cache = RowCache(session, self)
        self._loader = ListLoader(session, self)
        self._loader.first.connect(self._on_first)
        self._loader.whole.connect(self._on_whole)
        self._loader.failed.connect(self.failed)
        self._cache.failed.connect(self.failed)
        self._cache.arrived.connect(self._on_page)
        table.current_row_changed.connect(self._on_current)

    def show_now(self, query: ListQuery) -> None:
        """Show the first rows before this returns, then read the rest; LedgerProblem where they cannot be read."""
        self._start(query, 0)
        ledger = self._session.ledger
        rows = first_rows(ledger, query, FIRST)
        self.is_ledger_empty = not rows and not first_rows(ledger, ListQuery(), 1)
        self._on_first(rows)
        self._loader.refresh(query, ())

    def show(self, query: ListQuery, *, organization: int = 0) -> None:
        """Show another list from its top, or at an organization; the one before stays until there is something."""
        self._start(query, organization)
        self._loader.show(query)

    def refresh(self, changed: Collection[int] | None) -> None:
        """Something changed: these organizations, or (None) any."""
        self._cache.drop_what_is_under_way()
        known = self._cache.known()
        records = known if changed is None else set(known) & set(changed)
        self._loader.refresh(self._query, records)

    def go_to(self, organization: int) -> None:
        """Make an organization the current one, now or once the list is read; `missing` if it is not in it."""
        row = self._row_of(organization)
        if row >= 0:
            self._wanted = 0
            self._table.go_to_row(row)
        elif self._is_whole:
            self.missing.emit(organization)
        else:
            self._wanted = organization

    def _start(self, query: ListQuery, organization: int) -> None:
        self._query = query
        self._wanted = organization
        self._is_new = True
        self._is_whole = False

    def _on_first(self, rows: list[OrganizationRow]) -> None:
        self._cache.put(rows)
        if rows or self.is_ledger_empty:  # of any other list the whole says that there is nothing
            self._put(array("q", (row.id for row in rows)))

    def _on_whole(self, whole: WholeList) -> None:
        self._is_whole = True
        self._words = whole.words
        same_state = self.is_ledger_empty == whole.is_empty
        self.is_ledger_empty = whole.is_empty
        self._cache.put(whole.rows)
        rows = self._table.rows
        if rows is not None and rows.ids == whole.ids and same_state and not self._is_new:
            self._repaint()
        else:
            self._put(whole.ids)
        self.counted.emit(whole.totals)
        if self._wanted:
            wanted, self._wanted = self._wanted, 0
            self.missing.emit(wanted)

    def _put(self, ids: "array[int]") -> None:
        """Put other ids into the table."""
        place = None if self._is_new or self._table.rows is None else self._table.place()
        self._is_new = False
        self._model.show(OrganizationRows(self._cache, ids, self._cell, self._summary))
        self.filled.emit()
        wanted = self._row_of(self._wanted) if self._wanted else -1
        if wanted >= 0:
            self._wanted = 0
            self._table.go_to_row(wanted)
        elif self._wanted:
            return
        elif place is not None:
            self._table.go_back_to(place)
        elif ids:
            self._table.go_to_row(0)
        self.current_changed.emit(self._table.current_organization())

    def _repaint(self) -> None:
        """Paint again what is in sight."""
        bar = self._table.verticalScrollBar()
        last = min(bar.value() + bar.pageStep(), self._model.rowCount() - 1)
        if last >= 0:
            self._model.update_rows(bar.value(), last)

    def _row_of(self, organization: int) -> int:
        return self._table.rows.row_of(organization) if self._table.rows is not None else -1

    def _on_page(self, rows: OrganizationRows, first: int, last: int) -> None:
        if rows is self._table.rows:
            self._model.update_rows(first, last)

    def _on_current(self, row: int) -> None:
        if row >= 0:
            self.current_changed.emit(self._table.current_organization())

    def _cell(self, row: OrganizationRow, key: str) -> Cell:
        return self._words.cell(row, key)

    def _summary(self, row: OrganizationRow) -> str:
        return self._words.summary(row)
