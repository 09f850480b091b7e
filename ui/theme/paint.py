"""Small drawings that every widget shares: a bordered box, the focus ring, a hairline, a shadow."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme.palette import colour, theme
from ui.theme.tokens import BLACK, SHADOW_BLUR, SHADOW_DROP, SHADOW_SHADE, Role


def paint_box(
    painter: QPainter,
    box: QRectF,
    radius: float,
    ground: QColor | None,
    edge: QColor | None = None,
    *,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Fill a rounded box and draw its edge inside it; None leaves out the ground or the edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
    else:
        pen = QPen(edge, width)
        if dashed:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        half = width / 2
        inner = max(radius - half, 0.0)
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), inner, inner)
    painter.restore()


def paint_ring(painter: QPainter, box: QRectF, radius: float, ink: QColor | None = None) -> None:
    """The focus ring along the inner edge of `box`: it takes no room, so nothing moves when it appears."""
    paint_box(painter, box, radius, None, colour(Role.FOCUS) if ink is None else ink, width=theme.ring)


def paint_shadow(painter: QPainter, box: QRectF, radius: float) -> None:
    """The one shadow there is, around `box`: for floating strips and menus. Paint it before the box."""
    steps = SHADOW_BLUR
    shade = QColor(BLACK if theme.dark else colour(Role.TEXT))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shade.setAlphaF(SHADOW_SHADE[theme.dark] / steps)
    painter.setBrush(shade)
    for step in range(steps):
        reach = SHADOW_BLUR / 2 - step
        spread = box.translated(0, SHADOW_DROP).adjusted(-reach, -reach, reach, reach)
        painter.drawRoundedRect(spread, radius + max(reach, 0), radius + max(reach, 0))
    painter.restore()
