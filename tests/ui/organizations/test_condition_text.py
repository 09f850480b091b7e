"""Conditions as text and as chips: the same list either way."""

import pytest

from models.inputs.organization_values import Lookup
from models.queries.lookup import lookup_of
from models.queries.organization_list import ListQuery, ids
from models.queries.where import parse_where
from tests.ui.organizations.conftest import Desk
from ui.organizations.condition_text import conditions_in, text_of
from ui.organizations.conditions import FIELDS, TEXT, YES, Condition, Operator
from ui.organizations.views import Shown

LOOKUP = Lookup(lambda _name: b"x" * 16, "440105")


@pytest.mark.parametrize(
    ("text", "words", "again"),
    [
        ("", [], ""),
        (
            "未访天数>=30 and 原因=b2 and 职工>=25",
            ["30 天未访", "有原因 B2", "职工 ≥ 25"],
            "未访天数>=30 and 原因=B2 and 职工>=25",
        ),
        (
            "街道=赤岗街道 且 状态!=已建会",
            ["街道 = 赤岗街道", "状态 ≠ 已建会"],
            "街道=赤岗街道 and 状态!=已建会",
        ),
        (
            "下次跟进<=+7 and 最近走访<-30",
            ["下一步 7 天以内", "末次走访 早于 30 天前"],
            "next_followup<=+7 and 末次走访<-30",
        ),
        ('备注= and 名称~"a b"', ["备注未填", "单位名称含“a b”"], '备注="" and 单位名称~"a b"'),
        ("职工=1 or 职工=2", ["(职工=1 or 职工=2)"], "(职工=1 or 职工=2)"),
        (
            "not 状态=已建会 and （职工>5 或 职工=）",
            ["not 状态=已建会", "（职工>5 或 职工=）"],
            "not 状态=已建会 and （职工>5 或 职工=）",
        ),
        ("逾期=是 and 类别=幼儿园", ["跟进逾期", "机构类别 = 民办幼儿园"], "逾期=是 and 机构类别=民办幼儿园"),
    ],
)
def test_text_becomes_chips_and_chips_become_text(text: str, words: list[str], again: str) -> None:
    found = conditions_in(text, LOOKUP)
    assert [condition.words for condition in found] == words
    assert text_of(found, LOOKUP) == again
    assert conditions_in(again, LOOKUP) == found


def test_every_chip_survives_being_text() -> None:
    values = {"number": "5", "yes or no": YES, "street": "440105001", "cadre": "沈嘉", "date": "2024-09-27"}
    compared = 0
    for field in FIELDS:
        codes = field.choices()
        for operator in field.operators:
            days = operator in (Operator.NEXT, Operator.LAST, Operator.OLDER)
            value = codes[0][0] if codes else "5" if days else values.get(field.shape.value, "D1")
            condition = Condition(field.key, operator, "" if operator.value in ("empty", "filled") else value)
            assert conditions_in(text_of([condition], LOOKUP), LOOKUP) == (condition,)
            compared += 1
    assert compared > 200


@pytest.mark.parametrize(
    "text",
    [
        "未访天数>=30 and 原因=B2 and 职工>=10",
        "街道=赤岗街道 and 状态!=已建会",
        "not 状态=已建会 and (职工>50 or 职工=)",
        "职工>=100 or 类别=幼儿园",
        "最近走访>=-60 and 最近走访<-10",
        "下次跟进<=+14",
    ],
)
def test_a_list_by_chips_is_the_list_by_text(desk: Desk, text: str) -> None:
    lookup = lookup_of(desk.ledger)
    where = parse_where(text, lookup)
    by_text = ids(desk.ledger, ListQuery(where=where.sql, values=where.values)).tolist()
    assert desk.show(Shown(conditions=conditions_in(text, lookup))) == by_text
    assert 0 < len(by_text) < 400


def test_a_chip_of_text_is_asked_as_it_was_written() -> None:
    (condition,) = conditions_in("职工=1 or 职工=2", LOOKUP)
    assert condition == Condition(TEXT, Operator.IS, "(职工=1 or 职工=2)")
