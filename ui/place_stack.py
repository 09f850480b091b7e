"""What the window shows between its bars: one place or panel; what needs more room than there is scrolls."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget
from typing_extensions import override

from ui.theme.tokens import Role


class PlaceStack(QStackedWidget):
    """As high and wide as what is shown asks for, whatever else lies in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._on_changed)

    @override
    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint().expandedTo(shown.minimumSize()) if shown is not None else QSize(0, 0)

    def _on_changed(self, _place: int) -> None:
        self.updateGeometry()


class StackScroll(QScrollArea):
    """The stack, never smaller than what it shows: with large type on a small screen the place scrolls as a whole."""

    def __init__(self, stack: PlaceStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", Role.SURFACE.value)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        self.setWidget(stack)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
