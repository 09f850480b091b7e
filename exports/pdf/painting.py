"""Ink for the shapes: the only place that knows reportlab's canvas and that its y axis points upwards."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfgen.canvas import Canvas

from exports.pdf.finish import finish_now, grey_of
from exports.pdf.fonts import Run, font, runs, width
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

_QUARTERS = {"visited": 1, "preparing": 2, "filed": 3}
_GLYPH_UNITS = 16
_WHITE = "#FFFFFF"
_SPILL = 2.0  # points a stamp may draw beyond its bounds: half an edge
Stamp = Cell | Glyph | Modules


class Painter:
    """Draws one page after another on a canvas; coordinates come in from the top left."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        inside: Any = canvas
        self._document = inside._doc  # noqa: SLF001 - the subsets of a face belong to a document
        self._height = 0.0
        self._stamps: dict[Stamp, str] = {}
        self._runs: dict[Run, list[tuple[str, str]]] = {}

    def paint(self, page: Page) -> None:
        """Draw the shapes of `page`, scaled, on the canvas's present page or form."""
        self.prepare(page)
        self._canvas.saveState()
        self._canvas.scale(page.scale, page.scale)
        self._height = page.height
        labels: list[Label] = []
        for shape in page.shapes:
            if isinstance(shape, Label):
                labels.append(shape)
            else:
                self._draw(shape)
        self._write(labels)
        self._canvas.restoreState()

    def _write(self, labels: list[Label]) -> None:
        """All texts of a page in one text object, written straight: a third of the time of reportlab's own."""
        code = ["BT"]
        ink, spacing, face = "", 0.0, ""
        for label in labels:
            if label.ink != ink:
                ink = label.ink
                code.append(_fill_code(ink))
            if label.spacing != spacing:
                spacing = label.spacing
                code.append(f"{spacing:.3f} Tc")
            code.append(f"1 0 0 1 {label.left:.2f} {self._height - label.baseline:.2f} Tm")
            for run in label.runs:
                for name, text in self._encoded(run):
                    if face != (wanted := f"{name} {label.size:.4g} Tf"):
                        face = wanted
                        code.append(face)
                    code.append(text)
        code.append("ET")
        self._canvas.addLiteral("\n".join(code))

    def _encoded(self, run: Run) -> list[tuple[str, str]]:
        """The bytes of `run` and the subset of its face that they belong to; the same words come often."""
        known = self._runs.get(run)
        if known is None:
            face, document = font(run.font), self._document
            known = [
                (face.getSubsetInternalName(subset, document), f"({escapePDF(text)}) Tj")
                for subset, text in face.splitString(run.text, document)
            ]
            self._runs[run] = known
        return known

    def _draw(self, shape: Shape) -> None:
        match shape:
            case Box():
                self._box(shape)
            case Stroke():
                self._stroke(shape)
            case Area():
                self._area(shape)
            case Dot():
                self._canvas.setFillColor(_colour(shape.fill))
                self._canvas.circle(shape.x, self._height - shape.y, shape.radius, stroke=0, fill=1)
            case Hatching():
                self._hatching(shape)
            case Glyph() | Cell() | Modules():
                self._canvas.saveState()
                self._canvas.translate(shape.bounds.left, self._height - shape.bounds.bottom)
                self._canvas.doForm(self._stamps[_kind(shape)])
                self._canvas.restoreState()

    def _pen(self, pen: Pen) -> None:
        self._canvas.setStrokeColor(_colour(pen.ink))
        self._canvas.setLineWidth(pen.width)
        dash: Any = list(pen.dash)
        self._canvas.setDash(dash)

    def _box(self, box: Box) -> None:
        if box.fill:
            self._canvas.setFillColor(_colour(box.fill))
        if box.pen:
            self._pen(box.pen)
        place, how = box.bounds, {"stroke": int(bool(box.pen)), "fill": int(bool(box.fill))}
        bottom = self._height - place.bottom
        if box.radius:
            self._canvas.roundRect(place.left, bottom, place.width, place.height, box.radius, **how)
        else:
            self._canvas.rect(place.left, bottom, place.width, place.height, **how)

    def _stroke(self, stroke: Stroke) -> None:
        self._pen(stroke.pen)
        path = self._canvas.beginPath()
        path.moveTo(stroke.points[0][0], self._height - stroke.points[0][1])
        for x, y in stroke.points[1:]:
            path.lineTo(x, self._height - y)
        self._canvas.drawPath(path)

    def _area(self, area: Area) -> None:
        self._canvas.setFillColor(_colour(area.fill))
        path = self._canvas.beginPath()
        path.moveTo(area.points[0][0], self._height - area.points[0][1])
        for x, y in area.points[1:]:
            path.lineTo(x, self._height - y)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _hatching(self, hatching: Hatching) -> None:
        place, canvas = hatching.bounds, self._canvas
        left, bottom, wide, high = place.left, self._height - place.bottom, place.width, place.height
        measure = HATCH_MEASURES[hatching.kind]
        thickness, pitch = measure.thickness * MM * hatching.scale, measure.pitch * MM * hatching.scale
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(left, bottom, wide, high)
        canvas.clipPath(clip, stroke=0, fill=0)
        self._pen(Pen(hatching.ink, thickness))
        canvas.setFillColor(_colour(hatching.ink))
        if hatching.kind == "dots":
            for row in range(int(high / pitch * 2) + 2):
                shift = pitch / 2 * (row % 2)
                for column in range(int(wide / pitch) + 2):
                    canvas.circle(left + column * pitch + shift, bottom + row * pitch / 2, thickness, stroke=0, fill=1)
        elif hatching.kind == "lines":
            for row in range(int(high / pitch) + 1):
                y = bottom + (row + 0.5) * pitch
                canvas.line(left, y, left + wide, y)
        else:
            step = pitch * 2**0.5
            for number in range(int((wide + high) / step) + 1):
                x = left - high + (number + 0.5) * step
                canvas.line(x, bottom, x + high, bottom + high)
        canvas.restoreState()

    def _glyph(self, glyph: Glyph) -> None:
        canvas, unit = self._canvas, glyph.bounds.width / _GLYPH_UNITS
        x, y = glyph.bounds.middle[0], self._height - glyph.bounds.middle[1]
        self._pen(Pen(glyph.ink, 1.6 * unit))
        canvas.setFillColor(_colour(glyph.ink))
        canvas.circle(x, y, 6.6 * unit, stroke=1, fill=int(glyph.word == "built"))
        if quarters := _QUARTERS.get(glyph.word):
            radius = 6 * unit
            canvas.wedge(x - radius, y - radius, x + radius, y + radius, 90, -90 * quarters, stroke=0, fill=1)
        if glyph.word == "excluded":
            arm = 2.6 * unit
            self._pen(Pen(glyph.ink, 1.7 * unit))
            canvas.line(x - arm, y - arm, x + arm, y + arm)
            canvas.line(x - arm, y + arm, x + arm, y - arm)

    def _modules(self, modules: Modules) -> None:
        canvas, place = self._canvas, modules.bounds
        side = place.width / len(modules.rows)
        canvas.setFillColor(_colour("#000000"))
        path = canvas.beginPath()
        for number, row in enumerate(modules.rows):
            start = row.find("1")
            while start >= 0:  # neighbouring modules in one rectangle: no hairlines between them
                end = row.find("0", start)
                end = len(row) if end < 0 else end
                path.rect(
                    place.left + start * side,
                    self._height - place.top - (number + 1) * side,
                    (end - start) * side,
                    side,
                )
                start = row.find("1", end)
        canvas.drawPath(path, stroke=0, fill=1)

    def prepare(self, page: Page) -> None:
        """Define every kind of stamp on `page` once, as a form: a map of 1,500 cells stays small and quick."""
        for shape in page.shapes:
            if isinstance(shape, Cell | Glyph | Modules):
                kind = _kind(shape)
                if kind not in self._stamps:
                    self._stamps[kind] = f"stamp{len(self._stamps)}"
                    self._define(kind)

    def _define(self, kind: Stamp) -> None:
        canvas, place = self._canvas, kind.bounds
        corners: Any = (-_SPILL, -_SPILL, place.width + _SPILL, place.height + _SPILL)
        canvas.beginForm(self._stamps[kind], *corners)
        self._height = place.height
        match kind:
            case Glyph():
                self._glyph(kind)
            case Modules():
                self._modules(kind)
            case Cell():
                self._cell(kind)
        canvas.endForm()

    def _cell(self, cell: Cell) -> None:
        canvas, place, sign = self._canvas, cell.bounds, STAGE_SIGNS[cell.word]
        side = place.width
        ratio = side / CELL_SIZE
        radius = side / 2 if cell.round else 0.8 * MM * ratio
        canvas.saveState()
        clip = canvas.beginPath()
        clip.roundRect(0, 0, side, side, radius)
        canvas.clipPath(clip, stroke=0, fill=0)
        self._box(Box(place, sign.fill))
        if sign.hatch:
            self._hatching(Hatching(place, sign.hatch, sign.hatch_ink, ratio))
        canvas.restoreState()
        edge = 0.35 * MM * ratio
        dash = (1.1 * MM * ratio, 0.8 * MM * ratio) if sign.dashed else ()
        self._box(Box(place.inset(edge / 2), None, Pen(sign.edge, edge, dash), radius))
        self._letter(cell, ratio)
        for mark in cell_marks(cell):
            self._draw(mark)
        if cell.late:
            frame = 1.0 * MM * ratio
            self._box(Box(place.inset(0.2 * MM * ratio), None, Pen("#000000", frame), radius))
            if sign.ink == _WHITE:  # on the darkest ground the frame needs a light line to be seen
                self._box(Box(place.inset(0.9 * MM * ratio), None, Pen(_WHITE, 0.3 * MM * ratio), radius))
        if cell.blocked:
            corner = side * CORNER
            self._area(Area(((side - corner, side), (side, side), (side, side - corner)), "#000000"))
            if sign.ink == _WHITE:
                self._stroke(Stroke(((side - corner, side), (side, side - corner)), Pen(_WHITE, 0.4 * MM * ratio)))

    def _letter(self, cell: Cell, ratio: float) -> None:
        sign, canvas = STAGE_SIGNS[cell.word], self._canvas
        letter, (size, x, y) = _(WORD_LETTERS[cell.word]), letter_place(cell)
        text = canvas.beginText()
        origin = x - width("heading", letter) * size / 2, self._height - y - CENTRE * size
        canvas.setLineJoin(1)
        if sign.hatch:
            self._pen(Pen(sign.fill, HALO * ratio))
        for mode in (1, 0) if sign.hatch else (0,):
            text.setTextOrigin(*origin)
            text.setTextRenderMode(mode)
            text.setFillColor(_colour(sign.ink))
            for run in runs("heading", letter):
                text.setFont(run.font, size)
                text.textOut(run.text)
        canvas.drawText(text)


def _kind(stamp: Stamp) -> Stamp:
    """`stamp` moved to the origin: equal for all that look the same."""
    wide, high = round(stamp.bounds.width, 3), round(stamp.bounds.height, 3)
    return replace(stamp, bounds=Bounds(0, 0, wide, high))


def _colour(text: str) -> Color:
    return _shade(grey_of(text) if finish_now().grey else text)


@lru_cache(maxsize=256)
def _shade(text: str) -> Color:
    return HexColor(text)


def _fill_code(ink: str) -> str:
    return _code(grey_of(ink) if finish_now().grey else ink)


@lru_cache(maxsize=256)
def _code(ink: str) -> str:
    colour = _shade(ink)
    return f"{colour.red:.3f} {colour.green:.3f} {colour.blue:.3f} rg"
