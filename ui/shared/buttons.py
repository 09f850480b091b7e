"""Buttons: one primary per pane, normal, quiet and danger; icon buttons; links.

The key stands inside the label in small type. It only says which key it is: the action owns the shortcut.
"""

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, pressed, px, theme
from ui.theme.tokens import ICON_BUTTON, ICON_TAG, Height, Radius, Role, Space, TextSize

_SIDE = 12
_GAP = 6


class ButtonKind(Enum):
    """How much a button asks for; DANGER_FILL belongs to the destructive confirmation alone."""

    PRIMARY = "primary"
    NORMAL = "normal"
    QUIET = "quiet"
    DANGER = "danger"
    DANGER_FILL = "danger_fill"


class _Look(NamedTuple):
    ground: QColor | None
    edge: QColor | None
    ink: QColor
    key: QColor


class Button(QPushButton):
    """A button with its word and, in small type, its key."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.NORMAL,
        *,
        key: str = "",
        icon: Icon | None = None,
        height: Height = Height.BUTTON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._key = key
        self._icon = icon
        self._height = height
        self.setAutoDefault(False)
        self.setAccessibleDescription(key)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width() + 2 * _SIDE + 0.5), px(self._height))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look()
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            paint_box(painter, box, Radius.CONTROL, look.ground, look.edge)
            self._paint_content(painter, box, look)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)
                if self._kind in (ButtonKind.PRIMARY, ButtonKind.DANGER_FILL):
                    inner = box.adjusted(theme.ring, theme.ring, -theme.ring, -theme.ring)
                    paint_box(painter, inner, Radius.TAG, None, look.ink)

    def _words(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _face(self) -> QFont:
        return font(bold=self._kind in (ButtonKind.PRIMARY, ButtonKind.DANGER_FILL))

    def _content_width(self) -> float:
        width = QFontMetricsF(self._face()).horizontalAdvance(self._words())
        if self._icon is not None:
            width += px(ICON_TAG) + _GAP
        if self._key:
            width += _GAP + QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._key)
        return width

    def _paint_content(self, painter: QPainter, box: QRectF, look: _Look) -> None:
        x = box.center().x() - self._content_width() / 2
        if self._icon is not None:
            side = px(ICON_TAG)
            paint_icon(painter, QRectF(x, box.center().y() - side / 2, side, side), self._icon, look.ink)
            x += side + _GAP
        metrics = QFontMetricsF(font())
        baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(self._face())
        painter.setPen(look.ink)
        painter.drawText(QPointF(x, baseline), self._words())
        x += QFontMetricsF(self._face()).horizontalAdvance(self._words()) + _GAP
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(look.key)
        painter.drawText(QPointF(x, baseline), self._key)

    def _look(self) -> _Look:
        kind = self._kind
        hovered = self.underMouse()
        if not self.isEnabled():
            ink = colour(Role.TEXT3)
            edge = None if kind is ButtonKind.QUIET else colour(Role.LINE)
            return _Look(colour(Role.SURFACE2), edge, ink, ink)
        if kind in (ButtonKind.PRIMARY, ButtonKind.DANGER_FILL):
            fill = colour(Role.ACCENT if kind is ButtonKind.PRIMARY else Role.DANGER)
            ink = colour(Role.ACCENT_TEXT if kind is ButtonKind.PRIMARY else Role.SURFACE)
            return _Look(pressed(fill) if hovered or self.isDown() else fill, None, ink, ink)
        ground: QColor | None = None if kind is ButtonKind.QUIET else colour(Role.SURFACE)
        if self.isDown():
            ground = pressed(colour(Role.HOVER))
        elif hovered:
            ground = colour(Role.HOVER)
        ink = colour({ButtonKind.QUIET: Role.TEXT2, ButtonKind.DANGER: Role.DANGER}.get(kind, Role.TEXT))
        edge = {ButtonKind.NORMAL: colour(Role.LINE2), ButtonKind.DANGER: colour(Role.DANGER)}.get(kind)
        return _Look(ground, edge, ink, colour(Role.DANGER if kind is ButtonKind.DANGER else Role.TEXT2))


class IconButton(QAbstractButton):
    """A quiet button with a drawing only; its word and key are the tool tip and the accessible name."""

    def __init__(self, icon: Icon, word: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(word)
        self.setAccessibleDescription(key)
        self.setToolTip(f"{word}  {key}" if key else word)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(ICON_BUTTON) + 10, px(ICON_BUTTON) + 10)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self.isDown() or self.isChecked():
                paint_box(painter, box, Radius.CONTROL, colour(Role.ACCENT_SOFT))
            elif self.underMouse() and self.isEnabled():
                paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER))
            ink = colour(Role.TEXT2 if self.isEnabled() else Role.TEXT3)
            paint_icon(painter, box.adjusted(5, 5, -5, -5), self._icon, ink)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL)


class LinkButton(QAbstractButton):
    """Bold accent words that open something: a list behind a number, an explanation."""

    def __init__(self, text: str, *, size: TextSize = TextSize.BODY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(self._size, bold=True))
        return QSize(round(metrics.horizontalAdvance(self.text()) + 0.5) + 2 * Space.XS, round(metrics.height()) + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        face = QFont(font(self._size, bold=True))
        face.setUnderline(self.underMouse())
        with QPainter(self) as painter:
            painter.setFont(face)
            painter.setPen(colour(Role.ACCENT if self.isEnabled() else Role.TEXT3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
            if self.hasFocus():
                paint_ring(painter, QRectF(self.rect()), Radius.TAG)
