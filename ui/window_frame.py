"""The window of the system: shows the first page until the real window fills it, then is only its frame."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.first_page import FirstPage
    from ui.main_window import MainWindow


class WindowFrame(QWidget):
    """`painted` comes once, after the first page is on the screen, `closed` when the window goes."""

    painted = Signal()
    closed = Signal()

    def __init__(self, page: "FirstPage") -> None:
        super().__init__()
        self._page: FirstPage | None = page
        self._content: MainWindow | None = None
        self._is_painted = False

    @property
    def first_rows(self) -> int:
        """How many rows of the ledger the first page has."""
        return self._page.count if self._page is not None else 0

    def take(self, content: "MainWindow") -> None:
        """Fill this window for good: what happens to the one happens to the other."""
        self._content = content
        self._page = None
        self.setWindowTitle(content.windowTitle())
        content.windowTitleChanged.connect(self.setWindowTitle)
        content.ledger_closed.connect(self.close)
        content.setGeometry(self.rect())
        self.setMinimumSize(content.minimumSize())
        content.show()
        waiting = content.focusWidget() or content.stack.currentWidget()
        if waiting is not None:
            waiting.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The first page, as long as there is nothing else."""
        if self._page is None:
            return
        painter = QPainter(self)
        self._page.paint(painter, self.size())
        painter.end()
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, _event: "QResizeEvent") -> None:  # noqa: N802 - Qt's name
        """The content is as large as the frame."""
        if self._content is not None:
            self._content.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The desktop's colours changed: the content follows them."""
        if self._content is not None and event.type() == QEvent.Type.ThemeChange:
            self._content.changeEvent(event)
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The content closes first, and tells this when it is asked to close itself."""
        content, self._content = self._content, None
        if content is not None and not content.close():
            self._content = content
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()
