"""A web page read as Excel reads it: the rows of all its tables, one below the other."""

import re
from html.parser import HTMLParser

from typing_extensions import override

from models.importing.markup_table import MOST_COLUMNS, Cell, Grid, cell_name
from models.importing.refused import Refused

_LONGEST_PENDING = 256 << 10
_LONGEST_CELL = 1 << 20
_DEEPEST = 30
_MOST_MERGES = 200_000
_MOST_SPANS = 2_000_000
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LINES = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style"})


class _OpenTable:
    """A table whose end has not come: the row that is being read, and the cells that reach down into it."""

    def __init__(self) -> None:
        self.row: list[Cell] | None = None
        self.hidden = False
        self.texts: list[str] | None = None
        self.length = 0
        self.spans = (1, 1)
        #: Column to the number of rows that a cell above still covers.
        self.below: dict[int, int] = {}


class WebTable(HTMLParser):
    """Fills a grid; close it to see whether there was a table at all."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = grid
        self._open: list[_OpenTable] = []
        self._silent = 0
        self._spanned = 0

    @override
    def feed(self, data: str) -> None:
        """Take in the next piece; Refused where a tag or a comment does not end."""
        try:
            super().feed(data)
        except AssertionError as error:  # how the parser says that it understands a declaration not at all
            raise Refused("damaged", str(error)) from error
        if len(self.rawdata) > _LONGEST_PENDING:
            raise Refused("damaged", "a tag without an end")

    @override
    def close(self) -> None:
        """Without what stands after the last whole tag: a page that was cut short has no more rows."""
        while self._open:
            self._end_table()
        if not self.grid.count:
            raise Refused("html")

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            if len(self._open) >= _DEEPEST:
                raise Refused("bomb", "tables in tables")
            self._open.append(_OpenTable())
        elif self._open and tag == "tr":
            self._end_row()
            table = self._open[-1]
            table.row = []
            table.hidden = bool(_HIDDEN.search(dict(attrs).get("style") or ""))
        elif self._open and tag in {"td", "th"}:
            self._start_cell(dict(attrs))
        elif tag in _LINES:
            self._say("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._end_table()
        elif tag in {"tr", "thead", "tbody", "tfoot"}:
            self._end_row()
        elif tag in {"td", "th"}:
            self._end_cell()

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._say(_BLANKS.sub(" ", data))

    def _say(self, text: str) -> None:
        table = self._open[-1] if self._open else None
        if table and table.texts is not None:
            table.texts.append(text)
            table.length += len(text)
            if table.length > _LONGEST_CELL:
                raise Refused("bomb", "a cell without an end")

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.row is None:
            table.row, table.hidden = [], False
        table.texts, table.length = [], 0
        table.spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.texts is None or table.row is None:
            return
        text = "\n".join(line.strip() for line in "".join(table.texts).split("\n")).strip()
        table.texts = None
        row = table.row
        self._fill(table)
        at, (rows, columns) = len(row), table.spans
        row.append(text or None)
        row.extend([None] * (columns - 1))
        if len(row) > MOST_COLUMNS:
            raise Refused("far", cell=cell_name(self.grid.count, len(row) - 1))
        if rows > 1 or columns > 1:
            self._merge(table, at, rows, columns)

    def _merge(self, table: _OpenTable, at: int, rows: int, columns: int) -> None:
        top = self.grid.count
        self._spanned += columns
        if len(self.grid.merges) >= _MOST_MERGES or self._spanned > _MOST_SPANS:
            raise Refused("bomb", "merged cells")
        self.grid.merges.append((top, at, top + rows - 1, at + columns - 1))
        if rows > 1:
            table.below.update(dict.fromkeys(range(at, at + columns), rows))

    @staticmethod
    def _fill(table: _OpenTable) -> None:
        """Empty cells where one of a row above reaches down."""
        while table.row is not None and table.below.get(len(table.row), 0) > 0:
            table.row.append(None)

    def _end_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        row, table.row = table.row, None
        if row is None:
            return
        if table.hidden:
            self.grid.hidden_rows.append(self.grid.count)
        if not (len(self._open) > 1 and not any(row)):  # the frame around an inner table
            self.grid.add(row)
        table.below = {column: left - 1 for column, left in table.below.items() if left > 1}

    def _end_table(self) -> None:
        self._end_row()
        self._open.pop()


def _span(text: str | None) -> int:
    """How many rows or columns a cell takes; nonsense is one, as browsers have it."""
    text = (text or "1").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 - 65,534 at most
    return max(1, min(number, MOST_COLUMNS))
