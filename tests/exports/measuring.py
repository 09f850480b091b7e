"""What a ruler would find on a laid-out page: texts and signs that touch, leave the page or are crossed by a line."""

from collections.abc import Iterator
from itertools import pairwise

from exports.pdf.shapes import Area, Bounds, Box, Cell, Glyph, Label, Modules, Page, Shape, Stroke

_SLACK = 0.6  # points


def ink(label: Label) -> Bounds:
    """Where the characters of a label are: the em box without the white above and below them."""
    box = label.bounds
    return Bounds(box.left, box.top + 0.08 * label.size, box.width, box.height - 0.14 * label.size)


def overlap(one: Bounds, other: Bounds, slack: float = _SLACK) -> bool:
    return (
        one.left + slack < other.right
        and other.left + slack < one.right
        and one.top + slack < other.bottom
        and other.top + slack < one.bottom
    )


def holds(outer: Bounds, inner: Bounds, slack: float = _SLACK) -> bool:
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def extent(shape: Shape) -> Bounds:
    if isinstance(shape, Label):
        return ink(shape)
    if isinstance(shape, Stroke | Area):
        xs, ys = zip(*shape.points, strict=True)
        return Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    if isinstance(shape, Box | Cell | Glyph | Modules) or hasattr(shape, "bounds"):
        return shape.bounds
    return Bounds(shape.x - shape.radius, shape.y - shape.radius, 2 * shape.radius, 2 * shape.radius)


def faults(page: Page, area: Bounds) -> list[str]:
    """Everything wrong on `page`, in words; `area` is what no shape may leave."""
    return [
        *(f"outside: {_name(shape)}" for shape in page.shapes if not holds(area, extent(shape))),
        *(f"leaves its room: {_name(label)}" for label in _labels(page) if _leaves_room(label)),
        *(f"touch: {_name(one)} and {_name(other)}" for one, other in _touching(page)),
        *(f"crossed by a line: {_name(label)}" for label in _crossed(page)),
    ]


def _labels(page: Page) -> Iterator[Label]:
    return (shape for shape in page.shapes if isinstance(shape, Label))


def _leaves_room(label: Label) -> bool:
    room, box = label.room, label.bounds
    return room is not None and not (room.left - _SLACK <= box.left and box.right <= room.right + _SLACK)


def _touching(page: Page) -> Iterator[tuple[Shape, Shape]]:
    solid = [shape for shape in page.shapes if isinstance(shape, Label | Cell | Glyph | Modules | Area)]
    placed = sorted(((extent(shape), shape) for shape in solid), key=lambda pair: pair[0].top)
    for number, (box, shape) in enumerate(placed):
        for other_box, other in placed[number + 1 :]:
            if other_box.top >= box.bottom:
                break
            if overlap(box, other_box):
                yield shape, other


def _crossed(page: Page) -> Iterator[Label]:
    segments = [segment for shape in page.shapes if isinstance(shape, Stroke) for segment in pairwise(shape.points)]
    for label in _labels(page):
        box = ink(label)
        inner = Bounds(box.left + 1, box.top + 1, box.width - 2, box.height - 2)
        if any(_cuts(segment, inner) for segment in segments):
            yield label


def _cuts(segment: tuple[tuple[float, float], tuple[float, float]], box: Bounds) -> bool:
    """Whether a line passes through a rectangle (Liang and Barsky)."""
    (x0, y0), (x1, y1) = segment
    enter, leave = 0.0, 1.0
    for start, delta, low, high in ((x0, x1 - x0, box.left, box.right), (y0, y1 - y0, box.top, box.bottom)):
        if not delta:
            if not low < start < high:
                return False
            continue
        first, second = sorted(((low - start) / delta, (high - start) / delta))
        enter, leave = max(enter, first), min(leave, second)
    return enter < leave


def _name(shape: Shape) -> str:
    box = extent(shape)
    text = shape.text if isinstance(shape, Label) else type(shape).__name__
    return f"{text!r} at ({box.left:.1f}, {box.top:.1f}, {box.right:.1f}, {box.bottom:.1f})"
