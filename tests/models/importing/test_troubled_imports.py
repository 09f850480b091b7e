"""Troubled sheets all the way into the ledger: what counts, what is left out, what is told."""

from pathlib import Path

import pytest

from models.importing.importer import ImportOptions, run_import
from models.importing.mapping import propose_mapping
from models.importing.odd_rows import OddKind
from models.importing.table import open_table, table_from_text
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring, counts, csv_file
from tests.models.importing.troubled import ods, xls
from tests.models.importing.troubled.xlsx import grid, one_sheet, pack, parts, sheet

A, B, C = (code_of("52", "440105", number) for number in (1, 2, 3))
#: As a district office prints it: title, who, two rows of headings, groups, sums, signatures.
PRINTED: list[list[str | int | None]] = [
    ["2024年海珠区社会组织摸底表", None, None, None, None, None],
    ["填报单位：海珠区民政局", None, None, None, "2024年6月", None],
    ["序号", "单位名称", "统一社会信用代码", "职工情况", None, "地址"],
    [None, None, None, "从业人员", "女职工", None],
    ["一、幼儿园", None, None, None, None, None],
    [1, "甲幼儿园", A, 26, 20, "甲路1号"],
    [2, "乙幼儿园", B, 12, 9, "乙路2号"],
    ["小计", None, None, 38, 29, None],
    ["二、培训学校", None, None, None, None, None],
    [3, "丙学校", C, 5, 2, "丙路3号"],
    ["合计", None, None, 43, 31, None],
    [None, None, None, None, None, None],
    ["填表人：张三", None, "审核人：", None, "填表日期：2024年6月3日", None],
    ["注：1. 从业人员含兼职。", None, None, None, None, None],
]
MERGED = "".join(
    f'<mergeCell ref="{each}"/>'
    for each in ("A1:F1", "A2:D2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "A5:F5", "A9:F9", "A14:F14")
)
ODD = [
    (5, OddKind.GROUP),
    (8, OddKind.TOTAL),
    (9, OddKind.GROUP),
    (11, OddKind.TOTAL),
    (13, OddKind.FOOTER),
    (14, OddKind.FOOTER),
]
STORED = [("甲幼儿园", A, 26, 20, "甲路1号"), ("乙幼儿园", B, 12, 9, "乙路2号"), ("丙学校", C, 5, 2, "丙路3号")]


def printed_xlsx(folder: Path) -> Path:
    """With its merged cells, and a row that a filter hides."""
    rows = grid(PRINTED).replace('<row r="7">', '<row r="7" hidden="1">')
    return pack(folder / "摸底表.xlsx", one_sheet(rows, after=f"<mergeCells>{MERGED}</mergeCells>"))


def printed_xls(folder: Path) -> Path:
    """The same as an old workbook."""
    merges = [(0, 0, 0, 5), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 3, 5), (4, 0, 4, 5)]
    return xls.xls_file(folder / "摸底表.xls", PRINTED, merges=merges)


def printed_ods(folder: Path) -> Path:
    """The same from LibreOffice, which does not tell what is merged."""
    empty = "<table:table-cell/>"

    def cell(value: str | int | None) -> str:
        return empty if value is None else ods.text(value) if isinstance(value, str) else ods.number(value)

    rows = "".join(ods.row(*map(cell, row)) for row in PRINTED)
    return ods.ods_file(folder / "摸底表.ods", rows + ods.ROWS_TO_THE_END)


def printed_csv(folder: Path) -> Path:
    """The same as text."""
    lines = (",".join("" if cell is None else str(cell) for cell in row) for row in PRINTED)
    return csv_file(folder, "\r\n".join(lines), name="摸底表.csv", encoding="gb18030")


@pytest.mark.parametrize("make", [printed_xlsx, printed_xls, printed_ods, printed_csv])
def test_a_printed_list_in_every_format(make: object, office: Desk, tmp_path: Path) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    result = bring(office, path)
    assert counts(result) == (3, 0, 0, 0, 0)
    assert result.staged.odd == ODD
    assert result.staged.odd_words().endswith("没有算进来：第 5、8、9、11、13、14 行。")
    assert office.all("SELECT name, code, staff, women, address FROM organization ORDER BY id") == STORED
    again = bring(office, path)
    assert counts(again) == (0, 0, 3, 0, 0)
    office.prove()


def test_the_same_pasted(office: Desk) -> None:
    text = "\r\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in PRINTED[2:8])
    table = table_from_text(text)
    result = run_import(office.ledger, ImportOptions(table, propose_mapping(table), TODAY))
    assert counts(result) == (2, 0, 0, 0, 0)
    assert [kind for _row, kind in result.staged.odd] == [OddKind.GROUP, OddKind.TOTAL]
    assert office.all("SELECT file_name, sheet FROM import_source") == [("粘贴的表格", None)]


def test_days_that_lost_their_format_from_1904(office: Desk, tmp_path: Path) -> None:
    rows = grid([["单位名称", "代码", "成立日期"], ["甲园", A, 43585], ["乙园", B, 20230501], ["丙园", C, 7]])
    made = parts({"名册": sheet(rows)}, workbook='<workbookPr date1904="1"/>')
    result = bring(office, pack(tmp_path / "名册.xlsx", made))
    assert counts(result) == (3, 0, 0, 0, 0)
    assert office.all("SELECT founded_on, note FROM organization ORDER BY id") == [
        ("2023-05-01", None),
        ("2023-05-01", None),
        (None, "原表成立日期：7"),
    ]


def test_a_code_in_a_numeric_cell_is_seen_as_such_in_every_format(office: Desk, tmp_path: Path) -> None:
    digits = 510000201234567890
    new = pack(tmp_path / "名册.xlsx", one_sheet(grid([["单位名称", "统一社会信用代码"], ["甲园", digits]])))
    old = xls.xls_file(tmp_path / "名册.xls", [["单位名称", "统一社会信用代码"], ["甲园", float(digits)]])
    free = ods.ods_file(
        tmp_path / "名册.ods",
        ods.row(ods.text("单位名称"), ods.text("统一社会信用代码")) + ods.row(ods.text("甲园"), ods.number(digits)),
    )
    for path in (new, old, free):
        result = bring(office, path, dry_run=True)
        assert [problem.text for problem in result.problems] == ["代码在原表里是数字格式，后几位已失真，按待核导入。"]
        assert list(open_table(path).rows())[1][1] == 510000201234568000
