"""The panel in the window: opened by its key, kept while an organization is looked at, gone with the ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.edits.organizations import add_organization, change_organizations
from models.ledger.ledger import Ledger
from tests.models.edits.desk import HAIZHU, code_of
from tests.ui import waiting
from tests.ui.waiting import wait
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.proposals.panel import ProposalsPanel

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qtbot: QtBot, empty_ledger: Ledger, tmp_path: Path) -> Iterator[MainWindow]:
    add_organization(empty_ledger, {"name": "启明幼儿园", "code": code_of("52", HAIZHU, 1)})
    add_organization(empty_ledger, {"name": "春晖之家", "code": code_of("52", HAIZHU, 2).replace("0", "O")})
    empty_ledger.close()
    made = MainWindow(Preferences())
    made.show()
    made.activateWindow()
    made.show_ledger(Ledger.open(empty_ledger.path))
    settle(made)
    yield made
    made.close()


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def panels(window: MainWindow) -> list[ProposalsPanel]:
    return window.stack.findChildren(ProposalsPanel)


def test_its_key_opens_it_and_esc_leaves_it(window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_J, Modifier.ControlModifier)
    settle(window)
    assert window.isActiveWindow()  # nothing of it was a window of its own, not even for a moment
    (panel,) = panels(window)
    assert window.stack.currentWidget() is panel
    assert panel.groups.hasFocus()
    QTest.keyClick(panel.groups, Key.Key_Escape)
    settle(window)
    assert window.stack.currentWidget() is window.pages["today"]
    assert panels(window) == [panel]  # it knows its groups when it is opened again


def test_what_changed_while_nobody_looked_is_caught_up(window: MainWindow) -> None:
    window.actions_of_window.by_key["proposals"].trigger()
    settle(window)
    (panel,) = panels(window)
    window.go_to("organizations")
    session = window.session
    assert session is not None
    session.change(lambda ledger: change_organizations(ledger, [1], {"category": "school"}), initiator=window)
    settle(window)
    assert "category" in {group.field for group in panel.keeper.board.groups}
    window.actions_of_window.by_key["proposals"].trigger()
    settle(window)
    assert "category" not in {group.field for group in panel.keeper.board.groups}


def test_it_stays_while_an_organization_is_looked_at(window: MainWindow) -> None:
    window.actions_of_window.by_key["proposals"].trigger()
    settle(window)
    (panel,) = panels(window)
    panel.show_field("category")
    panel.pane.table.row_activated.emit(0)
    settle(window)
    page = window.pages["organizations"]
    assert window.stack.currentWidget() is page
    window.actions_of_window.by_key["proposals"].trigger()
    settle(window)
    assert panels(window) == [panel]
    assert window.stack.currentWidget() is panel
    assert panel.tabs.choice() == "category"


def test_what_is_confirmed_is_undone_by_the_window(window: MainWindow) -> None:
    window.actions_of_window.by_key["proposals"].trigger()
    settle(window)
    (panel,) = panels(window)
    panel.show_field("category")
    QTest.keyClick(panel.groups, Key.Key_Return, Modifier.ControlModifier)
    settle(window)
    assert "category" not in {group.field for group in panel.keeper.board.groups}
    QTest.keyClick(window, Key.Key_Z, Modifier.ControlModifier)
    settle(window)
    assert "category" in {group.field for group in panel.keeper.board.groups}


def test_it_goes_with_the_ledger(window: MainWindow) -> None:
    window.actions_of_window.by_key["proposals"].trigger()
    settle(window)
    window.leave_ledger()
    settle(window)
    QApplication.sendPostedEvents(None, 0)
    wait(5)
    assert panels(window) == []


def test_today_and_the_command_box_lead_to_it(window: MainWindow) -> None:
    window.pages["today"].judge.proposals.click()
    settle(window)
    assert isinstance(window.stack.currentWidget(), ProposalsPanel)
    window.top.command.setFocus()
    typed = QInputMethodEvent()
    typed.setCommitString("待确认")
    QApplication.sendEvent(window.top.command, typed)
    settle(window)
    QTest.keyClick(window.top.command, Key.Key_Return)
    settle(window)
    assert len(panels(window)) == 1
