"""The reasons analysis (未建原因分析) on paper: Pareto and trend on the first page, then what became of each reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from exports.leads import leads_of, target_lead
from exports.list_pages import BigFigure, ListPart, figure_strip, write_list
from exports.pdf.document import Printed
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH, TYPE_AREA, page_foot
from exports.pdf.shapes import MM, Align, Lead, Page, text_line
from exports.pdf.table import GROUND, Column, LaidRow, Style, Table, Words
from exports.pdf.text import fit_line
from exports.sheets.reason_charts import pareto, trend
from exports.wording import number_text, rate_text
from models.language import _
from models.progress import Progress
from models.queries.reason_analysis import ReasonAnalysis, ReasonCell, ReasonGroup
from models.queries.reason_figures import WEEKS, ReasonFigure, ReasonScope, ReasonTarget
from models.rules.rates import rate_tenths

_STYLE = Style(sizes=(9.5, 9.0, 8.5, 8.0), row=7.2 * MM, head=8.2 * MM, leading=1.22, above=0.6 * MM)
_CROSS = replace(_STYLE, row=6.5 * MM)
_SHOWN = 9  # reasons with a column of their own; the others are summed
_NAME = 34 * MM
_ENOUGH = 800  # tenths of a percent
_EVER = "9999-12-31"


def write_reasons(content: ReasonAnalysis, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the analysis as a PDF; FileProblem says why it could not be written."""
    table = _table()
    parts = [ListPart(_("每个原因后来怎样"), _line(content), tuple(_rows(table, content)), mark=_("每个原因后来怎样"))]
    for by, name, groups in (("area", _("属地"), content.areas), ("type", _("类型"), content.types)):
        parts += _crossed(by, name, groups, content)
    return write_list(
        path, content.head, table, parts, content=content, progress=progress, before=[first_page(content)]
    )


def first_page(content: ReasonAnalysis) -> Page:
    """Title, figures, Pareto and trend."""
    left, wide, top = TYPE_AREA.left, TYPE_AREA.width, TYPE_AREA.top
    title, line = _("未建会原因分析"), _line(content)
    size = fit_line(line, "plain", wide, (12.0, 11.0, 10.0, 9.0, 8.0))
    shapes = [
        text_line(title, "title", 20, left, top + 7 * MM, align="center", room=wide),
        text_line(line, "plain", size, left, top + 15 * MM, align="center", room=wide),
        *figure_strip(_figures(content), top + 19 * MM),
        *pareto(content.figures, left, top + 40 * MM, 128 * MM, TYPE_AREA.bottom),
        *trend(content, left + 140 * MM, top + 40 * MM, wide - 140 * MM, TYPE_AREA.bottom),
        *page_foot(content.head, 1),
    ]
    return Page(SHEET_WIDTH, SHEET_HEIGHT, tuple(shapes))


def _line(content: ReasonAnalysis) -> str:
    parts = [content.head.unit, content.head.campaign, content.head.filter_text]
    return "　·　".join(part for part in parts if part)


def _figures(content: ReasonAnalysis) -> tuple[BigFigure, ...]:
    rows = [row for row in content.figures.rows if row.code and row.count]
    known = sum(row.count for row in rows)
    few = next((n for n, row in enumerate(rows, 1) if (row.cumulative or 0) >= _ENOUGH), len(rows))
    most = ReasonTarget(content.figures.scope, "open", tuple(row.code for row in rows[:few]))
    whole = sum(row.count for row in rows[:few])
    opened, resolved = (sum(getattr(row, name) for row in content.figures.rows) for name in ("opened", "resolved"))
    return (
        _figure(content, _("未建会"), content.figures.total, "all"),
        _figure(content, _("填了主因"), known, "known"),
        _figure(content, _("没有填原因"), content.figures.total - known, "open", ("",)),
        BigFigure(
            _("占八成的原因"),
            _("{n} 个").format(n=few) if rows else "—",
            target_lead(most, f"{_('占八成的原因')} {number_text(whole)}") if whole else None,
        ),
        BigFigure(_("近 {n} 周新登记").format(n=WEEKS), number_text(opened), _moved(content, (), "opened", opened)),
        BigFigure(_("近 {n} 周解决").format(n=WEEKS), number_text(resolved), _moved(content, (), "resolved", resolved)),
    )


def _figure(content: ReasonAnalysis, words: str, count: int, measure: str, codes: tuple[str, ...] = ()) -> BigFigure:
    lead = target_lead(ReasonTarget(content.figures.scope, measure, codes), words, count)
    return BigFigure(words, number_text(count), lead if count else None)


def _moved(content: ReasonAnalysis, codes: tuple[str, ...], measure: str, times: int) -> Lead | None:
    """Whose reasons moved in the last weeks; how often is printed, and somebody may be there twice."""
    day = content.head.as_of.date()
    words = (_("近 {n} 周新登记") if measure == "opened" else _("近 {n} 周解决")).format(n=WEEKS)
    since = (day - timedelta(weeks=WEEKS)).isoformat()
    target = ReasonTarget(content.figures.scope, measure, codes, since=since, until=_EVER)
    return target_lead(target, f"{words} {number_text(times)}") if times else None


