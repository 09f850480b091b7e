"""The forms of a cadre's day: what they take, and what they say of what they do not take."""

from collections.abc import Mapping
from datetime import date

import pytest
from pydantic import ValidationError

from models.errors import InputProblem
from models.inputs.base import FormInput
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput, VisitInput

DAY = date(2024, 9, 25)
GOOD: dict[type[FormInput], dict[str, object]] = {
    VisitInput: {"visited_on": DAY, "result": "1"},
    ReasonInput: {"code": "B2", "opened_on": DAY},
    FollowupInput: {"task": "送材料", "due_on": DAY},
    EligibilityInput: {"decision": "yes", "decided_on": DAY},
    UnionInput: {"name": "阳光幼儿园工会", "route": "own", "founded_on": DAY},
}


def problem(form: type[FormInput], values: Mapping[str, object]) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        form.parse(GOOD[form] | values)
    return caught.value


@pytest.mark.parametrize("form", GOOD, ids=lambda form: form.__name__)
def test_the_smallest_form(form: type[FormInput]) -> None:
    found = form.parse(GOOD[form])
    with pytest.raises(ValidationError, match="frozen"):
        found.note = "甲"  # type: ignore[attr-defined] - most have one


@pytest.mark.parametrize(("form", "field"), [(form, field) for form, values in GOOD.items() for field in values])
def test_what_must_be_there(form: type[FormInput], field: str) -> None:
    for nothing in (None, "", "  "):
        assert problem(form, {field: nothing}).fields == {field: "必须填写。"}
    with pytest.raises(InputProblem) as caught:
        form.parse({name: value for name, value in GOOD[form].items() if name != field})
    assert caught.value.fields == {field: "必须填写。"}


@pytest.mark.parametrize(
    ("form", "values", "sentence"),
    [
        (VisitInput, {"result": "0"}, "没有“0”这一项，走访结果可选：1 同意、2 观望、3 拒绝、4 不在、5 已迁、6 注销、"),
        (VisitInput, {"mode": "4"}, "没有“4”这一项，走访方式可选：1 上门、2 电话、3 会议、9 其他"),
        (VisitInput, {"minutes": -1}, "用时：不能是负数。"),
        (VisitInput, {"minutes": "半小时"}, "用时：要写整数。"),
        (VisitInput, {"minutes": 2.5}, "用时：要写整数。"),
        (VisitInput, {"minutes": 10**20}, "用时：数太大了。"),
        (VisitInput, {"visited_on": "昨天"}, "走访日期：日期写不对，例如 2024-06-18。"),
        (VisitInput, {"met": "长" * 201}, "见到谁：太长了。"),
        (VisitInput, {"note": "长" * 4001}, "备注：太长了。"),
        (FollowupInput, {"task": "长" * 201}, "做什么：太长了。"),
        (EligibilityInput, {"decision": "maybe"}, "没有“maybe”这一项，认定可选：yes 具备条件、"),
        (EligibilityInput, {"until": date(2024, 9, 24)}, "复核日期不能早于认定日期。"),
        (UnionInput, {"route": "alone"}, "没有“alone”这一项，建会模式可选：own 单独建、"),
        (UnionInput, {"members": 10**20}, "会员数：数太大了。"),
        (UnionInput, {"members": 3, "women_members": 4}, "女会员数不能多于会员数。"),
    ],
)
def test_what_cannot_be_taken_is_said_in_chinese(
    form: type[FormInput], values: dict[str, object], sentence: str
) -> None:
    said = problem(form, values).user_text
    assert said.startswith(sentence)
    assert not any(name in said for name in ("result：", "mode：", "decision：", "route："))


def test_every_wrong_field_is_named_with_its_own_word() -> None:
    found = problem(VisitInput, {"visited_on": "昨天", "result": "x", "minutes": -1, "companions": "长" * 201})
    assert found.fields.keys() == {"visited_on", "result", "minutes", "companions"}
    assert found.user_text.count("；") == 3
    assert "同行：太长了。" in found.user_text


def test_every_field_has_a_chinese_word() -> None:
    for form in GOOD:
        for name, field in form.model_fields.items():
            assert field.title, f"{form.__name__}.{name}"
            assert any("一" <= character <= "鿿" for character in field.title)


def test_a_field_that_does_not_exist_is_refused() -> None:
    assert "color" in problem(VisitInput, {"color": "red"}).fields


def test_labels_and_other_words_become_codes() -> None:
    assert VisitInput.parse({"visited_on": DAY, "result": "同意", "mode": "电话"}).result == "1"
    assert UnionInput.parse(GOOD[UnionInput] | {"route": "联合建会"}).route == "joint"
    assert EligibilityInput.parse(GOOD[EligibilityInput] | {"decision": "不具备"}).decision == "no"


def test_text_is_trimmed_and_blank_is_nothing() -> None:
    found = VisitInput.parse(GOOD[VisitInput] | {"note": "  甲 ", "met": "  ", "companions": ""})
    assert (found.note, found.met, found.companions) == ("甲", None, None)


def test_a_decision_may_end_on_its_day() -> None:
    assert EligibilityInput.parse(GOOD[EligibilityInput] | {"until": DAY}).until == DAY
