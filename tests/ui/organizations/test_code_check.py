"""What the form says of a code while it is typed: the same rules as everywhere, in words."""

import pytest

from models.rules.scope import ScopeRule
from tests.models.edits.desk import HAIZHU, code_of
from ui.organizations.code_check import CodeSaying, say_code

RIGHT = code_of("52", HAIZHU, 7)


def say(typed: str, name: str = "启明幼儿园") -> CodeSaying:
    return say_code(typed, ScopeRule(), category="", name=name)


def test_a_valid_code_says_its_scope_type_and_level() -> None:
    said = say(f" {RIGHT[:6]} {RIGHT[6:].lower()}")
    assert said == CodeSaying("校验通过 · 一般社会组织", is_valid=True, type="民办非企业单位", level="县级")


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("54100000500021676G", "校验通过 · 前两位 54 不是现有的登记类别"),
        ("52999999MJ5075334Y", "校验通过 · 区划码 999999 不存在"),
        ("914512817717388902", "校验通过 · 现行区划里没有 451281"),
    ],
)
def test_an_implausible_code_is_warned_about(code: str, start: str) -> None:
    said = say(code)
    assert said.is_valid
    assert not said.is_wrong
    assert said.text.startswith(start)


def test_a_clear_slip_names_the_code_that_was_meant() -> None:
    said = say(RIGHT.replace("0", "O"))
    assert said == CodeSaying(f"校验不通过，也许是 {RIGHT}（数字录成了字母 O、I、Z、S）", is_wrong=True)


def test_something_around_the_code_is_seen() -> None:
    assert say(f"代码：{RIGHT}").text == f"校验不通过，也许是 {RIGHT}（代码前后夹有别的字符）"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "可以先空着，列为待核"),
        (RIGHT[:10], "已输 10 位，共 18 位"),
        (RIGHT + "12", f"校验不通过，也许是 {RIGHT}（代码前后夹有别的字符）"),
        ("9" * 20, "多了 2 位，应为 18 位"),
        ("5" * 18, "校验不通过，请核对；也可以先存，列为待核"),
    ],
)
def test_on_the_way_and_hopeless_ones(typed: str, text: str) -> None:
    assert say(typed).text == text
