"""A line of text with its label inside: for notes, which need the width more than a line of their own."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.theme.fonts import font
from ui.theme.palette import colour
from ui.theme.tokens import Role, Space, TextSize

_LEFT = 9  # border and padding of a field


class LabelledLine(LineField):
    """A text after its label."""

    def __init__(self, label: str, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        self._label = label
        super().__init__(placeholder=placeholder, parent=parent)
        self.setAccessibleName(label)

    @override
    def _paint_more(self, painter: QPainter) -> None:
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(QPointF(_LEFT, self._baseline()), self._label)

    @override
    def _restyle(self) -> None:
        super()._restyle()
        width = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._label)
        self.setTextMargins(round(width) + Space.S, 0, 0, 0)


class InlineField(QWidget):
    """The line; below it nothing, unless something is wrong."""

    def __init__(self, editor: LabelledLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._error = Label(size=TextSize.SMALL, role=Role.DANGER, wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(editor)
        column.addWidget(self._error)

    def set_error(self, reason: str) -> None:
        """Say why the text cannot be taken; an empty reason takes that back."""
        self.editor.set_wrong(bool(reason))
        self.editor.setAccessibleDescription(reason)
        self._error.setText(reason)
        self._error.setVisible(bool(reason))