def _leads(content: ReasonAnalysis, row: ReasonFigure) -> dict[int, Lead]:
    """The numbers of a reason's row."""
    scope, codes = content.figures.scope, (row.code,)
    said: list[tuple[int, Lead | None]] = [
        (column, target_lead(ReasonTarget(scope, measure, codes), f"{row.words} {words}", count) if count else None)
        for column, measure, words, count in (
            (1, "open", _("未建会"), row.count),
            (6, "ever", _("曾有"), row.ever),
            (7, "built", _("已建"), row.built),
        )
    ]
    said += [(4, _moved(content, codes, "opened", row.opened)), (5, _moved(content, codes, "resolved", row.resolved))]
    return leads_of(said)


def _table() -> Table:
    return Table(
        [
            Column(_("原因"), 77 * MM),
            Column(_("未建会"), 18 * MM, "right", 1),
            Column(_("占比"), 20 * MM, "right", 1),
            Column(_("累计"), 20 * MM, "right", 1),
            Column(_("近四周新登"), 21 * MM, "right", 1),
            Column(_("近四周解决"), 21 * MM, "right", 1),
            Column(_("曾有"), 16 * MM, "right", 1),
            Column(_("已建"), 16 * MM, "right", 1),
            Column(_("转化率"), 16 * MM, "right", 1),
        ],
        _CROSS,
    )


def _rows(table: Table, content: ReasonAnalysis) -> Iterator[LaidRow]:
    rows = content.figures.rows
    for row in rows:
        cells = [(Words(text, "body" if place == 0 else "plain"),) for place, text in enumerate(_cells(row))]
        yield table.row(cells, leads=_leads(content, row))
    if not rows:
        yield table.heading(_("没有未建会的单位。"))
        return
    opened, resolved = sum(row.opened for row in rows), sum(row.resolved for row in rows)
    every = ReasonTarget(content.figures.scope, "all")
    leads: list[tuple[int, Lead | None]] = [(1, target_lead(every, _("未建会"), content.figures.total))]
    leads += [(3, _moved(content, (), "opened", opened)), (4, _moved(content, (), "resolved", resolved))]
    yield table.total(
        [
            (_("合计"), 1, "center"),
            (number_text(content.figures.total), 1, "right"),
            ("", 2, "right"),
            (number_text(opened), 1, "right"),
            (number_text(resolved), 1, "right"),
            ("", 3, "right"),
        ],
        leads_of(leads),
    )
    yield table.remark(
        _("占比＝以它为主因的家数 ÷ 填了主因的家数。转化率＝已建 ÷ 曾有：曾经登记过这个原因的单位里，现在已建会的。")
    )


def _cells(row: ReasonFigure) -> list[str]:
    if not row.code:
        return [row.words, number_text(row.count), "—", "—", "—", "—", "—", "—", "—"]
    numbers = [number_text(each) for each in (row.opened, row.resolved, row.ever, row.built)]
    shares = [rate_text(row.share), rate_text(row.cumulative)]
    return [row.words, number_text(row.count), *shares, *numbers, rate_text(row.rate)]


def _crossed(by: str, name: str, groups: Sequence[ReasonGroup], content: ReasonAnalysis) -> list[ListPart]:
    """Two tables: how many wait for each reason in each group, and how many of those that had it were unionized."""
    if not groups:
        return []
    rows = [row for row in content.figures.rows if row.code]
    shown = rows[:_SHOWN]
    waiting = _cross_table(name, shown, more=len(rows) > _SHOWN, none=True)
    became = _cross_table(name, shown, more=len(rows) > _SHOWN, none=False)
    titles = (_("未建会原因　按{name}").format(name=name), _("原因的转化　按{name}").format(name=name))
    became_line = _("每格：已建会 / 曾登记这个原因；一家可能登记过几个原因，合计按家次。")
    cross = _Cross(content.figures.scope, by, tuple(row.code for row in rows), tuple(row.words for row in shown))
    return [
        ListPart(titles[0], _line(content), tuple(_open_rows(waiting, groups, cross)), (), waiting, titles[0]),
        ListPart(titles[1], became_line, tuple(_became_rows(became, groups, cross)), (), became, titles[1]),
    ]


