"""The visit list (走访单) of a day: street by street, what is promised, the last visits, room to write beside."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from exports.leads import row_lead, rows_lead
from exports.list_pages import ListPart, write_list
from exports.pdf.document import Printed
from exports.pdf.shapes import MM
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from exports.phones import without_phones
from exports.wording import number_text, short_day
from models.language import N_, _
from models.progress import Progress
from models.queries.visit_route import OpenTask, PastVisit, Stop, VisitRoute
from models.vocabulary import STAGE_WORDS

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
_STYLE = Style(sizes=(9.0, 8.5, 8.0), row=7.5 * MM, head=8 * MM, leading=1.25, above=0.9 * MM)
_ROOM = 4  # empty lines to write on
_NOTE = 40  # characters of a note in the history


def write_visit_list(content: VisitRoute, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the list as a PDF; FileProblem says why it could not be written."""
    table = _table()
    content = cleared(content)
    part = ListPart(title_of(content), _line(content), tuple(_rows(table, content)))
    return write_list(path, content.head, table, [part], content=content, progress=progress)


def cleared(content: VisitRoute) -> VisitRoute:
    """The content without telephone numbers, those apart that were asked for: masked, in their own place."""
    numbers = {stop.uid: stop.phone for street in content.streets for stop in street.stops}
    clear = without_phones(content)
    streets = tuple(
        replace(street, stops=tuple(replace(stop, phone=numbers[stop.uid]) for stop in street.stops))
        for street in clear.streets
    )
    return replace(clear, streets=streets)


def title_of(content: VisitRoute) -> str:
    """走访单　09-30 周一."""
    day = content.day
    return _("走访单　{month} 月 {day} 日（{weekday}）").format(
        month=day.month, day=day.day, weekday=_(WEEKDAYS[day.weekday()])
    )


def task_words(task: OpenTask, year: int) -> Words:
    """What is promised, with its day; what is late carries the black flag."""
    day = short_day(task.due_on, year)
    if task.days_late:
        return Words(_("{task}（{day}，逾 {n} 天）").format(task=task.task, day=day, n=task.days_late), sign="flag")
    return Words(_("{task}（{day}）").format(task=task.task, day=day))


def visit_words(visit: PastVisit, year: int) -> str:
    """09-12 电话 观望 张三：园长出差."""
    note = visit.note if len(visit.note) <= _NOTE else visit.note[: _NOTE - 1] + "…"
    said = " ".join(part for part in (short_day(visit.day, year), visit.mode, visit.result, visit.cadre) if part)
    return f"{said}：{note}" if note else said


def _line(content: VisitRoute) -> str:
    parts = [content.head.unit]
    if content.person:
        parts.append(_("走访人 {name}").format(name=content.person))
    parts.append(_("共 {n} 家").format(n=number_text(content.count)))
    parts.append(_("电话打码") if content.with_phones else _("不含电话"))
    return "　·　".join(part for part in parts if part)


def _table() -> Table:
    return Table(
        [
            Column(_("序号"), 9 * MM, "center", 1, repeated=True),
            Column(_("走访"), 9 * MM, "center", 1),
            Column(_("单位名称、地址"), 54 * MM, repeated=True),
            Column(_("要办的事（期限）"), 46 * MM),
            Column(_("未建会原因"), 27 * MM),
            Column(_("最近走访"), 50 * MM),
            Column(_("结果、下一步"), 30 * MM),
        ],
        _STYLE,
    )


def _rows(table: Table, content: VisitRoute) -> Sequence[LaidRow]:
    if not content.count:
        return [table.heading(_("这一天没有要走访的单位。"))]
    rows: list[LaidRow] = []
    for street in content.streets:
        words = _("{street}　{n} 家").format(street=street.street, n=number_text(len(street.stops)))
        rows.append(table.heading(words, rows_lead((stop.organization for stop in street.stops), street.street)))
        rows += [
            table.row(_cells(stop, content.day.year), stop, row_lead(stop.organization, stop.name))
            for stop in street.stops
        ]
    return rows


def _cells(stop: Stop, year: int) -> list[tuple[Words, ...]]:
    where = [Words(stop.marked_name, "heading", stop.word)]
    about = "，".join(
        part
        for part in (
            stop.address or _("没有地址"),
            _("职工 {n} 人").format(n=number_text(stop.staff)) if stop.staff is not None else "",
            stop.people,
            stop.phone,
        )
        if part
    )
    where.append(Words(about))
    history = [Words(visit_words(visit, year)) for visit in stop.visits]
    if stop.visit_count > len(stop.visits):
        history.append(Words(_("共走访 {n} 次").format(n=stop.visit_count)))
    return [
        (Words(str(stop.number), "plain"),),
        (Words("□", "plain"),),
        tuple(where),
        tuple(task_words(task, year) for task in stop.tasks) or (Words(_("没有承诺的事")),),
        (Words(stop.reason or _("没有填")), Words(STAGE_WORDS.label(stop.word))),
        tuple(history) or (Words(_("还没去过")),),
        (Words(""),) * _ROOM,
    ]
