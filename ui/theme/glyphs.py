"""Stage glyphs ○ ◔ ◑ ◕ ● ⊗ and flags, painted by us at every size; never a font character.

The geometry is that of a box of 16 units: a ring of radius 6.6 and stroke 1.6, a pie of radius 6 that grows
clockwise from 12 o'clock, a cross of ±2.6 with stroke 1.7.
"""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from ui.theme.palette import colour
from ui.theme.tokens import GLYPH_ROW, STAGE_ROLES

_UNITS = 16.0
_RING_RADIUS, _RING_STROKE = 6.6, 1.6
_PIE_RADIUS = 6.0
_CROSS_REACH, _CROSS_STROKE = 2.6, 1.7
_QUARTER = 90 * 16  # Qt counts sixteenths of a degree
_QUARTERS = {"untouched": 0, "visited": 1, "preparing": 2, "filed": 3, "built": 4, "excluded": 0}


class Flag(Enum):
    """REACHED: swallow-tail at the mast head. MISSED: triangle at half mast. LATE: a promise past its day."""

    REACHED = "reached"
    MISSED = "missed"
    LATE = "late"


def paint_glyph(painter: QPainter, box: QRectF, word: str, ink: QColor | None = None) -> None:
    """Paint the glyph of a stage word (a key of STAGE_WORDS) centred, as large as `box` allows."""
    ink = colour(STAGE_ROLES[word]) if ink is None else ink
    painter.save()
    _enter_units(painter, box)
    painter.setPen(QPen(ink, _RING_STROKE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0, 0), _RING_RADIUS, _RING_RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    pie = QRectF(-_PIE_RADIUS, -_PIE_RADIUS, 2 * _PIE_RADIUS, 2 * _PIE_RADIUS)
    painter.drawPie(pie, _QUARTER, -_QUARTER * _QUARTERS[word])
    if word == "excluded":
        painter.setPen(QPen(ink, _CROSS_STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(-_CROSS_REACH, -_CROSS_REACH), QPointF(_CROSS_REACH, _CROSS_REACH))
        painter.drawLine(QPointF(-_CROSS_REACH, _CROSS_REACH), QPointF(_CROSS_REACH, -_CROSS_REACH))
    painter.restore()


def paint_flag(painter: QPainter, box: QRectF, flag: Flag, ink: QColor) -> None:
    """Paint a flag with its mast centred, as large as `box` allows."""
    painter.save()
    _enter_units(painter, box)
    painter.setPen(QPen(ink, _RING_STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(-4.5, -6.8), QPointF(-4.5, 6.8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    painter.drawPolygon(_FLAG_SHAPES[flag])
    painter.restore()


def glyph_pixmap(word: str, size: int = GLYPH_ROW, density: float = 1.0) -> QPixmap:
    """The glyph of a stage word as a picture, `size` pixels square."""
    side = round(size * density)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_glyph(painter, QRectF(0, 0, side, side), word)
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


def glyph_icon(word: str, size: int = GLYPH_ROW) -> QIcon:
    """The glyph of a stage word for a menu or a combo box; make it anew when the scheme changes."""
    made = QIcon()
    for density in (1.0, 1.5, 2.0):
        made.addPixmap(glyph_pixmap(word, size, density))
    return made


def _enter_units(painter: QPainter, box: QRectF) -> None:
    """Put the origin into the middle of `box` and make one unit a sixteenth of its shorter side."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    side = min(box.width(), box.height())
    painter.scale(side / _UNITS, side / _UNITS)


_FLAG_SHAPES = {
    Flag.REACHED: QPolygonF(
        [QPointF(-4.5, -6.4), QPointF(6, -6.4), QPointF(3.4, -2.8), QPointF(6, 0.8), QPointF(-4.5, 0.8)]
    ),
    Flag.MISSED: QPolygonF([QPointF(-4.5, -2), QPointF(6, 2), QPointF(-4.5, 6)]),
}
_FLAG_SHAPES[Flag.LATE] = _FLAG_SHAPES[Flag.REACHED]
