"""Text with a bold or coloured part: `phrase(_("未上报 {count} 条"), count=strong(37))`.

A sentence stays whole for the translators; only numbers and decisions stand out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.fonts import font
from ui.theme.glyphs import Flag, paint_flag
from ui.theme.icons import Icon, paint_icon
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_SMALL, LINE_HEIGHTS, Role, TextSize

_MARK_GAP = 5
_ROUNDING = 1.5  # widths of labels are whole pixels


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one weight and ink; without a role it takes that of its place."""

    text: str
    bold: bool = False
    role: Role | None = None


Runs = tuple[Run, ...]


def plain(text: str, role: Role | None = None) -> Runs:
    """A text without anything that stands out."""
    return (Run(text, role=role),) if text else ()


def strong(value: object, role: Role | None = None) -> Run:
    """A bold part, to be put into a `phrase`; TEXT unless a role is named."""
    return Run(str(value), bold=True, role=role or Role.TEXT)


def phrase(template: str, **parts: object) -> Runs:
    """The translated sentence with its `{parts}` put in; parts that are runs keep their weight and ink."""
    runs: list[Run] = []
    for literal, name, _format, _conversion in Formatter().parse(template):
        if literal:
            runs.append(Run(literal))
        if name:
            part = parts[name]
            runs.append(part if isinstance(part, Run) else Run(str(part)))
    return tuple(runs)


def text_of(runs: Sequence[Run]) -> str:
    """The words alone, as a screen reader says them."""
    return "".join(run.text for run in runs)


def runs_width(runs: Sequence[Run], size: TextSize = TextSize.BODY) -> float:
    """How wide the runs are on one line."""
    return sum(QFontMetricsF(font(size, bold=run.bold)).horizontalAdvance(run.text) for run in runs)


def paint_runs(
    painter: QPainter,
    box: QRectF,
    runs: Sequence[Run],
    size: TextSize = TextSize.BODY,
    role: Role = Role.TEXT,
) -> float:
    """Paint the runs on one line from the left of `box`, centred in its height; returns where they end.

    What does not fit ends in … and not in half a character.
    """
    metrics = QFontMetricsF(font(size))
    baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
    x = box.left()
    for run in runs:
        face = font(size, bold=run.bold)
        painter.setFont(face)
        painter.setPen(colour(run.role or role))
        wide = QFontMetricsF(face).horizontalAdvance(run.text)
        if x + wide > box.right() + _ROUNDING:
            text = QFontMetricsF(face).elidedText(run.text, Qt.TextElideMode.ElideRight, box.right() - x)
            painter.drawText(QPointF(x, baseline), text)
            return box.right()
        painter.drawText(QPointF(x, baseline), run.text)
        x += wide
    return x


Mark = Icon | Flag


def mark_width(mark: Mark | None) -> int:
    """The room of a drawing before runs, its gap included."""
    return 0 if mark is None else px(ICON_SMALL) + _MARK_GAP


def paint_mark(painter: QPainter, box: QRectF, mark: Mark, role: Role) -> None:
    """Paint a drawing at the left of `box`, before its runs."""
    side = px(ICON_SMALL)
    place = QRectF(box.left(), box.center().y() - side / 2, side, side)
    if isinstance(mark, Flag):
        paint_flag(painter, place, mark, colour(role))
    else:
        paint_icon(painter, place, mark, colour(role))


class RunLabel(QLabel):
    """A line of runs, with a drawing before it or not; a screen reader hears one text."""

    def __init__(
        self,
        runs: Runs = (),
        *,
        size: TextSize = TextSize.BODY,
        role: Role = Role.TEXT2,
        mark: Mark | None = None,
        mark_role: Role = Role.TEXT2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._role = role
        self._mark = mark
        self._mark_role = mark_role
        self._runs: Runs = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)
        self.set_runs(runs)

    def set_runs(self, runs: Runs) -> None:
        """Show other text."""
        self._runs = runs
        self.setText(text_of(runs))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = mark_width(self._mark) + runs_width(self._runs, self._size)
        return QSize(round(width + 0.5), px(LINE_HEIGHTS[self._size]))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self._mark is not None:
                paint_mark(painter, box, self._mark, self._mark_role)
            words = box.adjusted(mark_width(self._mark), 0, 0, 0)
            paint_runs(painter, words, self._runs, self._size, self._role)
