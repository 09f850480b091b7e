"""What happened to an organization: date, round drawing on a line, headline, text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPropertyAnimation, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.runs import Runs, paint_runs, text_of
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Radius, Role, TextSize

_DISC = 20
_DISC_LEFT = 50
_TEXT_LEFT = 76
_FOOT = 8
_SLIDE_MS = 120
_ANY_HEIGHT = 16_777_215  # Qt's own largest


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event; `ours` are visits and what we did, the others came by file. `key` is said when it is opened."""

    key: str
    date: str
    icon: Icon
    headline: Runs
    text: str = ""
    ours: bool = True


class Timeline(QWidget):
    """Events, the newest first."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()

    def set_entries(self, entries: Sequence[TimelineEntry], *, fresh: Collection[str] = ()) -> None:
        """Show these events; those with a key in `fresh` slide in."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            old = None if item is None else item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, entry in enumerate(entries):
            row = _EntryRow(entry, last=number == len(entries) - 1)
            row.clicked.connect(partial(self._open, entry.key))
            self._column.insertWidget(number, row)
            if entry.key in fresh and self.isVisible():
                _slide_in(row, row.heightForWidth(max(self.width(), 1)))

    def _open(self, key: str, *_checked: object) -> None:
        self.opened.emit(key)


def _slide_in(row: QWidget, height: int) -> None:
    """The row grows to its height; afterwards it is as any other."""
    slide = QPropertyAnimation(row, b"maximumHeight", row)
    slide.setDuration(_SLIDE_MS)
    slide.setEasingCurve(QEasingCurve.Type.OutCubic)
    slide.setStartValue(0)
    slide.setEndValue(height)
    slide.finished.connect(partial(row.setMaximumHeight, _ANY_HEIGHT))
    slide.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)


class _EntryRow(QAbstractButton):
    def __init__(self, entry: TimelineEntry, *, last: bool) -> None:
        super().__init__()
        self._entry = entry
        self._last = last
        self.setAccessibleName(f"{entry.date} {text_of(entry.headline)}")
        self.setAccessibleDescription(entry.text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(280), self.heightForWidth(px(280)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(LINE_HEIGHTS[TextSize.BODY]))

    @override
    def heightForWidth(self, width: int) -> int:
        return px(LINE_HEIGHTS[TextSize.BODY]) + self._text_height(width) + px(_FOOT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        line = px(LINE_HEIGHTS[TextSize.BODY])
        disc = QRectF(px(_DISC_LEFT), 0, px(_DISC), px(_DISC))
        words = QRectF(px(_TEXT_LEFT), 0, box.width() - px(_TEXT_LEFT), line)
        with QPainter(self) as painter:
            if self.underMouse() or self.isDown():
                paint_box(painter, box.adjusted(0, 0, 0, -_FOOT / 2), Radius.TAG, colour(Role.HOVER))
            if not self._last:
                x = disc.center().x()
                painter.fillRect(QRectF(round(x) - 0.5, line, 1, box.height() - line), colour(Role.LINE))
            ground = Role.ACCENT_SOFT if self._entry.ours else Role.SURFACE2
            paint_box(painter, disc, disc.height() / 2, colour(ground))
            ink = Role.ACCENT if self._entry.ours else Role.TEXT2
            inset = px(4)
            paint_icon(painter, disc.adjusted(inset, inset, -inset, -inset), self._entry.icon, colour(ink))
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(QRectF(0, 0, disc.left(), line), Qt.AlignmentFlag.AlignVCenter, self._entry.date)
            paint_runs(painter, words, self._entry.headline)
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            text = words.translated(0, line)
            text.setHeight(self._text_height(self.width()))
            painter.drawText(text, int(Qt.TextFlag.TextWordWrap), self._entry.text)
            if self.hasFocus():
                paint_ring(painter, box, Radius.TAG)

    def _text_height(self, width: int) -> int:
        if not self._entry.text:
            return 0
        room = QRectF(0, 0, max(width - px(_TEXT_LEFT), 40), 10_000)
        metrics = QFontMetricsF(font(TextSize.SMALL))
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._entry.text).height()
        return max(round(needed), px(LINE_HEIGHTS[TextSize.SMALL])) + 2
