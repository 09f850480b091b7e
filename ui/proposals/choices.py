"""The candidates of one organization side by side: what differs, what speaks for each, what against; keys 1 to 9."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.queries.proposals import ProposalRow
from models.rules.proposals import Choice
from ui.proposals.words import proposed_words
from ui.shared.labels import ElidedLabel, Label
from ui.shared.panes import Pane, ScrollPane
from ui.shared.pressed_by_name import click_when_checked, show_checked
from ui.shared.tags import KeyCap
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_TAG, LINE_HEIGHTS, Radius, Role, Space, TextSize

_CARD_WIDTH, _HEIGHT, _LEAST = 196, 172, 56


class ChoicesPane(Pane):
    """`chosen` carries the value of the card that was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges="t", parent=parent)
        self.cards: list[ChoiceCard] = []
        self._title = ElidedLabel(size=TextSize.SMALL, role=Role.TEXT2)
        self._row = _CardRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self._title)
        column.addWidget(ScrollPane(self._row), 1)

    def set_room(self, height: int) -> None:
        """Take no more than this; where it is little, the line above the cards goes first."""
        wanted = px(_HEIGHT)
        self._title.setVisible(height >= wanted)
        self.setFixedHeight(min(wanted, max(height, px(_LEAST))))

    def show_row(self, field: str, row: ProposalRow | None, value: str, said: str) -> None:
        """Show the candidates of an organization, `value` as the chosen one; `said` holds for the whole group."""
        choices = row.proposal.choices if row is not None and row.proposal is not None else ()
        stands = row.stands if row is not None else ""
        self._title.setText(self._words(row, stands) if row is not None else "")
        self.cards = [
            ChoiceCard(str(number), field, choice, stands, said=said) for number, choice in enumerate(choices, start=1)
        ]
        for card, choice in zip(self.cards, choices, strict=True):
            show_checked(card, checked=choice.value == value)
            card.clicked.connect(partial(self._choose, choice.value))
        self._row.show_cards(self.cards)

    def press(self, number: int) -> bool:
        """As if the card of that number had been pressed; False if there is none."""
        if not 1 <= number <= len(self.cards):
            return False
        self.cards[number - 1].click()
        return True

    @staticmethod
    def _words(row: ProposalRow, stands: str) -> str:
        parts = (row.name, _("原代码 {code}").format(code=stands) if stands else "", row.address)
        return " · ".join(part for part in parts if part)

    def _choose(self, value: str, *_checked: object) -> None:
        self.chosen.emit(value)


class _CardRow(Pane):
    """The cards in as many rows as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[ChoiceCard] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cards(self, cards: "list[ChoiceCard]") -> None:
        """Show these instead of what was shown."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = cards
        for card in cards:
            card.setParent(self)
            card.show()
        self._place()

    @override
    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(height + Space.S for height in rows) if rows else 0

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(_CARD_WIDTH), self.heightForWidth(max(self.width(), px(_CARD_WIDTH))))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(_CARD_WIDTH), self.heightForWidth(max(self.width(), px(_CARD_WIDTH))))

    @override
    def resizeEvent(self, event: object) -> None:
        self._place()

    def _columns(self, width: int) -> int:
        return max(1, (width + Space.S) // (px(_CARD_WIDTH) + Space.S))

    def _rows(self, width: int) -> list[int]:
        """The height of each row of cards."""
        columns = self._columns(width)
        heights = [card.heightForWidth(px(_CARD_WIDTH)) for card in self._cards]
        return [max(heights[start : start + columns]) for start in range(0, len(heights), columns)]

    def _place(self) -> None:
        columns, rows = self._columns(self.width()), self._rows(self.width())
        top = 0
        for number, card in enumerate(self._cards):
            row, column = divmod(number, columns)
            if column == 0 and row:
                top += rows[row - 1] + Space.S
            card.setGeometry(column * (px(_CARD_WIDTH) + Space.S), top, px(_CARD_WIDTH), rows[row])
        self.updateGeometry()


class ChoiceCard(QAbstractButton):
    """One candidate: its key, the value with what differs marked, and its reasons."""

    def __init__(self, key: str, field: str, choice: Choice, stands: str, *, said: str) -> None:
        super().__init__()
        self.value = choice.value
        self.setCheckable(True)
        click_when_checked(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        words = proposed_words(field, choice.value)
        evidence = [sentence for sentence in choice.evidence if sentence != said]
        self.setText(words)
        self.setToolTip("\n".join((*choice.evidence, *choice.against)))
        self.setAccessibleDescription(_("，").join((key, *choice.evidence, *choice.against)))
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(KeyCap(key))
        head.addWidget(_CodeWords(words, stands))
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(2)
        column.addLayout(head)
        for sentence in evidence:
            column.addWidget(_Reason(sentence, Icon.CHECK, Role.OK))
        for sentence in choice.against:
            column.addWidget(_Reason(sentence, Icon.WARNING, Role.WARN))
        column.addStretch()
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else px(40)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        ground = Role.ACCENT_SOFT if self.isChecked() else Role.HOVER if self.underMouse() else Role.SURFACE
        with QPainter(self) as painter:
            paint_box(painter, box, Radius.CARD, colour(ground), colour(Role.LINE))
            if self.isChecked():
                paint_ring(painter, box, Radius.CARD, colour(Role.ACCENT))


class _CodeWords(QWidget):
    """A value; of a code the characters that differ from the broken one stand on the ground of changes."""

    def __init__(self, words: str, stands: str) -> None:
        super().__init__()
        self._words = words
        same_length = len(words) == len(stands)
        self._differs = [same_length and own != other for own, other in zip(words, stands, strict=False)]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(bold=True))
        width = sum(metrics.horizontalAdvance(character) for character in self._words)
        return QSize(round(width + 1), px(LINE_HEIGHTS[TextSize.BODY]))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        face = font(bold=True)
        metrics = QFontMetricsF(face)
        baseline = round((self.height() + metrics.ascent() - metrics.descent()) / 2)
        left = 0.0
        with QPainter(self) as painter:
            painter.setFont(face)
            painter.setPen(colour(Role.TEXT))
            for place, character in enumerate(self._words):
                width = metrics.horizontalAdvance(character)
                if place < len(self._differs) and self._differs[place]:
                    painter.fillRect(QRectF(left, 1, width, self.height() - 2), colour(Role.CHG))
                    painter.fillRect(QRectF(left, self.height() - 2, width, 1), colour(Role.TEXT))
                painter.drawText(QPointF(left, baseline), character)
                left += width


class _Reason(QWidget):
    """A sentence with its sign."""

    def __init__(self, sentence: str, icon: Icon, role: Role) -> None:
        super().__init__()
        self._icon, self._role = icon, role
        self._label = Label(sentence, size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(ICON_TAG) + Space.XS, 0, 0, 0)
        row.addWidget(self._label)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        side = px(ICON_TAG)
        with QPainter(self) as painter:
            line = px(LINE_HEIGHTS[TextSize.SMALL])
            paint_icon(painter, QRectF(0, (line - side) / 2, side, side), self._icon, colour(self._role))
