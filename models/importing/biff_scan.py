"""The stream of an old workbook (xls) looked over before it is parsed: how far its sheets reach, what they claim."""

import struct

from models.importing.refusals import Refused
from models.importing.sheet_scan import SheetScan, check_reach

_RECORD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_SIZE_8 = struct.Struct("<IIHH")
_SIZE_5 = struct.Struct("<HHHH")
_START, _DIMENSIONS, _MANY_NUMBERS = 0x809, 0x200, 0xBD
_LENGTH_OF_SIZE_8 = 14
#: FORMULA, LABELSST, NUMBER, RK, LABEL, RSTRING, BOOLERR and their older numbers; blanks are none.
_CELLS = frozenset({0x06, 0x206, 0x406, 0xFD, 0x203, 0x27E, 0x204, 0xD6, 0x205, _MANY_NUMBERS})
_LARGEST_SIZE = 65_536 * 256


def scan_stream(stream: bytes) -> tuple[SheetScan, int]:
    """The sheet that reaches farthest, and how many cells the sheets claim to have at most."""
    largest, claimed = SheetScan(columns=0), 0
    sheet = SheetScan(columns=0)
    at, end = 0, len(stream) - 4
    unpack, place = _RECORD.unpack_from, _PLACE.unpack_from
    row_before = -1
    while at <= end:
        kind, length = unpack(stream, at)
        at += 4
        if kind in _CELLS and length >= 4:  # noqa: PLR2004 - row and column
            row, column = place(stream, at)
            if kind == _MANY_NUMBERS:
                column += (length - 6) // 6
            sheet.values += 1
            if row != row_before:
                sheet.rows += 1
                row_before = row
                sheet.last_row = max(sheet.last_row, row)
            if column >= sheet.columns:
                sheet.columns = column + 1
        elif kind == _DIMENSIONS:
            claimed = max(claimed, _claimed(stream, at, length))
        elif kind == _START:
            largest = max(largest, sheet, key=lambda each: each.cells)
            sheet, row_before = SheetScan(columns=0), -1
        at += length
    largest = max(largest, sheet, key=lambda each: each.cells)
    check_reach(largest)
    if claimed > _LARGEST_SIZE:
        raise Refused("damaged", f"claims {claimed} cells")
    return largest, claimed


def _claimed(stream: bytes, at: int, length: int) -> int:
    form = _SIZE_8 if length >= _LENGTH_OF_SIZE_8 else _SIZE_5
    if at + form.size > len(stream):
        return 0
    top, bottom, left, right = form.unpack_from(stream, at)
    return int(max(0, bottom - top) * max(0, right - left))
