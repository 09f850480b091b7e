"""Organizations in a table, any number of them: ids in memory, rows by pages in the background.

`RowCache` keeps the rows that were read last, by id, so that another order or filter finds many of them again;
`OrganizationRows` is one list over it, the `RecordSource` of a table.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from models.errors import LedgerProblem
from models.ledger.ledger import Ledger
from models.queries.organization_list import OrganizationRow, rows_of
from ui.session import LedgerSession
from ui.shared.record_model import Cell
from ui.theme.tokens import Role

PAGE = 128
_KEPT = 64 * PAGE
NUMBER_KEY = "number"  # the column 序号: a row's place in the list
_WAITING = 3  # a screenful touches two pages; what was scrolled past is not read
_PLACEHOLDER = Cell("…", role=Role.TEXT3)
_NOTHING = Cell()


class RowCache(QObject):
    """Rows by local id. What a list misses is read page by page, what is wanted last first."""

    arrived = Signal(object, int, int)  # the list, first and last row
    failed = Signal(object)  # a LedgerProblem

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: OrderedDict[int, OrganizationRow] = OrderedDict()
        self._wanted: OrderedDict[tuple[OrganizationRows, int], None] = OrderedDict()
        self._gone: set[int] = set()
        self._more: tuple[str, ...] = ()
        self._generation = 0
        self._is_reading = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read_next)

    def row(self, record: int) -> OrganizationRow | None:
        """The row of an organization, if it is here."""
        return self._rows.get(record)

    def known(self) -> list[int]:
        """The organizations whose rows are here."""
        return list(self._rows)

    def put(self, rows: Iterable[OrganizationRow]) -> None:
        """Keep rows; the ones read longest ago make room."""
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)

    @property
    def more(self) -> tuple[str, ...]:
        """The further columns (models.queries.sheet_columns) that rows carry."""
        return self._more

    def carry(self, more: tuple[str, ...]) -> None:
        """Rows shall carry these further columns; rows that lack one are read again when they are wanted."""
        if set(more) - set(self._more):
            self.drop_what_is_under_way()
            self._rows.clear()
        self._more = more

    def drop_what_is_under_way(self) -> None:
        """Something has changed: what is being read just now may be from before."""
        self._generation += 1
        self._gone.clear()

    def want(self, rows: "OrganizationRows", place: int) -> None:
        """Read the page of an organization (its place among the ids) soon; called while a table paints."""
        if rows.ids[place] in self._gone:
            return
        page = (rows, place // PAGE)
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        while len(self._wanted) > _WAITING:
            self._wanted.popitem(last=False)
        if not self._is_reading and not self._soon.isActive():
            self._soon.start(0)

    def _read_next(self) -> None:
        if self._is_reading or not self._wanted:
            return
        self._is_reading = True
        (rows, page), _value = self._wanted.popitem()
        records = rows.ids[page * PAGE : (page + 1) * PAGE]
        generation = self._generation
        more = self._more

        def read(ledger: Ledger) -> list[OrganizationRow]:
            return rows_of(ledger, records, more)

        def done(found: list[OrganizationRow]) -> None:
            if generation == self._generation:
                self.put(found)
                self._gone.update(set(records) - {row.id for row in found})
            first = page * PAGE
            self.arrived.emit(rows, rows.row_at(first), rows.row_at(first + len(records) - 1))
            self._stop()
            self._read_next()

        job = self._session.read(read, done, failed=self._fail)
        job.cancelled.connect(self._stop)

    def _fail(self, problem: LedgerProblem) -> None:
        self._stop()
        self.failed.emit(problem)

    def _stop(self) -> None:
        self._is_reading = False


class OrganizationRows:
    """One list: ids in their order, and how a row becomes cells and a sentence."""

    def __init__(
        self,
        cache: RowCache,
        ids: "array[int]",
        cell: Callable[[OrganizationRow, str], Cell],
        summary: Callable[[OrganizationRow], str],
    ) -> None:
        self.ids = ids
        self._cache = cache
        self._cell = cell
        self._summary = summary

    def count(self) -> int:
        """How many rows."""
        return len(self.ids)

    def place_at(self, row: int) -> int:
        """The place among the ids of the organization in a row; -1 where the row is no organization."""
        return row

    def row_at(self, place: int) -> int:
        """The row of the organization at a place among the ids."""
        return place

    def organization_at(self, row: int) -> int:
        """The local id of the organization in a row; 0 where the row is none."""
        place = self.place_at(row) if 0 <= row < self.count() else -1
        return self.ids[place] if place >= 0 else 0

    def organizations_in(self, first: int, last: int) -> "array[int]":
        """The organizations in a range of rows, both ends included."""
        return self.ids[first : last + 1]

    def cell(self, row: int, key: str) -> Cell:
        """The cell, or a placeholder until the row is here."""
        place = self.place_at(row)
        known = self._cache.row(self.ids[place])
        if known is None:
            self._cache.want(self, place)
            return _PLACEHOLDER if key == "name" else _NOTHING
        if key == NUMBER_KEY:
            return Cell(f"{place + 1:,}", role=Role.TEXT2)
        return self._cell(known, key)

    def summary(self, row: int) -> str:
        """The sentence; empty until the row is here."""
        known = self.known(row)
        return self._summary(known) if known else ""

    def known(self, row: int) -> OrganizationRow | None:
        """What is known of the organization in a row."""
        place = self.place_at(row)
        return self._cache.row(self.ids[place]) if place >= 0 else None

    def row_of(self, record: int) -> int:
        """In which row an organization stands; -1 if it is not in this list, or its group is closed."""
        try:
            return self.row_at(self.ids.index(record))
        except ValueError:
            return -1
