"""A small form under the thing it is about; Esc, a click elsewhere or leaving it with Tab closes it."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.floating import FloatingStrip
from ui.shared.suggestions import SuggestionList
from ui.theme.tokens import SHADOW_BLUR, Space

_GOING_AWAY = (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn)


class Popover(FloatingStrip):
    """Floats in the window of `anchor`; it closes itself and gives the keyboard back."""

    closed = Signal()

    def __init__(self, anchor: QWidget, content: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self._is_open = True
        self._spot = QPoint()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, 0)  # the fields keep a line for their help
        column.addWidget(content)
        self._watch = QCoreApplication.instance()
        if self._watch is not None:
            self._watch.installEventFilter(self)

    def open_at(self, spot: QPoint) -> None:
        """Show it with its corner at `spot` (in the window), moved in where it would stick out."""
        self._spot = spot
        size = self.sizeHint()
        window = self.window()
        x = max(Space.S, min(spot.x(), window.width() - size.width() + SHADOW_BLUR))
        y = max(Space.S, min(spot.y(), window.height() - size.height() + SHADOW_BLUR))
        self.setGeometry(x - SHADOW_BLUR, y - SHADOW_BLUR, size.width(), size.height())
        self.raise_()
        self.show()

    def close_form(self) -> None:
        """Take it away."""
        if not self._is_open:
            return
        self._is_open = False
        if self._watch is not None:
            self._watch.removeEventFilter(self)
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        self.deleteLater()
        if had_focus:
            self._anchor.setFocus()
        self.closed.emit()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.open_at(self._spot)  # another field, another width
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._is_open or not isinstance(watched, QWidget):
            return False
        went_away = event.type() in _GOING_AWAY and not self._is_inside(watched)
        resized = event.type() == QEvent.Type.Resize and watched is self.window()
        if went_away or resized:
            self.close_form()
        return False

    def _is_inside(self, widget: QWidget) -> bool:
        """Whether a widget belongs to the form, its open lists included."""
        if widget is self or self.isAncestorOf(widget) or isinstance(widget, SuggestionList):
            return True
        return widget.window() is not self.window()  # a list of a combo box, a calendar
