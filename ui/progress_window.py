"""Shows what a titled job is doing once it takes longer than a moment, with a way to stop it."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from models.language import _
from ui.jobs import Job, JobRunner
from ui.shared.waiting import ProgressPanel

_APPEARS_AFTER = 600
_POLLED_EVERY = 100


class ProgressShower(QObject):
    """Watches the jobs of a window; only those with a title are shown."""

    def __init__(self, window: QWidget, runner: JobRunner) -> None:
        super().__init__(window)
        self._window = window
        runner.started.connect(self._watch)

    def _watch(self, job: Job) -> None:
        if job.title:
            _Shown(self._window, job)


class _Shown(QObject):
    """One job's window: appears late, polls, goes when the job is over however it ends."""

    def __init__(self, window: QWidget, job: Job) -> None:
        super().__init__(window)
        self._job = job
        self._dialog = QDialog(window)
        self._dialog.setWindowTitle(job.title)
        self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._panel = ProgressPanel(job.title, promise=_("停止，本机台账不变。"))
        self._panel.cancel_asked.connect(job.cancel)
        self._dialog.rejected.connect(job.cancel)
        column = QVBoxLayout(self._dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        self._late = QTimer(self, interval=_APPEARS_AFTER, singleShot=True)
        self._late.timeout.connect(self._appear)
        self._poll = QTimer(self, interval=_POLLED_EVERY)
        self._poll.timeout.connect(self._look)
        job.ended.connect(self._end)
        self._late.start()

    def _appear(self) -> None:
        self._look()
        self._poll.start()
        self._dialog.show()

    def _look(self) -> None:
        state = self._job.state
        self._panel.set_state(state.label, state.done, state.total)

    def _end(self) -> None:
        self._late.stop()
        self._poll.stop()
        self._dialog.rejected.disconnect(self._job.cancel)
        self._dialog.close()
        self._dialog.deleteLater()
        self.deleteLater()
