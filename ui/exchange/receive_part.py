"""收文件: what came in, what it would bring, the merge, its receipt and its undo."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout

from models.errors import InputProblem, LedgerProblem
from models.exchange.cards import same_code
from models.exchange.known import confirm
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.merging.merge import Merged, MergedFile, merge
from models.merging.offers import Offer
from models.merging.undoing import UndoneMerge, undo_merge
from models.progress import Progress
from models.queries.ledger_counts import conflict_count
from ui.exchange.basket import Basket, Looked, card_of, look
from ui.exchange.merged_step import MergedStep
from ui.exchange.preview_step import PreviewStep
from ui.exchange.start_step import StartStep
from ui.exchange.undo_pane import UndoLook, look_at_undo
from ui.jobs import Job
from ui.running_step import RunningStep
from ui.session import LedgerSession
from ui.shared.banner import BannerKind
from ui.shared.panes import Pane
from ui.shared.step_trail import StepTrail
from ui.step_pane import StepPane

START, PREVIEW, RECEIPT = range(3)


class ReceivePart(Pane):
    """One merge at a time; it stays as it is while somebody goes elsewhere."""

    asked = Signal(object)  # a ui.requests.Request
    cards_asked = Signal()
    promise_changed = Signal(str)

    def __init__(self, session: LedgerSession) -> None:
        super().__init__()
        self._session = session
        self._basket = Basket()
        self._job: Job | None = None
        self._is_writing = False
        self.trail = StepTrail((_("收文件"), _("合并前预览"), _("回执")))
        self.start = StartStep()
        self.running = RunningStep()
        self.preview = PreviewStep()
        self.receipt = MergedStep()
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for step in (self.start, self.running, self.preview, self.receipt):
            self._stack.addWidget(step)
        self._connect()
        self._go(self.start, START)
        if session.ledger.read_only:
            self.start.say(BannerKind.WARNING, _("这个台账以只读方式打开：可以看文件会带来什么，不能合并。"))

    @property
    def is_merging(self) -> bool:
        """Whether something is being written."""
        return self._is_writing

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The step that is shown gets the keyboard."""
        self.step().setFocus()

    def step(self) -> StepPane:
        """The step that is shown."""
        step = self._stack.currentWidget()
        return step if isinstance(step, StepPane) else self.start

    def take(self, paths: tuple[Path, ...]) -> None:
        """Look at more files, besides those that are looked at already."""
        if self._is_writing or not paths:
            return
        before = Basket() if self.step() is self.receipt else self._basket
        self._look(before.with_paths(paths))

    def choose(self, way: str) -> None:
        """Ask for files, a folder or photos."""
        if self._is_writing:
            return
        if way == "link":
            self.cards_asked.emit()
            return
        start = str(self._basket.paths[-1].parent if self._basket.paths else Path.home())
        if way == "folder":
            chosen = [QFileDialog.getExistingDirectory(self.window(), _("选文件夹"), start)]
        elif way == "photos":
            pictures = _("照片 (*.jpg *.jpeg *.png *.bmp *.webp *.gif)")
            chosen, _filter = QFileDialog.getOpenFileNames(self.window(), _("选照片"), start, pictures)
        else:
            kinds = _("交换文件和台账 (*.jhx *.jhq *.jhtz);;所有文件 (*)")
            chosen, _filter = QFileDialog.getOpenFileNames(self.window(), _("选同事的文件"), start, kinds)
        self.take(tuple(Path(each) for each in chosen if each))

    def choose_files(self) -> None:
        """Ask for files, from wherever it is called."""
        self.choose("files")

    def go_back(self) -> None:
        """Esc: stop what runs, leave the undo, leave the preview. Nothing is written by it."""
        step = self.step()
        if step is self.running:
            self.running.stop()
        elif step is self.receipt and self.receipt.pane.isVisible():
            self.receipt.pane.left.emit()
        elif step is not self.start:
            self.clear()

    def clear(self) -> None:
        """Put the files away; the ledger stays as it is."""
        self._drop()
        self._basket = Basket()
        self._go(self.start, START)

    def go_on(self) -> None:
        """Ctrl+Enter: merge."""
        if self.step() is self.preview:
            self.preview.go_on()

    def look_again(self) -> None:
        """The ledger has changed under a preview, or a sender is known by now: look at the same files again."""
        if self.step() is self.preview and not self._is_writing:
            self._look(self._basket, quiet=True)

    def save_report(self) -> None:
        """Ask where, and write what is shown as a PDF: the preview, or the receipt."""
        looked, merged = self.preview.looked, self.receipt.merged
        if self.step() is self.preview and looked is not None:
            self._ask_where(_("合并预览"), looked.as_merged(), None)
        elif self.step() is self.receipt and merged is not None and self.receipt.report.isEnabled():
            name = _("合并回执 第 {merge} 次").format(merge=merged.merge) if merged.merge else _("合并回执")
            self._ask_where(name, list(merged.files), merged)

    def write_report(self, path: Path, files: list[MergedFile], merged: Merged | None) -> None:
        """Write the PDF."""
        ledger = self._session.ledger

        def write(progress: Progress) -> None:
            from exports.merge_report import write_merge_report  # noqa: PLC0415 - printing is loaded when asked for

            write_merge_report(ledger, files, merged, path, progress=progress)

        job = self._session.runner.change(write, title=_("正在存盘"))  # it takes a report number
        job.done.connect(partial(self._say_saved, path))
        job.failed.connect(self._say_problem)

    # Looking

    def _look(self, basket: Basket, *, quiet: bool = False) -> None:
        self._drop()
        opened = self.preview.looked.offers if self.preview.looked is not None and self._basket.paths else []
        ledger = self._session.ledger
        job = self._session.runner.read(partial(look, ledger, basket, opened), key="exchange look")
        job.done.connect(self._show_looked)
        job.failed.connect(self._refuse_look)
        job.cancelled.connect(self._after_stop)
        self._job = job
        if not quiet:
            self.running.watch(job, _("正在看收到的文件"), _("停止，本机台账不变。"))
            self._go(self.running, START)

    def _show_looked(self, looked: Looked) -> None:
        self._job = None
        self._basket = looked.basket
        if not looked.files:
            self._go(self.start, START)
            return
        self.preview.show_looked(looked)
        if self.preview.primary is not None and self._session.ledger.read_only:
            self.preview.primary.setEnabled(False)
        self._go(self.preview, PREVIEW)

    def _refuse_look(self, problem: LedgerProblem) -> None:
        self._job = None
        step: StepPane = self.preview if self._basket.paths and self.preview.looked is not None else self.start
        self._go(step, PREVIEW if step is self.preview else START)
        step.say_problem(problem)

    def _after_stop(self) -> None:
        self._job = None
        shown = self.preview if self._basket.paths and self.preview.looked is not None else self.start
        self._go(shown, PREVIEW if shown is self.preview else START)

    # What is pressed on the cards

    def _remove(self, path: Path) -> None:
        basket = self._basket.without(path)
        looked = self.preview.looked
        if looked is not None and basket.paths == self._basket.paths:  # it came in a folder: the others by name
            others = {file.offer.path for file in looked.files if file.offer.path != path}
            basket = Basket(tuple(sorted(others)), basket.passphrases, basket.accepted)
        if basket.paths:
            self._look(basket)
        else:
            self.clear()

    def _confirm(self, path: Path, typed: str) -> None:
        """Know this sender from now on, if the code that was heard is that of the file."""
        file = self._file(path)
        card = card_of(file) if file is not None else None
        if card is None:
            return
        try:
            confirm(card, typed, on=self._session.ledger.today().isoformat())
        except LedgerProblem as problem:
            self._say_on_card(path, problem)
            return
        self._session.said.emit(_("已认识 {who}").format(who=card.title), False)
        self._look(self._basket)

    def _accept(self, path: Path, typed: str) -> None:
        file = self._file(path)
        if file is None or file.sender is None:
            return
        if same_code(typed, file.sender.code):
            self._look(self._basket.accepting(file.sender.code))
        else:
            self._say_on_card(path, InputProblem(_("代码不对，请让他再念一遍。")))

    def _unlock(self, path: Path, passphrase: str) -> None:
        if passphrase:
            self._look(self._basket.with_passphrase(path, passphrase))

    def _file(self, path: Path) -> Offer | None:
        looked = self.preview.looked
        return next((each for each in looked.offers if each.path == path), None) if looked is not None else None

    def _say_on_card(self, path: Path, problem: LedgerProblem) -> None:
        card = self.preview.cards.get(path)
        if card is not None:
            card.say(str(problem))

    # Merging and undoing

    def _merge(self) -> None:
        looked = self.preview.looked
        if looked is None or self._is_writing or self._session.ledger.read_only:
            return
        self._drop()  # another look at the same files must not come back over the merge
        ledger, left_out = self._session.ledger, self.preview.left_out
        work = partial(_merged, ledger, looked, left_out)
        job = self._session.work(
            work, initiator=self, changes=_changes_of_merge, done=self._show_merged, failed=self._refuse_merge
        )
        self._write(job, _("正在合并"), _("停止，什么也不写入，本机台账不变。"), PREVIEW, self.preview)

    def _show_merged(self, merged: Merged) -> None:
        self._is_writing = False
        self._basket = Basket()
        self.receipt.show_merged(merged, self.preview.left_out)
        self._go(self.receipt, RECEIPT)
        if not self.isVisible():
            self._session.said.emit(_("合并完成，回执在“交换”里"), False)

    def _refuse_merge(self, problem: LedgerProblem) -> None:
        self._is_writing = False
        self._go(self.preview, PREVIEW)
        self.preview.say_problem(problem)

    def _look_at_undo(self, merge_number: str) -> None:
        ledger = self._session.ledger
        job = self._session.runner.read(partial(look_at_undo, ledger, merge_number), key="exchange undo")
        job.done.connect(self._show_undo)
        job.failed.connect(self.receipt.say_problem)

    def _show_undo(self, found: UndoLook) -> None:
        if self.step() is self.receipt:
            self.receipt.show_undo(found)

    def _undo(self, merge_number: str) -> None:
        ledger = self._session.ledger
        job = self._session.work(
            lambda progress: undo_merge(ledger, merge_number, progress=progress),
            initiator=self,
            changes=_changes_of_undo,
            done=self._show_undone,
            failed=self._refuse_undo,
        )
        self._write(job, _("正在撤销这次合并"), _("停止，合并的内容都保留。"), RECEIPT, self.receipt)

    def _show_undone(self, undone: UndoneMerge) -> None:
        self._is_writing = False
        self._go(self.receipt, RECEIPT)
        self.receipt.show_undone(undone)

    def _refuse_undo(self, problem: LedgerProblem) -> None:
        self._is_writing = False
        self._go(self.receipt, RECEIPT)
        self.receipt.say_problem(problem)

    def _write(self, job: Job, title: str, promise: str, number: int, back: StepPane) -> None:
        self._job, self._is_writing = job, True
        self.running.watch(job, title, promise)
        job.cancelled.connect(partial(self._after_stopped_write, back, number))
        self._go(self.running, number)

    def _after_stopped_write(self, back: StepPane, number: int) -> None:
        self._is_writing = False
        self._go(back, number)
        back.quiet()
        back.say(BannerKind.NOTE, _("已停止。"), _("什么也没有写入，本机台账不变。"))

    # Inside

    def _drop(self) -> None:
        if self._job is not None and not self._is_writing:
            self._job.drop()
            self._job = None

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _go(self, step: StepPane, number: int) -> None:
        if step is not self.running:
            self.running.forget()
        changes = step is not self.step()
        self._stack.setCurrentWidget(step)
        self.trail.set_current(number)
        self.promise_changed.emit(_("现在还没有写入任何内容") if number < RECEIPT and not self._is_writing else "")
        if self.isVisible() and (changes or step is self.preview):
            step.setFocus()

    def _ask_where(self, name: str, files: list[MergedFile], merged: Merged | None) -> None:
        start = str(self._session.ledger.path.with_name(f"{name}.pdf"))
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), name, start, _("PDF 文件 (*.pdf)"))
        if chosen:
            path = Path(chosen) if Path(chosen).suffix.lower() == ".pdf" else Path(f"{chosen}.pdf")
            self.write_report(path, files, merged)

    def _say_saved(self, path: Path, _nothing: object) -> None:
        self._session.saved_file.emit(_("已存 PDF：{name}").format(name=path.name), path)

    def _count_open(self, *_changes: object) -> None:
        """What waits after a merge may be decided in the inbox meanwhile."""
        if self.step() is self.receipt and self.receipt.cards:
            self._session.read(conflict_count, self.receipt.show_open, key="exchange conflicts")

    def _say_problem(self, problem: LedgerProblem) -> None:
        self.step().say_problem(problem)

    def _connect(self) -> None:
        self.start.chosen.connect(self.choose, Qt.ConnectionType.QueuedConnection)
        self.running.stop_asked.connect(self._stop)
        self.preview.merge_asked.connect(self._merge)
        self.preview.leave_asked.connect(self.clear)
        self.preview.more_asked.connect(self.choose_files)
        self.preview.report_asked.connect(self.save_report)
        self.preview.removed.connect(self._remove)
        self.preview.confirmed.connect(self._confirm)
        self.preview.accepted.connect(self._accept)
        self.preview.unlocked.connect(self._unlock)
        self.receipt.asked.connect(self.asked)
        self.receipt.undo_asked.connect(self._look_at_undo)
        self.receipt.undo_confirmed.connect(self._undo)
        self.receipt.report_asked.connect(self.save_report)
        self.receipt.more_asked.connect(self.clear)
        self._session.changed.connect(self._count_open)


def _merged(ledger: Ledger, looked: Looked, left_out: frozenset[str], progress: Progress) -> Merged:
    accepted = looked.basket.accepted
    return merge(ledger, looked.offers, leaving_out=left_out, accepted=accepted, looked=looked.found, progress=progress)


def _changes_of_merge(merged: Merged) -> Changes:
    return merged.changes


def _changes_of_undo(undone: UndoneMerge) -> Changes:
    return undone.changes
