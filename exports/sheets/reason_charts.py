"""The two pictures of the reasons analysis, as plain shapes."""

from datetime import timedelta

from exports.leads import target_lead
from exports.pdf.shapes import INK, MM, Bounds, Box, Pen, Shape, Stroke, text_line
from exports.pdf.text import CENTRE, fit_line
from exports.wording import number_text, rate_text
from models.language import _
from models.queries.reason_analysis import ReasonAnalysis, ReasonWeek
from models.queries.reason_figures import ReasonFigure, ReasonFigures, ReasonTarget
from models.rules.rates import rate_tenths

_DARK, _LIGHT = "#3F4A4F", "#C9D1D4"
_RULE = Pen(INK, 0.18 * MM)
_MOST, _HEADING, _AXIS = 12, 9 * MM, 8 * MM
_ENOUGH = 800  # tenths of a percent
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.0)


def pareto(figures: ReasonFigures, left: float, top: float, wide: float, bottom: float) -> list[Shape]:
    """A bar per reason, the most frequent first: those that make up 80 % dark; the cumulative share beside each."""
    shapes: list[Shape] = [text_line(_("主因排序（深色：合起来占八成）"), "heading", 11, left, top + 4 * MM)]
    rows: list[tuple[str, int, int | None, int | None, tuple[str, ...]]]
    rows = [(row.words, row.count, row.share, row.cumulative, (row.code,)) for row in _shown(figures)]
    rest = [row for row in figures.rows if row.code and row.count][_MOST:]
    if rest:
        whole = sum(row.count for row in rest)
        words = _("其他 {n} 个原因").format(n=len(rest))
        every = sum(row.count for row in figures.rows if row.code)
        codes = tuple(row.code for row in rest)
        rows.append((words, whole, rate_tenths(whole, every), rest[-1].cumulative, codes))
    if not rows:
        words = _("还没有一家填了未建会原因。")
        return [*shapes, text_line(words, "body", 11, left, top + _HEADING + 8 * MM, room=wide)]
    pitch = min((bottom - top - _HEADING) / len(rows), 9 * MM)
    label, figure = 50 * MM, 34 * MM
    room, most = wide - label - figure, max(row[1] for row in rows)
    before = 0
    for number, (words, count, share, cumulative, codes) in enumerate(rows):
        y = top + _HEADING + number * pitch
        size = fit_line(words, "body", label - 2 * MM, _SIZES)
        baseline = y + pitch / 2 + CENTRE * size
        shapes.append(text_line(words, "body", size, left, baseline, room=label - 2 * MM))
        bar = Bounds(left + label, y + pitch * 0.18, max(room * count / most, 0.4 * MM), pitch * 0.64)
        shapes.append(Box(bar, _DARK if before < _ENOUGH else _LIGHT, _RULE))
        before = cumulative or 0
        said = _("{count}　{share}　累计 {cumulative}").format(
            count=number_text(count), share=rate_text(share), cumulative=rate_text(cumulative)
        )
        start, space = left + wide - figure + 1 * MM, figure - 1 * MM
        small = fit_line(said, "plain", space, _SIZES)
        shapes.append(text_line(said, "plain", small, start, baseline, align="right", room=space))
        target = ReasonTarget(figures.scope, "open", codes)
        shapes.append(target_lead(target, words, count).at(Bounds(left, y, wide, pitch)))
    end = top + _HEADING + len(rows) * pitch
    return [*shapes, Stroke(((left + label, top + _HEADING), (left + label, end)), _RULE)]


def trend(content: ReasonAnalysis, left: float, top: float, wide: float, bottom: float) -> list[Shape]:
    """A pair of bars per week: opened upwards, resolved downwards from the same line."""
    weeks = content.weeks
    shapes: list[Shape] = [
        text_line(_("近 {n} 周：新登记（上）与解决（下）").format(n=len(weeks)), "heading", 11, left, top + 4 * MM)
    ]
    bottom = min(bottom - 4 * MM, top + 110 * MM)
    highest, deepest = max((week.opened for week in weeks), default=0), max((w.resolved for w in weeks), default=0)
    room = bottom - top - _HEADING - 2 * _AXIS - 5 * MM
    unit = room / max(highest + deepest, 1)
    line = top + _HEADING + 5 * MM + highest * unit
    step = wide / max(len(weeks), 1)
    for number, week in enumerate(weeks):
        x = left + number * step
        up = Bounds(x + step * 0.2, line - week.opened * unit, step * 0.6, week.opened * unit)
        down = Bounds(x + step * 0.2, line + _AXIS, step * 0.6, week.resolved * unit)
        shapes += [Box(up, _DARK, _RULE)] if week.opened else []
        shapes += [Box(down, _LIGHT, _RULE)] if week.resolved else []
        shapes += _week_links(content, week, Bounds(x, top, step, line - top), line + _AXIS, bottom)
        for text, baseline in ((week.opened, up.top - 1 * MM), (week.resolved, down.bottom + 3.4 * MM)):
            if text:
                words = number_text(text)
                size = fit_line(words, "plain", step - 0.4 * MM, (8.0, 7.0, 6.0, 5.0))
                shapes.append(text_line(words, "plain", size, x, baseline, align="center", room=step))
        words = str(week.number)
        shapes.append(text_line(words, "plain", 8, x, line + _AXIS / 2 + CENTRE * 8, align="center", room=step))
    for y in (line, line + _AXIS):
        shapes.append(Stroke(((left, y), (left + wide, y)), _RULE))
    under = line + _AXIS + deepest * unit + 10 * MM
    shapes.append(text_line(_("横轴是周次"), "plain", 8, left, under, align="right", room=wide))
    return shapes


def _week_links(content: ReasonAnalysis, week: ReasonWeek, above: Bounds, low: float, bottom: float) -> list[Shape]:
    """Above the line whose reasons were opened in a week, below it whose were resolved."""
    made: list[Shape] = []
    below = Bounds(above.left, low, above.width, max(bottom - low, 8 * MM))
    since, until = week.monday.isoformat(), (week.monday + timedelta(days=6)).isoformat()
    told = ((_("新登记"), "opened", week.opened, above), (_("解决"), "resolved", week.resolved, below))
    for words, measure, count, place in told:
        if count:
            target = ReasonTarget(content.figures.scope, measure, since=since, until=until)
            said = _("{number} 周").format(number=week.number)
            made.append(target_lead(target, f"{said} {words} {number_text(count)}").at(place))
    return made


def _shown(figures: ReasonFigures) -> list[ReasonFigure]:
    return [row for row in figures.rows if row.code and row.count][:_MOST]
