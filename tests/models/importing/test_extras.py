"""What a sheet says beside the fields: union, reason, eligibility, former names, cadres, streets."""

from datetime import date, timedelta

import pytest

from models.edits.organizations import change_organization
from models.edits.undo import undo
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of
from tests.models.importing.sheets import bring_text, counts

A, B = (code_of("52", "440105", number) for number in (1, 2))
LATER = TODAY + timedelta(days=30)


def bring(office: Desk, headings: str, values: str, *, day: date = TODAY, streets: bool = False) -> list[str]:
    """Import one organization with these columns; the sentences about what was not understood."""
    text = f"单位名称,统一社会信用代码,{headings}\n甲园,{A},{values}\n"
    return [problem.text for problem in bring_text(office, text, day=day, streets=streets).problems]


def test_a_union_with_everything(office: Desk) -> None:
    said = {
        "建会状态": "已建",
        "工会名称": "甲园工会",
        "建会模式": "单独建",
        "建会日期": "2024-05-01",
        "批准机关与文号": "海工〔2024〕1号",
        "会员数": "20",
        "女会员数": "15",
        "主席": "王芳",
        "工会法人代码": "81440105MJ0000019C",
        "是否录入全总数据库": "是",
        "换届到期日": "2027-05-01",
    }
    assert bring(office, ",".join(said), ",".join(said.values())) == []
    columns = "name, route, founded_on, approved_by, members, women_members, chair, legal_code, in_national_database"
    assert office.all(f"SELECT {columns}, term_ends_on FROM trade_union") == [
        ("甲园工会", "own", "2024-05-01", "海工〔2024〕1号", 20, 15, "王芳", "81440105MJ0000019C", 1, "2027-05-01")
    ]
    assert office.one("SELECT coverage, covered_on FROM organization") == ("own", "2024-05-01")
    office.prove()


@pytest.mark.parametrize(
    ("route", "stored"),
    [
        ("单独建会", "own"),
        ("联合建", "joint"),
        ("联合", "joint"),
        ("联合工会", "joint"),
        ("joint", "joint"),
        ("行业覆盖", "sector"),
        ("行业工会", "sector"),
        ("区域兜底", "area"),
        ("区域工会", "area"),
    ],
)
def test_routes_as_sheets_write_them(office: Desk, route: str, stored: str) -> None:
    assert bring(office, "工会名称,建会模式", f"街道工会,{route}") == []
    assert office.one("SELECT coverage FROM organization") == (stored,)


def test_the_same_union_is_not_made_twice(office: Desk) -> None:
    for day in (TODAY, LATER):
        bring(office, "工会名称,建会模式", "甲园工会,单独建", day=day)
    assert (office.count("trade_union"), office.count("coverage")) == (1, 1)


@pytest.mark.parametrize("state", ["已建", "已建会", "已成立", "已组建工会", "已覆盖", "是", "有", "√", "有工会"])
def test_a_union_without_a_name_is_one_to_be_entered(office: Desk, state: str) -> None:
    """G1 已建会未录入: it stays in the figures and counts once it is confirmed."""
    assert bring(office, "建会状态", state) == []
    assert office.one("SELECT main_reason, coverage FROM organization") == ("G1", None)


@pytest.mark.parametrize(
    "state", ["未建", "否", "无", "没有", "有意向", "有意向建会", "已建议联合建会", "是否建会待核", "筹建中", ""]
)
def test_no_union_yet(office: Desk, state: str) -> None:
    bring(office, "建会状态", state)
    assert office.one("SELECT main_reason FROM organization") == (None,)
    assert office.count("trade_union") == 0


@pytest.mark.parametrize("text", ["B2", "b2", "B2 职工不足25人可单独建", "职工不足25人可单独建"])
def test_a_reason_by_code_or_label(office: Desk, text: str) -> None:
    assert bring(office, "未建会原因,原因说明,佐证", f"{text},12人,名册") == []
    assert office.all("SELECT code, is_primary, opened_on, note, evidence FROM reason") == [
        ("B2", 1, TODAY.isoformat(), "12人", "名册")
    ]


def test_a_reason_that_stands_is_left_alone(office: Desk) -> None:
    bring(office, "未建会原因", "B2")
    bring(office, "未建会原因", "D1", day=LATER)
    assert office.all("SELECT code FROM reason") == [("B2",)]


@pytest.mark.parametrize(
    ("text", "decision"),
    [("是", "yes"), ("具备", "yes"), ("具备条件", "yes"), ("否", "no"), ("暂不具备", "no"), ("未知", None)],
)
def test_eligibility(office: Desk, text: str, decision: str | None) -> None:
    assert bring(office, "是否具备条件", text) == []
    assert office.one("SELECT eligibility FROM organization") == (decision,)
    if decision:
        assert office.all("SELECT decided_on, ground, decided_by FROM eligibility") == [
            (TODAY.isoformat(), "导入的名册", "张三（海珠区总工会）")
        ]


