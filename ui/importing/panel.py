"""Importing a list: file, columns, what would happen, writing, receipt. Nothing is written before the third step."""

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from models.edits.undo_import import ImportUndone
from models.errors import LedgerProblem
from models.importing.first_look import SheetSize
from models.importing.importer import ImportOptions, ImportResult, StagedSheet
from models.importing.mapping import mapping_of
from models.importing.profiles import Profile
from models.language import _
from ui.importing.columns_step import ColumnsStep
from ui.importing.file_step import FileStep
from ui.importing.jobs import ImportJobs
from ui.importing.outcome_rows import Trial
from ui.importing.outcome_step import OutcomeStep
from ui.importing.panel_head import ImportHead
from ui.importing.profiles_desk import ProfilesDesk
from ui.importing.profiles_step import ProfilesStep
from ui.importing.receipt_step import ReceiptStep, read_left
from ui.importing.sources import Sources, place_of_rejects
from ui.importing.work import Opened, rows_of
from ui.requests import ImportSheet
from ui.running_step import RunningStep
from ui.session import LedgerSession
from ui.shared.banner import BannerKind
from ui.shared.panes import Pane
from ui.shared.step_trail import StepTrail
from ui.step_pane import StepPane

_Step = TypeVar("_Step", bound=StepPane)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ImportPanel(Pane):
    """`finished` when it is left, `asked` for lists of what was imported. Enter goes on, Esc goes back."""

    finished = Signal()
    asked = Signal(object)  # a ui.requests.Request

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._path: Path | None = None
        self._opened: Opened | None = None
        self._options: ImportOptions | None = None
        self._staged: StagedSheet | None = None
        self._result: ImportResult | None = None
        self._rows = 0
        self.jobs = ImportJobs(session, self)
        self.sources = Sources(self, lambda: not self.jobs.is_writing)
        self.file = FileStep()
        self.columns = ColumnsStep(session.ledger.today())
        self.running = RunningStep()
        self.desk = ProfilesDesk(session, self._added, self)
        self._shown_first = QTimer(self, singleShot=True, interval=0)
        self.stack = QStackedWidget()
        self.trail = StepTrail((_("选文件"), _("认列"), _("看结果"), _("回执")))
        self._lay_out()
        self._connect_steps()
        self._connect_jobs()
        self._go(self.file, 0)
        if session.ledger.read_only:
            self.file.take_nothing()

    # What comes later is made later: all at once would take a tenth of a second before anything is seen.

    @cached_property
    def outcome(self) -> OutcomeStep:
        """The step with what an import would do."""
        step = self._added(OutcomeStep())
        step.go_asked.connect(self._write)
        step.save_asked.connect(self._save_rejects)
        return step

    @cached_property
    def receipt(self) -> ReceiptStep:
        """The step with what it did."""
        step = self._added(ReceiptStep())
        step.undo_asked.connect(self._undo)
        step.save_asked.connect(self._save_rejects)
        step.another_asked.connect(self._back_to_file)
        step.asked.connect(self.asked)
        return step

    @property
    def profiles(self) -> ProfilesStep:
        """The step with the mappings that are remembered."""
        return self.desk.step

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The step that is shown gets the keyboard."""
        self._step().setFocus()

    def open_file(self, path: Path, sheet: str | None = None) -> None:
        """Read the top of a file and go on to its columns."""
        if self._session.ledger.read_only or self.jobs.is_writing:
            return
        self.jobs.drop()
        self._path = path
        words = _("正在读“{name}”").format(name=path.name)
        self.running.watch(self.jobs.open(path, sheet), words, _("停止，本机台账不变。"))
        self._go(self.running, 0)

    def open_pasted(self, text: str) -> None:
        """Read what was copied in a sheet and go on to its columns."""
        if self._session.ledger.read_only or self.jobs.is_writing:
            return
        self.jobs.drop()
        self._path = None
        self.running.watch(self.jobs.open_pasted(text), _("正在读粘贴的表格"), _("停止，本机台账不变。"))
        self._go(self.running, 0)

    @property
    def session(self) -> LedgerSession:
        """The ledger that it writes to."""
        return self._session

    def resume(self, request: ImportSheet) -> bool:
        """Go on where it was left, or with what is asked for; what is done begins anew. False: begin with another."""
        if self.jobs.is_writing:
            return True
        if isinstance(self._step(), ReceiptStep):
            return False
        if request.path is not None:
            self.open_file(request.path)
        elif request.pasted:
            self.sources.paste()
        return True

    def go_back(self) -> None:
        """One step back; work that runs is stopped first."""
        step = self._step()
        if step is self.running:
            self.running.stop()
        elif isinstance(step, ColumnsStep | ProfilesStep):
            self._back_to_file()
        elif isinstance(step, OutcomeStep):
            self._go(self.columns, 1)
        else:
            self.leave()

    def leave(self) -> None:
        """Close the import. What was written stays, what runs is stopped."""
        self.jobs.drop()
        self.finished.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()
        self._shown_first.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif event.matches(QKeySequence.StandardKey.Paste) and self._step() in (self.file, self.columns):
            self.sources.paste()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton) and not focused.isCheckable():
                focused.click()
            else:
                self._step().go_on()
        else:
            super().keyPressEvent(event)

    def _choose_file(self) -> None:
        self.sources.choose(self._path)

    def _choose_sheet(self, name: str) -> None:
        if self._path is not None:
            self.open_file(self._path, name)

    def _look_closer(self) -> None:
        """The columns are others now: judge them, and count anew what addresses would give."""
        self._rows = 0
        self.columns.set_size(None)
        if self._opened is not None:
            self.jobs.look_closer(self._opened, self.columns.mapping)

    def _try_out(self) -> None:
        self._options = self.columns.options()
        if self._options is None:
            return
        job, rows = self.jobs.try_out(self._options), self._rows or rows_of(self._options.table)
        self.running.watch(job, _("试导入，不写入台账"), _("停止，回到认列；本机台账不变。"), total=rows)
        self._go(self.running, 2)

    def _write(self) -> None:
        options, staged = self._options, self._staged
        if options is None or staged is None or self.jobs.is_writing:
            return
        self.running.watch(
            self.jobs.write(options, staged, self),
            _("正在导入“{name}”").format(name=options.table.path.name),
            _("停止，什么也不写入，本机台账不变。"),
            total=self._rows,
            finishing=_("正在存盘"),
        )
        self._go(self.running, 2)

    def _undo(self) -> None:
        if self._result is not None and not self.jobs.is_writing:
            job, words = self.jobs.undo(self._result.batch, self), _("正在撤销本次导入")
            self.running.watch(job, words, _("停止，导入的内容都保留。"))
            self._go(self.running, 3)

    def _save_rejects(self) -> None:
        options, result = self._options, self._result
        if options is None or result is None:
            return
        path = place_of_rejects(self.window(), options.table.path)
        if path is not None:
            self.jobs.save_rejects(path, result)

    # What the jobs bring

    def _show_columns(self, opened: Opened) -> None:
        """On to the columns; past them where the person has said before what they are."""
        self._opened = opened
        self.file.quiet()
        self.columns.show_start(opened)
        self._look_closer()
        if opened.profile is not None and self.columns.options() is not None:
            self._try_out()
        else:
            self._go(self.columns, 1)

    def _show_size(self, size: SheetSize) -> None:
        self._rows = size.rows
        self.columns.set_size(size)

    def _show_trial(self, trial: Trial) -> None:
        self._result, self._staged = trial.result, trial.result.staged
        self.outcome.show_trial(trial)
        self._say_by_memory(trial)
        self._go(self.outcome, 2)

    def _say_by_memory(self, trial: Trial) -> None:
        """Columns that nobody was asked about are said, with the way to them."""
        opened, options = self._opened, self._options
        if opened is not None and opened.profile is not None and options is not None and trial.mapping.profile:
            self.outcome.say_by_memory(opened.profile.name, options.registry_on, self.go_back)

    def _forget(self) -> None:
        if self._opened is not None and self._opened.profile is not None:
            self.desk.forget(self._opened.profile)

    def _after_forgetting(self, profile: Profile) -> None:
        """The columns are as if the list came for the first time."""
        opened = self._opened
        if opened is not None and opened.profile == profile and self._step() is self.columns:
            mapping = mapping_of(opened.start.rows, merged=opened.start.merged)
            self._show_columns(replace(opened, mapping=mapping, profile=None))

    def _show_profiles(self) -> None:
        self._go(self.profiles, 0)

    def _show_receipt(self, result: ImportResult) -> None:
        self._result = result
        self.receipt.show_result(result, self._options.table.path.name if self._options else "")
        self._go(self.receipt, 3)
        self._count_left()
        if not self.isVisible():  # somebody went elsewhere meanwhile
            self._session.said.emit(_("已导入 {n} 家").format(n=f"{result.new + result.updated:,}"), True)

    def _count_left(self, *_changes: object) -> None:
        """What is left to do; rows may be judged in the queue meanwhile."""
        result = self._result
        if result is not None and result.batch and isinstance(self._step(), ReceiptStep):
            read = partial(read_left, batch=result.batch, earlier=result.duplicates - result.queued)
            self._session.read(read, self.receipt.show_left, key="import left")

    def _show_undone(self, undone: ImportUndone) -> None:
        self.receipt.show_undone(len(undone.kept))
        self._go(self.receipt, 3)

    def _say_saved(self, saved: tuple[int, str]) -> None:
        self._step().say_saved(*saved)

    def _refuse(self, name: str, problem: LedgerProblem) -> None:
        """Something did not work: back to the step that can mend it, with the reason."""
        if name in {"looks", "size"}:
            self.columns.say_problem(problem)
            return
        places: dict[str, tuple[StepPane, int]] = {
            "open": (self.columns, 1) if self._is_other_sheet() else (self.file, 0),
            "try": (self.columns, 1),
            "write": (self.outcome, 2),
            "undo": (self.receipt, 3),
            "save": (self.outcome, 2) if isinstance(self._step(), OutcomeStep) else (self.receipt, 3),
        }
        step, number = places[name]
        self._go(step, number)
        step.say_problem(problem)

    def _after_stop(self, name: str) -> None:
        if name == "try":
            self._go(self.columns, 1)
        elif name == "write":
            self._go(self.outcome, 2)
            self.outcome.quiet()
            self.outcome.say(BannerKind.NOTE, _("已停止。"), _("什么也没有写入，本机台账不变。"))
        elif name == "undo":
            self._go(self.receipt, 3)

    def _stop(self) -> None:
        """A file that is only being read is left at once; the rest ends where it can."""
        if self.jobs.is_running("open"):
            self._back_to_file()
        else:
            self.jobs.cancel()

    def _back_to_file(self) -> None:
        self.jobs.drop()
        self._go(self.file, 0)

    def _is_other_sheet(self) -> bool:
        """Whether the file that is read is the one whose columns are shown already."""
        return self._path is not None and self._opened is not None and self._opened.start.table.path == self._path

    def _step(self) -> StepPane:
        step = self.stack.currentWidget()
        return step if isinstance(step, StepPane) else self.file

    def _go(self, step: StepPane, number: int) -> None:
        if step is not self.running:
            self.running.forget()
        changes = step is not self._step()
        self.stack.setCurrentWidget(step)
        self.trail.set_current(number)
        if step is self.columns and self._opened is not None and not self._rows and not self.jobs.is_running("size"):
            self.jobs.count(self._opened, self.columns.mapping)  # a trial was quicker
        if changes and self.isVisible():
            step.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ImportHead(self.trail))
        for step in (self.file, self.columns, self.running):
            self._added(step)
        column.addWidget(self.stack, 1)

    def _added(self, step: _Step) -> _Step:
        self.stack.addWidget(step)
        step.back_asked.connect(self.go_back)
        step.leave_asked.connect(self.leave)
        return step

    def _connect_steps(self) -> None:
        self.sources.file_given.connect(self.open_file)
        self.sources.text_given.connect(self.open_pasted)
        self.sources.hovered.connect(self.file.set_hovered)
        self.file.choose_asked.connect(self._choose_file)
        self.file.paste_asked.connect(self.sources.paste)
        self.file.profiles_asked.connect(self._show_profiles)
        self._shown_first.timeout.connect(self.desk.read)
        self.desk.counted.connect(self.file.set_profiles)
        self.desk.forgotten.connect(self._after_forgetting)
        self.columns.sheet_chosen.connect(self._choose_sheet)
        self.columns.changed.connect(self._look_closer)
        self.columns.go_asked.connect(self._try_out)
        self.columns.forget_asked.connect(self._forget)
        self.running.stop_asked.connect(self._stop)
        self._session.changed.connect(self._count_left)

    def _connect_jobs(self) -> None:
        jobs = self.jobs
        jobs.opened.connect(self._show_columns)
        jobs.looked.connect(self.columns.set_looks)
        jobs.measured.connect(self._show_size)
        jobs.tried.connect(self._show_trial)
        jobs.written.connect(self._show_receipt)
        jobs.undone.connect(self._show_undone)
        jobs.saved.connect(self._say_saved)
        jobs.failed.connect(self._refuse)
        jobs.stopped.connect(self._after_stop)


def make_panel(session: LedgerSession, request: ImportSheet) -> ImportPanel:
    """The panel for a window; with a file already chosen, or a table copied, it is read at once."""
    panel = ImportPanel(session)
    if request.path is not None:
        panel.open_file(request.path)
    elif request.pasted:
        panel.sources.paste()
    return panel
