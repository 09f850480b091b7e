"""The doubtful rows and the comparison of one with an organization, as tables. Without a window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.importing.queue import Candidate, QueueRow, queue_rows
from models.importing.queue_decisions import FieldChange, field_changes
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.ledger_columns import COLUMN_BY_NAME
from models.queries.people_list import cadres
from models.rules.phones import mask_phones_in
from models.tables.record_kinds import ORGANIZATION
from ui.importing.outcome_rows import shown_value
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec
from ui.theme.tokens import Role

COLUMNS = (
    ColumnSpec("row", N_("原行号"), 66, align=Align.RIGHT, sortable=False),
    ColumnSpec("name", N_("名册里的名称"), 180, stretch=2, elidable=True, sortable=False, is_name=True),
    ColumnSpec("address", N_("名册里的地址"), 160, stretch=2, elidable=True, sortable=False),
    ColumnSpec("registry_on", N_("名册日期"), 100, sortable=False),
    ColumnSpec("candidates", N_("台账里相似的"), 92, align=Align.RIGHT, sortable=False),
    ColumnSpec("reason", N_("说明"), 180, stretch=2, elidable=True, sortable=False),
)
COMPARISON = (
    EDGE_COLUMN,
    ColumnSpec("column", N_("栏目"), 150, sortable=False),
    ColumnSpec("sheet", N_("名册"), 200, stretch=1, elidable=True, sortable=False, is_name=True),
    ColumnSpec("ledger", N_("台账"), 200, stretch=1, elidable=True, sortable=False),
    ColumnSpec("taken", N_("按 S 时"), 150, sortable=False),
)


class QueueSource:
    """The table of rows."""

    def __init__(self, rows: Sequence[QueueRow]) -> None:
        self.rows = list(rows)

    def count(self) -> int:
        """How many wait."""
        return len(self.rows)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a row in a column."""
        item = self.rows[row]
        match key:
            case "name":
                return Cell(item.name, tag=_("以后再判") if item.later else "")
            case "reason":
                return Cell(mask_phones_in(item.reason), role=Role.TEXT2)
            case "address":
                return Cell(mask_phones_in(str(item.facts.get("address") or "—")), role=Role.TEXT2)
            case "candidates":
                return Cell(str(len(item.candidates)), role=Role.TEXT2)
            case "registry_on":
                return Cell(item.registry_on, role=Role.TEXT2)
            case _:
                return Cell(str(item.row), role=Role.TEXT2)

    def summary(self, row: int) -> str:
        """The row in one sentence."""
        item = self.rows[row]
        return _("第 {row} 行，{name}，{reason}").format(row=item.row, name=item.name, reason=item.reason)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row beside one candidate: the fields that differ with what is usual, and cadres' names."""

    row: QueueRow
    candidate: Candidate
    changes: tuple[FieldChange, ...]
    cadres: Mapping[str, str]


def read_queue(ledger: Ledger) -> list[QueueRow]:
    """The rows that wait."""
    return queue_rows(ledger)


def read_comparison(ledger: Ledger, row: QueueRow, candidate: Candidate) -> Comparison:
    """What the row says beside what the ledger says."""
    names = {cadre.uid.hex(): cadre.name for cadre in cadres(ledger)}
    return Comparison(row, candidate, tuple(field_changes(ledger, row, candidate)), names)


class ComparisonSource:
    """The table of fields: those that differ first, each with whether it is taken over."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._changes = {change.name: change for change in comparison.changes}
        self.taken = {change.name for change in comparison.changes if change.usual}
        row, candidate = comparison.row, comparison.candidate
        said = [name for name in ORGANIZATION.names if row.facts.get(name) is not None]
        same = [name for name in said if name not in self._changes]
        only_here = [name for name in ORGANIZATION.names if name not in said and candidate.facts.get(name) is not None]
        self.fields = [*(name for name in self._changes), *row.extras, *same, *only_here]

    def toggle(self, number: int) -> bool:
        """Take a field over, or not after all; False for one that does not differ."""
        name = self.fields[number]
        if name not in self._changes:
            return False
        self.taken ^= {name}
        return True

    def count(self) -> int:
        """How many fields are shown."""
        return len(self.fields)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a field in a column."""
        name = self.fields[row]
        differs = name in self._changes
        match key:
            case "edge":
                return Cell()
            case "column":
                column = COLUMN_BY_NAME.get(name)
                return Cell(column.heading if column else _("当前阶段"), role=Role.TEXT2)
            case "sheet":
                return Cell(self._said(name), bold=differs, role=Role.TEXT if differs else Role.TEXT2)
            case "ledger":
                value = self.comparison.candidate.facts.get(name)
                known = name not in self.comparison.row.extras
                words = shown_value(name, value, self.comparison.cadres) if known else "—"
                return Cell(words, role=Role.TEXT if differs else Role.TEXT2)
            case _:
                return self._taken(name)

    def summary(self, row: int) -> str:
        """The field in one sentence."""
        cells = (self.cell(row, key).words for key in ("column", "sheet", "ledger", "taken"))
        return _("，").join(words for words in cells if words)

    def _said(self, name: str) -> str:
        row = self.comparison.row
        if name in row.extras:
            return mask_phones_in(row.extras[name])
        value = row.facts.get(name)
        return "—" if value is None else shown_value(name, value, self.comparison.cadres)

    def _taken(self, name: str) -> Cell:
        change = self._changes.get(name)
        if name in self.comparison.row.extras:
            return Cell(_("台账里没有才记"), role=Role.TEXT2)
        if change is None:
            return Cell("", role=Role.TEXT2)
        if name in self.taken:
            return Cell(_("改为名册的"), role=Role.ACCENT, bold=True)
        return Cell(_("保留台账的") if change.usual else _("保留（人改过或更新）"), role=Role.TEXT2)
