"""The language changes while the window is open: the same ledger, place, draft and read-only state in other words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.reasons import add_reason
from models.inputs.forms import ReasonInput
from models.language import SOURCE_LANGUAGE, language, set_language
from models.ledger.ledger import Ledger
from tests.ui import waiting
from ui.curtain import Curtain
from ui.main_window import MainWindow
from ui.organizations.page import OrganizationsPage
from ui.places import PLACES
from ui.preferences import Preferences
from ui.requests import RecordVisit
from ui.shared.record_model import CELL_ROLE
from ui.shared.record_table import RecordTable

_HALF = "园长说下月开会，"
#: What a person sees in each language: the ledger's place in the rail, the first menu, a heading, a stage, a reason.
_WORDS = {
    "zh_CN": ("台账", "文件(&F)", "单位名称", "未启动", "负责人有顾虑"),
    "zh_TW": ("台帳", "檔案(&F)", "單位名稱", "未啟動", "負責人有顧慮"),
    "en": ("Ledger", "&File", "Name", "Not started", "Head has misgivings"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        add_organization(ledger, {"name": "阳光幼儿园", "staff": 20})
        add_reason(ledger, 1, ReasonInput(code="D1", is_primary=True, opened_on=ledger.today()))
    return path


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    made = MainWindow(Preferences())
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    made.show_ledger(Ledger.open(path))
    settle(made)
    yield made
    made.close()
    set_language(SOURCE_LANGUAGE)


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def say_in(window: MainWindow, code: str) -> None:
    """Ask for a language as the menu does."""
    window.actions_of_window.by_key[f"speak_{code}"].trigger()
    settle(window)
    assert (language(), window.preferences.language) == (code, code)


def seen(window: MainWindow) -> tuple[str, str, str, str, str]:
    """The words of _WORDS as they stand in the window."""
    page = window.stack.currentWidget()
    assert isinstance(page, OrganizationsPage)
    place = next(key for key, each in window.pages.items() if each is page)
    words = [item.text() for item in window.rail.findChildren(QAbstractButton)]
    table = page.list.table
    column = [spec.key for spec in table.column_specs]
    name = table.model().headerData(column.index("name"), Qt.Orientation.Horizontal)
    return (
        words[[each.key for each in PLACES].index(place)],
        window.top.menu_bar.actions()[0].text(),
        name,
        cell(table, column.index("word")),
        cell(table, column.index("main_reason")).removeprefix("D1 "),
    )


def cell(table: RecordTable, column: int) -> str:
    text: str = table.model().index(0, column).data(CELL_ROLE).text
    return text


def test_place_and_draft_stay_and_every_word_follows(window: MainWindow, path: Path) -> None:
    window.go_to("organizations")
    settle(window)
    assert seen(window) == _WORDS["zh_CN"]
    window.desk.answer(RecordVisit((1,)))
    settle(window)
    window.overlay.content.stops.note.setFocus()
    QTest.keyClicks(window.overlay.content.stops.note, "y")
    window.overlay.content.stops.note.setText(_HALF)
    for code in ("en", "zh_TW", "zh_CN"):
        say_in(window, code)  # the form is open and nothing of it was saved
        assert not window.overlay.is_open
        assert seen(window) == _WORDS[code]
        assert window.session.ledger.path == path
        assert len([each for each in window.findChildren(Curtain) if each.isEnabled()]) == 1
        window.desk.answer(RecordVisit((1,)))
        settle(window)
        assert window.overlay.content.stops.note.text() == _HALF
        assert window.overlay.content.draft_tag.isVisible()
    top = window.top
    window.actions_of_window.by_key["speak_zh_CN"].trigger()  # the one that is spoken already
    settle(window)
    assert window.top is top


def test_a_ledger_that_may_only_be_read_stays_one(window: MainWindow, path: Path) -> None:
    window.show_ledger(Ledger.open(path, read_only=True))
    settle(window)
    window.go_to("targets")
    settle(window)
    say_in(window, "en")
    assert window.session.ledger.read_only
    assert window.stack.currentWidget() is window.pages["targets"]


def test_a_window_without_a_ledger_speaks_too(window: MainWindow) -> None:
    window.leave_ledger()
    window.commands.show_welcome()
    say_in(window, "en")
    assert window.session is None
    assert window.top.menu_bar.actions()[0].text() == "&File"
