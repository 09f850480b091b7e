"""The rows of the table, any number of them: local ids in memory, rows by pages in the background."""

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from models.ledger.ledger import Ledger
from models.queries.closing_list import SCOPES_OF_CLOSING, closing_rows
from models.queries.followup_list import FollowupRow, followup_rows
from ui.followups.rows import cell_of, sentence_of_row
from ui.session import LedgerSession
from ui.shared.record_model import Cell
from ui.theme.tokens import Role

PAGE = 128
_WAITING = 3  # a screenful touches two pages; what was scrolled past is not read
_KEPT = 64 * PAGE


def read_rows(ledger: Ledger, when: str, records: Sequence[int]) -> list[FollowupRow]:
    """Rows of a scope by local id: of organizations for applications and close-outs, else of follow-ups."""
    read = closing_rows if when in SCOPES_OF_CLOSING else followup_rows
    return read(ledger, records)


class FollowupPages(QObject):
    """The source of the table. `arrived` tells which rows came."""

    arrived = Signal(int, int)

    def __init__(
        self, session: LedgerSession, when: str, ids: "array[int]", first: Sequence[FollowupRow], day: date
    ) -> None:
        super().__init__()
        self.when = when
        self.ids = ids
        self.day = day
        self._session = session
        self._rows: OrderedDict[int, FollowupRow] = OrderedDict((row.id, row) for row in first)
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._is_reading = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read_next)

    def count(self) -> int:
        """How many are listed."""
        return len(self.ids)

    def row(self, place: int) -> FollowupRow | None:
        """What stands in a row, if it is here already."""
        return self._rows.get(self.ids[place]) if 0 <= place < len(self.ids) else None

    def row_of(self, record: int) -> int:
        """The row of a local id, -1 if it is not listed."""
        try:
            return self.ids.index(record)
        except ValueError:
            return -1

    def cell(self, row: int, key: str) -> Cell:
        """The cell, or a placeholder until the row is here."""
        found = self.row(row)
        if found is None:
            self._want(row // PAGE)
            return Cell("…", role=Role.TEXT3) if key == "name" else Cell()
        return cell_of(found, key, self.day)

    def summary(self, row: int) -> str:
        """The sentence; empty until the row is here."""
        found = self.row(row)
        return sentence_of_row(found, self.day) if found is not None else ""

    def _want(self, page: int) -> None:
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        while len(self._wanted) > _WAITING:
            self._wanted.popitem(last=False)
        if not self._is_reading:
            self._soon.start()

    def _read_next(self) -> None:
        if self._is_reading or not self._wanted:
            return
        self._is_reading = True
        page, _nothing = self._wanted.popitem()
        records = list(self.ids[page * PAGE : (page + 1) * PAGE])

        def read(ledger: Ledger) -> list[FollowupRow]:
            return read_rows(ledger, self.when, records)

        def done(rows: list[FollowupRow]) -> None:
            for row in rows:
                self._rows[row.id] = row
                self._rows.move_to_end(row.id)
            while len(self._rows) > _KEPT:
                self._rows.popitem(last=False)
            self._is_reading = False
            self.arrived.emit(page * PAGE, page * PAGE + len(records) - 1)
            self._read_next()

        job = self._session.read(read, done)
        job.cancelled.connect(self._stop)

    def _stop(self) -> None:
        self._is_reading = False
