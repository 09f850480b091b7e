"""What narrows the list: every kind of condition against brute force, chips, search, links, all by keyboard too."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.divisions import streets_of
from models.errors import InputProblem
from models.queries.lookup import lookup_of
from models.queries.organization_detail import OrganizationDetail
from models.queries.organization_list import ListQuery, OrganizationRow
from tests.ui.organizations.conftest import TODAY, Desk, Key, Modifier
from ui.organizations.condition_form import ConditionForm
from ui.organizations.conditions import FIELDS, NO, YES, Condition, Operator, parsed
from ui.organizations.list_loader import ListRequest
from ui.organizations.popover import Popover
from ui.organizations.views import Shown
from ui.shared.chips import Chip
from ui.shared.run_button import RunButton

Fits = Callable[[OrganizationRow, OrganizationDetail], bool]
THIS_YEAR = datetime.now().astimezone().year
STREET = streets_of("440105")[2].code
CASES: list[tuple[Condition, Fits]] = [
    (Condition("word", Operator.IS, "visited"), lambda row, _d: row.word == "visited"),
    (Condition("word", Operator.IS_NOT, "built"), lambda row, _d: row.word != "built"),
    (Condition("scope", Operator.IS, "key"), lambda row, _d: row.scope == "key"),
    (Condition("street", Operator.IS, STREET), lambda row, _d: row.street == STREET),
    (Condition("staff", Operator.AT_LEAST, "30"), lambda row, _d: (row.staff or 0) >= 30),
    (Condition("staff", Operator.BELOW, "5"), lambda row, _d: row.staff is not None and row.staff < 5),
    (Condition("main_reason", Operator.IS, "D1"), lambda row, _d: row.main_reason == "D1"),
    (Condition("main_reason", Operator.EMPTY), lambda row, _d: not row.main_reason),
    (Condition("last_visit", Operator.FILLED), lambda row, _d: bool(row.last_visit_on)),
    (Condition("last_visit", Operator.AT_MOST, "2024-08-01"), lambda row, _d: "" < row.last_visit_on <= "2024-08-01"),
    (Condition("visits", Operator.ABOVE, "2"), lambda row, _d: row.visit_count > 2),
    (
        Condition("next_followup", Operator.AT_MOST, "2024-10-11"),
        lambda row, _d: "" < row.next_due_on <= "2024-10-11",
    ),
    (Condition("overdue", Operator.IS, YES), lambda row, _d: "" < row.next_due_on < TODAY.isoformat()),
    (Condition("responsible", Operator.IS, "沈嘉"), lambda row, _d: row.owner == "沈嘉"),
    (Condition("eligibility", Operator.IS, "yes"), lambda _row, d: d.eligibility == "yes"),
    (Condition("stage", Operator.IS, "S2"), lambda _row, d: not d.side_state and d.stage == "S2"),
    (Condition("union_state", Operator.IS, NO), lambda row, _d: not row.coverage),
    (Condition("category", Operator.IS, "kindergarten"), lambda row, _d: row.category == "kindergarten"),
    (Condition("name", Operator.HAS, "幼儿园"), lambda row, _d: "幼儿园" in row.name),
    (Condition("leader", Operator.EMPTY), lambda _row, d: not d.facts["leader"]),
    (
        Condition("founded_on", Operator.ABOVE, "2015-01-01"),
        lambda _row, d: (d.facts["founded_on"] or "") > "2015-01-01",
    ),
]


def test_every_condition_finds_what_brute_force_finds(desk: Desk) -> None:
    everything = [(row, desk.detail(row.id)) for row in desk.rows()]
    counts = set()
    for condition, fits in CASES:
        wanted = {row.id for row, detail in everything if fits(row, detail)}
        found = desk.show(Shown(view="all", conditions=(condition,)))
        assert set(found) == wanted, condition.words
        assert len(found) == len(wanted), condition.words
        assert 0 < len(wanted) <= 400, condition.words
        assert condition.words in desk.page.list.conditions._chips.visible_words()
        counts.add(len(found))
    assert len(counts) > 12  # the cases tell organizations apart


def test_conditions_add_up_to_the_view_and_to_the_search(desk: Desk) -> None:
    key, large = Condition("scope", Operator.IS, "key"), Condition("staff", Operator.ABOVE, "20")
    found = desk.show(Shown(view="built", conditions=(key, large), search="园"))
    wanted = {
        row.id
        for row in desk.rows()
        if row.scope == "key" and (row.staff or 0) > 20 and row.coverage and "园" in row.name
    }
    assert set(found) >= wanted
    assert wanted
    assert all(row.scope == "key" and (row.staff or 0) > 20 for row in desk.rows() if row.id in set(found))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("word", Operator.IS_NOT, "built"), "状态 ≠ 已建会"),
        (Condition("next_followup", Operator.AT_MOST, f"{THIS_YEAR}-10-18"), "下一步 ≤ 10-18"),
        (Condition("scope", Operator.IS, "key"), "重点对象"),
        (Condition("scope", Operator.IS_NOT, "key"), "范围 ≠ 重点对象"),
        (Condition("street", Operator.IS, STREET), "街道 = 昌岗街道"),
        (Condition("overdue", Operator.IS, YES), "跟进逾期"),
        (Condition("overdue", Operator.IS, NO), "跟进逾期：否"),
        (Condition("staff", Operator.EMPTY), "职工未填"),
        (Condition("name", Operator.HAS, "幼儿"), "单位名称含“幼儿”"),
    ],
)
def test_a_chip_says_its_condition(condition: Condition, words: str) -> None:
    assert condition.words == words


def test_every_field_can_be_asked_with_every_operator_it_offers(desk: Desk) -> None:
    lookup = lookup_of(desk.ledger)
    values = {"number": "5", "date": "2024-09-27", "yes or no": YES, "street": STREET, "cadre": "沈嘉"}
    for field in FIELDS:
        codes = field.choices()
        value = codes[0][0] if codes else values.get(field.shape.value, "D1")
        for operator in field.operators:
            days = operator in (Operator.NEXT, Operator.LAST, Operator.OLDER)
            where = parsed(Condition(field.key, operator, "5" if days else value), lookup)
            desk.page.list.keeper.show(ListRequest(ListQuery(where=where.sql, values=where.values)))
        desk.settle()
    assert not desk.page.list._problem.count()


def test_a_condition_is_added_changed_and_removed_by_keyboard(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_F, Modifier.ControlModifier | Modifier.ShiftModifier)
    form = desk.window.findChild(ConditionForm)
    assert form is not None
    form._field.choose("staff")
    desk.press(Key.Key_Return)  # to the operator
    desk.press(Key.Key_Return)  # to the value
    QTest.keyClicks(desk.focus, "25")
    desk.press(Key.Key_Return, Modifier.ControlModifier)
    assert desk.page.list.shown.conditions == (Condition("staff", Operator.AT_MOST, "25"),)
    assert all((row.staff or 0) <= 25 for row in desk.rows() if row.id in set(desk.listed))
    assert desk.table.hasFocus()
    chip = desk.window.findChild(Chip)
    assert chip is not None
    chip.setFocus()
    desk.press(Key.Key_Return)  # opens it again, at its value
    QTest.keyClick(desk.focus, Key.Key_A, Modifier.ControlModifier)
    QTest.keyClicks(desk.focus, "3")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return)  # on the button
    assert desk.page.list.shown.conditions == (Condition("staff", Operator.AT_MOST, "3"),)
    chip = next(each for each in desk.window.findChildren(Chip) if each.isVisible())
    chip.setFocus()
    desk.press(Key.Key_Delete)
    assert desk.page.list.shown.conditions == ()
    assert len(desk.listed) == 400
    assert desk.table.hasFocus()


def test_the_form_refuses_what_it_does_not_understand_and_leaves_with_escape(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_F, Modifier.ControlModifier | Modifier.ShiftModifier)
    form = desk.window.findChild(ConditionForm)
    assert form is not None
    form._field.choose("street")
    form.setFocus()
    desk.press(Key.Key_Return, Modifier.ControlModifier)
    assert form._value._help.text() == "要写一个值。"
    desk.write("没有这条街")
    desk.press(Key.Key_Return, Modifier.ControlModifier)
    assert "没有找到街道" in form._value._help.text()
    assert desk.page.list.shown.conditions == ()
    desk.press(Key.Key_Escape)
    QApplication.sendPostedEvents(None, 0)
    assert not [popover for popover in desk.window.findChildren(Popover) if popover.isVisible()]
    assert desk.page.list.shown.conditions == ()
    assert desk.table.hasFocus()


def test_enter_of_a_composition_does_not_apply(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_F, Modifier.ControlModifier)
    compose(desk, "you")
    desk.press(Key.Key_Return)
    assert desk.page.list.shown.search == ""
    desk.write("幼儿园", pause=250)
    assert desk.page.list.shown.search == "幼儿园"
    assert 0 < len(desk.listed) < 400


def compose(desk: Desk, text: str) -> None:
    from PySide6.QtGui import QInputMethodEvent  # noqa: PLC0415

    QApplication.sendEvent(desk.focus, QInputMethodEvent(text, []))


def test_the_search_is_reached_and_left_by_keyboard(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_F, Modifier.ControlModifier)
    desk.write("学校", pause=250)
    assert all("学校" in row.name for row in desk.rows() if row.id in set(desk.listed))
    desk.press(Key.Key_Down)
    assert desk.focus is desk.table
    desk.press(Key.Key_F, Modifier.ControlModifier)
    desk.press(Key.Key_Escape)
    desk.settle(250)
    assert len(desk.listed) == 400


def test_what_finds_no_room_folds_into_a_number(desk: Desk) -> None:
    many = tuple(Condition(name, Operator.FILLED) for name in ("head", "phone", "address", "code", "supervisor"))
    many += tuple(Condition(name, Operator.FILLED) for name in ("authority", "founded_on", "street", "staff"))
    desk.show(Shown(view="all", conditions=many))
    chips = desk.page.list.conditions._chips
    assert 0 < len(chips.visible_words()) < len(many)
    assert chips._rest.text() == f"另有 {len(many) - len(chips.visible_words())} 个条件"


@pytest.mark.parametrize(("number", "key"), [("逾期", "late"), ("今天", "today")])
def test_a_number_of_the_head_shows_what_it_counts(desk: Desk, number: str, key: str) -> None:
    desk.show(Shown(view="open"))
    buttons = {button.text().split()[0]: button for button in desk.page.list.head.findChildren(RunButton)}
    said = int(buttons[number].text().split()[1])
    buttons[number].click()
    desk.settle()
    assert len(desk.listed) == said
    days = {row.id: row.next_due_on for row in desk.rows()}
    today = TODAY.isoformat()
    assert all(days[record] < today if key == "late" else days[record] == today for record in desk.listed)
    desk.page.list._follow_sum("all")
    desk.settle()
    assert desk.page.list.shown.conditions == ()


def test_a_value_that_means_nothing_is_an_input_problem(desk: Desk) -> None:
    with pytest.raises(InputProblem):
        parsed(Condition("staff", Operator.IS, "很多"), lookup_of(desk.ledger))
