"""The due list (跟进清单): a sheet per person, by day; late ones carry the black flag."""

from collections.abc import Sequence
from pathlib import Path

from exports.leads import row_lead, target_lead
from exports.list_pages import ListPart, write_list
from exports.pdf.document import Printed
from exports.pdf.shapes import MM
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from exports.phones import without_phones
from exports.visit_list import WEEKDAYS
from exports.wording import number_text, short_day
from models.language import _
from models.progress import Progress
from models.queries.followup_list import FollowupRow
from models.queries.followup_sheets import FollowupSheets, PersonTasks
from models.queries.print_lists import Organizations
from models.vocabulary import STAGE_WORDS, VISIT_MODES

_STYLE = Style(sizes=(9.5, 9.0, 8.5), row=8.2 * MM, head=8.2 * MM, leading=1.22, above=0.6 * MM)


def write_followup_list(content: FollowupSheets, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the list as a PDF, every person on pages of their own; FileProblem says why it could not be written."""
    table = _table()
    content = without_phones(content)
    parts = [
        ListPart(
            _title(person),
            _line(person, content),
            tuple(_rows(table, person, content)),
            mark=person.name or _("未指派"),
        )
        for person in content.people
    ]
    if not parts:
        parts = [ListPart(_("跟进清单"), content.head.unit, (table.heading(_("没有未办的事。")),))]
    return write_list(path, content.head, table, parts, content=content, progress=progress)


def _title(person: PersonTasks) -> str:
    return _("跟进清单　{name}").format(name=person.name or _("未指派"))


def _line(person: PersonTasks, content: FollowupSheets) -> str:
    late = sum(row.due_on < content.day for row in person.rows)
    today = sum(row.due_on == content.day for row in person.rows)
    parts = [
        content.head.unit,
        _("共 {n} 件").format(n=number_text(len(person.rows))),
        _("逾期 {n}").format(n=number_text(late)),
        _("今天 {n}").format(n=number_text(today)),
        _("逾期按工作日计"),
    ]
    return "　·　".join(part for part in parts if part)


def _table() -> Table:
    return Table(
        [
            Column(_("序号"), 10 * MM, "center", 1, repeated=True),
            Column(_("办"), 8 * MM, "center", 1),
            Column(_("期限"), 30 * MM, lines=2, repeated=True),
            Column(_("单位名称"), 54 * MM, repeated=True),
            Column(_("街道"), 22 * MM, lines=2),
            Column(_("要办的事"), 46 * MM),
            Column(_("主因"), 28 * MM, lines=2),
            Column(_("末次走访"), 27 * MM, lines=2),
        ],
        _STYLE,
    )


def _rows(table: Table, person: PersonTasks, content: FollowupSheets) -> Sequence[LaidRow]:
    rows: list[LaidRow] = []
    heading = ""
    for number, row in enumerate(person.rows, start=1):
        part = _part(row, content)
        if part != heading:
            heading = part
            those = [each.organization for each in person.rows if _part(each, content) == part]
            words = f"{part}　{number_text(len(those))}"
            rows.append(table.heading(words, target_lead(Organizations(tuple(dict.fromkeys(those))), words)))
        rows.append(table.row(_cells(row, number, content), row, row_lead(row.organization, row.marked_name)))
    return rows


def _part(row: FollowupRow, content: FollowupSheets) -> str:
    if row.due_on < content.day:
        return _("逾期")
    return _("今天") if row.due_on == content.day else _("以后")


def _cells(row: FollowupRow, number: int, content: FollowupSheets) -> list[tuple[Words, ...]]:
    year = content.day.year
    day = f"{short_day(row.due_on, year)} {_(WEEKDAYS[row.due_on.weekday()])}"
    due = [Words(day)]
    if row.days_late:
        due.append(Words(_("逾 {n} 天").format(n=row.days_late), "heading", "flag", 1))
    last = f"{row.last_visit_on[5:]} {VISIT_MODES.label(row.last_visit_mode)}" if row.last_visit_on else _("还没去过")
    return [
        (Words(str(number), "plain"),),
        (Words("□", "plain"),),
        tuple(due),
        (Words(row.marked_name, sign=row.word if row.word in STAGE_WORDS else ""),),
        (Words(row.street or "—"),),
        (Words(row.task),),
        (Words(f"{row.reason} {row.reason_label}".strip() or "—"),),
        (Words(last),),
    ]
