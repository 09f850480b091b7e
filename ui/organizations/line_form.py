"""A popover with one line: the name of a view, the number of a row, conditions as text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Field
from ui.shared.line_field import LineField
from ui.theme.palette import px, theme
from ui.theme.tokens import Space


class LineForm(QWidget):
    """Says what was written; whoever asked shows what is wrong with it."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self, label: str, action: str, *, text: str = "", help_text: str = "", width: int = 260) -> None:
        super().__init__()
        self._width = width
        self._line = LineField()
        self._line.setText(text)
        self._line.setAccessibleName(label)
        self._field = Field(label, self._line, help_text=help_text)
        button = Button(action, ButtonKind.PRIMARY, key="Enter")
        button.clicked.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._field)
        row.addWidget(Field(" ", button))
        self._line.returnPressed.connect(self._finish)
        theme.follow(self._restyle)

    def set_error(self, reason: str) -> None:
        """Say why it cannot be."""
        self._field.set_error(reason)
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """What stands in the line."""
        return self._line.text().strip()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The keyboard to the line, all of it selected."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        self.wanted.emit(self.text())

    def _restyle(self) -> None:
        self._line.setFixedWidth(px(self._width))
