"""What columns are taken for when their headings are missing, weak, doubled, or denied by the cells below."""

from collections.abc import Sequence

import pytest

from models.importing.column_contents import by_contents, fit, is_damaged_code, is_organization
from models.importing.column_proposals import Evidence
from models.importing.mapping import Mapping, mapping_of
from models.importing.table import Cell
from tests.models.edits.desk import code_of

CODES = [code_of("52", "440105", number) for number in range(1, 6)]
UNIONS = [code_of("81", "440105", number) for number in range(1, 6)]
NAMES = ["阳光幼儿园", "海晏社会工作服务中心", "广州市茶业协会", "晨星会计师事务所", "海珠区象棋学会"]
ADDRESSES = [f"广州市海珠区新港西路{number}号" for number in range(1, 6)]
PHONES = ["13800000001", "020-34082442", "139****0003", "(020)84000000", "13800000005/13900000005"]
STREETS = ["赤岗街道", "新港街道", "赤岗街道", "赤岗街道", "新港街道"]
DAYS = ["2003-05-01", "2004/6/1", "2005年7月1日", "20060801", "2007.9.1"]
_ = None


def proposed(headings: Sequence[Cell], *columns: Sequence[Cell]) -> Mapping:
    return mapping_of([list(headings), *map(list, zip(*columns, strict=True))])


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (CODES, ("code", True)),
        ([*CODES[:3], "x", "y"], ("code", True)),  # most of them prove
        ([*CODES[:2], "x", "y", "z"], None),
        (UNIONS, ("union_code", False)),
        (NAMES, ("name", True)),
        ([*NAMES[:3], "甲乙丙", "丁戊己"], ("name", False)),
        ([NAMES[0]] * 5, None),  # what is always the same is nobody's name
        (PHONES, ("phone", False)),
        (DAYS, ("founded_on", False)),
        (STREETS, ("street", False)),
        (ADDRESSES, ("address", False)),
        (["王芳", "李强", "张三", "李四", "王五"], None),
        ([1, 2, 3, 4, 5], None),
        ([_, "", "无"], None),
    ],
)
def test_unnamed_columns(cells: Sequence[Cell], found: tuple[str, bool] | None) -> None:
    assert by_contents(cells, unnamed=True) == found


@pytest.mark.parametrize("cells", [NAMES, PHONES, DAYS, STREETS, ADDRESSES])
def test_under_a_strange_heading_they_may_be_anybodys(cells: Sequence[Cell]) -> None:
    assert by_contents(cells, unnamed=False) is None
    assert proposed(["单位名称", "上级单位"], NAMES, cells).fields == ("name", None)


def test_under_a_strange_heading_a_code_is_still_the_code() -> None:
    found = proposed(["单位名称", "标识"], NAMES, CODES)
    assert found.fields == ("name", "code")
    assert found.proposal(1).evidence is Evidence.CONTENTS


def test_a_sheet_whose_columns_have_no_names() -> None:
    found = proposed([_, "单位名称", _, _, _, _], CODES, NAMES, ADDRESSES, PHONES, STREETS, DAYS)
    assert found.fields == ("code", "name", "address", "phone", "street", "founded_on")
    assert [found.proposal(column).sure for column in range(6)] == [True, True, False, False, False, False]
    assert found.only_sure().fields == ("code", "name", None, None, None, None)
    assert found.unsure() == {"第3列": "address", "第4列": "phone", "第5列": "street", "第6列": "founded_on"}


def test_a_sheet_without_headings_is_understood_but_never_certain() -> None:
    rows = list(map(list, zip(CODES, NAMES, ADDRESSES, strict=True)))
    found = mapping_of(rows)
    assert (found.header_row, found.fields) == (-1, ("code", "name", "address"))
    assert not found.is_certain


def test_two_columns_that_could_be_it_stay_open() -> None:
    others = [f"{name}分会" for name in NAMES]
    assert proposed(["统一社会信用代码", _, _], CODES, NAMES, others).fields == ("code", None, None)


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("代码", CODES, "code"),
        ("编号", CODES, "code"),  # by its cells alone
        ("代码", ["0001", "0002", "0003", "0004", "0005"], None),
        ("状态", ["正常", "正常", "已注销", "正常", "正常"], "status"),
        ("状态", ["红", "蓝", "绿", "红", "蓝"], None),
        ("类型", ["民非", "社团", "基金会", "民非", "民非"], "type"),
        ("类型", ["甲类", "乙类", "甲类", "乙类", "甲类"], None),
        ("专职", [1, 2, 3, 4, 5], "full_time"),
        ("专职", ["王芳", "李强", "张三", "李四", "王五"], None),
        ("法人", ["王芳", "李强", "张三", "李四", "欧阳·某"], "head"),
        ("法人", ["事业单位法人"] * 5, None),
        ("属地", STREETS, "street"),
        ("属地", ["东片区", "西片区", "东片区", "东片区", "西片区"], None),
        ("责任人", ["王芳", "李强", "张三", "李四", "王五"], "owner"),
        ("责任人", ["安全办公室负责", "安全办公室负责", "保卫科全体", "后勤部主任科员", "办公室值班人员"], None),
    ],
)
def test_weak_words_need_cells_that_agree(heading: str, cells: Sequence[Cell], field: str | None) -> None:
    assert proposed(["单位名称", heading], NAMES, cells).fields == ("name", field)


def test_what_a_sure_heading_says_is_taken_in_even_if_its_cells_are_odd() -> None:
    found = proposed(["单位名称", "统一社会信用代码"], NAMES, ["不详", "1", "2", "3", "4"])
    assert found.fields == ("name", "code")
    assert found.only_sure().fields == ("name", "code")


