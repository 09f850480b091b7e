"""The full export of the ledger: every column, as a workbook or as csv."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from exports.workbooks import SheetColumn, write_csv, write_workbook
from models.errors import InputProblem
from models.language import _
from models.ledger_columns import LedgerColumn, Shape
from models.queries.export_rows import ExportSheet

_WIDTHS = {"name": 34.0, "address": 40.0, "code": 22.0, "note": 30.0, "reason_note": 30.0, "street": 26.0}


def write_organizations(path: Path, sheet: ExportSheet, *, unit: str) -> int:
    """Write the rows to `path` by its ending (.xlsx or .csv); their number. FileProblem if it cannot be written."""
    columns = [SheetColumn(_("序号"), 6, "number"), *map(_sheet_column, sheet.columns)]
    match path.suffix.lower():
        case ".xlsx":
            title = _("社会组织建会台账")
            note = _("{unit}　内部资料 请勿外传").format(unit=unit)
            return write_workbook(path, columns, _numbered(sheet.rows), title=title, note=note)
        case ".csv":
            return write_csv(path, columns, _numbered(sheet.rows))
        case _:
            raise InputProblem(_("只能导出成 .xlsx 或 .csv。"))


def _sheet_column(column: LedgerColumn) -> SheetColumn:
    width = _WIDTHS.get(column.name, max(10.0, 2.0 * len(column.heading) + 2))
    match column.shape:
        case Shape.CODE | Shape.PHONE:
            return SheetColumn(column.heading, width, "code")
        case Shape.NUMBER:
            return SheetColumn(column.heading, width, "number")
        case Shape.DATE:
            return SheetColumn(column.heading, width, "date")
        case _:
            return SheetColumn(column.heading, width)


def _numbered(rows: Iterator[list[object]]) -> Iterator[Sequence[object]]:
    for number, row in enumerate(rows, start=1):
        yield [number, *row]
