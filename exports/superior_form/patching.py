"""Writing values into the cells of an xlsx so that nothing else of the file changes.

The superior's form comes back as it was: formats, formulas, merged cells, print set-up, pictures. So the sheet is
not read and written again by a library, which would drop what the library does not know; the new cells are
spliced into the bytes of the sheet's part, and every other part of the file is copied as it is. Only two things
beside the filled cells are touched: stored results of formulas are dropped and the workbook is marked to be
recalculated, because they would be of the empty form.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from exports.superior_form.runs import Runs

Value = str | int | float
Filling = Value | Runs  #: what is written: also a text of several looks
Place = tuple[int, int]  #: row and column, both from 1

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SPANS = re.compile(rb'\s+spans="[^"]*"')
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\b[^>]*\bref=")([^"]*)(")')
_CALCULATION = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_FULL = re.compile(rb'\s+fullCalcOnLoad="[^"]*"')
#: What may stand behind calcPr in a workbook: it has to come before these.
_BEHIND_CALCULATION = (
    *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
    *("fileRecoveryPr", "webPublishObjects", "extLst"),
)


@dataclass(slots=True)
class FoundCell:
    """A cell of the sheet's part: its bytes from `start` to `end`, its style, whether a formula stands in it."""

    start: int
    end: int = 0
    style: str | None = None
    has_formula: bool = False
    value: tuple[int, int] | None = None  # the bytes of <v>…</v>


@dataclass(slots=True)
class _Row:
    start: int
    inside: int = 0  # behind the opening tag
    end: int = 0  # behind the closing tag
    closing: int = 0  # where the closing tag begins; `inside` if the tag closes itself
    cells: dict[int, FoundCell] = field(default_factory=dict)


class SheetPart:
    """The bytes of a sheet's part and where its rows and cells stand in them."""

    def __init__(self, data: bytes) -> None:
        self.data = _as_utf8(data)
        self.rows: dict[int, _Row] = {}
        self.prefix = ""
        self.body: tuple[int, int] = (0, 0)  # between <sheetData> and </sheetData>
        self.closes_itself = False  # <sheetData/>
        self._read()

    def cell(self, place: Place) -> FoundCell | None:
        """The cell at a place, None where the file has none."""
        row = self.rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    def filled(self, values: Mapping[Place, Filling], styles: Mapping[Place, str]) -> bytes:
        """The part with these values; `styles` are for places where the file has no cell. Formulas lose results."""
        by_row: dict[int, dict[int, Filling]] = {}
        for (row, column), value in values.items():
            by_row.setdefault(row, {})[column] = value
        pieces: list[bytes] = []
        at = 0
        begin, end = self.body
        pieces.append(_grown(self.data[:begin], values))
        if self.closes_itself:  # <sheetData/>
            pieces[-1] = pieces[-1].rstrip()[:-2] + b">"
        at = begin
        for number in sorted({*self.rows, *by_row}):
            known = self.rows.get(number)
            wanted = by_row.get(number, {})
            if known is None:
                cells = b"".join(self._cell(number, column, wanted[column], styles) for column in sorted(wanted))
                pieces.append(f'<{self.prefix}row r="{number}">'.encode() + cells + f"</{self.prefix}row>".encode())
                continue
            pieces.append(self.data[at : known.start])
            pieces += self._row(number, known, wanted, styles)
            at = known.end
        pieces.append(self.data[at:end])
        if self.closes_itself:
            pieces.append(f"</{self.prefix}sheetData>".encode())
        pieces.append(self.data[end:])
        return b"".join(pieces)

    def without_results(self) -> bytes:
        """The part with its formulas but without their stored results."""
        return self.filled({}, {})

    def _row(
        self, number: int, row: _Row, wanted: Mapping[int, Filling], styles: Mapping[Place, str]
    ) -> Iterator[bytes]:
        opening = self.data[row.start : row.inside]
        if wanted:
            opening = _SPANS.sub(b"", opening)
        closes_itself = row.closing == row.inside == row.end
        if closes_itself and wanted:
            opening = opening.rstrip()[:-2].rstrip() + b">"
        yield opening
        at = row.inside
        for column in sorted({*row.cells, *wanted}):
            cell = row.cells.get(column)
            if cell is None:
                yield self._cell(number, column, wanted[column], styles)
                continue
            yield self.data[at : cell.start]
            if column in wanted:
                style = {(number, column): cell.style} if cell.style is not None else {}
                yield self._cell(number, column, wanted[column], style)
            elif cell.has_formula and cell.value is not None:
                yield self.data[cell.start : cell.value[0]] + self.data[cell.value[1] : cell.end]
            else:
                yield self.data[cell.start : cell.end]
            at = cell.end
        yield self.data[at : row.closing]
        yield f"</{self.prefix}row>".encode() if closes_itself and wanted else self.data[row.closing : row.end]

    def _cell(self, row: int, column: int, value: Filling, styles: Mapping[Place, str]) -> bytes:
        p = self.prefix
        style = styles.get((row, column))
        head = f'<{p}c r="{address(row, column)}"' + (f" s={quoteattr(style)}" if style is not None else "")
        if isinstance(value, str | tuple):
            text = f'<{p}t xml:space="preserve">{escape(value)}</{p}t>' if isinstance(value, str) else ""
            pieces = "".join(run.xml(p) for run in value) if isinstance(value, tuple) else ""
            return f'{head} t="inlineStr"><{p}is>{text}{pieces}</{p}is></{p}c>'.encode()
        return f"{head}><{p}v>{value!r}</{p}v></{p}c>".encode()

    def _read(self) -> None:
        reader = _Reader(self)
        parser = expat.ParserCreate(encoding="utf-8")
        parser.StartElementHandler = lambda tag, attributes: reader.start(parser.CurrentByteIndex, tag, attributes)
        parser.EndElementHandler = lambda tag: reader.end(parser.CurrentByteIndex, tag)
        parser.Parse(self.data, True)

    def tag_end(self, start: int) -> int:
        """Behind the `>` of the tag that begins at `start`; quoted values may hold one."""
        quote = 0
        for at in range(start, len(self.data)):
            byte = self.data[at]
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == ord(">"):
                return at + 1
        return len(self.data)


