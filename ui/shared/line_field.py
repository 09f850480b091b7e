"""One-line fields: text, text with its parsed meaning after an arrow, and whole numbers with their unit."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QInputMethodEvent,
    QIntValidator,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget
from typing_extensions import override

from ui.shared.enter_presses import keep_enter
from ui.shared.tags import TagKind, paint_tag, tag_size
from ui.theme.fonts import font
from ui.theme.icons import Icon, paint_icon
from ui.theme.paint import paint_box
from ui.theme.palette import colour, px, theme
from ui.theme.tokens import ICON_TAG, Height, Radius, Role, Space

_CARET_ROOM = 2  # QLineEdit keeps this much before its text
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def leaves_to_window(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Whether an editor that can take back or bring back nothing is asked whether it wants that key."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    standard = QKeySequence.StandardKey
    return (event.matches(standard.Undo) and not can_undo) or (event.matches(standard.Redo) and not can_redo)


class LineField(QLineEdit):
    """A line of text, with an optional drawing at its left and key cap at its right.

    `strong` sets the text in bold, for the value a form is about.
    """

    def __init__(
        self,
        *,
        placeholder: str = "",
        strong: bool = False,
        icon: Icon | None = None,
        key: str = "",
        height: Height = Height.FIELD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._height = height
        self.composing = False
        self._strong = strong
        self._icon = icon
        self._key = key
        self._wrong = False
        self.setPlaceholderText(placeholder)
        theme.follow(self._restyle)
        if strong:
            self.textChanged.connect(self._embolden)  # what only says what could stand here is not bold

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Show whether what stands here cannot be taken."""
        self._wrong = wrong
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Y are the window's where nothing was typed that they could take back."""
        if leaves_to_window(event, can_undo=self.isUndoAvailable(), can_redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _ENTER:
            event.accept()  # it ends the composition, it does not act
            return
        had_focus = self.hasFocus()
        super().keyPressEvent(event)
        keep_enter(self, event, had_focus=had_focus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            if self._wrong:
                width = theme.ring if self.hasFocus() or theme.high_contrast else 1
                paint_box(painter, box, Radius.CONTROL, None, colour(Role.DANGER), width=width)
            if self._icon is not None:
                side = px(ICON_TAG)
                place = QRectF(Space.S + 1, box.center().y() - side / 2, side, side)
                paint_icon(painter, place, self._icon, colour(Role.TEXT2))
            if self._key:
                size = tag_size(self._key, TagKind.KEY)
                left = box.right() - Space.S - size.width()
                paint_tag(
                    painter,
                    QRectF(left, box.center().y() - size.height() / 2, size.width(), size.height()),
                    self._key,
                    TagKind.KEY,
                )
            self._paint_more(painter)

    def _paint_more(self, painter: QPainter) -> None:
        """Room for what derived fields show inside."""

    def _text_box(self) -> QRectF:
        """Where the text is painted."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        contents = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return QRectF(contents.marginsRemoved(self.textMargins()))

    def _baseline(self) -> float:
        metrics = QFontMetricsF(font())
        return round(self.height() / 2 + (metrics.ascent() - metrics.descent()) / 2)

    def _right_margin(self) -> int:
        return tag_size(self._key, TagKind.KEY).width() + Space.S if self._key else 0

    def _embolden(self, text: str) -> None:
        self.setFont(font(bold=self._strong and bool(text)))

    def _restyle(self) -> None:
        self.setFixedHeight(px(self._height))
        self._embolden(self.text())
        left = px(ICON_TAG) + Space.S if self._icon is not None else 0
        self.setTextMargins(left, 0, self._right_margin(), 0)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a typed text was understood as: a value and its words, or why it was not understood."""

    words: str = ""
    value: object = None
    error: str = ""


class MeaningField(LineField):
    """Understands what is typed and says so after an arrow: +5 → 10-10 周四."""

    meaning_changed = Signal(object)  # Meaning

    def __init__(
        self,
        understand: Callable[[str], Meaning],
        *,
        placeholder: str = "",
        strong: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, strong=strong, parent=parent)
        self._understand = understand
        self.meaning = Meaning()
        self.textChanged.connect(self._read)

    def _read(self, text: str) -> None:
        self.meaning = self._understand(text) if text.strip() else Meaning()
        self.show_meaning()
        self.meaning_changed.emit(self.meaning)

    def show_meaning(self) -> None:
        """Show whether what stands here is understood, and tell a screen reader."""
        self.set_wrong(bool(self.meaning.error))
        self.setAccessibleDescription(self.meaning.words or self.meaning.error)

    @override
    def _paint_more(self, painter: QPainter) -> None:
        if self.composing or not self.meaning.words:
            return
        box = self._text_box()
        typed = QFontMetricsF(self.font()).horizontalAdvance(self.displayText())
        x = box.left() + _CARET_ROOM + typed + Space.S
        metrics = QFontMetricsF(font())
        words = metrics.elidedText(f"→ {self.meaning.words}", Qt.TextElideMode.ElideRight, max(box.right() - x, 0))
        painter.setFont(font())
        painter.setPen(colour(Role.TEXT2))
        painter.drawText(QPointF(x, self._baseline()), words)


class NumberField(LineField):
    """A whole number or nothing (not known is not zero), right-aligned before its unit."""

    value_changed = Signal(object)  # int or None

    def __init__(
        self,
        *,
        unit: str = "",
        lowest: int = 0,
        highest: int = 9_999_999,
        parent: QWidget | None = None,
    ) -> None:
        self._unit = unit
        super().__init__(parent=parent)
        self._lowest, self._highest = lowest, highest
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setValidator(QIntValidator(lowest, highest, self))
        self.textChanged.connect(self._tell)

    def value(self) -> int | None:
        """The number, or None where there is none."""
        return int(self.text()) if self.hasAcceptableInput() and self.text() else None

    def set_value(self, value: int | None) -> None:
        """Show a number, or nothing."""
        self.setText("" if value is None else str(value))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = steps[Qt.Key(event.key())]
            self.set_value(max(self._lowest, min(self._highest, (self.value() or 0) + step)))
        else:
            super().keyPressEvent(event)

    @override
    def _paint_more(self, painter: QPainter) -> None:
        if self._unit:
            x = self._text_box().right() + Space.XS
            painter.setFont(font())
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(QPointF(x, self._baseline()), self._unit)

    @override
    def _right_margin(self) -> int:
        if not self._unit:
            return super()._right_margin()
        return round(QFontMetricsF(font()).horizontalAdvance(self._unit)) + Space.XS

    def _tell(self, _text: str) -> None:
        self.value_changed.emit(self.value())
