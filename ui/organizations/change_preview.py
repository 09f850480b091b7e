"""A table of what would change and of what cannot be taken: organization, column, before, after, problem."""

from collections.abc import Sequence

from models.language import N_, _
from models.ledger_columns import COLUMN_BY_NAME
from models.queries.cell_plan import CellChange, CellProblem
from models.rules.phones import mask_phones_in
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.tokens import Role

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("单位"), 150, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("column", N_("栏目"), 104, sortable=False),
    ColumnSpec("before", N_("原来"), 110, stretch=2, elidable=True, sortable=False),
    ColumnSpec("after", N_("改为"), 110, stretch=2, elidable=True, sortable=False),
    ColumnSpec("problem", N_("问题"), 220, stretch=3, elidable=True, sortable=False),
)
_CLEARED = N_("（清空）")


class ChangeRows:
    """The source of the table: problems first."""

    def __init__(self, problems: Sequence[CellProblem], changes: Sequence[CellChange]) -> None:
        self._problems = problems
        self._changes = changes

    def count(self) -> int:
        """Both kinds."""
        return len(self._problems) + len(self._changes)

    def cell(self, row: int, key: str) -> Cell:
        """A problem shows what was typed, a change both values."""
        texts = self._texts(row)
        text = texts.get(key, "")
        if key == "problem":
            return Cell(text, role=Role.DANGER)
        if key == "after":
            return Cell(text, role=Role.TEXT2 if texts["problem"] else Role.TEXT, bold=not texts["problem"])
        return Cell(text, role=Role.TEXT if key == "name" else Role.TEXT2)

    def summary(self, row: int) -> str:
        """One sentence."""
        said = self._texts(row)
        if said["problem"]:
            return _("{name}，{column} {after}：{problem}").format(**said)
        return _("{name}，{column} {before} 改为 {after}").format(**said)

    def _texts(self, row: int) -> dict[str, str]:
        if row < len(self._problems):
            problem = self._problems[row]
            texts = {"before": "", "after": str(mask_phones_in(problem.text)), "problem": problem.problem}
            return texts | {"name": problem.name, "column": COLUMN_BY_NAME[problem.column].heading}
        change = self._changes[row - len(self._problems)]
        texts = {"before": change.before or _("未填"), "after": change.after or _(_CLEARED), "problem": ""}
        return texts | {"name": change.name, "column": COLUMN_BY_NAME[change.column].heading}


class ChangeTable(RecordTable):
    """Shows a preview."""

    def __init__(self, *, with_problems: bool) -> None:
        super().__init__()
        columns = _COLUMNS if with_problems else _COLUMNS[:-1]
        self._records = RecordModel(columns)
        self.setModel(self._records)
        self.setAccessibleName(_("会改的格"))

    def show_changes(self, problems: Sequence[CellProblem], changes: Sequence[CellChange]) -> None:
        """Show these."""
        self._records.show(ChangeRows(problems, changes))
        if problems or changes:
            self.go_to_row(0)
