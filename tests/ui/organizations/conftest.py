"""A demo ledger on Friday 27 September 2024, the ledger page over it, and somebody at the keyboard."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.demo.make import make_demo
from models.edits.new_ledger import create_ledger
from models.facts.writer import Surroundings
from models.ledger.ledger import Ledger
from models.queries.organization_detail import OrganizationDetail, organization_detail
from models.queries.organization_list import ListQuery, OrganizationRow, ids, rows_of
from tests.ui.waiting import settle, wait
from ui.jobs import JobRunner
from ui.organizations.organization_table import OrganizationTable
from ui.organizations.page import OrganizationsPage
from ui.organizations.views import Shown
from ui.session import LedgerSession

TODAY = date(2024, 9, 27)
MANY = 400
Key = Qt.Key
Modifier = Qt.KeyboardModifier
_made: list[Path] = []


def surroundings() -> Surroundings:
    """A clock that stands on that Friday and goes on by a moment for each question."""
    start = int(datetime.combine(TODAY, datetime.min.time()).replace(hour=9).timestamp() * 1000)
    moments = count(start, 5)
    return Surroundings(lambda: next(moments), os.urandom)


@pytest.fixture
def ledger(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """400 organizations of the demo; made once, copied for each test."""
    if not _made:
        path = tmp_path_factory.mktemp("demo") / "示例.jhtz"
        make_demo(path, organizations=MANY, today=TODAY).close()
        _made.append(path)
    copy = tmp_path / "台账.jhtz"
    shutil.copy(_made[0], copy)
    with Ledger.open(copy, surroundings=surroundings()) as opened:
        yield opened


@pytest.fixture
def empty_ledger(tmp_path: Path) -> Iterator[Ledger]:
    with create_ledger(
        tmp_path / "空.jhtz", unit="海珠区总工会", person="周岚", division="440105", surroundings=surroundings()
    ) as made:
        yield made


class Desk:
    """A window with the ledger's page, and what happens to it."""

    def __init__(self, ledger: Ledger, width: int = 1286, height: int = 700) -> None:
        self.ledger = ledger
        self.window = QWidget()
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(ledger, self.runner, self.window)
        self.asked: list[object] = []
        self.said: list[str] = []
        self.session.said.connect(lambda sentence, _can_undo: self.said.append(sentence))
        self.page = OrganizationsPage(self.session)
        self.page.asked.connect(self.asked.append)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.resize(width, height)

    def open(self) -> "Desk":
        """Show the page as the window does."""
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.page.activate()
        self.settle()
        return self

    def settle(self, pause: int = 0) -> None:
        """Wait until nothing is read or written any more; `pause` for what waits for the end of typing."""
        wait(pause)
        settle(lambda: self.runner.is_busy or self.page.detail._soon.isActive())

    @property
    def table(self) -> OrganizationTable:
        return self.page.list.table

    @property
    def listed(self) -> list[int]:
        assert self.table.rows is not None
        return self.table.rows.ids.tolist()

    @property
    def focus(self) -> QWidget:
        widget = self.window.focusWidget()
        assert widget is not None
        return widget

    def show(self, shown: Shown) -> list[int]:
        """Show a list; its ids."""
        self.page.list.show_list(shown)
        self.settle()
        return self.listed

    def press(self, key: Key, modifier: Modifier = Modifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifier)
        self.settle()

    def write(self, text: str, pause: int = 0) -> None:
        """What an input method commits."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)
        self.settle(pause)

    def cell(self, organization: int, key: str) -> str:
        """What the list says of an organization."""
        assert self.table.rows is not None
        return self.table.rows.cell(self.listed.index(organization), key).words

    def rows(self) -> list[OrganizationRow]:
        """Every organization of the ledger, for comparing by brute force."""
        return rows_of(self.ledger, ids(self.ledger, ListQuery()))

    def detail(self, organization: int) -> OrganizationDetail:
        found = organization_detail(self.ledger, organization)
        assert found is not None
        return found

    def close(self) -> None:
        self.runner.shut_down()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, 0)


@pytest.fixture
def desk(ledger: Ledger) -> Iterator[Desk]:
    """The page in a window with room for list and detail."""
    made = Desk(ledger)
    yield made.open()
    made.close()


@pytest.fixture
def empty_desk(empty_ledger: Ledger) -> Iterator[Desk]:
    made = Desk(empty_ledger)
    yield made.open()
    made.close()
