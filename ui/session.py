"""An open ledger in a window: its lanes, and the one signal that tells screens what changed."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from models.errors import LedgerProblem
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from ui.jobs import Job, JobRunner

_Result = TypeVar("_Result")


def _itself(result: Any) -> Any:
    return result


class LedgerSession(QObject):
    """What every screen gets.

    `changed` carries Changes and whoever made them, `said` a sentence for the toast, `saved_file` one about a file
    with its path, `refused` a LedgerProblem whose form or page is not there any more, `backed_up` that there is one
    backup more.
    """

    changed = Signal(object, object)
    said = Signal(str, bool)  # sentence, can be undone
    saved_file = Signal(str, object)  # sentence, path of a file or folder that was handed out
    refused = Signal(object)
    backed_up = Signal()

    def __init__(self, ledger: Ledger, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ledger = ledger
        self.runner = runner
        self.is_over = False  # the window has left the ledger; what still hears of it lets it be

    def read(
        self,
        query: Callable[[Ledger], _Result],
        done: Callable[[_Result], None],
        *,
        key: str | None = None,
        failed: Callable[[LedgerProblem], None] | None = None,
    ) -> Job:
        """Ask the ledger in the background; `done` gets the answer. With `key` only the latest answer arrives."""
        job = self.runner.read(lambda _progress: query(self.ledger), key=key)
        job.done.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        return job

    def change(
        self,
        edit: Callable[[Ledger], Changes],
        *,
        initiator: QObject,
        done: Callable[[Changes], None] | None = None,
        failed: Callable[[LedgerProblem], None] | None = None,
        said: str = "",
    ) -> Job:
        """Run an edit in the writer's lane. When it is saved every screen hears `changed`, and `said` is shown."""
        return self.work(
            lambda _progress: edit(self.ledger),
            initiator=initiator,
            done=done,
            failed=failed,
            said=said,
        )

    def work(
        self,
        work: Callable[[Progress], Any],
        *,
        initiator: QObject,
        changes: Callable[[Any], Changes | None] = _itself,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[LedgerProblem], None] | None = None,
        title: str = "",
        said: str = "",
    ) -> Job:
        """Longer work in the writer's lane; `changes` takes the Changes out of a result that holds more."""
        job = self.runner.change(work, title=title)

        def saved(result: Any) -> None:
            made = changes(result)
            if made is not None and (made.batch or made.kinds or made.everything):
                self.changed.emit(made, initiator)
            if done is not None:
                done(result)
            if said:
                self.said.emit(said, bool(made and made.batch))

        job.done.connect(saved)
        if failed is not None:
            job.failed.connect(failed)
        return job
