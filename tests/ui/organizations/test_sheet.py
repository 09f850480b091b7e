"""The list as a sheet: groups and their sums, the total, columns and layouts, jumping, the menu of a cell, memory."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from models.edits.organizations import add_organization, change_organization
from models.ledger.ledger import Changes, Ledger
from models.queries.list_groups import grouped_list
from models.queries.organization_list import ListQuery
from models.queries.sheet_columns import SHEET_COLUMNS
from tests.ui.organizations.conftest import Desk, Key, Modifier
from ui.organizations.cell_menu import current_column
from ui.organizations.columns import ALL_COLUMNS, BUILT_IN, COLUMN_BY_KEY
from ui.organizations.columns_form import ColumnsForm
from ui.organizations.conditions import Condition, Operator
from ui.organizations.grouped_rows import GroupedRows
from ui.organizations.line_form import LineForm
from ui.organizations.view_desk import row_number
from ui.organizations.views import GROUP_NAMES, Shown
from ui.shared.record_model import SUMMARY_ROLE
from ui.theme.tokens import Role


def change(desk: Desk, edit: Callable[[Ledger], Changes]) -> None:
    desk.session.change(edit, initiator=desk.window)
    desk.settle()


def grouped(desk: Desk) -> GroupedRows:
    rows = desk.table.rows
    assert isinstance(rows, GroupedRows)
    return rows


def keys(desk: Desk) -> list[str]:
    return [spec.key for spec in desk.table.column_specs]


def said(desk: Desk, row: int) -> str:
    return str(desk.table.model().index(row, 1).data(SUMMARY_ROLE))


# Groups


@pytest.mark.parametrize("group", sorted(GROUP_NAMES))
def test_every_row_of_a_grouped_list_is_a_head_or_one_organization(desk: Desk, group: str) -> None:
    desk.show(Shown(view="all", group=group, sort="name"))
    listed = grouped_list(desk.ledger, ListQuery(group=group, sort="name"), ("staff",))
    rows = grouped(desk)
    assert rows.count() == len(listed.ids) + len(listed.groups)
    found = [rows.organization_at(row) for row in range(rows.count())]
    assert [record for record in found if record] == listed.ids.tolist()
    heads = [row for row in range(rows.count()) if rows.line(row)]
    assert heads == [rows.head_row(number) for number in range(len(listed.groups))]
    assert [rows.row_of(record) for record in listed.ids[::37]] == [found.index(record) for record in listed.ids[::37]]
    for row, each in zip(heads, listed.groups, strict=True):
        line = rows.line(row)
        assert line is not None
        staff = each.sums.numbers["staff"]
        assert (line.title, line.numbers.get("staff")) == (each.label, f"{staff:,}" if staff is not None else None)
        assert f"{each.sums.count:,} 家" in said(desk, row)


def test_a_group_is_closed_and_opened_by_keys_and_by_the_mouse(desk: Desk) -> None:
    desk.show(Shown(view="all", group="street"))
    rows = grouped(desk)
    size, total = rows.groups[0].sums.count, rows.count()
    desk.table.setFocus()
    desk.table.go_to_row(0)
    desk.press(Key.Key_Left)
    assert grouped(desk).count() == total - size
    assert desk.table.current_row() == 0
    assert "已折叠" in said(desk, 0)
    desk.press(Key.Key_Left)  # closed already: nothing to do
    assert grouped(desk).count() == total - size
    desk.press(Key.Key_Right)
    assert grouped(desk).count() == total
    desk.press(Key.Key_Return)
    assert grouped(desk).count() == total - size
    spot = desk.table.visualRect(desk.table.model().index(0, 0)).center()
    QTest.mouseClick(desk.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    desk.settle()
    assert grouped(desk).count() == total
    desk.press(Key.Key_Left, Modifier.AltModifier)
    assert grouped(desk).count() == len(grouped(desk).groups)
    desk.press(Key.Key_Right, Modifier.AltModifier)
    assert grouped(desk).count() == total


def test_space_on_a_head_marks_its_group_and_a_head_counts_for_none(desk: Desk) -> None:
    desk.show(Shown(view="all", group="street"))
    first, second = grouped(desk).groups[:2]
    desk.table.setFocus()
    desk.table.go_to_row(0)
    assert set(desk.page.chosen_organizations()) == set(grouped(desk).members(0))  # nothing marked: all of it
    desk.press(Key.Key_Space)
    assert desk.table.chosen_count() == first.sums.count
    desk.table.go_to_row(grouped(desk).head_row(1))
    desk.press(Key.Key_Space)
    assert desk.table.chosen_count() == first.sums.count + second.sums.count
    assert len(set(desk.page.chosen_organizations())) == first.sums.count + second.sums.count
    staff = first.sums.staff + second.sums.staff
    assert desk.page.list.bar._words.text().startswith(f"已选 {desk.table.chosen_count()} 家　职工 {staff:,} 人")
    desk.press(Key.Key_Space)
    assert desk.table.chosen_count() == first.sums.count
    desk.press(Key.Key_A, Modifier.ControlModifier)
    assert desk.table.chosen_count() == 400
    assert len(desk.page.chosen_organizations()) == 400


def test_an_organization_in_a_closed_group_is_found_and_shown(desk: Desk) -> None:
    desk.show(Shown(view="all", group="category"))
    desk.page.list.keeper.fold_all(closed=True)
    wanted = grouped(desk).ids[300]
    assert grouped(desk).row_of(wanted) == -1
    desk.page.show_organization(wanted)
    desk.settle()
    assert desk.table.current_organization() == wanted
    assert sum(grouped(desk).is_open) == 1


def test_a_change_moves_an_organization_to_another_group_and_the_ring_stays_on_it(desk: Desk) -> None:
    desk.show(Shown(view="all", group="category", sort="name"))
    record = grouped(desk).members(0)[1]
    desk.table.go_to_row(grouped(desk).row_of(record))
    change(desk, lambda ledger: change_organization(ledger, record, {"category": "elderly_care"}))
    assert desk.table.current_organization() == record
    labels = [group.label for group in grouped(desk).groups]
    assert grouped(desk).group_of(record) == labels.index("养老机构")


def test_a_long_list_begins_with_its_heads(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.organizations.list_keeper._OPEN_UP_TO", 100)
    desk.show(Shown(view="all", group="street"))
    assert grouped(desk).count() == len(grouped(desk).groups)
    desk.show(Shown(view="all", group="street", sort="name"))  # another order of the same groups
    assert grouped(desk).count() == len(grouped(desk).groups)


def test_the_total_stands_under_its_columns_and_recomputes_the_rate(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    totals = desk.page.list.totals
    assert not totals.isVisible()
    desk.page.list.columns.use_totals(shown=True)
    desk.settle()
    assert totals.isVisible()
    staff = sum(row.staff or 0 for row in desk.rows())
    assert totals._line is not None
    assert (totals._line.numbers["staff"], totals._line.count) == (f"{staff:,}", "400 家")
    sums = grouped_list(desk.ledger, ListQuery(group="street")).sums
    assert f"具备条件 {sums.eligible} · 已建会 {sums.built}" in totals.accessibleName()
    desk.show(Shown(view="all", conditions=(Condition("staff", Operator.ABOVE, "999999"),)))
    assert not totals.isVisible()


# Columns


def test_every_column_can_be_shown_and_says_its_value(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    layout = desk.page.list.columns
    layout.use(replace(layout.layout, columns=ALL_COLUMNS))
    desk.settle()
    assert keys(desk) == ["mark", *ALL_COLUMNS]
    filled = {key for record in desk.listed[:60] for key in ALL_COLUMNS if desk.cell(record, key)}
    assert {"code", "type", "level", "authority", "founded_on", "head", "phone", "stage", "eligibility"} <= filled
    phones = {desk.cell(record, "phone") for record in desk.listed[:60]} - {""}
    assert all("*" in phone for phone in phones)
    assert len(SHEET_COLUMNS) >= 55


@pytest.mark.parametrize("key", [layout.key for layout in BUILT_IN])
def test_layouts_that_ship(desk: Desk, key: str) -> None:
    layout = next(each for each in BUILT_IN if each.key == key)
    desk.page.list.desk.answer("layout", key)
    desk.settle()
    assert keys(desk) == ["mark", *layout.columns]
    assert desk.page.list.totals.isVisible() == layout.totals
    assert desk.page.list.columns.layout.is_as_shipped


def test_columns_by_keys_alone(desk: Desk) -> None:
    desk.table.setFocus()
    desk.press(Key.Key_C, Modifier.ControlModifier | Modifier.ShiftModifier)
    form = desk.window.findChild(ColumnsForm)
    assert form is not None
    assert desk.focus is form.list
    form.list.go_to("street")
    desk.press(Key.Key_Down, Modifier.ControlModifier)
    assert keys(desk)[3:5] == ["staff", "street"]
    assert form.list.current_key() == "street"
    before = desk.table.column_width("street")
    desk.press(Key.Key_Right, Modifier.ControlModifier)
    assert desk.table.column_width("street") == before + 10
    desk.press(Key.Key_Space)
    assert "street" not in keys(desk)
    form.list.go_to("women")
    desk.press(Key.Key_Space)
    assert keys(desk)[-1] == "women"
    assert form.layouts.currentText() == "（自己改过的）"
    assert desk.page.list._sums is not None
    assert desk.page.list._sums.numbers["women"] is not None
    form.list.go_to("name")
    desk.press(Key.Key_Space)
    assert "name" in keys(desk)  # always
    desk.press(Key.Key_Escape)
    assert desk.focus is not form.list


def test_a_dragged_heading_moves_its_column_and_a_width_stays(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    current = desk.table.current_organization()
    header = desk.table.horizontalHeader()
    header.moveSection(3, 5)
    desk.settle()
    assert keys(desk)[:6] == ["mark", "word", "name", "staff", "main_reason", "street"]
    assert [header.visualIndex(number) for number in range(6)] == list(range(6))
    assert desk.table.current_organization() == current
    header.resizeSection(2, 260)
    desk.show(Shown(view="built"))
    desk.page.list.keep_choices()
    assert header.sectionSize(2) == 260
    other = Desk(desk.ledger).open()
    assert keys(other)[:6] == keys(desk)[:6]
    assert other.table.column_width("name") == 260
    other.close()


def test_the_name_stays_in_sight_while_columns_are_scrolled(desk: Desk) -> None:
    desk.page.list.desk.answer("layout", "print")
    desk.show(Shown(view="all"))
    bar, header = desk.table.horizontalScrollBar(), desk.table._header
    assert bar.maximum() > 200
    assert header.frozen_section() == -1
    bar.setValue(200)
    assert header.frozen_section() == keys(desk).index("name")
    desk.table.setFocus()
    desk.press(Key.Key_Down)
    assert bar.value() == 200  # going down is no reason to scroll back
    assert all(column.left >= header.sectionSize(header.frozen_section()) for column in desk.table.placed_columns())
    spot = desk.table.visualRect(desk.table.model().index(6, 5)).center()
    spot.setX(30)
    QTest.mouseClick(desk.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert (desk.table.current_row(), desk.table.currentIndex().column()) == (6, keys(desk).index("name"))
    assert bar.value() == 200


# Keys, jumping, the menu of a cell


@pytest.mark.parametrize(
    ("text", "row"), [("1", 1), ("1,234", 1234), ("50%", 1000), ("100％", 2000), ("0%", 1), ("0", None), ("x", None)]
)
def test_which_row_is_meant(text: str, row: int | None) -> None:
    assert row_number(text, 2000) == row


def test_jumping(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_G, Modifier.ControlModifier)
    form = desk.window.findChild(LineForm)
    assert form is not None
    QTest.keyClicks(desk.focus, "999")
    desk.press(Key.Key_Return)
    assert "要写 1 到 400" in form._field._help.text()
    QTest.keyClick(desk.focus, Key.Key_A, Modifier.ControlModifier)
    QTest.keyClicks(desk.focus, "317")
    desk.press(Key.Key_Return)
    assert desk.table.current_row() == 316
    assert desk.focus is desk.table
    desk.press(Key.Key_End)
    assert desk.table.current_row() == 399
    desk.press(Key.Key_PageUp)
    assert desk.table.current_row() < 399
    desk.press(Key.Key_Home)
    assert desk.table.current_row() == 0


def test_sorting_and_narrowing_by_the_cell_under_the_ring(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    staff = keys(desk).index("staff")
    desk.table.setCurrentIndex(desk.table.model().index(2, staff))
    desk.press(Key.Key_Down, Modifier.AltModifier)
    assert (desk.page.list.shown.sort, desk.page.list.shown.descending) == ("staff", True)
    desk.press(Key.Key_Up, Modifier.AltModifier)
    assert (desk.page.list.shown.sort, desk.page.list.shown.descending) == ("staff", False)
    desk.table.setCurrentIndex(desk.table.model().index(5, keys(desk).index("street")))
    street = desk.table.rows.known(5).street if desk.table.rows and desk.table.rows.known(5) else ""
    desk.press(Key.Key_L, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert desk.page.list.shown.conditions == (Condition("street", Operator.IS, street),)
    assert {row.street for row in desk.rows() if row.id in set(desk.listed)} == {street}


def test_the_menu_of_a_cell(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setCurrentIndex(desk.table.model().index(0, keys(desk).index("word")))
    desk.page.list.keys._open_menu(desk.table.rect().center())
    menu = next(each for each in desk.table.findChildren(QMenu) if each.isVisible())
    words = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert words[0].startswith("只看：状态 = ")
    assert words[2:] == ["按状态排序", "按状态倒序", "按状态分组", "复制这一格", "粘贴"]
    next(action for action in menu.actions() if action.text() == "按状态分组").trigger()
    menu.close()
    desk.settle()
    assert desk.page.list.shown.group == "word"
    assert current_column(desk.table) is not None


def test_copying_a_cell_gives_the_masked_phone(desk: Desk) -> None:
    layout = desk.page.list.columns
    layout.show_column("phone", shown=True)
    desk.show(Shown(view="all"))
    row = next(row for row in range(50) if desk.cell(desk.listed[row], "phone"))
    desk.table.setFocus()
    desk.table.setCurrentIndex(desk.table.model().index(row, keys(desk).index("phone")))
    desk.press(Key.Key_C, Modifier.ControlModifier)
    assert "*" in QGuiApplication.clipboard().text()


# What is not found; what comes back


def test_an_empty_result_says_which_condition_to_take_away(desk: Desk) -> None:
    large, key = Condition("staff", Operator.ABOVE, "9999"), Condition("scope", Operator.IS, "key")
    desk.show(Shown(view="all", conditions=(key, large)))
    state = desk.page.list.emptiness._state
    assert state is not None
    assert [card.text() for card in state.cards] == ["去掉“职工 ＞ 9999”", "去掉条件", "看全部单位"]
    desk.page.list.focus_main()
    desk.press(Key.Key_Space)
    assert desk.page.list.shown.conditions == (key,)
    assert desk.listed


def test_order_filters_and_groups_of_the_last_session_come_back(desk: Desk) -> None:
    shown = Shown(
        view="all",
        conditions=(Condition("unvisited_days", Operator.AT_LEAST, "10"),),
        sort="staff",
        descending=True,
        group="street",
    )
    desk.show(replace(shown, search="园"))
    desk.page.list.keep_choices()
    other = Desk(desk.ledger).open()
    assert other.page.list.shown == shown  # words that were searched for do not
    assert other.listed == desk.show(shown)
    other.close()


def test_a_remembered_condition_that_means_nothing_any_more_is_forgotten(desk: Desk) -> None:
    desk.show(Shown(view="all", conditions=(Condition("responsible", Operator.IS, "沈嘉"),)))
    assert desk.listed
    desk.page.list.shown = replace(desk.page.list.shown, conditions=(Condition("responsible", Operator.IS, "不在了"),))
    desk.page.list.keep_choices()
    other = Desk(desk.ledger).open()
    assert other.page.list.shown == Shown(view="open", sort="next")
    assert other.listed
    other.close()


def test_a_new_organization_comes_into_its_group(desk: Desk) -> None:
    desk.show(Shown(view="all", group="category"))
    before = {group.key: group.sums.count for group in grouped(desk).groups}
    change(desk, lambda ledger: add_organization(ledger, {"name": "新来的幼儿园", "category": "kindergarten"}))
    after = {group.key: group.sums.count for group in grouped(desk).groups}
    assert after["kindergarten"] == before["kindergarten"] + 1


def test_a_late_deadline_stands_out(desk: Desk) -> None:
    desk.page.list.desk.answer("layout", "print")
    desk.show(Shown(view="open"))
    record = desk.listed[0]
    change(desk, lambda ledger: change_organization(ledger, record, {"deadline": "2024-09-01"}))
    desk.show(Shown(view="open"))
    assert desk.table.rows is not None
    cell = desk.table.rows.cell(desk.listed.index(record), "deadline")
    assert (cell.text, cell.role, cell.bold) == ("2024-09-01", Role.DANGER, True)
    assert COLUMN_BY_KEY["deadline"].heading == "完成时限"
