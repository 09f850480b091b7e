"""What `import` says of the columns: remembered ones, and those that a person should look at first."""

from typing import Any

from models.importing.mapping import Mapping
from models.language import _
from models.ledger_columns import COLUMN_BY_NAME


def column_lines(mapping: Mapping, unsure: dict[str, str]) -> list[str]:
    """Sentences for a person; none where every column was certain."""
    lines = []
    if mapping.profile:
        lines.append(_("栏目按上次的对应“{name}”。").format(name=mapping.profile))
    lines += [
        _("没有把握，没有导入：“{heading}”可能是“{field}”；要导入就用 --mapping 写明。").format(
            heading=heading, field=COLUMN_BY_NAME[field].heading
        )
        for heading, field in unsure.items()
    ]
    return lines


def column_data(mapping: Mapping, unsure: dict[str, str]) -> dict[str, Any]:
    """The same for a program."""
    return {"profile": mapping.profile or None, "unsure": unsure}
