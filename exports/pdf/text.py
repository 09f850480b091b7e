"""Chinese text in a given width: where lines may break, and how a text fits without losing a word."""

import re
from dataclasses import dataclass
from functools import lru_cache

from exports.pdf.fonts import Role, clean, runs, width
from exports.pdf.shapes import INK, Align, Bounds, Label, text_line

NEVER_FIRST = frozenset("、。，．：；？！）】》」』〕〉〗’”…—·%‰℃,.:;?!)]}>～")
NEVER_LAST = frozenset("（【《「『〔〈〖‘“([{<＃￥№")
_UNITS = "家次人天个月日周年页名项处件位条元万亿张号级行列"
_PIECE = re.compile(
    rf"(?:第\s?)?\d[\d,.:/\-]*\s?(?:%|个百分点|[{_UNITS}])?"  # a number keeps its unit
    r"|[A-Za-z0-9_@.\-/:+&#%]+"  # so does a word, a code or an address
    r"|\s+|."
)
_NARROWER = (0.9, 0.8, 0.7, 0.6)  # tried in turn so that no character stands alone on a last line
_ROUNDING = 1e-6
_LOOSE = 4.0  # ems left on a line: more than that is not stretched
#: Ems from the middle of a Chinese character down to its baseline.
CENTRE = 0.37
_BOX_LEADING = 1.2
_INK = 0.95  # ems: height of one line of characters
_SMALLER = 0.96


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one text at one size (points)."""

    lines: tuple[str, ...]
    size: float


def pieces(text: str) -> list[str]:
    """`text` in parts that stay on one line: words, numbers with units, punctuation with its neighbour."""
    parts: list[str] = []
    for piece in _PIECE.findall(text):
        glued = parts and (piece[0] in NEVER_FIRST or parts[-1][-1] in NEVER_LAST)
        if glued and not parts[-1].isspace():
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts


@lru_cache(maxsize=50_000)
def wrap(text: str, role: Role, room: float) -> tuple[str, ...]:
    """Lines of `text` no wider than `room` (ems); a part wider than that breaks where it must."""
    text = clean(text).strip()
    if width(role, text) <= room + _ROUNDING:
        return (text,)
    lines = _filled(text, role, room)
    for narrower in _NARROWER if len(lines[-1]) == 1 else ():
        even = _filled(text, role, room * narrower)
        if len(even) == len(lines) and len(even[-1]) > 1:
            return even
    return lines


def _filled(text: str, role: Role, room: float, indent: float = 0.0) -> tuple[str, ...]:
    lines: list[str] = []
    line, used = "", indent
    for piece in _small_enough(text, role, room):
        if line and used + width(role, piece.rstrip()) > room + _ROUNDING:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if piece.isspace():
                continue
        line += piece
        used += width(role, piece)
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _small_enough(text: str, role: Role, room: float) -> list[str]:
    """The parts of `text`, those wider than a line cut into characters."""
    result: list[str] = []
    for piece in pieces(text):
        result += [piece] if width(role, piece.rstrip()) <= room + _ROUNDING else list(piece)
    return result


@lru_cache(maxsize=50_000)
def fit(text: str, role: Role, room: float, sizes: tuple[float, ...], lines: int) -> Block:
    """`text` at the largest of `sizes` at which it takes at most `lines` lines of `room` points.

    If even the smallest is too large it takes as many lines as it needs: nothing is ever cut.
    """
    for size in sizes:
        block = Block(wrap(text, role, room / size), size)
        if len(block.lines) <= lines:
            return block
    return block


def fit_line(text: str, role: Role, room: float, sizes: tuple[float, ...]) -> float:
    """The largest of `sizes` at which `text` is one line of `room` points; the exact size if none is."""
    ems = width(role, text)
    for size in sizes:
        if ems * size <= room + _ROUNDING:
            return size
    return room / ems


def justified(text: str, role: Role, size: float, room: Bounds, *, leading: float, indent: float) -> list[Label]:
    """A paragraph set to both edges of `room`, from its top; its first line begins `indent` points in.

    Every line takes `leading` points; more lines than the room has simply go on below it.
    """
    lines = _filled(clean(text), role, room.width / size, indent / size)
    labels = []
    for number, line in enumerate(lines):
        shift = indent if number == 0 else 0.0
        length = width(role, line) * size
        spare, gaps = room.width - shift - length, len(line) - 1
        last = number == len(lines) - 1 or gaps <= 0 or spare > _LOOSE * size
        spacing = 0.0 if last else spare / gaps
        space = Bounds(room.left + shift, room.top + number * leading, room.width - shift, leading)
        baseline = space.top + leading / 2 + CENTRE * size
        labels.append(
            Label(
                space.left,
                baseline,
                runs(role, line),
                length + spacing * gaps,
                size,
                INK,
                spacing,
                room=space,
            )
        )
    return labels


def boxed(
    text: str, role: Role, place: Bounds, size: float, *, align: Align = "left", ink: str = INK, lines: int = 1
) -> list[Label]:
    """`text` in the middle of `place`: at `size` if it fits on `lines` lines there, else as much smaller as needed."""
    while True:
        block = wrap(text, role, place.width / size)
        if len(block) <= lines and (len(block) - 1) * size * _BOX_LEADING + size * _INK <= place.height:
            break
        size *= _SMALLER
    pitch = size * _BOX_LEADING
    first = place.middle[1] - pitch * (len(block) - 1) / 2 + CENTRE * size
    return [
        text_line(line, role, size, place.left, first + number * pitch, align=align, room=place.width, ink=ink)
        for number, line in enumerate(block)
    ]
