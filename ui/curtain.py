"""A curtain over the window for whoever goes to the door: covers everything, at a key or after minutes without input.

It keeps glances off, not people: the file is not encrypted and any key opens it. The words on it say so.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.labels import Label
from ui.theme.palette import colour
from ui.theme.tokens import Role, Space, TextSize

_KINDS = QEvent.Type
_INPUT = frozenset({_KINDS.KeyPress, _KINDS.MouseButtonPress, _KINDS.MouseMove, _KINDS.Wheel, _KINDS.InputMethod})
_MINUTE = 60_000


class Curtain(QWidget):
    """A child of the window, hidden until it is drawn. `drawn` tells whether it is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.draw)
        self._focus: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = Label(_("内容已遮住"), size=TextSize.TITLE, bold=True)
        self._said = Label(_("按任意键继续。这只是遮住画面，没有加锁；离开久了请锁定电脑。"), role=Role.TEXT2)
        self.setAccessibleName(f"{title.text()} {self._said.text()}")
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.addStretch()
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._said, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        window.installEventFilter(self)
        self.hide()

    def watch(self, minutes: int) -> None:
        """Draw it after so many minutes without input; never with 0."""
        app = QApplication.instance()
        self._idle.stop()
        if app is not None:
            app.removeEventFilter(self)
            if minutes:
                app.installEventFilter(self)  # asked for every event, so only when it is wanted
        if minutes:
            self._idle.setInterval(minutes * _MINUTE)
            self._idle.start()

    def draw(self) -> None:
        """Cover the window."""
        self._focus = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def open(self) -> None:
        """Uncover it; the keyboard goes back to where it was."""
        self.hide()
        if self._focus is not None:
            self._focus.setFocus()
        self._focus = None
        if self._idle.interval():
            self._idle.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        elif event.type() in _INPUT and self._idle.isActive():
            self._idle.start()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # no shortcut works behind the curtain
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if not event.isAutoRepeat():
            self.open()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.open()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.WINDOW))
