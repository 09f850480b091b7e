"""The first page: title, three paragraphs, the table of streets; the table goes on where there are many."""

from collections.abc import Sequence
from dataclasses import replace

from exports.leads import figure_leads
from exports.pdf.page import TYPE_AREA
from exports.pdf.shapes import MM, Align, Bounds, Lead, Shape, text_line
from exports.pdf.table import Column, LaidRow, Style, Table, Words, deal
from exports.pdf.text import fit, fit_line, justified
from exports.told import told_links
from exports.weekly_ledger.signature import SIGNATURE_TOP, signature_line
from exports.weekly_ledger.wording import cover_paragraphs, earlier_week_text
from exports.wording import main_target, number_text, points_text, rate_text, week_days_text
from models.language import _
from models.queries.report_content import Figures, SinceLast, StreetFigures, WeeklyLedger

_TITLE_SIZE = 22.0
_LINE_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0)
_BODY_TOP = TYPE_AREA.top + 24 * MM
_TEXT_WIDTH = 116 * MM
#: Size and leading of the paragraphs: the first pair at which they fit on the page.
_SETTINGS = ((16.0, 28.0), (16.0, 25.0), (15.0, 23.5), (14.0, 21.0), (12.0, 18.0), (10.5, 15.0))
_TABLE_LEFT = TYPE_AREA.left + 123 * MM
_CAPTION = 7.5 * MM
_WIDTHS = (10.0, 28.5, 12.5, 12.5, 14.5, 12.5, 11.5)
_COMPARED_WIDTHS = (8.2, 22.0, 11.0, 11.0, 14.4, 12.0, 11.8, 11.6)  # with the change since the earlier print
_SIZES = (9.5, 9.0, 8.0, 7.0)
#: Height of a row and the largest size in it: as close as they have to be for all streets to stand on the cover.
_ROWS = ((7.2, 9.5), (6.5, 9.5), (5.8, 9.5), (4.9, 9.5), (4.4, 9.0), (4.0, 8.0))
_STYLES = tuple(
    Style(tuple(size for size in _SIZES if size <= most), row * MM, (row + 1) * MM, leading=1.2, above=0.3 * MM)
    for row, most in _ROWS
)
_NOTE_SIZE = 8.0
_NOTE_LEADING = 1.45


def cover_pages(content: WeeklyLedger) -> list[list[Shape]]:
    """The first page, and further ones when the table of streets is longer than it."""
    table, rows, notes = _street_table(content)
    bottom = SIGNATURE_TOP - 2.5 * MM
    room = bottom - _BODY_TOP - _CAPTION
    head = table.head()
    full_rows = room - head.height - _notes_height(notes)
    further = TYPE_AREA.height - _CAPTION - head.height - _notes_height(notes)
    if sum(row.height for row in rows) <= full_rows:
        columns = [list(rows)]
    else:
        columns = deal(table, rows, lambda number: full_rows if number == 0 else further, lambda row: row)
    first = [*_title(content), *_paragraphs(content, bottom), *signature_line(content.head)]
    place = Bounds(_TABLE_LEFT, _BODY_TOP, table.width, room)
    first += _street_part(table, [head, *columns[0]], place, notes if len(columns) == 1 else [_("转下页")], first=True)
    return [
        first,
        *(
            _further_page(table, head, columns[start : start + 2], notes, last=start + 2 >= len(columns))
            for start in range(1, len(columns), 2)
        ),
    ]


def _title(content: WeeklyLedger) -> list[Shape]:
    line = _("{unit}　{week}").format(unit=content.head.unit, week=week_days_text(content.head))
    size = fit_line(line, "body", TYPE_AREA.width, _LINE_SIZES)
    left, wide = TYPE_AREA.left, TYPE_AREA.width
    return [
        text_line(
            _("社会组织建会工作周台账"),
            "title",
            _TITLE_SIZE,
            left,
            TYPE_AREA.top + 7.5 * MM,
            align="center",
            room=wide,
        ),
        text_line(line, "body", size, left, TYPE_AREA.top + 17 * MM, align="center", room=wide),
    ]


