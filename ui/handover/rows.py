"""The tables of handing over and of what was given out. Without a window."""

from models.language import N_, _
from models.queries.assignments import Assignment, Reach
from models.queries.handover import Handover
from models.vocabulary import STAGE_WORDS
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec, SumsLine
from ui.theme.tokens import Role

HANDED = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("单位名称"), 200, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("what", N_("阶段或要办的事"), 180, stretch=3, elidable=True, sortable=False),
    ColumnSpec("day", N_("期限或末次走访"), 130, sortable=False),
    ColumnSpec("street", N_("街道"), 110, sortable=False),
    ColumnSpec("reason", N_("主因"), 140, stretch=2, elidable=True, sortable=False),
)
GIVEN = (
    EDGE_COLUMN,
    ColumnSpec("reach", N_("情况"), 80, sortable=False),
    ColumnSpec("name", N_("单位名称"), 190, stretch=3, elidable=True, sortable=False, is_name=True),
    ColumnSpec("task", N_("要办的事"), 180, stretch=3, elidable=True, sortable=False),
    ColumnSpec("due", N_("期限"), 90, sortable=False),
    ColumnSpec("cadre", N_("交给"), 80, sortable=False),
    ColumnSpec("by", N_("指派"), 130, sortable=False),
    ColumnSpec("outcome", N_("办理结果"), 160, stretch=2, elidable=True, sortable=False),
)
_INKS = {Reach.WAITING: Role.WARN, Reach.DELIVERED: Role.ACCENT, Reach.DONE: Role.OK}


class HandedRows:
    """Promises first, then organizations, each under a head."""

    def __init__(self, pack: Handover) -> None:
        self.pack = pack

    def count(self) -> int:
        """How many rows, heads included."""
        return len(self.pack.followups) + len(self.pack.organizations) + 2

    def line(self, row: int) -> SumsLine | None:
        """The heads."""
        if row == 0:
            return SumsLine(_("未办的事"), f"{len(self.pack.followups):,}")
        if row == len(self.pack.followups) + 1:
            return SumsLine(_("单位"), f"{len(self.pack.organizations):,}")
        return None

    def organization_at(self, row: int) -> int:
        """The organization (local id) of a row, 0 for a head."""
        if 1 <= row <= len(self.pack.followups):
            return self.pack.followups[row - 1].organization
        at = row - len(self.pack.followups) - 2
        return self.pack.organizations[at].id if 0 <= at < len(self.pack.organizations) else 0

    def cell(self, row: int, key: str) -> Cell:
        """One cell."""
        if 1 <= row <= len(self.pack.followups):
            task = self.pack.followups[row - 1]
            cells = {
                "name": Cell(task.organization_name, glyph=task.word if task.word in STAGE_WORDS else ""),
                "what": Cell(task.task),
                "day": Cell(f"{task.due_on:%m-%d}", role=Role.DANGER if task.days_late else Role.TEXT),
                "street": Cell(task.street, role=Role.TEXT2),
                "reason": Cell(f"{task.reason} {task.reason_label}".strip(), role=Role.TEXT2),
            }
            return cells.get(key, Cell())
        at = row - len(self.pack.followups) - 2
        if not 0 <= at < len(self.pack.organizations):
            return Cell()
        handed = self.pack.organizations[at]
        is_word = handed.word in STAGE_WORDS
        cells = {
            "name": Cell(("※" if handed.conflicts else "") + handed.name, glyph=handed.word if is_word else ""),
            "what": Cell(STAGE_WORDS.label(handed.word) if is_word else handed.word),
            "day": Cell(handed.last_visit or _("还没去过"), role=Role.TEXT2),
            "street": Cell(handed.street, role=Role.TEXT2),
            "reason": Cell(handed.reason, role=Role.TEXT2),
        }
        return cells.get(key, Cell())

    def summary(self, row: int) -> str:
        """A row in one sentence."""
        if (head := self.line(row)) is not None:
            return f"{head.title} {head.count}"
        return "，".join(words for key in ("name", "what", "day", "street") if (words := self.cell(row, key).words))


class GivenRows:
    """What was given out."""

    def __init__(self, given: list[Assignment]) -> None:
        self.given = given

    def count(self) -> int:
        """How many."""
        return len(self.given)

    def cell(self, row: int, key: str) -> Cell:
        """One cell."""
        each = self.given[row]
        done = " ".join(part for part in (each.done_on[5:], each.outcome) if part)
        cells = {
            "reach": Cell(each.reach.label, role=_INKS.get(each.reach, Role.TEXT2), bold=each.reach is Reach.DONE),
            "name": Cell(each.name),
            "task": Cell(each.task),
            "due": Cell(f"{each.due_on:%m-%d}" if each.due_on else "—"),
            "cadre": Cell(each.cadre),
            "by": Cell(f"{each.by} {each.given_on[5:]}", role=Role.TEXT2),
            "outcome": Cell(done, role=Role.TEXT2),
        }
        return cells.get(key, Cell())

    def summary(self, row: int) -> str:
        """One in a sentence."""
        each = self.given[row]
        words = _("{name}：{task}，交给{cadre}，{reach}")
        return words.format(name=each.name, task=each.task, cadre=each.cadre, reach=each.reach.label)
