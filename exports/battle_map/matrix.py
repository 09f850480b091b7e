"""The wall matrix: streets by weeks, plan and result, and the cumulative line on the same week columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from exports.battle_map.grid import COLUMN, GREY, HAIRLINE, MARGIN, RULE, TEXT, TINT, across, box
from exports.battle_map.links import row_link
from exports.battle_map.words import length, put, section, weight
from exports.pdf.shapes import MM, Bounds, Box, Dot, Pen, Shape, Stroke
from exports.pdf.stage_signs import black_flag, red_flag
from exports.wording import main_target, number_text, rate_text
from models.language import _
from models.queries.report_content import BattleMap, Figures, MatrixRow, MatrixWeek, StreetFigures, WeekCell

SECTION_HIGH, HEAD_HIGH = 17.0, 20.0
ROW_HIGH, LEAST_ROW, TIGHT_ROW = 18.2, 14.0, 10.6
_NAME_WIDE, _SUM_WIDE = 39.0, 22.0
_CELL_SIZE = 21.0
_FLAG_WIDE, _FLAG_HIGH = 3.4, 5.6
_LINE_HIGH = 34.0
_TALL_LINE = 70.0


@dataclass(frozen=True, slots=True)
class _Weeks:
    """Where the week columns stand, in millimetres."""

    left: float
    wide: float
    count: int

    def middle(self, number: int) -> float:
        """Centre of a column."""
        return self.left + (number + 0.5) * self.wide


def _weeks(content: BattleMap) -> _Weeks:
    count = len(content.weeks)
    wide = (COLUMN - _NAME_WIDE - 5 * _SUM_WIDE) / max(count, 1)
    return _Weeks(MARGIN + _NAME_WIDE, min(wide, 30.0), count)


def rows_that_fit(top: float, bottom: float, high: float, *, extra: float) -> int:
    """How many rows that are so high stand between `top` and `bottom` with `extra` mm for other things."""
    return int((bottom - top - SECTION_HIGH - HEAD_HIGH - extra) / high)


def matrix_shapes(content: BattleMap, rows: Sequence[MatrixRow], top: float, bottom: float) -> list[Shape]:
    """The first sheet's matrix: `rows`, the totals of all streets, and the cumulative line below."""
    weeks = _weeks(content)
    shapes = _heading(content, top, len(rows))
    head = top + SECTION_HIGH
    line_high = _LINE_HIGH if weeks.count else 0.0
    first = head + HEAD_HIGH
    high = min(ROW_HIGH, (bottom - first - line_high - 3) / (len(rows) + 1))
    end = first + high * (len(rows) + 1)
    shapes += _columns(content, weeks, head, end)
    for number, row in enumerate(rows):
        shapes += _row(content, weeks, row, first + number * high, high)
    shapes += _totals(content, weeks, end - high, high)
    if weeks.count:
        shapes += _cumulative(content, weeks, end + 3, bottom)
    return shapes


def further_matrix(content: BattleMap, rows: Sequence[MatrixRow], top: float, bottom: float) -> list[Shape]:
    """The matrix of a second sheet: `rows` only."""
    weeks = _weeks(content)
    head = top + SECTION_HIGH
    first = head + HEAD_HIGH
    high = min(ROW_HIGH, (bottom - first) / max(len(rows), 1))
    shapes = _heading(content, top, len(rows))
    shapes += _columns(content, weeks, head, first + high * len(rows))
    for number, row in enumerate(rows):
        shapes += _row(content, weeks, row, first + number * high, high)
    return shapes


def _heading(content: BattleMap, top: float, shown: int) -> list[Shape]:
    title = _("周计划与实际")
    shapes = section(title, "", MARGIN, top, COLUMN)
    left = MARGIN + length(title, 29, "heading") + 5
    words = _("每格为 实/计，家")
    wide = length(words, 17) + 0.1
    shapes += put(words, box(left, top + 4, wide, 11), 17, ink=GREY)
    left += wide + 6
    for flag, text in ((red_flag, _("红旗 达到")), (black_flag, _("黑旗加框 未达到"))):
        shapes += flag(box(left, top + 6.6, _FLAG_WIDE, _FLAG_HIGH))
        wide = length(text, 17) + 0.1
        shapes += put(text, box(left + 5, top + 4, wide, 11), 17, ink=GREY)
        left += wide + 11
    if shown < len(content.matrix):
        text = _("共 {count} 个街道（镇），本张 {shown} 个")
        if content.rows != "street":
            text = _("共 {count} 位责任人，本张 {shown} 位")
        text = text.format(count=len(content.matrix), shown=shown)
        shapes += put(text, box(left, top + 4, MARGIN + COLUMN - left, 11), 17, align="right", ink=TEXT)
    return shapes


