"""Which column of a sheet is which column of the ledger: proposed from headings and contents, or given."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from models.errors import InputProblem
from models.importing.table import Cell, Table
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME, LedgerColumn, Source, column_named
from models.rules.credit_codes import clean_code, is_valid_code

_PROBED_ROWS = 25
_PROBED_DATA = 200
#: So many rows from the top decide what a sheet seems to be.
PROBED = _PROBED_ROWS + _PROBED_DATA
_MOSTLY = 0.6
_FEW_COLUMNS = 2
_NOISE = re.compile(r"[\s*＊:：]+|[（(](必填|选填|可选|人|名|个|元|万元)[）)]")
#: Computed columns that an import may still fill: they make records of their own.
EXTRAS = frozenset(
    {
        "former_names",
        "union_state",
        "union_name",
        "union_route",
        "union_founded_on",
        "union_approval",
        "union_members",
        "union_women",
        "union_chair",
        "union_code",
        "union_in_database",
        "union_term_ends_on",
        "eligibility",
        "main_reason",
        "reason_note",
        "reason_evidence",
    }
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """The heading row (counted from 0, -1 without one) and, per column of the sheet, a ledger column's name or None."""

    header_row: int
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]

    @property
    def has_name(self) -> bool:
        """True if the name column is known: without it nothing can be imported."""
        return "name" in self.fields

    @property
    def is_certain(self) -> bool:
        """True if a proposal may be applied without asking: one word alone may be chance."""
        known = sum(field is not None for field in self.fields)
        return self.has_name and (known > 1 or len(self.headings) <= _FEW_COLUMNS)

    def with_field(self, column: int, field: str | None) -> "Mapping":
        """The mapping with one column changed; a field stands for one column only."""
        fields = [None if other == field and field else other for other in self.fields]
        fields[column] = field
        return Mapping(self.header_row, self.headings, tuple(fields))

    def to_json(self) -> dict[str, object]:
        """As a mapping file has it: headings of the sheet to fields of the ledger."""
        columns: dict[str, str] = {}
        for heading, field in zip(self.headings, self.fields, strict=True):
            said = COLUMN_BY_NAME[field].source_heading if field else ""
            columns[heading] = columns.get(heading) or said  # one heading may stand twice
        return {"header_row": self.header_row + 1, "columns": columns}


def importable(column: LedgerColumn) -> bool:
    """True if a sheet may fill this column."""
    return column.source is Source.FACT or column.name in EXTRAS


def propose_mapping(table: Table) -> Mapping:
    """The mapping that the sheet suggests: the row that names most columns is the heading row."""
    return mapping_of(list(islice(table.rows(), PROBED)))


def mapping_of(top: Sequence[Sequence[Cell]], header_row: int | None = None) -> Mapping:
    """The mapping that a sheet's first rows suggest; `header_row` (from 0, -1 for none) says which row to believe."""
    best = _likely_header(top) if header_row is None else header_row
    if best < 0:
        width = max((len(row) for row in top), default=0)
        headings = tuple(_("第{n}列").format(n=number + 1) for number in range(width))
        return Mapping(-1, headings, _by_contents(headings, [None] * width, top))
    width = max(len(row) for row in top[best:])
    headings = tuple(_heading_text(cell, number) for number, cell in enumerate(_padded(top[best], width)))
    fields: list[str | None] = []
    for heading in headings:
        column = column_of(heading)
        fields.append(column.name if column and column.name not in fields else None)
    return Mapping(best, headings, _by_contents(headings, fields, top[best + 1 :]))


def read_mapping(path: Path, table: Table) -> Mapping:
    """A mapping file (JSON) for this sheet; InputProblem if it does not fit."""
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        header_row = int(said.get("header_row", 1)) - 1
        columns = {str(heading): str(field) for heading, field in said["columns"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputProblem(
            _("对应关系文件“{name}”读不懂。").format(name=path.name),
            hint=_('应是 {"header_row": 1, "columns": {"表头": "台账栏目"}}。'),
            detail=str(error),
        ) from error
    headings = _headings_of(table, header_row)
    fields: list[str | None] = [None] * len(headings)
    for heading, field in columns.items():
        if not field:
            continue
        column = column_named(field)
        if column is None or not importable(column) or heading not in headings:
            raise InputProblem(_("对应关系“{heading} → {field}”不成立。").format(heading=heading, field=field))
        if column.name in fields:
            both = "、".join((headings[fields.index(column.name)], heading))
            raise InputProblem(_("“{field}”对应了两列：{both}。").format(field=column.heading, both=both))
        fields[headings.index(heading)] = column.name
    return Mapping(header_row, headings, tuple(fields))


def _headings_of(table: Table, header_row: int) -> tuple[str, ...]:
    """The headings of a row (from 0), as wide as the rows below it; all of them made up for -1."""
    top = list(islice(table.rows(), max(header_row, 0) + PROBED))
    if header_row >= len(top):
        return ()
    row = top[header_row] if header_row >= 0 else ()
    width = max((len(each) for each in (row, *top[header_row + 1 :])), default=0)
    return tuple(_heading_text(cell, number) for number, cell in enumerate(_padded(row, width)))


def _likely_header(top: Sequence[Sequence[Cell]]) -> int:
    best = max(range(min(len(top), _PROBED_ROWS)), key=lambda row: (_score(top[row]), -row), default=-1)
    return best if best >= 0 and _score(top[best]) else -1


def _score(row: Sequence[Cell]) -> int:
    return len({column.name for cell in row if isinstance(cell, str) and (column := column_of(cell))})


def column_of(heading: str) -> LedgerColumn | None:
    """The ledger column that a sheet's heading names, in any of its spellings; None if an import cannot fill it."""
    cleaned = _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower()
    column = column_named(cleaned) or column_named(heading)
    return column if column and importable(column) else None


def _by_contents(
    headings: Sequence[str], fields: list[str | None], rows: Iterable[Sequence[Cell]]
) -> tuple[str | None, ...]:
    """Find the code column by its check digits where no heading named it."""
    if "code" not in fields:
        sample = [list(_padded(row, len(headings))) for row in rows]
        for number in range(len(headings)):
            cells = [str(row[number]) for row in sample if row[number] is not None]
            valid = sum(is_valid_code(clean_code(cell)) for cell in cells)
            if cells and fields[number] is None and valid >= _MOSTLY * len(cells):
                fields[number] = "code"
                break
    return tuple(fields)


def _heading_text(cell: Cell, number: int) -> str:
    text = "" if cell is None else str(cell).strip()
    return text or _("第{n}列").format(n=number + 1)


def _padded(row: Sequence[Cell], width: int) -> list[Cell]:
    return [*row, *[None] * (width - len(row))][:width]
