"""A worksheet's XML looked over before it is parsed: how far it reaches, what it hides, which cells are merged.

Everything is found with few passes of regular expressions over pieces of a megabyte: a real parser in Python would
take longer than reading the sheet does. A sheet that is written so oddly that a pattern misses something is still
read; the reading process has its limits for what then goes wrong.
"""

import re
from collections.abc import Callable, Iterable

from models.importing.refused import Refused

_LONGEST_TEXT = 8 << 20  # between two tags; a cell holds 32,767 characters
_FIRST_WIDE = 27  # AA
_ROW = re.compile(rb"<row\b([^>]*)>")
_ROW_PREFIXED = re.compile(rb"<\w+:row\b([^>]*)>")  # as few programs write it; slower
_PREFIX = re.compile(rb"<\w+:worksheet\b")
_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FIRST_AND_LAST = re.compile(rb"""\b(min|max)\s*=\s*["'](\d{1,9})["']""")
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d+"[^<>]*(?<!/)>')
_WIDE_APOSTROPHE = re.compile(rb"r='([A-Z]{2,3})\d+'[^<>]*(?<!/)>")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)["']"""
)
_NO_STRING = re.compile(rb"""\bt=["']s["'][^<>]*><v>-""")
_MARKS, _MARKS_PREFIXED = (b"</v>", b"</t>"), (b":v>", b":t>")
_NO_VALUE = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")

#: Rows and columns of the largest sheet that any program writes.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_SAMPLED = 3
_LISTED_MERGES = 20_000
_MOST_CELLS = 60_000_000
_FEW_CELLS = 4_000_000
_MOSTLY_EMPTY = 40

Merge = tuple[int, int, int, int]


class SheetScan:
    """What a sheet holds. Rows and columns count from 0; `last_row` is -1 for an empty one."""

    def __init__(self, columns: int = _FIRST_WIDE - 1) -> None:
        self.rows = 0  # about as many have values
        self.values = 0
        self.last_row = -1
        self.columns = columns
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.merges: list[Merge] = []
        self.formulas_without_value = 0
        self.size = 0

    @property
    def cells(self) -> int:
        """Cells of the rectangle that holds every value."""
        return (self.last_row + 1) * self.columns


def scan_sheet(pieces: Iterable[bytes], told: Callable[[int], None]) -> SheetScan:
    """Look over a worksheet; `told` hears how many bytes are done. Refused where it reaches absurdly far."""
    scanner = _Scanner()
    carry = b""
    for piece in pieces:
        text = carry + piece
        cut = text.rfind(b"<")
        cut = _row_start(text, cut)
        if cut < 0 or len(text) - cut > _LONGEST_TEXT:
            if len(text) > _LONGEST_TEXT:
                raise Refused("bomb", "text without end")
            carry = text
            continue
        scanner.take(text[:cut])
        carry = text[cut:]
        scanner.scan.size += len(piece)
        told(scanner.scan.size)
    scanner.take(carry)
    scanner.finish()
    return scanner.scan


def _row_start(text: bytes, cut: int) -> int:
    """A piece ends before a row where it can: a row's values are looked for behind its tag."""
    row = text.rfind(b"<row", 0, cut)
    return row if row > 0 else cut


