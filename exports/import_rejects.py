"""The rows that an import did not take: in their original columns under their original headings, ready to correct.

The last column says why, and each cell that is a cause is marked and carries its reason as a note. The import
knows that column and leaves it aside, so the corrected workbook comes in by the same mapping.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]  # it carries no types

from models.errors import FileProblem
from models.files import write_file
from models.importing.classify import Outcome
from models.importing.headings import REJECT_REASON
from models.importing.outcomes import ImportResult, Sample
from models.importing.table import Cell
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME

_WIDTH, _REASON_WIDTH = 18.0, 60.0
_LONGEST_SHEET = 31
#: From so many rows on they are written one after the other, without memory; merged titles then stay unmerged.
_MANY = 20_000
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_CAUSE, _REASON, _HEAD = "#FCE4D6", "#C00000", "#EFEFEF"


def write_rejects(path: Path, result: ImportResult) -> int:
    """Write the rejected rows of an import as a workbook; how many. FileProblem if it cannot be written."""
    rejected = result.findings[Outcome.REJECTED]

    def write(temporary: Path) -> None:
        output = BytesIO()
        many = len(rejected) > _MANY
        with xlsxwriter.Workbook(output, {"constant_memory": many}) as book:
            _Sheet(book, result, merging=not many).fill(rejected)
        temporary.write_bytes(output.getvalue())

    above = len(result.staged.top)
    write_file(path, write, lambda done: _check(done, above + len(rejected)))
    return len(rejected)


class _Sheet:
    def __init__(self, book: Any, result: ImportResult, *, merging: bool) -> None:
        options = result.staged.options
        self._mapping = options.mapping
        self._top = result.staged.top
        self._merged = options.table.merged_ranges() if merging else ()
        self._columns = {name: column for column, name in enumerate(self._mapping.fields) if name}
        self._width = max([len(self._mapping.headings), *map(len, self._top)])
        self._sheet = book.add_worksheet(_sheet_name(options.table.sheet))
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        self._plain = book.add_format(base)
        self._text = book.add_format(base | {"num_format": "@"})
        self._head = book.add_format(base | {"bold": True, "bg_color": _HEAD, "border": 1, "text_wrap": True})
        self._cause = book.add_format(base | {"num_format": "@", "bg_color": _CAUSE, "border": 1})
        self._reason = book.add_format(base | {"font_color": _REASON, "text_wrap": True})

    def fill(self, rejected: Sequence[Sample]) -> None:
        """Title, headings, then the rows."""
        self._sheet.set_column(0, self._width - 1, _WIDTH)
        self._sheet.set_column(self._width, self._width, _REASON_WIDTH)
        self._fill_top()
        for number, sample in enumerate(rejected, start=len(self._top)):
            causes = self._causes(sample)
            for column in range(max(self._width, len(sample.cells))):
                cell = sample.cells[column] if column < len(sample.cells) else None
                if column < self._width:
                    self._put(number, column, cell, self._cause if column in causes else self._text)
            for column, reasons in causes.items():
                self._sheet.write_comment(number, column, _one_sentence(reasons), {"x_scale": 2})
            if self._has_headings:
                self._sheet.write_string(number, self._width, _in_words(sample), self._reason)

    @property
    def _has_headings(self) -> bool:
        """Without headings nothing could tell the import to leave the column of reasons aside."""
        return self._mapping.header_row >= 0

    def _fill_top(self) -> None:
        first = self._mapping.first_header_row if self._has_headings else len(self._top)
        for number, cells in enumerate(self._top):
            for column, cell in enumerate(cells):
                self._put(number, column, cell, self._head if number >= first else self._plain)
        for area in self._merged:
            if area.bottom < len(self._top) and (area.bottom, area.right) != (area.top, area.left):
                cells = self._top[area.top]
                value = cells[area.left] if area.left < len(cells) else None
                form = self._head if area.top >= first else self._plain
                self._sheet.merge_range(area.top, area.left, area.bottom, area.right, "", form)
                self._put(area.top, area.left, value, form)
        if self._has_headings:
            self._sheet.write_string(self._mapping.header_row, self._width, _(REJECT_REASON), self._head)
            self._sheet.freeze_panes(len(self._top), 0)

    def _causes(self, sample: Sample) -> Mapping[int, list[str]]:
        """Columns of the sheet with what is wrong in them; a missing name stands in the column of names."""
        causes: dict[int, list[str]] = {}
        by_heading = {COLUMN_BY_NAME[name].heading: column for name, column in self._columns.items()}
        for heading, text in sample.problems:
            if heading in by_heading:
                causes.setdefault(by_heading[heading], []).append(text)
        if not sample.facts.get("name"):
            causes.setdefault(self._columns["name"], []).append(sample.reason)
        return causes

    def _put(self, row: int, column: int, cell: Cell, form: Any) -> None:
        """A number stays a number: a code that a sheet has rounded must not look like one that was typed."""
        if cell is None or cell == "":
            self._sheet.write_blank(row, column, None, form)
        elif isinstance(cell, bool):
            self._sheet.write_boolean(row, column, cell, form)
        elif isinstance(cell, int | float):
            self._sheet.write_number(row, column, cell, form)
        else:
            self._sheet.write_string(row, column, "".join(c for c in cell if c.isprintable() or c in "\n\t"), form)


def _in_words(sample: Sample) -> str:
    parts = [sample.reason, *(f"{heading}：{text}" for heading, text in sample.problems)]
    return _("原第 {row} 行：").format(row=sample.row) + _one_sentence(parts)


def _one_sentence(parts: Sequence[str]) -> str:
    return "；".join(part.rstrip("。") for part in parts if part) + "。"


def _sheet_name(name: str | None) -> str:
    return (name or _("名册")).translate(_NOT_IN_SHEET_NAMES)[:_LONGEST_SHEET] or _("名册")


def _check(path: Path, expected: int) -> None:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        found = sum(1 for _row in book.worksheets[0].iter_rows())
    finally:
        book.close()
    if found != expected:
        raise FileProblem(_("写好的表格行数不对，没有放到原来的位置。"), detail=f"{found} rows, not {expected}")
