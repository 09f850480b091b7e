"""The background work of one import: what runs, what came of it, what was stopped."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from models.edits.undo_import import undo_import
from models.errors import LedgerProblem
from models.importing.importer import ImportOptions, ImportResult, StagedSheet
from models.importing.mapping import Mapping
from models.ledger.ledger import Changes
from ui.importing.work import (
    Opened,
    count_rows,
    look_closer,
    open_pasted,
    open_sheet,
    save_rejects,
    try_import,
    write_import,
)
from ui.jobs import Job
from ui.session import LedgerSession

_WRITING = frozenset({"write", "undo"})


class ImportJobs(QObject):
    """Jobs by name: open, looks, size, try, write, undo, save. One of each name, the later one counts."""

    opened = Signal(object)  # Opened
    looked = Signal(object)  # dict of column to Look
    measured = Signal(object)  # SheetSize
    tried = Signal(object)  # Trial
    written = Signal(object)  # ImportResult
    undone = Signal(object)  # ImportUndone
    saved = Signal(object)  # (rows, file name)
    failed = Signal(str, object)  # name, LedgerProblem
    stopped = Signal(str)  # name

    def __init__(self, session: LedgerSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._running: dict[str, Job] = {}

    @property
    def is_writing(self) -> bool:
        """Whether something is being written or taken back."""
        return any(name in _WRITING for name in self._running)

    def is_running(self, name: str) -> bool:
        """Whether the job of that name is under way."""
        return name in self._running

    def open(self, path: Path, sheet: str | None) -> Job:
        """Read the top of a file."""
        job = self._session.runner.read(partial(open_sheet, self._session.ledger, path, sheet))
        job.done.connect(self.opened)
        return self._watch("open", job)

    def open_pasted(self, text: str) -> Job:
        """Read what was copied in a sheet."""
        job = self._session.runner.read(partial(open_pasted, self._session.ledger, text))
        job.done.connect(self.opened)
        return self._watch("open", job)

    def look_closer(self, opened: Opened, mapping: Mapping) -> None:
        """Look how the first cells are understood, and count."""
        looks = self._session.runner.read(partial(look_closer, opened, mapping))
        looks.done.connect(self.looked)
        self._watch("looks", looks)
        self.count(opened, mapping)

    def count(self, opened: Opened, mapping: Mapping) -> None:
        """Count the rows and the streets that addresses name."""
        size = self._session.runner.tend(partial(count_rows, opened, mapping))
        size.done.connect(self.measured)
        self._watch("size", size)

    def try_out(self, options: ImportOptions) -> Job:
        """Import without writing; it counts the rows itself."""
        if (size := self._running.pop("size", None)) is not None:
            size.drop()
        job = self._session.runner.change(partial(try_import, self._session.ledger, options))
        job.done.connect(self.tried)
        return self._watch("try", job)

    def write(self, options: ImportOptions, staged: StagedSheet, initiator: QObject) -> Job:
        """Import what was tried out; every screen hears of it."""
        job = self._session.work(
            partial(write_import, self._session.ledger, options, staged),
            initiator=initiator,
            changes=_changes_of,
            done=self.written.emit,
        )
        return self._watch("write", job)

    def undo(self, batch: str, initiator: QObject) -> Job:
        """Take an import back."""
        ledger = self._session.ledger
        job = self._session.work(
            lambda progress: undo_import(ledger, batch, progress=progress),
            initiator=initiator,
            changes=lambda undone: undone.changes,
            done=self.undone.emit,
        )
        return self._watch("undo", job)

    def save_rejects(self, path: Path, result: ImportResult) -> None:
        """Write the rows that were not taken into a workbook."""
        job = self._session.runner.read(lambda _progress: (save_rejects(path, result), path.name))
        job.done.connect(self.saved)
        self._watch("save", job)

    def cancel(self) -> None:
        """Ask everything to stop; what ends that way is told as stopped."""
        for job in self._running.values():
            job.cancel()

    def drop(self) -> None:
        """Nobody wants the results any more; what is being written goes on to its end."""
        for name in [name for name in self._running if name not in _WRITING]:
            self._running.pop(name).drop()

    def _watch(self, name: str, job: Job) -> Job:
        if (earlier := self._running.get(name)) is not None and name not in _WRITING:
            earlier.drop()
        self._running[name] = job
        job.failed.connect(partial(self._fail, name))
        job.cancelled.connect(partial(self._stop, name))
        job.ended.connect(partial(self._forget, name, job))
        return job

    def _fail(self, name: str, problem: LedgerProblem) -> None:
        self.failed.emit(name, problem)

    def _stop(self, name: str) -> None:
        self.stopped.emit(name)

    def _forget(self, name: str, job: Job) -> None:
        if self._running.get(name) is job:
            del self._running[name]


def _changes_of(result: ImportResult) -> Changes:
    """Any organization may have changed, if anything was written."""
    return Changes(result.batch, frozenset(), frozenset(), everything=bool(result.batch))