def test_the_same_decision_is_made_once_and_another_one_beside_it(office: Desk) -> None:
    for day, text in ((TODAY, "是"), (TODAY, "是"), (LATER, "是"), (LATER, "否")):
        bring(office, "是否具备条件", text, day=day)
    assert office.all("SELECT decision FROM eligibility ORDER BY id") == [("yes",), ("no",)]


def test_former_names(office: Desk) -> None:
    bring(office, "曾用名", "乙园；丙园、丁园;乙园")
    bring(office, "曾用名", "乙园")
    assert office.all("SELECT name, source FROM former_name ORDER BY name") == [
        (name, "registry") for name in sorted(("乙园", "丙园", "丁园"))
    ]


@pytest.mark.parametrize(
    ("heading", "text", "sentence"),
    [
        ("未建会原因", "老板不同意", "没有“老板不同意”这个原因"),
        ("是否具备条件", "看情况", "没有“看情况”这一项"),
        ("建会模式", "合并", "没有“合并”这一项"),
        ("建会日期", "去年", "“去年”不是日期"),
        ("会员数", "很多", "“很多”不是人数"),
        ("是否录入全总数据库", "也许", "“也许”要写“是”或“否”"),
        ("换届到期日", "三年后", "“三年后”不是日期"),
    ],
)
def test_what_is_not_understood_is_listed_and_kept_in_the_note(
    office: Desk, heading: str, text: str, sentence: str
) -> None:
    problems = bring(office, f"工会名称,{heading}", f"甲园工会,{text}")
    assert len(problems) == 1
    assert problems[0].startswith(sentence)
    assert office.one("SELECT note FROM organization") == (f"原表{heading}：{text}",)


def test_fields_that_cannot_be_read_are_kept_in_the_note(office: Desk) -> None:
    problems = bring(office, "从业人员,成立日期,街道,机构类别,备注", "很多,去年,猫街道,猫,好单位")
    assert len(problems) == 4
    (note,) = office.one("SELECT note FROM organization")
    for text in ("原表从业人员：很多", "原表成立日期：去年", "原表所在街道(镇)：猫街道", "原表机构类别：猫", "好单位"):
        assert text in note


def test_a_row_that_only_brings_something_beside_is_updated(office: Desk) -> None:
    text = f"单位名称,统一社会信用代码,未建会原因\n甲园,{A},\n乙园,{B},\n"
    bring_text(office, text)
    assert counts(bring_text(office, text.replace(f"{A},", f"{A},B2"))) == (0, 1, 1, 0, 0)
    assert counts(bring_text(office, text.replace(f"{A},", f"{A},B2"))) == (0, 0, 2, 0, 0)


def test_an_undo_takes_back_what_was_brought_beside(office: Desk) -> None:
    headings, values = "工会名称,未建会原因,是否具备条件,曾用名,责任人", "甲园工会,B2,是,乙园,李四"
    before = office.shown()
    bring(office, headings, values)
    assert office.count("trade_union") == office.count("reason") == office.count("former_name") == 1
    undo(office.ledger)
    assert office.shown() == before
    office.prove()


# Cadres and streets.


def test_a_cadre_who_is_not_known_yet_is_added_once(office: Desk) -> None:
    text = f"单位名称,统一社会信用代码,责任人\n甲园,{A},李四\n乙园,{B},李四\n丙园,,张三\n"
    assert bring_text(office, text).new == 3
    assert office.all("SELECT name FROM cadre ORDER BY id") == [("张三",), ("李四",)]
    assert office.all("SELECT c.name FROM organization o JOIN cadre c ON c.uid=o.owner ORDER BY o.id") == [
        ("李四",),
        ("李四",),
        ("张三",),
    ]


def test_a_cadre_s_name_that_two_have_is_not_guessed(office: Desk) -> None:
    office.colleague("李四")
    office.colleague("王五")
    with office.ledger.change() as change:
        change.db.execute("UPDATE cadre SET name='李四' WHERE name='王五'")
    problems = bring(office, "责任人", "李四")
    assert len(problems) == 1
    assert problems[0].startswith("有 2 个人都叫“李四”")
    assert office.count("cadre") == 3
    assert office.one("SELECT owner, note FROM organization") == (None, "原表责任人：李四")


def test_streets_in_addresses_only_where_asked(office: Desk) -> None:
    values = "海珠区赤岗街新港中路1号"
    assert bring(office, "地址", values) == []
    assert office.one("SELECT street FROM organization") == (None,)
    bring(office, "地址", values, streets=True, day=LATER)
    assert office.one("SELECT street FROM organization") == (CHIGANG,)


def test_a_street_that_the_sheet_names_goes_before_the_address(office: Desk) -> None:
    bring(office, "地址,所在街道(镇)", "海珠区赤岗街1号,官洲街道", streets=True)
    assert office.one("SELECT street FROM organization") == ("440105018",)


def test_a_street_written_by_hand_is_not_overwritten_by_a_suggestion(office: Desk) -> None:
    bring(office, "地址", "海珠区赤岗街1号", streets=True)
    change_organization(office.ledger, 1, {"street": "440105018"})
    bring(office, "地址", "海珠区赤岗街1号", streets=True, day=LATER)
    assert office.one("SELECT street, coalesce(conflicts,0) FROM organization") == ("440105018", 0)
