"""The reasons analysis (未建原因分析) on paper: Pareto and trend on the first page, then what became of each reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from exports.list_pages import ListPart, figure_strip, write_list
from exports.pdf.document import Printed
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH, TYPE_AREA, page_foot
from exports.pdf.shapes import MM, Align, Page, text_line
from exports.pdf.table import GROUND, Column, LaidRow, Style, Table, Words
from exports.pdf.text import fit_line
from exports.sheets.reason_charts import pareto, trend
from exports.wording import number_text, rate_text
from models.language import _
from models.progress import Progress
from models.queries.reason_analysis import ReasonAnalysis, ReasonCell, ReasonGroup
from models.queries.reason_figures import WEEKS, ReasonFigure
from models.rules.rates import rate_tenths

_STYLE = Style(sizes=(9.5, 9.0, 8.5, 8.0), row=7.2 * MM, head=8.2 * MM, leading=1.22, above=0.6 * MM)
_CROSS = replace(_STYLE, row=6.5 * MM)
_SHOWN = 9  # reasons with a column of their own; the others are summed
_NAME = 34 * MM
_ENOUGH = 800  # tenths of a percent


def write_reasons(content: ReasonAnalysis, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the analysis as a PDF; FileProblem says why it could not be written."""
    table = _table()
    parts = [ListPart(_("每个原因后来怎样"), _line(content), tuple(_rows(table, content)), mark=_("每个原因后来怎样"))]
    for name, groups in ((_("属地"), content.areas), (_("类型"), content.types)):
        parts += _crossed(name, groups, content)
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
        *trend(content.weeks, left + 140 * MM, top + 40 * MM, wide - 140 * MM, TYPE_AREA.bottom),
        *page_foot(content.head, 1),
    ]
    return Page(SHEET_WIDTH, SHEET_HEIGHT, tuple(shapes))


def _line(content: ReasonAnalysis) -> str:
    parts = [content.head.unit, content.head.campaign, content.head.filter_text]
    return "　·　".join(part for part in parts if part)


def _figures(content: ReasonAnalysis) -> tuple[tuple[str, str], ...]:
    rows = [row for row in content.figures.rows if row.code and row.count]
    known = sum(row.count for row in rows)
    few = next((n for n, row in enumerate(rows, 1) if (row.cumulative or 0) >= _ENOUGH), len(rows))
    return (
        (_("未建会"), number_text(content.figures.total)),
        (_("填了主因"), number_text(known)),
        (_("没有填原因"), number_text(content.figures.total - known)),
        (_("占八成的原因"), _("{n} 个").format(n=few) if rows else "—"),
        (
            _("近 {n} 周新登记").format(n=WEEKS),
            number_text(sum(row.opened for row in content.figures.rows)),
        ),
        (_("近 {n} 周解决").format(n=WEEKS), number_text(sum(row.resolved for row in content.figures.rows))),
    )


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
        yield table.row([(Words(text, "body" if place == 0 else "plain"),) for place, text in enumerate(_cells(row))])
    if not rows:
        yield table.heading(_("没有未建会的单位。"))
        return
    opened, resolved = sum(row.opened for row in rows), sum(row.resolved for row in rows)
    yield table.total(
        [
            (_("合计"), 1, "center"),
            (number_text(content.figures.total), 1, "right"),
            ("", 2, "right"),
            (number_text(opened), 1, "right"),
            (number_text(resolved), 1, "right"),
            ("", 3, "right"),
        ]
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


def _crossed(name: str, groups: Sequence[ReasonGroup], content: ReasonAnalysis) -> list[ListPart]:
    """Two tables: how many wait for each reason in each group, and how many of those that had it were unionized."""
    if not groups:
        return []
    rows = [row for row in content.figures.rows if row.code]
    shown = rows[:_SHOWN]
    waiting = _cross_table(name, shown, more=len(rows) > _SHOWN, none=True)
    became = _cross_table(name, shown, more=len(rows) > _SHOWN, none=False)
    titles = (_("未建会原因　按{name}").format(name=name), _("原因的转化　按{name}").format(name=name))
    became_line = _("每格：已建会 / 曾登记这个原因；一家可能登记过几个原因，合计按家次。")
    return [
        ListPart(titles[0], _line(content), tuple(_open_rows(waiting, groups, len(shown))), (), waiting, titles[0]),
        ListPart(titles[1], became_line, tuple(_became_rows(became, groups, len(shown))), (), became, titles[1]),
    ]


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


def _open_rows(table: Table, groups: Sequence[ReasonGroup], shown: int) -> Iterator[LaidRow]:
    sums: list[int] = []
    for group in groups:
        numbers = [cell.open for cell in _merged(group.cells, shown)] + [group.none]
        numbers.append(sum(numbers))
        sums = [sum(pair) for pair in zip(sums, numbers, strict=True)] if sums else numbers
        if numbers[-1]:
            words = [Words(number_text(number) if number else "", "plain") for number in numbers]
            yield table.row([(Words(group.name),), *((word,) for word in words)])
    yield table.total([(_("合计"), 1, "left"), *((number_text(number), 1, "right") for number in sums)])


def _became_rows(table: Table, groups: Sequence[ReasonGroup], shown: int) -> Iterator[LaidRow]:
    sums: list[tuple[int, int]] = []
    for group in groups:
        pairs = [(cell.built, cell.ever) for cell in _merged(group.cells, shown)]
        sums = [(a + c, b + d) for (a, b), (c, d) in zip(sums, pairs, strict=True)] if sums else pairs
        if any(ever for _built, ever in pairs):
            yield table.row([(Words(group.name),), *((Words(text, "plain"),) for text in _became(pairs))])
    yield table.total([(_("合计"), 1, "left"), *((text, 1, "right") for text in _became(sums))])


def _became(pairs: Sequence[tuple[int, int]]) -> list[str]:
    built, ever = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    texts = [f"{one:,}/{all_:,}" if all_ else "" for one, all_ in pairs]
    return [*texts, f"{built:,}/{ever:,}" if ever else "—", rate_text(rate_tenths(built, ever))]
