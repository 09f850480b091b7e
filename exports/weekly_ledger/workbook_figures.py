"""The sheet of figures: sums, rates and gaps are formulas, so that a spreadsheet recomputes what the paper says."""

from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell  # type: ignore[import-untyped]  # it carries no types

from exports.wording import main_target
from exports.workbooks import Book, SheetColumn
from models.language import _
from models.queries.report_content import Figures, WeeklyLedger

_NAME, _KEY, _ELIGIBLE, _BUILT, _RATE, _BEFORE, _CHANGE, _UNDECIDED, _EXCLUDED, _MISSING, _OPEN, _STAFF = range(12)
_GROUP = 1  # the column of the list that names the street


@dataclass(frozen=True, slots=True)
class Listed:
    """The sheet of organizations that the counts are taken from: its name, and its column of staff."""

    name: str
    staff: int


def add_figures(book: Book, content: WeeklyLedger, listed: Listed, title: str) -> None:
    """A row for every street, for 待核 and 街道未定, and their sums."""
    target = main_target(content.targets)
    percent = target.percent if target else None
    sheet = _Figures(
        book.add_table(_("分街道进度"), _columns(content, percent), (), title=title), book, percent, listed
    )
    since = content.since
    sections = (*content.main, content.unverified, content.no_street)
    rows: list[tuple[str, Figures | None, Figures | None]] = [
        (street.name, street.figures, since.street(street.code) if since else None) for street in content.streets
    ]
    known = {name for name, _now, _before in rows}
    rows += [(section.title, None, None) for section in sections if section.title not in known]
    for row, (name, figures, before) in enumerate(rows, start=1):
        mine = [section for section in sections if section.title == name]
        sheet.name(row, name)
        if figures is not None:
            sheet.figures(row, figures)
            sheet.rates(row, figures, before)
        sheet.counts(row, sum(len(section.rows) for section in mine), sum(section.staff for section in mine))
    last = len(rows) + 1
    sheet.begin_sums(last)
    sheet.name(last, _("合计"))
    sheet.sums(last, content.total, sum(len(s.rows) for s in sections), sum(s.staff for s in sections))
    sheet.rates(last, content.total, since.total if since else None)
    if since is None:
        sheet.hide_comparison()
    book.rows[-1] = last + 1


def _columns(content: WeeklyLedger, percent: int | None) -> list[SheetColumn]:
    earlier = content.since.week if content.since else _("上次")
    numbers = [
        (_("重点对象"), 10.0),
        (_("应建"), 10.0),
        (_("已建"), 10.0),
        (_("建会率"), 10.0),
        (_("{week} 建会率").format(week=earlier), 17.0),
        (_("变化（百分点）"), 15.0),
        (_("未认定"), 10.0),
        (_("暂不具备"), 10.0),
        (_("距 {percent}% 缺口").format(percent=percent) if percent else _("缺口"), 13.0),
        (_("未建会（表内）"), 15.0),
        (_("职工（表内）"), 13.0),
    ]
    return [SheetColumn(_("街道（镇）"), 26.0), *(SheetColumn(text, width, "number") for text, width in numbers)]


class _Figures:
    """The sheet, cell by cell: rows from top to bottom, each formula with the value that it has."""

    def __init__(self, sheet: Any, book: Book, percent: int | None, listed: Listed) -> None:
        self._sheet, self._percent, self._listed = sheet, percent, listed
        self._text, self._number = book.formats["text"], book.formats["number"]
        rate = {"font_name": "宋体", "font_size": 11, "num_format": "0.0%", "align": "right", "valign": "vcenter"}
        self._rate = book.book.add_format(rate)
        self._sum, self._sum_rate = book.formats["sum"], book.formats["sum_rate"]

    def begin_sums(self, row: int) -> None:
        """What is written from here on are sums, and looks so, empty cells too."""
        self._text = self._number = self._sum
        self._rate = self._sum_rate
        for column in range(_STAFF + 1):
            self._sheet.write_blank(row, column, None, self._sum)

    def hide_comparison(self) -> None:
        """Without an earlier print there is nothing to compare with."""
        self._sheet.set_column(_BEFORE, _CHANGE, None, None, {"hidden": True})

    def name(self, row: int, name: str) -> None:
        """Whose figures they are."""
        self._sheet.write_string(row, _NAME, name, self._text)

    def figures(self, row: int, figures: Figures) -> None:
        """What was counted."""
        for column, value in _counted(figures).items():
            self._sheet.write_number(row, column, value, self._number)

    def rates(self, row: int, now: Figures, before: Figures | None) -> None:
        """The rate, half rounded up in whole numbers like every rate of the program, its change and the gap."""
        built, eligible, rate = (xl_rowcol_to_cell(row, column) for column in (_BUILT, _ELIGIBLE, _RATE))
        formula = f'=IF({eligible}=0,"—",INT((2000*{built}+{eligible})/(2*{eligible}))/1000)'
        self._formula(row, _RATE, formula, "—" if now.rate is None else now.rate / 1000, self._rate)
        if before is not None:
            self._change(row, rate, now, before)
        if self._percent is not None:
            missing = f"MAX(0,ROUNDUP({eligible}*{self._percent}/100,0)-{built})"
            value = now.missing(self._percent) if now.eligible else "—"
            self._formula(row, _MISSING, f'=IF({eligible}=0,"—",{missing})', value)

    def _change(self, row: int, rate: str, now: Figures, before: Figures) -> None:
        earlier = xl_rowcol_to_cell(row, _BEFORE)
        if before.rate is not None:
            self._sheet.write_number(row, _BEFORE, before.rate / 1000, self._rate)
        formula = f'=IF(AND(ISNUMBER({rate}),ISNUMBER({earlier})),ROUND(({rate}-{earlier})*100,1),"—")'
        known = now.rate is not None and before.rate is not None
        self._formula(row, _CHANGE, formula, ((now.rate or 0) - (before.rate or 0)) / 10 if known else "—")

    def counts(self, row: int, organizations: int, staff: int) -> None:
        """How many the list has under this name, and their staff."""
        name = xl_rowcol_to_cell(row, _NAME)
        groups, people = self._column(_GROUP), self._column(self._listed.staff)
        self._formula(row, _OPEN, f"=COUNTIF({groups},{name})", organizations)
        self._formula(row, _STAFF, f"=SUMIF({groups},{name},{people})", staff)

    def sums(self, row: int, total: Figures, organizations: int, staff: int) -> None:
        """The sums of the rows above."""
        for column, value in (_counted(total) | {_OPEN: organizations, _STAFF: staff}).items():
            span = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(row - 1, column)}"
            self._formula(row, column, f"=SUM({span})", value)

    def _column(self, number: int) -> str:
        letters = xl_col_to_name(number)
        return f"'{self._listed.name}'!${letters}:${letters}"

    def _formula(self, row: int, column: int, formula: str, value: object, how: Any = None) -> None:
        self._sheet.write_formula(row, column, formula, how or self._number, value)


def _counted(figures: Figures) -> dict[int, int]:
    return {
        _KEY: figures.key,
        _ELIGIBLE: figures.eligible,
        _BUILT: figures.built,
        _UNDECIDED: figures.undecided,
        _EXCLUDED: figures.not_eligible,
    }
