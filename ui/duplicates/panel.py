"""疑似重复: pairs by how strong the evidence is, and three choices with one key each: S the same, D not, P related.

Nothing is written before a person decides; a decision is one step to undo, travels, and is asked nowhere again.
Several pairs of one kind are decided together after a preview.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.queries.duplicates import DuplicatePair, Kind
from models.queries.join_plan import JoinPlan
from models.tables.record_kinds import ORGANIZATION, ORGANIZATION_LINK
from ui.duplicates import board as lanes
from ui.duplicates.pair_pane import PairPane
from ui.duplicates.rows import PAIRS, PairRows
from ui.duplicates.table import PairTable
from ui.job_progress import JobProgress
from ui.jobs import Job
from ui.panel import Panel
from ui.requests import ReviewDuplicates, ShowOrganization
from ui.review_stack import ReviewStack
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.number_tabs import NumberTab, NumberTabs
from ui.shared.pane_head import BulkBar
from ui.shared.record_model import NoRecords, RecordModel
from ui.shared.runs import phrase, plain, strong
from ui.theme.tokens import Role

_KEY, _PLAN = "duplicates", "duplicate plan"
_LEFT, _MOST_LEFT = 520, 0.42


class DuplicatesPanel(Panel):
    """Parts as tabs, their pairs at the left, the two organizations of a pair at the right."""

    def __init__(self, session: LedgerSession, organization: int = 0) -> None:
        super().__init__(_("疑似重复"), session)
        self._ledger_session = session
        self._wanted = organization
        self._board: lanes.Board | None = None
        self._kind = Kind.STRONG
        self._job: Job | None = None
        self._is_stale = True
        self.tabs = NumberTabs(name=_("疑似重复的种类"))
        self.table = PairTable()
        self._model = RecordModel(PAIRS)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("疑似重复的单位，每行两家"))
        self.pane = PairPane()
        self.bar = BulkBar()
        self.same = Button(_("同一"), ButtonKind.PRIMARY, key="S")
        self.different = Button(_("不同"), key="D")
        self.related = Button(_("总分或共址"), key="P")
        self.withdraw = Button(_("取消判定"), key="U")
        self.alike = Button(_("选中同类"), ButtonKind.QUIET, key="A")
        self.progress = JobProgress()
        self.empty = EmptyState(
            _("没有疑似重复的单位"),
            _("代码相同的单位自己合并显示；名称、电话、地址对得上的，会在这里等人判断。"),
            with_signs=False,
        )
        self._problems = QVBoxLayout()
        self._stack = self._lay_out()
        self._connect()

    def look(self, organization: int = 0) -> None:
        """Look for what is new; show the pair of an organization where it is named and has one."""
        self._wanted = organization or self._wanted
        self._is_stale = False
        ledger = self._ledger_session.ledger
        job = self._ledger_session.runner.read(partial(lanes.read_board, ledger), key=_KEY)
        self._job = job
        job.done.connect(self._show_board)
        job.failed.connect(self._refuse_with)
        job.cancelled.connect(self._on_cancelled)
        if self._board is None:
            self.progress.watch(job, _("寻找可能重复的单位"), _("停止。已经找到的会保留，下次接着找。"))
            self._stack.setCurrentWidget(self._stack.waiting)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.look()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._job is not None and not self._job.is_over:
            self._job.drop()
            self._is_stale = True

    @override
    def setFocus(self, *_reason: object) -> None:
        (self.progress if self._stack.currentWidget() is self._stack.waiting else self.table).setFocus()

    @property
    def pairs(self) -> tuple[DuplicatePair, ...]:
        """The pairs that are shown."""
        rows = self._model.source
        return rows.pairs if isinstance(rows, PairRows) else ()

    def chosen(self) -> list[DuplicatePair]:
        """The ticked pairs, or the current one."""
        rows = self.table.selected_rows() if self.table.selected_count() > 1 else [self.table.current_row()]
        return [self.pairs[row] for row in rows if 0 <= row < len(self.pairs)]

    def _show_board(self, board: lanes.Board) -> None:
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.progress.forget()
        was_empty = self._board is None or not self._board.queue.pairs
        self._board = board
        queue = board.queue
        self.head.set_counts([("all", phrase(_("{n} 对待判"), n=f"{queue.open_count:,}"))])
        if not queue.pairs:
            self._stack.setCurrentWidget(self.empty)
            self.pane.show_nothing()
            if had_keyboard:
                super().setFocus()  # nothing to look through: the way back
            return
        counts = {kind: len(queue.of(kind)) for kind in Kind}
        had_focus = self.tabs.hasFocus() or self.tabs.isAncestorOf(self.focusWidget() or self)
        if self._wanted:
            found = next((pair for pair in queue.pairs if self._wanted in {pair.a, pair.b}), None)
            self._kind = found.kind if found is not None else self._kind
        if not counts[self._kind]:
            self._kind = next(kind for kind in Kind if counts[kind])
        self.tabs.set_tabs([NumberTab(kind.value, kind.label, count) for kind, count in counts.items()])
        self.tabs.choose(self._kind.value)
        self._stack.setCurrentWidget(self._stack.content)
        self._show_pairs()
        if had_focus or was_empty:
            self.table.setFocus()

    def _show_pairs(self) -> None:
        if self._board is None:
            return
        at = max(self.table.current_row(), 0)
        found = self._board.queue.of(self._kind)
        self._model.show(PairRows(found, self._board.names) if found else NoRecords())
        wanted, self._wanted = self._wanted, 0
        if wanted:
            at = next((row for row, pair in enumerate(found) if wanted in {pair.a, pair.b}), at)
        self._show_keys()
        if found:
            self.table.go_to_row(min(at, len(found) - 1))
            self._read_chosen()
        else:
            self.pane.show_nothing()

    def _show_keys(self) -> None:
        has_pairs = bool(self.pairs)
        self.withdraw.setVisible(self._kind is Kind.DECIDED)
        for button in (self.same, self.different, self.related, self.withdraw):
            button.setEnabled(has_pairs)
        self.alike.setVisible(self._kind is not Kind.DECIDED)
        self._say_selection(self.table.selected_count())

    def _choose_kind(self, kind: str) -> None:
        self._kind = Kind(kind)
        self.table.clear_marks()
        self._show_pairs()

    def _read_chosen(self, *_row: object) -> None:
        """Show the current pair, or what would become of several."""
        chosen = self.chosen()
        read, failed = self._ledger_session.read, self._refuse_with
        if len(chosen) == 1:
            read(partial(lanes.read_plan, pair=chosen[0]), self._show_plan, key=_PLAN, failed=failed)
        elif chosen:
            read(partial(lanes.read_plans, pairs=chosen), self._show_plans, key=_PLAN, failed=failed)

    def _show_plan(self, found: tuple[DuplicatePair, JoinPlan]) -> None:
        if self.chosen() == [found[0]]:
            self.pane.show_pair(*found)

    def _show_plans(self, plans: list[JoinPlan]) -> None:
        if len(self.chosen()) > 1:
            self.pane.show_several(plans)

    def _say_selection(self, selected: int) -> None:
        if selected > 1:
            words = _("{chosen}　一起判定，算一步，可以一起撤销")
            self.bar.set_runs(phrase(words, chosen=strong(_("已选 {n} 对").format(n=f"{selected:,}"))))
        else:
            self.bar.set_runs(plain(_("空格键选多对 · 回车到逐栏对照，空格定每一栏取哪家的"), Role.TEXT2))

    def _on_selection(self, selected: int) -> None:
        self._say_selection(selected)
        self._read_chosen()

    def _tick_alike(self) -> None:
        """Tick every pair with the same reasons as the current one."""
        at = self.table.current_row()
        if not 0 <= at < len(self.pairs) or self._kind is Kind.DECIDED:
            return
        reasons = self.pairs[at].reasons
        self.table.tick_rows([row for row, pair in enumerate(self.pairs) if pair.reasons == reasons])

    def _join(self) -> None:
        chosen = self.chosen()
        if len(chosen) > 1:
            self._decide(partial(lanes.join_all, pairs=chosen), _("已合并显示 {n} 对").format(n=len(chosen)), long=True)
        elif chosen and self.pane.rows is not None:
            rows = self.pane.rows
            plan = rows.plan
            if {plan.shown.id, plan.other.id} >= {chosen[0].a, chosen[0].b} or plan.is_possible:
                values = plan.values(frozenset(rows.taken))
                said = _("已合并显示：{name}，{n} 次走访").format(name=plan.shown.name, n=sum(plan.visits))
                self._decide(partial(lanes.join_one, pair=chosen[0], values=values), said)

    def _keep_apart(self) -> None:
        if chosen := self.chosen():
            self._decide(partial(lanes.keep_all_apart, pairs=chosen), _("已记下：不是同一家，不再提出"))

    def _relate(self) -> None:
        if chosen := self.chosen():
            self._decide(partial(lanes.relate_all, pairs=chosen), _("已记下：总分或共址，各算各的"))

    def _withdraw(self) -> None:
        chosen = self.chosen() if self._kind is Kind.DECIDED else []
        if chosen:
            self._decide(partial(lanes.withdraw_all, pairs=chosen), _("已取消判定"))

    def _decide(self, edit: Callable[..., Changes], said: str, *, long: bool = False) -> None:
        self.table.clear_marks()
        self._clear_problems()
        if not long:
            self._ledger_session.change(edit, initiator=self, done=self._after, failed=self._refuse_with, said=said)
            return
        ledger: Ledger = self._ledger_session.ledger

        def work(progress: Progress) -> Changes:
            return edit(ledger, progress=progress)

        self._ledger_session.work(
            work,
            initiator=self,
            done=self._after,
            failed=self._refuse_with,
            title=_("合并显示"),
            said=said,
        )

    def _after(self, _changes: Changes) -> None:
        self.look()

    def _on_changed(self, changes: Changes, initiator: QObject) -> None:
        if initiator is self:
            return
        if changes.everything or {ORGANIZATION.number, ORGANIZATION_LINK.number} & changes.kinds:
            self._is_stale = True
            if self.isVisible():
                self.look()

    def _on_cancelled(self) -> None:
        self._is_stale = True
        if self._board is None:
            self.finished.emit()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_organization(self, organization: int) -> None:
        self.asked.emit(ShowOrganization(organization))

    def _to_fields(self, _row: int) -> None:
        self.pane.table.setFocus()

    def _refuse_with(self, problem: LedgerProblem) -> None:
        self._clear_problems()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        banner.closed.connect(self._clear_problems)
        self._problems.addWidget(banner)

    def _clear_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._choose_kind)
        self.table.current_row_changed.connect(self._read_chosen)
        self.table.selection_size_changed.connect(self._on_selection)
        self.table.row_activated.connect(self._to_fields)
        self.pane.organization_asked.connect(self._show_organization)
        self.progress.stop_asked.connect(self._cancel)
        self._ledger_session.changed.connect(self._on_changed)
        for key, button, act in (
            ("S", self.same, self._join),
            ("D", self.different, self._keep_apart),
            ("P", self.related, self._relate),
            ("U", self.withdraw, self._withdraw),
            ("A", self.alike, self._tick_alike),
        ):
            button.clicked.connect(act)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> ReviewStack:
        for button in (self.alike, self.withdraw, self.related, self.different, self.same):
            self.bar.add_button(button)
        stack = ReviewStack(
            tabs=self.tabs,
            left=self.table,
            right=self.pane,
            progress=self.progress,
            empty=self.empty,
            left_width=lambda: _LEFT,
            most_left=_MOST_LEFT,
            bar=self.bar,
        )
        self.body.addLayout(self._problems)
        self.body.addWidget(stack, 1)
        return stack


def make_panel(session: LedgerSession, request: ReviewDuplicates) -> DuplicatesPanel:
    """The panel for a window."""
    return DuplicatesPanel(session, request.organization)
