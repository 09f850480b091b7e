"""An XML spreadsheet of 2003 (SpreadsheetML), read by expat: no declarations, no depth, no cells in nowhere."""

from typing import Any
from xml.parsers import expat

from models.importing.markup_table import MOST_COLUMNS, MOST_EMPTY_ROWS, Cell, Grid, cell_name
from models.importing.refused import Refused

_DEEPEST = 60
_LONGEST_CELL = 1 << 20
_LONGEST_PENDING = 4 << 20
_MOST_MERGES = 200_000
_ALL_DIGITS_KNOWN = 1e15


class XmlTable:
    """Fills a grid with the sheet of that number."""

    def __init__(self, grid: Grid, sheet: int) -> None:
        self.grid = grid
        self._wanted = sheet
        self._sheet = -1
        self._depth = 0
        self._fed = 0
        self._row: list[Cell] | None = None
        self._at = 0  # where the next cell stands
        self._column = 0  # and the next description of a column
        self._formula = False
        self._type = ""
        self._texts: list[str] | None = None
        self._length = 0
        #: Column to the number of rows that a cell above still covers.
        self._below: dict[int, int] = {}
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.buffer_text = True

    def feed(self, text: str) -> None:
        """Take in the next piece; Refused for what is no well-formed XML."""
        self._parse(text, is_last=False)
        self._fed += len(text.encode())
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_PENDING:
            raise Refused("damaged", "a tag without an end")

    def close(self) -> None:
        """There is no more: a document that was cut short is Refused."""
        self._parse("", is_last=True)

    def _parse(self, text: str, *, is_last: bool) -> None:
        try:
            self._parser.Parse(text, is_last)  # as text, whatever encoding it says it was in
        except (expat.ExpatError, ValueError) as error:
            raise Refused("truncated" if is_last else "damaged", str(error)) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused("bomb", "depth")
        tag = name.rpartition(" ")[2]
        if tag == "Worksheet":
            self._sheet += 1
            return
        if self._sheet != self._wanted:
            return
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if tag == "Row":
            self._start_row(said)
        elif tag == "Cell":
            self._start_cell(said)
        elif tag == "Data":
            self._type, self._texts, self._length = said.get("Type", "String"), [], 0
        elif tag == "Column":
            self._describe_column(said)

    def _start_row(self, said: dict[str, str]) -> None:
        if "Index" in said:
            index = _number(said["Index"]) - 1
            if index - self.grid.count > MOST_EMPTY_ROWS:
                raise Refused("far", cell=cell_name(index, 0))
            while self.grid.count < index:
                self._next_row([])
        self._row, self._at = [], 0
        if said.get("Hidden") == "1":
            self.grid.hidden_rows.append(self.grid.count)

    def _start_cell(self, said: dict[str, str]) -> None:
        row = self._row
        if row is None:
            return
        while self._below.get(self._at, 0) > 0:
            self._at += 1
        if "Index" in said:
            self._at = _number(said["Index"]) - 1
        across = _number(said.get("MergeAcross", "0"))
        down = _number(said.get("MergeDown", "0"))
        if self._at + across >= MOST_COLUMNS:
            raise Refused("far", cell=cell_name(self.grid.count, self._at + across))
        row.extend([None] * (self._at + 1 - len(row)))
        self._formula = "Formula" in said
        if across or down:
            if len(self.grid.merges) >= _MOST_MERGES:
                raise Refused("bomb", "merged cells")
            top = self.grid.count
            self.grid.merges.append((top, self._at, top + down, self._at + across))
            if down:
                self._below.update(dict.fromkeys(range(self._at, self._at + across + 1), down + 1))
        self._at += across + 1

    def _describe_column(self, said: dict[str, str]) -> None:
        start = _number(said["Index"]) - 1 if "Index" in said else self._column
        end = min(start + _number(said.get("Span", "0")), MOST_COLUMNS)
        self._column = end + 1
        if said.get("Hidden") == "1":
            self.grid.hidden_columns.extend(range(start, end + 1))

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(" ")[2]
        if self._sheet != self._wanted:
            return
        if tag == "Data" and self._texts is not None:
            text, self._texts = "".join(self._texts), None
            if self._row:
                self._row[-1] = _value(self._type, text)
        elif tag == "Cell" and self._row and self._formula:
            self.grid.formulas_without_value += self._row[-1] is None
            self._formula = False
        elif tag == "Row" and self._row is not None:
            self._next_row(self._row)
            self._row = None

    def _next_row(self, row: list[Cell]) -> None:
        self.grid.add(row)
        if self._below:
            self._below = {column: left - 1 for column, left in self._below.items() if left > 1}

    def _say(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)
            self._length += len(text)
            if self._length > _LONGEST_CELL:
                raise Refused("bomb", "a cell without an end")


def _refuse(*_what: Any) -> None:
    raise Refused("declaration")


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004 - no sheet has so many
        raise Refused("damaged", f"number {text[:20]}")
    return int(text)


def _value(kind: str, text: str) -> Cell:
    """A cell by its type: numbers as numbers, days as YYYY-MM-DD, all else as it is written."""
    if not text:
        return None
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        whole = number.is_integer() and abs(number) < _ALL_DIGITS_KNOWN
        return int(number) if whole else number
    if kind == "DateTime":
        day, _t, clock = text.partition("T")
        return day if not clock.strip("0:.") else f"{day} {clock[:8]}"
    if kind == "Boolean":
        return text.strip() == "1"
    return text
