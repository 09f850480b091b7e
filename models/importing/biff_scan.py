"""The stream of an old workbook (xls) looked over before it is parsed: how far its sheets reach, what they claim."""

import struct

from models.importing.refused import Refused
from models.importing.sheet_scan import SheetScan, check_reach

_RECORD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_SIZE_8 = struct.Struct("<IIHH")
_SIZE_5 = struct.Struct("<HHHH")
_START, _END, _DIMENSIONS, _MANY_NUMBERS = 0x809, 0x0A, 0x200, 0xBD
_LENGTH_OF_SIZE_8 = 14
_LONGEST = 8224
_FILLING = 64
#: FORMULA, LABELSST, NUMBER, RK, LABEL, RSTRING, BOOLERR and their older numbers; blanks are none.
_CELLS = frozenset({0x06, 0x206, 0x406, 0xFD, 0x203, 0x27E, 0x204, 0xD6, 0x205, _MANY_NUMBERS})
_LARGEST_SIZE = 65_536 * 256


def scan_stream(stream: bytes) -> tuple[SheetScan, int]:
    """The sheet that reaches farthest, and how many cells the sheets claim to have at most.

    Refused where a record or a sheet has no end: the parser would leave out what follows without a word.
    """
    scanner = _Scanner(stream)
    at, end = 0, len(stream) - _RECORD.size
    unpack = _RECORD.unpack_from
    while at <= end:
        kind, length = unpack(stream, at)
        at += _RECORD.size
        if length > _LONGEST or at + length > len(stream):
            raise Refused("damaged", f"a record of {length} bytes")
        if kind in _CELLS:
            scanner.cell(kind, at, length)
        elif kind in {_START, _END, _DIMENSIONS}:
            scanner.frame(kind, at, length)
        at += length
        if kind == _END and scanner.depth <= 0 and not any(stream[at : at + _FILLING]):
            break  # filled up with nothing
    return scanner.finish()


class _Scanner:
    def __init__(self, stream: bytes) -> None:
        self.depth = 0  # sheets that began and did not end
        self._stream = stream
        self._claimed = 0
        self._largest = SheetScan(columns=0)
        self._begin()

    def _begin(self) -> None:
        self._sheet = SheetScan(columns=0)
        self._row = -1

    def cell(self, kind: int, at: int, length: int) -> None:
        """A record with a value, or with a row of them."""
        if length < _PLACE.size:
            return
        row, column = _PLACE.unpack_from(self._stream, at)
        if kind == _MANY_NUMBERS:
            column += (length - 6) // 6
        sheet = self._sheet
        sheet.values += 1
        if row != self._row:
            self._row = row
            sheet.rows += 1
            sheet.last_row = max(sheet.last_row, row)
        if column >= sheet.columns:
            sheet.columns = column + 1

    def frame(self, kind: int, at: int, length: int) -> None:
        """A sheet begins, ends, or says how large it is."""
        if kind == _START:
            self._keep()
            self.depth += 1
        elif kind == _END:
            self.depth -= 1
        else:
            form = _SIZE_8 if length >= _LENGTH_OF_SIZE_8 else _SIZE_5
            if length >= form.size:
                top, bottom, left, right = form.unpack_from(self._stream, at)
                self._claimed = max(self._claimed, max(0, bottom - top) * max(0, right - left))

    def _keep(self) -> None:
        self._largest = max(self._largest, self._sheet, key=lambda sheet: sheet.cells)
        self._begin()

    def finish(self) -> tuple[SheetScan, int]:
        """The largest sheet; Refused for what reaches absurdly far, or has no end."""
        self._keep()
        if self.depth > 0:
            raise Refused("truncated", "a sheet without its end")
        check_reach(self._largest)
        if self._claimed > _LARGEST_SIZE:
            raise Refused("damaged", f"claims {self._claimed} cells")
        return self._largest, self._claimed
