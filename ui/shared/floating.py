"""The one thing that floats: a strip over the dimmed window, such as the entry of a visit."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme.paint import paint_box, paint_shadow
from ui.theme.palette import colour, theme
from ui.theme.tokens import BLACK, SCRIM_SHADE, SHADOW_BLUR, Radius, Role

_INNER = Radius.FLOATING + 1  # from here on there is neither corner nor edge


class Scrim(QWidget):
    """Darkens what lies under a floating strip and takes its clicks."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAccessibleName("")
        self.setGeometry(over.rect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(BLACK)
        shade.setAlphaF(SCRIM_SHADE)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), shade)


class FloatingStrip(QWidget):
    """Surface, rounded, with the shadow; its contents margins are the room of the shadow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(SHADOW_BLUR, SHADOW_BLUR, SHADOW_BLUR, SHADOW_BLUR)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.contentsRect())
        edge = colour(Role.LINE2) if theme.dark or theme.high_contrast else colour(Role.LINE)
        with QPainter(self) as painter:
            if box.adjusted(_INNER, _INNER, -_INNER, -_INNER).contains(QRectF(event.rect())):
                painter.fillRect(event.rect(), colour(Role.SURFACE))  # as for each key that is typed
                return
            paint_shadow(painter, box, Radius.FLOATING)
            paint_box(painter, box, Radius.FLOATING, colour(Role.SURFACE), edge)
