"""How complete something is, at a glance: a bar of what is known, what nobody knows, and what was not asked."""

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Role

_HEIGHT, _WIDTH, _PITCH = 8, 120, 5


class Meter(QWidget):
    """Full for known, hatched for unknown, empty for the rest: told apart without colours, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = (0, 0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    def set_parts(self, known: int, unknown: int, total: int, *, said: str) -> None:
        """Show these numbers; `said` is the same for a screen reader."""
        self._parts = (known, unknown, max(total, 1))
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(_WIDTH), px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        known, unknown, total = self._parts
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        first, second = (round(box.width() * number / total) for number in (known, known + unknown))
        shape = QPainterPath()
        shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(shape, colour(Role.HOVER))
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(QRectF(box.left(), box.top(), first, box.height()), colour(Role.ACCENT))
            hatched = QRectF(box.left() + first, box.top(), second - first, box.height())
            painter.setClipRect(hatched, Qt.ClipOperation.IntersectClip)
            painter.fillRect(hatched, colour(Role.WARN_SOFT))
            painter.setPen(QPen(colour(Role.WARN), 1.5))
            x, step = hatched.left() - hatched.height(), px(_PITCH)
            while x < hatched.right():
                painter.drawLine(QLineF(x, hatched.bottom(), x + hatched.height(), hatched.top()))
                x += step
            painter.restore()
            painter.setPen(QPen(colour(Role.LINE2), 1))
            painter.drawPath(shape)
