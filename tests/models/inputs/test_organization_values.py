"""What is typed or read for a column of an organization, as the value to store."""

from datetime import date

import pytest

from models.errors import InputProblem
from models.inputs.organization_values import (
    Lookup,
    parse_day,
    parse_fields,
    parse_number,
    parse_street,
    parse_value,
    parse_yes_no,
)
from models.ledger_columns import COLUMN_BY_NAME, LEDGER_COLUMNS, Source, column_named
from models.tables.record_kinds import ORGANIZATION

HAIZHU = "440105"
ZHANG = b"z" * 16

#: Domain rules, section 4, without 序号: the headings of every sheet, in order.
HEADING_TEXT = """
统一社会信用代码 单位名称 曾用名 组织类型 机构类别 登记管理机关 登记级别 业务主管单位 成立日期
地址 所在街道(镇) 是否重点 存续状态
从业人员 专职 兼职 签订劳动合同 女职工 35岁以下 党员 党组织 已有会员
法定代表人/负责人 联络人 职务 电话
建会状态 工会名称 建会模式 建会日期 批准机关与文号 会员数 女会员数 主席 工会法人代码 是否录入全总数据库 换届到期日
是否具备条件 未建会原因 原因说明 佐证 对策(建会模式建议) 包联领导 责任单位 责任人 完成时限
当前阶段 最近走访/次数 下次跟进
销号状态 销号日期 审核人 备注
"""


def find_cadre(name: str) -> bytes:
    if name != "张三":
        raise InputProblem(f"台账里没有叫“{name}”的人员。")
    return ZHANG


LOOKUP = Lookup(find_cadre, HAIZHU)


def parsed(field: str, text: str) -> dict[str, object]:
    column = column_named(field)
    assert column is not None
    return parse_value(column, text, LOOKUP)


def test_columns_are_those_of_the_domain_rules_in_their_order() -> None:
    assert [column.source_heading for column in LEDGER_COLUMNS] == HEADING_TEXT.split()


def test_every_stored_column_is_a_fact_and_every_fact_but_the_side_state_a_column() -> None:
    stored = {column.name for column in LEDGER_COLUMNS if column.source is Source.FACT}
    assert stored == set(ORGANIZATION.names) - {"side_state"}


def test_every_heading_name_and_other_word_finds_its_column() -> None:
    for column in LEDGER_COLUMNS:
        for word in (column.name, column.source_heading, *column.aliases):
            assert column_named(word) is column, word
            assert column_named(f" {word.replace('(', '（').replace(')', '）')} ") is column, word
    assert column_named("没有这一栏") is None


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("单位名称", " 阳光幼儿园 ", "阳光幼儿园"),
        ("信用代码", " 52440105-mj00000 26m", "52440105MJ0000026M"),
        ("code", "110108600113450", "110108600113450"),
        ("组织类型", "民非", "service"),
        ("type", "foundation", "foundation"),
        ("类别", "幼儿园", "kindergarten"),
        ("登记级别", "区级", "county"),
        ("存续状态", "注销", "cancelled"),
        ("成立日期", "2015年3月9日", date(2015, 3, 9)),
        ("地址", "新港中路１号", "新港中路１号"),  # text stays as it was written
        ("街道", "赤岗街道", "440105001"),
        ("street", "赤岗街", "440105001"),
        ("所在街道(镇)", "440105001", "440105001"),
        ("所在街道(镇)", "440105001000", "440105001"),  # as statistics write it
        ("所在街道(镇)", "广东省广州市海珠区赤岗街道", "440105001"),  # as our own sheets write it
        ("是否重点", "是", 1),
        ("是否重点", "非重点", 0),
        ("职工", "38人", 38),
        ("从业人员", "１，２００", 1200),
        ("staff", "0", 0),
        ("电话", "０２０－３４０８２４４２", "020-34082442"),
        ("对策", "联合建会", "joint"),
        ("责任人", "张三", ZHANG),
        ("完成时限", "20241231", date(2024, 12, 31)),
        ("销号状态", "待审核", "pending"),
        ("备注", "第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_values(field: str, text: str, value: object) -> None:
    column = column_named(field)
    assert column is not None
    assert parsed(field, text) == {column.name: value}


@pytest.mark.parametrize("column", [c for c in LEDGER_COLUMNS if c.source is Source.FACT], ids=lambda c: c.name)
def test_empty_clears_every_stored_column(column: object) -> None:
    found = parse_value(column, "  ", LOOKUP)  # type: ignore[arg-type] - a column
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("S3", {"stage": "S3", "side_state": None}),
        ("S3 有意向", {"stage": "S3", "side_state": None}),
        ("有意向", {"stage": "S3", "side_state": None}),
        ("已建会", {"stage": "S10", "side_state": None}),
        ("P2", {"side_state": "P2"}),  # keeps the stage it stopped at
        ("受阻", {"side_state": "P2"}),
        ("P1 暂不具备", {"side_state": "P1"}),
        ("", {"stage": None, "side_state": None}),
    ],
)
def test_a_stage_ends_a_side_state(text: str, values: dict[str, object]) -> None:
    assert parsed("当前阶段", text) == values


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("职工", "很多", "“很多”不是人数，要写整数。"),
        ("职工", "-3", "“-3”不是人数，要写整数。"),
        ("职工", "3.5", "“3.5”不是人数，要写整数。"),
        ("职工", "10000001", "“10000001”不是人数，要写整数。"),
        ("职工", "三十", "“三十”不是人数，要写整数。"),
        ("成立日期", "去年", "“去年”不是日期，例如 2024-06-18。"),
        ("成立日期", "2023-02-29", "“2023-02-29”不是日期，例如 2024-06-18。"),
        ("成立日期", "2024.13.1", "“2024.13.1”不是日期，例如 2024-06-18。"),
        ("是否重点", "也许", "“也许”要写“是”或“否”。"),
        ("存续状态", "不知道", "没有“不知道”这一项，可选：正常、停止活动、清算中、已注销、已撤销、已迁出"),
        ("街道", "中南海街道", "没有找到街道“中南海街道”。请写全称，或九位街道代码。"),
        ("街道", "999999999", "没有代码为 999999999 的街道。"),
        ("责任人", "李四", "台账里没有叫“李四”的人员。"),
        ("阶段", "S11", "没有“S11”这个阶段，可写 S0 到 S10、P1、P2、P3 或它们的名称。"),
    ],
)
def test_what_cannot_be_taken_is_said(field: str, text: str, sentence: str) -> None:
    with pytest.raises(InputProblem) as caught:
        parsed(field, text)
    assert caught.value.user_text == sentence