class _Scanner:
    def __init__(self) -> None:
        self.scan = SheetScan()
        self._row = -1  # the one being read
        self._row_counted = True
        self._wide: set[bytes] = set()
        self._prefixed: bool | None = None
        self._apostrophes = False
        self._pieces = 0

    def take(self, text: bytes) -> None:
        scan = self.scan
        if self._prefixed is None:
            self._prefixed = _PREFIX.search(text) is not None
        if self._row < 0 and b"hidden" in text:
            self._take_columns(text)
        final = text.rfind(b":row" if self._prefixed else b"<row")
        self._take_rows(text, final)
        scan.values += text.count(b":v>") // 2 if self._prefixed else text.count(b"</v>") + text.count(b"</is>")
        self._wide.update(_WIDE.findall(text))
        if self._pieces < _SAMPLED and b"r='" in text:
            self._apostrophes = True
        if self._apostrophes:
            self._wide.update(_WIDE_APOSTROPHE.findall(text))
        if b"<f" in text:
            scan.formulas_without_value += len(_NO_VALUE.findall(text))
        if b"<v>-" in text and _NO_STRING.search(text):
            raise Refused("damaged", "a shared text below the first")
        if text.find(b"mergeCell", max(final, 0)) >= 0:  # they stand behind the last row
            self._take_merges(text)
        self._pieces += 1

    def _take_merges(self, text: bytes) -> None:
        for match in _MERGED.finditer(text):
            if len(self.scan.merges) >= _LISTED_MERGES:
                break
            self.scan.merges.append(_merge(match))

    def _take_rows(self, text: bytes, final: int) -> None:
        """Every row where one may be hidden or has no number; otherwise only the last with a value, and how many."""
        marks = self._marks()
        if final >= 0 and any(text.find(mark, final) >= 0 for mark in marks):
            last, valued = len(text), final
        else:
            last = max(text.rfind(mark) for mark in marks)
            valued = text.rfind(b"<row", 0, max(last, 0))
        numbers = [_NUMBER.search(text, at, text.find(b">", at)) for at in (valued, final) if at >= 0]
        if self._prefixed or b"hidden" in text or None in numbers:
            self._take_each_row(text)
            return
        if last >= 0:
            row = int(numbers[0][1]) - 1 if valued >= 0 and numbers[0] else self._row
            self.scan.last_row = max(self.scan.last_row, row)
        self.scan.rows += text.count(b"<row")
        if numbers and numbers[-1]:
            self._row = int(numbers[-1][1]) - 1
            self._row_counted = valued == final

    def _marks(self) -> tuple[bytes, bytes]:
        return _MARKS_PREFIXED if self._prefixed else _MARKS

    def _take_each_row(self, text: bytes) -> None:
        scan = self.scan
        at = 0
        for match in (_ROW_PREFIXED if self._prefixed else _ROW).finditer(text):
            self._count_values(text, at, match.start())
            said = _NUMBER.search(match[1])
            self._row = int(said[1]) - 1 if said else self._row + 1
            self._row_counted = match[1].endswith(b"/")
            at = match.end()
            if b"hidden" in match[1] and _HIDDEN.search(match[1]) and self._row < MOST_ROWS:
                scan.hidden_rows.append(self._row)
        self._count_values(text, at, len(text))

    def _count_values(self, text: bytes, start: int, end: int) -> None:
        """Note the row being read if a value of it stands in this stretch."""
        if self._row_counted:
            return
        if any(text.find(mark, start, end) >= 0 for mark in self._marks()):
            self._row_counted = True
            self.scan.rows += 1
            self.scan.last_row = max(self.scan.last_row, self._row)

    def _take_columns(self, text: bytes) -> None:
        for match in _COLUMN.finditer(text):
            if _HIDDEN.search(match[1]):
                ends = {name: int(number) - 1 for name, number in _FIRST_AND_LAST.findall(match[1])}
                if b"min" in ends and b"max" in ends:
                    self.scan.hidden_columns.append((ends[b"min"], min(ends[b"max"], MOST_COLUMNS - 1)))

    def finish(self) -> None:
        """Check how far the sheet reaches, and cut what it merges and hides to that."""
        scan = self.scan
        letters = max(self._wide, key=lambda word: (len(word), word), default=b"")
        if letters:
            scan.columns = column_number(letters) + 1
        check_reach(scan, wide=bool(letters))
        scan.merges = [
            (top, left, min(bottom, scan.last_row), min(right, scan.columns - 1))
            for top, left, bottom, right in scan.merges
            if top <= scan.last_row and left < scan.columns
        ]


def check_reach(scan: SheetScan, *, wide: bool = True) -> None:
    """Refuse a sheet whose rectangle is too large for what it holds; `wide` if its last column is known."""
    if scan.last_row >= MOST_ROWS or scan.columns > MOST_COLUMNS:
        raise Refused("damaged", "beyond the last row or column")
    if scan.cells > _FEW_CELLS and scan.cells > _MOSTLY_EMPTY * max(scan.values, 1):
        # The row or the column of a cell that a person can find and delete.
        tall = scan.last_row + 1 > _MOSTLY_EMPTY * max(scan.rows, 1)
        column = column_letters(scan.columns - 1) if wide else "A"
        raise Refused("far", cell=f"{column}{scan.last_row + 1}" if tall or not wide else f"{column}1")
    if scan.cells > _MOST_CELLS:
        raise Refused("too_big", f"{scan.cells} cells")


def _merge(match: re.Match[bytes]) -> Merge:
    rows, columns = sorted((int(match[2]), int(match[4]))), sorted((column_number(match[1]), column_number(match[3])))
    return rows[0] - 1, columns[0], rows[1] - 1, columns[1]


def column_number(letters: bytes) -> int:
    """From 0, for A, B, …, XFD."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def column_letters(number: int) -> str:
    """A, B, …, XFD for a column from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
