"""What `import` says of the columns: remembered ones, and those that a person should look at first."""

from typing import Any

from models.importing.mapping import Mapping
from models.importing.table import Table
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME


def column_lines(table: Table, mapping: Mapping, unsure: dict[str, str]) -> list[str]:
    """Sentences for a person; none where every column of the only sheet was certain."""
    lines = []
    if len(table.sheets) > 1:
        lines.append(_("取自工作表“{sheet}”。").format(sheet=table.sheet))
    if mapping.profile:
        lines.append(_("栏目按上次的对应“{name}”。").format(name=mapping.profile))
    lines += [
        _("没有把握，没有导入：“{heading}”可能是“{field}”；要导入就用 --mapping 写明。").format(
            heading=heading, field=COLUMN_BY_NAME[field].heading
        )
        for heading, field in unsure.items()
    ]
    return lines


def column_data(table: Table, mapping: Mapping, unsure: dict[str, str]) -> dict[str, Any]:
    """The same for a program."""
    return {"sheet": table.sheet, "profile": mapping.profile or None, "unsure": unsure}
