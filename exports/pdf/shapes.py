"""What stands on a page, as plain data: points (1/72 inch) from the top left corner, y downwards.

A layout makes these, a painter puts them on paper or on a screen, and a test can measure them.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from exports.pdf.fonts import Role, Run, runs, width

MM = 72 / 25.4
INK = "#111111"
Align = Literal["left", "center", "right"]
_ASCENT = 0.88
_DESCENT = 0.12


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Centre."""
        return self.left + self.width / 2, self.top + self.height / 2

    def inset(self, x: float, y: float | None = None) -> "Bounds":
        """The rectangle smaller by `x` on both sides and by `y` above and below."""
        y = x if y is None else y
        return Bounds(self.left + x, self.top + y, self.width - 2 * x, self.height - 2 * y)


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn; `width` and `dash` in points."""

    ink: str = INK
    width: float = 0.18 * MM
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text. `room` is the space that the layout gave it; it must not leave it."""

    left: float
    baseline: float
    runs: tuple[Run, ...]
    width: float
    size: float
    ink: str = INK
    spacing: float = 0.0  # extra after every character, for justified lines
    room: Bounds | None = None

    @property
    def bounds(self) -> Bounds:
        """The em box of the line."""
        top = self.baseline - _ASCENT * self.size
        return Bounds(self.left, top, self.width, (_ASCENT + _DESCENT) * self.size)

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with a ground, an edge or both."""

    bounds: Bounds
    fill: str | None = None
    pen: Pen | None = None
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    pen: Pen = Pen()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Hatching:
    """A rectangle filled with the hatch of a stage word, or with "open" lines in `ink`."""

    bounds: Bounds
    kind: Literal["diagonal", "dots", "lines"]
    ink: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """The round sign of a stage word: empty, quarter, half, three quarters, full, crossed."""

    bounds: Bounds
    word: str
    ink: str = INK


@dataclass(frozen=True, slots=True)
class Cell:
    """One organization on the tile map: ground, hatch and letter of its stage word, and its signs.

    `late` is a frame, `flag` the small flag of one that is late, `star` marks a target, `blocked` a corner.
    """

    bounds: Bounds
    word: str
    late: bool = False
    blocked: bool = False
    round: bool = False  # outside the key targets
    star: bool = False
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Modules:
    """A QR code: rows of zeros and ones that fill the bounds."""

    bounds: Bounds
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """No ink: where a screen answers to a click or Enter, what it leads to, and the words for a screen reader.

    `outline` is the exact edge where the place is no rectangle. `count` is how many organizations the place says that
    there are, None where it says something else of them.
    """

    bounds: Bounds
    target: Hashable
    words: str
    outline: tuple[tuple[float, float], ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A link that has no place yet: it comes with the row or the cell that it belongs to."""

    target: Hashable
    words: str
    count: int | None = None

    def at(self, place: Bounds) -> Link:
        """The link."""
        return Link(place, self.target, self.words, count=self.count)


Shape = Label | Box | Stroke | Area | Dot | Hatching | Glyph | Cell | Modules | Link


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size and shapes in design points, and how much smaller or larger it is printed."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    scale: float = 1.0


def text_line(
    text: str,
    role: Role,
    size: float,
    left: float,
    baseline: float,
    *,
    align: Align = "left",
    room: float = 0.0,
    ink: str = INK,
) -> Label:
    """`text` on one line, set in the width `room` that begins at `left`; without a room, from `left` on."""
    length = width(role, text) * size
    shift = {"left": 0.0, "center": (room - length) / 2, "right": room - length}[align]
    space = Bounds(left, baseline - _ASCENT * size, room, size) if room else None
    return Label(left + shift, baseline, runs(role, text), length, size, ink, room=space)
