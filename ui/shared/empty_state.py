"""An empty place explains itself: the six signs with their words, one sentence, ways in, one link."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.vocabulary import STAGE_WORDS
from ui.shared.buttons import LinkButton
from ui.shared.labels import Label
from ui.shared.panes import ChoiceCard, Pane, ScrollPane
from ui.theme.fonts import font
from ui.theme.glyphs import paint_glyph
from ui.theme.icons import Icon
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import GLYPH_LARGE, Role, Space, TextSize

_CARD_WIDTH = 560
_SIGN_PITCH = 88


@dataclass(frozen=True, slots=True)
class WayIn:
    """One of the cards."""

    name: str
    icon: Icon
    title: str
    text: str
    key: str = ""


class StageLegend(QWidget):
    """The six glyphs over their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("、").join(entry.label for entry in STAGE_WORDS.entries))
        theme.follow(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(_SIGN_PITCH) * len(STAGE_WORDS.entries), px(60))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        pitch, side = px(_SIGN_PITCH), px(GLYPH_LARGE)
        with QPainter(self) as painter:
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            for number, entry in enumerate(STAGE_WORDS.entries):
                left = number * pitch
                paint_glyph(painter, QRectF(left + (pitch - side) / 2, 0, side, side), entry.code)
                words = QRectF(left, px(36), pitch, px(20))
                painter.drawText(words, Qt.AlignmentFlag.AlignCenter, entry.label)


class EmptyState(QWidget):
    """Signs, title, sentence and cards in the middle; the first card takes the focus."""

    chosen = Signal(str)  # name of the way in, or "link"

    def __init__(
        self,
        title: str,
        sentence: str,
        ways: Sequence[WayIn] = (),
        *,
        link_before: str = "",
        link: str = "",
        with_signs: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.cards: list[ChoiceCard] = []
        content = Pane()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollPane(content))
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(0)
        column.addStretch(4)
        middle = Qt.AlignmentFlag.AlignHCenter
        if with_signs:
            column.addWidget(StageLegend(), 0, middle)
            column.addSpacing(Space.XL)
        self._title = Label(title, size=TextSize.TITLE, bold=True)
        column.addWidget(self._title, 0, middle)
        self._sentence = Label(sentence, role=Role.TEXT2, wrap=True)
        self._sentence.setAlignment(middle)
        column.addWidget(self._sentence, 0, middle)
        column.addSpacing(Space.L + 4)
        for way in ways:
            card = ChoiceCard(way.icon, way.title, way.text, way.key)
            card.clicked.connect(partial(self._choose, way.name))
            self.cards.append(card)
            column.addWidget(card, 0, middle)
            column.addSpacing(Space.S)
        if link:
            column.addSpacing(Space.M)
            column.addLayout(self._link_row(link_before, link))
        column.addStretch(5)
        theme.follow(self._restyle)

    def set_words(self, title: str, sentence: str) -> None:
        """Explain something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._restyle()

    def focus_first(self) -> None:
        """Put the focus on the first card."""
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _link_row(self, before: str, link: str) -> QHBoxLayout:
        button = LinkButton(link)
        button.clicked.connect(partial(self._choose, "link"))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch()
        row.addWidget(Label(before, role=Role.TEXT2))
        row.addWidget(button)
        row.addStretch()
        return row

    def _choose(self, name: str, *_checked: object) -> None:
        self.chosen.emit(name)

    def _restyle(self) -> None:
        self._sentence.setMinimumSize(0, 0)  # a label is never measured narrower than that
        self._sentence.setFixedWidth(_even_width(self._sentence, px(_CARD_WIDTH)))
        self._sentence.setMinimumHeight(max(self._sentence.heightForWidth(self._sentence.width()), 0))
        width = max([px(_CARD_WIDTH), *(card.sizeHint().width() for card in self.cards)])
        for card in self.cards:
            card.setFixedWidth(width)


def _even_width(sentence: Label, most: int) -> int:
    """The least width in which it takes no more lines than in `most`: no last line of a word or two."""
    height, least = sentence.heightForWidth(most), most // 2
    while most - least > Space.XS:
        middle = (least + most) // 2
        if sentence.heightForWidth(middle) <= height:
            most = middle
        else:
            least = middle
    return most
