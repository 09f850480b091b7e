"""Group headings, sums, signatures and notes are no organizations; organizations with odd names are."""

import pytest

from models.importing.odd_rows import OddKind, OddRows
from models.importing.table import Cell, MergedRange

FIELDS = (None, "name", "code", "address", "staff", "phone")
CODE = "52440105MJK850332A"

ODD: list[tuple[list[Cell], OddKind]] = [
    (["一、幼儿园", None, None, None, None, None], OddKind.GROUP),
    (["（二）社会团体", None, None, None, None, None], OddKind.GROUP),
    (["越秀区", None, None, None, None, None], OddKind.GROUP),
    (["越秀区"] * 6, OddKind.GROUP),  # as a sheet with its merged cells filled has it
    (["幼儿园", None, None, None, "38家", None], OddKind.GROUP),
    ([None, "一、民办学校", None, None, None, None], OddKind.GROUP),
    ([None, "民办非企业单位（38家）", None, None, None, None], OddKind.GROUP),
    ([None, "江南中街道", None, None, None, None], OddKind.GROUP),
    ([None, "海珠区：", None, None, None, None], OddKind.GROUP),
    (["合计", None, None, None, 1234, None], OddKind.TOTAL),
    (["合 计", None, None, None, "1,234", None], OddKind.TOTAL),
    ([None, "总计", None, None, 12, None], OddKind.TOTAL),
    ([39, "小计", None, None, 12, None], OddKind.TOTAL),
    (["越秀区合计", None, None, None, 12, None], OddKind.TOTAL),
    (["共 38 家", None, None, None, None, None], OddKind.TOTAL),
    (["合计：38家", None, None, None, None, None], OddKind.TOTAL),
    (["制表人：张三", None, None, "填表日期：2024年1月3日", None, None], OddKind.FOOTER),
    (["填报单位（盖章）：", "海珠区民政局", None, None, None, None], OddKind.FOOTER),
    ([None, "审核人：", None, None, "联系电话：", "020-1"], OddKind.FOOTER),
    (["注：1. 本表每月报送一次。", None, None, None, None, None], OddKind.FOOTER),
    ([None, "备注：以上数据截至2024年底", None, None, None, None], OddKind.FOOTER),
    (["填表人：张三", None, "审核人：", None, "填表日期：2024年6月3日", None], OddKind.FOOTER),
    (["第1页，共3页", None, None, None, None, None], OddKind.FOOTER),
    ([1, 2, 3, 4, 5, 6], OddKind.NUMBERING),
    (["甲", "乙", 1, 2, 3, 4], OddKind.NUMBERING),
    ([57, None, None, None, None, None], OddKind.NUMBERING),  # a running number that was filled down too far
]

ORGANIZATIONS: list[list[Cell]] = [
    [1, "甲园", CODE, "甲路1号", 12, None],
    [1, "甲园", None, None, None, None],
    [None, "越秀区幼儿园", None, None, None, None],
    [None, "合计会计师事务所", None, "甲路", None, None],
    [None, "合计会计师事务所", None, None, 12, None],
    [None, "越秀区", CODE, None, None, None],  # with a code it is one, whatever it is called
    [None, "合计", "４４０１０５１２３４５", None, None, None],
    [None, "江南中街道", None, "江南大道1号", None, None],
    [None, "注册会计师协会", None, None, None, None],
    [None, "说明书博物馆", None, None, None, None],
    [None, "一二三幼儿园", None, None, None, None],
    [None, "单位人才促进会", None, None, None, None],
    [None, "95107", None, None, None, None],
    [1, 2, CODE, None, None, None],
    [None, None, None, "乙路", None, None],  # without a name: rejected, and seen
    [12, None, None, "乙路", None, None],
    [None, None, None, None, 12, None],
    [None, None, None, None, None, None],
]


@pytest.mark.parametrize(("cells", "kind"), ODD, ids=lambda value: str(value)[:40])
def test_odd_rows(cells: list[Cell], kind: OddKind) -> None:
    assert OddRows(FIELDS).kind(9, cells) is kind


@pytest.mark.parametrize("cells", ORGANIZATIONS, ids=lambda value: str(value)[:40])
def test_organizations(cells: list[Cell]) -> None:
    assert OddRows(FIELDS).kind(9, cells) is None


def test_one_text_across_merged_cells_is_a_heading_whatever_it_says() -> None:
    odd = OddRows(FIELDS, [MergedRange(8, 0, 8, 5), MergedRange(20, 1, 20, 2)])
    cells: list[Cell] = [None, "直属单位", None, None, None, None]
    assert odd.kind(9, cells) is OddKind.GROUP
    assert odd.kind(10, cells) is None
    assert odd.kind(9, [None, "直属单位", CODE, None, None, None]) is None
    assert odd.kind(21, cells) is None


def test_a_list_of_names_alone_has_no_headings() -> None:
    assert OddRows(("name",)).kind(2, ["江南中街道"]) is None
    assert OddRows(("name",)).kind(2, ["合计"]) is OddKind.TOTAL
