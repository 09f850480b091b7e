"""A job inside a pane: what is done, how far it is, and a way to stop it. Polled; nothing pushes."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import _
from models.progress import ProgressState
from ui.jobs import Job
from ui.shared.waiting import ProgressPanel

_POLLED_EVERY = 100


class JobProgress(QWidget):
    """Shows one job at a time; how it ends is its owner's business."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._panel: ProgressPanel | None = None
        self._total = 0
        self._finishing = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._poll = QTimer(self, interval=_POLLED_EVERY)
        self._poll.timeout.connect(self._look)

    def watch(self, job: Job, title: str, promise: str, *, total: int = 0, finishing: str = "") -> None:
        """Show a job. `total` counts where the work itself does not know it; then `finishing` is said at its end."""
        self.forget()
        self._job, self._total, self._finishing = job, total, finishing
        self._panel = ProgressPanel(title, promise=promise, parent=self)
        self._panel.cancel_asked.connect(self._ask_to_stop)
        self._column.addWidget(self._panel)
        job.ended.connect(self._poll.stop)
        self._look()
        self._poll.start()

    def forget(self) -> None:
        """Show nothing any more."""
        self._poll.stop()
        self._job = None
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def stop(self) -> None:
        """As if the button had been pressed."""
        if self._panel is not None and self._panel.cancel.isEnabled():
            self._panel.cancel.click()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The button gets the keyboard."""
        if self._panel is not None:
            self._panel.cancel.setFocus()

    def _ask_to_stop(self) -> None:
        self._poll.stop()  # "stopping" stays on show until the job has ended
        self.stop_asked.emit()

    def _look(self) -> None:
        if self._job is None or self._panel is None:
            return
        state = self._shown(self._job.state)
        self._panel.set_state(state.label, state.done, state.total)

    def _shown(self, state: ProgressState) -> ProgressState:
        total = state.total or self._total
        if self._finishing and total and state.done >= total:
            return ProgressState(self._finishing, 0, 0)
        if total or not state.done:
            return ProgressState(state.label or _("正在打开"), state.done, total)
        return ProgressState(_("{label} {n}").format(label=state.label, n=f"{state.done:,}"), 0, 0)
