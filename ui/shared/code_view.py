"""A QR code on the screen: black on white in every scheme, as large as there is room, in whole pixels."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme.palette import px
from ui.theme.tokens import BLACK, PAPER

_QUIET = 4  # modules of white around a code


class CodeView(QWidget):
    """One code; `least` is its smallest side."""

    def __init__(self, *, least: int = 320, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[str] = ()
        self._least = least

    def show_rows(self, rows: Sequence[str], name: str) -> None:
        """Show a code of zeros and ones; `name` is said by a screen reader."""
        self._rows = rows
        self.setAccessibleName(name)
        self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(self._least), px(self._least))

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        modules = len(self._rows) + 2 * _QUIET
        step = max(min(self.width(), self.height()) // modules, 1)  # whole pixels: sharp for a camera
        side = step * modules
        left, top = (self.width() - side) / 2, (self.height() - side) / 2
        with QPainter(self) as painter:
            painter.fillRect(QRectF(left, top, side, side), QColor(PAPER))
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark == "1":
                        place = QRectF(left + (x + _QUIET) * step, top + (y + _QUIET) * step, step, step)
                        painter.fillRect(place, QColor(BLACK))