def _columns(content: BattleMap, weeks: _Weeks, top: float, bottom: float) -> list[Shape]:
    """Column heads, the tint of this week, the rule below the heads."""
    shapes: list[Shape] = []
    for number, week in enumerate(content.weeks):
        left = weeks.left + number * weeks.wide
        if week.is_current:
            shapes.append(Box(box(left, top, weeks.wide, bottom - top), TINT))
        name = _("{number} 周").format(number=week.number)
        below = _("本周") if week.is_current else f"{week.friday.month}/{week.friday.day:02d}"
        shapes += put(name, box(left, top + 1, weeks.wide, 9), 20, role=weight(bold=week.is_current), align="center")
        shapes += put(below, box(left, top + 9.5, weeks.wide, 8), 16, align="center", ink=GREY)
    rows = _("责任人") if content.rows != "street" else _("街道（镇）")
    shapes += put(rows, box(MARGIN, top + 5, _NAME_WIDE, 12), 20, role="heading")
    for number, title in enumerate((_("应建"), _("已建"), _("率%"), _("缺口"), _("超期"))):
        shapes += put(title, box(_sum_left(number), top + 5, _SUM_WIDE - 2.5, 12), 20, role="heading", align="right")
    return [*shapes, across(MARGIN, MARGIN + COLUMN, top + HEAD_HIGH - 0.6, RULE)]


def _sum_left(number: int) -> float:
    return MARGIN + COLUMN - (5 - number) * _SUM_WIDE


def _row(content: BattleMap, weeks: _Weeks, row: MatrixRow, top: float, high: float) -> list[Shape]:
    shapes: list[Shape] = [
        *put(row.street.name, box(MARGIN, top + 0.6, _NAME_WIDE - 2, high - 1.2), 23, role="heading", lines=3)
    ]
    name = box(MARGIN, top, _NAME_WIDE, high)
    words = _("重点对象 {count} 家").format(count=number_text(row.street.figures.key))
    shapes.append(row_link(content, row.street, name, words, "key"))
    for number, cell in enumerate(row.cells[: weeks.count]):
        place = box(weeks.left + number * weeks.wide, top, weeks.wide, high)
        shapes += _cell(cell, place)
        shapes += _cell_links(content, row.street, cell, content.weeks[number], place)
    shapes += _sums(content, row.street.figures, top, high, bold=False)
    shapes += _sum_links(content, row.street, row.street.figures, top, high)
    return [*shapes, across(MARGIN, MARGIN + COLUMN, top + high)]


def _totals(content: BattleMap, weeks: _Weeks, top: float, high: float) -> list[Shape]:
    shapes: list[Shape] = [
        across(MARGIN, MARGIN + COLUMN, top, RULE),
        *put(_("合计"), box(MARGIN, top, _NAME_WIDE - 2, high), 23, role="heading"),
        *_sums(content, content.total, top, high, bold=True),
        across(MARGIN, MARGIN + COLUMN, top + high, RULE),
    ]
    shapes += _sum_links(content, None, content.total, top, high)
    for number, cell in enumerate(content.matrix_total[: weeks.count]):
        place = box(weeks.left + number * weeks.wide, top, weeks.wide, high)
        shapes += _cell(cell, place, flagged=False)
        shapes += _cell_links(content, None, cell, content.weeks[number], place)
    return shapes


def _cell_links(
    content: BattleMap, row: StreetFigures | None, cell: WeekCell, week: MatrixWeek, place: Bounds
) -> list[Shape]:
    """What was formed on the left of a week's cell, what was planned on its right; no link to an empty list."""
    monday = (week.friday - timedelta(days=4)).isoformat()
    words = _("{week} 周，计划 {planned} 家").format(week=week.number, planned=cell.planned)
    if cell.done is not None:
        words = _("{week} 周，建成 {done} 家，计划 {planned} 家").format(
            week=week.number, done=cell.done, planned=cell.planned
        )
    left = Bounds(place.left, place.top, place.width * 0.6, place.height)
    right = Bounds(left.right, place.top, place.width * 0.4, place.height)
    if cell.done and cell.planned:
        formed, planned = _("打开建成的"), _("打开计划的")
        return [
            row_link(content, row, left, f"{words}，{formed}", f"formed:{monday}"),
            row_link(content, row, right, f"{words}，{planned}", f"planned:{monday}"),
        ]
    if cell.done or cell.planned:
        return [row_link(content, row, place, words, f"formed:{monday}" if cell.done else f"planned:{monday}")]
    return []


def _sum_links(content: BattleMap, row: StreetFigures | None, figures: Figures, top: float, high: float) -> list[Shape]:
    target = main_target(content.targets)
    texts = (
        (_("应建 {count} 家").format(count=figures.eligible), "eligible"),
        (_("已建 {count} 家").format(count=figures.built), "built"),
        (_("建会率 {rate}，打开应建未建的").format(rate=rate_text(figures.rate)), "missing"),
        (
            _("离 {percent}% 缺 {count} 家，打开应建未建的").format(
                percent=target.percent if target else 100, count=figures.missing(target.percent if target else 100)
            ),
            "missing",
        ),
        (_("超期 {count} 家").format(count=figures.overdue), "overdue"),
    )
    return [
        row_link(content, row, box(_sum_left(number), top, _SUM_WIDE, high), words, measure)
        for number, (words, measure) in enumerate(texts)
    ]


