"""The middle of a long form: it scrolls where head and foot leave no room, and follows the keyboard."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from ui.shared.panes import ScrollPane
from ui.theme.palette import px
from ui.theme.tokens import Height


class FormScroll(ScrollPane):
    """As high as its content, if there is room."""

    def __init__(self, content: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(content, parent=parent)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._inner = content
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @override
    def sizeHint(self) -> QSize:
        width = self.viewport().width()
        return QSize(self._inner.sizeHint().width(), self._inner.heightForWidth(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, px(Height.FIELD))
