"""Shapes of a print on the screen: the same page that the PDF painter draws (exports/pdf/painting.py), by Qt."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QPainter, QPainterPath, QPen, QPolygonF

from exports.pdf.fonts import FILES, FOLDER, Run, runs, width
from exports.pdf.shapes import (
    MM,
    Area,
    Bounds,
    Box,
    Cell,
    Dot,
    Glyph,
    Hatching,
    Label,
    Modules,
    Page,
    Pen,
    Shape,
    Stroke,
)
from exports.pdf.stage_signs import CELL_SIZE, CORNER, HALO, HATCH_MEASURES, STAGE_SIGNS, cell_marks, letter_place
from exports.pdf.text import CENTRE
from models.language import _
from models.vocabulary import WORD_LETTERS
from ui.theme.glyphs import paint_glyph
from ui.theme.tokens import BLACK, PAPER

_FINE = 20  # fonts have whole pixel sizes: they are set this much larger and drawn that much smaller


def paint_page(painter: QPainter, page: Page) -> None:
    """Draw a page; the painter's units are points on the paper that the page is printed on."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(page.scale, page.scale)
    labels: list[Label] = []
    for shape in page.shapes:  # texts above everything else, as on paper
        if isinstance(shape, Label):
            labels.append(shape)
        else:
            _draw(painter, shape)
    for label in labels:
        _label(painter, label)
    painter.restore()


def _draw(painter: QPainter, shape: Shape) -> None:
    match shape:
        case Box():
            _box(painter, shape)
        case Stroke():
            painter.setPen(_pen(shape.pen))
            painter.drawPolyline(_polygon(shape.points))
        case Area():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shape.fill))
            painter.drawPolygon(_polygon(shape.points))
        case Dot():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shape.fill))
            painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
        case Hatching():
            _hatching(painter, shape)
        case Glyph():
            paint_glyph(painter, _rect(shape.bounds), shape.word, QColor(shape.ink))
        case Modules():
            _modules(painter, shape)
        case Cell():
            _cell(painter, shape)


def _label(painter: QPainter, label: Label) -> None:
    painter.setPen(QColor(label.ink))
    x = label.left
    for run in label.runs:
        x += _text(painter, run, QPointF(x, label.baseline), label)


def _text(painter: QPainter, run: Run, origin: QPointF, label: Label) -> float:
    """Draw the characters of one face; how far they reach."""
    font = QFont(_face(run.font))
    font.setPixelSize(max(round(label.size * _FINE), 1))
    if label.spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, label.spacing * _FINE)
    painter.save()
    painter.translate(origin)
    painter.scale(1 / _FINE, 1 / _FINE)
    painter.setFont(font)
    painter.drawText(QPointF(0, 0), run.text)
    reach = painter.fontMetrics().horizontalAdvance(run.text) / _FINE
    painter.restore()
    return reach


def _box(painter: QPainter, box: Box) -> None:
    painter.setPen(_pen(box.pen) if box.pen else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(box.fill) if box.fill else Qt.BrushStyle.NoBrush)
    if box.radius:
        painter.drawRoundedRect(_rect(box.bounds), box.radius, box.radius)
    else:
        painter.drawRect(_rect(box.bounds))


def _hatching(painter: QPainter, hatching: Hatching) -> None:
    place, measure = hatching.bounds, HATCH_MEASURES[hatching.kind]
    thickness, pitch = measure.thickness * MM * hatching.scale, measure.pitch * MM * hatching.scale
    painter.save()
    painter.setClipRect(_rect(place), Qt.ClipOperation.IntersectClip)
    painter.setBrush(QColor(hatching.ink))
    if hatching.kind == "dots":
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(int(place.height / pitch * 2) + 2):
            y = place.bottom - row * pitch / 2
            for column in range(int(place.width / pitch) + 2):
                x = place.left + column * pitch + pitch / 2 * (row % 2)
                painter.drawEllipse(QPointF(x, y), thickness, thickness)
    else:
        painter.setPen(_pen(Pen(hatching.ink, thickness)))
        for start, end in _lines(hatching, pitch):
            painter.drawLine(start, end)
    painter.restore()


