"""What undo says before it acts, and a backup that is looked into, restored, and undone by restoring what was kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization, change_organization
from models.ledger.backups import kept_aside, list_backups
from models.ledger.ledger import Ledger
from models.search.index_file import index_path
from tests.ui import waiting
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.shared.banner import Banner

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        add_organization(ledger, {"name": "阳光幼儿园", "staff": 20})
    return path


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    made = MainWindow(Preferences())
    made.show()
    made.activateWindow()
    made.show_ledger(Ledger.open(path))
    settle(made)
    yield made
    made.close()


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def words(window: MainWindow) -> tuple[str, str]:
    """Of undo and redo, as the menu shows them; in brackets where they cannot be pressed."""
    actions = [window.actions_of_window.by_key[key] for key in ("undo", "redo")]
    undo, redo = (action.text() if action.isEnabled() else f"({action.text()})" for action in actions)
    return undo, redo


def change_staff(window: MainWindow, staff: int) -> None:
    window.session.change(lambda ledger: change_organization(ledger, 1, {"staff": staff}), initiator=window)
    settle(window)


def test_undo_and_redo_say_their_step_also_after_a_restart(window: MainWindow, path: Path) -> None:
    assert words(window) == ("撤销：新增单位 阳光幼儿园", "(重做)")
    change_staff(window, 25)
    assert words(window) == ("撤销：阳光幼儿园 改从业人员", "(重做)")
    QTest.keyClick(window, Key.Key_Z, Control)
    settle(window)
    assert words(window) == ("撤销：新增单位 阳光幼儿园", "重做：阳光幼儿园 改从业人员")
    window.leave_ledger()
    assert words(window) == ("(撤销)", "(重做)")
    window.show_ledger(Ledger.open(path))
    settle(window)
    assert words(window) == ("撤销：新增单位 阳光幼儿园", "重做：阳光幼儿园 改从业人员")
    QTest.keyClick(window, Key.Key_Y, Control)
    settle(window)
    assert words(window) == ("撤销：阳光幼儿园 改从业人员", "(重做)")
    window.top.command.take_keyboard()
    QTest.keyClicks(window.top.command, "chexiao")
    settle(window)
    assert any(each.text == "撤销：阳光幼儿园 改从业人员" for each in window.top.command._list._suggestions)


def test_a_backup_is_looked_into_and_restored_in_two_presses(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.commands.backups.back_up()
    settle(window)
    change_staff(window, 25)
    window.status._segments["backup"].click()
    settle(window)
    panel = window.stack.currentWidget()
    assert panel.inside._title.text().endswith("手动")
    assert "恢复后不在里面的：备份以后的 1 步" in panel.inside._later.text()
    assert panel.inside.steps.model().source.cell(0, "what").text == "阳光幼儿园 改从业人员"
    assert QApplication.focusWidget() is panel.table
    asked = []
    monkeypatch.setattr("ui.window_backups.confirm", lambda *words, **_more: asked.append(words[1:]) or True)
    QTest.keyClick(panel.table, Key.Key_Return)
    settle(window)
    assert "备份以后的 1 步不在这份备份里" in asked[0][1]
    assert window.session.ledger.path == path
    assert staff(window) == 20
    (kept,) = kept_aside(path)
    (said,) = [banner for banner in window.findChildren(Banner) if banner.isVisible()]
    assert said.reason.startswith("已恢复")
    said.action_asked.emit()  # what was kept is looked at, in a window of its own
    settle(window)
    (look,) = window.commands.backups._looks
    settle(look)
    assert look.session.ledger.read_only
    assert staff(look) == 25
    copy = look.session.ledger.path
    index = index_path(copy, b"\1" * 8)
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_bytes(b"made to search it")
    look.close()
    assert not copy.exists()
    assert not index.exists()
    assert not window.commands.backups._looks
    assert kept.exists()


def test_what_cannot_be_restored_changes_nothing(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.commands.backups.back_up()
    settle(window)
    monkeypatch.setattr("ui.window_backups.confirm", lambda *_words, **_more: True)
    window.actions_of_window.by_key["restore"].trigger()
    settle(window)
    panel = window.stack.currentWidget()
    for backup in list_backups(path):  # on a slow machine the window has made one by itself
        backup.path.write_bytes(backup.path.read_bytes()[:-9])
    QTest.keyClick(panel.table, Key.Key_Return)
    settle(window)
    assert any("已损坏" in banner.reason for banner in window.findChildren(Banner))
    assert window.session is not None
    assert staff(window) == 20
    window.actions_of_window.by_key["restore"].trigger()
    settle(window)
    again = window.stack.currentWidget()
    assert "已损坏" in again.inside._last.text()
    assert not again.restore.isEnabled()


def staff(window: MainWindow) -> object:
    from models.queries.organization_detail import organization_detail  # noqa: PLC0415

    return organization_detail(window.session.ledger, 1).facts["staff"]
