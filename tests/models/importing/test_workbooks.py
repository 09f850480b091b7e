"""Workbooks: numbers, dates, formulas without a value, wrong sheet names. Each is read in a process of its own."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from models.errors import FileProblem
from models.importing.classify import Outcome
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from tests.models.edits.desk import Desk, code_of
from tests.models.importing.sheets import bring, counts, xlsx_file

A, B = (code_of("52", "440105", number) for number in (1, 2))
DIGITS = 510000201234567890
HEAD = ["单位名称", "统一社会信用代码", "成立日期", "从业人员", "电话", "地址", "是否重点"]


def test_cells_as_a_spreadsheet_holds_them(office: Desk, tmp_path: Path) -> None:
    rows = [
        ["2024年社会组织名册"],
        [],
        HEAD,
        ["甲园", A, date(2015, 3, 9), 26.0, 13812345678, "甲路1号", True],
        ["乙园", float(DIGITS), datetime.combine(date(2016, 4, 10), time()), "38人", "020-34082442", 12, "否"],
        [95107, DIGITS, "2017年5月1日", 3.5, None, "=1+1", None],
        ["=A4", B, None, None, None, None, None],
        [None, "   ", None, None, None, None, None],
    ]
    result = bring(office, xlsx_file(tmp_path, rows))
    assert counts(result) == (3, 0, 0, 0, 1)  # a name that is a formula without a value is no name
    columns = "name, founded_on, staff, phone, address, key_declared"
    assert office.all(f"SELECT {columns} FROM organization ORDER BY id") == [
        ("甲园", "2015-03-09", 26, "13812345678", "甲路1号", 1),
        ("乙园", "2016-04-10", 38, "020-34082442", "12", 0),
        ("95107", "2017-05-01", None, None, None, None),
    ]
    assert [row.row for row in result.findings[Outcome.REJECTED]] == [7]
    sentences = {(p.row, p.column): p.text for p in result.problems}
    assert sentences[5, "统一社会信用代码"] == "代码在原表里是数字格式，后几位已失真，按待核导入。"
    assert sentences[6, "从业人员"] == "“3.5”不是人数，要写整数。"
    assert office.one("SELECT note FROM organization WHERE id=3") == ("原表从业人员：3.5",)
    office.prove()


def test_a_code_in_a_numeric_cell_is_never_trusted_even_where_it_proves(office: Desk, tmp_path: Path) -> None:
    """Spreadsheets zero the last three digits of a long number; three in a hundred of those still pass the check."""
    rounded = next(n for n in range(52_440_105_000_000_000 * 10, 10**18, 1000) if _proves(str(n)))
    result = bring(office, xlsx_file(tmp_path, [HEAD[:2], ["甲园", rounded], ["乙园", str(rounded)]]))
    assert (result.new, result.unverified) == (2, 1)
    first, second = office.all("SELECT code, code_state, note FROM organization ORDER BY id")
    assert (first[0], first[1]) == (None, "missing")
    assert str(rounded)[:15] in first[2]
    assert second == (str(rounded), "valid", None)


def _proves(code: str) -> bool:
    from stdnum.cn import uscc  # noqa: PLC0415 - this one only

    return bool(uscc.is_valid(code))


def test_the_first_sheet_or_the_one_named(office: Desk, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    first.append(["填表说明"])
    second = book.create_sheet("名册 2024")
    second.append(["单位名称", "地址"])
    second.append(["甲园", "甲路"])
    path = tmp_path / "名册.xlsx"
    book.save(path)
    assert not propose_mapping(open_table(path)).has_name
    assert bring(office, path, sheet="名册 2024").new == 1
    assert office.all("SELECT sheet FROM import_source") == [("名册 2024",)]
    with pytest.raises(FileProblem) as caught:
        open_table(path, "名册")
    assert str(caught.value) == "“名册.xlsx”里没有名为“名册”的工作表。有这些：说明、名册 2024"


def test_a_workbook_with_a_csv_ending_and_the_other_way_round(office: Desk, tmp_path: Path) -> None:
    """What it is decides, not what it is called."""
    assert bring(office, xlsx_file(tmp_path, [["单位名称", "地址"], ["甲园", "甲路"]], name="名册.csv")).new == 1
    path = tmp_path / "名册.xlsx"
    path.write_text("单位名称,地址\n乙园,乙路\n", encoding="gb18030")
    assert bring(office, path).new == 1


def test_a_sheet_without_anything(office: Desk, tmp_path: Path) -> None:
    mapping = propose_mapping(open_table(xlsx_file(tmp_path, [])))
    assert (mapping.header_row, mapping.headings, mapping.has_name) == (-1, (), False)
