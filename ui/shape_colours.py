"""Pages of shapes on a dark screen: paper, words and lines take the scheme's colours, signs of stages keep theirs."""

from dataclasses import replace

from exports.battle_map.grid import ACCENT, GREY, LINE, RED, TEXT, TINT
from exports.pdf.shapes import INK, Area, Box, Cell, Dot, Hatching, Label, Modules, Page, Pen, Shape, Stroke
from exports.pdf.stage_signs import STAGE_SIGNS
from ui.theme.palette import colour, theme
from ui.theme.tokens import BLACK, PAPER, Role

#: Inks and lines; fills are few and stand below.
_INKS = {
    TEXT: Role.TEXT,
    GREY: Role.TEXT2,
    LINE: Role.LINE2,
    RED: Role.DANGER,
    ACCENT: Role.ACCENT,
    STAGE_SIGNS["excluded"].ink: Role.TEXT2,
}
_FILLS = {TINT: Role.SURFACE2, PAPER.upper(): Role.SURFACE}
_RIM = 1.6  # points
_LIT = frozenset({BLACK.upper(), TEXT.upper(), INK.upper()})


def page_for_screen(page: Page) -> Page:
    """The page as the scheme wants it: on light ground the paper itself."""
    if not theme.dark:
        return page
    shapes: list[Shape] = []
    for shape in page.shapes:
        if isinstance(shape, Cell) and shape.late:  # its black frame needs a light one to be seen
            shapes.append(Box(shape.bounds.inset(-_RIM), colour(Role.TEXT).name(), None, _RIM * 2))
        shapes.append(_shown(shape))
    return replace(page, shapes=tuple(shapes))


def paper_colour() -> str:
    """The ground of a page."""
    return colour(Role.SURFACE).name() if theme.dark else PAPER


def _shown(shape: Shape) -> Shape:
    match shape:
        case Label():
            return replace(shape, ink=_ink(shape.ink))
        case Box():
            return replace(shape, fill=_fill(shape.fill), pen=_pen(shape.pen) if shape.pen else None)
        case Stroke():
            return replace(shape, pen=_pen(shape.pen))
        case Dot() | Area():
            return replace(shape, fill=_ink(shape.fill))
        case Hatching():
            return replace(shape, ink=_ink(shape.ink))
        case Modules():  # dark on light, or no phone reads it
            return shape
    return shape


def _pen(pen: Pen) -> Pen:
    return replace(pen, ink=_ink(pen.ink))


def _ink(ink: str) -> str:
    role = Role.TEXT if ink.upper() in _LIT else _INKS.get(ink)
    return colour(role).name() if role else ink


def _fill(fill: str | None) -> str | None:
    role = _FILLS.get(fill.upper()) if fill else None
    return colour(role).name() if role else fill
