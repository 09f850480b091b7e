"""A ledger that is open is not opened twice: its window comes to the front, whoever asks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.ledger.ledger import Ledger
from models.ledger.lock import lock_path
from tests.conftest import ROOT
from tests.ui import waiting
from ui.knocking import bring_to_front
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.recent_menu import RecentMenu
from ui.window_door import WindowDoor


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    create_ledger(path, unit="朝阳区总工会", person="周岚").close()
    return path


def test_a_second_start_brings_the_open_window_to_the_front_and_ends(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    monkeypatch.setattr(WindowDoor, "_show", lambda _door: shown.append(1))
    window = MainWindow(Preferences())
    window.show_ledger(Ledger.open(path))
    waiting.settle(lambda: window.runner.is_busy)
    linked = path.with_name("快捷方式.jhtz")
    linked.symlink_to(path)
    for way in (path, linked, Path(os.path.relpath(path, ROOT))):
        second = subprocess.Popen(
            [sys.executable, "main.py", str(way)], cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        )
        waiting.settle(lambda: window.runner.is_busy)
        qtbot.waitUntil(lambda program=second: program.poll() is not None, timeout=60_000)
        assert second.returncode == 0
    assert len(shown) == 3
    assert window.session.ledger.has_facts() is False  # nobody else has touched it
    window.commands.open_path(path)  # in the window itself: nothing is opened twice
    waiting.settle(lambda: window.runner.is_busy)
    assert window.stack.currentWidget() is window.pages["today"]
    window.close()
    assert not bring_to_front(path)


def test_another_window_is_asked_before_a_ledger_is_opened_in_this_one(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("ui.window_commands.bring_to_front", lambda ledger, **_how: asked.append(ledger) or True)
    window = MainWindow(Preferences())
    window.show()
    window.commands.open_path(path)
    waiting.settle(lambda: window.runner.is_busy)
    assert asked == [path]
    assert window.session is None
    window.close()


def test_a_lock_that_a_killed_process_left_holds_nobody_up(path: Path) -> None:
    lock_path(path).write_text("{}")
    assert not bring_to_front(path)


def test_a_door_is_shut_with_its_ledger(qtbot: QtBot, path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with Ledger.open(path):
        door = WindowDoor(window, window, path)
        door.listen()
        assert door._server is not None
        assert door._server.isListening()
        door.deleteLater()
        waiting.wait(1)
        assert not bring_to_front(path, patience=0)


def test_the_ledgers_that_were_open_lately_are_in_the_file_menu(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一份&二.jhtz"
    create_ledger(other, unit="海淀区总工会", person="周岚").close()
    window = MainWindow(Preferences(recent=(str(path), str(other), str(tmp_path / "没有了.jhtz"))))
    window.show_ledger(Ledger.open(path))
    waiting.settle(lambda: window.runner.is_busy)
    (recent,) = window.findChildren(RecentMenu)
    assert recent.menuAction() in window.actions_of_window.menus["file"].actions()
    recent.aboutToShow.emit()
    (action,) = recent.actions()
    assert action.text().startswith("&1  另一份&&二")
    action.trigger()
    waiting.settle(lambda: window.runner.is_busy)
    assert window.session.ledger.path == other
    window.leave_ledger()
    recent.aboutToShow.emit()
    assert [each.text()[4:6] for each in recent.actions()] == ["另一", "台账"]
    window.close()
