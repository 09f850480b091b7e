"""Unions: proposals, hints that never block, organizations that are added, what is refused."""

from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton

from models.edits.organizations import change_organizations
from models.edits.undo import undo
from tests.ui.forms.conftest import CLINIC, CONTROL, NAMES, RIVER, SUN, Bench, Key
from ui.organizations.union_form import UnionForm
from ui.requests import FormUnion
from ui.shared.chips import Chip


def open_for(bench: Bench, *organizations: int) -> UnionForm:
    form = bench.open(FormUnion(organizations))
    assert isinstance(form, UnionForm)
    return form


def hints(form: UnionForm) -> list[str]:
    return [hint.text for hint in form._shown_hints]


def warnings(form: UnionForm) -> list[str]:
    return [hint.text for hint in form._shown_hints if hint.is_warning]


def choose_route(form: UnionForm, number: int) -> None:
    form.fields.route.findChildren(QAbstractButton)[number - 1].click()


def test_a_union_of_one_is_registered_by_keyboard(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert form.fields.name.text() == "阳光新苗幼儿园工会委员会"
    assert form.fields.term.text() == "2027-09-27"
    bench.enter(3)
    bench.compose("", "李芳")
    bench.enter()
    bench.type("18")
    bench.enter()
    bench.type("12")
    bench.enter()
    bench.compose("", "朝阳区总工会")
    bench.enter(3)
    bench.press(Key.Key_Down)
    bench.enter()
    bench.type("1")
    bench.press(Key.Key_Return, CONTROL)
    detail = bench.detail(SUN)
    (union,) = detail.unions
    assert (union.name, union.route, union.founded_on) == ("阳光新苗幼儿园工会委员会", "own", "2024-09-27")
    assert (union.members, union.women_members, union.chair) == (18, 12, "李芳")
    assert (union.approved_by, union.term_ends_on, union.in_national_database) == ("朝阳区总工会", "2029-09-27", 1)
    assert (detail.stage, detail.eligibility) == ("S10", "yes")
    assert bench.said == ["已登记 阳光新苗幼儿园工会委员会"]
    undo(bench.ledger)
    assert bench.detail(SUN).unions == ()


def test_hints_follow_what_is_typed_and_never_block(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert warnings(form) == []
    form.fields.members.set_value(18)
    form.fields.women.set_value(12)
    form.fields.chair.setText("园长1")
    form.fields.legal_code.setText("51100000500002862F")
    assert warnings(form) == [
        "会员不足 25 人：可以单独建，也可以联合建，或只选一名组织员。",
        "园长1是单位负责人，负责人及其近亲属不宜作工会委员会人选。",
        "工会法人代码以 81 或 89 开头，这个像是单位的代码。",
    ]
    assert "女会员 10 人以上，同时建女职工委员会。" in hints(form)
    form.fields.women.set_value(9)
    assert "女会员不足 10 人，设一名女职工委员。" in hints(form)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).unions[0].chair == "园长1"


def test_more_women_than_members_are_refused_beside_the_field(bench: Bench) -> None:
    form = open_for(bench, SUN)
    before = bench.batches()
    form.fields.members.set_value(8)
    form.fields.women.set_value(12)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before
    assert form.fields.women.hasFocus()
    assert form.fields.women.value() == 12


def test_a_second_organization_makes_it_a_joint_union(bench: Bench) -> None:
    change_organizations(bench.ledger, [SUN, RIVER], {"street": "110105001"})
    form = open_for(bench, SUN)
    form.covered.editor.setFocus()
    bench.compose("", "望江")
    bench.enter()
    assert [row.id for row in form.covered.rows] == [SUN, RIVER]
    assert form.covered.editor.text() == ""
    assert form.fields.route.choice() == "joint"
    assert form.fields.name.text() == "建外街道联合工会委员会"
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).unions[0].covers == 2
    assert bench.said == ["已登记 建外街道联合工会委员会，覆盖 2 家"]


def test_an_own_union_of_two_is_refused_and_nothing_is_lost(bench: Bench) -> None:
    form = open_for(bench, SUN, RIVER)
    assert form.fields.route.choice() == "joint"
    form.fields.name.setText("两园联合工会")
    choose_route(form, 1)
    assert "单独建的工会只覆盖一家，几家一起请选联合建。" in warnings(form)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).unions == ()
    assert form._fields["route"]._help.text() == "改选联合建。"
    assert form.fields.name.text() == "两园联合工会"
    assert form.fields.route.isAncestorOf(bench.focus)
    bench.type("2")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.detail(SUN).unions[0].covers == 2


def test_covered_organizations_are_taken_out_by_delete_and_none_is_refused(bench: Bench) -> None:
    form = open_for(bench, SUN, RIVER)
    for _time in range(2):
        chip = form.covered.findChildren(Chip)[-1]
        chip.setFocus()
        bench.press(Key.Key_Delete)
    assert form.covered.rows == []
    form.fields.name.setText("空的工会")
    bench.press(Key.Key_Return, CONTROL)
    assert bench.overlay.is_open
    assert form.covered.editor.hasFocus()
    assert form.covered._error.text() == "请选要覆盖的单位。"


def test_a_name_that_was_written_is_not_replaced(bench: Bench) -> None:
    form = open_for(bench, SUN)
    choose_route(form, 3)
    assert form.fields.name.text() == "民办幼儿园行业工会联合会"
    form.fields.name.setText("朝阳区幼教行业工会")
    choose_route(form, 1)
    assert form.fields.name.text() == "朝阳区幼教行业工会"


@pytest.mark.parametrize(
    ("route", "name"), [(2, f"{NAMES[CLINIC - 1]}联合工会委员会"), (4, f"{NAMES[CLINIC - 1]}社会组织区域工会联合会")]
)
def test_names_by_route(bench: Bench, route: int, name: str) -> None:
    form = open_for(bench, CLINIC)
    choose_route(form, route)
    assert form.fields.name.text() == name


def test_term_follows_the_founding_day_until_one_is_typed(bench: Bench) -> None:
    form = open_for(bench, SUN)
    form.fields.founded.setText("2024-02-29")
    assert form.fields.term.day == date(2027, 2, 28)
    form.fields.term.setText("2030-01-01")
    assert "每届任期是三年或五年，请核对换届日期。" in warnings(form)
    form.fields.founded.setText("2024-06-18")
    assert form.fields.term.text() == "2030-01-01"
