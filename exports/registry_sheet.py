"""The report on a newer list as a workbook: one row per finding, what the ledger had and what the list says."""

from pathlib import Path

from exports.workbooks import SheetColumn, write_workbook
from models.importing.registry import KINDS, RegistryReport
from models.language import _
from models.rules.phones import mask_phones_in


def write_registry(path: Path, report: RegistryReport, *, source: str) -> int:
    """Write the findings; how many. FileProblem if it cannot be written."""
    columns = (
        SheetColumn(_("变化"), 18.0),
        SheetColumn(_("统一社会信用代码"), 22.0, "code"),
        SheetColumn(_("单位名称"), 36.0),
        SheetColumn(_("台账原来"), 36.0),
        SheetColumn(_("名册"), 36.0),
        SheetColumn(_("是否待定"), 10.0),
    )
    rows = (
        (
            _(KINDS[entry.kind]),
            entry.code,
            entry.name,
            mask_phones_in(entry.before),
            mask_phones_in(entry.after),
            _("待定") if entry.open else "",
        )
        for entry in report.entries
    )
    note = _("名册：{source}。新增 {new} 家。“名册里没有了”的判断范围：{scope}").format(
        source=source, new=report.new, scope=report.scope
    )
    return write_workbook(path, columns, rows, title=_("与以前的名册比"), note=note)
