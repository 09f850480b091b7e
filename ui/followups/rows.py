"""Follow-ups as rows of a table: columns, cells and the sentence about a row."""

from datetime import date

from models.language import N_, _
from models.queries.closing_list import SCOPES_OF_CLOSING
from models.queries.followup_list import FollowupRow
from models.rules.workdays import is_workday
from models.vocabulary import FOLLOWUP_STATES, STAGE_WORDS, VISIT_MODES
from ui.day_words import day_words, stored_day
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec
from ui.theme.glyphs import Flag
from ui.theme.tokens import Role

_SATURDAY = 5
_NAME = ColumnSpec("name", N_("单位名称"), 208, stretch=3, elidable=True, is_name=True)
_TASK = ColumnSpec("task", N_("答应的事"), 160, stretch=3, elidable=True)
_REASON = ColumnSpec("reason", N_("主因"), 132, stretch=2, elidable=True)
_STREET = ColumnSpec("street", N_("街道"), 88, elidable=True)
_CADRE = ColumnSpec("cadre", N_("责任人"), 72, elidable=True)
_LAST = ColumnSpec("last", N_("末次走访"), 96)

OPEN_COLUMNS = (
    EDGE_COLUMN,
    _NAME,
    _TASK,
    ColumnSpec("due", N_("期限"), 190),
    _REASON,
    _STREET,
    _CADRE,
    _LAST,
)
DONE_COLUMNS = (
    EDGE_COLUMN,
    _NAME,
    _TASK,
    ColumnSpec("done", N_("办结"), 140),
    ColumnSpec("due", N_("期限"), 120),
    _STREET,
    _CADRE,
    _LAST,
)
CLOSING_COLUMNS = (
    EDGE_COLUMN,
    _NAME,
    ColumnSpec("task", N_("佐证"), 160, stretch=3, elidable=True),
    ColumnSpec("done", N_("销号"), 170, sortable=False),
    _REASON,
    _STREET,
    _CADRE,
    _LAST,
)
#: What goes first where the room is narrow or the text large.
DISPENSABLE = ("last", "reason", "street", "due", "cadre")
OPEN_DISPENSABLE = ("last", "reason", "street", "cadre")


def columns_for(when: str) -> tuple[tuple[ColumnSpec, ...], tuple[str, ...]]:
    """The columns of a time or scope, and which of them go first where the room is narrow."""
    if when in SCOPES_OF_CLOSING:
        return CLOSING_COLUMNS, OPEN_DISPENSABLE
    return (DONE_COLUMNS, DISPENSABLE) if when == "done" else (OPEN_COLUMNS, OPEN_DISPENSABLE)


def cell_of(row: FollowupRow, key: str, day: date) -> Cell:
    """The cell of a follow-up, or of an application for closing out."""
    match key:
        case "name":
            return Cell(row.shown_name, glyph=row.word)
        case "task":
            return Cell(row.task)
        case "due":
            return due_cell(row, day)
        case "done":
            return Cell(done_words(row, day))
        case "reason":
            return Cell(f"{row.reason} {row.reason_label}".strip(), role=Role.TEXT2)
        case "street":
            return Cell(row.street, role=Role.TEXT2)
        case "cadre":
            return Cell(row.cadre, role=Role.TEXT2)
        case "last":
            return Cell(contact_words(row, day), role=Role.TEXT2)
        case _:
            return Cell()


def sentence_of_row(row: FollowupRow, day: date) -> str:
    """One sentence about the follow-up."""
    parts = (
        row.organization_name,
        STAGE_WORDS.label(row.word),
        row.task,
        done_words(row, day) if row.state != "open" else due_cell(row, day).words,
        f"{row.reason} {row.reason_label}".strip(),
        row.street,
        row.cadre,
        contact_words(row, day),
    )
    return _("，").join(part for part in parts if part)


def due_cell(row: FollowupRow, day: date) -> Cell:
    """The day with its weekday; late is a flag, words and colour, a worked week-end says so."""
    words = day_words(row.due_on, day)
    if row.state != "open":
        return Cell(words, role=Role.TEXT2)
    if row.due_on < day:
        late = _("逾期 {n} 天").format(n=row.days_late) if row.days_late else _("刚过期")
        return Cell(f"{words} {late}", role=Role.DANGER, bold=True, flag=Flag.LATE)
    if row.due_on == day:
        return Cell(_("{day} 今天").format(day=words), bold=True)
    worked = row.due_on.weekday() >= _SATURDAY and is_workday(row.due_on)
    return Cell(words, tag=_("班") if worked else "")


def done_words(row: FollowupRow, day: date) -> str:
    """11-20 已办, or 取消; of applications 09-26 申请, 佐证 2 件."""
    if row.state == "pending":
        said = _("{day} 申请，佐证 {n} 件").format(day=stored_day(row.done_on, day), n=row.evidence)
        return said.strip()
    if row.state == "closed":
        return _("{day} 审定").format(day=stored_day(row.done_on, day))
    return f"{stored_day(row.done_on, day)} {FOLLOWUP_STATES.label(row.state)}".strip()


def contact_words(row: FollowupRow, day: date) -> str:
    """09-12 电话, or — where nobody was there yet."""
    if not row.last_visit_on:
        return "—"
    return f"{stored_day(row.last_visit_on, day)} {VISIT_MODES.label(row.last_visit_mode)}".strip()