@pytest.mark.parametrize(
    ("headings", "fields", "rivals"),
    [
        # where it is, not where it was registered
        (("单位名称", "注册地址", "办公地址"), ("name", None, "address"), (None, 2, None)),
        (("单位名称", "电话", "联系人电话"), ("name", None, "phone"), (None, 2, None)),
        (("单位名称", "园长电话", "联系电话"), ("name", None, "phone"), (None, 2, None)),
        (("单位名称", "电话", "手机"), ("name", "phone", None), (None, None, 1)),
        (("名称", "单位名称", "备注"), (None, "name", "note"), (1, None, None)),
    ],
)
def test_one_column_per_field_the_one_that_says_it_best(
    headings: tuple[str, ...], fields: tuple[str | None, ...], rivals: tuple[int | None, ...]
) -> None:
    cells = PHONES if "电话" in headings[1] + headings[2] else ADDRESSES
    found = proposed(headings, NAMES, NAMES if headings[1] == "单位名称" else cells, cells)
    assert found.fields == fields
    assert tuple(found.proposal(column).rival for column in range(3)) == rivals


def test_an_empty_column_says_nothing_and_a_full_one_is_not_surer_for_that() -> None:
    empty, once = [_] * 5, [CODES[0], *[_] * 4]
    assert proposed(["单位名称", "注册地址", "办公地址"], NAMES, ADDRESSES, empty).fields == ("name", "address", None)
    assert proposed(["单位名称", "统一社会信用代码", "登记证号"], NAMES, once, CODES).fields == ("name", "code", None)


def test_the_job_of_the_head_is_not_that_of_the_contact() -> None:
    people = ["王芳", "李强", "张三", "李四", "王五"]
    jobs = ["园长"] * 5
    assert proposed(["单位名称", "负责人", "职务"], NAMES, people, jobs).fields == ("name", "head", None)
    found = proposed(["单位名称", "负责人", "职务", "联系人", "职务"], NAMES, people, jobs, people, jobs)
    assert found.fields == ("name", "head", None, "contact", "contact_title")


def test_members_and_chair_are_a_unions_only_beside_a_union() -> None:
    numbers = [10, 20, 30, 40, 50]
    assert proposed(["单位名称", "会员数"], NAMES, numbers).fields == ("name", None)
    assert proposed(["单位名称", "是否建会", "会员数"], NAMES, ["是"] * 5, numbers).fields == (
        "name", "union_state", "union_members",
    )  # fmt: skip


def test_name_alone_may_be_the_name_of_anything() -> None:
    places = ["东城区", "西城区", "朝阳区", "丰台区", "海淀区"]
    assert not proposed(["name", "甲", "乙"], places, [1] * 5, [2] * 5).is_certain
    assert not proposed(["名称", "甲"], places, [1] * 5).is_certain
    assert proposed(["name", "甲", "乙"], NAMES, [1] * 5, [2] * 5).is_certain  # the cells agree
    assert proposed(["名称", "地址"], places, ADDRESSES).is_certain  # another column agrees


def test_a_unit_of_measure_is_no_name() -> None:
    units = ["人", "家", "人", "人", "家"]
    assert proposed(["地址", "单位", "备注"], ADDRESSES, units, ["x"] * 5).fields == ("address", None, "note")
    assert proposed(["地址", "单位"], ADDRESSES, NAMES).fields == ("address", "name")


def test_damaged_codes_are_the_codes_and_said_to_be_damaged() -> None:
    numbers: list[Cell] = [524401050000018000 + number * 1000 for number in range(5)]
    assert all(map(is_damaged_code, numbers))
    assert all(map(is_damaged_code, ["5.24401E+17", "5.2440105E+17"]))
    assert not any(map(is_damaged_code, [CODES[0], 13800000000, 1.5, _, "524401050000018000"]))
    found = proposed(["单位名称", _], NAMES, numbers)
    assert found.fields == ("name", "code")
    assert not found.proposal(1).sure
    born: list[Cell] = [510105198001010000 + number * 1000 for number in range(5)]
    assert proposed(["单位名称", _], NAMES, born).fields == ("name", None)  # identity cards look alike


def test_memory_of_a_heading_goes_before_its_words_and_is_to_be_looked_at() -> None:
    rows: list[list[Cell]] = [["机构代号名", "单位名称"], ["阳光幼儿园", "总部"]]
    found = mapping_of(rows, remembered={"机构代号名": "name"})
    assert found.fields == ("name", None)
    assert (found.proposal(0).evidence, found.proposal(0).sure) == (Evidence.MEMORY, False)
    assert found.proposal(1).rival == 0


def test_a_column_changed_by_hand() -> None:
    found = proposed(["单位名称", "电话", "手机"], NAMES, PHONES, PHONES)
    changed = found.with_field(2, "phone")
    assert changed.fields == ("name", None, "phone")
    assert (changed.proposal(1).rival, changed.proposal(2).evidence) == (2, Evidence.HAND)
    back = changed.with_field(2, None)
    assert (back.fields, back.proposal(1).rival) == (("name", None, None), None)
    assert back.is_certain  # the heading and the cells say that it is the name


@pytest.mark.parametrize("name", ["阳光幼儿园", "广州市茶业协会", "某某中心（海珠）", "海珠区工会联合会"])
def test_names_of_organizations(name: str) -> None:
    assert is_organization(name)


@pytest.mark.parametrize("text", ["东城区", "王芳", "2003-05-01", "会", "", None, 12])
def test_what_is_no_name_of_an_organization(text: Cell) -> None:
    assert not is_organization(text)


def test_fit_counts_what_says_something() -> None:
    assert fit("staff", [1, "2人", "三", "", None, "无"]) == pytest.approx(2 / 3)
    assert fit("staff", [None, ""]) is None
