"""Text in which what was typed is marked: bold, in the accent's ink."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from ui.theme.fonts import font
from ui.theme.tokens import TextSize

Marks = tuple[tuple[int, int], ...]
_ELLIPSIS = "…"


def pieces(text: str, marks: Marks) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    at = 0
    for start, end in marks:
        if start > at:
            yield text[at:start], False
        yield text[max(at, start) : end], True
        at = max(at, end)
    if at < len(text):
        yield text[at:], False


def marked_width(text: str, marks: Marks, size: TextSize, *, bold: bool) -> float:
    """How wide it is on one line."""
    return sum(_metrics(size, bold=bold or marked).horizontalAdvance(part) for part, marked in pieces(text, marks))


def fitting(text: str, marks: Marks, size: TextSize, room: float, *, bold: bool) -> tuple[str, Marks]:
    """The text shortened to the room, around its first mark if there is one, and its marks there."""
    if marked_width(text, marks, size, bold=bold) <= room:
        return text, marks
    part = marks[0] if marks else (0, 0)
    for _step in text:  # each makes it longer at one end or both
        before = part
        for left, right in ((0, 1), (-1, 0)):
            wider = (max(part[0] + left, 0), min(part[1] + right, len(text)))
            if _cut_width(text, wider, marks, size, bold=bold) <= room:
                part = wider
        if part == before:
            break
    return _cut(text, part, marks)


def paint_marked(  # noqa: PLR0917 - as Qt's own drawText: where, what, how
    painter: QPainter, box: QRectF, text: str, marks: Marks, size: TextSize, inks: tuple[QColor, QColor], *, bold: bool
) -> float:
    """Paint it from the left of the box, centred in its height; `inks` of the text and of what is marked. The end."""
    metrics = _metrics(size, bold=bold)
    baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
    x = box.left()
    for part, marked in pieces(text, marks):
        face = font(size, bold=bold or marked)
        painter.setFont(face)
        painter.setPen(inks[marked])
        painter.drawText(QPointF(x, baseline), part)
        x += QFontMetricsF(face).horizontalAdvance(part)
    return x


def _cut(text: str, part: tuple[int, int], marks: Marks) -> tuple[str, Marks]:
    left, right = part
    before, after = _ELLIPSIS if left else "", _ELLIPSIS if right < len(text) else ""
    shift = len(before) - left
    kept = tuple(
        (max(start, left) + shift, min(end, right) + shift) for start, end in marks if start < right and end > left
    )
    return f"{before}{text[left:right]}{after}", kept


def _cut_width(text: str, part: tuple[int, int], marks: Marks, size: TextSize, *, bold: bool) -> float:
    shown, kept = _cut(text, part, marks)
    return marked_width(shown, kept, size, bold=bold)


def _metrics(size: TextSize, *, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(font(size, bold=bold))
