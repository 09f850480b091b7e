"""What is to be done, as rows of a table: a head per group, then its follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.language import N_, _
from models.queries.followup_list import FollowupRow
from models.queries.today import Due, Today
from models.rules.workdays import is_workday
from models.vocabulary import STAGE_WORDS, VISIT_MODES
from ui.day_words import day_words, stored_day
from ui.shared.record_model import Cell, ColumnSpec
from ui.theme.tokens import Role

COLUMNS = (
    ColumnSpec("name", N_("单位名称"), 200, stretch=2, elidable=True, is_name=True, sortable=False),
    ColumnSpec("street", N_("街道"), 88, elidable=True, sortable=False),
    ColumnSpec("task", N_("要办的事"), 150, stretch=3, elidable=True, sortable=False),
    ColumnSpec("last", N_("末次走访"), 118, sortable=False),
    ColumnSpec("when", N_("期限"), 112, sortable=False),
    ColumnSpec("cadre", N_("责任人"), 68, elidable=True, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A head: 逾期 3. `remark` stands at its right."""

    word: str
    count: int
    remark: str = ""
    late: bool = False
    key: str = ""  # late, today, returned, week


Line = Group | FollowupRow


class DueRows:
    """The source of the table. Groups without anything to do are left out."""

    def __init__(self, lines: Sequence[Line], day: date) -> None:
        self.lines = tuple(lines)
        self._day = day

    def count(self) -> int:
        """Heads and follow-ups."""
        return len(self.lines)

    def group(self, row: int) -> Group | None:
        """The head that stands in that row, if one does."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Group) else None

    def followup(self, row: int) -> FollowupRow | None:
        """The follow-up that stands in that row, if one does."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, FollowupRow) else None

    def groups(self) -> list[int]:
        """The rows that are heads."""
        return [row for row, line in enumerate(self.lines) if isinstance(line, Group)]

    def first_of(self, key: str) -> int:
        """The row of the first follow-up of a group, -1 where there is none."""
        found = (row for row, line in enumerate(self.lines) if isinstance(line, Group) and line.key == key)
        return next(found, -2) + 1

    def row_of(self, followup: int) -> int:
        """The row of a follow-up (local id), -1 if it is not shown."""
        found = (row for row, line in enumerate(self.lines) if isinstance(line, FollowupRow) and line.id == followup)
        return next(found, -1)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a follow-up; a head has its word in the first column."""
        line = self.lines[row]
        if isinstance(line, Group):
            return Cell(f"{line.word} {line.count}") if key == "name" else Cell()
        match key:
            case "name":
                return Cell(line.organization_name, glyph=line.word)
            case "street":
                return Cell(line.street, role=Role.TEXT2)
            case "task":
                return Cell(line.task)
            case "last":
                return Cell(last_contact(line, self._day), role=Role.TEXT2)
            case "when":
                return when_cell(line, self._day)
            case _:
                return Cell(line.cadre, role=Role.TEXT2)

    def summary(self, row: int) -> str:
        """One sentence about the row."""
        line = self.lines[row]
        if isinstance(line, Group):
            return f"{line.word} {line.count} {line.remark}".strip()
        parts = (
            line.organization_name,
            STAGE_WORDS.label(line.word),
            line.street,
            line.task,
            when_cell(line, self._day).words,
            last_contact(line, self._day),
            line.cadre,
        )
        return _("，").join(part for part in parts if part)


def lines_of(shown: Today | Due) -> list[Line]:
    """The heads with their follow-ups: 逾期, 今天, 退回, 本周. What came back stands under 退回 alone."""
    found: list[Line] = []
    back = {row.id for row in shown.returned}
    for key, word, rows, remark in (
        ("late", _("逾期"), shown.late, ""),
        ("today", _("今天"), shown.due, _("按街道路线排序")),
        ("returned", _("退回"), shown.returned, _("需要补证据")),
        ("week", _("本周"), shown.this_week, _("答应过的")),
    ):
        listed = rows if key == "returned" else [row for row in rows if row.id not in back]
        if not listed:
            continue
        count = len(rows) if key == "returned" else shown.counts[key] - (len(rows) - len(listed))
        if len(listed) < count:
            remark = _("只列最早的 {n} 件").format(n=f"{len(listed):,}")  # noqa: PLW2901 - says more
        found.append(Group(word, count, remark, late=key == "late", key=key))
        found.extend(listed)
    return found


def when_cell(row: FollowupRow, day: date) -> Cell:
    """逾期 3 天 in words and colour, 今天, or the day; a worked week-end says so."""
    if row.due_on < day:
        return Cell(late_words(row), role=Role.DANGER, bold=True)
    if row.due_on == day:
        return Cell(_("今天"), bold=True)
    worked = row.due_on.weekday() > 4 and is_workday(row.due_on)  # noqa: PLR2004 - Saturday and Sunday
    return Cell(day_words(row.due_on, day), role=Role.TEXT2, tag=_("班") if worked else "")


def late_words(row: FollowupRow) -> str:
    """逾期 3 天, in working days; since a week-end nothing was late yet in that sense."""
    return _("逾期 {n} 天").format(n=row.days_late) if row.days_late else _("刚过期")


def last_contact(row: FollowupRow, day: date) -> str:
    """末次 09-12 电话; empty where nobody was there yet."""
    if not row.last_visit_on:
        return _("还没去过")
    mode = VISIT_MODES.label(row.last_visit_mode)
    return _("末次 {day} {mode}").format(day=stored_day(row.last_visit_on, day), mode=mode).strip()
