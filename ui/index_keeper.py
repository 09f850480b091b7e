"""Keeps the search index of the window's ledger in step: made after the first paint, caught up after every change."""

from PySide6.QtCore import QObject, QTimer

from models.language import _
from models.ledger.ledger import Changes
from models.progress import Progress
from ui.jobs import Job
from ui.session import LedgerSession
from ui.shared.runs import phrase, strong
from ui.shared.status_bar import StatusBar
from ui.theme.icons import Icon

_AFTER_FIRST_PAINT = 2_500
_SHOWN_AFTER = 1_000
_POLLED_EVERY = 250


class IndexKeeper(QObject):
    """Works in the quiet lane; while it takes longer than a moment the status bar says how far it is."""

    def __init__(self, session: LedgerSession, status: StatusBar) -> None:
        super().__init__(session)
        self._session = session
        self._status = status
        self._job: Job | None = None
        self._is_wanted_again = False
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._show)
        session.changed.connect(self._on_changed)
        status.hide_segment("index")
        QTimer.singleShot(_AFTER_FIRST_PAINT, self, self.keep)

    def keep(self) -> None:
        """Bring the index in step, now or right after what is under way."""
        if self._session.is_over:
            return
        if self._job is not None:
            self._is_wanted_again = True
            return
        ledger = self._session.ledger

        def work(progress: Progress) -> bool:
            from models.search.keeping import keep_index  # noqa: PLC0415 - after the first paint

            return keep_index(ledger, progress)

        self._job = self._session.runner.tend(work)
        self._job.ended.connect(self._on_ended)
        self._poll.start(_SHOWN_AFTER)

    def _on_changed(self, _changes: Changes, _initiator: QObject) -> None:
        self.keep()

    def _show(self) -> None:
        if self._job is None:
            return
        self._poll.setInterval(_POLLED_EVERY)
        state = self._job.state
        if state.total:
            done = f"{min(99, 100 * state.done // state.total)}%"
            runs = phrase(_("正在建立查找索引 {done}，查找照常可用"), done=strong(done))
            self._status.set_segment("index", runs, icon=Icon.SEARCH)

    def _on_ended(self) -> None:
        self._job = None
        self._poll.stop()
        self._status.hide_segment("index")
        if self._is_wanted_again:
            self._is_wanted_again = False
            self.keep()
