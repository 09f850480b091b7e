"""Answers those who want to open a ledger that is open in this window: the window comes to the front."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from ui.knocking import SHOWN, name_of

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_AFTER_FIRST_PAINT = 400


class WindowDoor(QObject):
    """Owned by the session of a ledger: answers knocks as long as the ledger is open here."""

    def __init__(self, session: QObject, window: QWidget, ledger: Path) -> None:
        super().__init__(session)
        self._window = window
        self._ledger = ledger
        self._server: QLocalServer | None = None
        QTimer.singleShot(_AFTER_FIRST_PAINT, self, self.listen)

    def listen(self) -> None:
        """Be there for whoever knocks."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - after the first paint

        name = name_of(self._ledger)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # what a killed process left: the lock says that nobody else is there
        if server.listen(name):
            server.newConnection.connect(self._on_knock)
            self._server = server

    def _on_knock(self) -> None:
        while self._server is not None and (visitor := self._server.nextPendingConnection()) is not None:
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.write(SHOWN)
            visitor.flush()
            self._show()

    def _show(self) -> None:
        window = self._window.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
