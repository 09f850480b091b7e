"""Reading a list in the background: its first rows at once, then all ids and the sums; late answers are dropped."""

from array import array
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from models.ledger.ledger import Ledger
from models.queries.organization_list import (
    ListQuery,
    ListTotals,
    OrganizationRow,
    first_rows,
    ids,
    rows_of,
    totals,
)
from models.queries.reason_list import known_reasons
from ui.organizations.cells import RowWords
from ui.session import LedgerSession

FIRST = 64


@dataclass(frozen=True, slots=True)
class WholeList:
    """A list with its sums. `rows` are changed rows read again; `is_empty`: the ledger, not only this list."""

    ids: "array[int]"
    totals: ListTotals
    rows: list[OrganizationRow]
    words: RowWords
    is_empty: bool


class ListLoader(QObject):
    """Asks for one list at a time; of an earlier one nothing is heard any more."""

    first = Signal(object)  # list[OrganizationRow]
    whole = Signal(object)  # WholeList
    failed = Signal(object)  # LedgerProblem

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self._answered = 0
        self._changed: set[int] = set()

    def show(self, query: ListQuery) -> None:
        """Read another list: `first`, then `whole`; where the whole is quicker `first` is left out."""
        self.refresh(query, ())
        asked = self._asked

        def read(ledger: Ledger) -> list[OrganizationRow]:
            return first_rows(ledger, query, FIRST)

        def tell(rows: list[OrganizationRow]) -> None:
            if asked == self._asked and asked != self._answered:
                self.first.emit(rows)

        self._session.read(read, tell, key="organizations first", failed=self.failed.emit)

    def refresh(self, query: ListQuery, changed: Collection[int]) -> None:
        """Read a list as a whole, and the rows of organizations that were changed since they were read."""
        self._changed.update(changed)
        self._asked += 1
        asked = self._asked
        records = list(self._changed)

        def read(ledger: Ledger) -> WholeList:
            found = ids(ledger, query)
            is_empty = not found and not first_rows(ledger, ListQuery(), 1)
            return WholeList(found, totals(ledger, query), rows_of(ledger, records), row_words(ledger), is_empty)

        def tell(whole: WholeList) -> None:
            if asked == self._asked:
                self._answered = asked
                self._changed.clear()
                self.whole.emit(whole)

        self._session.read(read, tell, key="organizations whole", failed=self.failed.emit)


def row_words(ledger: Ledger) -> RowWords:
    """The day and the reasons of a ledger."""
    return RowWords(ledger.today(), {code: entry.label for code, entry in known_reasons(ledger).items()})
