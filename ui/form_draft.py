"""What was typed into a form and not saved, kept while the ledger is open: Esc loses nothing."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ui.session import LedgerSession
from ui.shared.segmented import SegmentedControl
from ui.tick_field import TickField

Draft = Mapping[str, str]
_KEPT: "WeakKeyDictionary[LedgerSession, dict[tuple[str, tuple[int, ...]], Draft]]" = WeakKeyDictionary()


@runtime_checkable
class Drafted(Protocol):
    """An editor that holds more than its text."""

    def draft(self) -> str:
        """What it holds, in one text."""

    def put_draft(self, text: str) -> None:
        """Hold that again."""


def keep_draft(session: LedgerSession, form: str, organizations: tuple[int, ...], draft: Draft | None) -> None:
    """Keep what was typed for some organizations; None forgets it."""
    kept = _KEPT.setdefault(session, {})
    kept.pop((form, organizations), None)
    if draft is not None:
        kept[form, organizations] = draft


def kept_draft(session: LedgerSession, form: str, organizations: tuple[int, ...]) -> Draft | None:
    """What was typed for these organizations and not saved."""
    return _KEPT.get(session, {}).get((form, organizations))


def latest_draft(session: LedgerSession, form: str) -> tuple[int, ...]:
    """The organizations of the draft that was left last; empty if there is none."""
    return next((ids for name, ids in reversed(_KEPT.get(session, {})) if name == form), ())


def text_of(editor: QWidget) -> str:
    """What an editor holds, in one text."""
    if isinstance(editor, Drafted):
        return editor.draft()
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    if isinstance(editor, TickField):
        return "1" if editor.ticked() else ""
    if isinstance(editor, SegmentedControl):
        return editor.choice()
    raise TypeError(type(editor).__name__)


def put_text(editor: QWidget, text: str) -> None:
    """Show again what `text_of` said."""
    if isinstance(editor, Drafted):
        editor.put_draft(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QComboBox):
        editor.setCurrentIndex(editor.findData(text))
    elif isinstance(editor, TickField):
        editor.set_ticked(bool(text))
    elif isinstance(editor, SegmentedControl):
        editor.choose(text)
