"""The page: what the window asks of it, what it asks of the window, empty states, narrow windows."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMenu

from models.edits.organizations import add_organization, change_organization, delete_organizations
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, ids
from tests.ui.organizations.conftest import Desk, Key, Modifier
from ui.organizations.conditions import Condition, Operator
from ui.organizations.list_layout import read_layout
from ui.organizations.views import Shown
from ui.requests import AssignFollowup, EditOrganization, ImportSheet, OpenDemo, PrintReport, RecordVisit, ShowExchange
from ui.shared.buttons import Button, IconButton, LinkButton
from ui.theme.tokens import Density


@pytest.fixture
def narrow(ledger: Ledger) -> Iterator[Desk]:
    made = Desk(ledger, width=920)
    yield made.open()
    made.close()


def button(desk: Desk, text: str) -> Button:
    return next(each for each in desk.page.list.bar.findChildren(Button) if each.text() == text)


def test_an_organization_in_the_list_becomes_the_current_one(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    wanted = desk.listed[250]
    desk.page.show_organization(wanted)
    desk.settle()
    assert desk.table.current_organization() == wanted
    assert desk.page.detail.content is not None
    assert desk.page.detail.content.detail.id == wanted
    assert desk.page.chosen_organizations() == (wanted,)


def test_an_organization_that_the_list_lacks_is_shown_in_the_whole_ledger(desk: Desk) -> None:
    built = ids(desk.ledger, ListQuery(view="built"))[-1]
    assert built not in desk.show(Shown(view="open", conditions=(Condition("staff", Operator.ABOVE, "20"),)))
    desk.page.show_organization(built)
    desk.settle()
    assert desk.page.list.shown == Shown()
    assert desk.table.current_organization() == built


def test_an_organization_in_the_trash_is_shown_alone_and_restored(desk: Desk) -> None:
    gone = desk.listed[0]
    delete_organizations(desk.ledger, [gone])
    desk.page.show_organization(gone)
    desk.settle()
    desk.page.show_organization(gone)
    desk.settle()
    assert desk.page.detail.organization == gone
    assert desk.page.chosen_organizations() == (gone,)
    desk.page.detail.head.restore_asked.emit()
    desk.settle()
    assert desk.said == ["已从回收站恢复"]
    assert gone in ids(desk.ledger, ListQuery())


def test_a_list_behind_a_number_has_its_title_and_a_chip_that_takes_it_away(desk: Desk) -> None:
    query = ListQuery(view="open", where="o.staff>?", values=(40,), sort="staff", descending=True)
    desk.page.show_list(query, "40 人以上未建会")
    desk.settle()
    assert desk.listed == ids(desk.ledger, query).tolist()
    assert desk.page.list.shown.title == "40 人以上未建会"
    assert desk.page.list.conditions._chips.visible_words() == ["40 人以上未建会"]
    assert ids(desk.ledger, desk.page.shown_query()).tolist() == desk.listed
    desk.page.list.conditions._chips.remove_asked.emit("link")
    desk.settle()
    assert desk.page.list.shown.title == "未建会"
    assert len(desk.listed) == len(ids(desk.ledger, ListQuery(view="open")))


def test_the_bar_asks_for_what_is_selected(desk: Desk) -> None:
    desk.table.setFocus()
    desk.press(Key.Key_Down, Modifier.ShiftModifier)
    chosen = tuple(desk.listed[:2])
    for text in ("指派…", "批量走访", "打印周台账"):
        button(desk, text).click()
    assert desk.asked == [AssignFollowup(chosen), RecordVisit(chosen), PrintReport("weekly")]


def test_the_head_prints_and_its_menu_changes_the_rows(desk: Desk) -> None:
    head = desk.page.list.head
    next(each for each in head.findChildren(IconButton) if each.accessibleName() == "打印周台账").click()
    assert desk.asked == [PrintReport("weekly")]
    head._open_densities()
    menu = head.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["紧凑", "标准", "宽松"]
    menu.actions()[0].trigger()
    assert desk.table.row_height() == Density.DENSE.value
    menu.close()
    desk.settle()
    desk.page.list.keep_choices()
    assert (read_layout().density, read_layout().is_as_shipped) == (Density.DENSE, True)


def test_the_menu_of_views_also_sorts(desk: Desk) -> None:
    head = desk.page.list.head
    head.open_menu()
    menu = head.findChild(QMenu)
    views = [action.text().partition(chr(9))[0] for action in menu.actions()[:9]]
    assert views == [
        "全部单位",
        "未建会",
        "未建会重点对象",
        "已建会",
        "今天到期",
        "待核",
        "街道未定",
        "未认定",
        "有冲突",
    ]
    menu.actions()[3].trigger()
    desk.settle()
    assert desk.page.list.shown.view == "built"
    order = next(action.menu() for action in menu.actions() if action.text() == "排序")
    next(action for action in order.actions() if action.text() == "职工").trigger()
    desk.settle()
    assert desk.page.list.shown.sort == "staff"
    menu.close()


def test_nothing_found_says_so_with_a_way_back(desk: Desk) -> None:
    desk.show(Shown(view="built", search="没有这样的单位"))
    state = desk.page.list.emptiness._state
    assert state is not None
    assert state.isVisible()
    assert [card.text() for card in state.cards] == ["去掉条件", "看全部单位"]
    assert not desk.page.detail._foot.isVisible()
    desk.page.list.focus_main()
    desk.press(Key.Key_Space)
    assert desk.page.list.shown == Shown(view="built")
    assert len(desk.listed) == len(ids(desk.ledger, ListQuery(view="built")))
    assert not state.isVisible()


def test_an_empty_view_goes_to_all(desk: Desk) -> None:
    assert desk.show(Shown(view="conflicts")) == []
    assert desk.page.list.emptiness._state is not None
    assert [card.text() for card in desk.page.list.emptiness._state.cards] == ["看全部单位"]
    desk.page.list.emptiness._state.cards[0].click()
    desk.settle()
    assert len(desk.listed) == 400


def test_an_empty_ledger_explains_itself(empty_desk: Desk) -> None:
    desk = empty_desk
    state = desk.page.list.emptiness._state
    assert state is not None
    assert [card.text() for card in state.cards] == ["导入名册", "合并交换文件", "新增一家单位"]
    assert desk.focus is state.cards[0]
    for hidden in (desk.page.detail, desk.page.list.conditions, desk.page.list.bar):
        assert not hidden.isVisible()
    assert desk.table.horizontalHeader().isVisible()
    desk.press(Key.Key_Space)
    for card in state.cards[1:]:
        card.click()
    next(link for link in state.findChildren(LinkButton)).click()
    assert desk.asked == [ImportSheet(), ShowExchange("receive"), EditOrganization(), OpenDemo()]
    desk.session.change(lambda ledger: add_organization(ledger, {"name": "第一家"}), initiator=desk.window)
    desk.settle()
    assert len(desk.listed) == 1
    assert desk.page.list.bar.isVisible()
    assert desk.page.detail.isVisible()
    assert not state.isVisible()


def test_without_room_enter_opens_the_detail_and_escape_leaves_it(narrow: Desk) -> None:
    desk = narrow
    assert not desk.page.detail.isVisible()
    assert desk.page.detail.content is None  # nothing is read for nobody
    desk.table.setFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.page.detail.isVisible()
    assert not desk.page.list.isVisible()
    assert desk.page.detail.content is not None
    assert desk.page.detail.content.detail.id == desk.listed[1]
    desk.press(Key.Key_Escape)
    assert desk.page.list.isVisible()
    assert desk.focus is desk.table


def test_the_detail_is_closed_and_opened_again(desk: Desk) -> None:
    desk.page.detail.closed.emit()
    assert not desk.page.detail.isVisible()
    desk.table.setFocus()
    desk.press(Key.Key_Return)
    assert desk.page.detail.isVisible()
    desk.window.resize(1000, 700)
    desk.settle()
    assert not desk.page.detail.isVisible()
    desk.window.resize(1286, 700)
    desk.settle()
    assert desk.page.detail.isVisible()


def test_a_filter_that_the_ledger_does_not_understand_is_said_in_the_pane(desk: Desk) -> None:
    before = desk.listed
    desk.page.list.show_list(Shown(conditions=(Condition("responsible", Operator.IS, "没有这个人"),)))
    desk.settle()
    assert desk.page.list._problem.count() == 1
    assert desk.listed == before
    desk.show(Shown())
    assert desk.page.list._problem.count() == 0


def test_a_name_with_a_conflict_is_marked_in_the_list(desk: Desk) -> None:
    from models.facts.writer import BatchKind  # noqa: PLC0415
    from models.tables.record_kinds import ORGANIZATION  # noqa: PLC0415

    organization = desk.listed[0]
    change_organization(desk.ledger, organization, {"staff": 41})
    with desk.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-20") as change:
        change.edit(ORGANIZATION, organization, {"staff": 38}, from_registry=True)
    desk.page.list.keeper.refresh(None)
    desk.settle()
    assert desk.cell(organization, "name").startswith("※")
    assert desk.show(Shown(view="conflicts")) == [organization]
