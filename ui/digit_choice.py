"""One of a short list, chosen by its digit without opening anything: 1 上门, 2 电话, 3 会议."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.vocabulary import Code
from ui.shared.fields import Choice
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box, paint_ring
from ui.theme.palette import colour, px
from ui.theme.tokens import ICON_SMALL, Height, Radius, Role, Space

_GAP = 7  # between the digit and its word


class DigitChoice(Choice):
    """Digits choose, arrows go through, Backspace takes the choice back where nothing has to be chosen."""

    def __init__(
        self,
        codes: Sequence[Code],
        *,
        chosen: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__([(entry.code, f"{entry.code} {entry.label}") for entry in codes], parent=parent)
        self._first = chosen
        self.setPlaceholderText(placeholder)
        self.choose(chosen)

    def word(self) -> str:
        """The word of what is chosen, without its digit."""
        return self.currentText().partition(" ")[2]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.text().isdigit():
            if self.findData(event.text()) >= 0:
                self.choose(event.text())
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.choose(self._first)
        elif event.text().strip() or event.key() == Qt.Key.Key_F4:
            event.ignore()  # letters choose nothing, and F4 belongs to the window
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        widest = max((QFontMetricsF(font(bold=True)).horizontalAdvance(word) for word in self._words()), default=0)
        return QSize(round(widest + _GAP + px(ICON_SMALL)) + 4 * Space.S, px(Height.FIELD))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        enabled = self.isEnabled()
        with QPainter(self) as painter:
            ground = Role.SURFACE if enabled else Role.SURFACE2
            edge = Role.DANGER if self._wrong else Role.LINE2
            hovered = enabled and self.underMouse()
            paint_box(painter, box, Radius.CONTROL, colour(Role.HOVER if hovered else ground), colour(edge))
            self._paint_words(painter, box.adjusted(Space.S + 1, 0, -Space.S, 0))
            if hovered or self.hasFocus() or not self.choice():
                side = px(ICON_SMALL)
                place = QRectF(box.right() - Space.XS - side, box.center().y() - side / 2, side, side)
                paint_icon(painter, place, Icon.CHEVRON_DOWN, colour(Role.TEXT2 if enabled else Role.TEXT3))
            if self.hasFocus():
                paint_ring(painter, box, Radius.CONTROL, colour(Role.DANGER if self._wrong else Role.FOCUS))

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        left = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font())
        if not self.choice():
            painter.setPen(colour(Role.TEXT3))
            painter.drawText(box, left, self.placeholderText())
            return
        painter.setPen(colour(Role.TEXT2 if self.isEnabled() else Role.TEXT3))
        painter.drawText(box, left, self.choice())
        box.setLeft(box.left() + QFontMetricsF(font()).horizontalAdvance(self.choice()) + _GAP)
        painter.setFont(font(bold=True))
        painter.setPen(colour(Role.TEXT if self.isEnabled() else Role.TEXT3))
        painter.drawText(box, left, self.word())

    def _words(self) -> list[str]:
        return [self.itemText(number) for number in range(self.count())]
