"""A sheet before anything of it is imported: its first rows, how well each column fits, how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from models.errors import FileProblem
from models.importing.column_contents import filled, is_damaged_code
from models.importing.headings import EXTRAS
from models.importing.mapping import PROBED, Mapping
from models.importing.odd_rows import OddRows
from models.importing.rows import ReadRow, RowReader
from models.importing.table import Cell, MergedRange, Table, open_table
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME, Shape
from models.progress import Progress
from models.queries.value_words import value_words
from models.rules.street_match import StreetMatcher

_STEP = 200
_SHOWN_SAMPLES = 3
_PLACE_FIELDS = frozenset({"name", "address", "street"})


@dataclass(frozen=True, slots=True)
class SheetStart:
    """The top of a sheet. `sheets` are all sheets of its workbook, empty for text; `notices` what one does not see."""

    table: Table
    sheets: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]
    merged: tuple[MergedRange, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if nothing stands there."""
        return not any(cell is not None for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Look:
    """How a column's first cells are understood: how many there are, are not read, and are codes that were damaged.

    `samples` are cells with the text that is stored for them, empty where nothing is; phones masked.
    """

    filled: int
    unread: int
    damaged: int
    example: str  # the sentence about the first cell that is not read
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetSize:
    """How many rows there are to import, and in how many the address names a street that no column gives."""

    rows: int
    streets: int


def read_start(path: Path, sheet: str | None = None, progress: Progress | None = None) -> SheetStart:
    """The first rows of a file, or of one sheet of it; FileProblem for what is no sheet, or for an empty text file."""
    start = start_of(open_table(path, sheet, progress), progress)
    if start.is_empty and len(start.sheets) <= 1:
        raise FileProblem(_("“{name}”里没有内容。").format(name=path.name), hint=_("请选有名册的那个文件。"))
    return start


def start_of(table: Table, progress: Progress | None = None) -> SheetStart:
    """The first rows of a table."""
    rows = tuple(islice(table.rows(progress), PROBED))
    return SheetStart(table, table.sheets, rows, table.merged_ranges(), table.notices())


def look_at(mapping: Mapping, rows: Sequence[Sequence[Cell]], division: str) -> dict[int, Look]:
    """How the columns that are imported (of the sheet, from 0) are understood, judged by the first rows."""
    reader = RowReader(mapping, Lookup(lambda _name: bytes(16), division))
    body = [row for row in rows[mapping.header_row + 1 :] if filled(row) and not mapping.repeats_headings(row)]
    read = [reader.read(number, cells) for number, cells in enumerate(body)]
    return {column: _look(column, name, body, read) for column, name in enumerate(mapping.fields) if name is not None}


def _look(column: int, name: str, body: Sequence[Sequence[Cell]], read: Sequence[ReadRow]) -> Look:
    heading = COLUMN_BY_NAME[name].heading
    cells = [row[column] if column < len(row) else None for row in body]
    wrong = [sentence for row in read for said, sentence in row.problems if said == heading]
    samples: dict[str, tuple[str, str]] = {}
    for cell, row in zip(cells, read, strict=True):
        text = "" if cell is None else " ".join(str(cell).split())
        if text and text not in samples and len(samples) < _SHOWN_SAMPLES:
            samples[text] = (text, _stored(name, row, text))
    damaged = sum(map(is_damaged_code, cells)) if name == "code" else 0
    return Look(len(filled(cells)), len(wrong), damaged, wrong[0] if wrong else "", tuple(samples.values()))


def _stored(name: str, row: ReadRow, text: str) -> str:
    """What a row says of a field, as a person reads it."""
    if name in EXTRAS:
        return row.extras.get(name, "")
    shape = COLUMN_BY_NAME[name].shape
    field = "side_state" if shape is Shape.STAGE and "side_state" in row.facts else name
    if shape is Shape.CADRE:
        return text if name in row.facts else ""
    return value_words(field, row.facts.get(field))


def measure(table: Table, mapping: Mapping, division: str, progress: Progress) -> SheetSize:
    """Go through the whole sheet once and count. Stopping leaves the parsed sheet to whoever reads it as well."""
    fields = tuple(field if field in _PLACE_FIELDS else None for field in mapping.fields)
    places = Mapping(mapping.header_row, mapping.headings, fields)
    reader = RowReader(places, Lookup(lambda _name: bytes(16), division))
    matcher = StreetMatcher(division)
    odd_rows = OddRows(mapping.fields, table.merged_ranges())
    rows = streets = 0
    for number, cells in enumerate(islice(table.rows(), mapping.header_row + 1, None)):
        progress.give_way()
        if number % _STEP == 0:
            progress.step(rows)
        row = reader.read(number, cells)
        if row.is_blank or mapping.repeats_headings(cells) or odd_rows.kind(mapping.header_row + 2 + number, cells):
            continue
        rows += 1
        streets += "street" not in row.facts and matcher.match(str(row.facts.get("address") or "")) is not None
    return SheetSize(rows, streets)
