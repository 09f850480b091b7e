"""What was typed into a form and not saved: Esc loses nothing, and neither does the end of the process.

What a session keeps in memory is written into the ledger (models.ledger.drafts) in the writer's lane; a form asks for
that while one types. A ledger that cannot be written keeps drafts in memory only.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, runtime_checkable
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from models.ledger import drafts
from models.ledger.ledger import Ledger
from ui.session import LedgerSession
from ui.shared.segmented import SegmentedControl
from ui.tick_field import TickField

Draft = Mapping[str, str]
_Drafts = dict[drafts.DraftKey, Draft]
_KEPT: "WeakKeyDictionary[LedgerSession, _Drafts]" = WeakKeyDictionary()
_WRITTEN: "WeakKeyDictionary[LedgerSession, _Drafts]" = WeakKeyDictionary()  # as the ledger has them


@runtime_checkable
class Drafted(Protocol):
    """An editor that holds more than its text."""

    def draft(self) -> str:
        """What it holds, in one text."""

    def put_draft(self, text: str) -> None:
        """Hold that again."""


def read_drafts(session: LedgerSession, found: Callable[[int], None]) -> None:
    """Read what an earlier process left in the ledger; `found` is told how many forms, if there are any."""

    def take(left: _Drafts) -> None:
        _WRITTEN[session] = dict(left)
        _KEPT[session] = {**left, **_KEPT.get(session, {})}
        if left:
            found(len(left))

    def read(ledger: Ledger) -> _Drafts:
        return dict(drafts.kept_drafts(ledger))

    session.read(read, take)


def keep_draft(session: LedgerSession, form: str, organizations: tuple[int, ...], draft: Draft | None) -> None:
    """Keep what was typed for some organizations, also in the ledger; None forgets it."""
    kept = _KEPT.setdefault(session, {})
    kept.pop((form, organizations), None)
    if draft is not None:
        kept[form, organizations] = draft
    _write(session, (form, organizations), draft)


def saving_draft(session: LedgerSession, form: str, organizations: tuple[int, ...]) -> Callable[[Ledger], None]:
    """What takes a draft out of the ledger once it is saved."""
    if (form, organizations) not in _WRITTEN.get(session, {}):
        return _nothing
    return partial(drafts.forget_draft, key=(form, organizations))


def forget_saved(session: LedgerSession, form: str, organizations: tuple[int, ...]) -> None:
    """It is saved: `saving_draft` has taken it out of the ledger."""
    for kept in (_KEPT, _WRITTEN):
        kept.get(session, {}).pop((form, organizations), None)


def _write(session: LedgerSession, key: drafts.DraftKey, draft: Draft | None) -> None:
    written = _WRITTEN.setdefault(session, {})
    if session.ledger.read_only or written.get(key) == draft:
        return
    if draft is None:
        del written[key]
        session.runner.change(lambda _progress: drafts.forget_draft(session.ledger, key))
    else:
        written[key] = draft
        job = session.runner.change(lambda _progress: drafts.keep_draft(session.ledger, key, draft))
        job.failed.connect(lambda _problem: written.pop(key, None))  # tried again with the next letter


def _nothing(_ledger: Ledger) -> None:
    """No draft of it was written."""


def kept_draft(session: LedgerSession, form: str, organizations: tuple[int, ...]) -> Draft | None:
    """What was typed for these organizations and not saved."""
    return _KEPT.get(session, {}).get((form, organizations))


def left_forms(session: LedgerSession) -> list[drafts.DraftKey]:
    """The forms that were left without saving, the last one first."""
    return list(reversed(_KEPT.get(session, {})))


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
