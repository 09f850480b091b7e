"""A few exclusive choices side by side; the chosen one is soft and bold."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.shared.pressed_by_name import click_when_checked, show_checked
from ui.theme.fonts import font
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import Height, Radius, Role

_SIDE = 11


class SegmentedControl(QWidget):
    """Choices as (key, words); the arrows move between them."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: dict[str, _Segment] = {}
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (key, words) in enumerate(choices):
            segment = _Segment(words, first=number == 0, last=number == len(choices) - 1)
            segment.clicked.connect(partial(self._emit, key))
            self._segments[key] = segment
            self._group.addButton(segment)
            row.addWidget(segment)
        if choices:
            self.choose(choices[0][0])

    def choose(self, key: str) -> None:
        """Show a choice as chosen, without the signal."""
        show_checked(self._segments[key])

    def choice(self) -> str:
        """The key of what is chosen."""
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def set_words(self, key: str, words: str) -> None:
        """Name a choice anew, as when its number has changed."""
        self._segments[key].setText(words)
        self._segments[key].updateGeometry()

    def _emit(self, key: str, *_checked: object) -> None:
        self.chosen.emit(key)


class _Segment(QAbstractButton):
    def __init__(self, words: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._first = first
        self._last = last
        self.setText(words)
        self.setCheckable(True)
        click_when_checked(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font(bold=True)).horizontalAdvance(self.text())  # so that nothing moves
        return QSize(round(words + 2 * _SIDE), px(Height.BUTTON))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        ground, ink = colour(Role.SURFACE), colour(Role.TEXT2)
        if self.isChecked():  # high contrast has no soft grounds
            ground = colour(Role.SEL if theme.high_contrast else Role.ACCENT_SOFT)
            ink = theme.colour_on_selection(Role.TEXT)
        elif self.underMouse() or self.isDown():
            ground = colour(Role.HOVER)
        # One frame round all segments: each paints a wider box and keeps its own part of it.
        wide = box.adjusted(0 if self._first else -8, 0, 0 if self._last else 8, 0)
        with QPainter(self) as painter:
            clip = QPainterPath()
            clip.addRect(box)
            painter.setClipPath(clip)
            paint_box(painter, wide, Radius.CONTROL, ground, colour(Role.LINE2))
            if not self._first:
                painter.fillRect(QRectF(0, 0, 1, box.height()), colour(Role.LINE2))
            painter.setFont(font(bold=self.isChecked()))
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)
