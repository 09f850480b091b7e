"""A panel takes the place of a page until it is left: import, log, trash, backups, help."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.session import LedgerSession
from ui.shared.buttons import Button, ButtonKind
from ui.shared.pane_head import PaneHead
from ui.shared.panes import Pane


class Panel(Pane):
    """The base: a head with the title and a way back (Esc). Subclasses fill `body`."""

    finished = Signal()
    asked = Signal(object)  # a ui.requests.Request
    ledger_asked = Signal(object)  # path of a ledger to open

    def __init__(self, title: str, session: LedgerSession | None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.session = session
        self.head = PaneHead(title)
        self._back = Button(_("返回"), ButtonKind.QUIET, key="Esc")
        self._back.clicked.connect(self.finished)
        self.head.add_button(self._back)
        shortcut = QShortcut(QKeySequence("Esc"), self)
        shortcut.activated.connect(self.finished)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.head)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The way back gets the keyboard where there is nothing else to do."""
        self._back.setFocus()


class PanelOfEntries(Panel):
    """A panel in which Ctrl+N begins a new entry; the window's own Ctrl+N waits outside."""

    def begin_new(self) -> None:
        """What Ctrl+N does; every subclass says it."""
        raise TypeError("a panel of entries says what Ctrl+N begins")

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_new(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_new(event):
            self.begin_new()
        else:
            super().keyPressEvent(event)


def _is_new(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.ControlModifier
