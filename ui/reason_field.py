"""Reasons of a visit as chips in a field: those that are open already, and those that this visit adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from models.ledger.code_lists import ReasonEntry
from ui.reason_words import ends_word, find_reasons, one_reason, reason_suggestions, split_words
from ui.shared.suggestions import SuggestionField
from ui.shared.tags import TagKind, paint_tag, tag_size
from ui.theme.palette import px
from ui.theme.tokens import Space

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST_FOR_TEXT = 44
_TEXT_PADDING = 6  # less than the style sheet's, so that text stands near the last chip


@dataclass(frozen=True, slots=True)
class _Chip:
    code: str
    words: str
    kind: TagKind


class ReasonField(SuggestionField):
    """Codes or labels with commas or blanks between; Backspace in front of the text takes the last new one back."""

    reasons_changed = Signal()

    def __init__(self, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        self._open: tuple[str, ...] = ()
        self._primary = ""
        self._added: list[str] = []
        self._entries: Mapping[str, ReasonEntry] = {}
        self._hint = placeholder
        super().__init__(placeholder=placeholder, parent=parent)
        self.query_changed.connect(self._read)
        self.chosen.connect(self._choose_reason)

    @property
    def added(self) -> tuple[str, ...]:
        """The codes that were entered here and are not open already, in order."""
        return tuple(code for code in self._added if code not in self._open)

    @property
    def rest(self) -> str:
        """What was typed and is no reason (yet)."""
        return self.text().strip()

    def set_entries(self, entries: Mapping[str, ReasonEntry]) -> None:
        """The reasons that can be entered."""
        self._entries = entries

    def set_open(self, reasons: Sequence[tuple[str, bool]]) -> None:
        """Show the reasons that are open already, as (code, is primary); they stay whatever is entered."""
        self._open = tuple(code for code, _is_primary in reasons)
        self._primary = next((code for code, is_primary in reasons if is_primary), "")
        self._show_chips()

    def set_added(self, codes: Sequence[str], rest: str = "") -> None:
        """Show these as entered."""
        self._added = list(codes)
        self.setText(rest)
        self._show_chips()

    def draft(self) -> str:
        """What was entered, for a draft."""
        return "|".join([",".join(self._added), self.text()])

    def put_draft(self, text: str) -> None:
        """Show what a draft says."""
        added, _bar, rest = text.partition("|")
        self.set_added([code for code in added.split(",") if code], rest)

    def commit(self) -> None:
        """Take what was typed as reasons; what names none stays as text."""
        rest = [word for word in split_words(self.text()) if not self._add(word)]
        self.setText(" ".join(rest))
        self._show_chips()

    @override
    def before_key(self, key: int) -> bool:
        taken = super().before_key(key)
        if key in _ENTER and self.text().strip():
            self.commit()
        return taken

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text() and not self.composing and self._added:
            self._added.pop()
            self._show_chips()
        elif event.key() == Qt.Key.Key_Down and not self.text() and not self.suggestions_shown():
            self.show_suggestions(reason_suggestions(self._not_here(find_reasons(self._entries, ""))))
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for chip, place in self._places():
            if place.contains(event.position()) and chip.code in self._added and chip.code not in self._open:
                self._added.remove(chip.code)
                self._show_chips()
                return
        super().mousePressEvent(event)

    @override
    def _paint_more(self, painter: QPainter) -> None:
        for chip, place in self._places():
            paint_tag(painter, place, chip.words, chip.kind)

    @override
    def _restyle(self) -> None:
        super()._restyle()
        places = self._places()
        self.setTextMargins(round(places[-1][1].right()) - _TEXT_PADDING if places else 0, 0, 0, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        """Chips that have no room are counted: they ask for none."""
        return QSize(2 * px(_LEAST_FOR_TEXT), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _chips(self) -> list[_Chip]:
        """The primary one, those that are new, the others."""
        primary = self._primary or next(iter(self.added), "")
        others = [code for code in self._open if code != primary]
        codes = [primary, *(code for code in self.added if code != primary), *others] if primary else []
        return [
            _Chip(code, _("{code} 主").format(code=code) if code == primary else code, self._kind(code))
            for code in codes
        ]

    def _kind(self, code: str) -> TagKind:
        if code not in self._open:
            return TagKind.CHANGE
        return TagKind.SOFT if code == self._primary else TagKind.NEUTRAL

    def _places(self) -> list[tuple[_Chip, QRectF]]:
        """The chips that have room beside the text; the last says how many have none."""
        chips = self._chips()
        room = self.width() - px(_LEAST_FOR_TEXT)
        for shown in range(len(chips), 0, -1):
            hidden = len(chips) - shown
            more = [_Chip("", f"+{hidden}", TagKind.NEUTRAL)] if hidden else []
            places = _in_a_row([*chips[:shown], *more], self.height())
            if places[-1][1].right() <= room or shown == 1:
                return places
        return []

    def _read(self, text: str) -> None:
        if ends_word(text):
            self.commit()
            self.show_suggestions(())
            if self.text():
                self.setText(self.text() + " ")  # an unknown word is not run into the next one
            return
        words = split_words(text)
        fitting = find_reasons(self._entries, words[-1]) if words else []
        self.show_suggestions(reason_suggestions(fitting))

    def _choose_reason(self, code: str) -> None:
        words = split_words(self.text())
        self.setText(" ".join(words[:-1]))
        self._add(code)
        self._show_chips()

    def _add(self, word: str) -> bool:
        entry = one_reason(self._entries, word)
        if entry is None:
            return False
        if entry.code not in self._added and entry.code not in self._open:
            self._added.append(entry.code)
        return True

    def _not_here(self, entries: Sequence[ReasonEntry]) -> list[ReasonEntry]:
        return [entry for entry in entries if entry.code not in self._open and entry.code not in self._added]

    def _show_chips(self) -> None:
        self.setPlaceholderText("" if self._chips() else self._hint)
        said = _("、").join(chip.words for chip in self._chips())
        self.setAccessibleDescription(said)
        self.setToolTip("\n".join(self._entries[c.code].text for c in self._chips() if c.code in self._entries))
        self._restyle()
        self.update()
        self.reasons_changed.emit()


def _in_a_row(chips: Sequence[_Chip], height: int) -> list[tuple[_Chip, QRectF]]:
    left = float(Space.S)
    places = []
    for chip in chips:
        size = tag_size(chip.words, chip.kind)
        places.append((chip, QRectF(left, (height - size.height()) / 2, size.width(), size.height())))
        left += size.width() + Space.XS
    return places
