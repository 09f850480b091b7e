"""What a person has in hand on paper: a cadre's task sheet (个人任务单), a page for a leader in charge (包联领导)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from exports.leads import row_lead, rows_lead
from exports.list_pages import BigFigure, ListPart, write_list
from exports.pdf.document import Printed
from exports.pdf.shapes import MM, Lead
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from exports.phones import without_phones
from exports.wording import main_target, number_text, rate_text, short_day
from models.language import N_, _
from models.progress import Progress
from models.queries.assigned_sheets import AssignedRow, AssignedSheet, AssignedSheets
from models.queries.followup_list import FollowupRow
from models.vocabulary import STAGE_WORDS

_STYLE = Style(sizes=(9.5, 9.0, 8.5), row=7.6 * MM, head=8.2 * MM, leading=1.22, above=0.6 * MM)
_COUNTS = {"eligible": N_("应建"), "not": N_("暂不具备"), "undecided": N_("未认定"), "": N_("不计入")}
_TITLES = {"cadre": N_("个人任务单　{name}"), "leader": N_("包联领导一页　{name}")}


def write_assigned(content: AssignedSheets, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write a sheet per person, each on pages of its own; FileProblem says why it could not be written."""
    content = without_phones(content)
    table = _task_table() if content.by == "cadre" else _leader_table()
    parts = [_part(sheet, content, table) for sheet in content.people]
    if not parts:
        words = _("没有分给谁的单位。") if content.by == "cadre" else _("台账里没有填包联领导。")
        title = _("个人任务单") if content.by == "cadre" else _("包联领导一页")
        parts = [ListPart(title, content.head.unit, (table.heading(words),))]
    return write_list(path, content.head, table, parts, content=content, progress=progress)


def _part(sheet: AssignedSheet, content: AssignedSheets, table: Table) -> ListPart:
    name = sheet.name or _("未指派")
    line = [
        content.head.unit,
        content.head.campaign,
        _("未建会 {n} 家").format(n=number_text(len(sheet.open))),
        _("已建会 {n} 家").format(n=number_text(len(sheet.built))),
    ]
    rows = _task_rows(table, sheet, content) if content.by == "cadre" else _leader_rows(table, sheet, content)
    return ListPart(
        _(_TITLES[content.by]).format(name=name),
        "　·　".join(part for part in line if part),
        tuple(rows),
        figures=_figures(sheet, content),
        mark=name,
    )


def _figures(sheet: AssignedSheet, content: AssignedSheets) -> tuple[BigFigure, ...]:
    target = main_target(content.targets)
    percent, sums = target.percent if target else 85, sheet.figures
    key = [row for row in (*sheet.open, *sheet.built) if row.counts]
    eligible = [row for row in key if row.counts == "eligible"]
    missing = _lead((row for row in eligible if not row.covered), _("应建未建"))
    missing = replace(missing, count=None) if missing is not None else None  # a rate and a gap say another number
    gap = number_text(sums.missing(percent)) if sums.eligible else "—"
    return (
        _figure(_("应建"), sums.eligible, eligible),
        _figure(_("已建"), sums.built, (row for row in eligible if row.covered)),
        BigFigure(_("建会率"), rate_text(sums.rate), missing),
        BigFigure(_("到 {percent}% 还差").format(percent=percent), gap, missing),
        _figure(_("未认定"), sums.undecided, (row for row in key if row.counts == "undecided")),
        _figure(_("超期"), sums.overdue, (row for row in key if row.is_late)),
    )


def _figure(words: str, count: int, rows: Iterable[AssignedRow]) -> BigFigure:
    return BigFigure(words, number_text(count), _lead(rows, words))


def _lead(rows: Iterable[AssignedRow], words: str) -> Lead | None:
    return rows_lead((row.organization for row in rows), words)


def _task_table() -> Table:
    return Table(
        [
            Column(_("序号"), 9 * MM, "center", 1, repeated=True),
            Column(_("办"), 7 * MM, "center", 1),
            Column(_("单位名称"), 48 * MM, repeated=True),
            Column(_("职工"), 10 * MM, "right", 1),
            Column(_("计数"), 15 * MM, lines=1),
            Column(_("主因"), 30 * MM, lines=2),
            Column(_("对策"), 16 * MM, lines=2),
            Column(_("包联领导"), 15 * MM, lines=2),
            Column(_("完成时限"), 19 * MM, lines=2),
            Column(_("末次走访"), 17 * MM, lines=2),
            Column(_("下一步"), 39 * MM),
        ],
        _STYLE,
    )


def _leader_table() -> Table:
    return Table(
        [
            Column(_("序号"), 9 * MM, "center", 1, repeated=True),
            Column(_("单位名称"), 48 * MM, repeated=True),
            Column(_("街道"), 19 * MM, lines=2),
            Column(_("职工"), 10 * MM, "right", 1),
            Column(_("计数"), 15 * MM, lines=1),
            Column(_("主因"), 29 * MM, lines=2),
            Column(_("责任人"), 14 * MM, lines=2),
            Column(_("完成时限"), 19 * MM, lines=2),
            Column(_("下一步"), 32 * MM),
            Column(_("领导意见"), 30 * MM),
        ],
        _STYLE,
    )


