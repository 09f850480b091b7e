"""Text on the poster, placed by millimetres."""

from exports.battle_map.grid import GREY, SECTION, TEXT, box
from exports.pdf.fonts import Role, width
from exports.pdf.shapes import MM, Align, Bounds, Label, Shape
from exports.pdf.text import boxed


def put(
    text: str,
    place: Bounds,
    size: float,
    *,
    role: Role = "plain",
    align: Align = "left",
    ink: str = TEXT,
    lines: int = 1,
) -> list[Label]:
    """`text` in the middle of `place`, smaller where it would not fit."""
    return boxed(text, role, place, size, align=align, ink=ink, lines=lines)


def weight(*, bold: bool) -> Role:
    """The face of bold or of plain words."""
    return "heading" if bold else "plain"


def length(text: str, size: float, role: Role = "plain") -> float:
    """Millimetres that `text` takes on one line."""
    return width(role, text) * size / MM


def section(title: str, caption: str, left: float, top: float, wide: float) -> list[Shape]:
    """A section's heading with its caption in grey beside it; 17 mm high."""
    title_wide = min(wide, length(title, SECTION, "heading") + 0.1)
    shapes: list[Shape] = [*put(title, box(left, top + 2.5, title_wide, 13), SECTION, role="heading")]
    if caption:
        start = title_wide + 5
        shapes += put(caption, box(left + start, top + 4, wide - start, 11), 17, ink=GREY)
    return shapes
