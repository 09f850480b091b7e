"""The panel of proposals by keyboard: groups, ticks, candidates, confirming, turning down, undo."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.edits.organizations import change_organization
from models.edits.undo import undo
from models.ledger.ledger import Ledger
from tests.models.edits.desk import CHIGANG
from tests.ui.proposals.conftest import GARDENS, REPAIRED, Somebody
from ui.proposals.rows import PAGE
from ui.requests import ShowOrganization
from ui.shared.banner import Banner
from ui.theme.tokens import Scheme

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def press(somebody: Somebody, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or somebody.panel, key, modifier)
    somebody.settle()


def test_it_opens_at_the_first_field_with_the_surest_group(somebody: Somebody) -> None:
    assert somebody.panel.tabs.choice() == "code"
    assert somebody.groups()[0] == "数字录成了字母 O、I、Z、S，可靠，1 家"
    assert somebody.panel.groups.hasFocus()
    assert somebody.panel.head.isVisible()


def test_a_sure_group_is_ticked_and_one_key_confirms_it(somebody: Somebody) -> None:
    somebody.show("category")
    assert somebody.groups() == [f"名称含“幼儿园” → 民办幼儿园，可靠，{GARDENS} 家"]
    assert len(somebody.panel.pane.selected()) == GARDENS
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    assert [somebody.value(f"启明{number}幼儿园", "category") for number in range(GARDENS)] == [
        "kindergarten"
    ] * GARDENS
    assert somebody.said == [(f"已写入 {GARDENS} 家", True)]
    assert "category" not in {group.field for group in somebody.panel.keeper.board.groups}


def test_one_batch_is_one_undo_and_the_group_comes_back(somebody: Somebody) -> None:
    somebody.show("category")
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    undone = undo(somebody.ledger)
    somebody.session.changed.emit(undone.changes, somebody.window)
    somebody.settle()
    somebody.show("category")
    assert somebody.value("启明0幼儿园", "category") is None
    assert somebody.groups() == [f"名称含“幼儿园” → 民办幼儿园，可靠，{GARDENS} 家"]


def test_space_unticks_a_row(somebody: Somebody) -> None:
    somebody.show("category")
    press(somebody, Key.Key_Return)  # to the rows
    assert somebody.panel.pane.table.hasFocus()
    press(somebody, Key.Key_Down)
    press(somebody, Key.Key_Space)
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    assert somebody.value("启明0幼儿园", "category") == "kindergarten"
    assert somebody.value("启明1幼儿园", "category") is None
    assert somebody.groups() == ["名称含“幼儿园” → 民办幼儿园，可靠，1 家"]


def test_a_sure_repair_needs_one_key(somebody: Somebody) -> None:
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    assert somebody.value("春晖之家", "code") == REPAIRED
    assert somebody.value("春晖之家", "code_state") == "valid"


def test_candidates_are_chosen_by_digits_and_never_taken_unchosen(somebody: Somebody) -> None:
    somebody.show("code", 1)
    assert somebody.groups()[1] == "表格软件把末三位变成了 0，要选一个，仅供参考，1 家"
    pane = somebody.panel.pane
    values = [card.value for card in pane.choices.cards]
    assert len(values) > 1
    assert not pane.confirm.isEnabled()
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    press(somebody, Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert somebody.value("文体之家", "code") == "515309025577792000"
    pane.table.setFocus()
    press(somebody, Key.Key_2)
    assert pane.choices.cards[1].isChecked()
    assert pane.confirm.isEnabled()
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    assert somebody.value("文体之家", "code") == values[1]


def test_digits_choose_from_the_groups_too(somebody: Somebody) -> None:
    somebody.show("code", 1)
    assert somebody.panel.groups.hasFocus()
    press(somebody, Key.Key_1)
    assert somebody.panel.pane.choices.cards[0].isChecked()


def test_the_kinds_are_reached_by_tab_before_the_groups(somebody: Somebody) -> None:
    panel = somebody.panel
    assert panel.groups.hasFocus()
    press(somebody, Key.Key_Tab, Modifier.ShiftModifier)
    assert panel.tabs.isAncestorOf(panel.focusWidget())
    press(somebody, Key.Key_Tab)
    assert panel.groups.hasFocus()


def test_a_card_can_be_clicked(somebody: Somebody) -> None:
    somebody.show("code", 1)
    card = somebody.panel.pane.choices.cards[0]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    somebody.settle()
    assert somebody.panel.pane.ready() == somebody.panel.pane.selected() != []


def test_the_whole_group_by_its_own_key(somebody: Somebody) -> None:
    somebody.show("category")
    press(somebody, Key.Key_Return)
    somebody.panel.pane.table.clear_marks()
    assert len(somebody.panel.pane.selected()) == 1
    press(somebody, Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert somebody.value("启明4幼儿园", "category") == "kindergarten"


def test_turning_down_is_remembered_and_can_be_taken_back(somebody: Somebody) -> None:
    somebody.show("category")
    press(somebody, Key.Key_Delete)
    assert somebody.said[-1] == (f"已记下，这 {GARDENS} 家不再这样建议", False)
    assert "category" not in {group.field for group in somebody.panel.keeper.board.groups}
    assert somebody.value("启明0幼儿园", "category") is None
    assert somebody.panel.again.isVisible()
    somebody.panel.again.click()
    somebody.settle()
    somebody.show("category")
    assert somebody.groups() == [f"名称含“幼儿园” → 民办幼儿园，可靠，{GARDENS} 家"]
    assert not somebody.panel.again.isVisible()


def test_what_somebody_else_filled_in_meanwhile_is_not_overwritten(somebody: Somebody) -> None:
    somebody.show("category")
    with somebody.ledger.reading() as db:
        (first,) = db.execute("SELECT min(id) FROM organization").fetchone()
    change_organization(somebody.ledger, first, {"category": "school"})  # the panel does not know yet
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    assert somebody.value("启明0幼儿园", "category") == "school"
    assert somebody.said == [("已写入 4 家，1 家没有动：已有人填过或改过，或者同批另一家已用这个代码", True)]


def test_streets_have_their_own_values(somebody: Somebody) -> None:
    somebody.show("street")
    assert somebody.groups() == ["地址写明街道（镇）全称，可靠，1 家"]
    press(somebody, Key.Key_Return, Modifier.ControlModifier)
    assert somebody.value("春晖之家", "street") == CHIGANG


def test_a_change_elsewhere_shows_at_once(somebody: Somebody) -> None:
    with somebody.ledger.reading() as db:
        (first,) = db.execute("SELECT min(id) FROM organization").fetchone()
    changes = change_organization(somebody.ledger, first, {"category": "school"})
    somebody.session.changed.emit(changes, somebody.window)
    somebody.settle()
    somebody.show("category")
    assert somebody.groups() == [f"名称含“幼儿园” → 民办幼儿园，可靠，{GARDENS - 1} 家"]


def test_enter_on_a_row_asks_for_the_organization(somebody: Somebody) -> None:
    asked: list[object] = []
    somebody.panel.asked.connect(asked.append)
    somebody.show("category")
    press(somebody, Key.Key_Return)
    press(somebody, Key.Key_Return)
    with somebody.ledger.reading() as db:
        (first,) = db.execute("SELECT min(id) FROM organization").fetchone()
    assert asked == [ShowOrganization(first)]


def test_many_rows_come_page_by_page(empty_ledger: Ledger, qapp: QApplication) -> None:
    from models.edits.organizations import add_organization  # noqa: PLC0415

    with empty_ledger.together():
        for number in range(3 * PAGE):
            add_organization(empty_ledger, {"name": f"启明{number:03}幼儿园"})
    person = Somebody(empty_ledger)
    try:
        person.show("category")
        rows = person.panel.pane.rows
        assert rows is not None
        assert rows.known(0) is not None
        assert rows.known(3 * PAGE - 1) is None
        person.panel.pane.table.go_to_row(3 * PAGE - 1)
        person.settle()
        last = rows.known(3 * PAGE - 1)
        assert last is not None
        assert last.name == f"启明{3 * PAGE - 1:03}幼儿园"
    finally:
        person.close()


def test_an_empty_ledger_says_that_there_is_nothing(empty_ledger: Ledger, qapp: QApplication) -> None:
    person = Somebody(empty_ledger)
    try:
        assert person.panel.empty.isVisible()
        press(person, Key.Key_Return, Modifier.ControlModifier)
        assert person.said == []
    finally:
        person.close()


def test_it_can_be_opened_at_one_organization(somebody: Somebody) -> None:
    with somebody.ledger.reading() as db:
        (wanted,) = db.execute("SELECT id FROM organization WHERE name='文体之家'").fetchone()
    somebody.panel.show_field("category")
    somebody.panel.show_field("code", wanted)
    somebody.settle()
    assert somebody.panel.pane.selected() == [wanted]
    assert somebody.panel.tabs.choice() == "code"


def test_with_large_text_on_a_small_screen_a_row_its_cards_and_the_keys_stay(
    somebody: Somebody, restyle: Callable[[Scheme, int], None]
) -> None:
    restyle(Scheme.LIGHT, 200)
    somebody.window.resize(1206, 640)
    somebody.show("code", 1)
    pane = somebody.panel.pane
    assert pane.table.viewport().height() >= pane.table.rowHeight(0)
    assert pane.choices.cards[0].visibleRegion().boundingRect().height() > 0
    for button in (pane.confirm, pane.refuse):
        assert button.width() >= button.sizeHint().width()
    assert not pane.confirm_group.isVisible()


def test_a_ledger_that_cannot_be_written_says_so_once(ledger: Ledger, qapp: QApplication) -> None:
    path = ledger.path
    ledger.close()
    with Ledger.open(path, read_only=True) as opened:
        person = Somebody(opened)
        try:
            for _again in range(2):
                press(person, Key.Key_Return, Modifier.ControlModifier)
            banners = [banner for banner in person.panel.findChildren(Banner) if banner.isVisible()]
            assert len(banners) == 1
            assert "只读" in banners[0].reason
            assert person.said == []
        finally:
            person.close()


def test_stopping_while_the_ledger_is_looked_through_leaves_the_panel(ledger: Ledger, qapp: QApplication) -> None:
    person = Somebody(ledger)
    try:
        left: list[bool] = []
        person.panel.finished.connect(lambda: left.append(True))
        person.panel.keeper.board = None
        person.panel.keeper.look()
        person.panel.progress.stop()
        person.settle()
        assert left == [True] or person.panel.keeper.board is not None  # it may have been quicker than the key
        person.panel.hide()
        person.panel.show()
        person.settle()
        assert person.panel.keeper.board is not None
    finally:
        person.close()
