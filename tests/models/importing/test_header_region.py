"""Where the headings stand: titles above, one to three rows, groups over columns, with and without merged cells."""

from collections.abc import Sequence

import pytest

from models.importing.header_region import Region, heading_parts, likely_region
from models.importing.headings import joined
from models.importing.mapping import Mapping, mapping_of
from models.importing.table import Cell, MergedRange
from tests.models.edits.desk import code_of

A, B = code_of("52", "440105", 1), code_of("52", "440105", 2)
_ = None

GROUPED: list[list[Cell]] = [
    ["海珠区社会组织名册", _, _, _, _, _, _],
    ["填报单位：海珠区总工会", _, _, _, "截至2023年6月", _, _],
    ["序号", "单位名称", "从业人员", _, _, "负责人", "联系电话"],
    [_, _, "合计", "专职", "其中：女", _, _],
    [1, "阳光幼儿园", 38, 30, 28, "王芳", "13800000000"],
    [2, "海晏幼儿园", 20, 15, 16, "李强", "13800000001"],
]
FIELDS = (None, "name", "staff", "full_time", "women", "head", "phone")


def region_of(rows: Sequence[Sequence[Cell]], *merged: MergedRange) -> tuple[int, int] | None:
    found = likely_region(rows, merged)
    return (found.first, found.last) if found else None


def fields_of(rows: Sequence[Sequence[Cell]], *merged: MergedRange) -> Mapping:
    return mapping_of(rows, merged=merged)


def test_groups_over_columns_without_merged_cells() -> None:
    assert region_of(GROUPED) == (2, 3)
    found = fields_of(GROUPED)
    assert found.headings == (
        "序号", "单位名称", "从业人员/合计", "从业人员/专职", "从业人员/其中：女", "负责人", "联系电话",
    )  # fmt: skip
    assert found.fields == FIELDS
    assert (found.first_header_row, found.header_row, found.header_rows) == (2, 3, 2)


def test_merged_cells_say_the_same() -> None:
    merged = (
        MergedRange(0, 0, 0, 6),
        MergedRange(1, 0, 1, 3),
        MergedRange(1, 4, 1, 6),
        MergedRange(2, 0, 3, 0),
        MergedRange(2, 1, 3, 1),
        MergedRange(2, 2, 2, 4),
        MergedRange(2, 5, 3, 5),
        MergedRange(2, 6, 3, 6),
    )
    assert region_of(GROUPED, *merged) == (2, 3)
    assert fields_of(GROUPED, *merged).fields == FIELDS


def test_a_merged_title_directly_above_the_headings_is_no_group() -> None:
    rows: list[list[Cell]] = [["海珠区名册", _, _], ["单位名称", "地址", "职工人数"], ["甲园", "乙路", 3]]
    assert region_of(rows, MergedRange(0, 0, 0, 2)) == (1, 1)
    assert fields_of(rows, MergedRange(0, 0, 0, 2)).headings == ("单位名称", "地址", "职工人数")


def test_a_merged_group_without_words_of_ours_below_it() -> None:
    rows: list[list[Cell]] = [
        ["单位名称", "开办资金", _, "地址"],
        [_, "货币", "实物", _],
        ["阳光幼儿园", 10, 20, "新港西路1号"],
    ]
    merged = (MergedRange(0, 0, 1, 0), MergedRange(0, 1, 0, 2), MergedRange(0, 3, 1, 3))
    assert region_of(rows, *merged) == (0, 1)
    assert fields_of(rows, *merged).headings == ("单位名称", "开办资金/货币", "开办资金/实物", "地址")
    assert fields_of(rows, *merged).fields == ("name", None, None, "address")


def test_a_row_of_groups_over_headings_that_are_complete() -> None:
    rows: list[list[Cell]] = [
        ["基本情况", _, _, "工会情况", _, _],
        ["单位名称", "统一社会信用代码", "住所", "名称", "主席", "会员数"],
        ["阳光幼儿园", A, "新港西路1号", "阳光幼儿园工会", "王芳", 30],
    ]
    assert region_of(rows) == (0, 1)
    assert fields_of(rows).fields == ("name", "code", "address", "union_name", "union_chair", "union_members")
    bare = mapping_of(rows[1:])  # without the groups over it, 会员数 may be anybody's
    assert bare.fields == ("name", "code", "address", None, None, None)


def test_three_rows_of_headings() -> None:
    rows: list[list[Cell]] = [
        ["基本情况", _, "人员情况", _, _],
        ["单位名称", "住所", "从业人员", _, "党员人数"],
        [_, _, "专职", "兼职", _],
        ["阳光幼儿园", "新港西路1号", 30, 8, 2],
    ]
    merged = (
        MergedRange(0, 0, 0, 1),
        MergedRange(0, 2, 0, 4),
        MergedRange(1, 0, 2, 0),
        MergedRange(1, 1, 2, 1),
        MergedRange(1, 2, 1, 3),
        MergedRange(1, 4, 2, 4),
    )
    assert region_of(rows, *merged) == (0, 2)
    found = fields_of(rows, *merged)
    assert found.fields == ("name", "address", "full_time", "part_time", "party_members")
    assert found.headings[2] == "人员情况/从业人员/专职"


