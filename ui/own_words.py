"""The window speaks in the words of its ledger: what the office changed of the program's lists."""

from PySide6.QtCore import QObject

from models.ledger.code_lists import vocabulary_of
from models.ledger.ledger import Changes, Ledger
from models.tables.record_kinds import CODE_ENTRY
from models.vocabulary import EDITABLE_LISTS
from ui.session import LedgerSession


class OwnWords(QObject):
    """Reads the lists when a ledger is opened and whenever an entry changes."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._session = session
        session.changed.connect(self._on_changed)
        self._read()

    def _read(self) -> None:
        self._session.read(_vocabulary, _adopt, key="own words")

    def _on_changed(self, changes: Changes, _initiator: QObject) -> None:
        if changes.everything or CODE_ENTRY.number in changes.kinds:
            self._read()


def _vocabulary(ledger: Ledger) -> dict[str, list[tuple[str, str, bool]]]:
    with ledger.reading() as db:
        return vocabulary_of(db)


def _adopt(found: dict[str, list[tuple[str, str, bool]]]) -> None:
    for name, own in found.items():
        EDITABLE_LISTS[name].adopt(own)
