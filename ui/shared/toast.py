"""One sentence and one action at the bottom of a window, for six seconds; never for errors."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer
from PySide6.QtGui import QEnterEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import Label
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px
from ui.theme.tokens import TOAST_MILLISECONDS, Height, Radius, Role, Space

_UNBOUNDED = 16_777_215  # Qt's own


class ToastHost(QObject):
    """Owned by a window: `ToastHost(window).show(_("已存走访"), _("撤销"), undo, key="Ctrl+Z")`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.current: Toast | None = None
        window.installEventFilter(self)

    def show(
        self,
        sentence: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        key: str = "",
        is_bound: bool = False,
    ) -> "Toast":
        """Show a sentence in place of the one before. With `is_bound` its key works as long as it is there."""
        self.dismiss()
        self.current = Toast(self._window, sentence, action, act, key)
        if is_bound:
            self.current.bind(key)
        self._place()
        self.current.show()
        return self.current

    def dismiss(self) -> None:
        """Take the toast away now."""
        if self.current is not None:
            self.current.end()
            self.current = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        toast = self.current
        if toast is None or toast.ended:
            return
        toast.fit(self._window.width() - 2 * Space.L)
        bottom = self._window.height() - px(Height.STATUS_BAR) - px(Height.PANE_HEAD) - Space.L  # above bars of buttons
        toast.move((self._window.width() - toast.width()) // 2, bottom - toast.height())
        toast.raise_()


class Toast(QWidget):
    """The sentence; it waits as long as the pointer rests on it."""

    def __init__(
        self,
        window: QWidget,
        sentence: str,
        action: str,
        act: Callable[[], object] | None,
        key: str,
    ) -> None:
        super().__init__(window)
        self.ended = False
        self.sentence = sentence
        self._act = act
        self.button: Button | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS + 1, Space.S if action else Space.L, Space.XS + 1)
        row.setSpacing(Space.L)
        self._words = Label(sentence)
        self._words.setMinimumHeight(px(Height.BUTTON))
        row.addWidget(self._words)
        if action:
            self.button = Button(action, ButtonKind.QUIET, key=key)
            self.button.clicked.connect(self._do)
            row.addWidget(self.button)
        self.setAccessibleName(sentence)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end)
        self._timer.start(TOAST_MILLISECONDS)

    def bind(self, key: str) -> None:
        """Let a key do what the button does."""
        QShortcut(QKeySequence(key), self).activated.connect(self._do)

    def fit(self, room: int) -> None:
        """As wide as the sentence; where that is more than there is room for, it breaks into lines."""
        words = self._words
        words.setWordWrap(False)
        words.setMinimumWidth(0)
        words.setMaximumWidth(_UNBOUNDED)
        missing = self.sizeHint().width() - room
        if missing > 0:
            words.setWordWrap(True)
            words.setFixedWidth(max(Label(self.sentence).sizeHint().width() - missing, px(Height.BUTTON)))
        self.adjustSize()

    def end(self) -> None:
        """Go away."""
        if not self.ended:
            self.ended = True
            self._timer.stop()
            self.hide()
            self.deleteLater()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if not self.ended:
            self._timer.start(TOAST_MILLISECONDS)
        super().leaveEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_box(painter, QRectF(self.rect()), Radius.CARD, colour(Role.SURFACE), colour(Role.LINE2))

    def _do(self) -> None:
        act = self._act
        self.end()
        if act is not None:
            act()
