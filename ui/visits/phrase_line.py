"""The note of a visit: initials and a blank become a phrase (fzrwc␠ → 负责人外出), Backspace takes that back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter
from typing_extensions import override

from models.language import N_, _
from models.rules.phrases import Phrase, Source, find_phrases, is_whole
from ui.inline_field import LabelledLine
from ui.shared.suggestions import Suggestion, SuggestionList
from ui.theme.fonts import font
from ui.theme.palette import colour
from ui.theme.tokens import Role, Space, TextSize

_LETTERS = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*$")
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_SOURCES = {Source.OWN: N_("自存"), Source.LEARNT: N_("常写"), Source.SHIPPED: N_("自带")}


@dataclass(frozen=True, slots=True)
class _Expanded:
    """What was put in place of letters, and how the line read before and after."""

    before: str
    cursor: int
    after: str


class PhraseLine(LabelledLine):
    """Phrases that fit the letters before the cursor are listed; what the letters stand for is said at the right."""

    def __init__(self, label: str, *, placeholder: str = "") -> None:
        super().__init__(label, placeholder=placeholder)
        self._phrases: tuple[Phrase, ...] = ()
        self._list: SuggestionList | None = None
        self._found: list[Phrase] = []
        self._chosen = -1  # a proposal that the arrows went to
        self._expanded: _Expanded | None = None
        self.textEdited.connect(self._look)

    def set_phrases(self, phrases: Sequence[Phrase]) -> None:
        """The phrases that can be typed."""
        self._phrases = tuple(phrases)

    def hint(self) -> str:
        """What a blank would do now, or what it did."""
        if self._expanded is not None:
            return _("短语已展开，退格还原")
        whole = self._whole()
        if whole is None:
            return ""
        return _("{letters} + 空格 → {phrase}").format(letters=self._typed(), phrase=whole.text)

    def proposals_shown(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    def before_key(self, key: int) -> bool:
        """For FormKeys: Esc first closes the list; Enter takes a proposal only if the arrows went to it."""
        if not self.proposals_shown():
            return False
        if key == Qt.Key.Key_Escape:
            self._close()
            return True
        if self._chosen >= 0:
            self._expand(self._found[self._chosen])
            return True
        self._close()
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.composing or not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space and (phrase := self._wanted()) is not None:
            self._expand(phrase)
        elif event.key() in _STEPS and self.proposals_shown():
            self._step(_STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Backspace and self._expanded is not None:
            self._restore(self._expanded)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close()

    @override
    def _paint_more(self, painter: QPainter) -> None:
        super()._paint_more(painter)
        hint = self.hint() if self.hasFocus() and not self.composing else ""
        metrics = QFontMetricsF(font(TextSize.SMALL))
        box = self._text_box()
        left = box.right() - Space.XS - metrics.horizontalAdvance(hint)
        if hint and left > box.left() + QFontMetricsF(self.font()).horizontalAdvance(self.text()) + Space.L:
            painter.setFont(font(TextSize.SMALL))
            painter.setPen(colour(Role.TEXT2))
            painter.drawText(QPointF(left, self._baseline()), hint)

    def _typed(self) -> str:
        """The letters right before the cursor."""
        found = _LETTERS.search(self.text()[: self.cursorPosition()])
        return found[0] if found else ""

    def _whole(self) -> Phrase | None:
        first = self._found[0] if self._found else None
        return first if first is not None and is_whole(first, self._typed()) else None

    def _wanted(self) -> Phrase | None:
        """What a blank stands for: the proposal that was gone to, or the phrase that is typed completely."""
        return self._found[self._chosen] if self._found and self._chosen >= 0 else self._whole()

    def _look(self, _text: str) -> None:
        self._expanded = None
        self._chosen = -1
        typed = self._typed()
        self._found = find_phrases(self._phrases, typed) if typed and self.hasFocus() else []
        if self._list is None and self._found:
            self._list = SuggestionList(self.window())
            self._list.pressed.connect(self._take)
        if self._list is not None:
            whole = self._whole()
            rows = [_row(phrase, is_next=phrase is whole) for phrase in self._found]
            self._list.show_below(self, rows)
        self.update()

    def _step(self, step: int) -> None:
        """The first arrow down goes to the first proposal, which is highlighted already."""
        if self._list is None:
            return
        if self._chosen < 0:
            self._chosen = 0 if step > 0 else len(self._found) - 1
            if step < 0:
                self._list.step(-1)
        else:
            self._chosen = (self._chosen + step) % len(self._found)
            self._list.step(step)

    def _take(self, suggestion: Suggestion) -> None:
        self._expand(next(phrase for phrase in self._found if phrase.text == suggestion.key))

    def _expand(self, phrase: Phrase) -> None:
        before, cursor = self.text(), self.cursorPosition()
        start = cursor - len(self._typed())
        self.setSelection(start, cursor - start)
        self.insert(phrase.text)
        self._close()
        self._expanded = _Expanded(before, cursor, self.text())
        self.update()

    def _restore(self, expanded: _Expanded) -> None:
        """The letters again, and a blank after them: they were meant."""
        self._expanded = None
        if self.text() != expanded.after:
            self.backspace()
            return
        self.setText(f"{expanded.before[: expanded.cursor]} {expanded.before[expanded.cursor :]}")
        self.setCursorPosition(expanded.cursor + 1)
        self.update()

    def _close(self) -> None:
        self._found, self._chosen, self._expanded = [], -1, None
        if self._list is not None:
            self._list.hide()
        self.update()


def _row(phrase: Phrase, *, is_next: bool) -> Suggestion:
    detail = f"{phrase.abbreviation}　{_(_SOURCES[phrase.source])}"
    return Suggestion(phrase.text, phrase.text, detail, shortcut=_("空格") if is_next else "")
