"""What headings mean: every heading here was looked at by a person. None says that it must stay open."""

import csv
import json
from pathlib import Path

import pytest

from models.importing.headings import Belief, column_of, plain, read_heading, says_nothing
from models.importing.mapping import mapping_of, propose_mapping
from models.importing.table import open_table

ALONE: dict[str, str | None] = {
    # as civil affairs, education and statistics write them
    "统一社会信用代码": "code",
    "*统一社会信用代码（18位）": "code",
    "统一社会信用代码/注册号": "code",
    "单位名称（全称）": "name",
    "1.单位名称": "name",
    "（一）单位名称": "name",
    "单位名称\n（盖章）": "name",
    "社会组织名称": "name",
    "幼儿园名称:": "name",
    "２、机构名称": "name",
    "曾用名": "former_names",
    "社会组织类型": "type",
    "登记管理机关": "authority",
    "业务主管单位名称": "supervisor",
    "主管机关": "supervisor",
    "律师事务所": "name",
    "成立时间（年月日）": "founded_on",
    "成立日期(格式:2023-01-01)": "founded_on",
    "住所": "address",
    "住 所": "address",
    "地址（与登记证书一致）": "address",
    "办公地址/住所": "address",
    "所在街道（镇）": "street",
    "镇（街道）": "street",
    "街道/镇": "street",
    "是否重点": "key_declared",
    "登记状态": "status",
    "从业人员（人）": "staff",
    "职工人数/人": "staff",
    "2023年从业人员数": "staff",
    "截至2023年6月职工人数": "staff",
    "从业人员（专职）": "full_time",
    "专职人数": "full_time",
    "职工人数（女）": "women",
    "其中：女职工": "women",
    "35岁以下": "under_35",
    "35岁以下职工数（含35岁）": "under_35",
    "党员人数": "party_members",
    "是否建立党组织": "party_org",
    "签订劳动合同人数": "contracts",
    "法定代表人/负责人": "head",
    "法定代表人（负责人）": "head",
    "园长姓名": "head",
    "联系人": "contact",
    "联系人职务": "contact_title",
    "联系电话（手机）": "phone",
    "联系人手机号码": "phone",
    "电话/手机": "phone",
    "园长电话": "phone",
    "联系电话（办公）": "phone",
    "2023年职工人数（女）": "women",
    "总人数（专职）": "full_time",
    "是否建会": "union_state",
    "工会名称": "union_name",
    "工会主席": "union_chair",
    "工会会员数": "union_members",
    "工会法人统一社会信用代码": "union_code",
    "未建会原因": "main_reason",
    "是否具备建会条件": "eligibility",
    "责任人": "owner",
    "完成时限": "deadline",
    "备注": "note",
    "从业人员/专职": "full_time",  # two rows of headings as our own sheets write them
    "工会情况/名称": "union_name",
    "统一社会信用代码（或组织机构代码）": "code",
    "登记状态（存续/注销）": "status",
    "建会方式（单独、联合）": "union_route",
    "备注（其他需要说明的情况）": "note",
    # what must stay open, however near the words are
    "序号": None,
    "工商注册号": None,
    "企业类型": None,
    "经营范围": None,
    "注册资金(万元)": None,
    "所在省份": None,
    "地区": None,
    "单位名称（英文）": None,
    "单位名称（曾用）": None,
    "上级单位名称": None,
    "主管单位/地址": None,
    "股东名称": None,
    "股东/名称": None,
    "母体单位/名称": None,
    "分支机构/地址": None,
    "会员单位名称": None,
    "单位会员数": None,
    "职工人数（离退休）": None,
    "职工人数（男/女）": None,
    "举办者": None,
    "专任教师数": None,
    "在园幼儿数": None,
    "法定代表人姓名及职务": None,
    "联系人及电话": None,
    "联系人及联系电话（手机）": None,
    "联系方式（负责人）": None,
    "联系方式（联系人）": None,
    "区县": None,
    "拟完成时间": None,
    "职工工资": None,
    "电话/地址": None,
    "财务负责人": None,
    "填表人": None,
    "传真": None,
    "邮编": None,
    "发证日期": None,
    "有效期至": None,
    "年检日期": None,
    "最近走访": None,
    "下次跟进": None,
    "未导入原因": None,
    "原行号": None,
    "": None,
}


@pytest.mark.parametrize(("heading", "field"), ALONE.items())
def test_a_heading_alone(heading: str, field: str | None) -> None:
    column = column_of(heading)
    assert (column.name if column else None) == field


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (("从业人员", "专职"), "full_time"),
        (("从业人员", "兼职"), "part_time"),
        (("从业人员", "合计"), "staff"),
        (("职工情况（人）", "其中：女"), "women"),
        (("职工", "党员"), "party_members"),
        (("基本情况", "单位名称"), "name"),
        (("基本情况", "从业人员", "专职"), "full_time"),
        (("工会", "名称"), "union_name"),
        (("工会情况", "主席"), "union_chair"),
        (("工会情况", "会员数"), "union_members"),
        (("工会情况", "成立时间"), "union_founded_on"),
        (("法定代表人", "姓名"), "head"),
        (("人员情况", "负责人", "姓名"), "head"),
        (("法定代表人", "联系电话"), "phone"),
        (("联系人", "姓名"), "contact"),
        (("联系人", "职务"), "contact_title"),
        (("联系方式", "手机"), "phone"),
        (("联系方式", "负责人"), "head"),
        (("联系方式", "联系人"), "contact"),
        (("党建情况", "党员人数"), "party_members"),
        (("业务主管单位", "名称"), "supervisor"),
        (("登记管理机关", "名称"), "authority"),
        # under somebody else's name
        (("工会", "地址"), None),
        (("业务主管单位", "地址"), None),
        (("业务主管单位", "电话"), None),
        (("股东", "名称"), None),
        (("从业人员", "教职工"), None),
        (("举办单位", "单位名称"), None),
        (("上级工会", "名称"), None),
        (("法定代表人", "党员"), None),
        (("会员", "女"), None),
        (("资产", "合计"), None),
        (("社工", "专职"), None),
    ],
)
def test_a_heading_under_a_group(parts: tuple[str, ...], field: str | None) -> None:
    reading = read_heading(parts)
    assert (reading.field if reading else None) == field


