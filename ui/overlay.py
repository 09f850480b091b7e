"""The strip that floats over the dimmed window: forms of a cadre's day. One at a time; Esc takes it back."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.floating import FloatingStrip, Scrim
from ui.theme.tokens import SHADOW_BLUR, Space


class Overlay(QObject):
    """Owned by a window. `room` is the part of the window that a strip may cover (all but top and status bar)."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._top: QWidget | None = None
        self._bottom: QWidget | None = None
        self._scrim: Scrim | None = None
        self._strip: FloatingStrip | None = None
        self._focus_before: QWidget | None = None
        self.content: QWidget | None = None
        window.installEventFilter(self)

    def set_edges(self, top: QWidget, bottom: QWidget) -> None:
        """The bars of the window that stay uncovered."""
        self._top, self._bottom = top, bottom

    def show(self, content: QWidget) -> None:
        """Float a form over the window; it takes the place of the one before. Its `finished` signal closes it."""
        self.close()
        self._focus_before = self._window.focusWidget()
        self._scrim = Scrim(self._window)
        self._strip = FloatingStrip(self._window)
        column = QVBoxLayout(self._strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        self.content = content
        self._place()
        self._scrim.show()
        self._strip.show()
        self._scrim.raise_()
        self._strip.raise_()
        content.setFocus()

    def close(self) -> None:
        """Take the strip away and give the keyboard back."""
        if self._scrim is None or self._strip is None:
            return
        for widget in (self._strip, self._scrim):
            widget.hide()
            widget.deleteLater()
        self._scrim = self._strip = self.content = None
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()

    @property
    def is_open(self) -> bool:
        """True while a form floats."""
        return self._strip is not None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return False

    def _place(self) -> None:
        if self._scrim is None or self._strip is None:
            return
        top = self._top.geometry().bottom() + 1 if self._top else 0
        bottom = self._bottom.geometry().top() if self._bottom else self._window.height()
        room = QRect(0, top, self._window.width(), bottom - top)
        self._scrim.setGeometry(room)
        width = room.width() - 2 * (Space.M - SHADOW_BLUR)
        hint = self._strip.sizeHint()
        height = self._strip.heightForWidth(width) if self._strip.hasHeightForWidth() else hint.height()
        height = min(height, room.height() + SHADOW_BLUR)
        self._strip.setGeometry(Space.M - SHADOW_BLUR, room.bottom() - height + SHADOW_BLUR - Space.S, width, height)
