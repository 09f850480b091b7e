"""The rows that an import did not take, in their original columns with the reason beside them."""

from collections.abc import Sequence
from pathlib import Path

from exports.workbooks import SheetColumn, write_workbook
from models.language import _


def write_rejects(
    path: Path, headings: Sequence[str], rejects: Sequence[tuple[int, Sequence[object], str]], *, source: str
) -> int:
    """Write (row of the sheet, cells, reason) as a workbook that imports again after correction; number of rows."""
    columns = [
        *(SheetColumn(heading, 18.0, "code") for heading in headings),
        SheetColumn(_("未导入原因"), 48.0),
        SheetColumn(_("原行号"), 8.0, "number"),
    ]
    width = len(headings)
    rows = ([*([*cells, *[None] * width][:width]), reason, number] for number, cells, reason in rejects)
    title = _("未导入的行")
    note = _("来自 {source}；改好后可以再导入，最后两列不会导入。").format(source=source)
    return write_workbook(path, columns, rows, title=title, note=note)
