"""The import panel in a window of its own, driven by keys and the mouse; what it asks and says is kept."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from models.ledger.ledger import Ledger
from tests.ui.waiting import settle
from ui.importing.column_grid import ColumnGrid
from ui.importing.column_words import note_of
from ui.importing.field_finder import FieldFinder
from ui.importing.panel import ImportPanel
from ui.jobs import JobRunner
from ui.requests import Request
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind

Key = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class ImportBench:
    """A panel of 1286 by 698, as the window has it at 1366 by 768."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.runner = JobRunner()
        self.session = LedgerSession(ledger, self.runner)
        self.panel = ImportPanel(self.session)
        self.asked: list[Request] = []
        self.said: list[tuple[str, bool]] = []
        self.left = 0
        self.panel.asked.connect(self.asked.append)
        self.panel.finished.connect(self._leave)
        self.session.said.connect(lambda sentence, can_be_undone: self.said.append((sentence, can_be_undone)))
        self.panel.resize(1286, 698)

    def show(self) -> None:
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
        """Wait until nothing is read or written any more."""
        settle(lambda: self.runner.is_busy)

    def open(self, path: Path, sheet: str | None = None) -> None:
        self.panel.open_file(path, sheet)
        self.settle()

    def press(self, *keys: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key after the other, to whatever has the keyboard."""
        for key in keys:
            QTest.keyClick(self.focused(), key, modifiers)
            self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focused(), letter)
            else:  # as an input method commits it
                QApplication.sendEvent(self.focused(), QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter))
        self.settle()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.press(Key.Key_V, modifiers=CTRL)

    def focused(self) -> QWidget:
        found = self.panel.window().focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def step(self) -> str:
        """The step that is shown."""
        panel = self.panel
        steps = {
            panel.file: "file",
            panel.columns: "columns",
            panel.running: "running",
            panel.outcome: "outcome",
            panel.receipt: "receipt",
            panel.profiles: "profiles",
        }
        return steps[panel.stack.currentWidget()]  # type: ignore[index] - one of these

    def banners(self, kind: BannerKind | None = None) -> list[str]:
        """What bars of the shown step say, reason and remedy."""
        shown = [each for each in self.panel.findChildren(Banner) if each.isVisible()]
        wanted = [each for each in shown if kind is None or each._ground is kind.value[0]]
        return [f"{each._reason} {each._remedy}".strip() for each in wanted]

    def act(self, word: str) -> None:
        """Press the button of a bar."""
        for banner in self.panel.findChildren(Banner):
            for button in banner._buttons:
                if banner.isVisible() and word in getattr(button, "text", str)():
                    button.click()
                    self.settle()
                    return
        raise AssertionError(word)

    # The columns

    @property
    def grid(self) -> ColumnGrid:
        return self.panel.columns.grid

    @property
    def fields(self) -> tuple[str | None, ...]:
        return self.panel.columns.mapping.fields

    @property
    def region(self) -> tuple[int, int]:
        mapping = self.panel.columns.mapping
        return mapping.first_header_row, mapping.header_row

    @property
    def finder(self) -> FieldFinder:
        found = self.grid.sheet._finder
        assert found is not None
        return found

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.grid.sheet, Qt.MouseButton.LeftButton, modifiers, point)
        self.settle()

    def drag(self, start: QPoint, end: QPoint) -> None:
        sheet = self.grid.sheet
        QTest.mousePress(sheet, Qt.MouseButton.LeftButton, NONE, start)
        for part in range(1, 9):
            QTest.mouseMove(sheet, start + (end - start) * part / 8)
        QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, NONE, end)
        self.settle()

    def note(self, column: int) -> str:
        """What stands under a column's field."""
        places = self.grid.sheet.places
        return note_of(places.mapping, column, places.looks.get(column)).text

    def _leave(self) -> None:
        self.left += 1
