"""A place of the window: what the rail shows, what it loads, what it asks for."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from models.ledger.ledger import Changes
from models.tables.record_kinds import RECORD_KINDS
from ui.session import LedgerSession

EVERYTHING = frozenset(kind.number for kind in RECORD_KINDS)


class Page(QWidget):
    """The base of all places. A page that is hidden when something changes reloads when it is shown again."""

    asked = Signal(object)  # a ui.requests.Request

    #: Kinds of records that this page shows (numbers of record_kinds).
    kinds: frozenset[int] = EVERYTHING

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._is_stale = True
        session.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Read and show everything again; subclasses do it in the background."""
        raise TypeError("a page says how it loads")

    def activate(self) -> None:
        """The page comes to the front: load what changed meanwhile, give the keyboard to its main part."""
        if self._is_stale:
            self._is_stale = False
            self.reload()

    def loses_keyboard(self, part: QWidget, *, stays: bool) -> bool:
        """Whether a part comes or goes while the keyboard is in this page: its main part has to take it over then."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused) and part.isVisible() != stays

    def _on_changed(self, changes: Changes, initiator: QObject) -> None:
        if initiator is self or not (changes.kinds & self.kinds or changes.everything):
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True
