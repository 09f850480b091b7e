"""Sheets for other programs: codes as text, texts that stay texts, nothing cut."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import exports.workbooks
from exports.workbooks import MOST_CHARACTERS, SheetColumn, write_csv, write_workbook
from models.errors import FileProblem

COLUMNS = (
    SheetColumn("序号", 6, "number"),
    SheetColumn("统一社会信用代码", 22, "code"),
    SheetColumn("单位名称", 36),
    SheetColumn("成立日期", 12, "date"),
    SheetColumn("率", 8, "number"),
)
CODE = "511100005000028620"
ROWS: list[tuple[object, ...]] = [
    (1, CODE, "望江䶮𠮷喆𬭎幼儿园", date(2024, 9, 27), 69.7),
    (2, 511100005000028620, "=1+1", datetime(2024, 9, 27, 18, 0), None),  # noqa: DTZ001 - a wall clock time
    (3, "", "@SUM(A1)\n第二行", date(1899, 12, 31), True),
    (4, "0012", "", None, -5),
    (5, 1100, None, None, 10**16),
]


def sheet_of(path: Path, number: int = 0) -> Worksheet:
    return load_workbook(path).worksheets[number]


def written(path: Path, rows: Sequence[Sequence[object]] = ROWS, **texts: str) -> Worksheet:
    assert write_workbook(path, COLUMNS, rows, **({"title": "台账", "note": "截至 09-27"} | texts)) == len(rows)
    return sheet_of(path)


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx")
    values = [[cell.value for cell in row] for row in sheet.rows]
    assert values[0] == [column.title for column in COLUMNS]
    assert values[1] == [1, CODE, "望江䶮𠮷喆𬭎幼儿园", datetime(2024, 9, 27), 69.7]  # noqa: DTZ001
    assert values[2] == [2, CODE, "=1+1", datetime(2024, 9, 27, 18, 0), None]  # noqa: DTZ001
    assert values[3] == [3, None, "@SUM(A1)\n第二行", "1899-12-31", "是"]
    assert values[4] == [4, "0012", None, None, -5]
    assert values[5] == [5, "1100", None, None, str(10**16)]


def test_codes_are_text_and_nothing_is_a_formula(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx")
    for row in (2, 3):
        assert sheet.cell(row, 2).data_type == "s"
        assert sheet.cell(row, 2).number_format == "@"
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)


def test_sheet_is_ready_to_filter_and_to_print(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", title="2024 年台账 & 名册")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E6"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize or 0) == 9
    assert sheet.column_dimensions["C"].width == pytest.approx(36, abs=1)
    assert sheet.oddHeader.center.text == "2024 年台账 && 名册"
    assert [cell.value for cell in next(sheet_of(tmp_path / "a.xlsx", 1).columns)] == [
        "2024 年台账 & 名册",
        "截至 09-27",
    ]


def test_a_wide_sheet_is_printed_in_readable_parts_each_with_its_names(tmp_path: Path) -> None:
    columns = [SheetColumn(f"第 {number} 列", 20) for number in range(20)]
    write_workbook(tmp_path / "a.xlsx", columns, [["甲"] * 20], title="宽", note="", frozen=2)
    sheet = sheet_of(tmp_path / "a.xlsx")
    assert (int(sheet.page_setup.scale or 0), sheet.print_title_cols) == (65, "$A:$B")
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.pageOrder == "overThenDown"
    narrow = written(tmp_path / "b.xlsx")
    assert narrow.sheet_properties.pageSetUpPr.fitToPage
    assert narrow.print_title_cols is None


def test_rows_are_as_high_as_what_breaks_in_them(tmp_path: Path) -> None:
    rows = [["短"], ["民办非企业单位" * 2], ["一行" + chr(10) + "又一行" + chr(10) + "第三行"], ["长" * 5_000]]
    write_workbook(tmp_path / "a.xlsx", [SheetColumn("类型", 15)], rows, title="高", note="")
    heights = [sheet_of(tmp_path / "a.xlsx").row_dimensions[number].height for number in range(1, 6)]
    assert heights == [30, None, 30, 45, 120]


def test_an_empty_list_is_a_sheet_with_a_header(tmp_path: Path) -> None:
    assert [[cell.value for cell in row] for row in written(tmp_path / "a.xlsx", []).rows] == [
        [column.title for column in COLUMNS]
    ]


def test_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    rows = [(1, "", "望\x01江\ud800\uffff", None, None), (2, "", "望江", None, None)]
    sheet = written(tmp_path / "a.xlsx", rows)
    assert sheet.cell(2, 3).value == "望江"
    notes = [cell.value for cell in next(sheet_of(tmp_path / "a.xlsx", 1).columns)]
    assert notes[-1] == "有 1 处文字含有不能显示的控制字符，导出时已去掉。"


@pytest.mark.parametrize("text", ["甲" * (MOST_CHARACTERS + 1), "𠮷" * (MOST_CHARACTERS // 2 + 1)])
def test_a_text_too_long_for_a_cell_is_refused_not_cut(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(FileProblem, match="第 2 行“单位名称”"):
        write_workbook(path, COLUMNS, [(1, "", "短", None, None), (2, "", text, None, None)], title="台账", note="")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    whole = "甲" * MOST_CHARACTERS
    assert written(path, [(1, "", whole, None, None)]).cell(2, 3).value == whole


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports.workbooks, "MOST_ROWS", 3)
    with pytest.raises(FileProblem, match="超过 3 行"):
        write_workbook(tmp_path / "a.xlsx", COLUMNS, ROWS, title="台账", note="")
    assert list(tmp_path.iterdir()) == []


def test_rows_may_be_read_one_by_one_and_may_fail(tmp_path: Path) -> None:
    def failing() -> Iterator[Sequence[object]]:
        yield ROWS[0]
        raise ZeroDivisionError

    for write in (
        lambda path: write_workbook(path, COLUMNS, failing(), title="", note=""),
        lambda path: write_csv(path, COLUMNS, failing()),
    ):
        with pytest.raises(ZeroDivisionError):
            write(tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_workbook_does_not_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    real = exports.workbooks._check_workbook

    def damage(done: Path, expected: int) -> None:
        data = bytearray(done.read_bytes())
        data[len(data) // 3] ^= 0xFF
        done.write_bytes(data)
        real(done, expected)

    monkeypatch.setattr(exports.workbooks, "_check_workbook", damage)
    with pytest.raises(FileProblem, match="读不回来"):
        written(path)
    assert path.read_bytes() == b"old"


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_opens_in_excel_as_utf8_and_keeps_values(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_csv(path, COLUMNS, ROWS) == 5
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = csv_rows(path)
    assert rows[1] == ["1", f"'{CODE}", "望江䶮𠮷喆𬭎幼儿园", "2024-09-27", "69.7"]
    assert rows[2] == ["2", f"'{CODE}", "'=1+1", "2024-09-27 18:00", ""]
    assert rows[3] == ["3", "", "'@SUM(A1)\n第二行", "1899-12-31", "是"]
    assert rows[4] == ["4", "0012", "", "", "-5"]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM", "\t=1", "\r=1", "＝1+1"])
def test_csv_runs_no_formula(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, [SheetColumn("单位名称")], [(text,)])
    assert csv_rows(path)[1][0].startswith("'")