def _paragraphs(content: WeeklyLedger, bottom: float) -> list[Shape]:
    """The text in the largest setting in which it ends above `bottom`."""
    for setting in _SETTINGS:
        shapes, end = _set_paragraphs(content, *setting)
        if end <= bottom:
            break
    return shapes


def _set_paragraphs(content: WeeklyLedger, size: float, leading: float) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    top = _BODY_TOP
    for heading, text in cover_paragraphs(content):
        room = Bounds(TYPE_AREA.left, top, _TEXT_WIDTH, leading)
        lines = justified(heading, "heading", size, room, leading=leading, indent=2 * size)
        room = Bounds(TYPE_AREA.left, top + len(lines) * leading, _TEXT_WIDTH, leading)
        told = justified(text, "body", size, room, leading=leading, indent=2 * size)
        lines += told
        shapes += [*lines, *told_links(text, told, "body")]
        top += len(lines) * leading
    return shapes, top


def _street_table(content: WeeklyLedger) -> tuple[Table, list[LaidRow], list[str]]:
    """The table in the roomiest style in which it fits on the cover, its rows, and the notes below it."""
    target = main_target(content.targets)
    percent = target.percent if target else None
    notes = _notes(content, percent)
    room = SIGNATURE_TOP - 2.5 * MM - _BODY_TOP - _CAPTION - _notes_height(notes)
    for style in _STYLES:
        table = Table(_columns(content), style)
        rows = _street_rows(table, content, percent)
        if sum(row.height for row in rows) + table.head().height <= room:
            return table, rows, notes
    table = Table(_columns(content), _STYLES[0])
    return table, _street_rows(table, content, percent), notes


def _columns(content: WeeklyLedger) -> list[Column]:
    titles = [_("序号"), _("街道（镇）"), _("应建"), _("已建"), _("建会率%"), _("未认定"), _("缺口")]
    widths: tuple[float, ...] = _WIDTHS
    if content.since is not None:
        titles.insert(5, _change_title(content.since))
        widths = _COMPARED_WIDTHS
    columns = [Column(title, wide * MM, "right", 1) for title, wide in zip(titles, widths, strict=True)]
    columns[0] = replace(columns[0], align="center")
    columns[1] = replace(columns[1], align="left", lines=2)
    return columns


def _change_title(since: SinceLast) -> str:
    week = int(since.week.rpartition("W")[2])
    return _("较上周") if since.is_last_week else _("较第{week}周").format(week=week)


def _street_rows(table: Table, content: WeeklyLedger, percent: int | None) -> list[LaidRow]:
    rows = []
    for number, street in enumerate(content.streets, start=1):
        earlier = content.since.street(street.code) if content.since else None
        texts = [str(number), street.name, *_figure_texts(content, street.figures, earlier, percent)]
        cells = [(Words(text, "body" if column == 1 else "plain"),) for column, text in enumerate(texts)]
        leads = _leads(content, street.figures, percent, street)
        rows.append(table.row(cells, leads=leads))
    if not rows:
        rows.append(table.total([(_("还没有街道（镇）数据"), len(table.columns), "center")]))
    eligible, *rest = _figure_texts(content, content.total, content.since.total if content.since else None, percent)
    total: list[tuple[str, int, Align]] = [("", 1, "center"), (_("合计"), 1, "left")]
    total += [(text, 1, "right") for text in (eligible, *rest)]
    rows.append(table.total(total, _leads(content, content.total, percent, None)))
    return rows


def _leads(
    content: WeeklyLedger, figures: Figures, percent: int | None, street: StreetFigures | None
) -> dict[int, Lead]:
    """The numbers of a row: a rate and a gap lead to those without a union."""
    last = 5 if content.since is None else 6
    places = {"key": (1, _("重点对象")), "eligible": (2, _("应建")), "built": (3, _("已建"))}
    places |= {"undecided": (last, _("未认定"))}
    group, name = (street.code, street.name) if street is not None else (None, _("合计"))
    leads = figure_leads(places, figures, group, name)
    if figures.eligible > figures.built:
        (missing,) = figure_leads({"missing": (4, _("应建未建"))}, figures, group, name).values()
        leads |= {4: missing} if percent is None else {4: missing, last + 1: missing}
    return leads


