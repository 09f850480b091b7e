"""Tables that are really web pages or XML called xls: what many government systems hand out as Excel.

Runs in the reading process. Both readers are fed piece by piece and give rows as they are done; what no real list has
(declarations, names without an end, rows in the middle of nowhere, tables in tables in tables) is Refused.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Protocol

from models.importing.refused import Refused
from models.importing.text_table import encoding_of, markup_kind

Cell = str | int | float | bool | None

_HEAD = 64 << 10
_PIECE = 64 << 10
MOST_ROWS, MOST_COLUMNS = 1_048_576, 2_000
#: Empty rows before a far one.
MOST_EMPTY_ROWS = 10_000
_WORKSHEET = re.compile(
    r"<(?:\w+:)?Worksheet\b[^<>]{0,2000}?\b(?:\w+:)?Name=(?:\"([^\"<]*)\"|'([^'<]*)')", re.IGNORECASE
)
_LONGEST_TAG = 4_000


@dataclass(slots=True)
class Grid:
    """What a reader has found so far: rows that are done, and what the sheet does not show in its cells."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas_without_value: int = 0
    count: int = 0

    def add(self, row: list[Cell]) -> None:
        """Add a row at the end."""
        while row and row[-1] is None:
            row.pop()
        self.rows.append(row)
        self.count += 1
        if self.count > MOST_ROWS:
            raise Refused("too_big", f"{self.count} rows")

    def finish(self) -> None:
        """Cut what is merged to the rows that there are."""
        last = self.count - 1
        self.merges = [(top, left, min(bottom, last), right) for top, left, bottom, right in self.merges if top <= last]

    def taken(self) -> list[list[Cell]]:
        """The rows that came since the last time."""
        rows, self.rows = self.rows, []
        return rows


class Reader(Protocol):
    """What is fed with text and fills a grid."""

    grid: Grid

    def feed(self, text: str) -> None:
        """Take in the next piece."""

    def close(self) -> None:
        """There is no more."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A file that is markup: its kind (html, xml_spreadsheet), its encoding, and the names of its sheets."""

    kind: str
    encoding: str
    sheets: tuple[str, ...]


def look_at(path: Path) -> Markup | None:
    """What a file is, if it is markup; Refused if it declares what no table needs, or has no sheet."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    encoding = encoding_of(path, head)
    kind = markup_kind(head.decode(encoding, errors="ignore").lstrip("\ufeff").lstrip())
    if kind == "html":
        if not _has_table(path, encoding):
            raise Refused("html")
        return Markup(kind, encoding, (path.stem or "1",))
    if kind != "xml_spreadsheet":
        return None
    names = _sheet_names(path, encoding)
    if not names:
        raise Refused("no_sheets")
    return Markup(kind, encoding, names)


def read_rows(path: Path, about: Markup, sheet: str, grid: Grid) -> Iterator[list[list[Cell]]]:
    """The rows of a sheet in pieces, as they are read; `grid` learns the rest."""
    if about.kind == "html":
        from models.importing.web_table import WebTable  # noqa: PLC0415 - one of the two is needed

        reader: Reader = WebTable(grid)
    else:
        from models.importing.xml_table import XmlTable  # noqa: PLC0415

        reader = XmlTable(grid, about.sheets.index(sheet))
    for text in _texts(path, about.encoding):
        reader.feed(text)
        if grid.rows:
            yield grid.taken()
    reader.close()
    grid.finish()
    if grid.rows:
        yield grid.taken()


def _texts(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _has_table(path: Path, encoding: str) -> bool:
    """A page without one need not be taken apart."""
    tail = ""
    for text in _texts(path, encoding):
        if "<table" in (tail + text).lower():
            return True
        tail = text[-6:]
    return False


def cell_name(row: int, column: int) -> str:
    """What a sheet calls a cell; both from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _sheet_names(path: Path, encoding: str) -> tuple[str, ...]:
    """The names in order; read beforehand, as the sheet that is wanted may be the last."""
    found: list[str] = []
    tail = ""
    for text in _texts(path, encoding):
        both = tail + text
        if "<!DOCTYPE" in both or "<!ENTITY" in both:
            raise Refused("declaration")
        end = 0
        for match in _WORKSHEET.finditer(both):
            found.append(unescape(match[1] if match[1] is not None else match[2]))
            end = match.end()
            if len(found) > _LONGEST_TAG:
                raise Refused("bomb", "sheets")
        tail = both[max(end, len(both) - _LONGEST_TAG) :]
    return tuple(found)
