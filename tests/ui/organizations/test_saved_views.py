"""Saved views and layouts in the window: saved by keys, chosen, changed, renamed, retired, undone, counted."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from models.edits.saved_views import save_view
from models.edits.undo import undo
from models.ledger.saved_views import LAYOUT
from models.queries.organization_list import ListQuery, ids
from models.queries.saved_views import saved_views
from models.rules.view_spec import ViewSpec
from tests.ui.organizations.conftest import Desk, Key, Modifier
from ui.organizations.conditions import Condition, Operator
from ui.organizations.line_form import LineForm
from ui.organizations.views import Shown

LARGE = Condition("staff", Operator.AT_LEAST, "25")


def save(desk: Desk, name: str) -> LineForm:
    """By keys alone."""
    desk.table.setFocus()
    desk.press(Key.Key_S, Modifier.ControlModifier | Modifier.ShiftModifier)
    form = desk.window.findChild(LineForm)
    assert form is not None
    desk.write(name)
    desk.press(Key.Key_Return)
    return form


def menu_of(desk: Desk) -> QMenu:
    desk.page.list.head.open_menu()
    desk.settle()
    return next(menu for menu in desk.page.list.head.findChildren(QMenu) if menu.isVisible())


def choose(desk: Desk, words: str) -> None:
    menu = menu_of(desk)
    menus = [menu, *(action.menu() for action in menu.actions() if action.menu())]
    actions = [action for each in menus for action in each.actions()]
    next(action for action in actions if action.text().partition("\t")[0] == words).trigger()
    menu.close()
    desk.settle()


def test_a_view_is_saved_by_keys_and_holds_filters_order_groups_and_columns(desk: Desk) -> None:
    desk.page.list.columns.use_built_in("survey")
    desk.show(Shown(view="open", conditions=(LARGE,), sort="staff", descending=True, group="street"))
    save(desk, "二十五人以上")
    assert desk.said == ["已存为视图“二十五人以上”"]
    (view,) = saved_views(desk.ledger)
    assert view.spec.conditions == (("staff", ">=", "25"),)
    assert [key for key, _width in view.spec.columns][:3] == ["name", "code", "type"]
    assert desk.page.list.shown.title == "二十五人以上"
    listed = desk.listed
    desk.page.list.columns.use_built_in("visit")
    desk.show(Shown(view="all"))
    choose(desk, "二十五人以上")
    assert desk.listed == listed
    assert [spec.key for spec in desk.table.column_specs][1:4] == ["name", "code", "type"]


def test_a_name_that_is_taken_is_refused_in_the_form(desk: Desk) -> None:
    desk.show(Shown(view="open", conditions=(LARGE,)))
    save(desk, "甲")
    form = save(desk, "甲")
    assert "已经有叫“甲”的" in form._field._help.text()
    assert form.isVisible()
    desk.press(Key.Key_Escape)
    assert len(saved_views(desk.ledger)) == 1


def test_a_changed_view_says_so_and_is_updated_renamed_retired_restored(desk: Desk) -> None:
    desk.show(Shown(view="open", conditions=(LARGE,)))
    save(desk, "甲")
    desk.page.list.sort("staff", descending=True)
    desk.settle()
    assert desk.page.list.shown.title == "甲（有改动）"
    choose(desk, "更新“甲”")
    assert desk.page.list.shown.title == "甲"
    assert saved_views(desk.ledger)[0].spec.descending
    choose(desk, "“甲”改名…")
    form = next(each for each in desk.window.findChildren(LineForm) if each.isVisible())
    assert form.text() == "甲"
    desk.write("乙")
    desk.press(Key.Key_Return)
    assert desk.page.list.shown.title == "乙"
    choose(desk, "停用“乙”")
    assert desk.page.list.shown.title == "未建会"
    assert [view.retired for view in saved_views(desk.ledger)] == [True]
    menu = menu_of(desk)
    restoring = next(action.menu() for action in menu.actions() if action.text() == "恢复停用的")
    restoring.actions()[0].trigger()
    menu.close()
    desk.settle()
    assert [view.retired for view in saved_views(desk.ledger)] == [False]
    desk.session.change(lambda ledger: undo(ledger).changes, initiator=desk.window)
    desk.settle()
    assert [view.retired for view in saved_views(desk.ledger)] == [True]


def test_saved_views_change_places(desk: Desk) -> None:
    for name in "甲乙":
        desk.show(Shown(view="open", conditions=(LARGE,)))
        save(desk, name)
    choose(desk, "“乙”上移")
    assert [view.name for view in saved_views(desk.ledger)] == ["乙", "甲"]
    choose(desk, "“乙”下移")
    assert [view.name for view in saved_views(desk.ledger)] == ["甲", "乙"]


def test_the_menu_counts_every_view(desk: Desk) -> None:
    save_view(desk.ledger, name="大单位", spec=ViewSpec(view="all", conditions=(("staff", ">=", "100"),)))
    desk.page.list.views.load()
    desk.settle()
    menu = menu_of(desk)
    counts = {}
    for action in menu.actions():
        words, tab, count = action.text().partition("\t")
        if tab and count.replace(",", "").isdigit():
            counts[words] = int(count.replace(",", ""))
    menu.close()
    assert counts["未建会"] == len(ids(desk.ledger, ListQuery(view="open")))
    assert counts["全部单位"] == 400
    assert counts["大单位"] == sum((row.staff or 0) >= 100 for row in desk.rows())
    assert len(counts) == 10


def test_a_list_behind_a_number_cannot_be_saved(desk: Desk) -> None:
    desk.page.show_list(ListQuery(view="open", where="o.staff>?", values=(40,)), "40 人以上")
    desk.settle()
    desk.page.list.desk.save_view()
    assert desk.page.list._problem.count() == 1
    assert desk.window.findChild(LineForm) is None


def test_a_layout_is_saved_and_chosen(desk: Desk) -> None:
    desk.page.list.columns.show_column("women", shown=True)
    desk.page.list.desk.save_layout()
    desk.write("女职工摸底")
    desk.press(Key.Key_Return)
    (layout,) = saved_views(desk.ledger, LAYOUT)
    assert layout.spec.columns[-1][0] == "women"
    assert desk.page.list.columns.layout.base == layout.uid
    desk.page.list.desk.answer("layout", "visit")
    desk.settle()
    assert "women" not in desk.page.list.columns.layout.columns
    choose(desk, "列")  # a submenu: nothing happens
    desk.page.list.desk.answer("layout", layout.uid)
    desk.settle()
    assert desk.page.list.columns.layout.columns[-1] == "women"


def test_what_a_newer_release_saved_is_shown_as_far_as_it_is_understood(desk: Desk) -> None:
    spec = ViewSpec(
        view="holographic",
        conditions=(("staff", ">=", "25"), ("aura", "=", "1"), ("staff", "between", "1")),
        sort="aura",
        group="aura",
        columns=(("aura", 90), ("street", 0)),
        version=2,
    )
    save_view(desk.ledger, name="新", spec=spec)
    desk.page.list.views.load()
    desk.settle()
    choose(desk, "新")
    assert desk.page.list.shown.conditions == (LARGE,)
    assert list(desk.page.list.columns.layout.columns) == ["name", "street"]
    menu = menu_of(desk)
    update = next(action for action in menu.actions() if action.text() == "更新“新”")
    assert not update.isEnabled()
    menu.close()


def test_text_becomes_chips_by_keys(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_T, Modifier.ControlModifier | Modifier.ShiftModifier)
    form = desk.window.findChild(LineForm)
    assert form is not None
    desk.write("职工>=25 and 颜色=红")
    desk.press(Key.Key_Return)
    assert "没有“颜色”这一栏" in form._field._help.text()
    QTest.keyClick(desk.focus, Key.Key_A, Modifier.ControlModifier)
    desk.write("职工>=25 and 未访天数>=30")
    desk.press(Key.Key_Return)
    assert [each.words for each in desk.page.list.shown.conditions] == ["职工 ≥ 25", "30 天未访"]
    by_hand = {row.id for row in desk.rows() if (row.staff or 0) >= 25 and row.last_visit_on <= "2024-08-28"}
    assert set(desk.listed) == by_hand


@pytest.mark.parametrize("words", ["30 天未访", "跟进逾期"])
def test_what_is_asked_most_is_one_click_away(desk: Desk, words: str) -> None:
    from ui.organizations.condition_form import ConditionForm  # noqa: PLC0415
    from ui.shared.buttons import Button  # noqa: PLC0415

    desk.show(Shown(view="all"))
    desk.page.list.conditions._open_form("")
    desk.settle()
    form = desk.window.findChild(ConditionForm)
    assert form is not None
    next(button for button in form.findChildren(Button) if button.text() == words).click()
    desk.settle()
    assert [each.words for each in desk.page.list.shown.conditions] == [words]


def test_the_form_counts_what_would_be_left(desk: Desk) -> None:
    from ui.organizations.condition_form import ConditionForm  # noqa: PLC0415

    desk.show(Shown(view="all"))
    desk.page.list.conditions._open_form("")
    desk.settle()
    form = desk.window.findChild(ConditionForm)
    assert form is not None
    form._field.choose("staff")
    form._operator.choose(">=")
    assert form._editor is not None
    form._editor.set_text("25")
    desk.settle(400)
    count = sum((row.staff or 0) >= 25 for row in desk.rows())
    assert form._count.text() == f"加上这个条件还有 {count} 家"
