"""The weekly ledger as a workbook and an editable text: the paper's figures, recomputed from what is written."""

import math
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from exports.weekly_ledger import write_weekly_ledger
from exports.weekly_ledger.covering import write_covering_text
from exports.weekly_ledger.workbook import write_weekly_workbook
from models.demo.make import make_demo
from models.edits.eligibility import decide_eligibility
from models.edits.freezing import freeze_week
from models.inputs.forms import EligibilityInput
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS
from models.queries.frozen_weeks import frozen_print
from models.queries.report_content import WeeklyLedger
from models.queries.report_head import week_named
from models.queries.week_prints import to_keep, weekly_print
from models.rules.rates import rate_tenths, rate_text
from tests.exports.content import RARE, compared, moves, weekly_ledger
from tests.exports.libreoffice import XLSX, converted

FIGURES, LISTED, CLOSED, NOTE = "分街道进度", "未建会台账", "本周销号", "说明"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with make_demo(tmp_path / "示例.jhtz", organizations=200, seed=7, today=date(2026, 11, 27)) as made:
        yield made


def compared_ledger(ledger: Ledger) -> WeeklyLedger:
    """A ledger in which much was decided since a frozen week."""
    before = weekly_print(ledger, week=week_named("2026-W47"), key_only=True)
    freeze_week(ledger, frozen_print(ledger, "weekly", before, key_only=True))
    for organization in range(1, 60):
        decision = ("yes", "no", "unknown")[organization % 3]
        entry = EligibilityInput(decision=decision, decided_on=date(2026, 11, 20), ground="试", until=date(2027, 11, 1))
        decide_eligibility(ledger, [organization], entry)
    return weekly_print(ledger, key_only=True, with_sheet=True)


