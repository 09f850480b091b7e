"""The full export of the ledger: every column, as a workbook or as csv."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from exports.ledger_sheet import ledger_sheet_column
from exports.workbooks import SheetColumn, write_csv, write_workbook
from models.errors import InputProblem
from models.language import _
from models.queries.export_rows import ExportSheet

#: The name stays in sight where it is among the first columns.
_SOON = 3


def write_organizations(path: Path, sheet: ExportSheet, *, unit: str) -> int:
    """Write the rows to `path` by its ending (.xlsx or .csv); their number. FileProblem if it cannot be written."""
    columns = [SheetColumn(_("序号"), 6, "number"), *map(ledger_sheet_column, sheet.columns)]
    match path.suffix.lower():
        case ".xlsx":
            title = _("社会组织建会台账")
            note = _("{unit}　内部资料 请勿外传").format(unit=unit)
            names = [column.name for column in sheet.columns]
            frozen = names.index("name") + 2 if "name" in names[:_SOON] else 0
            return write_workbook(path, columns, _numbered(sheet.rows), title=title, note=note, frozen=frozen)
        case ".csv":
            return write_csv(path, columns, _numbered(sheet.rows))
        case _:
            raise InputProblem(_("只能导出成 .xlsx 或 .csv。"))


def _numbered(rows: Iterator[list[object]]) -> Iterator[Sequence[object]]:
    for number, row in enumerate(rows, start=1):
        yield [number, *row]
