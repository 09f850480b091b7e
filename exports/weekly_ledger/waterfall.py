"""Why a rate moved, drawn: from the earlier rate, a bar for every reason, to the present one."""

from exports.leads import figure_lead
from exports.pdf.shapes import INK, MM, Bounds, Box, Hatching, Lead, Link, Pen, Shape, Stroke, text_line
from exports.pdf.text import boxed
from exports.weekly_ledger.wording import earlier_week_text, move_label, move_lead
from exports.wording import number_text, points_text, rate_text, week_number
from models.language import _
from models.queries.print_lists import FrozenTarget
from models.queries.report_content import Figures, RateStep, SinceLast, WeeklyLedger

_WIDEST = 38 * MM
_BAR = 0.56  # of a column
_WORDS = 13 * MM  # below the axis
_ABOVE = 7 * MM  # for the number over the highest bar
_SIZE = 9.0
_SMALLEST_PADDING = 10  # tenths of a percent
_GRID, _FINE_GRID = 50, 10  # of the axis; the fine one where little moved
_END = "#D9D9D9"
_EDGE = Pen(INK, 0.25 * MM)
_LINK = Pen(INK, 0.15 * MM, (1.5, 1.5))


def waterfall(content: WeeklyLedger, place: Bounds) -> list[Shape]:
    """The chart in `place`; nothing where one of the two rates does not exist, or nothing is compared."""
    since = content.since
    if since is None or since.total.rate is None or content.total.rate is None:
        return []
    steps = since.steps()
    chart = _Chart(place, len(steps) + 2, _levels(since, content.total, steps))
    shapes = chart.axis()
    earlier = _("{week}建会率").format(week=earlier_week_text(since))
    shapes += chart.end(0, since.total, earlier)
    if since.total.eligible:
        words = f"{earlier} {rate_text(since.total.rate)}"
        shapes.append(chart.link(0, Lead(FrozenTarget(since.report, "eligible"), words, since.total.eligible)))
    for number, step in enumerate(steps, start=1):
        shapes += chart.step(number, step)
        lead = move_lead(step.move)
        shapes += [chart.link(number, lead)] if lead is not None else []
    last = _("第 {week} 周建会率").format(week=week_number(content.head))
    shapes += chart.end(len(steps) + 1, content.total, last)
    lead = figure_lead("eligible", f"{last} {rate_text(content.total.rate)}", content.total)
    return [*shapes, chart.link(len(steps) + 1, lead)]


def _levels(since: SinceLast, total: Figures, steps: tuple[RateStep, ...]) -> tuple[int, int]:
    """Lowest and highest rate of the axis, tenths of a percent, on its grid."""
    rates = [
        since.total.rate or 0,
        total.rate or 0,
        *(rate or 0 for step in steps for rate in (step.before, step.after)),
    ]
    grid = _GRID if max(rates) - min(rates) >= _GRID else _FINE_GRID
    padding = max(_SMALLEST_PADDING, (max(rates) - min(rates)) // 2)
    low = max(min(0, *rates), (min(rates) - padding) // grid * grid)
    high = min(max(1000, *rates), -(-(max(rates) + padding) // grid) * grid)
    return low, max(high, low + grid)


class _Chart:
    """The columns of the chart and its scale."""

    def __init__(self, place: Bounds, columns: int, levels: tuple[int, int]) -> None:
        self._place, self._low, self._high = place, *levels
        self._width = min(place.width / columns, _WIDEST)
        self._floor = place.bottom - _WORDS
        self._height = place.height - _WORDS - _ABOVE
        self._all = self._width * columns

    def axis(self) -> list[Shape]:
        """The line that the bars stand on; it says where it does not begin at nought."""
        left, floor = self._place.left, self._floor
        shapes: list[Shape] = [Stroke(((left, floor), (left + self._all, floor)), _EDGE)]
        if self._low:
            text = _("纵轴从 {rate} 起").format(rate=rate_text(self._low))
            size = 8.0
            shapes.append(
                text_line(text, "plain", size, left, self._place.top + size, room=self._place.width, align="right")
            )
        return shapes

    def link(self, column: int, lead: Lead) -> Link:
        """The whole column with its words leads there."""
        left, top = self._place.left + column * self._width, self._place.top
        return lead.at(Bounds(left, top, self._width, self._place.height))

    def end(self, column: int, total: Figures, words: str) -> list[Shape]:
        """A bar that stands on the axis: a rate as it was or is."""
        rate = total.rate or 0
        bar = self._bar(column, self._low, rate)
        built = _("{built} / {eligible} 家").format(
            built=number_text(total.built), eligible=number_text(total.eligible)
        )
        shapes: list[Shape] = [Box(bar, _END, _EDGE), *self._over(column, rate_text(rate), bar.top)]
        return shapes + self._below(column, words, built)

    def step(self, column: int, step: RateStep) -> list[Shape]:
        """A bar from the rate before to the rate after; hatched where it grew, solid where it fell."""
        before, after = step.before or 0, step.after or 0
        bar = self._bar(column, min(before, after), max(before, after))
        shapes: list[Shape] = []
        if after > before:
            shapes.append(Hatching(bar, "diagonal", INK, 0.5))
        shapes.append(Box(bar, INK if after < before else None, _EDGE))
        change = None if step.before is None or step.after is None else after - before
        shapes += self._over(column, points_text(change), bar.top)
        count = _("{count} 家").format(count=number_text(step.move.count))
        shapes += self._below(column, move_label(step.move), count)
        start = self._place.left + column * self._width
        level, reach = self._level(before), self._width * (1 - _BAR) / 2
        return [*shapes, Stroke(((start - reach, level), (start + reach, level)), _LINK)]

    def _level(self, rate: int) -> float:
        return self._floor - self._height * (rate - self._low) / (self._high - self._low)

    def _bar(self, column: int, low: int, high: int) -> Bounds:
        left = self._place.left + (column + (1 - _BAR) / 2) * self._width
        top = self._level(high)
        return Bounds(left, top, self._width * _BAR, max(self._level(low) - top, 0.5))

    def _over(self, column: int, text: str, top: float) -> list[Shape]:
        left = self._place.left + column * self._width
        return [*boxed(text, "heading", Bounds(left, top - 5 * MM, self._width, 4.4 * MM), _SIZE, align="center")]

    def _below(self, column: int, words: str, count: str) -> list[Shape]:
        left, wide = self._place.left + column * self._width + 0.5 * MM, self._width - MM
        room = Bounds(left, self._floor + MM, wide, 7.4 * MM)
        lower = Bounds(left, self._floor + 8.6 * MM, wide, 4 * MM)
        return [
            *boxed(words, "plain", room, _SIZE, align="center", lines=2),
            *boxed(count, "plain", lower, _SIZE, align="center"),
        ]
