"""Which column of a sheet is which column of the ledger: proposed from headings, contents and memory, or given."""

import json
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from models.errors import InputProblem
from models.importing.column_proposals import Evidence, Proposal, propose
from models.importing.header_region import PROBED_ROWS, Region, Rows, heading_parts, likely_region
from models.importing.headings import BETWEEN, importable, joined, made_up_heading, plain
from models.importing.table import Cell, MergedRange, Table
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME, column_named

_PROBED_DATA = 200
#: So many rows from the top decide what a sheet seems to be.
PROBED = PROBED_ROWS + _PROBED_DATA
_FEW_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Mapping:
    """The last row of the headings (from 0, -1 without any) and, per column of the sheet, a ledger column or None.

    Two mappings are the same if they read a sheet alike; how sure each column is makes no difference.
    """

    header_row: int
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]
    header_rows: int = 1
    proposals: tuple[Proposal, ...] = field(default=(), compare=False)
    #: The name of the profile that this mapping was remembered under; empty where it was not.
    profile: str = field(default="", compare=False)

    @property
    def first_header_row(self) -> int:
        """The first row of the headings (from 0, -1 without any)."""
        return self.header_row - self.header_rows + 1 if self.header_row >= 0 else -1

    @property
    def has_name(self) -> bool:
        """True if the name column is known: without it nothing can be imported."""
        return "name" in self.fields

    @property
    def is_certain(self) -> bool:
        """True if the name column may be believed without asking: one word alone may be chance."""
        if not self.has_name or self.header_row < 0:
            return False
        if not self.proposal(self.fields.index("name")).sure:
            return False
        known = sum(self.proposal(column).sure for column, name in enumerate(self.fields) if name)
        name_by_both = self.proposal(self.fields.index("name")).evidence is Evidence.BOTH
        return bool(self.profile) or known > 1 or len(self.headings) <= _FEW_COLUMNS or name_by_both

    def proposal(self, column: int) -> Proposal:
        """Why a column is what it is; what was given without a reason was given by hand."""
        if column < len(self.proposals):
            return self.proposals[column]
        return Proposal(self.fields[column], Evidence.HAND, sure=True)

    def unsure(self) -> dict[str, str]:
        """Headings with the field that they probably mean: a person should look before it is believed."""
        return {
            self.headings[column]: name
            for column, name in enumerate(self.fields)
            if name and not self.proposal(column).sure
        }

    def only_sure(self) -> "Mapping":
        """The mapping without what a person should look at first."""
        fields = (name if self.proposal(column).sure else None for column, name in enumerate(self.fields))
        return replace(self, fields=tuple(fields))

    def with_field(self, column: int, field: str | None) -> "Mapping":
        """The mapping with one column changed by hand; a field stands for one column only."""
        fields = list(self.fields)
        proposals = [self.proposal(number) for number in range(len(self.fields))]
        for number, proposal in enumerate(proposals):
            if proposal.rival == column and self.fields[column] != field:
                proposals[number] = replace(proposal, rival=None)
        for number, other in enumerate(self.fields):
            if other == field and field and number != column:
                fields[number], proposals[number] = None, Proposal(None, Evidence.HAND, sure=True, rival=column)
        fields[column], proposals[column] = field, Proposal(field, Evidence.HAND, sure=True)
        return replace(self, fields=tuple(fields), proposals=tuple(proposals))

    def repeats_headings(self, cells: Sequence[Cell]) -> bool:
        """True for a row of the data that only says the headings again, as sheets do on every printed page."""
        if self.header_row < 0:
            return False
        known, ends = _words_of(self.headings)
        said = 0
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if not isinstance(cell, str) or column >= len(known):
                return False
            if cell[-1] not in ends and cell[-1].isalnum():  # nearly every row of the data ends here
                return False
            if plain(cell) not in known[column]:
                return False
            said += 1
        return said >= min(_FEW_COLUMNS, len(known))

    def to_json(self) -> dict[str, object]:
        """As a mapping file has it: headings of the sheet to fields of the ledger."""
        columns: dict[str, str] = {}
        for heading, name in zip(self.headings, self.fields, strict=True):
            said = COLUMN_BY_NAME[name].source_heading if name else ""
            columns[heading] = columns.get(heading) or said  # one heading may stand twice
        several = {"header_rows": self.header_rows} if self.header_rows > 1 else {}
        return {"header_row": self.header_row + 1, **several, "columns": columns}


