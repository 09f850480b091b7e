"""指派情况: what was given to others here, and whether it has gone out, arrived and is done, as files told."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.queries.assignments import Assignment, Reach, assignments
from ui.handover.rows import GIVEN, GivenRows
from ui.panel import Panel
from ui.requests import ShowAssignments, ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState
from ui.shared.number_tabs import NumberTab, NumberTabs
from ui.shared.panes import Pane
from ui.shared.record_model import NoRecords, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.tokens import Role, Space

_EACH = "all"


class AssignmentsPanel(Panel):
    """Numbers as tabs over one table; Enter opens the organization."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("指派情况"), session)
        self._session = session
        self._given: list[Assignment] = []
        self._shown = _EACH
        self.tabs = NumberTabs(name=_("指派情况"))
        self.table = RecordTable()
        self.table.setAccessibleName(_("指派给别人的事"))
        self._model = RecordModel(GIVEN, parent=self.table)
        self.table.setModel(self._model)
        self.table.set_empty_state(
            EmptyState(
                _("还没有指派给别人的事"),
                _("在单位上按 F6 指派跟进，随下一个文件发给对方；对方的文件回来后，这里看得到办了没有。"),
                with_signs=False,
            )
        )
        over = Pane(Role.WINDOW)
        self.body.addWidget(over)
        self.body.addWidget(self.table, 1)
        column = QVBoxLayout(over)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.addWidget(self.tabs)
        self.tabs.chosen.connect(self._choose)
        self.table.row_activated.connect(self._open)
        session.changed.connect(self._on_changed)
        self._look()

    @override
    def setFocus(self, *_reason: object) -> None:
        self.table.setFocus()

    def _look(self) -> None:
        self._session.read(assignments, self._show, key="assignments", failed=self._refuse)

    def _show(self, given: list[Assignment]) -> None:
        self._given = given
        counts = [(reach, sum(each.reach is reach for each in given)) for reach in Reach]
        tabs = [NumberTab(_EACH, _("全部"), len(given))]
        self.tabs.set_tabs([*tabs, *(NumberTab(reach.name, reach.label, count) for reach, count in counts)])
        self._choose(self._shown)

    def _choose(self, key: str) -> None:
        self._shown = key
        chosen = [each for each in self._given if key in {_EACH, each.reach.name}]
        self._model.show(GivenRows(chosen) if chosen else NoRecords())
        if chosen:
            self.table.go_to_row(0)

    def _open(self, row: int) -> None:
        source = self._model.source
        if isinstance(source, GivenRows):
            self.asked.emit(ShowOrganization(source.given[row].organization))

    def _on_changed(self, *_change: object) -> None:
        self._look()

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))


def make_panel(session: LedgerSession, _request: ShowAssignments) -> QWidget:
    """The panel for a window."""
    return AssignmentsPanel(session)
