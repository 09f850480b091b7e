"""The prints that there are, as cards; the chosen one is shown."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import N_, _
from ui.reports.options import (
    BATTLE_MAP,
    CIRCULAR,
    DOSSIER,
    FOLLOWUPS,
    KINDS,
    LEADERS,
    LEAFLET,
    REASONS,
    ROLL_UP,
    TASKS,
    VISIT_LIST,
    VISIT_SLIPS,
    WEEKLY,
    title_of,
)
from ui.shared.pressed_by_name import click_when_checked, show_checked
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_LARGE, LINE_HEIGHTS, Height, Radius, Role, Space, TextSize

_ICONS = {
    WEEKLY: Icon.TABLE,
    BATTLE_MAP: Icon.TILES,
    TASKS: Icon.PERSON,
    LEADERS: Icon.UNION,
    DOSSIER: Icon.BOOK,
    REASONS: Icon.CHART,
    CIRCULAR: Icon.MEETING,
    ROLL_UP: Icon.CHECK,
    VISIT_LIST: Icon.MAP_PIN,
    VISIT_SLIPS: Icon.DOCUMENT,
    FOLLOWUPS: Icon.FLAG,
    LEAFLET: Icon.PHONE,
}
_EXPLANATIONS = {
    WEEKLY: N_("A4 横排，逐家列未建会"),
    BATTLE_MAP: N_("上墙，A4 到 A0，可拼接"),
    TASKS: N_("一人一份，名下每一家"),
    LEADERS: N_("一位领导一页，难的在前"),
    DOSSIER: N_("一家的全部记录"),
    REASONS: N_("排序、趋势、转化率"),
    CIRCULAR: N_("名次、表扬、提醒"),
    ROLL_UP: N_("各部分之和与总数"),
    VISIT_LIST: N_("明天去哪几家，按街道"),
    VISIT_SLIPS: N_("一家一条，带二维码"),
    FOLLOWUPS: N_("一人一张，按期限"),
    LEAFLET: N_("海报和卡片，带二维码"),
}


class Gallery(QWidget):
    """Up and Down move between the cards."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("打印件"))
        self._group = QButtonGroup(self)
        self._cards = {kind: _ReportCard(_ICONS[kind], title_of(kind), _(_EXPLANATIONS[kind])) for kind in KINDS}
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(2)
        for kind, card in self._cards.items():
            card.clicked.connect(partial(self._emit, kind))
            self._group.addButton(card)
            column.addWidget(card)
        self.choose(WEEKLY)

    def choose(self, kind: str) -> None:
        """Show a print as chosen, without the signal."""
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self)
        show_checked(self._cards[kind])
        self.setFocusProxy(self._cards[kind])
        if had_keyboard:
            self._cards[kind].setFocus()

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
        self.setToolTip(text)
        self.setCheckable(True)
        click_when_checked(self)
        self.toggled.connect(self._grow)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    def _grow(self, *_checked: object) -> None:
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """The chosen card has its explanation, the others their name."""
        words = QFontMetricsF(font(TextSize.SMALL)).horizontalAdvance(self._explanation)
        return QSize(round(self._text_left() + words + Space.M), px(52 if self.isChecked() else Height.BUTTON))

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
            side = px(ICON_LARGE) if chosen else px(ICON_LARGE) * 0.85
            place = QRectF(Space.M, box.center().y() - side / 2, side, side)
            paint_icon(painter, place, self._icon, colour(Role.ACCENT if chosen else Role.TEXT2))
            left, middle = self._text_left(), box.center().y()
            high = px(LINE_HEIGHTS[TextSize.BODY])
            title = QRectF(left, middle - (high if chosen else high / 2), box.width(), high)
            painter.setFont(font(bold=chosen))
            painter.setPen(colour(Role.TEXT))
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.text())
            if chosen:
                words = QRectF(left, middle, box.width(), px(LINE_HEIGHTS[TextSize.SMALL]))
                painter.setFont(font(TextSize.SMALL))
                painter.setPen(colour(Role.TEXT2))
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._explanation)
            if self.hasFocus():
                paint_ring(painter, box, Radius.CARD)

    def _text_left(self) -> int:
        return Space.M + px(ICON_LARGE) + Space.M
