"""Keeps the groups of proposals up to date: all of the ledger once, then only what has changed, and nothing unseen."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from models.ledger.ledger import Changes
from models.queries.proposals import ProposalBoard, proposal_board, refreshed_board
from models.tables.record_kinds import CAMPAIGN, ORGANIZATION
from ui.jobs import Job
from ui.session import LedgerSession

_KEY = "proposals"


class BoardKeeper(QObject):
    """`changed` carries the board. While nobody watches, changes are only noted."""

    changed = Signal(object)
    scan_started = Signal(object)  # the job
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.board: ProposalBoard | None = None
        self._session = session
        self._scan: Job | None = None
        self._must_scan = True
        self._stale: set[int] = set()
        self._is_watching = False
        session.changed.connect(self._on_changed)

    def watch(self, *, is_watching: bool) -> None:
        """Somebody looks, or nobody does any more."""
        self._is_watching = is_watching
        if is_watching:
            self._catch_up()

    def look(self) -> None:
        """Look through the whole ledger."""
        self._stale.clear()
        self._must_scan = False
        ledger = self._session.ledger
        job = self._session.runner.read(lambda progress: proposal_board(ledger, progress=progress), key=_KEY)
        self._scan = job
        job.done.connect(self._keep)
        job.failed.connect(self.failed)
        job.cancelled.connect(self._on_cancelled)
        self.scan_started.emit(job)

    def look_again_at(self, organizations: Iterable[int]) -> None:
        """Bring the board up to date with organizations that have changed."""
        if self.board is None or self._is_scanning:
            self.look()
            return
        self._stale.update(organizations)
        looked_at = frozenset(self._stale)

        def done(board: ProposalBoard) -> None:
            self._stale -= looked_at
            self._keep(board)

        read = partial(refreshed_board, board=self.board, organizations=looked_at)
        job = self._session.read(read, done, key=_KEY)
        job.failed.connect(self.failed)

    def cancel(self) -> None:
        """Stop looking through the ledger; `cancelled` follows."""
        if self._scan is not None:
            self._scan.cancel()

    def drop(self) -> None:
        """Nobody wants to know any more: what is under way ends unheard."""
        if self._scan is not None and self._is_scanning:
            self._scan.drop()
            self._must_scan = True

    @property
    def _is_scanning(self) -> bool:
        return self._scan is not None and not self._scan.is_over

    def _catch_up(self) -> None:
        if self._must_scan or (self.board is None and not self._is_scanning):
            self.look()
        elif self._stale:
            self.look_again_at(())

    def _on_changed(self, changes: Changes, _initiator: QObject) -> None:
        if changes.everything or CAMPAIGN.number in changes.kinds:
            self._must_scan = True
        elif ORGANIZATION.number in changes.kinds:
            self._stale.update(changes.organizations)
        if self._is_watching:
            self._catch_up()

    def _keep(self, board: ProposalBoard) -> None:
        self.board = board
        self.changed.emit(board)

    def _on_cancelled(self) -> None:
        self._must_scan = True
        self.cancelled.emit()
