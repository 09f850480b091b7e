"""The left rail: the places of the program, each with drawing and word, Ctrl+1 … Ctrl+7."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.pressed_by_name import click_when_checked, show_checked
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_LARGE, RAIL_WIDTH, Height, Role, Space, TextSize

_MARKER = 3
_BADGE = 18
_CONTENT = 42  # drawing and word


class Rail(QWidget):
    """Places by key, in the order they are added; a click or Ctrl+n asks for one."""

    place_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, RailItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, Space.S, 1, Space.S)
        self._column.setSpacing(0)
        self._column.addStretch()
        self.setAccessibleName(_("去处"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.follow(self._restyle)

    def add_place(self, key: str, icon: Icon, word: str) -> "RailItem":
        """Add a place at the end; it gets the next Ctrl+n."""
        item = RailItem(icon, word, f"Ctrl+{len(self._items) + 1}", self)
        item.clicked.connect(partial(self._ask, key))
        shortcut = QShortcut(QKeySequence(item.key), self)
        shortcut.activated.connect(partial(self._ask, key))
        self._column.insertWidget(len(self._items), item)
        self._items[key] = item
        return item

    def show_place(self, key: str) -> None:
        """Mark the place that is shown."""
        for name, item in self._items.items():
            show_checked(item, checked=name == key)

    def set_badge(self, key: str, count: int, *, late: bool = False) -> None:
        """A number at a place; nothing at zero. Red is for late only."""
        self._items[key].set_badge(count, late=late)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.RAIL))
            painter.fillRect(self.width() - 1, 0, 1, self.height(), colour(Role.LINE))

    def _ask(self, key: str, *_checked: object) -> None:
        self.place_asked.emit(key)

    def _restyle(self) -> None:
        self.setFixedWidth(px(RAIL_WIDTH))


class RailItem(QAbstractButton):
    """One place of the rail."""

    def __init__(self, icon: Icon, word: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self._icon = icon
        self._count = 0
        self._late = False
        self.setText(word)
        self.setToolTip(f"{word}  {key}")
        self.setCheckable(True)
        click_when_checked(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.set_badge(0, late=False)
        theme.follow(self.updateGeometry)

    def set_badge(self, count: int, *, late: bool) -> None:
        """Show a number, or none at zero."""
        self._count, self._late = count, late
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.setAccessibleDescription(self.key)
        self.update()

    @override
    def nextCheckState(self) -> None:
        """Being shown is decided by the window, not by the click."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(RAIL_WIDTH) - 1, px(Height.RAIL_ITEM))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(RAIL_WIDTH) - 1, px(_CONTENT))  # large type on a low screen

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            ink = colour(Role.TEXT2)
            if self.isChecked():
                ink = colour(Role.ACCENT)
                painter.fillRect(box, colour(Role.SURFACE))
                painter.fillRect(QRectF(0, 0, _MARKER, box.height()), ink)
            elif self.underMouse() or self.isDown():
                painter.fillRect(box, colour(Role.HOVER))
            side = px(ICON_LARGE)
            top = (self.height() - px(_CONTENT)) / 2 + 1
            place = QRectF(px(RAIL_WIDTH) / 2 - side / 2, top, side, side)
            paint_icon(painter, place, self._icon, ink)
            painter.setFont(font(bold=self.isChecked()))
            painter.setPen(ink)
            painter.drawText(QRectF(0, top + px(22), px(RAIL_WIDTH), px(20)), Qt.AlignmentFlag.AlignCenter, self.text())
            if self._count:
                self._paint_badge(painter, top - px(6))
            if self.hasFocus():
                paint_ring(painter, box, 0)

    def _paint_badge(self, painter: QPainter, top: float) -> None:
        face = font(TextSize.SMALL, bold=True)
        text = str(self._count) if self._count < 1000 else "999+"  # noqa: PLR2004 - three figures fit
        width = max(QFontMetricsF(face).horizontalAdvance(text) + px(10), px(_BADGE))
        left = min(px(RAIL_WIDTH) * 0.575, px(RAIL_WIDTH) - width - 2)
        badge = QRectF(left, max(top, 0), width, px(_BADGE))
        paint_box(painter, badge, badge.height() / 2, colour(Role.DANGER if self._late else Role.TEXT2))
        painter.setFont(face)
        painter.setPen(colour(Role.SURFACE))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