class Sheets:
    """Recomputes the few functions that the workbook uses, from its formulas and plain cells alone."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)

    def value(self, sheet: str, cell: str) -> Any:
        found = self.book[sheet][cell].value
        return self._run(sheet, found[1:]) if isinstance(found, str) and found.startswith("=") else found

    def _run(self, sheet: str, formula: str) -> Any:
        code = re.sub(
            r"(?:'([^']+)'!)?\$?([A-Z]+)\$?(\d*)(?::\$?([A-Z]+)\$?(\d*))?(?![\w(])",
            lambda found: self._reference(sheet, found),
            formula,
        )
        code = re.sub(r"(?<![<>=])=(?!=)", "==", code).replace("IF(", "IF_(").replace("COUNTIF_(", "COUNTIF(")
        names = {name: getattr(self, f"_{name.lower()}") for name in _FUNCTIONS}
        code = code.replace("SUMIF_(", "SUMIF(")
        try:
            return eval(code, {"__builtins__": {}}, names | {"IF_": self._if})  # noqa: S307 - our own formulas
        except ZeroDivisionError:  # a sheet does not look at the branch that it does not take
            found = re.match(r'IF_\(0==0,"([^"]*)"', code)
            assert found is not None
            return found[1]

    def _reference(self, sheet: str, found: re.Match[str]) -> str:
        other, first, row, last, end = found.groups()
        name = other or sheet
        if last is None:
            return repr(self.value(name, f"{first}{row}"))
        columns = range(column_index_from_string(first), column_index_from_string(last) + 1)
        rows = range(int(row or 1), int(end or self.book[name].max_row) + 1)
        sheet_ = self.book[name]
        places = [sheet_.cell(row, column) for column in columns for row in rows if _is_free(sheet_, row)]
        return repr([self.value(name, place.coordinate) for place in places])

    def _if(self, condition: bool, yes: Any, no: Any) -> Any:  # noqa: FBT001 - as in a sheet
        return yes if condition else no

    def _int(self, value: float) -> int:
        return math.floor(value)

    def _sum(self, values: list[Any]) -> float:
        return sum(value for value in values if isinstance(value, int | float))

    def _countif(self, values: list[Any], wanted: Any) -> int:
        return values.count(wanted)

    def _sumif(self, names: list[Any], wanted: Any, values: list[Any]) -> float:
        return sum(value or 0 for name, value in zip(names, values, strict=True) if name == wanted)

    def _max(self, *values: float) -> float:
        return max(values)

    def _roundup(self, value: float, _digits: int) -> int:
        return math.ceil(value)

    def _round(self, value: float, digits: int) -> float:
        return round(value + 1e-9, digits)

    def _and(self, *values: bool) -> bool:
        return all(values)

    def _isnumber(self, value: Any) -> bool:
        return isinstance(value, int | float)

    def _subtotal(self, how: int, values: list[Any]) -> float:
        return self._sum(values) if how == 109 else sum(value is not None for value in values)


_FUNCTIONS = ("INT", "SUM", "COUNTIF", "SUMIF", "MAX", "ROUNDUP", "ROUND", "AND", "ISNUMBER", "SUBTOTAL")


def _is_free(sheet: Worksheet, row: int) -> bool:
    """Not the row of totals, which would count itself."""
    return sheet.cell(row, 2).value != "合计（随筛选变）"


def _rate(text: Any) -> int | None:
    return None if text == "—" else round(text * 1000)


@pytest.mark.parametrize("which", ["ledger", "made up", "empty"])
def test_every_formula_has_the_value_that_the_paper_says(which: str, ledger: Ledger, tmp_path: Path) -> None:
    content = {
        "ledger": lambda: compared_ledger(ledger),
        "made up": lambda: compared(weekly_ledger((30, 9, 1), names=(f"启{RARE}",)), moves()),
        "empty": lambda: weekly_ledger(()),
    }[which]()
    path = tmp_path / "周.xlsx"
    write_weekly_workbook(content, path)
    sheets, shown = Sheets(path), openpyxl.load_workbook(path, data_only=True)
    formulas = 0
    for sheet in sheets.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    formulas += 1
                    assert sheets.value(sheet.title, cell.coordinate) == shown[sheet.title][cell.coordinate].value
    assert formulas >= 8
    figures = shown[FIGURES]
    last = figures.max_row
    assert figures.cell(last, 1).value == "合计"
    total = [figures.cell(last, column).value for column in range(2, 5)]
    assert total == [content.total.key, content.total.eligible, content.total.built]
    assert _rate(figures.cell(last, 5).value) == content.total.rate
    assert all(figures.cell(last, column).font.bold for column in range(1, 13))
    assert not figures.cell(last - 1, 1).font.bold
    hidden = [figures.column_dimensions[letter].hidden for letter in "FG"]  # an earlier rate and its change
    assert hidden[0] is (content.since is None)


def test_every_column_is_there_and_codes_are_text(ledger: Ledger, tmp_path: Path) -> None:
    content = weekly_print(ledger, with_sheet=True)
    path = tmp_path / "周.xlsx"
    write_weekly_workbook(content, path)
    book = openpyxl.load_workbook(path)
    listed = book[LISTED]
    headings = [cell.value for cell in listed[1]]
    assert headings == ["标记", "分组", "序号", "两处填报不一致", *(column.heading for column in LEDGER_COLUMNS)]
    assert listed.freeze_panes == "G2"
    rows = [section.rows for section in (*content.main, content.unverified, content.no_street)]
    names = [row.name for part in rows for row in part]
    place, code = headings.index("单位名称") + 1, headings.index("统一社会信用代码") + 1
    assert [listed.cell(row, place).value for row in range(2, len(names) + 2)] == names
    for row in range(2, len(names) + 2):
        assert listed.cell(row, code).data_type == "s" or listed.cell(row, code).value is None
        assert listed.cell(row, headings.index("电话") + 1).value is None
    assert [cell.value for cell in book[CLOSED]["B"]][1 : len(content.closed.rows) + 1] == ["本周销号"] * len(
        content.closed.rows
    )
    assert content.head.report_id in "".join(str(row[0]) for row in book[NOTE].iter_rows(values_only=True))


def test_what_is_kept_has_no_people_of_organizations(ledger: Ledger) -> None:
    content = weekly_print(ledger, with_sheet=True)
    kept = to_keep(content)
    names = [column.name for column in LEDGER_COLUMNS]
    people = {name: names.index(name) for name in ("head", "contact", "contact_title", "phone", "union_chair")}
    assert any(row[people["head"]] or row[people["contact"]] for row in content.sheet)
    assert all(row[place] is None for row in kept.sheet for place in people.values())
    assert [row[names.index("name")] for row in kept.sheet] == [row[names.index("name")] for row in content.sheet]


def test_every_rate_recomputes_from_the_list_beside_it(ledger: Ledger, tmp_path: Path) -> None:
    """Eligible = built + those that the list says are eligible, in every street and as a whole."""
    content = compared_ledger(ledger)
    path = tmp_path / "周.xlsx"
    write_weekly_workbook(content, path)
    listed = openpyxl.load_workbook(path, data_only=True)[LISTED]
    headings = [cell.value for cell in listed[1]]
    eligible, street = headings.index("是否具备条件"), headings.index("所在街道(镇)")
    rows = list(listed.iter_rows(min_row=2, max_row=listed.max_row - 1, values_only=True))
    counted = Counter(str(row[street] or "") for row in rows if row[eligible] == "具备条件")
    for area in content.streets:
        found = sum(count for name, count in counted.items() if area.code and name.endswith(area.name))
        found = found if area.code else counted[""]
        assert area.figures.eligible == area.figures.built + found, area.name
        assert area.figures.rate == rate_tenths(area.figures.built, area.figures.built + found)
    assert sum(counted.values()) == content.total.eligible - content.total.built


def test_the_moves_on_paper_lead_from_one_rate_to_the_other(ledger: Ledger, tmp_path: Path) -> None:
    content = compared_ledger(ledger)
    path = tmp_path / "周.pdf"
    write_weekly_ledger(content, path)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(path).pages]
    page = next(text for text in pages if text.startswith("附图"))
    eligible, built = map(int, re.findall(r"上周应建(\d+)家、已建(\d+)家", page)[0])
    said = re.findall(r"\d+\.(\D+?)(\d+)家（([+−]?[\d.]+|—)）：", page)
    assert len(said) >= 3
    for label, count, points in said:
        number = int(count)
        before = rate_tenths(built, eligible)
        coming = label.startswith(("新入", "认定", "转入"))
        if label in ("新建会", "失去覆盖"):
            built += number if label == "新建会" else -number
        else:
            eligible += number if coming else -number
            built += (number if coming else -number) * ("已建会" in label)
        after = rate_tenths(built, eligible)
        assert before is not None
        assert after is not None
        assert float(points.replace("−", "-")) == (after - before) / 10
    assert (eligible, built) == (content.total.eligible, content.total.built)
    assert f"建会率{rate_text(content.total.rate)}" in page


def test_equal_contents_give_equal_bytes_whenever_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = weekly_ledger((5, 3))
    now = time.time()
    for copy in (1, 2):
        moment = now + copy * 100_000
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        write_weekly_workbook(content, tmp_path / f"{copy}.xlsx")
        write_covering_text(content, tmp_path / f"{copy}.docx")
    for ending in ("xlsx", "docx"):
        assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()


def test_the_covering_text_is_laid_out_like_an_office_document(tmp_path: Path) -> None:
    content = compared(weekly_ledger((30, 9)), moves())
    path = tmp_path / "周.docx"
    assert write_covering_text(content, path).report_id == content.head.report_id
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "社会组织建会工作周台账"
    assert [text for text in texts if text.startswith(("一、", "二、", "三、", "四、"))] == [
        "一、总体情况",
        "二、本周进展",
        "三、需要协调",
        "四、建会率为什么变化",
    ]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells][5] == "变化"
    assert [cell.text for cell in table.rows[-1].cells][1:4] == [
        "合计",
        str(content.total.eligible),
        str(content.total.built),
    ]
    assert content.head.report_id in texts[-3]
    write_covering_text(weekly_ledger(()), path)
    assert len(docx.Document(str(path)).tables[0].rows) == 2


def test_libreoffice_recomputes_the_same(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "周.xlsx"
    write_weekly_workbook(compared_ledger(ledger), path)
    again = converted(path, tmp_path, XLSX)
    before, after = (openpyxl.load_workbook(p, data_only=True) for p in (path, again))
    for sheet in before.worksheets[:3]:
        for row in sheet.iter_rows():
            for cell in row:
                found = after[sheet.title][cell.coordinate].value
                assert found == cell.value or abs(float(found) - float(cell.value)) < 1e-9, cell.coordinate