@pytest.mark.parametrize(
    ("rows", "region"),
    [
        ([["单位名称", "地址"], ["甲园", "乙路"]], (0, 0)),
        ([["名册", _], [_, _], ["单位名称", "地址"], ["甲园", "乙路"]], (2, 2)),
        # a title over everything and who filled it in are no groups
        ([["名册"], ["单位名称", "地址", "职工人数"], ["甲园", "乙路", 3]], (1, 1)),
        ([["基本情况", _, _], ["单位名称", "地址", "职工人数"], ["甲园", "乙路", 3]], (1, 1)),
        # one group only, further on
        ([[_, _, "从业人员", _], ["序号", "单位名称", "专职", "兼职"], ["一", "甲园", 3, 4]], (0, 1)),
        ([[_, _, "海珠区", _], ["序号", "单位名称", "专职", "兼职"], ["一", "甲园", 3, 4]], (1, 1)),
        ([["附件1", _, _], ["单位：人", _, _], ["单位名称", "地址", "职工人数"], ["甲园", "乙路", 3]], (2, 2)),
        ([["填报单位：甲", _, "填报日期：2023年6月"], ["单位名称", "地址", "职工人数"], ["甲园", "乙路", 3]], (1, 1)),
        # the first row of data is none of the headings, though an unnamed column makes it look like a group
        ([["单位名称", _, "地址"], ["甲园", "乙", "丙路"]], (0, 0)),
        ([["单位名称", _], ["甲园", "乙"]], (0, 0)),
        ([["序号", "单位名称", _, _], ["一", "甲园", "王芳", "女"]], (0, 0)),
        ([["序号", "单位名称", _], [_, "甲园", "乙"], [_, "丙园", "丁"]], (0, 0)),
        ([["单位名称", "联系人", _, "备注"], ["甲园", "王芳", "李强", _]], (0, 0)),
        # words that stand in the data, too
        ([["单位名称", "岗位"], ["甲园", "专职"], ["乙园", "兼职"]], (0, 0)),
        ([["单位名称", "党组织"], ["甲园", "无"], ["备注", "说明"]], (0, 0)),
        ([["党员", "13800000000", "2003-05-01"], ["群众", "13800000001", "2004-05-01"]], None),
        # no words of ours, but a row unlike the rows below
        ([["机构（正式）", "标识"], ["甲园", A], ["乙园", B]], (0, 0)),
        ([["甲", "乙"], ["丙", "丁"]], None),
        ([[A, "甲园"], [B, "乙园"]], None),
        ([[_, _]], None),
        ([], None),
    ],
)
def test_regions(rows: list[list[Cell]], region: tuple[int, int] | None) -> None:
    assert region_of(rows) == region


def test_a_word_in_a_footer_is_no_heading() -> None:
    rows: list[list[Cell]] = [[f"园{number}", f"路{number}", "x", "y"] for number in range(8)]
    assert region_of([*rows, ["备注", _, _, _]]) is None
    assert region_of([["单位名称", "甲", "乙", "丙"], *rows, ["备注", _, _, _]]) == (0, 0)


def test_groups_are_spread_over_their_own_columns_only() -> None:
    parts = heading_parts(GROUPED, Region(2, 3))
    assert [joined(each) for each in parts][5:] == ["负责人", "联系电话"]
    assert [joined(each) for each in heading_parts(GROUPED, Region(2, 2))][2:5] == ["从业人员", "", ""]


def test_headings_that_are_said_again_are_no_data() -> None:
    found = fields_of(GROUPED)
    assert found.repeats_headings(GROUPED[2])
    assert found.repeats_headings(GROUPED[3])
    assert found.repeats_headings(["序号", "单位名称 ", "从业人员", "", "", "负责人：", "联系电话"])
    assert not found.repeats_headings(GROUPED[4])
    assert not found.repeats_headings([_, "单位名称", "1"])
    assert not found.repeats_headings([_, "从业人员"])  # not in its column
    assert not found.repeats_headings([_, _, _, _, _, "负责人"])  # one word alone
    assert not found.repeats_headings([])
    assert not mapping_of([["甲", "乙"]]).repeats_headings(["第1列", "第2列"])
    assert mapping_of([["单位名称"], ["甲"]]).repeats_headings(["单位名称"])


def test_repeated_headings_do_not_spoil_what_the_cells_say() -> None:
    rows: list[list[Cell]] = [["园所", "标识"], ["甲幼儿园", A], ["园所", "标识"], ["乙幼儿园", B], ["园所", "标识"]]
    assert fields_of(rows).fields == ("name", "code")
