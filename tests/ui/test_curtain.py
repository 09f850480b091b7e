"""The curtain: covers by key and by itself, lets no key through, gives the keyboard back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.waiting import wait
from ui.curtain import Curtain
from ui.preferences import Preferences, keep_preferences, read_preferences


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for name in ("first", "second"):
        field = QLineEdit()
        field.setObjectName(name)
        column.addWidget(field)
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def test_any_key_opens_it_and_goes_no_further(window: QWidget) -> None:
    curtain = Curtain(window)
    field = window.findChild(QLineEdit, "second")
    field.setFocus()
    curtain.draw()
    assert curtain.isVisible()
    assert curtain.geometry() == window.rect()
    window.resize(700, 500)
    assert curtain.geometry() == window.rect()
    QTest.keyClick(curtain, Qt.Key.Key_A)
    assert not curtain.isVisible()
    assert field.hasFocus()
    assert field.text() == ""
    assert "没有加锁" in curtain.accessibleName()


def test_it_comes_after_a_while_without_input_and_not_before(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.curtain._MINUTE", 600)
    curtain = Curtain(window)
    field = window.findChild(QLineEdit, "first")
    curtain.watch(5)  # 3 s here: a busy machine takes a second longer for a wait
    for _press in range(4):
        wait(900)
        QTest.keyClick(field, Qt.Key.Key_X)
        assert not curtain.isVisible()
    wait(3_500)
    assert curtain.isVisible()
    QTest.mouseClick(curtain, Qt.MouseButton.LeftButton)
    assert not curtain.isVisible()
    curtain.watch(0)
    wait(500)
    assert not curtain.isVisible()


def test_the_choice_is_remembered(tmp_path: Path) -> None:
    keep_preferences(Preferences(cover_after=15))
    assert read_preferences().cover_after == 15
