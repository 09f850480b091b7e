"""OpenDocument sheets looked over before they are parsed: a cell may stand for millions."""

import re
from collections.abc import Callable, Iterable

from models.importing.refused import Refused
from models.importing.sheet_scan import SheetScan, check_reach

_LONGEST_TEXT = 8 << 20
_TAG = re.compile(rb"<(table:table(?:-row|-cell)?|table:covered-table-cell|/table:table)(?=[\s/>])([^>]*)>")
_ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,9})"')


def scan_open_document(pieces: Iterable[bytes], told: Callable[[int], None]) -> SheetScan:
    """Look over all the sheets (the parser reads them all). The rows and values are those of the largest."""
    scanner = _Scanner()
    carry = b""
    done = 0
    for piece in pieces:
        text = carry + piece
        cut = text.rfind(b"<")
        if cut < 0 or len(text) - cut > _LONGEST_TEXT:
            if len(text) > _LONGEST_TEXT:
                raise Refused("bomb", "text without end")
            carry = text
            continue
        scanner.take(text[:cut])
        carry = text[cut:]
        done += len(piece)
        told(done)
    scanner.take(carry)
    found = scanner.largest
    found.size = done
    return found


class _Scanner:
    """Rows are as often as they repeat; what stands behind the last value of a row or sheet is nothing."""

    def __init__(self) -> None:
        self.largest = SheetScan()
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._sheet = SheetScan(columns=0)
        self._row = 0  # the first of those being read
        self._repeated = 1
        self._column = 0
        self._filled = 0  # of the row

    def take(self, text: bytes) -> None:
        for match in _TAG.finditer(text):
            kind, attributes = match[1], match[2]
            if kind == b"table:table-row":
                self._end_row()
                said = _ROWS.search(attributes)
                self._repeated = int(said[1]) if said else 1
            elif kind == b"table:table":
                self._begin_sheet()
            elif kind == b"/table:table":
                self._end_row()
                self._end_sheet()
            else:
                self._cell(attributes)

    def _cell(self, attributes: bytes) -> None:
        said = _COLUMNS.search(attributes) if b"repeated" in attributes else None
        count = int(said[1]) if said else 1
        self._column += count
        if b"value-type=" in attributes:
            self._filled += count
            self._sheet.columns = max(self._sheet.columns, self._column)

    def _end_row(self) -> None:
        sheet = self._sheet
        if self._filled:
            sheet.rows += self._repeated
            sheet.values += self._filled * self._repeated
            sheet.last_row = self._row + self._repeated - 1
        self._row += self._repeated if self._column else 0
        self._column = self._filled = 0
        self._repeated = 1

    def _end_sheet(self) -> None:
        sheet = self._sheet
        check_reach(sheet)
        if sheet.cells >= self.largest.cells:
            self.largest = sheet
        self._begin_sheet()