@pytest.mark.parametrize("column", [c for c in LEDGER_COLUMNS if c.source is Source.DERIVED], ids=lambda c: c.name)
def test_what_is_computed_cannot_be_typed(column: object) -> None:
    with pytest.raises(InputProblem, match="这一栏由走访、原因、工会等记录算出来，不能直接改。"):
        parse_value(column, "甲", LOOKUP)  # type: ignore[arg-type] - a column


def test_all_wrong_fields_are_named_at_once() -> None:
    texts = {"职工": "很多", "成立日期": "去年", "颜色": "红", "备注": "好"}
    with pytest.raises(InputProblem) as caught:
        parse_fields(texts, LOOKUP)
    assert caught.value.fields == {
        "从业人员": "“很多”不是人数，要写整数。",
        "成立日期": "“去年”不是日期，例如 2024-06-18。",
        "颜色": "没有“颜色”这一栏。",
    }
    assert str(caught.value).count("\n") == 2


def test_several_fields() -> None:
    assert parse_fields({"职工": "12", "备注": "", "阶段": "S2"}, LOOKUP) == {
        "staff": 12,
        "note": None,
        "stage": "S2",
        "side_state": None,
    }


def test_streets_of_one_name_need_the_code() -> None:
    with pytest.raises(InputProblem, match=r"叫“新华街道”的街道有 \d+ 个，请写九位代码：广东省.*（44\d{7}）"):
        parse_street("新华街道", "44")
    assert parse_street("广东省广州市花都区新华街道", "44") == "440114001"
    with pytest.raises(InputProblem, match="没有找到街道“广东省广州市天河区新华街道”"):
        parse_street("广东省广州市天河区新华街道", "44")


@pytest.mark.parametrize("text", ["是", "有", "√", "1", "Y", "Yes", "TRUE", "已录入", " 是 "])
def test_yes(text: str) -> None:
    assert parse_yes_no(text) == 1


@pytest.mark.parametrize("text", ["否", "无", "×", "0", "n", "No", "False", "未录入", "没有"])
def test_no(text: str) -> None:
    assert parse_yes_no(text) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [("38", 38), (" 38 人 ", 38), ("38.0", 38), ("1,200", 1200), ("12名", 12), ("10000000", 10_000_000)],
)
def test_numbers(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["2024-06-18", "2024/6/18", "2024.6.18", "20240618", "2024年6月18日", "2024-06-18 00:00:00"]
)
def test_days(text: str) -> None:
    assert parse_day(text) == date(2024, 6, 18)


def test_choices_take_codes_labels_and_other_words() -> None:
    for name in ("type", "category", "level", "status", "proposed_route", "closing"):
        column = COLUMN_BY_NAME[name]
        assert column.choices is not None
        for entry in column.choices.entries:
            assert parse_value(column, entry.code, LOOKUP) == {name: entry.code}
            assert parse_value(column, entry.label, LOOKUP) == {name: entry.code}