def _figure_texts(
    content: WeeklyLedger, figures: Figures, earlier: Figures | None, percent: int | None
) -> tuple[str, ...]:
    changes: tuple[str, ...] = ()
    if content.since is not None:
        known = earlier is not None and earlier.rate is not None and figures.rate is not None
        changes = (points_text((figures.rate or 0) - (earlier.rate or 0) if earlier and known else None),)
    return (
        number_text(figures.eligible),
        number_text(figures.built),
        rate_text(figures.rate).rstrip("%"),
        *changes,
        number_text(figures.undecided),
        "—" if percent is None or not figures.eligible else number_text(figures.missing(percent)),
    )


def _notes(content: WeeklyLedger, percent: int | None) -> list[str]:
    notes = [_("建会率＝已建÷应建（具备建会条件）；未认定的不计入，另列。")]
    if content.since is not None:
        notes.append(
            _("“{column}”是与{week}定格数（{report}）相比的百分点，原因见附图。").format(
                column=_change_title(content.since), week=earlier_week_text(content.since), report=content.since.report
            )
        )
    if percent is not None:
        summed = sum(street.figures.missing(percent) for street in content.streets)
        missing = content.total.missing(percent)
        if summed != missing:
            notes.append(
                _("缺口按 {percent}% 逐街道进一取整，相加为 {summed}；合计按 {eligible} 家计为 {missing}。").format(
                    percent=percent,
                    summed=number_text(summed),
                    eligible=number_text(content.total.eligible),
                    missing=number_text(missing),
                )
            )
        else:
            notes.append(_("缺口按 {percent}% 计算，进一取整。").format(percent=percent))
    if content.total.conflicts:
        notes.append(
            _("※ {count} 家两处填报不一致、尚未裁定，暂按台账当前显示的值计算。").format(
                count=number_text(content.total.conflicts)
            )
        )
    return notes


def _note_lines(notes: Sequence[str]) -> list[str]:
    wide = sum(_WIDTHS) * MM
    return [line for note in notes for line in fit(note, "plain", wide, (_NOTE_SIZE,), 9).lines]


def _notes_height(notes: Sequence[str]) -> float:
    return len(_note_lines(notes)) * _NOTE_SIZE * _NOTE_LEADING + 1.5 * MM


def _street_part(table: Table, rows: list[LaidRow], place: Bounds, notes: Sequence[str], *, first: bool) -> list[Shape]:
    """Caption, rows and notes from the top left corner of `place`."""
    caption = _("附表 1　分街道（镇）进度") + ("" if first else _("（续）"))
    shapes: list[Shape] = [text_line(caption, "heading", 11.0, place.left, place.top + 4.6 * MM, room=place.width)]
    top = place.top + _CAPTION
    shapes += table.place(rows, place.left, top)
    baseline = top + sum(row.height for row in rows) + 1.5 * MM + _NOTE_SIZE
    for number, line in enumerate(_note_lines(notes)):
        shapes.append(
            text_line(
                line,
                "plain",
                _NOTE_SIZE,
                place.left,
                baseline + number * _NOTE_SIZE * _NOTE_LEADING,
                room=place.width,
            )
        )
    return shapes


def _further_page(
    table: Table, head: LaidRow, columns: list[list[LaidRow]], notes: Sequence[str], *, last: bool
) -> list[Shape]:
    """Two parts of the table side by side."""
    shapes: list[Shape] = []
    gap = TYPE_AREA.width - 2 * table.width
    for number, rows in enumerate(columns):
        place = Bounds(TYPE_AREA.left + number * (table.width + gap), TYPE_AREA.top, table.width, 0)
        final = last and number == len(columns) - 1
        shapes += _street_part(table, [head, *rows], place, notes if final else (), first=False)
    return shapes
