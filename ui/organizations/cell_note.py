"""A sentence under a cell: why it cannot be typed into, or what is wrong with what was typed."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.shared.labels import Label
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px
from ui.theme.tokens import Radius, Role, Space, TextSize

_WIDTH = 340
_GAP = 3


class CellNote(QWidget):
    """Floats in the viewport of a table, under a cell or above it; it takes no focus and no mouse."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._is_wrong = False
        self._label = Label("", size=TextSize.SMALL, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text() if not self.isHidden() else ""

    def say(self, text: str, cell: QRect, *, is_wrong: bool) -> None:
        """Show a sentence at a cell (in the viewport)."""
        self._is_wrong = is_wrong
        self._label.set_role(Role.DANGER if is_wrong else Role.TEXT)
        self._label.setText(text)
        self.setAccessibleName(text)
        room = self._viewport.rect()
        margins = self.contentsMargins()
        inner = px(_WIDTH) - 2 * Space.S - margins.left() - margins.right()
        natural = self._label.fontMetrics().horizontalAdvance(text) + Space.XS
        width = min(inner, natural, room.width() - 2 * Space.S)
        height = self._label.heightForWidth(width) + 2 * Space.XS
        width += 2 * Space.S
        top = cell.bottom() + _GAP
        if top + height > room.bottom():
            top = cell.top() - _GAP - height
        self.setGeometry(max(0, min(cell.left(), room.right() - width)), top, width, height)
        self.raise_()
        self.show()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground, edge = (Role.DANGER_SOFT, Role.DANGER) if self._is_wrong else (Role.SURFACE2, Role.LINE2)
        with QPainter(self) as painter:
            paint_box(painter, QRectF(self.rect()), Radius.CONTROL, colour(Role.SURFACE))
            paint_box(painter, QRectF(self.rect()), Radius.CONTROL, colour(ground), colour(edge))
