"""The step that is shown while something runs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.job_progress import JobProgress
from ui.jobs import Job
from ui.step_pane import StepPane
from ui.theme.palette import px, theme

_WIDTH = 560


class RunningStep(StepPane):
    """One job in the middle. Esc and the button ask to stop it."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress = JobProgress()
        self._progress.stop_asked.connect(self.stop_asked)
        self.body.addStretch(2)
        self.body.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(3)
        self.foot.hide()
        theme.follow(self._restyle)

    def watch(self, job: Job, title: str, promise: str, *, total: int = 0, finishing: str = "") -> None:
        """Show a job."""
        self._progress.watch(job, title, promise, total=total, finishing=finishing)

    def forget(self) -> None:
        """Show nothing any more."""
        self._progress.forget()

    def stop(self) -> None:
        """Ask to stop, as the button does."""
        self._progress.stop()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The way to stop gets the keyboard."""
        self._progress.setFocus()

    def _restyle(self) -> None:
        self._progress.setFixedWidth(px(_WIDTH))
