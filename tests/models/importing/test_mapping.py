"""Which column of a sheet is which: proposals, when they are certain, and mapping files."""

import json
from pathlib import Path

import pytest

from models.errors import InputProblem
from models.importing.mapping import Mapping, propose_mapping, read_mapping
from models.importing.table import open_table
from tests.models.edits.desk import Desk, code_of
from tests.models.importing.sheets import bring, counts, csv_file

A = code_of("52", "440105")


def proposal(folder: Path, text: str) -> Mapping:
    return propose_mapping(open_table(csv_file(folder, text)))


@pytest.mark.parametrize(
    ("text", "header_row", "fields"),
    [
        ("单位名称,地址\n甲,乙\n", 0, ("name", "address")),
        ("序号,机构名称,信用代码,颜色\n1,甲,x,红\n", 0, (None, "name", "code", None)),
        ("名册,\n填报：张三,\n单位名称,联系电话\n甲,1\n", 2, ("name", "phone")),
        (f"单位名称,编号\n甲,{A}\n", 0, ("name", "code")),  # by its check characters
        (f"{A},甲园\n", -1, ("code", "name")),
        (f"{A},甲乙\n", -1, ("code", None)),
        ("甲,乙\n丙,丁\n", -1, (None, None)),
        ("名称,单位全称\n甲,乙\n", 0, (None, "name")),  # a field stands for one column, the one that says it best
        ("单位名称,机构名称\n甲,乙\n", 0, ("name", None)),  # otherwise the first
        ("单位名称,最近走访,下次跟进\n甲,x,y\n", 0, ("name", None, None)),  # what is computed is not imported
        ("单位名称,工会名称,主席\n甲,x,y\n", 0, ("name", "union_name", "union_chair")),
    ],
)
def test_proposals(tmp_path: Path, text: str, header_row: int, fields: tuple[str | None, ...]) -> None:
    found = proposal(tmp_path, text)
    assert (found.header_row, found.fields) == (header_row, fields)


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("单位名称,地址,颜色\n甲,乙,红\n", True),
        ("单位名称\n甲\n", True),
        ("序号,单位名称\n1,甲\n", True),
        ("单位名称,颜色,大小\n甲,红,大\n", False),  # one word alone may be chance
        ("地址,电话,负责人\n甲,1,乙\n", False),
        ("甲,乙\n", False),
    ],
)
def test_certain_or_to_be_asked(tmp_path: Path, text: str, certain: bool) -> None:  # noqa: FBT001
    assert proposal(tmp_path, text).is_certain is certain


def test_one_column_changed_by_hand(tmp_path: Path) -> None:
    found = proposal(tmp_path, "甲列,单位名称,地址\n1,2,3\n").with_field(0, "name")
    assert found.fields == ("name", None, "address")
    assert found.with_field(2, None).fields == ("name", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "单位名称,地址,颜色\n甲,乙,红\n",
        "名册\n\n单位名称,地址\n甲,乙\n",
        f"{A},甲园,乙路\n",  # no heading row at all
        "单位名称,电话,电话\n甲,020-34082442,020-99999999\n",  # one heading twice
        "单位名称,,\n甲,x,y\n",  # headings without words
    ],
)
def test_a_proposal_given_back_is_the_same_mapping(tmp_path: Path, text: str) -> None:
    table = open_table(csv_file(tmp_path, text))
    found = propose_mapping(table)
    path = tmp_path / "对应.json"
    path.write_text(json.dumps(found.to_json(), ensure_ascii=False), encoding="utf-8")
    assert read_mapping(path, table) == found


def test_a_sheet_without_headings_imports_with_its_completed_proposal(office: Desk, tmp_path: Path) -> None:
    source = csv_file(tmp_path, f"{A},甲园,乙路\n,丙园,丁路\n")
    table = open_table(source)
    said = propose_mapping(table).to_json()
    said["columns"] |= {"第2列": "单位名称", "第3列": "地址"}  # type: ignore[operator] - a dict
    path = tmp_path / "对应.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    assert counts(bring(office, source, mapping=read_mapping(path, table))) == (2, 0, 0, 0, 0)
    assert office.all("SELECT code, name, address FROM organization") == [(A, "甲园", "乙路"), (None, "丙园", "丁路")]


@pytest.mark.parametrize(
    "said",
    [
        {"columns": {"甲列": "单位名称", "乙列": "address"}},
        {"header_row": 1, "columns": {"甲列": "name", "乙列": "地址"}},
        {"header_row": 1, "columns": {"甲列": "机构名称", "乙列": "住所", "丙列": ""}},
    ],
)
def test_a_mapping_file_names_fields_by_heading_or_english_name(
    office: Desk, tmp_path: Path, said: dict[str, object]
) -> None:
    source = csv_file(tmp_path, "甲列,乙列,丙列\n甲园,甲路,x\n")
    path = tmp_path / "对应.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8-sig")
    bring(office, source, mapping=read_mapping(path, open_table(source)))
    assert office.all("SELECT name, address FROM organization") == [("甲园", "甲路")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "对应关系文件“对应.json”读不懂。"),
        ("[]", "对应关系文件“对应.json”读不懂。"),
        ("{}", "对应关系文件“对应.json”读不懂。"),
        ('{"columns": []}', "对应关系文件“对应.json”读不懂。"),
        ('{"header_row": "x", "columns": {}}', "对应关系文件“对应.json”读不懂。"),
        ('{"columns": {"甲列": "颜色"}}', "对应关系“甲列 → 颜色”不成立：台账没有“颜色”这一栏。"),
        ('{"columns": {"甲列": "最近走访"}}', "对应关系“甲列 → 最近走访”不成立：“最近走访”由别的记录得出，不能导入。"),
        ('{"columns": {"没有": "单位名称"}}', "对应关系“没有 → 单位名称”不成立：表头里没有“没有”。"),
        ('{"header_row": 99, "columns": {"甲列": "单位名称"}}', "对应关系“甲列 → 单位名称”不成立：表头里没有“甲列”。"),
        ('{"columns": {"甲列": "单位名称", "乙列": "名称"}}', "“单位名称”对应了两列：甲列、乙列。"),
    ],
)
def test_a_mapping_file_that_does_not_fit(tmp_path: Path, content: str, sentence: str) -> None:
    source = csv_file(tmp_path, "甲列,乙列\n甲园,甲路\n")
    path = tmp_path / "对应.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputProblem) as caught:
        read_mapping(path, open_table(source))
    assert caught.value.user_text == sentence


def test_a_mapping_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"对应关系文件“没有\.json”读不懂。"):
        read_mapping(tmp_path / "没有.json", open_table(csv_file(tmp_path, "单位名称\n甲\n")))
