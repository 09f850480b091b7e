"""Today's backup of an open ledger: after the first paint, or after the first change of a day that has none yet."""

from datetime import date

from PySide6.QtCore import QObject, Signal

from models.ledger.care import daily_care
from models.ledger.ledger import Changes
from models.progress import Progress
from ui.session import LedgerSession


class DailyCare(QObject):
    """Owned by a session. `found` carries a sentence about what is wrong with the file, `looked` says it is done."""

    found = Signal(str)
    looked = Signal()
    failed = Signal(object)  # LedgerProblem

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._session = session
        self._done_on: date | None = None
        self._looking = False
        session.changed.connect(self._on_changed)

    def look(self) -> None:
        """Check the file and back it up, if neither was done today; a ledger without entries waits for the first."""
        today = self._session.ledger.today()
        if self._session.ledger.read_only or self._looking or self._done_on == today:
            return
        self._looking = True

        ledger = self._session.ledger

        def care(_progress: Progress) -> tuple[list[str], date | None]:
            return daily_care(ledger), today if ledger.has_facts() else None

        job = self._session.runner.tend(care)  # a large ledger takes a minute, and pages have to be read meanwhile
        job.done.connect(self._show)
        job.failed.connect(self._give_up)

    def _on_changed(self, _changes: Changes, _initiator: QObject) -> None:
        self.look()

    def _show(self, answer: tuple[list[str], date | None]) -> None:
        problems, self._done_on = answer
        self._looking = False
        if self._session.is_over:
            return
        for text in problems:
            self.found.emit(text)
        self.looked.emit()

    def _give_up(self, problem: object) -> None:
        """Not once more after every edit: tomorrow, or when the ledger is opened again."""
        self._done_on = self._session.ledger.today()
        self._looking = False
        if not self._session.is_over:
            self.failed.emit(problem)
