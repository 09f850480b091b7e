"""Headings of real workbooks: merged as Excel and WPS merge them, beginning anywhere, with titles and footers."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from models.importing.first_look import read_start
from models.importing.mapping import Mapping, mapping_of, propose_mapping
from models.importing.registry_day import DaySource, registry_day
from models.importing.table import open_table
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring, counts

CODES = [code_of("52", "440105", number) for number in range(1, 7)]


def workbook(
    folder: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = (), *, down: int = 0, right: int = 0
) -> Path:
    """A workbook whose first cell stands so many rows down and columns to the right; `merged` as Excel says it."""
    book = Workbook()
    page = book.active
    assert page is not None
    for number, row in enumerate(rows, start=1 + down):
        for column, value in enumerate(row, start=1 + right):
            if value is not None:
                page.cell(number, column, value)
    for area in merged:
        page.merge_cells(_moved(area, down, right))
    path = folder / "名册.xlsx"
    book.save(path)
    return path


def _moved(area: str, down: int, right: int) -> str:
    parts = area.split(":")
    return ":".join(f"{chr(ord(part[0]) + right)}{int(part[1:]) + down}" for part in parts)


SURVEY = [
    ["海珠区社会组织摸底表（截至2023年6月）", None, None, None, None, None, None, None, None],
    ["序号", "单位名称", "统一社会信用代码", "人员情况", None, None, "联系人", None, "备注"],
    [None, None, None, "从业人员", "专职", "其中：女", "姓名", "电话", None],
    [1, "阳光幼儿园", CODES[0], 38, 30, 28, "王芳", "13800000000", None],
    [2, "海晏幼儿园", CODES[1], 20, 15, 16, "李强", "13800000001", None],
    ["合计", None, None, 58, 45, 44, None, None, None],
    ["填表人：张三", None, None, None, None, None, None, None, None],
]
MERGED = ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:H2", "I2:I3")
FIELDS = (None, "name", "code", "staff", "full_time", "women", "contact", "phone", "note")


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (0, 2), (2, 1)])
def test_two_rows_of_merged_headings_wherever_they_begin(tmp_path: Path, down: int, right: int) -> None:
    found = propose_mapping(open_table(workbook(tmp_path, SURVEY, MERGED, down=down, right=right)))
    assert tuple(field for field in found.fields if field) == tuple(field for field in FIELDS if field)
    assert found.header_rows == 2
    assert "人员情况/专职" in found.headings
    assert found.is_certain


def test_the_same_without_merged_cells(tmp_path: Path) -> None:
    found = propose_mapping(open_table(workbook(tmp_path, SURVEY)))
    assert found.fields == FIELDS
    assert found.header_rows == 2


def test_it_is_imported_without_its_sums_and_signatures(office: Desk, tmp_path: Path) -> None:
    result = bring(office, workbook(tmp_path, SURVEY, MERGED))
    assert counts(result)[:3] == (2, 0, 0)
    assert office.all("SELECT name, staff, full_time, women, contact, phone FROM organization ORDER BY id") == [
        ("阳光幼儿园", 38, 30, 28, "王芳", "13800000000"),
        ("海晏幼儿园", 20, 15, 16, "李强", "13800000001"),
    ]


def test_its_day_is_in_its_title(tmp_path: Path) -> None:
    start = read_start(workbook(tmp_path, SURVEY, MERGED))
    mapping = mapping_of(start.rows, merged=start.merged)
    day = registry_day(start.table, start.rows, mapping, TODAY)
    assert (day.day.isoformat(), day.source) == ("2023-06-30", DaySource.TITLE)


def headings_of(folder: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Mapping:
    return propose_mapping(open_table(workbook(folder, rows, merged)))


def test_headings_that_stand_once_more_on_every_page(office: Desk, tmp_path: Path) -> None:
    head = SURVEY[1:3]
    rows = [*SURVEY[:5], *head, [3, "晨星幼儿园", CODES[2], 5, 4, 3, "张三", "13800000002", None]]
    merged = [*MERGED, "A6:A7", "B6:B7", "C6:C7", "D6:F6", "G6:H6", "I6:I7"]
    result = bring(office, workbook(tmp_path, rows, merged))
    assert counts(result) == (3, 0, 0, 0, 0)


def test_a_stamp_and_a_unit_of_measure_above_the_headings(tmp_path: Path) -> None:
    rows = [
        ["附件2", None, None],
        ["单位（盖章）：", None, "单位：人"],
        ["机构名称", "办公地址", "职工人数"],
        ["阳光幼儿园", "新港西路1号", 3],
    ]
    found = headings_of(tmp_path, rows, ("A1:C1", "A2:B2"))
    assert (found.first_header_row, found.header_row) == (2, 2)
    assert found.fields == ("name", "address", "staff")


def test_four_groups_over_complete_headings(tmp_path: Path) -> None:
    rows = [
        ["登记信息", None, None, "职工情况", None, "工会情况", None, None, "未建会原因"],
        ["名称", "登记证号", "住所", "总数", "女", "名称", "主席", "会员数", None],
        ["阳光幼儿园", CODES[0], "新港西路1号", 38, 28, "阳光幼儿园工会", "王芳", 30, "B2"],
        ["海晏幼儿园", CODES[1], "新港西路2号", 20, 16, None, None, None, "D1"],
    ]
    found = headings_of(tmp_path, rows, ("A1:C1", "D1:E1", "F1:H1", "I1:I2"))
    assert found.fields == (
        "name", "code", "address", "staff", "women", "union_name", "union_chair", "union_members", "main_reason",
    )  # fmt: skip
