"""The rows that an import gave back: the sheet they came from, why, and the way back in after correction."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from exports.import_rejects import write_rejects
from models.errors import FileProblem
from models.importing.importer import ImportOptions, ImportResult, run_import
from models.importing.mapping import Mapping, propose_mapping
from models.importing.profiles import fingerprint
from models.importing.table import open_table
from tests.models.edits.desk import TODAY, Desk, code_of, desk, without_waiting_for_the_disk

A, B, C = (code_of("52", "440105", number) for number in (1, 2, 3))
HEADINGS = ["序号", "统一社会信用代码", "单位名称", "地址", "从业人员"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk


def bring(office: Desk, path: Path, sheet: str | None = None) -> tuple[ImportResult, Mapping]:
    table = open_table(path, sheet)
    mapping = propose_mapping(table)
    return run_import(office.ledger, ImportOptions(table, mapping, TODAY)), mapping


def roster(folder: Path) -> Path:
    """A title over two rows of headings, two good rows, two without a name."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "2024 名册"
    page.append(["海珠区民办机构名册"])
    page.merge_cells("A1:E1")
    page.append(HEADINGS)
    page.append([1, A, "甲园", "甲路1号", 12])
    page.append([2, B, None, "乙路2号", "约二十"])
    page.append([3, C, "", "丙路3号", 5])
    page.append([4, None, "丁园", "丁路4号", 6])
    path = folder / "名册.xlsx"
    book.save(path)
    return path


def test_there_and_back_again(office: Desk, tmp_path: Path) -> None:
    result, mapping = bring(office, roster(tmp_path))
    assert (result.new, result.rejected) == (2, 2)
    out = tmp_path / "退回.xlsx"
    assert write_rejects(out, result) == 2

    book = openpyxl.load_workbook(out)
    page = book["2024 名册"]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert rows[0][:1] == ["海珠区民办机构名册"]
    assert rows[1] == [*HEADINGS, "退回原因"]
    assert rows[2] == [
        2,
        B,
        None,
        "乙路2号",
        "约二十",
        "原第 4 行：没有单位名称；从业人员：“约二十”不是人数，要写整数。",
    ]
    assert rows[3] == [3, C, None, "丙路3号", 5, "原第 5 行：没有单位名称。"]
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:E1"]
    assert page["B3"].number_format == "@"
    for cell, reason in (("C3", "没有单位名称。"), ("E3", "“约二十”不是人数，要写整数。"), ("C4", "没有单位名称。")):
        assert page[cell].comment is not None
        assert page[cell].comment.text == reason
        assert page[cell].fill.fgColor.rgb == "FFFCE4D6"
    assert page["D3"].comment is None

    page["C3"], page["E3"], page["C4"] = "乙园", 20, "丙园"
    book.save(out)
    again, same = bring(office, out)
    assert (again.new, again.rejected, again.unread) == (2, 0, 0)
    assert (same.header_row, same.header_rows) == (mapping.header_row, mapping.header_rows)
    assert {h: f for h, f in zip(same.headings, same.fields, strict=True) if f} == {
        h: f for h, f in zip(mapping.headings, mapping.fields, strict=True) if f
    }
    assert fingerprint(same.headings) == fingerprint(mapping.headings)
    assert office.all("SELECT name, code, staff FROM organization ORDER BY id") == [
        ("甲园", A, 12),
        ("丁园", None, 6),
        ("乙园", B, 20),
        ("丙园", C, 5),
    ]


def test_uncorrected_it_is_given_back_again(office: Desk, tmp_path: Path) -> None:
    result, _mapping = bring(office, roster(tmp_path))
    out = tmp_path / "退回.xlsx"
    write_rejects(out, result)
    again, _same = bring(office, out)
    assert (again.new, again.rejected) == (0, 2)


def test_from_a_text_file(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(f"统一社会信用代码,单位名称,电话\n{A},甲园,\n{B},,020-34082442\n", encoding="gb18030")
    result, _mapping = bring(office, path)
    out = tmp_path / "退回.xlsx"
    write_rejects(out, result)
    page = openpyxl.load_workbook(out).active
    assert page is not None
    assert [list(row) for row in page.iter_rows(values_only=True)] == [
        ["统一社会信用代码", "单位名称", "电话", "退回原因"],
        [B, None, "020-34082442", "原第 3 行：没有单位名称。"],
    ]


def test_a_rounded_code_does_not_come_back_as_one_that_was_typed(office: Desk, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["统一社会信用代码", "单位名称", "地址"])
    page.append([524401050000000000, None, "甲路"])
    path = tmp_path / "名册.xlsx"
    book.save(path)
    result, _mapping = bring(office, path)
    out = tmp_path / "退回.xlsx"
    write_rejects(out, result)
    shown = openpyxl.load_workbook(out).active
    assert shown is not None
    assert isinstance(shown["A2"].value, float)


def test_nothing_is_left_of_a_file_that_cannot_be_written(office: Desk, tmp_path: Path) -> None:
    result, _mapping = bring(office, roster(tmp_path))
    with pytest.raises(FileProblem, match="不见了"):
        write_rejects(tmp_path / "没有" / "退回.xlsx", result)
    with pytest.raises(FileProblem, match="不能使用的字符"):
        write_rejects(tmp_path / "退?回.xlsx", result)
    assert not list(tmp_path.glob(".jianhui-*.xlsx"))


def test_a_great_many_are_written_row_by_row(office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.import_rejects._MANY", 1)
    result, mapping = bring(office, roster(tmp_path))
    out = tmp_path / "退回.xlsx"
    assert write_rejects(out, result) == 2
    page = openpyxl.load_workbook(out)["2024 名册"]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert (rows[0][0], rows[1][-1], len(rows)) == ("海珠区民办机构名册", "退回原因", 4)
    assert page["C3"].comment is not None
    _again, same = bring(office, out)
    assert fingerprint(same.headings) == fingerprint(mapping.headings)
