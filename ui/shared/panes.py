"""Grounds to put things on: panes with hairlines at chosen edges, cards, and cards that can be pressed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from ui.shared.tags import TagKind, paint_tag, tag_size
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_LARGE, Radius, Role, Space, TextSize


class Pane(QWidget):
    """A plain ground; `edges` names the sides with a hairline: any of l, t, r, b."""

    def __init__(self, ground: Role = Role.SURFACE, edges: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._edges = edges

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        width, height = self.width(), self.height()
        sides = {
            "l": (0, 0, 1, height),
            "t": (0, 0, width, 1),
            "r": (width - 1, 0, 1, height),
            "b": (0, height - 1, width, 1),
        }
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(self._ground))
            for edge in self._edges:
                painter.fillRect(*sides[edge], colour(Role.LINE))


class Card(QWidget):
    """Surface with a hairline and rounded corners, no shadow."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_box(painter, QRectF(self.rect()), Radius.CARD, colour(Role.SURFACE), colour(Role.LINE))


class ScrollPane(QScrollArea):
    """Content that scrolls up and down where it does not fit; the pane is never narrower than it.

    `ground` is that of the content, so that the scroll bar stands on it: SURFACE or WINDOW.
    """

    def __init__(self, content: QWidget, *, ground: Role = Role.SURFACE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", ground.value)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        self.setWidget(content)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), px(80))


class Hairline(QWidget):
    """A line of one pixel between groups."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colour(Role.LINE))


class ChoiceCard(QAbstractButton):
    """A way to go on: drawing, title, what it does, and its key at the right."""

    def __init__(self, icon: Icon, title: str, text: str, key: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._explanation = text
        self._key = key
        self.setText(title)
        self.setAccessibleDescription(f"{text} {key}".strip())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._explanation)
        key = tag_size(self._key, TagKind.KEY).width() if self._key else 0
        return QSize(round(self._text_left() + words + Space.XL + key + Space.L), px(68))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        middle = box.center().y()
        with QPainter(self) as painter:
            ground = colour(Role.HOVER if self.underMouse() or self.isDown() else Role.SURFACE)
            paint_box(painter, box, Radius.CARD, ground, colour(Role.LINE))
            side = px(ICON_LARGE)
            place = QRectF(Space.L + 4, middle - side / 2, side, side)
            paint_icon(painter, place, self._icon, colour(Role.ACCENT))
            left = self._text_left()
            painter.setPen(colour(Role.TEXT))
            painter.setFont(font(bold=True))
            painter.drawText(
                QRectF(left, middle - px(21), box.width(), px(20)), Qt.AlignmentFlag.AlignVCenter, self.text()
            )
            painter.setPen(colour(Role.TEXT2))
            painter.setFont(font(TextSize.SMALL))
            painter.drawText(
                QRectF(left, middle, box.width(), px(20)), Qt.AlignmentFlag.AlignVCenter, self._explanation
            )
            if self._key:
                size = tag_size(self._key, TagKind.KEY)
                cap = QRectF(
                    box.right() - Space.L - size.width(),
                    middle - size.height() / 2,
                    size.width(),
                    size.height(),
                )
                paint_tag(painter, cap, self._key, TagKind.KEY)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CARD)

    def _text_left(self) -> int:
        return Space.L + 4 + px(ICON_LARGE) + Space.L
