"""粘贴预览: what a pasted block would change and what in it cannot be taken; nothing is written before that is seen."""

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from models.edits.organizations import change_each_organization
from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes
from models.progress import Progress
from models.queries.cell_plan import CellPlan, plan_cells
from ui.job_progress import JobProgress
from ui.organizations.change_preview import ChangeTable
from ui.panel import Panel
from ui.requests import PasteCells
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.labels import Label
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.runs import RunLabel, phrase, plain, strong
from ui.theme.tokens import Role, Space, TextSize


class PastePreview(Panel):
    """One batch, one undo: what can be written is written together."""

    def __init__(self, session: LedgerSession, request: PasteCells) -> None:
        super().__init__(_("粘贴预览"), session)
        self._session = session
        self._request = request
        self.plan: CellPlan | None = None
        self.counts = RunLabel(plain(_("正在核对，还没有写入。"), Role.TEXT2))
        self.remark = Label(request.left_out, size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self.remark.setVisible(bool(request.left_out))
        self.table = ChangeTable(with_problems=True)
        self.table.set_empty_state(EmptyState(_("没有要改的格"), _("粘贴的内容和台账里的一样。"), with_signs=False))
        self._progress = JobProgress()
        self.write = Button(_("写入可以写的"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.write.clicked.connect(self._write)
        self.write.setEnabled(False)
        cancel = Button(_("取消"), key="Esc")
        cancel.clicked.connect(self.finished)
        bar = BulkBar()
        bar.set_runs(plain(_("取消，本机台账不变。写入后可以一次撤销（Ctrl+Z）。"), Role.TEXT2))
        bar.add_button(cancel)
        bar.add_button(self.write)
        self.body.addWidget(self._head())
        self.body.addWidget(self._progress)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(bar)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.write.click)
        self._read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    @override
    def setFocus(self, *_reason: object) -> None:
        self.table.setFocus()

    def _head(self) -> Pane:
        head = Pane(Role.SURFACE, "b")
        column = QVBoxLayout(head)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        column.setSpacing(Space.XS)
        row = QHBoxLayout()
        row.addWidget(self.counts)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.remark)
        return head

    def _read(self) -> None:
        ledger, cells = self._session.ledger, self._request.cells

        def read(progress: Progress) -> CellPlan:
            return plan_cells(ledger, cells, progress=progress)

        job = self._session.runner.read(read, key="paste preview")
        self._progress.watch(job, _("核对粘贴的内容"), _("停止，本机台账不变。"), total=len(cells))
        self._progress.stop_asked.connect(job.cancel)
        job.done.connect(self._show)
        job.failed.connect(self._refuse)
        job.cancelled.connect(self.finished)

    def _show(self, plan: CellPlan) -> None:
        self.plan = plan
        self._progress.forget()
        wrong = Role.DANGER if plan.problems else None
        self.counts.set_runs(
            phrase(
                _("{changes} 格会改（{n} 家） · {same} 格相同 · {problems} 格有问题"),
                changes=strong(f"{len(plan.changes):,}"),
                n=f"{plan.organizations:,}",
                same=f"{plan.same:,}",
                problems=strong(f"{len(plan.problems):,}", wrong),
            )
        )
        self.table.show_changes(plan.problems, plan.changes)
        self.write.setEnabled(bool(plan.changes))
        self.table.setFocus()

    def _write(self) -> None:
        plan = self.plan
        if plan is None or not plan.changes:
            return
        self.write.setEnabled(False)
        ledger = self._session.ledger
        said = _("已改 {n} 格，{m} 家").format(n=f"{len(plan.changes):,}", m=f"{plan.organizations:,}")
        if plan.problems:
            said += _("；{n} 格有问题没有写").format(n=f"{len(plan.problems):,}")
        job = self._session.work(
            lambda progress: change_each_organization(ledger, plan.values(), progress=progress),
            initiator=self,
            done=self._leave,
            failed=self._refuse,
            title=_("写入粘贴的内容"),
            said=said,
        )
        job.cancelled.connect(self._allow)

    def _leave(self, _changes: Changes) -> None:
        self.finished.emit()

    def _allow(self) -> None:
        self.write.setEnabled(True)

    def _refuse(self, problem: LedgerProblem) -> None:
        self._progress.forget()
        self._allow()
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession, request: PasteCells) -> PastePreview:
    """The panel for a window."""
    return PastePreview(session, request)
