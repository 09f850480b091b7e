"""The six stage words on paper: ground, ink, edge, hatch; flags; and what a legend says of them.

Logic that survives a photocopier: solid dark is "nothing done", any hatch is "under way", solid light is
"done", dashed and empty is "not counted". The letter confirms.
"""

from dataclasses import dataclass
from typing import Literal

from exports.pdf.shapes import MM, Area, Bounds, Pen, Shape, Stroke

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


def _mast(place: Bounds, ink: str) -> Stroke:
    thickness = place.height * 0.11
    x = place.left + thickness / 2
    return Stroke(((x, place.top), (x, place.bottom)), Pen(ink, thickness))
