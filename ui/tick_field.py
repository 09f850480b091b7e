"""A box to tick in a form: Space ticks, Enter goes on, so that nobody ticks it by walking through the form."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.shared.tags import KeyCap
from ui.theme.fonts import font
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Space


class TickField(QWidget):
    """The box with its words, and the key that ticks it from anywhere in the form."""

    toggled = Signal(bool)

    def __init__(self, words: str = "", *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = _Box(words)
        self._box.toggled.connect(self.toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._box)
        if key:
            row.addWidget(KeyCap(key))
        row.addStretch()
        self.setFocusProxy(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Say what ticking does."""
        self._box.setText(words)
        self._box.updateGeometry()

    def words(self) -> str:
        """What ticking does."""
        return self._box.text()

    def ticked(self) -> bool:
        """Whether it is ticked."""
        return self._box.isChecked()

    def set_ticked(self, ticked: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Tick it or take the tick back."""
        self._box.setChecked(ticked)


class _Box(QCheckBox):
    """Leaves Enter and Esc to the form on every desktop; some press boxes with Enter."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        theme.follow(self._restyle)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(Space.S, 0)  # room for the ring round its words

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _restyle(self) -> None:
        self.setFont(font())
        self.setMinimumHeight(px(Height.BUTTON))
