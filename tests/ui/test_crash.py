"""What nobody foresaw: it is said and written down without values, and everything in the window stays."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from models.ledger.profile import profile_folder
from ui.crash import CrashDialog, CrashReporter, crash_text, write_crash
from ui.shared.buttons import Button
from ui.shared.labels import Label
from ui.shared.line_field import LineField

PERSON = "沈嘉 13800138000"


def caught() -> BaseException:
    """A bug with a person's data in its message and in its frame."""

    def read_phone(text: str) -> int:
        return int(text)

    try:
        read_phone(PERSON)
    except ValueError as bug:
        return bug
    raise AssertionError


def report(bug: BaseException) -> None:
    sys.excepthook(type(bug), bug, bug.__traceback__)


@pytest.fixture
def reporter(qapp: QApplication) -> Iterator[CrashReporter]:
    """A reporter in place of the hooks."""
    made = CrashReporter()
    made.install()
    yield made
    made.uninstall()
    if made._shown is not None:
        made._shown.accept()


def shown(qtbot: QtBot, reporter: CrashReporter) -> CrashDialog:
    qtbot.waitUntil(lambda: reporter._shown is not None and reporter._shown.isVisible(), timeout=10_000)
    dialog = reporter._shown
    assert dialog is not None
    return dialog


def log() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (profile_folder() / "logs").glob("crash-*.txt"))


def test_the_text_names_places_and_no_values() -> None:
    bug = caught()
    text = crash_text(type(bug), bug.__traceback__)
    assert "ValueError" in text
    assert "read_phone" in text
    assert Path(__file__).name in text
    assert not any(part in text for part in (*PERSON.split(), "int(text)"))


def test_a_bug_is_said_written_down_and_copied(qtbot: QtBot, reporter: CrashReporter) -> None:
    report(caught())
    dialog = shown(qtbot, reporter)
    words = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "read_phone" in words
    assert words in log()
    assert PERSON not in log() + words
    said = " ".join(label.text() for label in dialog.findChildren(Label))
    assert "已保存的内容都在" in said
    assert str(profile_folder()) in said
    copy = next(button for button in dialog.findChildren(Button) if "复制" in button.text())
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == words
    assert dialog.isVisible()  # one goes on when one wants to


def test_enter_goes_on_and_what_was_typed_stays(qtbot: QtBot, show, reporter: CrashReporter) -> None:
    field = show(LineField())
    qtbot.keyClicks(field, "half a visit")
    report(caught())
    dialog = shown(qtbot, reporter)
    assert "继续" in dialog.focusWidget().text()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    assert field.text() == "half a visit"


def test_one_dialog_however_many_bugs_and_another_one_later(qtbot: QtBot, reporter: CrashReporter) -> None:
    for _time in range(5):
        report(caught())
    first = shown(qtbot, reporter)
    qtbot.wait(20)
    assert [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog) and each.isVisible()] == [
        first
    ]
    assert log().count("ValueError") == 5
    first.accept()
    report(caught())
    assert shown(qtbot, reporter) is not first


def test_bugs_of_other_threads_arrive_in_the_window(qtbot: QtBot, reporter: CrashReporter) -> None:
    thread = threading.Thread(target=caught_nowhere)
    thread.start()
    thread.join()
    assert "caught_nowhere" in shown(qtbot, reporter).findChild(QPlainTextEdit).toPlainText()


def caught_nowhere() -> None:
    raise KeyError(PERSON)


def test_a_log_that_cannot_be_written_is_not_named(qtbot: QtBot, reporter: CrashReporter) -> None:
    profile_folder().mkdir(parents=True)
    (profile_folder() / "logs").write_text("a file where a folder should be")
    assert write_crash("x") == ""
    report(caught())
    said = [label.text() for label in shown(qtbot, reporter).findChildren(Label)]
    assert not any("已记录在" in words for words in said)


def test_uninstalled_means_as_before(qapp: QApplication) -> None:
    hooks = sys.excepthook, threading.excepthook
    made = CrashReporter()
    made.install()
    assert sys.excepthook is not hooks[0]
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == hooks
