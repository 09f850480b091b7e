"""Numbers as tabs over one table: each card says how many there are, the chosen one opens its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget
from typing_extensions import override

from ui.shared.pressed_by_name import click_when_checked, show_checked
from ui.theme.fonts import font
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import LINE_HEIGHTS, Radius, Role, Space, TextSize

_SIDE = 14
_TOP = 7


@dataclass(frozen=True, slots=True)
class NumberTab:
    """One number; `role` is its ink unless it is zero."""

    key: str
    word: str
    count: int
    role: Role = Role.TEXT


class NumberTabs(QWidget):
    """The cards, of one width, in as many rows as they need; the arrows move between them."""

    chosen = Signal(str)

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, _NumberCard] = {}
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.follow(self._place)

    def set_tabs(self, tabs: Sequence[NumberTab]) -> None:
        """Show these numbers; the first one is chosen, without the signal."""
        for card in self._cards.values():
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for tab in tabs:
            card = _NumberCard(tab, self)
            card.clicked.connect(partial(self._emit, tab.key))
            self._group.addButton(card)
            self._cards[tab.key] = card
            card.show()
        self._order()
        if tabs:
            self.choose(tabs[0].key)
        self._place()

    def choose(self, key: str) -> None:
        """Show a number as chosen, without the signal; the keyboard goes there."""
        show_checked(self._cards[key])
        self.setFocusProxy(self._cards[key])

    def choice(self) -> str:
        """The key of the chosen number; empty where there is none."""
        return next((key for key, card in self._cards.items() if card.isChecked()), "")

    @override
    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._cards) // self._columns(width)) if self._cards else 0
        return max(rows * (self._card_height() + Space.S) - Space.S, 0)

    @override
    def sizeHint(self) -> QSize:
        width = len(self._cards) * (self._least_width() + Space.S)
        return QSize(width, self._card_height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._least_width(), self._card_height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _emit(self, key: str, *_checked: object) -> None:
        self.setFocusProxy(self._cards[key])
        self.chosen.emit(key)

    def _order(self) -> None:
        """New cards come after everything else of the window; the keyboard shall find them where they stand."""
        # What stands for another widget, or takes no keyboard, has no place in the order.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # None is how Qt takes it away
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for before, card in pairwise((self, *self._cards.values())):
            self.setTabOrder(before, card)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _columns(self, width: int) -> int:
        fitting = (width + Space.S) // (self._least_width() + Space.S)
        return max(1, min(len(self._cards), fitting))

    def _least_width(self) -> int:
        return max((card.sizeHint().width() for card in self._cards.values()), default=px(80))

    def _card_height(self) -> int:
        return 2 * px(_TOP) + px(LINE_HEIGHTS[TextSize.TILE_FIGURE]) + px(LINE_HEIGHTS[TextSize.SMALL])

    def _place(self) -> None:
        self.updateGeometry()
        columns = self._columns(self.width())
        room = self.width() + Space.S
        height = self._card_height()
        for number, card in enumerate(self._cards.values()):
            row, column = divmod(number, columns)
            left, right = column * room // columns, (column + 1) * room // columns - Space.S
            card.setGeometry(left, row * (height + Space.S), right - left, height)


class _NumberCard(QAbstractButton):
    def __init__(self, tab: NumberTab, parent: QWidget) -> None:
        super().__init__(parent)
        self._tab = tab
        self.setCheckable(True)
        click_when_checked(self)
        self.setText(f"{tab.word} {tab.count:,}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def sizeHint(self) -> QSize:
        number = QFontMetricsF(font(TextSize.TILE_FIGURE, bold=True)).horizontalAdvance(f"{self._tab.count:,}")
        word = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._tab.word)
        return QSize(round(max(number, word) + 2 * _SIDE), px(68))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        ground = colour(Role.HOVER if self.underMouse() or self.isDown() else Role.SURFACE)
        line = px(LINE_HEIGHTS[TextSize.TILE_FIGURE])
        number = QRectF(box.left() + _SIDE, box.top() + px(_TOP), box.width() - 2 * _SIDE, line)
        word = QRectF(number.left(), number.bottom(), number.width(), px(LINE_HEIGHTS[TextSize.SMALL]))
        with QPainter(self) as painter:
            paint_box(painter, box, Radius.CARD, ground, colour(Role.LINE))
            painter.setFont(font(TextSize.TILE_FIGURE, bold=True))
            painter.setPen(colour(self._tab.role if self._tab.count else Role.TEXT2))
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, f"{self._tab.count:,}")
            painter.setFont(font(TextSize.SMALL, bold=self.isChecked()))
            painter.setPen(colour(Role.TEXT if self.isChecked() else Role.TEXT2))
            painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, self._tab.word)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CARD)
            elif self.isChecked():
                paint_ring(painter, box, Radius.CARD, colour(Role.ACCENT))
