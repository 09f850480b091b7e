"""The six stage words on paper: ground, ink, edge, hatch; flags; and what a legend says of them.

Logic that survives a photocopier: solid dark is "nothing done", any hatch is "under way", solid light is
"done", dashed and empty is "not counted". The letter confirms.
"""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from exports.pdf.shapes import MM, Area, Bounds, Cell, Pen, Shape, Stroke

Hatch = Literal["diagonal", "dots", "lines"]


@dataclass(frozen=True, slots=True)
class StageSign:
    """How one stage word is printed."""

    fill: str
    ink: str
    edge: str
    hatch: Hatch | None = None
    hatch_ink: str = ""
    dashed: bool = False


STAGE_SIGNS = {
    "untouched": StageSign("#A81E26", "#FFFFFF", "#7C1219"),
    "visited": StageSign("#F2A455", "#3A1C00", "#A85200", "diagonal", "#B4610A"),
    "preparing": StageSign("#F5D45A", "#3A2D00", "#8F7300", "dots", "#7A6200"),
    "filed": StageSign("#7FA9DC", "#071F3D", "#1F4F8C", "lines", "#2A62A8"),
    "built": StageSign("#C6E9CF", "#0C3A1C", "#3F8A57"),
    "excluded": StageSign("#FFFFFF", "#4A575C", "#6B7A80", dashed=True),
}


@dataclass(frozen=True, slots=True)
class HatchMeasure:
    """Millimetres at A1: thickness of a line (or radius of a dot) and the distance to the next."""

    thickness: float
    pitch: float


HATCH_MEASURES: dict[Hatch, HatchMeasure] = {
    "diagonal": HatchMeasure(0.85, 1.75),
    "dots": HatchMeasure(0.4, 2.1),
    "lines": HatchMeasure(0.75, 2.1),
}
#: Of a cell: its full size at A1, and the halo that keeps its letter clear of the hatch.
CELL_SIZE = 9.2 * MM
HALO = 1.75 * MM
LETTER_SIZE = 18.0
#: The corner of what is blocked, in parts of the side.
CORNER = 0.3
#: With a star or a flag above it the letter is smaller and lower; all in parts of the side.
_LOW_LETTER, _LOW_MIDDLE = 0.84, 0.62
_SIGNS_TOP, _SIGNS_HIGH, _SIGNS_SIDE = 0.115, 0.215, 0.115
_STAR_HALO = 0.06

RED_FLAG = "#A81E26"
BLACK_FLAG = "#111111"


def red_flag(place: Bounds) -> list[Shape]:
    """Reached: a swallow-tailed flag at the mast head."""
    left, top, wide, high = place.left, place.top, place.width, place.height
    flag = Area(
        (
            (left, top),
            (left + wide, top),
            (left + wide * 0.72, top + high * 0.3),
            (left + wide, top + high * 0.6),
            (left, top + high * 0.6),
        ),
        RED_FLAG,
    )
    return [flag, _mast(place, RED_FLAG)]


def black_flag(place: Bounds) -> list[Shape]:
    """Missed, late or blocked: a black triangle at half mast."""
    left, top, wide, high = place.left, place.top, place.width, place.height
    flag = Area(((left, top + high * 0.28), (left + wide, top + high * 0.56), (left, top + high * 0.84)), BLACK_FLAG)
    return [flag, _mast(place, BLACK_FLAG)]


def letter_place(cell: Cell) -> tuple[float, float, float]:
    """The size of a cell's letter and where its middle is."""
    size, (x, y) = LETTER_SIZE * cell.bounds.width / CELL_SIZE, cell.bounds.middle
    if cell.star or cell.flag:
        return size * _LOW_LETTER, x, cell.bounds.top + cell.bounds.height * _LOW_MIDDLE
    return size, x, y


def star_place(cell: Cell) -> Bounds:
    """Where the star of a cell stands: above the letter on the left."""
    side, box = cell.bounds.width, cell.bounds
    high = side * _SIGNS_HIGH
    return Bounds(box.left + side * _SIGNS_SIDE, box.top + side * _SIGNS_TOP, high, high)


def flag_place(cell: Cell) -> Bounds:
    """Where the flag of a cell stands: above the letter on the right."""
    side, box = cell.bounds.width, cell.bounds
    wide = side * _SIGNS_HIGH * 0.8
    return Bounds(box.right - side * _SIGNS_SIDE - wide, box.top + side * _SIGNS_TOP, wide, side * _SIGNS_HIGH)


def cell_marks(cell: Cell) -> list[Shape]:
    """Star and flag of a cell in the ink of its letter, the ground kept clear of hatch round them."""
    sign, side = STAGE_SIGNS[cell.word], cell.bounds.width
    made: list[Shape] = []
    if cell.star:
        star = _star(star_place(cell))
        if sign.hatch:
            made.append(Stroke((*star, star[0], star[1]), Pen(sign.fill, side * _STAR_HALO * 2)))
        made.append(Area(star, sign.ink))
    return [*made, *_small_flag(flag_place(cell), sign, side)] if cell.flag else made


def _small_flag(place: Bounds, sign: StageSign, side: float) -> list[Shape]:
    thick = place.height * 0.14
    left, right, high = place.left + thick / 2, place.right, place.height
    cloth = ((left, place.top), (right, place.top + high * 0.33), (left, place.top + high * 0.66))
    mast = ((left, place.top), (left, place.bottom))
    edge = Pen(sign.fill, side * _STAR_HALO * 2)
    clear = [Stroke((*cloth, *cloth[:2]), edge), Stroke(mast, edge)] if sign.hatch else []
    return [*clear, Area(cloth, sign.ink), Stroke(mast, Pen(sign.ink, thick))]


def _star(place: Bounds) -> tuple[tuple[float, float], ...]:
    """Five points, the first upwards."""
    (x, y), outer = place.middle, place.width / 2
    inner = outer * 0.45  # a little fuller than drawn by a ruler: it is a millimetre high
    points = ((outer if n % 2 == 0 else inner, pi * n / 5) for n in range(10))
    return tuple((x + reach * sin(turn), y - reach * cos(turn)) for reach, turn in points)


def _mast(place: Bounds, ink: str) -> Stroke:
    thickness = place.height * 0.11
    x = place.left + thickness / 2
    return Stroke(((x, place.top), (x, place.bottom)), Pen(ink, thickness))
