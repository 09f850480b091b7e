"""待确认建议: what the ledger could be told with one key, by reason; a group or ticked rows are confirmed at once.

Nothing is written before a person confirms; what was confirmed together is one step to undo. The groups are worked
out in the background; after a change only the organizations that changed are looked at again.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout
from typing_extensions import override

from models.edits.proposals import Confirmed
from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes
from models.progress import Progress
from models.queries.proposals import ProposalBoard
from models.rules.proposals import PROPOSED_FIELDS
from ui.job_progress import JobProgress
from ui.jobs import Job
from ui.panel import Panel
from ui.proposals.board_keeper import BoardKeeper
from ui.proposals.deciding import confirm, refuse
from ui.proposals.group_pane import GroupPane
from ui.proposals.groups import GroupRows, group_columns
from ui.proposals.table import ProposalTable
from ui.proposals.words import field_words, has_choices
from ui.requests import ReviewProposals, ShowOrganization
from ui.review_stack import ReviewStack
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.number_tabs import NumberTab, NumberTabs
from ui.shared.record_model import RecordModel
from ui.shared.runs import phrase

_LEFT, _LEFT_OF_CHOICES = 492, 424
_MOST_LEFT = 0.4  # of the width, so that the right side has room where the text is large


class ProposalsPanel(Panel):
    """Fields as tabs, their groups at the left, the organizations of a group at the right."""

    def __init__(self, session: LedgerSession, field: str = "", organization: int = 0) -> None:
        super().__init__(_("待确认建议"), session)
        self._ledger_session = session
        self._field = field
        self._wanted = organization
        self.keeper = BoardKeeper(session, self)
        self.tabs = NumberTabs(name=_("建议的种类"))
        self.groups = ProposalTable()
        self._groups_model = RecordModel(group_columns(""))
        self.groups.setModel(self._groups_model)
        self.pane = GroupPane(session)
        self.again = Button(_("恢复不采纳的"), ButtonKind.QUIET)
        self.progress = JobProgress()
        self.empty = EmptyState(
            _("没有要确认的建议"),
            _("代码、类型、类别、街道都有了，或者从现有内容看不出来：看不出来的保持未知。"),
            with_signs=False,
        )
        self._problems = QVBoxLayout()
        self._stack = self._lay_out()
        self._connect()

    def show_field(self, field: str, organization: int = 0) -> None:
        """Show the proposals for one field; of one organization where it is named and has any."""
        self._field = field or self._field
        self._wanted = organization
        if self.keeper.board is not None:
            self._show_board(self.keeper.board)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.watch(is_watching=True)

    @override
    def setFocus(self, *_reason: object) -> None:
        self._focus_main()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.watch(is_watching=False)

    def _show_progress(self, job: Job) -> None:
        """While nothing is known yet; later what is shown stays until the answer is here."""
        if self.keeper.board is None:
            self.progress.watch(job, _("查看台账里可以补的内容"), _("停止，本机台账不变。"))
            self._stack.setCurrentWidget(self._stack.waiting)

    def _show_board(self, board: ProposalBoard) -> None:
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.progress.forget()
        self.head.set_counts([("all", phrase(_("{n} 条"), n=f"{board.count:,}"))])
        self.again.setVisible(board.refused > 0)
        self.again.setText(_("恢复不采纳的 {n} 条").format(n=f"{board.refused:,}"))
        if not board.count:
            self._stack.setCurrentWidget(self.empty)
            self.pane.show_group(None)
            if had_keyboard:
                self._focus_main()
            return
        counts = dict.fromkeys(PROPOSED_FIELDS, 0)
        for group in board.groups:
            counts[group.field] += len(group.organizations)
        if not counts.get(self._field):
            self._field = next(field for field in PROPOSED_FIELDS if counts[field])
        had_focus = self.tabs.hasFocus() or self.tabs.isAncestorOf(self.focusWidget() or self)
        self.tabs.set_tabs([NumberTab(field, field_words(field), count) for field, count in counts.items()])
        self.tabs.choose(self._field)
        was_empty = self._stack.currentWidget() is not self._stack.content
        self._stack.setCurrentWidget(self._stack.content)
        self._show_groups()
        if had_focus or was_empty:
            self._focus_main()

    def _show_groups(self) -> None:
        """The groups of the chosen field; the one that was current stays, or the one that took its place."""
        if self.keeper.board is None:
            return
        found = [group for group in self.keeper.board.groups if group.field == self._field]
        rows, at = self._groups_model.source, max(self.groups.current_row(), 0)
        before = rows.groups[at].key if isinstance(rows, GroupRows) and at < rows.count() else None
        place = next((number for number, group in enumerate(found) if group.key == before), None)
        if place is None:
            same_field = before is not None and before[0] == self._field
            place = min(at, len(found) - 1) if same_field else 0
        self._stack.share_width()
        self._groups_model.show(GroupRows(found), group_columns(self._field))
        wanted, self._wanted = self._wanted, 0
        holding = next((number for number, group in enumerate(found) if wanted and wanted in group.organizations), None)
        if not found:
            self.pane.show_group(None)
        elif holding is None:
            self.groups.go_to_row(place)
        else:
            self.groups.go_to_row(holding)
            self.pane.go_to(wanted)

    def _on_group(self, row: int) -> None:
        rows = self._groups_model.source
        if isinstance(rows, GroupRows) and 0 <= row < rows.count():
            self.pane.show_group(rows.groups[row])

    def _choose_field(self, field: str) -> None:
        self._field = field
        self._show_groups()

    def _confirm(self, organizations: list[int]) -> None:
        rows = self.pane.rows
        if rows is None:
            return
        ledger, group, chosen = self._ledger_session.ledger, rows.group, dict(rows.chosen)

        def work(progress: Progress) -> Confirmed:
            return confirm(ledger, group, organizations, chosen, progress)

        self._ledger_session.work(
            work,
            initiator=self,
            changes=_changes_of,
            done=self._say_confirmed,
            failed=self._refuse_with,
            title=_("确认 {n} 家的建议").format(n=f"{len(organizations):,}"),
        )

    def _say_confirmed(self, confirmed: Confirmed) -> None:
        self._clear_problems()
        said = _("已写入 {n} 家").format(n=f"{confirmed.confirmed:,}")
        if confirmed.passed_over:
            self.keeper.look()
            left = _("{n} 家没有动：已有人填过或改过，或者同批另一家已用这个代码").format(
                n=f"{confirmed.passed_over:,}"
            )
            said = f"{said}，{left}"
        self._ledger_session.said.emit(said, bool(confirmed.changes.batch))

    def _turn_down(self, organizations: list[int]) -> None:
        rows = self.pane.rows
        if rows is None:
            return
        ledger, group = self._ledger_session.ledger, rows.group

        def work(progress: Progress) -> int:
            refuse(ledger, group, organizations, progress)
            return len(organizations)

        def done(count: int) -> None:
            self.keeper.look_again_at(organizations)
            self._ledger_session.said.emit(_("已记下，这 {n} 家不再这样建议").format(n=f"{count:,}"), False)

        self._ledger_session.work(
            work,
            initiator=self,
            changes=_no_changes,
            done=done,
            failed=self._refuse_with,
            title=_("记下不采纳的建议"),
        )

    def _take_back(self) -> None:
        from models.edits.proposals import take_back_refusals  # noqa: PLC0415 - rarely needed

        ledger = self._ledger_session.ledger

        def done(_nothing: object) -> None:
            self.keeper.look()

        self._ledger_session.work(
            lambda _progress: take_back_refusals(ledger),
            initiator=self,
            changes=_no_changes,
            done=done,
            failed=self._refuse_with,
        )

    def _show_organization(self, organization: int) -> None:
        self.asked.emit(ShowOrganization(organization))

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

    def _focus_main(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self._stack.content:
            self.groups.setFocus()
        elif shown is self._stack.waiting:
            self.progress.setFocus()
        else:
            super().setFocus()  # nothing to look through: the way back

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._choose_field)
        self.groups.current_row_changed.connect(self._on_group)
        self.groups.row_activated.connect(self._go_to_rows)
        self.groups.digit_pressed.connect(self.pane.press)
        self.pane.confirm_asked.connect(self._confirm)
        self.pane.refuse_asked.connect(self._turn_down)
        self.pane.organization_asked.connect(self._show_organization)
        self.pane.failed.connect(self._refuse_with)
        self.again.clicked.connect(self._take_back)
        self.progress.stop_asked.connect(self.keeper.cancel)
        self.finished.connect(self.keeper.drop)
        self.keeper.scan_started.connect(self._show_progress)
        self.keeper.changed.connect(self._show_board)
        self.keeper.failed.connect(self._refuse_with)
        self.keeper.cancelled.connect(self.finished)
        for keys, act in (
            (("Ctrl+Return", "Ctrl+Enter"), self.pane.ask_to_confirm),
            (("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), self.pane.ask_to_confirm_group),
            (("Delete",), self.pane.ask_to_refuse),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(act)

    def _go_to_rows(self, _row: int) -> None:
        self.pane.setFocus()

    def _lay_out(self) -> ReviewStack:
        self.again.hide()
        self.head.add_button(self.again)
        self.groups.setAccessibleName(_("按依据分组的建议"))
        stack = ReviewStack(
            tabs=self.tabs,
            left=self.groups,
            right=self.pane,
            progress=self.progress,
            empty=self.empty,
            left_width=lambda: _LEFT_OF_CHOICES if has_choices(self._field) else _LEFT,
            most_left=_MOST_LEFT,
        )
        self.body.addLayout(self._problems)
        self.body.addWidget(stack, 1)
        return stack


def make_panel(session: LedgerSession, request: ReviewProposals) -> ProposalsPanel:
    """The panel for a window."""
    return ProposalsPanel(session, request.field, request.organization)


def _changes_of(confirmed: Confirmed) -> Changes:
    return confirmed.changes


def _no_changes(_result: object) -> None:
    return None
