"""Background work: one lane that writes, a small one that reads, a quiet one; progress is polled, every job ends once.

Work is a plain function `(Progress) -> result`, the same that the command line runs. Callbacks run on the window's
thread. A LedgerProblem is a failure the person can understand; anything else is a bug and goes to the crash dialog.
"""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from models.errors import LedgerProblem
from models.progress import Cancelled, Progress, ProgressState, working
from ui.precedence import Precedence

_Result = TypeVar("_Result")
_READERS = 2
_QUIET = 2


class Job(QObject):
    """One piece of work. Ends with exactly one of `done`, `failed`, `cancelled`."""

    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    _arrived = Signal()

    def __init__(self, work: Callable[[Progress], Any], title: str, progress: Progress, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.progress = progress
        self.is_over = False
        self._work = work
        self._dropped = False
        self._outcome: tuple[str, object] = ("cancelled", None)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> ProgressState:
        """How far it is; for whoever polls."""
        return self.progress.state

    def cancel(self) -> None:
        """Ask the work to stop; it ends as cancelled unless it was finished already."""
        self.progress.cancel()

    def drop(self) -> None:
        """Ask it to stop and never hear of it: nobody wants the result any more."""
        self._dropped = True
        self.progress.cancel()

    def run(self) -> None:
        """On the lane's thread: do the work, keep the outcome, tell the window's thread once."""
        try:
            self.progress.check()
            with working(self.progress):
                self._outcome = ("done", self._work(self.progress))
        except Cancelled:
            self._outcome = ("cancelled", None)
        except LedgerProblem as problem:
            self._outcome = ("failed", problem)
        except BaseException as bug:  # noqa: BLE001 - it is handed to the crash dialog, on the window's thread
            self._outcome = ("bug", bug)
        self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        if self.is_over:
            return
        self.is_over = True
        ending, value = self._outcome
        try:
            if ending == "bug" and isinstance(value, BaseException):
                self.cancelled.emit()
                sys.excepthook(type(value), value, value.__traceback__)
            elif not self._dropped:
                self._tell(ending, value)
        finally:
            self.ended.emit()
            self.deleteLater()

    def _tell(self, ending: str, value: object) -> None:
        if ending == "done":
            self.done.emit(value)
        elif ending == "failed":
            self.failed.emit(value)
        else:
            self.cancelled.emit()


class JobRunner(QObject):
    """The lanes of one window. `started` tells whoever shows progress."""

    started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="ledger-writer")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="ledger-reader")
        self._quiet = ThreadPoolExecutor(_QUIET, thread_name_prefix="ledger-quiet")
        self._precedence = Precedence()
        self._latest: dict[str, Job] = {}
        self._running: set[Job] = set()
        self._window_thread = threading.get_ident()
        self._is_down = False

    @property
    def is_busy(self) -> bool:
        """True while any job runs or waits."""
        return bool(self._running)

    def change(self, work: Callable[[Progress], _Result], *, title: str = "") -> Job:
        """Queue work that writes; the jobs of this lane run one after the other."""
        return self._submit(self._writer, work, title, self._gives_way())

    def read(self, work: Callable[[Progress], _Result], *, key: str | None = None, title: str = "") -> Job:
        """Queue work that reads. With `key` an earlier job of that key is dropped: only the latest answer counts.

        For an answer with a key somebody waits: long work in the other lanes lets it go first.
        """
        if key is None:
            return self._submit(self._readers, work, title, Progress())
        if (earlier := self._latest.get(key)) is not None:
            earlier.drop()
        self._precedence.begin()
        job = self._submit(self._readers, work, title, Progress())
        self._latest[key] = job
        job.ended.connect(lambda: self._forget(key, job))
        return job

    def tend(self, work: Callable[[Progress], _Result]) -> Job:
        """Queue work that nobody waits for, like the search index; it holds up neither reading nor writing."""
        return self._submit(self._quiet, work, "", self._gives_way())

    def settle(self) -> None:
        """Drop everything that runs and wait until no work is under way; the lanes stay."""
        for job in list(self._running):
            job.drop()
        for lane, workers in ((self._writer, 1), (self._readers, _READERS), (self._quiet, _QUIET)):
            barrier = threading.Barrier(workers + 1)
            for _worker in range(workers):
                lane.submit(barrier.wait)
            barrier.wait()

    def shut_down(self) -> None:
        """Stop everything and wait for it; nothing is heard of the jobs afterwards."""
        self._is_down = True
        for job in list(self._running):
            job.drop()
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._quiet.shutdown(wait=True, cancel_futures=True)
        self._running.clear()
        self._latest.clear()

    def _gives_way(self) -> Progress:
        return Progress(self._precedence.way().give)

    def _submit(self, lane: ThreadPoolExecutor, work: Callable[[Progress], Any], title: str, progress: Progress) -> Job:
        if threading.get_ident() != self._window_thread:
            raise RuntimeError("jobs are started on the window's thread")
        job = Job(work, title, progress, self)
        if self._is_down:  # something that was asked for while the window closed
            job.drop()
            return job
        self._running.add(job)
        job.ended.connect(lambda: self._running.discard(job))
        lane.submit(job.run)
        self.started.emit(job)
        return job

    def _forget(self, key: str, job: Job) -> None:
        if self._latest.get(key) is job:
            del self._latest[key]
        if not self._latest:
            self._precedence.end()
