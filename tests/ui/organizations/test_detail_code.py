"""The code in the detail: who gave it and where, what looks odd, and the way to its repair."""

from PySide6.QtWidgets import QLabel

from models.edits.links import keep_apart
from models.edits.organizations import add_organization, change_organization
from tests.models.edits.desk import HAIZHU, code_of
from tests.ui.organizations.conftest import Desk
from ui.requests import ReviewProposals
from ui.shared.buttons import LinkButton

CODE = code_of("52", HAIZHU, 90_001)


def shown(desk: Desk, organization: int) -> list[str]:
    """All words of the detail's head."""
    desk.page.show_organization(organization)
    desk.settle()
    return [label.text() for label in desk.page.detail.head.findChildren(QLabel) if label.isVisible()]


def made(desk: Desk, **values: object) -> int:
    (organization,) = add_organization(desk.ledger, values).organizations
    return organization


def test_a_valid_code_says_who_gave_it_and_where(desk: Desk) -> None:
    words = shown(desk, made(desk, name="启明幼儿园", code=CODE))
    assert "校验通过" in words
    assert "民政部门 · 民办非企业单位 · 广东省广州市海珠区 · 县级" in words


def test_what_looks_odd_is_said(desk: Desk) -> None:
    words = shown(desk, made(desk, name="启明幼儿园", code="52999999MJ5075334Y"))
    assert any(text.startswith("区划码 999999 不存在") for text in words)


def test_another_one_with_the_same_code_is_named(desk: Desk) -> None:
    first = made(desk, name="启明幼儿园", code=CODE)
    second = made(desk, name="晨光幼儿园")
    keep_apart(desk.ledger, [(first, second)])  # otherwise the two are one from now on
    change_organization(desk.ledger, second, {"code": CODE})
    assert "“晨光幼儿园”也是这个代码，请核对是不是同一家" in shown(desk, first)


def test_a_broken_code_leads_to_its_repair(desk: Desk) -> None:
    organization = made(desk, name="启明幼儿园", code=CODE.replace("0", "O"))
    assert "校验不通过，待核" in shown(desk, organization)
    link = next(each for each in desk.page.detail.head.findChildren(LinkButton) if each.text() == "看修复建议")
    link.click()
    assert desk.asked[-1] == ReviewProposals("code", organization)
