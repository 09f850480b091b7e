"""The table of pairs: rows that can be ticked beforehand."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from ui.shared.record_table import RecordTable

_Select = QItemSelectionModel.SelectionFlag


class PairTable(RecordTable):
    """Space ticks a row."""

    def tick_rows(self, rows: Sequence[int]) -> None:
        """Tick these rows (in order) instead of any others; the current one stays current."""
        self._marking = True
        wanted, last = QItemSelection(), self.model().columnCount() - 1
        for _gap, run in groupby(enumerate(rows), key=lambda place: place[1] - place[0]):
            together = [row for _place, row in run]
            wanted.select(self.model().index(together[0], 0), self.model().index(together[-1], last))
        self.selectionModel().select(wanted, _Select.ClearAndSelect | _Select.Rows)
