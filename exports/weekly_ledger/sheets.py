"""The table pages: by street, then 待核, 街道未定 and 本周销号, with the sums of every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from exports.leads import leads_of, row_lead, rows_lead, target_lead
from exports.pdf.fonts import width
from exports.pdf.page import TYPE_AREA
from exports.pdf.shapes import MM, Bounds, Box, Glyph, Lead, Shape, text_line
from exports.pdf.stage_signs import black_flag
from exports.pdf.table import RULE, LaidRow, Table, deal, led
from exports.pdf.text import fit_line
from exports.weekly_ledger.rows import Listed, ledger_table, row_words
from exports.weekly_ledger.signature import SIGNATURE_HEIGHT, signature_line
from exports.wording import number_text, week_number
from models.language import _
from models.progress import Progress
from models.queries.print_lists import Organizations
from models.queries.report_content import LedgerSection, WeeklyLedger
from models.vocabulary import STAGE_WORDS

_TABLE_TOP = TYPE_AREA.top + 8.6 * MM
_LEGEND_HEIGHT = 6.6 * MM
_LEGEND_SIZE = 9.0
_CAPTION_SIZE = 14.0
_STEP = 50
_LONG_NOTE = 20  # characters: four lines of the last column


@dataclass
class _Tally:
    """Sums over rows: of a page, or of all pages so far."""

    listed: int = 0
    staff: int = 0
    new: int = 0
    changed: int = 0
    closed: int = 0
    late: int = 0
    organizations: list[int] = field(default_factory=list)  # that are listed

    def add(self, rows: Iterable[LaidRow]) -> None:
        """Count the organizations among `rows`."""
        for laid in rows:
            if not isinstance(laid.source, Listed):
                continue
            row = laid.source.row
            if laid.source.closed:
                self.closed += 1
                continue
            self.listed += 1
            self.organizations.append(row.organization)
            self.staff += row.staff or 0
            self.new += row.mark == _("新")
            self.changed += row.mark == _("改")
            self.late += row.deadline_days_late > 0


def ledger_pages(content: WeeklyLedger, first_page: int, progress: Progress) -> tuple[int, Iterator[list[Shape]]]:
    """How many pages the table needs, and their shapes, made one after another; the last has the signature line."""
    table = ledger_table()
    least = _total_row(table, _Tally(), _Tally(), first_page, first_page, last=False).height
    room = TYPE_AREA.bottom - _LEGEND_HEIGHT - _TABLE_TOP - table.head().height - least
    pages = deal(
        table,
        _rows(table, content, progress),
        lambda _number: room,
        lambda heading: table.heading(_again(heading.cells[0].lines[0].text)),
    )
    _keep_signature_room(pages, room - SIGNATURE_HEIGHT, table)
    return len(pages), _page_shapes(content, table, pages, first_page)


def _page_shapes(
    content: WeeklyLedger, table: Table, pages: list[list[LaidRow]], first_page: int
) -> Iterator[list[Shape]]:
    head, running, whole = table.head(), _Tally(), _Tally()
    for page in pages:
        whole.add(page)
    every = tuple(whole.organizations)
    for number, page in enumerate(pages):
        tally = _Tally()
        tally.add(page)
        running.add(page)
        last = number == len(pages) - 1
        total = _total_row(table, tally, running, first_page, first_page + number, last=last)
        total = replace(total, cells=led(total.cells, _total_leads(tally, running, every)))
        shapes = [*_caption(content, number), *table.place([head, *page, total], TYPE_AREA.left, _TABLE_TOP)]
        below = _TABLE_TOP + head.height + sum(row.height for row in page) + total.height
        shapes += _legend(content, below)
        if last:
            shapes += signature_line(content.head)
        yield shapes


def _total_leads(page: _Tally, running: _Tally, every: tuple[int, ...]) -> dict[int, Lead]:
    """What is on the page, and on all pages up to it: the same numbers as far as they reach."""
    so_far = None
    if running.listed and all(every[: running.listed]):
        so_far = target_lead(Organizations(every, count=running.listed), _("累计"), running.listed)
    return leads_of([(0, rows_lead(page.organizations, _("本页"))), (2, so_far)])


def _again(text: str) -> str:
    mark = _("（续）")
    return text if text.endswith(mark) else text + mark


def _keep_signature_room(pages: list[list[LaidRow]], room: float, table: Table) -> None:
    """Where the last page is too full for the signature line, its last row moves to a page of its own."""
    last = pages[-1]
    if sum(row.height for row in last) <= room:
        return
    moved = [last.pop()]
    if moved[0].height > room / 2:
        part, moved[0] = table.split(moved[0], moved[0].height / 2)
        last.append(part)
    while last and last[-1].heading:
        moved.insert(0, last.pop())
    if not moved[0].heading and (heading := next((row for row in reversed(last) if row.heading), None)):
        moved.insert(0, table.heading(_again(heading.cells[0].lines[0].text)))
    pages.append(moved)


def _rows(table: Table, content: WeeklyLedger, progress: Progress) -> list[LaidRow]:
    year = content.head.as_of.year
    sections = (*content.main, content.unverified, content.no_street, content.closed)
    progress.step(0, sum(len(section.rows) for section in sections), _("排版"))
    rows: list[LaidRow] = []
    for section in content.main:
        rows += _section_rows(table, section, year, progress)
    if not rows:
        rows.append(table.heading(_("本期没有未建会单位。")))
    for section in (content.unverified, content.no_street, content.closed):
        rows += _section_rows(table, section, year, progress, closed=section is content.closed)
    return rows


def _section_rows(
    table: Table, section: LedgerSection, year: int, progress: Progress, *, closed: bool = False
) -> list[LaidRow]:
    if not section.rows:
        return [table.heading(_("{title}：无").format(title=section.title))]
    title = _("{title}　{count} 家，职工 {staff} 人").format(
        title=section.title, count=number_text(len(section.rows)), staff=number_text(section.staff)
    )
    rows = [table.heading(title, rows_lead((row.organization for row in section.rows), section.title))]
    for row in section.rows:
        if row.number % _STEP == 0:
            progress.step(row.number)
        long_note = len(row.note) > _LONG_NOTE
        words = row_words(replace(row, note=_("见下行")) if long_note else row, year)
        lead = row_lead(row.organization, row.name)
        rows.append(table.row(words, Listed(row, closed), lead))
        if long_note:
            note = table.remark(_("序号 {number} 备注：{note}").format(number=row.number, note=row.note))
            rows.append(replace(note, lead=lead))
    return rows


def _total_row(table: Table, page: _Tally, running: _Tally, first_page: int, number: int, *, last: bool) -> LaidRow:
    parts = [
        _("{word} {count}").format(word=word, count=count)
        for word, count in (
            (_("新增"), page.new),
            (_("变化"), page.changed),
            (_("销号"), page.closed),
            (_("超期"), page.late),
        )
        if count
    ]
    mine = _("本页 {count} 家").format(count=page.listed)
    if parts:
        mine = _("{page}：{parts}").format(page=mine, parts=_("、").join(parts))
    pages = (
        _("第 {page} 页").format(page=first_page)
        if first_page == number
        else _("第 {first} 至 {last} 页").format(first=first_page, last=number)
    )
    so_far = _("{pages}累计 {count} 家，职工 {staff} 人").format(
        pages=pages, count=number_text(running.listed), staff=number_text(running.staff)
    )
    if running.closed:
        so_far += _("；另销号 {count} 家").format(count=number_text(running.closed))
    so_far += "　　" + (_("完") if last else _("转下页"))
    return table.total([(mine, 5, "left"), (number_text(page.staff), 1, "right"), (so_far, 8, "left")])


def _caption(content: WeeklyLedger, number: int) -> list[Shape]:
    """Caption left, the meaning of the marks right."""
    baseline = TYPE_AREA.top + 5.2 * MM
    caption = _("附表 2　未建会单位台账") + (_("（续 {number}）").format(number=number) if number else "")
    shapes: list[Shape] = [text_line(caption, "heading", _CAPTION_SIZE, TYPE_AREA.left, baseline, room=118 * MM)]
    right = TYPE_AREA.right
    entries = [("", _compared_text(content)), ("flag", _("超期、受阻"))]
    entries += [(_("销"), _("已销号")), (_("改"), _("有变化")), (_("新"), _("新增"))]
    entries.append(("", _("第 {week} 周").format(week=week_number(content.head))))
    for sign, text in entries:
        right = _mark_entry(shapes, sign, text, right, baseline) - 3.6 * MM
    return shapes


def _compared_text(content: WeeklyLedger) -> str:
    """What the marks say what is new or changed against."""
    if content.since is None:
        return _("本周的改动")
    week = int(content.since.week.rpartition("W")[2])
    return _("与第 {week} 周印本比较").format(week=week)


def _mark_entry(shapes: list[Shape], sign: str, text: str, right: float, baseline: float) -> float:
    """One entry of the marks legend, set leftwards from `right`; returns where it begins."""
    size = _LEGEND_SIZE
    left = right - width("plain", text) * size
    shapes.append(text_line(text, "plain", size, left, baseline, room=right - left))
    if not sign:
        return left
    left -= 1.0 * MM
    if sign == "flag":
        place = Bounds(left - 0.7 * size, baseline - 0.85 * size, 0.7 * size, 0.95 * size)
        shapes += black_flag(place)
        return place.left
    label = text_line(sign, "heading", size, left - size, baseline, room=size)
    shapes += [label, Box(label.bounds.inset(-0.12 * size, -0.08 * size), None, RULE)]
    return left - 1.12 * size


def _legend(content: WeeklyLedger, top: float) -> list[Shape]:
    """Stage glyphs with their words; what ※ means where there are conflicts."""
    baseline = top + 4.6 * MM
    left = TYPE_AREA.left
    size = _LEGEND_SIZE
    shapes: list[Shape] = []
    title = text_line(_("阶段："), "plain", size, left, baseline)
    shapes.append(title)
    left += title.width + 2 * MM
    for word in STAGE_WORDS.entries:
        side = 3 * MM
        shapes.append(Glyph(Bounds(left, baseline - 0.37 * size - side / 2, side, side), word.code))
        label = text_line(word.label, "plain", size, left + side + 0.9 * MM, baseline)
        shapes.append(label)
        left += side + label.width + 5 * MM
    text = _("下次跟进的“逾”按工作日计")
    if content.total.conflicts:
        text += "　" + _("※ 两处填报不一致，待裁定")
    room = TYPE_AREA.right - left
    size = fit_line(text, "plain", room, (_LEGEND_SIZE, 8.0, 7.0))
    return [*shapes, text_line(text, "plain", size, left, baseline, room=room, align="right")]
