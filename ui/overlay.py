"""The strip that floats over the dimmed window: forms of a cadre's day. One at a time; Esc takes it back."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ui.shared.floating import FloatingStrip, Scrim
from ui.shared.panes import ScrollPane
from ui.theme.palette import px
from ui.theme.tokens import SHADOW_BLUR, Height, Space


class Overlay(QObject):
    """Owned by a window. A strip covers what lies between its bars; a form that is higher than that scrolls."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._top: QWidget | None = None
        self._bottom: QWidget | None = None
        self._left: QWidget | None = None
        self._scrim: Scrim | None = None
        self._strip: FloatingStrip | None = None
        self._scroll: ScrollPane | None = None
        self._focus_before: QWidget | None = None
        self.content: QWidget | None = None
        window.installEventFilter(self)

    def set_edges(self, top: QWidget, bottom: QWidget, left: QWidget | None = None) -> None:
        """The bars of the window that stay uncovered."""
        self._top, self._bottom, self._left = top, bottom, left

    def show(self, content: QWidget) -> None:
        """Float a form over the window; it takes the place of the one before. Its `finished` signal closes it."""
        self.close()
        self._focus_before = self._window.focusWidget()
        self._scrim = Scrim(self._window)
        self._strip = FloatingStrip(self._window)
        self._scroll = ScrollPane(content)
        self._scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        column = QVBoxLayout(self._strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.content = content
        content.installEventFilter(self)
        self._place()
        self._scrim.show()
        self._strip.show()
        self._scrim.raise_()
        self._strip.raise_()
        content.setFocus()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def close(self) -> None:
        """Take the strip away and give the keyboard back."""
        if self._scrim is None or self._strip is None:
            return
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._follow_focus)
        strip, scrim, before = self._strip, self._scrim, self._focus_before
        self._scrim = self._strip = self._scroll = self.content = self._focus_before = None
        for widget in (strip, scrim):
            widget.hide()
            widget.deleteLater()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    @property
    def is_open(self) -> bool:
        """True while a form floats."""
        return self._strip is not None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            layout = self.content.layout() if self.content is not None else None
            if layout is not None:
                layout.activate()  # or it answers with the height that it had before rows were added
            self._place()
        return False

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep the field that has the keyboard in sight where the form scrolls, its label and help included."""
        if self._scroll is not None and now is not None and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, px(Height.FIELD))

    def _place(self) -> None:
        if self._scrim is None or self._strip is None or self.content is None:
            return
        top = self._top.geometry().bottom() + 1 if self._top and self._top.isVisible() else 0
        bottom = self._bottom.geometry().top() if self._bottom and self._bottom.isVisible() else self._window.height()
        left = self._left.geometry().right() + 1 if self._left and self._left.isVisible() else 0
        room = QRect(left, top, self._window.width() - left, bottom - top)
        self._scrim.setGeometry(room)
        width = room.width() - 2 * Space.M
        height = min(_height(self.content, width), room.height() - 2 * Space.S)
        strip = QRect(room.left() + Space.M, room.bottom() - Space.S - height, width, height)
        self._strip.setGeometry(strip.adjusted(-SHADOW_BLUR, -SHADOW_BLUR, SHADOW_BLUR, SHADOW_BLUR))


def _height(content: QWidget, width: int) -> int:
    asked = content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
    return max(asked, content.minimumSizeHint().height())
