"""One reason by code or label, with proposals; the field then shows both."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from models.ledger.code_lists import ReasonEntry
from ui.reason_words import find_reasons, one_reason, reason_suggestions
from ui.shared.suggestions import SuggestionField

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReasonCodeField(SuggestionField):
    """`entry_changed` comes whenever the field stands for another reason, or for none."""

    entry_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("代码或名称；↓ 看全部"), parent=parent)
        self._entries: Mapping[str, ReasonEntry] = {}
        self.query_changed.connect(self._propose)
        self.chosen.connect(self._take_code)
        self.textChanged.connect(self._tell)

    @property
    def entry(self) -> ReasonEntry | None:
        """The reason that stands here."""
        return one_reason(self._entries, self.text()) if self.text().strip() else None

    def set_entries(self, entries: Mapping[str, ReasonEntry]) -> None:
        """The reasons that can be chosen."""
        self._entries = entries
        self._tell("")

    @override
    def before_key(self, key: int) -> bool:
        taken = super().before_key(key)
        if key in _ENTER and self.entry is not None:
            self.setText(self.entry.text)
        return taken

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.suggestions_shown() and not self.composing:
            self.show_suggestions(reason_suggestions(find_reasons(self._entries, "" if self.entry else self.text())))
        else:
            super().keyPressEvent(event)

    def _propose(self, text: str) -> None:
        self.show_suggestions(reason_suggestions(find_reasons(self._entries, text)) if text.strip() else [])

    def _take_code(self, code: str) -> None:
        self.setText(self._entries[code].text)

    def _tell(self, _text: str) -> None:
        self.entry_changed.emit()
