"""One column: who said it, when and where; the value with what differs marked by ground and underline; its button."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.merging.cards import ConflictCard, Side
from ui.conflicts.words import Spans, detail_words, digit_of, head_words, marks_of, take_words
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import ElidedLabel, Label
from ui.shared.panes import Card, Hairline, Pane
from ui.shared.tags import KeyCap
from ui.theme.fonts import font
from ui.theme.palette import colour, theme
from ui.theme.tokens import Role, Space, TextSize

_LEADING = 1.25


class MarkedValue(QWidget):
    """A value in large type, wrapped; marked parts stand on the ground of a change and are underlined."""

    def __init__(self, text: str, marks: Spans, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._marks, self._is_empty = text or _("空"), marks, not text
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._text)
        theme.follow(self.updateGeometry)

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._layout(width)[1])

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        layout, _height = self._layout(self.width())
        with QPainter(self) as painter:
            painter.setPen(colour(Role.TEXT2 if self._is_empty else Role.TEXT))
            layout.draw(painter, QPointF(0, 0))

    def _layout(self, width: int) -> tuple[QTextLayout, float]:
        long = len(self._text) > 40  # noqa: PLR2004 - a sentence, not a value
        face = font(TextSize.BODY if long else TextSize.TITLE, bold=not long)
        layout = QTextLayout(self._text.replace("\n", "\u2028"), face)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._range(start, end) for start, end in self._marks])
        layout.beginLayout()
        top, step = 0.0, QFontMetricsF(face).height() * _LEADING
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top))
            top += step
        layout.endLayout()
        return layout, top

    def _range(self, start: int, end: int) -> QTextLayout.FormatRange:
        part = QTextLayout.FormatRange()
        part.start, part.length = start, end - start
        look = QTextCharFormat()
        if not theme.high_contrast:
            look.setBackground(QBrush(colour(Role.CHG)))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(colour(Role.WARN))
        part.format = look
        return part


class ValueCard(Card):
    """`taken` carries the number of the side."""

    taken = Signal(int)

    def __init__(self, card: ConflictCard, side: Side, *, is_likely: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.side = side
        title, below = head_words(side)
        self._effect = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self._effect.hide()
        words = take_words(card, side)
        self.button = Button(words, ButtonKind.PRIMARY if is_likely else ButtonKind.NORMAL, key=digit_of(side))
        self.button.setAccessibleName(f"{words} {side.text or _('空')}")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head(side, title, below, is_likely=is_likely))
        body = QVBoxLayout()
        body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        body.setSpacing(Space.XS)
        body.addWidget(MarkedValue(side.text, marks_of(card, side)))
        body.addSpacing(Space.XS)
        for line in detail_words(side):
            body.addWidget(Label(line, role=Role.TEXT2, wrap=True))
        body.addStretch(1)
        body.addWidget(self._effect)
        column.addLayout(body, 1)
        column.addWidget(Hairline())
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def show_effect(self, words: str) -> None:
        """What taking it does to the rate."""
        self._effect.setText(words)
        self._effect.setVisible(bool(words))

    @property
    def effect(self) -> str:
        """What is said of the rate."""
        return self._effect.text()

    def _take(self, *_checked: object) -> None:
        self.taken.emit(self.side.key)

    @staticmethod
    def _head(side: Side, title: str, below: str, *, is_likely: bool) -> QWidget:
        head = _HeadPane(Role.ACCENT_SOFT if is_likely else Role.SURFACE2)
        column = QVBoxLayout(head)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(KeyCap(digit_of(side)))
        line.addWidget(ElidedLabel(title, bold=True), 1)
        column.addLayout(line)
        column.addWidget(ElidedLabel(below or " ", size=TextSize.SMALL, role=Role.TEXT2))
        return head


class _HeadPane(Pane):
    """The ground of the head, under the corners of the card."""

    def __init__(self, ground: Role) -> None:
        super().__init__(ground, "b")
        self.setMinimumWidth(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self._ground))
            box = QRectF(self.rect())
            painter.drawRoundedRect(box.adjusted(0, 0, 0, 8), 5, 5)
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour(Role.LINE))
