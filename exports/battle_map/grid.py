"""The grid of the poster: millimetres on A1 landscape, from the top left; other papers are the same, scaled."""

from exports.pdf.shapes import MM, Bounds, Pen, Shape, Stroke

SHEET_MM = (841.0, 594.0)
#: Long and short side of the papers a poster is made for, in millimetres.
PAPERS_MM = {
    "A0": (1189.0, 841.0),
    "A1": (841.0, 594.0),
    "A2": (594.0, 420.0),
    "A3": (420.0, 297.0),
    "A4": (297.0, 210.0),
}

TEXT = "#172024"
GREY = "#435157"
LINE = "#9AA5A9"
TINT = "#E6ECEE"
ACCENT = "#17596A"
RED = "#A81E26"
HAIRLINE = Pen(LINE, 0.35 * MM)
RULE = Pen(TEXT, 0.7 * MM)

#: Type sizes at A1, in points.
SMALL, BODY, NAME, SECTION = 16.0, 19.0, 23.0, 29.0

MARGIN, COLUMN, GUTTER = 15.0, 395.5, 20.0
RIGHT = MARGIN + COLUMN + GUTTER
HEAD_TOP, HEAD_RULE = 15.0, 65.0
BARS_TOP, BARS_BOTTOM = 67.0, 104.5
MIDDLE_TOP, MIDDLE_BOTTOM = 105.5, 386.0
BOTTOM_TOP, BOTTOM_BOTTOM = 388.5, 542.0
FOOT_TOP = 546.0
FURTHER_TOP = 52.0  # where the columns of a second sheet begin


def box(left: float, top: float, width: float, height: float) -> Bounds:
    """A rectangle given in millimetres."""
    return Bounds(left * MM, top * MM, width * MM, height * MM)


def across(left: float, right: float, y: float, pen: Pen = HAIRLINE) -> Shape:
    """A level line, in millimetres."""
    return Stroke(((left * MM, y * MM), (right * MM, y * MM)), pen)


def upright(x: float, top: float, bottom: float, pen: Pen = HAIRLINE) -> Shape:
    """A plumb line, in millimetres."""
    return Stroke(((x * MM, top * MM), (x * MM, bottom * MM)), pen)