@pytest.mark.parametrize(
    ("heading", "belief"),
    [
        ("单位名称", Belief.SURE),
        ("名称", Belief.CHECKED),
        ("name", Belief.CHECKED),
        ("状态", Belief.CHECKED),
        ("法定代表人电话", Belief.LIKELY),
        ("会员数", Belief.OF_A_UNION),
        ("主席", Belief.OF_A_UNION),
    ],
)
def test_how_far_words_are_believed(heading: str, belief: Belief) -> None:
    reading = read_heading((heading,))
    assert reading is not None
    assert reading.belief is belief


@pytest.mark.parametrize(
    ("parts", "belief"), [(("法定代表人", "联系电话"), Belief.LIKELY), (("联系人", "联系电话"), Belief.SURE)]
)
def test_the_heads_own_number_is_only_nearly_the_contacts(parts: tuple[str, ...], belief: Belief) -> None:
    reading = read_heading(parts)
    assert reading is not None
    assert (reading.field, reading.belief) == ("phone", belief)


def test_under_an_unknown_group_a_sure_word_is_only_likely() -> None:
    reading = read_heading(("二〇二三年摸排", "单位名称"))
    assert reading is not None
    assert (reading.field, reading.belief) == ("name", Belief.LIKELY)


@pytest.mark.parametrize(
    ("text", "key"), [("＊ 单位　名称：", "单位名称"), ("３、住所", "住所"), ("３5岁以下", "35岁以下")]
)
def test_what_differs_from_list_to_list_is_taken_away(text: str, key: str) -> None:
    assert plain(text) == key


@pytest.mark.parametrize(
    ("text", "nothing"), [("", True), ("第3列", True), ("Column1", True), ("F2", True), ("颜色", False)]
)
def test_headings_that_say_nothing(text: str, nothing: bool) -> None:  # noqa: FBT001
    assert says_nothing(text) is nothing


EXTRACT = {
    "企业名称": "name",
    "统一社会信用代码": "code",
    "注册日期": "founded_on",
    "企业类型": None,
    "法人代表": "head",
    "注册资金": None,
    "经营范围": None,
    "所在省份": None,
    "地区": None,
    "注册地址": "address",
}
KINDERGARTENS = {"id": None, "name": "name", "address": "address", "phone": "phone"}
DIVISIONS = {"code": None, "name": "name"}
LISTS: dict[str, tuple[dict[str, str | None], bool]] = {
    "enterprise_extracts/accounting_firms.csv": (EXTRACT, True),
    "enterprise_extracts/tax_agent_firms.csv": (EXTRACT, True),
    "enterprise_extracts/civil_affairs_51_52.csv": (EXTRACT, True),
    "enterprise_extracts/trade_unions_81_89.csv": (EXTRACT, True),
    "enterprise_extracts/hospitals_and_clinics_as_companies.csv": (EXTRACT, True),
    "enterprise_extracts/schools_kindergartens_named_entities.csv": (EXTRACT, True),
    "enterprise_extracts/public_institutions_12_11.csv": (EXTRACT, True),
    "guangzhou_kindergartens/kindergartens_1688.csv": (KINDERGARTENS, True),
    # no lists of organizations: never taken in without a person
    "admin_divisions/provinces.csv": (DIVISIONS, False),
    "admin_divisions/cities.csv": (DIVISIONS | {"provinceCode": None}, False),
    "admin_divisions/areas.csv": (DIVISIONS | {"cityCode": None, "provinceCode": None}, False),
    "admin_divisions/streets.csv": (DIVISIONS | {"areaCode": None, "provinceCode": None, "cityCode": None}, False),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_heading_of_every_list(shared_data: Path, name: str) -> None:
    fields, certain = LISTS[name]
    with (shared_data / name).open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file))
    assert headings == list(fields)  # the table above speaks of this list
    found = propose_mapping(open_table(shared_data / name))
    assert dict(zip(found.headings, found.fields, strict=True)) == fields
    assert found.is_certain is certain


def test_the_list_of_schools_as_a_sheet(shared_data: Path) -> None:
    (path,) = (shared_data / "schools_pg7go").glob("*.json")
    schools = json.loads(path.read_text(encoding="utf-8"))
    rows = [list(schools[0]), *(list(school.values()) for school in schools[:224])]
    found = mapping_of(rows)
    assert dict(zip(found.headings, found.fields, strict=True)) == {
        "name": "name", "province": None, "city": None, "area": None,
    }  # fmt: skip
    assert found.is_certain  # by its heading and by what stands below