def _lines(hatching: Hatching, pitch: float) -> list[tuple[QPointF, QPointF]]:
    place = hatching.bounds
    if hatching.kind == "lines":
        heights = [place.bottom - (row + 0.5) * pitch for row in range(int(place.height / pitch) + 1)]
        return [(QPointF(place.left, y), QPointF(place.right, y)) for y in heights]
    step = pitch * 2**0.5
    count = int((place.width + place.height) / step) + 1
    starts = [place.left - place.height + (number + 0.5) * step for number in range(count)]
    return [(QPointF(x, place.bottom), QPointF(x + place.height, place.top)) for x in starts]


def _modules(painter: QPainter, modules: Modules) -> None:
    side = modules.bounds.width / len(modules.rows)
    path = QPainterPath()
    for number, row in enumerate(modules.rows):
        start = row.find("1")
        while start >= 0:
            end = row.find("0", start)
            end = len(row) if end < 0 else end
            left, top = modules.bounds.left + start * side, modules.bounds.top + number * side
            path.addRect(QRectF(left, top, (end - start) * side, side))
            start = row.find("1", end)
    painter.fillPath(path, QBrush(QColor(BLACK)))


def _cell(painter: QPainter, cell: Cell) -> None:
    place, sign = cell.bounds, STAGE_SIGNS[cell.word]
    side = place.width
    ratio = side / CELL_SIZE
    radius = side / 2 if cell.round else 0.8 * MM * ratio
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(_rect(place), radius, radius)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    _box(painter, Box(place, sign.fill))
    if sign.hatch:
        _hatching(painter, Hatching(place, sign.hatch, sign.hatch_ink, ratio))
    painter.restore()
    edge = 0.35 * MM * ratio
    dash = (1.1 * MM * ratio, 0.8 * MM * ratio) if sign.dashed else ()
    _box(painter, Box(place.inset(edge / 2), None, Pen(sign.edge, edge, dash), radius))
    _letter(painter, cell, ratio)
    for mark in cell_marks(cell):
        _draw(painter, mark)
    light = sign.ink.upper() == PAPER.upper()
    if cell.late:
        _box(painter, Box(place.inset(0.2 * MM * ratio), None, Pen(BLACK, 1.0 * MM * ratio), radius))
        if light:
            _box(painter, Box(place.inset(0.9 * MM * ratio), None, Pen(PAPER, 0.3 * MM * ratio), radius))
    if cell.blocked:
        corner = side * CORNER
        inner, right, low = place.right - corner, place.right, place.bottom
        _draw(painter, Area(((inner, low), (right, low), (right, low - corner)), BLACK))
        if light:
            _draw(painter, Stroke(((inner, low), (right, low - corner)), Pen(PAPER, 0.4 * MM * ratio)))


def _letter(painter: QPainter, cell: Cell, ratio: float) -> None:
    sign, letter = STAGE_SIGNS[cell.word], _(WORD_LETTERS[cell.word])
    size, x, y = letter_place(cell)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a character overlap
    left = x - width("heading", letter) * size / 2
    for run in runs("heading", letter):
        font = QFont(_face(run.font))
        font.setPixelSize(round(size * _FINE))
        drawn = QPainterPath()
        drawn.addText(QPointF(0, 0), font, run.text)
        scaled = painter.transform().fromScale(1 / _FINE, 1 / _FINE).map(drawn)
        path.addPath(scaled.translated(left, y + CENTRE * size))
    if sign.hatch:
        painter.strokePath(path, _pen(Pen(sign.fill, HALO * ratio), Qt.PenJoinStyle.RoundJoin))
    painter.fillPath(path, QBrush(QColor(sign.ink)))


def _pen(pen: Pen, join: Qt.PenJoinStyle = Qt.PenJoinStyle.MiterJoin) -> QPen:
    drawn = QPen(QBrush(QColor(pen.ink)), pen.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, join)
    if pen.dash:
        drawn.setDashPattern([length / pen.width for length in pen.dash])
    return drawn


def _rect(bounds: Bounds) -> QRectF:
    return QRectF(bounds.left, bounds.top, bounds.width, bounds.height)


def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


@cache
def _face(name: str) -> QFont:
    """The face of a file, loaded once: its family and weight, without hinting, so that widths are those on paper."""
    number = QFontDatabase.addApplicationFont(str(FOLDER / FILES[name]))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setWeight(QFont.Weight.Bold if "Bold" in FILES[name] else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font
