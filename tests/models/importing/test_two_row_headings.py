"""Two rows of headings as offices merge them: whose telephone it is, who is counted, what must stay open."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from models.importing.mapping import Mapping, mapping_of
from models.importing.table import Cell, MergedRange
from tests.models.edits.desk import Desk, code_of
from tests.models.importing.sheets import bring, counts
from tests.models.importing.test_mapping_of_workbooks import workbook

NAMES = ["阳光幼儿园", "海晏幼儿园", "晨星幼儿园", "茶业协会"]
PEOPLE: list[Cell] = ["王芳", "李强", "张三", "李四"]
MOBILES: list[Cell] = ["13800000000", "13800000001", "13800000002", "13800000003"]
LANDLINES: list[Cell] = ["020-84123450", "020-84123451", "020-84123452", "020-84123453"]
COUNTS: list[Cell] = [38, 20, 15, 12]
_ = None

#: Group, the headings under it, and what they are; `-` is open. `phone?`: somebody should look.
VARIANTS = """
联系方式 | 手机 座机 | phone -
联系方式 | 座机 手机 | - phone
联系方式 | 移动电话 固定电话 | phone -
联系方式 | 固定电话 移动电话 | - phone
联系方式 | 固话 手机 | - phone
联系方式 | 座机电话 手机号码 | - phone
联系方式 | 办公电话 手机 | - phone
联系方式 | 姓名 电话 | contact phone
联系方式 | 联系人 手机 座机 | contact phone -
联系方式 | 负责人 联系电话 | head phone
联系方式 | 单位电话 负责人电话 | phone -
联系方式 | 负责人电话 传真 | phone? -
通讯方式 | 座机 手机 | - phone
单位联系方式 | 座机 手机 | - phone
联系电话 | 座机 手机 | - phone
联系电话 | 办公室 手机 | - phone
联系电话 | 区号 号码 | - -
联系电话（必填） | 手机 固话 | phone -
电话 | 固定 移动 | - phone
办公电话 | 座机 手机 | - phone
联系人 | 姓名 座机 手机 | contact - phone
联系人及电话 | 姓名 电话 | contact phone
联系人及联系方式 | 姓名 手机 | contact phone
联系人、电话 | 联系人 电话 | contact phone
联系人联系方式 | 座机 手机 | - phone
负责人 | 姓名 手机 座机 | head phone? -
负责人及联系方式 | 姓名 电话 | head phone?
法定代表人（负责人） | 姓名 联系电话 | head phone?
负责人联系方式 | 座机 手机 | - phone?
业务主管单位及联系方式 | 名称 电话 | supervisor -
从业人数 | 合计 专职 兼职 | staff full_time part_time
从业人数 | 兼职 专职 合计 | part_time full_time staff
从业人数 | 专职 兼职 | full_time part_time
从业人数 | 总数 其中女性 | staff women
从业人数（人） | 总数 其中：女 | staff women
2023年从业人数 | 总数 女 | staff women
从业人数 | 在编 聘用 | - -
职工人数 | 合计 专职 兼职 | staff full_time part_time
职工人数 | 专职 兼职 | full_time part_time
职工总人数 | 人数 女职工 | staff women
在职职工数 | 总数 女教职工 | staff women
员工情况 | 总数 全职 兼职 | staff full_time part_time
用工人数 | 总数 合同工 | staff -
人员情况 | 合计 专职 兼职 | staff full_time part_time
人员情况 | 合计 教职工 幼儿 | - - -
人员情况 | 教职工人数 幼儿 合计 | staff - -
从业人数 | 专职 志愿者 合计 | full_time - -
人数 | 合计 专职 兼职 | - full_time part_time
会员数 | 总数 其中：女 | - -
"""


def cells_under(heading: str) -> list[Cell]:
    if any(word in heading for word in ("座机", "固", "办公", "传真")):
        return LANDLINES
    if any(word in heading for word in ("电话", "手机", "移动", "号")):
        return MOBILES
    return PEOPLE if heading in {"姓名", "负责人", "联系人", "名称"} else COUNTS


def sheet(group: str, leaves: Sequence[str], empty: int | None = None) -> tuple[list[list[Cell]], list[MergedRange]]:
    """A list with one group between the name and the address; the column `empty` of it has no data."""
    width = len(leaves)
    columns = [[_] * len(NAMES) if place == empty else cells_under(leaf) for place, leaf in enumerate(leaves)]
    rows: list[list[Cell]] = [["单位名称", group, *[_] * (width - 1), "备注"], [_, *leaves, _]]
    rows += [[name, *cells, _] for name, *cells in zip(NAMES, *columns, strict=True)]
    return rows, [MergedRange(0, 0, 1, 0), MergedRange(0, 1, 0, width), MergedRange(0, width + 1, 1, width + 1)]


def said(found: Mapping) -> str:
    fields = list(enumerate(found.fields))[1:-1]
    return " ".join((name or "-") + ("" if not name or found.proposal(column).sure else "?") for column, name in fields)


def variants() -> list[tuple[str, list[str], str]]:
    lines = (line.split(" | ") for line in VARIANTS.strip().splitlines())
    return [(group, leaves.split(), fields) for group, leaves, fields in lines]


@pytest.mark.parametrize(("group", "leaves", "fields"), variants())
def test_what_stands_under_a_group(group: str, leaves: list[str], fields: str) -> None:
    rows, merged = sheet(group, leaves)
    for found in (mapping_of(rows, merged=merged), mapping_of(rows)):  # also pasted, where nothing says what is merged
        assert (said(found), found.header_rows) == (fields, 2)
        assert (found.fields[0], found.fields[-1]) == ("name", "note")


@pytest.mark.parametrize(
    ("group", "leaves", "empty", "fields"),
    [
        ("联系方式", ["座机", "手机"], 1, "phone -"),
        ("联系方式", ["手机", "座机"], 0, "- phone"),
        ("负责人", ["姓名", "手机", "座机"], 1, "head - phone?"),
        ("从业人数", ["专职", "兼职"], 1, "full_time part_time"),
        ("从业人数", ["合计", "专职"], 0, "staff full_time"),
    ],
)
def test_without_data_in_one_of_the_columns(group: str, leaves: list[str], empty: int, fields: str) -> None:
    rows, merged = sheet(group, leaves, empty)
    assert said(mapping_of(rows, merged=merged)) == fields


@pytest.mark.parametrize("leaves", [["手机", "座机"], ["座机", "手机"]])
def test_the_second_telephone_says_which_was_taken_as_in_one_row(leaves: list[str]) -> None:
    rows, merged = sheet("联系方式", leaves)
    one_row = [["单位名称", *leaves, "备注"], *rows[2:]]
    for found in (mapping_of(rows, merged=merged), mapping_of(one_row)):
        mobile, landline = leaves.index("手机") + 1, leaves.index("座机") + 1
        assert (found.fields[mobile], found.proposal(landline).rival) == ("phone", mobile)


def test_a_number_is_taken_from_the_column_that_has_one() -> None:
    rows: list[list[Cell]] = [["单位名称", "电话", "手机"], *[[name, _, "13800000000"] for name in NAMES]]
    assert mapping_of(rows).fields == ("name", _, "phone")


@pytest.mark.parametrize(("mobiles", "fields"), [(1, "phone -"), (2, "- phone"), (4, "- phone")])
def test_a_mobile_in_a_few_rows_only_comes_second(mobiles: int, fields: str) -> None:
    rows, merged = sheet("联系方式", ["座机", "手机"])
    for row in rows[2 + mobiles :]:
        row[2] = _
    assert said(mapping_of(rows, merged=merged)) == fields


@pytest.mark.parametrize("group", ["联系方式", "联系电话"])
def test_numbers_of_people_are_not_their_names(group: str) -> None:
    rows, merged = sheet(group, ["负责人", "联系人"])
    numbers = [[row[0], "13800000000", "13800000001", _] for row in rows[2:]]
    assert said(mapping_of([*rows[:2], *numbers], merged=merged)) == "- -"


def test_children_count_only_in_the_sum_they_are_in() -> None:
    rows, merged = sheet("人员情况", ["合计", "女"])
    wider = [[*row, cell] for row, cell in zip(rows, ["在园幼儿数", _, *COUNTS], strict=True)]
    found = mapping_of(wider, merged=[*merged, MergedRange(0, 4, 1, 4)])
    assert found.fields == ("name", "staff", "women", "note", _)
    one_row: list[list[Cell]] = [["单位名称", "人数", "幼儿数"], *[[name, 38, 200] for name in NAMES]]
    assert mapping_of(one_row).fields == ("name", "staff", _)


@pytest.mark.parametrize(
    ("whole", "leaves", "fields"),
    [
        ("职工总数", ["专职", "兼职"], "staff full_time part_time"),
        ("从业人数", ["女", "党员"], "staff women party_members"),
        ("会员数", ["女", "党员"], "- - -"),
    ],
)
def test_of_which_means_the_column_before_it(whole: str, leaves: list[str], fields: str) -> None:
    data: list[list[Cell]] = [[name, 38, 30, 8, _] for name in NAMES]
    rows: list[list[Cell]] = [["单位名称", whole, "其中", _, "备注"], [_, _, *leaves, _], *data]
    merged = [MergedRange(0, column, 1, column) for column in (0, 1, 4)]
    assert said(mapping_of(rows, merged=[*merged, MergedRange(0, 2, 0, 3)])) == fields


@pytest.mark.parametrize(
    ("who", "fields"),
    [
        ("负责人", "head phone? -"),
        ("联系人", "contact phone -"),
        ("业务主管单位", "- - -"),
        ("摸底情况", "contact phone -"),
        ("包联干部", "contact? - phone?"),
    ],
)
def test_telephones_in_the_third_row_are_whose_the_first_says(who: str, fields: str) -> None:
    data: list[list[Cell]] = [[*row, _] for row in zip(NAMES, PEOPLE, MOBILES, LANDLINES, strict=True)]
    head: list[list[Cell]] = [["单位名称", who, _, _, "备注"], [_, "姓名", "联系方式", _, _], [_, _, "手机", "座机", _]]
    if who in {"摸底情况", "包联干部"}:
        head[1][1], head[2][1] = "联系人", _
    merged = [MergedRange(0, 0, 2, 0), MergedRange(0, 1, 0, 3), MergedRange(1, 1, 2, 1), MergedRange(1, 2, 1, 3)]
    assert said(mapping_of([*head, *data], merged=[*merged, MergedRange(0, 4, 2, 4)])) == fields


def test_of_which_inside_a_group_is_of_the_group() -> None:
    data: list[list[Cell]] = [[name, 38, 30, 8, _] for name in NAMES]
    head: list[list[Cell]] = [
        ["单位名称", "从业人数", _, _, "备注"], [_, "合计", "其中", _, _], [_, _, "专职", "兼职", _],
    ]  # fmt: skip
    merged = [MergedRange(0, 0, 2, 0), MergedRange(0, 1, 0, 3), MergedRange(1, 1, 2, 1), MergedRange(1, 2, 1, 3)]
    assert said(mapping_of([*head, *data], merged=[*merged, MergedRange(0, 4, 2, 4)])) == "staff full_time part_time"


def test_it_is_imported_so(office: Desk, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["海珠区社会组织名册", _, _, _, _, _, _],
        ["单位名称", "统一社会信用代码", "从业人数", _, _, "联系方式", _],
        [_, _, "合计", "专职", "兼职", "座机", "手机"],
    ]
    for number, name in enumerate(NAMES):
        code = code_of("52", "440105", number + 1)
        rows.append([name, code, COUNTS[number], 10, 2, LANDLINES[number], MOBILES[number]])
    result = bring(office, workbook(tmp_path, rows, ("A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:G2")))
    assert counts(result) == (4, 0, 0, 0, 0)
    assert office.all("SELECT name, staff, full_time, part_time, phone FROM organization ORDER BY id") == [
        (name, staff, 10, 2, phone) for name, staff, phone in zip(NAMES, COUNTS, MOBILES, strict=True)
    ]