@dataclass(frozen=True, slots=True)
class _Cross:
    """A table of groups by reasons: `codes` of all reasons, `words` of those with a column of their own."""

    scope: ReasonScope
    by: str
    codes: tuple[str, ...]
    words: tuple[str, ...]

    def leads(self, measure: str, group: ReasonGroup | None, counts: Sequence[int | None]) -> dict[int, Lead]:
        """Of a row (None: of the totals), or of its beginning; columns begin with that of the first reason."""
        key, name = (group.key, group.name) if group is not None else (None, _("合计"))
        by = self.by if group is not None else ""
        said: list[tuple[tuple[str, ...], str]]
        said = [((code,), words) for code, words in zip(self.codes, self.words, strict=False)]
        rest = self.codes[len(self.words) :]
        said += [(rest, _("其他"))] if rest else []
        return {
            column: Lead(ReasonTarget(self.scope, measure, codes, by, key), f"{name} {words}", count)
            for column, ((codes, words), count) in enumerate(zip(said, counts, strict=False), start=1)
            if count != 0
        }

    def whole(self, measure: str, codes: tuple[str, ...], group: ReasonGroup | None, words: str, count: int) -> Lead:
        """A number of a row that is of no single reason."""
        key, by = (group.key, self.by) if group is not None else (None, "")
        return target_lead(ReasonTarget(self.scope, measure, codes, by, key), words, count)


def _cross_table(name: str, shown: Sequence[ReasonFigure], *, more: bool, none: bool) -> Table:
    titles = [row.words for row in shown] + ([_("其他")] if more else [])
    titles += [_("没有填")] if none else []
    last = [_("合计")] if none else [_("合计"), _("转化率")]
    wide = (TYPE_AREA.width - _NAME) / max(len(titles) + len(last), 1)
    columns = [Column(name, _NAME, lines=2, repeated=True)]
    columns += [Column(title, wide, "right", 1) for title in (*titles, *last)]
    return _WithTallHead(columns, _CROSS)


class _WithTallHead(Table):
    """A table whose titles may take three lines."""

    def head(self) -> LaidRow:
        """The row of column titles, set small."""
        cells = [(Words(column.title, "heading", lines=4),) for column in self.columns]
        middle: list[Align] = ["center"] * len(cells)
        return self._measured(cells, [1] * len(cells), middle, self.style.head, GROUND)


def _merged(cells: Sequence[ReasonCell], shown: int) -> list[ReasonCell]:
    """The cells that have a column, and the sum of the others where there are any."""
    rest = cells[shown:]
    more = ReasonCell(*(sum(getattr(cell, name) for cell in rest) for name in ("open", "ever", "built")))
    return [*cells[:shown], *([more] if rest else [])]


def _open_rows(table: Table, groups: Sequence[ReasonGroup], cross: _Cross) -> Iterator[LaidRow]:
    sums: list[int] = []
    for group in groups:
        numbers = [cell.open for cell in _merged(group.cells, len(cross.words))] + [group.none]
        numbers.append(sum(numbers))
        sums = [sum(pair) for pair in zip(sums, numbers, strict=True)] if sums else numbers
        if numbers[-1]:
            words = [Words(number_text(number) if number else "", "plain") for number in numbers]
            yield table.row([(Words(group.name),), *((word,) for word in words)], leads=_opens(cross, group, numbers))
    total: list[tuple[str, int, Align]] = [(_("合计"), 1, "left")]
    total += [(number_text(number), 1, "right") for number in sums]
    yield table.total(total, _opens(cross, None, sums))


def _opens(cross: _Cross, group: ReasonGroup | None, numbers: Sequence[int]) -> dict[int, Lead]:
    """Of a row of numbers: the reasons', that of those without any, the sum."""
    leads = cross.leads("open", group, numbers[:-2])
    name = group.name if group is not None else _("合计")
    none, every = numbers[-2:]
    leads |= {len(numbers) - 1: cross.whole("open", ("",), group, f"{name} {_('没有填')}", none)} if none else {}
    return leads | {len(numbers): cross.whole("all", (), group, name, every)}


def _became_rows(table: Table, groups: Sequence[ReasonGroup], cross: _Cross) -> Iterator[LaidRow]:
    sums: list[tuple[int, int]] = []
    for group in groups:
        pairs = [(cell.built, cell.ever) for cell in _merged(group.cells, len(cross.words))]
        sums = [(a + c, b + d) for (a, b), (c, d) in zip(sums, pairs, strict=True)] if sums else pairs
        if any(ever for _built, ever in pairs):
            cells = [(Words(group.name),), *((Words(text, "plain"),) for text in _became(pairs))]
            yield table.row(cells, leads=_evers(cross, group, pairs))
    total: list[tuple[str, int, Align]] = [(_("合计"), 1, "left")]
    total += [(text, 1, "right") for text in _became(sums)]
    yield table.total(total, _evers(cross, None, sums))


def _evers(cross: _Cross, group: ReasonGroup | None, pairs: Sequence[tuple[int, int]]) -> dict[int, Lead]:
    """Who ever had a reason; together they are counted once for each, so that no number of organizations is said."""
    counts: list[int | None] = [ever for _built, ever in pairs]
    if len(pairs) > len(cross.words):
        counts[-1] = None if counts[-1] else 0
    return cross.leads("ever", group, counts)


def _became(pairs: Sequence[tuple[int, int]]) -> list[str]:
    built, ever = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    texts = [f"{one:,}/{all_:,}" if all_ else "" for one, all_ in pairs]
    return [*texts, f"{built:,}/{ever:,}" if ever else "—", rate_text(rate_tenths(built, ever))]