def propose_mapping(table: Table) -> Mapping:
    """The mapping that the sheet suggests: the rows that name most columns are the headings."""
    return mapping_of(list(islice(table.rows(), PROBED)), merged=table.merged_ranges())


def mapping_of(
    top: Rows,
    header_row: int | None = None,
    *,
    header_rows: int = 1,
    merged: Sequence[MergedRange] = (),
    remembered: MappingOf[str, str] | None = None,
) -> Mapping:
    """The mapping that a sheet's first rows suggest.

    `header_row` (the last row of the headings from 0, -1 for none) and `header_rows` say which rows to believe;
    `remembered` are headings, as `plain` leaves them, with the fields that a person chose for them before.
    """
    if header_row is None:
        region = likely_region(top, merged)
    else:
        region = Region(max(header_row - header_rows + 1, 0), header_row) if header_row >= 0 else None
    if region is None:
        width = max((len(row) for row in top), default=0)
        parts: list[tuple[str, ...]] = [()] * width
        return _mapping(-1, 1, parts, propose(parts, list(top), remembered or {}))
    parts = heading_parts(top, region, merged)
    empty = _mapping(region.last, region.height, parts, ())
    body = [row for row in top[region.last + 1 :] if not empty.repeats_headings(row)]
    return _mapping(region.last, region.height, parts, propose(parts, body, remembered or {}))


def read_mapping(path: Path, table: Table) -> Mapping:
    """A mapping file (JSON) for this sheet; InputProblem if it does not fit."""
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
        header_row = int(said.get("header_row", 1)) - 1
        header_rows = int(said.get("header_rows", 1))
        columns = {str(heading): str(name) for heading, name in said["columns"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputProblem(
            _("对应关系文件“{name}”读不懂。").format(name=path.name),
            hint=_('应是 {"header_row": 1, "columns": {"表头": "台账栏目"}}。'),
            detail=str(error),
        ) from error
    headings = _headings_of(table, header_row, header_rows)
    fields: list[str | None] = [None] * len(headings)
    for heading, name in columns.items():
        if not name:
            continue
        column = column_named(name)
        if column is None or not importable(column) or heading not in headings:
            why = _why_not(heading in headings, column is not None)
            raise InputProblem(why.format(heading=heading, field=name))
        if column.name in fields:
            both = "、".join((headings[fields.index(column.name)], heading))
            raise InputProblem(_("“{field}”对应了两列：{both}。").format(field=column.heading, both=both))
        fields[headings.index(heading)] = column.name
    return Mapping(header_row, headings, tuple(fields), header_rows)


def _why_not(has_heading: bool, has_column: bool) -> str:  # noqa: FBT001 - two answers of the one caller
    if not has_heading:
        return _("对应关系“{heading} → {field}”不成立：表头里没有“{heading}”。")
    if not has_column:
        return _("对应关系“{heading} → {field}”不成立：台账没有“{field}”这一栏。")
    return _("对应关系“{heading} → {field}”不成立：“{field}”由别的记录得出，不能导入。")


def _headings_of(table: Table, header_row: int, header_rows: int) -> tuple[str, ...]:
    """The headings of a row (from 0), as wide as the rows below it; all of them made up for -1."""
    top = list(islice(table.rows(), max(header_row, 0) + PROBED))
    if header_row >= len(top):
        return ()
    if header_row < 0:
        return _texts([()] * max((len(row) for row in top), default=0))
    region = Region(max(header_row - header_rows + 1, 0), header_row)
    return _texts(heading_parts(top, region, table.merged_ranges()))


def _mapping(
    header_row: int, header_rows: int, parts: Sequence[tuple[str, ...]], proposals: Sequence[Proposal]
) -> Mapping:
    fields = tuple(proposal.field for proposal in proposals) or (None,) * len(parts)
    return Mapping(header_row, _texts(parts), fields, header_rows, tuple(proposals))


def _texts(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(joined(words) or made_up_heading(number) for number, words in enumerate(parts))


@lru_cache(maxsize=16)
def _words_of(headings: tuple[str, ...]) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Per heading itself and each group and word that it was put together from; and the characters that they end in."""
    words = tuple(frozenset(map(plain, (heading, *heading.split(BETWEEN)))) for heading in headings)
    ends = {word[-1] for each in words for word in each if word}
    return words, frozenset(ends | {end.upper() for end in ends})
