"""Cells and rows of the list as tab-separated text, and such text laid on the list: copying and pasting.

What is copied can be pasted again: days and streets in full, phones masked (a masked phone replaces nothing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.organization_list import OrganizationRow, rows_of
from models.vocabulary import VISIT_MODES
from ui.organizations.cell_reasons import editable_column
from ui.organizations.cells import RowWords
from ui.organizations.columns import COLUMN_BY_KEY, further_columns, heading_of

if TYPE_CHECKING:
    from models.queries.cell_plan import TypedCell

#: More belongs into a workbook.
MOST_ROWS = 50_000
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Laid:
    """A pasted block on the list: the cells that can be typed, and what was left out, in words."""

    cells: "tuple[TypedCell, ...]"
    left_out: str = ""


def rows_as_text(
    ledger: Ledger, organizations: Sequence[int], keys: Sequence[str], words: RowWords, progress: Progress
) -> str:
    """The headings and a line for each organization."""
    more = further_columns(keys)
    lines = ["\t".join(map(heading_of, keys))]
    for start in range(0, len(organizations), _CHUNK):
        rows = rows_of(ledger, organizations[start : start + _CHUNK], more)
        for number, row in enumerate(rows, start=start + 1):
            lines.append("\t".join(str(number) if key == "number" else cell_text(words, row, key) for key in keys))
        progress.step(start, len(organizations))
    return "\n".join(lines) + "\n"


def cell_text(words: RowWords, row: OrganizationRow, key: str) -> str:
    """A cell as it is copied."""
    match key:
        case "name":
            text = row.name
        case "street":
            text = row.street_name
        case "next":
            text = row.next_due_on
        case "last_visit":
            text = f"{row.last_visit_on} {VISIT_MODES.label(row.last_visit_mode)}" if row.last_visit_on else ""
        case _:
            text = words.cell(row, key).words
    return " ".join(text.split())


def laid_on(text: str, organizations: Sequence[int], keys: Sequence[str]) -> Laid:
    """A copied block on these organizations and columns (keys of the list), from the first of each.

    InputProblem if it is larger than what it is laid on. A line of headings is left out, and so are cells of columns
    that cannot be typed.
    """
    from models.queries.cell_plan import block_of, placed  # noqa: PLC0415 - only when something is pasted

    block = block_of(text)
    said = []
    if len(block) > 1 and _is_heading(block[0], keys):
        block = block[1:]
        organizations = organizations[: len(block)]  # one value under a heading is one value, it does not fill
        said.append(_("第一行是栏目名，略过"))
    if not block:
        return Laid((), _("；").join(said))
    cells = placed(block, organizations, keys)
    typed = tuple(cell for cell in cells if editable_column(cell.column) is not None)
    others = [cell.column for cell in cells if editable_column(cell.column) is None and cell.text.strip()]
    if others:
        names = _("、").join(heading_of(key) for key in dict.fromkeys(others))
        words = _("{columns} 由别的记录得出，不能直接改，略过 {n} 格")
        said.append(words.format(columns=names, n=f"{len(others):,}"))
    return Laid(typed, _("；").join(said))


def _is_heading(line: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether a line names the columns it is laid on."""
    said = [(text.strip(), key) for text, key in zip(line, keys, strict=False) if text.strip()]
    return bool(said) and all(text in _names(key) for text, key in said)


def _names(key: str) -> set[str]:
    column = editable_column(key)
    return {heading_of(key), _(COLUMN_BY_KEY[key].heading), column.heading if column else ""} - {""}
