"""A bar in the pane that something concerns: what is the matter, what to do about it, and the button for it."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from models.language import _
from ui.shared.buttons import Button, IconButton
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_TAG, Height, Radius, Role, Space

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


class BannerKind(Enum):
    """Ground, ink and drawing."""

    ERROR = (Role.DANGER_SOFT, Role.DANGER, Icon.WARNING)
    WARNING = (Role.WARN_SOFT, Role.WARN, Icon.CLOCK)
    NOTE = (Role.ACCENT_SOFT, Role.ACCENT, Icon.INFO)
    DONE = (Role.OK_SOFT, Role.OK, Icon.CHECK)


class Banner(QWidget):
    """Stays until it is dealt with. The reason is bold, the remedy plain; both wrap and are never cut."""

    action_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        kind: BannerKind,
        reason: str,
        remedy: str = "",
        *,
        action: str = "",
        can_close: bool = False,
        icon: Icon | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground, self._ink, default_icon = kind.value
        self._icon = icon or default_icon
        self._reason = reason
        self._remedy = remedy
        self._buttons: list[QAbstractButton] = []
        if action:
            button = Button(action, height=Height.ROW_BUTTON, parent=self)
            button.clicked.connect(self.action_asked)
            self._buttons.append(button)
        if can_close:
            cross = IconButton(Icon.CLOSE, _("收起"), parent=self)
            cross.clicked.connect(self.closed)
            cross.clicked.connect(self.hide)
            self._buttons.append(cross)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{reason} {remedy}".strip())
        theme.follow(self._place_buttons)

    @property
    def reason(self) -> str:
        """What it says first."""
        return self._reason

    @override
    def heightForWidth(self, width: int) -> int:
        room = width - self._words_left() - self._buttons_width()
        least = max((button.sizeHint().height() + Space.XS for button in self._buttons), default=px(Height.BUTTON))
        if self._one_line_width() <= room:
            return least
        words = _height(self._reason, font(bold=True), room) + _height(self._remedy, font(), room)
        return max(words + 2 * Space.S, least)

    @override
    def sizeHint(self) -> QSize:
        width = px(480)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._words_left() + px(120) + self._buttons_width(), px(Height.BUTTON))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        words = QRectF(self.rect().adjusted(self._words_left(), 0, -self._buttons_width(), 0))
        with QPainter(self) as painter:
            edge = colour(self._ink) if theme.high_contrast else None
            paint_box(painter, QRectF(self.rect()), Radius.CONTROL, colour(self._ground), edge)
            side = px(ICON_TAG)
            top = (min(self.height(), px(Height.BUTTON) + Space.S) - side) / 2
            if self._one_line_width() <= words.width():
                top = (self.height() - side) / 2
            paint_icon(painter, QRectF(Space.M, top, side, side), self._icon, colour(self._ink))
            self._paint_words(painter, words)

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        beside = self._one_line_width() <= box.width()
        flags = int(Qt.AlignmentFlag.AlignVCenter) if beside else _WRAP
        if not beside:
            box.adjust(0, Space.S, 0, 0)
        painter.setFont(font(bold=True))
        painter.setPen(colour(self._ink))
        painter.drawText(box, flags, self._reason)
        if beside:
            box.adjust(_width(self._reason, font(bold=True)) + Space.M, 0, 0, 0)
        else:
            box.adjust(0, _height(self._reason, font(bold=True), box.width()), 0, 0)
        painter.setFont(font())
        painter.setPen(colour(Role.TEXT))
        painter.drawText(box, flags, self._remedy)

    def _words_left(self) -> int:
        return Space.M + px(ICON_TAG) + Space.S

    def _one_line_width(self) -> float:
        return _width(self._reason, font(bold=True)) + Space.M + _width(self._remedy, font())

    def _buttons_width(self) -> int:
        return sum(button.sizeHint().width() + Space.S for button in self._buttons) + Space.S

    def _place_buttons(self) -> None:
        self.updateGeometry()
        right = self.width() - Space.S
        for button in reversed(self._buttons):
            size = button.sizeHint()
            button.setGeometry(right - size.width(), (self.height() - size.height()) // 2, size.width(), size.height())
            right -= size.width() + Space.S


def _width(text: str, face: QFont) -> float:
    return QFontMetricsF(face).horizontalAdvance(text)


def _height(text: str, face: QFont, width: float) -> int:
    if not text:
        return 0
    return round(QFontMetricsF(face).boundingRect(QRectF(0, 0, width, 10_000), _WRAP, text).height())