def _sums(content: BattleMap, figures: Figures, top: float, high: float, *, bold: bool) -> list[Shape]:
    target = main_target(content.targets)
    missing = "—"
    if target and figures.eligible:
        missing = number_text(figures.missing(target.percent))
    values = (
        number_text(figures.eligible),
        number_text(figures.built),
        rate_text(figures.rate).rstrip("%"),
        missing,
        number_text(figures.overdue),
    )
    shapes: list[Shape] = []
    for number, value in enumerate(values):
        role = weight(bold=bold or number == 2)  # noqa: PLR2004 - the rate
        shapes += put(
            value,
            box(_sum_left(number), top, _SUM_WIDE - 2.5, high),
            23,
            role=role,
            align="right",
        )
    return shapes


def _cell(cell: WeekCell, place: Bounds, *, flagged: bool = True) -> list[Shape]:
    """Done and planned of one street and week: a red flag when reached, a framed black flag when missed."""
    left, top, wide, high = (value / MM for value in (place.left, place.top, place.width, place.height))
    if cell.done is None:
        text = _("计 {count}").format(count=number_text(cell.planned)) if cell.planned else "·"
        return [*put(text, box(left, top, wide, high), 19, align="center", ink=GREY)]
    if not cell.done and not cell.planned:
        return [*put("·", box(left, top, wide, high), 19, align="center", ink=GREY)]
    done, planned = number_text(cell.done), f"/{number_text(cell.planned)}"
    flag = _FLAG_WIDE + 1.2 if flagged else 0.0
    size = _CELL_SIZE
    while flag + length(done, size, "heading") + length(planned, size) > wide - 3:
        size *= 0.96
    done_wide, planned_wide = length(done, size, "heading") + 0.05, length(planned, size) + 0.05
    start = left + (wide - flag - done_wide - planned_wide) / 2
    shapes: list[Shape] = []
    if flagged:
        missed = cell.done < cell.planned
        flag_place = box(start, top + (high - _FLAG_HIGH) / 2, _FLAG_WIDE, _FLAG_HIGH)
        shapes += black_flag(flag_place) if missed else red_flag(flag_place)
        if missed:
            frame = box(left + 0.7, top + 1.6, wide - 1.4, high - 3.2)
            shapes.append(Box(frame, None, Pen(TEXT, 0.5 * MM), 1.2 * MM))
    shapes += put(done, box(start + flag, top, done_wide, high), size, role="heading")
    shapes += put(planned, box(start + flag + done_wide, top, planned_wide, high), size, ink=GREY)
    return shapes


def _cumulative(content: BattleMap, weeks: _Weeks, top: float, bottom: float) -> list[Shape]:
    """Unions standing at the end of each week: thick what is, dashed what was planned."""
    done = [(number, value) for number, value in enumerate(content.cumulative_done) if value is not None]
    planned = list(enumerate(content.cumulative_planned))
    values = [value for _number, value in done + planned]
    if not values:
        return []
    low, top_value = min(values), max(values)
    span = max(top_value - low, 1)
    above, below = 7.0, 7.0

    def point(number: int, value: int) -> tuple[float, float]:
        y = bottom - below - (value - low) / span * (bottom - top - above - below)
        return weeks.middle(number) * MM, y * MM

    shapes: list[Shape] = []
    for number, text in enumerate((_("累计已建"), _("粗线实际"), _("虚线计划"))):
        role, ink, size = weight(bold=not number), GREY if number else TEXT, 17.0 if number else 19.0
        shapes += put(
            text,
            box(MARGIN, top + 3 + number * 8.5, _NAME_WIDE - 2, 8),
            size,
            role=role,
            ink=ink,
        )
    if bottom - top > _TALL_LINE:
        shapes += [across(weeks.left, MARGIN + COLUMN - 5 * _SUM_WIDE, bottom - below, HAIRLINE)]
    if len(planned) > 1:
        shapes.append(Stroke(tuple(point(*pair) for pair in planned), Pen(GREY, 0.55 * MM, (2.0 * MM, 1.4 * MM))))
    if len(done) > 1:
        shapes.append(Stroke(tuple(point(*pair) for pair in done), Pen(TEXT, 1.1 * MM)))
    shapes += [Dot(*point(*pair), 1.3 * MM, TEXT) for pair in done]
    if done:
        x, y = point(*done[-1])
        shapes += _point_words(_("实 {count}").format(count=number_text(done[-1][1])), x, y, below=True)
    if planned and planned[-1][0] != (done[-1][0] if done else -1):
        x, y = point(*planned[-1])
        shapes += _point_words(_("计 {count}").format(count=number_text(planned[-1][1])), x, y, below=False)
    return shapes


def _point_words(text: str, x: float, y: float, *, below: bool) -> list[Shape]:
    wide = length(text, 20, "heading") + 0.1
    if below:
        return [*put(text, box(x / MM + 1.5, y / MM + 1.2, wide, 7), 20, role="heading")]
    return [*put(text, box(x / MM + 2.5, y / MM - 4, wide, 7), 19, ink=GREY)]