class _Reader:
    """Takes down where rows and cells begin and end."""

    def __init__(self, part: SheetPart) -> None:
        self._part = part
        self._row_number = 0
        self._column = 0
        self._cell: FoundCell | None = None
        self._in_body = False

    def start(self, at: int, tag: str, attributes: dict[str, str]) -> None:
        part = self._part
        name = tag.rpartition(":")[2]
        if name == "sheetData":
            behind = part.tag_end(at)
            part.prefix = tag[: -len(name)]
            part.body = (behind, behind)
            part.closes_itself = part.data[behind - 2 : behind] == b"/>"
            self._in_body = True
        elif not self._in_body:
            return
        elif name == "row":
            self._row_number = int(attributes.get("r", self._row_number + 1))
            self._column = 0
            part.rows[self._row_number] = _Row(at, part.tag_end(at))
        elif name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = column_number(found[1]) if found else self._column + 1
            self._cell = FoundCell(at, style=attributes.get("s"))
            part.rows[self._row_number].cells[self._column] = self._cell
        elif self._cell is not None and name == "f":
            self._cell.has_formula = True
        elif self._cell is not None and name == "v":
            self._cell.value = (at, at)

    def end(self, at: int, tag: str) -> None:
        part = self._part
        name = tag.rpartition(":")[2]
        if not self._in_body:
            return
        closes_itself = not part.data.startswith(f"</{tag}".encode(), at)  # then `at` is already behind the tag
        behind = at if closes_itself else part.tag_end(at)
        if name == "v" and self._cell is not None and self._cell.value is not None:
            start = self._cell.value[0]
            self._cell.value = (start, behind)
        elif name == "c" and self._cell is not None:
            self._cell.end = behind
            self._cell = None
        elif name == "row":
            row = part.rows[self._row_number]
            row.closing, row.end = (row.inside, row.inside) if closes_itself else (at, behind)
        elif name == "sheetData":
            begin = part.body[0]
            part.body = (begin, begin if closes_itself else at)
            self._in_body = False


def column_number(letters: str) -> int:
    """27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """B5 for (5, 2)."""
    return f"{column_letters(column)}{row}"


def place_of(text: str) -> Place:
    """(5, 2) for B5; ValueError for what is no address."""
    found = _REFERENCE.fullmatch(text.strip().upper())
    if not found:
        raise ValueError(text)
    return int(found[2]), column_number(found[1])


def write_filled(
    source: Path, target: Path, part: str, values: Mapping[Place, Filling], styles: Mapping[Place, str]
) -> None:
    """Copy `source` to `target` with these cells of one sheet's part filled."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == part:
                data = SheetPart(data).filled(values, styles)
            elif re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename):
                data = SheetPart(data).without_results()
            elif entry.filename == "xl/workbook.xml":
                data = _recalculated(data)
            new.writestr(entry, data)


def _as_utf8(data: bytes) -> bytes:
    """Offsets are counted in bytes: a part in another encoding is brought to UTF-8, without its declaration."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-16")).encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def _grown(head: bytes, values: Mapping[Place, Filling]) -> bytes:
    """The sheet's head with a dimension that holds the new cells."""
    found = _DIMENSION.search(head)
    if not found or not values:
        return head
    corners = [place_of(corner) for corner in found[2].decode().replace("$", "").split(":")]
    places = [*corners, *values]
    rows, columns = [row for row, _column in places], [column for _row, column in places]
    first, last = address(min(rows), min(columns)), address(max(rows), max(columns))
    return head[: found.start(2)] + f"{first}:{last}".encode() + head[found.end(2) :]


def _recalculated(workbook: bytes) -> bytes:
    """The workbook's part, marked to be recalculated when it is opened."""
    data = _as_utf8(workbook)
    found = _CALCULATION.search(data)
    if found:
        attributes = _FULL.sub(b"", found[2]).rstrip()
        tag = b"<" + found[1] + b"calcPr" + attributes + b' fullCalcOnLoad="1"' + found[3] + b">"
        return data[: found.start()] + tag + data[found.end() :]
    closing = re.search(rb"</((?:\w+:)?)workbook>", data)
    if closing is None:
        return data
    prefix = closing[1]
    behind = [data.find(b"<" + prefix + name.encode()) for name in _BEHIND_CALCULATION]
    at = min([place for place in behind if place >= 0], default=closing.start())
    return data[:at] + b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>' + data[at:]
