"""A sheet before anything of it is imported: its first rows, how well each column fits, how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from models.errors import FileProblem
from models.importing.mapping import PROBED, Mapping, column_of
from models.importing.rows import RowReader
from models.importing.table import Cell, Table, open_table
from models.importing.workbook import sheet_names
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME
from models.progress import Progress
from models.rules.street_match import StreetMatcher

_SEVERAL = 0.5
_STEP = 200
_PLACE_FIELDS = frozenset({"name", "address", "street"})


@dataclass(frozen=True, slots=True)
class SheetStart:
    """The top of a sheet. `sheets` are all sheets of its workbook, empty for a text file."""

    table: Table
    sheets: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]

    @property
    def is_empty(self) -> bool:
        """True if nothing stands there."""
        return not any(cell is not None for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a column may be understood wrongly: its heading did not say so, or many of its cells do not fit."""

    guessed: bool
    filled: int
    unread: int
    example: str  # the sentence about the first cell that does not fit


@dataclass(frozen=True, slots=True)
class SheetSize:
    """How many rows there are to import, and in how many the address names a street that no column gives."""

    rows: int
    streets: int


def read_start(path: Path, sheet: str | None = None) -> SheetStart:
    """The first rows of a file, or of one sheet of it; FileProblem for what is no sheet, or for an empty text file."""
    table = open_table(path, sheet)
    sheets = tuple(sheet_names(path)) if table.sheet is not None else ()
    start = SheetStart(table, sheets, tuple(islice(table.rows(), PROBED)))
    if start.is_empty and len(sheets) <= 1:
        raise FileProblem(_("“{name}”里没有内容。").format(name=path.name), hint=_("请选有名册的那个文件。"))
    return start


def doubts(mapping: Mapping, rows: Sequence[Sequence[Cell]], division: str) -> dict[int, Doubt]:
    """Columns of the sheet (from 0) that a person should look at, judged by the first rows."""
    reader = RowReader(mapping, Lookup(lambda _name: bytes(16), division))
    unread: dict[str, list[str]] = {}
    body = rows[mapping.header_row + 1 :]
    for number, cells in enumerate(body):
        for heading, sentence in reader.read(number, cells).problems:
            unread.setdefault(heading, []).append(sentence)
    found = {}
    for number, name in enumerate(mapping.fields):
        if name is None:
            continue
        named = column_of(mapping.headings[number]) if mapping.header_row >= 0 else None
        filled = sum(number < len(row) and row[number] is not None for row in body)
        wrong = unread.get(COLUMN_BY_NAME[name].heading, [])
        guessed = named is None or named.name != name
        if guessed or (wrong and len(wrong) >= _SEVERAL * filled):
            found[number] = Doubt(guessed, filled, len(wrong), wrong[0] if wrong else "")
    return found


def measure(table: Table, mapping: Mapping, division: str, progress: Progress) -> SheetSize:
    """Go through the whole sheet once and count."""
    fields = tuple(field if field in _PLACE_FIELDS else None for field in mapping.fields)
    places = Mapping(mapping.header_row, mapping.headings, fields)
    reader = RowReader(places, Lookup(lambda _name: bytes(16), division))
    matcher = StreetMatcher(division)
    rows = streets = 0
    for number, cells in enumerate(islice(table.rows(), mapping.header_row + 1, None)):
        row = reader.read(number, cells)
        if row.is_blank:
            continue
        rows += 1
        streets += "street" not in row.facts and matcher.match(str(row.facts.get("address") or "")) is not None
        if rows % _STEP == 0:
            progress.step(rows)
    return SheetSize(rows, streets)
