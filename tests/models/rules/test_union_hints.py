"""Hints about a union: each says something at its own limit and nothing below it."""

from dataclasses import replace
from datetime import date

import pytest

from models.rules.union_hints import UnionFacts, term_end, union_hints

COMPLETE = UnionFacts(
    route="own",
    covered=1,
    members=30,
    women_members=0,
    staff=40,
    chair="李芳",
    heads={"王强"},
    approved=True,
    founded_on=date(2024, 9, 27),
    term_ends_on=date(2029, 9, 27),
)


def said(**changes: object) -> list[str]:
    return [hint.text for hint in union_hints(replace(COMPLETE, **changes))]


def warned(**changes: object) -> list[str]:
    return [hint.text for hint in union_hints(replace(COMPLETE, **changes)) if hint.is_warning]


def test_nothing_is_wrong_with_a_complete_union() -> None:
    assert warned() == []
    assert said() == ["会员不足 100 人，开会员大会选举。", "工会委员会与经费审查委员会同时建立。"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"members": 24}, "会员不足 25 人"),
        ({"covered": 2}, "单独建的工会只覆盖一家"),
        ({"chair": "王强"}, "王强是单位负责人"),
        ({"members": 41}, "会员数多于职工数 40 人"),
        ({"term_ends_on": date(2028, 9, 27)}, "每届任期是三年或五年"),
        ({"legal_code": "52310107MJ5075334L"}, "工会法人代码以 81 或 89 开头"),
        ({"legal_code": "8153040056007606"}, "工会法人代码校验不通过"),
    ],
)
def test_what_does_not_fit_is_a_warning(changes: dict[str, object], words: str) -> None:
    assert len(warned(**changes)) == 1
    assert warned(**changes)[0].startswith(words)


@pytest.mark.parametrize(
    "changes",
    [
        {"members": 25},
        {"members": None, "women_members": None, "staff": None},
        {"route": "joint", "members": 8, "covered": 3},
        {"members": 40},
        {"term_ends_on": date(2027, 9, 27)},
        {"term_ends_on": date(2029, 9, 15)},
        {"legal_code": " 81530400560076062a "},
    ],
)
def test_what_fits_warns_of_nothing(changes: dict[str, object]) -> None:
    assert warned(**changes) == []


def test_reminders_at_their_limits() -> None:
    assert "女会员 10 人以上，同时建女职工委员会。" in said(women_members=10)
    assert "女会员不足 10 人，设一名女职工委员。" in said(women_members=9)
    assert not any("女会员" in text for text in said(women_members=0))
    assert "会员 100 人以上，可开会员大会或会员代表大会。" in said(members=100, staff=120)
    assert "职工 200 人以上，可以设专职主席。" in said(staff=200)
    assert not any("专职主席" in text for text in said(staff=199))
    assert any("上一级工会批准" in text for text in said(approved=False))
    assert "联合建通常覆盖两家以上，可以再加几家。" in said(route="joint")


def test_warnings_come_first() -> None:
    kinds = [hint.is_warning for hint in union_hints(replace(COMPLETE, members=5, approved=False))]
    assert kinds == sorted(kinds, reverse=True)


def test_a_term_that_begins_on_a_leap_day() -> None:
    assert term_end(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert term_end(date(2024, 2, 29), 5) == date(2029, 2, 28)
