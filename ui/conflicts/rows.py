"""The list at the left: what waits, then what was decided; the table of a decision for several. Without a window."""

from dataclasses import dataclass, field

from models.language import N_, _
from models.merging.deciding import BulkPlan
from models.merging.inbox import DecidedLine, Inbox, InboxLine
from models.queries.open_conflicts import ConflictKey
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec, SumsLine
from ui.theme.tokens import Role

LINES = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("单位"), 120, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("heading", N_("栏目"), 92, stretch=2, elidable=True, sortable=False),
    ColumnSpec("day", N_("日期"), 56, sortable=False),
)
PLAN = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("单位"), 160, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("said", N_("各方说的"), 180, stretch=3, elidable=True, sortable=False),
    ColumnSpec("sign", N_("取"), 60, sortable=False),
    ColumnSpec("text", N_("写入"), 160, stretch=3, elidable=True, sortable=False),
)


@dataclass
class InboxRows:
    """Rows: the head of what waits, its lines, the head of what was decided, its lines."""

    waiting: list[InboxLine] = field(default_factory=list)
    decided: list[DecidedLine] = field(default_factory=list)
    later: set[ConflictKey] = field(default_factory=set)

    @classmethod
    def of(cls, box: Inbox, later: set[ConflictKey]) -> "InboxRows":
        """Everything; what was put off comes last."""
        waiting = sorted(box.waiting, key=lambda line: line.key in later)
        return cls(waiting, list(box.decided), later)

    def count(self) -> int:
        """How many rows, heads included."""
        return 1 + len(self.waiting) + (1 + len(self.decided) if self.decided else 0)

    def waiting_at(self, row: int) -> InboxLine | None:
        """The line that waits in a row."""
        return self.waiting[row - 1] if 1 <= row <= len(self.waiting) else None

    def decided_at(self, row: int) -> DecidedLine | None:
        """The decided line in a row."""
        at = row - len(self.waiting) - 2
        return self.decided[at] if 0 <= at < len(self.decided) else None

    def row_of(self, key: ConflictKey) -> int:
        """The row of what waits; -1 if it does not."""
        return next((at + 1 for at, line in enumerate(self.waiting) if line.key == key), -1)

    def line(self, row: int) -> SumsLine | None:
        """The heads of the two groups."""
        if row == 0:
            return SumsLine(_("待判"), f"{len(self.waiting):,}")
        if row == len(self.waiting) + 1:
            unsent = sum(not line.is_sent for line in self.decided)
            return SumsLine(_("已判，随下次导出带走") if unsent else _("已判，已随文件发出"), f"{len(self.decided):,}")
        return None

    def cell(self, row: int, key: str) -> Cell:
        """One cell of a line."""
        waits, done = self.waiting_at(row), self.decided_at(row)
        line = waits or done
        if line is None:
            return Cell()
        quiet = Role.TEXT if waits else Role.TEXT2
        match key:
            case "name":
                return Cell(line.name or "—", role=quiet, tag=_("稍后") if line.key in self.later and waits else "")
            case "heading":
                return Cell(f"{line.heading} → {done.value or _('空')}" if done else line.heading, role=Role.TEXT2)
            case "day":
                return Cell(line.day[5:], role=Role.TEXT2)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """A line in one sentence."""
        if (head := self.line(row)) is not None:
            return f"{head.title} {head.count}"
        done = self.decided_at(row)
        if done is not None:
            return _("已判：{name} {heading} 取 {value}").format(
                name=done.name, heading=done.heading, value=done.value or _("空")
            )
        waits = self.waiting_at(row)
        if waits is None:
            return ""
        return _("待判：{name} 的{heading}，{policy}").format(
            name=waits.name, heading=waits.heading, policy=waits.policy.label
        )


class PlanRows:
    """What a rule would decide, a row for each."""

    def __init__(self, plan: BulkPlan) -> None:
        self.plan = plan

    def count(self) -> int:
        """How many are decided."""
        return len(self.plan.choices)

    def cell(self, row: int, key: str) -> Cell:
        """One cell."""
        choice = self.plan.choices[row]
        match key:
            case "name":
                return Cell(choice.card.conflict.name or "—")
            case "said":
                said = " / ".join(f"{side.sign} {side.text or _('空')}" for side in choice.card.sides)
                return Cell(said.replace("\n", " "), role=Role.TEXT2)
            case "sign":
                return Cell(choice.sign, role=Role.ACCENT, bold=True)
            case "text":
                return Cell((choice.text or _("空")).replace("\n", " "), changed=True)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """One in a sentence."""
        choice = self.plan.choices[row]
        return _("{name}：取{sign} {text}").format(
            name=choice.card.conflict.name, sign=choice.sign, text=choice.text or _("空")
        )
