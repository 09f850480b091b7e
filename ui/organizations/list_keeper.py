"""What the table shows: a list is put in, read again after changes, and whoever was current or marked stays so."""

from array import array
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from models.ledger.ledger import Ledger
from models.queries.list_groups import ListGroup
from models.queries.organization_list import ListQuery, OrganizationRow, first_rows, rows_of
from ui.organization_rows import OrganizationRows, RowCache
from ui.organizations.change_marks import ChangeMarks
from ui.organizations.found_text import mark_found
from ui.organizations.grouped_rows import GroupedRows
from ui.organizations.list_loader import FIRST, ListLoader, ListRequest, WholeList, row_words
from ui.organizations.organization_table import OrganizationTable
from ui.session import LedgerSession
from ui.shared.record_model import Cell, RecordModel

#: Orders that an index knows: their first page is there in a moment, however many there are.
_QUICK = frozenset({("", False), ("", True), ("next", False), ("name", False), ("name", True), ("street", False)})
#: A longer list in groups begins with its heads only.
_OPEN_UP_TO = 1_000


class ListKeeper(QObject):
    """Keeps one table. `filled` comes whenever other records are in it, `counted` with the sums of the whole list."""

    filled = Signal()
    counted = Signal(object)  # ListSums
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
        self._request = ListRequest(ListQuery())
        self._groups: tuple[ListGroup, ...] = ()
        self._closed: set[str | None] = set()  # keys of groups
        self._is_folded_anew = True
        self._wanted = 0
        self._is_new = True
        self._is_whole = False
        self.is_ledger_empty = False
        self.marks = ChangeMarks(session, self)
        self.marks.arrived.connect(self._repaint)
        self._cache = RowCache(session, self)
        self._loader = ListLoader(session, self)
        self._loader.first.connect(self._on_first)
        self._loader.whole.connect(self._on_whole)
        self._loader.summed.connect(self.counted)
        self._loader.failed.connect(self.failed)
        self._cache.failed.connect(self.failed)
        self._cache.arrived.connect(self._on_page)
        table.current_row_changed.connect(self._on_current)
        table.fold_asked.connect(self.fold)

    def show_now(self, asked_for: ListRequest) -> None:
        """Show the first rows before this returns, then read the rest; LedgerProblem where they cannot be read.

        An order that no index knows is read in the background, so that the window does not wait for it.
        """
        self._start(asked_for, 0)
        ledger = self._session.ledger
        query = asked_for.query
        self.is_ledger_empty = not first_rows(ledger, ListQuery(), 1)
        if query.group or query.where != "1" or query.search or (query.sort, query.descending) not in _QUICK:
            self._loader.show(asked_for)
            return
        self._on_first(first_rows(ledger, query, FIRST, asked_for.more))
        self._table.after_first_paint(partial(self._read_rest, asked_for))

    def _read_rest(self, asked_for: ListRequest) -> None:
        if self._request is asked_for:
            self._loader.refresh(asked_for, ())

    def show(self, asked_for: ListRequest, *, organization: int = 0) -> None:
        """Show another list from its top, or at an organization; the one before stays until there is something."""
        self._start(asked_for, organization)
        self._loader.show(asked_for)

    def carry(self, more: tuple[str, ...], summed: tuple[str, ...]) -> None:
        """The same list with other columns: read what is missing."""
        lacking = set(more) - set(self._cache.more) or set(summed) - set(self._request.summed)
        self._request = replace(self._request, more=more, summed=summed)
        self._cache.carry(more)
        if lacking:
            self._loader.refresh(self._request, ())

    def refresh(self, changed: Collection[int] | None) -> None:
        """Something changed: these organizations, or (None) any."""
        self._cache.drop_what_is_under_way()
        self.marks.forget(changed)
        known = self._cache.known()
        records = known if changed is None else set(known) & set(changed)
        self._loader.refresh(self._request, records)

    def row(self, organization: int) -> OrganizationRow | None:
        """What is known of an organization, if it is at hand."""
        return self._cache.row(organization)

    def read_again(self, organization: int) -> None:
        """Show at once what one organization says now; its place in the list comes with the list."""

        def read(ledger: Ledger) -> list[OrganizationRow]:
            return rows_of(ledger, [organization], self._cache.more)

        def put(rows: list[OrganizationRow]) -> None:
            self._cache.put(rows)
            self._repaint()

        self._session.read(read, put)

    def fold(self, row: int) -> None:
        """Close the group of a head, or open it."""
        rows = self._table.rows
        if not isinstance(rows, GroupedRows):
            return
        key = rows.groups[rows.group_at(row)].key
        self._closed ^= {key}
        self._put(rows.ids, self._groups)

    def fold_all(self, *, closed: bool) -> None:
        """Close every group, or open every one."""
        rows = self._table.rows
        if isinstance(rows, GroupedRows):
            self._closed = {group.key for group in rows.groups} if closed else set()
            self._put(rows.ids, self._groups)

    def go_to(self, organization: int) -> None:
        """Make an organization the current one, now or once the list is read; `missing` if it is not in it."""
        self._open_group_of(organization)
        row = self._row_of(organization)
        if row >= 0:
            self._wanted = 0
            self._table.go_to_row(row)
        elif self._is_whole:
            self.missing.emit(organization)
        else:
            self._wanted = organization

    def _start(self, asked_for: ListRequest, organization: int) -> None:
        if asked_for.query.group != self._request.query.group:
            self._closed.clear()
            self._is_folded_anew = True
        self._request = asked_for
        self._cache.carry(asked_for.more)
        self._wanted = organization
        self._is_new = True
        self._is_whole = False

    def _on_first(self, rows: list[OrganizationRow]) -> None:
        self._cache.put(rows)
        if rows or self.is_ledger_empty:  # of any other list the whole says that there is nothing
            self._put(array("q", (row.id for row in rows)), ())

    def _on_whole(self, whole: WholeList) -> None:
        self._is_whole = True
        self._words = whole.words
        same_state = self.is_ledger_empty == whole.is_empty
        self.is_ledger_empty = whole.is_empty
        self._cache.put(whole.rows)
        rows = self._table.rows
        if self._is_folded_anew and whole.groups:
            self._is_folded_anew = False
            self._closed = {group.key for group in whole.groups} if len(whole.ids) > _OPEN_UP_TO else set()
        same = rows is not None and rows.ids == whole.ids and self._groups == whole.groups
        if same and same_state and not self._is_new:
            self._repaint()
        else:
            self._put(whole.ids, whole.groups)
        if self._wanted:
            wanted, self._wanted = self._wanted, 0
            self.missing.emit(wanted)

    def _put(self, ids: "array[int]", groups: tuple[ListGroup, ...]) -> None:
        """Put other ids into the table."""
        place = None if self._is_new or self._table.rows is None else self._table.place()
        self._is_new = False
        self._groups = groups
        rows = OrganizationRows(self._cache, ids, self._cell, self._summary)
        if groups:
            rows = GroupedRows(self._cache, ids, self._cell, self._summary, groups=groups, closed=self._closed)
        self._model.show(rows)
        self.filled.emit()
        self._open_group_of(self._wanted)
        wanted = self._row_of(self._wanted) if self._wanted else -1
        if wanted >= 0:
            self._wanted = 0
            self._table.go_to_row(wanted)
        elif self._wanted:
            return
        elif place is not None:
            self._table.go_back_to(place)
        elif ids:
            self._table.go_to_row(int(rows.organization_at(0) == 0 and rows.organization_at(1) != 0))
        self.current_changed.emit(self._table.current_organization())

    def _repaint(self) -> None:
        """Paint again what is in sight."""
        bar = self._table.verticalScrollBar()
        last = min(bar.value() + bar.pageStep(), self._model.rowCount() - 1)
        if last >= 0:
            self._model.update_rows(bar.value(), last)

    def _open_group_of(self, organization: int) -> None:
        """So that it can be seen."""
        rows = self._table.rows
        if not organization or not isinstance(rows, GroupedRows):
            return
        group = rows.group_of(organization)
        if group >= 0 and not rows.is_open[group]:
            self._closed.discard(rows.groups[group].key)
            self._model.show(
                GroupedRows(self._cache, rows.ids, self._cell, self._summary, groups=self._groups, closed=self._closed)
            )
            self.filled.emit()

    def _row_of(self, organization: int) -> int:
        return self._table.rows.row_of(organization) if self._table.rows is not None else -1

    def _on_page(self, rows: OrganizationRows, first: int, last: int) -> None:
        if rows is self._table.rows:
            self._model.update_rows(first, last)

    def _on_current(self, row: int) -> None:
        if row >= 0:
            self.current_changed.emit(self._table.current_organization())

    def _cell(self, row: OrganizationRow, key: str) -> Cell:
        cell = mark_found(self._words.cell(row, key), key, self._request.query.search)
        return self.marks.dress(row, key, cell)

    def _summary(self, row: OrganizationRow) -> str:
        return self.marks.say(row, self._words.summary(row))
