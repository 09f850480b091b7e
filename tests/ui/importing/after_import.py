"""A ledger with two lists of which the second is newer, and a bench for panels over it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from models.edits.organizations import change_organization
from models.ledger.ledger import Ledger
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring_text
from tests.ui.waiting import settle
from ui.jobs import JobRunner
from ui.panel import Panel
from ui.requests import Request
from ui.session import LedgerSession
from ui.shared.banner import Banner

HEAD = "统一社会信用代码,单位名称,地址,电话,从业人员,存续状态\n"
CODES = [code_of("52", "440105", number) for number in range(10)]
LATER = TODAY + timedelta(days=30)


def line(number: int, *, address: str = "") -> str:
    return f"{CODES[number]},第{number}园,{address or f'甲路{number}号'},,,\n"


def fill(office: Desk) -> str:
    """Eight with a code and three without; then a list that lacks 6 and 7, moves 0 and doubts the three. Its batch."""
    uncoded = "".join(f",{name}中心,乙路{name}号,020-3408000{at},5,\n" for at, name in enumerate("甲乙丙"))
    bring_text(office, HEAD + "".join(line(number) for number in range(8)) + uncoded)
    change_organization(office.ledger, 3, {"status": "cancelled"})
    change_organization(office.ledger, 11, {"staff": 99})
    newer = HEAD + line(0, address="丙路") + "".join(line(number) for number in range(1, 6)) + line(9)
    newer += "".join(f",{name}中心,乙路{name}号,020-9999000{at},7,\n" for at, name in enumerate("甲乙丙"))
    return bring_text(office, newer + ",,无名,,,\n", day=LATER).batch


class PanelBench:
    """A panel in a window of its own; what it asks and says is kept."""

    def __init__(self, ledger: Ledger, make: Callable[[LedgerSession], Panel]) -> None:
        self.runner = JobRunner()
        self.session = LedgerSession(ledger, self.runner)
        self.panel = make(self.session)
        self.asked: list[Request] = []
        self.said: list[tuple[str, bool]] = []
        self.panel.asked.connect(self.asked.append)
        self.session.said.connect(lambda sentence, can_be_undone: self.said.append((sentence, can_be_undone)))
        self.files: list[tuple[str, Path]] = []
        self.session.saved_file.connect(lambda sentence, path: self.files.append((sentence, path)))
        self.panel.resize(1286, 698)
        self.panel.show()
        self.panel.activateWindow()
        QTest.qWaitForWindowActive(self.panel)
        self.settle()

    def close(self) -> None:
        self.panel.close()
        self.runner.shut_down()
        self.panel.deleteLater()
        QApplication.sendPostedEvents()

    def settle(self) -> None:
        settle(lambda: self.runner.is_busy)

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.focused(), key, modifiers)
            self.settle()

    def focused(self) -> QWidget:
        found = self.panel.window().focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def banners(self) -> list[str]:
        return [each._reason for each in self.panel.findChildren(Banner) if each.isVisible()]


def words(table: object, row: int) -> str:
    """What a screen reader says of a row."""
    model = table.model()  # type: ignore[attr-defined] - a table of the kit
    return str(model.source.summary(row))
