"""The end of a union's term: proposed three years after it was founded, five with ↓, or any day that is typed."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.rules.union_hints import TERMS, term_end
from ui.day_field import DayField
from ui.day_words import any_day


class TermField(DayField):
    """Follows the founding day until a day is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(any_day, parent=parent)
        self._founded: date | None = None
        self._years = TERMS[0]
        self._proposed = ""

    def follow_founding(self, founded_on: date | None) -> None:
        """Propose the end of a term that begins on that day."""
        self._founded = founded_on
        if founded_on is not None and self.text() in ("", self._proposed):
            self._propose()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._founded is not None:
            self._years = TERMS[(TERMS.index(self._years) + 1) % len(TERMS)]
            self._propose()
        else:
            super().keyPressEvent(event)

    def _propose(self) -> None:
        if self._founded is not None:
            self._proposed = term_end(self._founded, self._years).isoformat()
            self.setText(self._proposed)
