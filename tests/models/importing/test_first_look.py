"""The top of a sheet: how its columns are understood, what is stored for their cells, how long it is."""

from pathlib import Path

import pytest

from models.errors import FileProblem
from models.importing.first_look import look_at, measure, read_start, start_of
from models.importing.mapping import mapping_of
from models.importing.table import open_table, table_from_text
from models.progress import Progress
from tests.models.edits.desk import HAIZHU, code_of
from tests.models.importing.sheets import csv_file, xlsx_file

A = code_of("52", "440105")
TEXT = f"""名册
统一社会信用代码,单位名称,类型,成立时间,从业人员,街道,地址,电话,责任人,当前阶段,未建会原因,颜色
{A},甲园,民非,2003.5.1,38,赤岗街道,新港西路1号,13812345678,张三,P2,B2,红
坏的,乙园,飞机,2004年,三十,无此街道,赤岗街道2号,020-84000000,李四,S3,ZZ9,蓝
统一社会信用代码,单位名称,类型,成立时间,从业人员,街道,地址,电话,责任人,当前阶段,未建会原因,颜色
"""


def test_what_is_stored_for_the_first_cells(tmp_path: Path) -> None:
    start = read_start(csv_file(tmp_path, TEXT))
    mapping = mapping_of(start.rows)
    assert mapping.header_row == 1
    looks = look_at(mapping, start.rows, HAIZHU)
    said = {mapping.fields[column]: look for column, look in looks.items()}
    assert said.keys() == {name for name in mapping.fields if name}
    assert said["code"].samples == ((A, A), ("坏的", "坏的"))
    assert said["founded_on"].samples[0] == ("2003.5.1", "2003-05-01")
    assert said["type"].samples == (("民非", "民办非企业单位"), ("飞机", ""))
    assert said["staff"].samples == (("38", "38"), ("三十", ""))
    assert said["street"].samples[0][1].endswith("赤岗街道")
    assert said["phone"].samples[0] == ("13812345678", "138****5678")
    assert said["owner"].samples == (("张三", "张三"), ("李四", "李四"))
    assert said["stage"].samples == (("P2", "P2 受阻"), ("S3", "S3 有意向"))
    assert said["main_reason"].samples[0] == ("B2", "B2")
    assert (said["staff"].filled, said["staff"].unread) == (2, 1)
    assert "三十" in said["staff"].example
    assert (said["name"].filled, said["name"].unread, said["name"].example) == (2, 0, "")


def test_damaged_codes_are_counted(tmp_path: Path) -> None:
    start = read_start(
        xlsx_file(tmp_path, [["单位名称", "统一社会信用代码"], ["甲园", 524401050000018000], ["乙园", A]])
    )
    looks = look_at(mapping_of(start.rows), start.rows, HAIZHU)
    assert (looks[1].damaged, looks[0].damaged) == (1, 0)


def test_how_long_a_sheet_is_without_what_is_no_data(tmp_path: Path) -> None:
    table = open_table(csv_file(tmp_path, f"{TEXT},,,\n"))
    mapping = mapping_of(list(table.rows()))
    size = measure(table, mapping, HAIZHU, Progress())
    assert (size.rows, size.streets) == (2, 1)  # the other one has its street in its own column
    assert measure(table, mapping, "", Progress()).streets == 0


def test_the_sheets_of_a_workbook_and_what_is_empty(tmp_path: Path) -> None:
    start = read_start(xlsx_file(tmp_path, [["单位名称"], ["甲"]], sheet="名册"))
    assert (start.sheets, start.table.sheet, start.is_empty) == (("名册",), "名册", False)
    assert read_start(csv_file(tmp_path, "单位名称\n甲\n")).sheets == ()
    with pytest.raises(FileProblem):
        read_start(csv_file(tmp_path, "\n\n,,\n", name="空.csv"))


def test_a_pasted_table_is_a_sheet_like_any_other() -> None:
    start = start_of(table_from_text("单位名称\t地址\n甲园\t乙路\n"))
    assert mapping_of(start.rows).fields == ("name", "address")
    assert start.sheets == ()