def _task_rows(table: Table, sheet: AssignedSheet, content: AssignedSheets) -> Iterator[LaidRow]:
    number, street, year = 0, None, content.day.year
    for row in sheet.open:
        if row.street != street:
            street = row.street
            here = _lead((each for each in sheet.open if each.street == street), street or _("街道未定"))
            yield table.heading(_heading(sheet, row.street), here)
        number += 1
        yield table.row(_task_cells(row, number, year), row, row_lead(row.organization, row.name))
    if sheet.built:
        words = _("已建会　{n} 家").format(n=number_text(len(sheet.built)))
        yield table.heading(words, _lead(sheet.built, _("已建会")))
        for row in sheet.built:
            number += 1
            yield table.row(_task_cells(row, number, year), row, row_lead(row.organization, row.name))
    if sheet.elsewhere:
        words = _("别人名下、由本人跟进　{n} 件").format(n=number_text(len(sheet.elsewhere)))
        yield table.heading(words)
        for followup in sheet.elsewhere:
            number += 1
            lead = row_lead(followup.organization, followup.organization_name)
            yield table.row(_followup_cells(followup, number, year), followup, lead)
    if number == 0:
        yield table.heading(_("名下没有单位。"))
    yield table.remark(_("布置人：　　　　　　　　责任人：　　　　　　　　日期：　　　年　　月　　日"))


def _heading(sheet: AssignedSheet, street: str) -> str:
    """A street with what it counts, from which the rate of the sheet recomputes."""
    found = next((each for each in sheet.streets if (each.name if each.code else "") == street), None)
    waiting = sum(row.street == street for row in sheet.open)
    words = _("{street}　未建会 {n} 家").format(street=street or _("街道未定"), n=number_text(waiting))
    if found is None or not found.figures.key:
        return words
    sums = found.figures
    return words + _("　应建 {eligible}　已建 {built}　建会率 {rate}").format(
        eligible=number_text(sums.eligible), built=number_text(sums.built), rate=rate_text(sums.rate)
    )


def _leader_rows(table: Table, sheet: AssignedSheet, content: AssignedSheets) -> Iterator[LaidRow]:
    number, year = 0, content.day.year
    hard = [row for row in sheet.open if row.blocked or row.is_late]
    others = [row for row in sheet.open if not (row.blocked or row.is_late)]
    parts = (
        (_("要领导出面：受阻或超期"), hard),
        (_("推进中"), others),
        (_("已建会"), list(sheet.built)),
    )
    for words, rows in parts:
        if rows:
            title = _("{words}　{n} 家").format(words=words, n=number_text(len(rows)))
            yield table.heading(title, _lead(rows, words))
        for row in rows:
            number += 1
            yield table.row(_leader_cells(row, number, year), row, row_lead(row.organization, row.name))
    yield table.remark(_("领导签字：　　　　　　　　　　　　　　　　日期：　　　年　　月　　日"))


def _task_cells(row: AssignedRow, number: int, year: int) -> list[tuple[Words, ...]]:
    return [
        (Words(str(number), "plain"),),
        (Words("" if row.covered else "□", "plain"),),
        (_name(row),),
        (Words("" if row.staff is None else number_text(row.staff), "plain"),),
        (Words(_(_COUNTS[row.counts])),),
        (Words("" if row.covered else row.reason or _("没有填")),),
        (Words("" if row.covered else row.route or "—"),),
        (Words(row.leader or "—"),),
        _deadline(row, year),
        _last(row, year),
        _next(row, year),
    ]


def _leader_cells(row: AssignedRow, number: int, year: int) -> list[tuple[Words, ...]]:
    return [
        (Words(str(number), "plain"),),
        (_name(row),),
        (Words(row.street or "—"),),
        (Words("" if row.staff is None else number_text(row.staff), "plain"),),
        (Words(_(_COUNTS[row.counts])),),
        (Words("" if row.covered else row.reason or _("没有填")),),
        (Words(row.owner or "—"),),
        _deadline(row, year),
        _next(row, year),
        (Words(""), Words("")),
    ]


def _name(row: AssignedRow) -> Words:
    return Words(row.name, sign="built" if row.covered else row.word if row.word in STAGE_WORDS else "")


def _deadline(row: AssignedRow, year: int) -> tuple[Words, ...]:
    if row.covered:
        return (Words(_("建 {day}").format(day=short_day(row.covered_on, year)) if row.covered_on else "—", lines=1),)
    late = [Words(_("超 {n} 天").format(n=row.deadline_days_late), "heading", "flag", 1)]
    return (Words(short_day(row.deadline, year), lines=1), *(late if row.deadline_days_late else []))


def _last(row: AssignedRow, year: int) -> tuple[Words, ...]:
    if not row.visit_count:
        return (Words("" if row.covered else _("还没去过")),)
    return (Words(short_day(row.last_visit, year), lines=1), Words(_("共 {n} 次").format(n=row.visit_count)))


def _next(row: AssignedRow, year: int) -> tuple[Words, ...]:
    if row.covered or row.next_due is None:
        return (Words(""),)
    words = Words(_("{day} {task}").format(day=short_day(row.next_due, year), task=row.next_task).strip())
    if not row.next_days_late:
        return (words,)
    return (words, Words(_("逾 {n} 天").format(n=row.next_days_late), "heading", "flag", 1))


def _followup_cells(row: FollowupRow, number: int, year: int) -> list[tuple[Words, ...]]:
    empty: Sequence[tuple[Words, ...]] = [(Words(""),)] * 3
    return [
        (Words(str(number), "plain"),),
        (Words("□", "plain"),),
        (Words(row.organization_name, sign=row.word if row.word in STAGE_WORDS else ""),),
        (Words(""),),
        (Words(""),),
        (Words(f"{row.reason} {row.reason_label}".strip()),),
        *empty,
        (Words(row.last_visit_on[5:]),),
        (Words(_("{day} {task}").format(day=short_day(row.due_on, year), task=row.task)),),
    ]
