"""The prints that there are, as cards; the chosen one is shown."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from ui.reports.options import BATTLE_MAP, FOLLOWUPS, VISIT_LIST, VISIT_SLIPS, WEEKLY, title_of
from ui.shared.pressed_by_name import click_when_checked, show_checked
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_LARGE, LINE_HEIGHTS, Radius, Role, Space, TextSize


class Gallery(QWidget):
    """Up and Down move between the cards."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("打印件"))
        self._group = QButtonGroup(self)
        self._cards = {
            WEEKLY: _ReportCard(Icon.TABLE, title_of(WEEKLY), _("A4 横排，逐家列未建会")),
            BATTLE_MAP: _ReportCard(Icon.TILES, title_of(BATTLE_MAP), _("上墙，A4 到 A0，可拼接")),
            VISIT_LIST: _ReportCard(Icon.MAP_PIN, title_of(VISIT_LIST), _("明天去哪几家，按街道")),
            VISIT_SLIPS: _ReportCard(Icon.DOCUMENT, title_of(VISIT_SLIPS), _("一家一条，带二维码")),
            FOLLOWUPS: _ReportCard(Icon.FLAG, title_of(FOLLOWUPS), _("一人一张，按期限")),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        for kind, card in self._cards.items():
            card.clicked.connect(partial(self._emit, kind))
            self._group.addButton(card)
            column.addWidget(card)
        self.choose(WEEKLY)

    def choose(self, kind: str) -> None:
        """Show a print as chosen, without the signal."""
        show_checked(self._cards[kind])
        self.setFocusProxy(self._cards[kind])

    def choice(self) -> str:
        """The print that is chosen."""
        return next(kind for kind, card in self._cards.items() if card.isChecked())

    def _emit(self, kind: str, *_checked: object) -> None:
        self.setFocusProxy(self._cards[kind])
        self.chosen.emit(kind)


class _ReportCard(QAbstractButton):
    def __init__(self, icon: Icon, title: str, text: str) -> None:
        super().__init__()
        self._icon = icon
        self._explanation = text
        self.setText(title)
        self.setAccessibleDescription(text)
        self.setCheckable(True)
        click_when_checked(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._explanation)
        return QSize(round(self._text_left() + words + Space.M), px(60))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        chosen = self.isChecked()
        ground = Role.ACCENT_SOFT if chosen else Role.HOVER if self.underMouse() or self.isDown() else Role.SURFACE
        with QPainter(self) as painter:
            paint_box(painter, box, Radius.CARD, colour(ground), colour(Role.ACCENT_LINE if chosen else Role.LINE))
            side = px(ICON_LARGE)
            place = QRectF(Space.M, box.center().y() - side / 2, side, side)
            paint_icon(painter, place, self._icon, colour(Role.ACCENT if chosen else Role.TEXT2))
            left, middle = self._text_left(), box.center().y()
            title = QRectF(left, middle - px(LINE_HEIGHTS[TextSize.BODY]), box.width(), px(LINE_HEIGHTS[TextSize.BODY]))
            painter.setFont(font(bold=chosen))
            painter.setPen(colour(Role.TEXT))
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.text())
            words = QRectF(left, middle, box.width(), px(LINE_HEIGHTS[TextSize.SMALL]))
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._explanation)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CARD)

    def _text_left(self) -> int:
        return Space.M + px(ICON_LARGE) + Space.M
