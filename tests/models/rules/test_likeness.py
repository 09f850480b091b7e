"""How likely two organizations are one: names without generic parts, evidence, and what is never enough."""

import pytest

from models.rules.likeness import Level, Likeness, Reason, Subject, likeness, name_core, name_percent, subject_of
from models.rules.names import says_the_same
from tests.models.edits.desk import code_of

REGION = "440105"


def one(name: str, record: int = 1, **values: str) -> Subject:
    said = {"code": "", "phone": "", "address": "", "head": "", "region": REGION} | values
    return subject_of(record, name=name, **said)


def alike(a: Subject, b: Subject) -> Likeness | None:
    found = likeness(a, b)
    assert found == likeness(b, a)  # in both directions the same
    return found


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("广州市海珠区小星星幼儿园", "小星星"),
        ("海珠小星星民办幼儿园", "小星星"),
        ("小星星幼儿园有限公司", "小星星"),
        ("温泉镇幼儿园", "温泉镇"),  # the place is all there is
        ("中山大学南校区幼儿园", "中山大学南校区"),
        ("北京大成(广州)律师事务所", "北京大成广州"),
        ("幼儿园", "幼儿园"),
    ],
)
def test_core(name: str, core: str) -> None:
    assert name_core(name, REGION) == core


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        ("广州市海珠区小星星幼儿园", "海珠小星星民办幼儿园", 100, 100),
        ("小星星幼儿园", "小星星幼稚园", 100, 100),
        ("晨曦社会工作服务中心", "晨羲社会工作服务中心", 50, 99),
        ("金苹果幼儿园", "金苹国幼儿园", 85, 95),
        ("第一幼儿园", "第二幼儿园", 0, 74),
        ("3号书画社", "4号书画社", 0, 74),
        ("仁爱医院", "仁爱门诊部", 0, 84),
        ("阳光幼儿园", "阳光培训学校", 0, 84),
        ("大海幼儿园", "小山幼儿园", 0, 74),
    ],
)
def test_percent(a: str, b: str, least: int, most: int) -> None:
    assert least <= name_percent(one(a), one(b)) <= most


def test_the_same_valid_code_is_certain_whatever_the_names_say() -> None:
    code = code_of("52", REGION)
    found = alike(one("甲", code=code), one("乙", 2, code=code))
    assert found is not None
    assert (found.level, found.reasons) == (Level.CERTAIN, (Reason.CODE,))


def test_the_organization_code_inside_counts_across_classes() -> None:
    code = code_of("52", REGION)
    found = alike(one("小星星幼儿园", code=code), one("小星星幼儿园", 2, code=code[8:17], region=""))
    assert found is not None
    assert found.level is Level.STRONG
    assert Reason.ORGANIZATION_CODE in found.reasons


def test_evidence_adds_up_and_speaks_against() -> None:
    known = {"phone": "34567890", "address": "江南大道中12号", "head": "陈某"}
    levels = [
        (known, known, Level.STRONG),
        ({"phone": "34567890"}, {"phone": "3456 7890"}, Level.STRONG),
        (known, {"phone": "34567890", "address": "赤岗路3号"}, Level.LIKELY),  # moved
        ({}, {}, Level.LIKELY),
        ({"phone": "1111111"}, {"phone": "2222222", "head": "王某"}, Level.HINT),
        ({"phone": "1111111", "address": "赤岗路3号"}, {"phone": "2222222", "address": "新港路4号"}, Level.HINT),
    ]
    for a, b, level in levels:
        found = alike(one("小星星幼儿园", **a), one("小星星民办幼儿园", 2, **b))
        assert found is not None, (a, b)
        assert found.level is level, (a, b, found)


def test_renamed_is_found_by_what_stayed() -> None:
    known = {"phone": "34567890", "address": "江南大道中12号"}
    found = alike(one("小星星幼儿园", **known), one("海燕幼儿园", 2, **known))
    assert found is not None
    assert found.reasons == (Reason.PHONE, Reason.ADDRESS)
    assert alike(one("小星星幼儿园", phone="34567890"), one("海燕幼儿园", 2, phone="34567890")) is None


def test_two_valid_codes_are_capped() -> None:
    same = {"phone": "34567890", "address": "江南大道中12号", "head": "陈某"}
    a = one("小星星幼儿园", code=code_of("52", REGION, 1), **same)
    b = one("小星星幼儿园", 2, code=code_of("52", REGION, 2), **same)
    found = alike(a, b)
    assert found is not None
    assert found.level is Level.HINT
    assert found.reasons[-1] is Reason.OTHER_CODES
    assert alike(a, one("海燕幼儿园", 2, code=code_of("52", REGION, 2), **same)) is None


def test_other_places_and_masked_heads_are_no_evidence() -> None:
    a = one("增城市英才幼儿园", region="", phone="1111111")
    assert alike(a, one("从化市英才幼儿园", 2, region="", phone="2222222")) is None
    assert one("甲", head="陈＊＊").head == one("甲", head="陈**").head == ""


@pytest.mark.parametrize(
    ("field", "a", "b", "same"),
    [
        ("phone", "020-34567890", "02034567890", True),
        ("phone", "12", "13", False),
        ("address", "江南大道中 12号", "江南大道中12号。", True),
        ("name", "（甲）", "(甲)", True),
        ("note", "甲 乙", "甲乙", False),
        ("staff", 3, "3", False),
        ("staff", 3, 3, True),
    ],
)
def test_spelling_is_no_difference(field: str, a: object, b: object, *, same: bool) -> None:
    assert says_the_same(field, a, b) is same
