"""Reading a list in the background: its first rows at once, then all ids, then the sums; late answers are dropped."""

from array import array
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from models.ledger.ledger import Ledger
from models.queries.list_groups import ListGroup, ListSums, grouped_list, list_sums
from models.queries.organization_list import ListQuery, OrganizationRow, first_rows, ids, rows_of
from models.queries.reason_list import known_reasons
from ui.organizations.cells import RowWords
from ui.session import LedgerSession

FIRST = 64


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list, the further columns that its rows carry, and the number columns to add up."""

    query: ListQuery
    more: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeList:
    """A list. `rows` are changed rows read again; `is_empty`: the ledger, not only this list."""

    ids: "array[int]"
    groups: tuple[ListGroup, ...]
    sums: ListSums | None  # None: they come later
    rows: list[OrganizationRow]
    words: RowWords
    is_empty: bool


class ListLoader(QObject):
    """Asks for one list at a time; of an earlier one nothing is heard any more."""

    first = Signal(object)  # list[OrganizationRow]
    whole = Signal(object)  # WholeList
    summed = Signal(object)  # ListSums
    failed = Signal(object)  # LedgerProblem

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self._answered = 0
        self._changed: set[int] = set()

    def show(self, asked_for: ListRequest) -> None:
        """Read another list: `first`, then `whole`; where the whole is quicker `first` is left out.

        Of a list in groups there are no first rows: their heads come with the whole.
        """
        self.refresh(asked_for, ())
        if asked_for.query.group:
            return
        asked = self._asked

        def read(ledger: Ledger) -> list[OrganizationRow]:
            return first_rows(ledger, asked_for.query, FIRST, asked_for.more)

        def tell(rows: list[OrganizationRow]) -> None:
            if asked == self._asked and asked != self._answered:
                self.first.emit(rows)

        self._session.read(read, tell, key="organizations first", failed=self.failed.emit)

    def refresh(self, asked_for: ListRequest, changed: Collection[int]) -> None:
        """Read a list as a whole, and the rows of organizations that were changed since they were read."""
        self._changed.update(changed)
        self._asked += 1
        asked = self._asked
        records = list(self._changed)

        def tell(whole: WholeList) -> None:
            if asked != self._asked:
                return
            self._answered = asked
            self._changed.clear()
            self.whole.emit(whole)
            if whole.sums is None:
                self._add_up(asked_for, asked)
            else:
                self.summed.emit(whole.sums)

        def read(ledger: Ledger) -> WholeList:
            return _whole(ledger, asked_for, records)

        self._session.read(read, tell, key="organizations whole", failed=self.failed.emit)

    def _add_up(self, asked_for: ListRequest, asked: int) -> None:
        """The sums of a list that is shown already."""

        def tell(sums: ListSums) -> None:
            if asked == self._asked:
                self.summed.emit(sums)

        def read(ledger: Ledger) -> ListSums:
            return list_sums(ledger, asked_for.query, asked_for.summed)

        self._session.read(read, tell, key="organizations sums", failed=self.failed.emit)


def _whole(ledger: Ledger, asked_for: ListRequest, records: list[int]) -> WholeList:
    query = asked_for.query
    if query.group:
        listed = grouped_list(ledger, query, asked_for.summed)
        found, groups, sums = listed.ids, listed.groups, listed.sums
    else:
        found, groups, sums = ids(ledger, query), (), None
    is_empty = not found and not first_rows(ledger, ListQuery(), 1)
    return WholeList(found, groups, sums, rows_of(ledger, records, asked_for.more), row_words(ledger), is_empty)


def row_words(ledger: Ledger) -> RowWords:
    """The day and the reasons of a ledger."""
    return RowWords(ledger.today(), {code: entry.words for code, entry in known_reasons(ledger).items()})
