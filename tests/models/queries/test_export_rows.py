"""The rows of a full export: every column in its order, as words, phones masked unless asked for."""

from datetime import date

import pytest

from models.edits.eligibility import decide_eligibility
from models.edits.organizations import add_former_name
from models.edits.reasons import add_reason
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.inputs.forms import EligibilityInput, ReasonInput, UnionInput, VisitInput
from models.ledger_columns import LEDGER_COLUMNS
from models.queries.export_rows import export_sheet
from models.queries.organization_list import ListQuery
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of
from tests.models.queries.reckoning import Reckoned

DUE = date(2024, 10, 8)


def rows(office: Desk, query: ListQuery | None = None, *, with_phones: bool = False) -> list[dict[str, object]]:
    sheet = export_sheet(office.ledger, query or ListQuery(), with_phones=with_phones)
    assert sheet.columns == LEDGER_COLUMNS
    found = [dict(zip((c.source_heading for c in sheet.columns), row, strict=True)) for row in sheet.rows]
    assert len(found) == sheet.count
    return found


def filled(row: dict[str, object]) -> dict[str, object]:
    return {heading: value for heading, value in row.items() if value not in {None, ""}}


@pytest.fixture
def whole(office: Desk) -> Desk:
    """One organization of which everything is known."""
    one = office.add(
        "赤岗阳光幼儿园",
        code=code_of("52", "440105"),
        category="kindergarten",
        authority="海珠区民政局",
        founded_on=date(2015, 3, 9),
        address="新港中路1号",
        street=CHIGANG,
        key_declared=1,
        status="active",
        staff=26,
        phone="020-34082442",
        contact="李老师13812345678",
        proposed_route="joint",
        owner=office.ledger.author.cadre,
        deadline=date(2024, 12, 31),
        closing="pending",
        note="园长电话13912345678，2024-10-08 再访",
    )
    k = office.ledger
    add_former_name(k, one, "月光托儿所")
    add_former_name(k, one, "星光托儿所")
    record_visits(k, [one], VisitInput(visited_on=TODAY, result="2", reasons=("D1",), next_on=DUE, next_task="送材料"))
    add_reason(k, one, ReasonInput(code="D1", opened_on=TODAY, note="怕花钱", evidence="面谈记录"))
    decide_eligibility(k, [one], EligibilityInput(decision="yes", decided_on=TODAY))
    return office


def test_one_organization_in_words(whole: Desk) -> None:
    (row,) = rows(whole)
    assert set(str(row.pop("曾用名")).split("；")) == {"月光托儿所", "星光托儿所"}
    assert filled(row) == {
        "统一社会信用代码": code_of("52", "440105"),
        "单位名称": "赤岗阳光幼儿园",
        "组织类型": "民办非企业单位",
        "机构类别": "民办幼儿园",
        "登记管理机关": "海珠区民政局",
        "登记级别": "县级",
        "成立日期": "2015-03-09",
        "地址": "新港中路1号",
        "所在街道(镇)": "广东省广州市海珠区赤岗街道",
        "是否重点": "是",
        "存续状态": "正常",
        "从业人员": 26,
        "联络人": "李老师138****5678",
        "电话": "020****2442",
        "建会状态": "未建",
        "是否具备条件": "具备条件",
        "未建会原因": "D1 负责人有顾虑",
        "原因说明": "怕花钱",
        "佐证": "面谈记录",
        "对策(建会模式建议)": "联合建",
        "责任人": "张三",
        "完成时限": "2024-12-31",
        "当前阶段": "S2 已走访",
        "最近走访/次数": "2024-09-25/1",
        "下次跟进": "2024-10-08 送材料",
        "销号状态": "待审核",
        "备注": "园长电话139****5678，2024-10-08 再访",
    }


def test_phones_in_full_where_asked(whole: Desk) -> None:
    (row,) = rows(whole, with_phones=True)
    assert row["电话"] == "020-34082442"
    assert row["联络人"] == "李老师13812345678"
    assert row["备注"] == "园长电话13912345678，2024-10-08 再访"


def test_its_union(whole: Desk) -> None:
    union = UnionInput(
        name="阳光幼儿园工会",
        route="own",
        founded_on=TODAY,
        approved_by="海珠区总工会",
        document_no="海工〔2024〕12号",
        members=20,
        women_members=15,
        chair="王芳",
        in_national_database=True,
        term_ends_on=date(2027, 9, 24),
    )
    form_union(whole.ledger, [1], UnionInput(name="街道联合工会", route="joint", founded_on=date(2024, 1, 1)))
    form_union(whole.ledger, [1], union)
    (row,) = rows(whole)
    assert [row[heading] for heading in ("建会状态", "工会名称", "建会模式", "建会日期", "批准机关与文号")] == [
        "已建",
        "阳光幼儿园工会",
        "单独建",
        "2024-09-25",
        "海珠区总工会 海工〔2024〕12号",
    ]
    assert [row[heading] for heading in ("会员数", "女会员数", "主席", "是否录入全总数据库", "换届到期日")] == [
        20,
        15,
        "王芳",
        "是",
        "2027-09-24",
    ]
    assert row["当前阶段"] == "S10 已建会"


@pytest.mark.parametrize(
    ("route", "state"), [("own", "已建"), ("joint", "已覆盖"), ("sector", "已覆盖"), (None, "未建")]
)
def test_union_state(office: Desk, route: str | None, state: str) -> None:
    one = office.add("甲园")
    if route:
        form_union(office.ledger, [one], UnionInput(name="工会", route=route, founded_on=TODAY))
    assert rows(office)[0]["建会状态"] == state


def test_side_states_and_undecided(office: Desk) -> None:
    office.add("甲园", code=code_of("52", "440105"), category="school", stage="S4", side_state="P2")
    office.add("乙协会", code=code_of("51", "440105"))
    first, second = rows(office)
    assert (first["当前阶段"], first["是否具备条件"]) == ("P2 受阻", "未认定")
    assert (second["当前阶段"], second["是否具备条件"]) == ("S0 待摸排", "")


def test_rows_stand_in_the_order_of_the_list_and_all_of_them(messy: Desk, reckoned: list[Reckoned]) -> None:
    query = ListQuery(view="open", sort="staff", descending=True)
    staff = [row["从业人员"] for row in rows(messy, query)]
    assert staff == sorted((s for s in staff if s is not None), key=lambda s: -int(str(s)))
    assert len(rows(messy)) == sum(not one.detail.in_trash for one in reckoned)
    by_name = {one.detail.facts["name"]: one for one in reckoned if not one.detail.in_trash}
    for row in rows(messy):
        one = by_name[str(row["单位名称"])]
        decision = {"yes": "具备条件", "no": "暂不具备"}.get(one.decision or "", "未认定" if one.scope == "key" else "")
        assert row["是否具备条件"] == decision
        assert str(row["未建会原因"] or "").partition(" ")[0] == (one.main_reason or "")
        assert row["建会状态"] == ("未建" if one.route is None else "已建" if one.route == "own" else "已覆盖")
