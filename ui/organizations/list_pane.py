"""The list as a pane: head, conditions, table, and the bar about the selection."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import LedgerProblem
from models.queries.lookup import lookup_of
from models.queries.organization_list import ListQuery, ListTotals
from ui.organizations.cells import COLUMNS
from ui.organizations.condition_row import ConditionRow
from ui.organizations.conditions import YES, Condition, Operator
from ui.organizations.list_head import ListHead
from ui.organizations.list_keeper import ListKeeper
from ui.organizations.list_layout import keep_layout, read_layout
from ui.organizations.list_states import empty_ledger, nothing_found
from ui.organizations.organization_table import OrganizationTable
from ui.organizations.selection_bar import SelectionBar
from ui.organizations.views import Shown
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState
from ui.shared.panes import Pane
from ui.shared.record_model import RecordModel
from ui.theme.tokens import Density


class ListPane(Pane):
    """Shows what `shown` says; head, chips, links and the empty states change it."""

    way_asked = Signal(str)  # a card of an empty ledger: import, new or link
    filled = Signal()

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._lookup = lookup_of(session.ledger)
        self.shown = Shown(view="open", sort="next")  # what a day's work begins with
        self._layout = read_layout()
        model = RecordModel(COLUMNS)
        self.table = OrganizationTable(model)
        self.keeper = ListKeeper(session, model, self.table, self)
        self.head = ListHead()
        self.conditions = ConditionRow(session, self._lookup)
        self.bar = SelectionBar(session, self.table)
        self._state: EmptyState | None = None
        self._problem = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._use_layout()

    @property
    def query(self) -> ListQuery:
        """What is shown, as the ledger is asked for it."""
        return self.shown.query(self._lookup)

    @property
    def is_ledger_empty(self) -> bool:
        """Whether there is no organization at all."""
        return self.keeper.is_ledger_empty

    def show_first(self) -> None:
        """Paint the first rows of the first list before anything else is read."""
        self._say_what_is_shown()
        try:
            self.keeper.show_now(self.query)
        except LedgerProblem as problem:
            self._on_problem(problem)

    def show_list(self, shown: Shown, *, organization: int = 0) -> None:
        """Show another list from its top, or at an organization."""
        try:
            query = shown.query(self._lookup)
        except LedgerProblem as problem:
            self._on_problem(problem)
            return
        self.shown = shown
        self._say_what_is_shown()
        self.head.show_reading()
        self.keeper.show(query, organization=organization)

    def focus_main(self) -> None:
        """The keyboard to the table, or to the first way in."""
        if self._state is not None and self._state.isVisible():
            self._state.focus_first()
        else:
            self.table.setFocus()

    def keep_choices(self) -> None:
        """Remember widths that were dragged; the rest is remembered when it is chosen."""
        self._layout = replace(self._layout, widths=self.table.chosen_widths())
        keep_layout(self._layout)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._problem)
        column.addWidget(self.conditions)
        column.addWidget(self.table, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.keeper.filled.connect(self._on_filled)
        self.keeper.counted.connect(self._on_counted)
        self.keeper.failed.connect(self._on_problem)
        self.table.sort_asked.connect(self._sort)
        self.conditions.wanted.connect(self.show_list)
        self.conditions.left.connect(self.focus_main)
        self.head.view_asked.connect(self._show_view)
        self.head.sort_asked.connect(self._sort)
        self.head.sum_asked.connect(self._follow_sum)
        self.head.density_asked.connect(self._use_density)
        self.head.column_asked.connect(self._use_column)

    def _say_what_is_shown(self) -> None:
        shown = Shown() if self.is_ledger_empty else self.shown
        self.head.show_list(shown)
        self.conditions.show_conditions(shown)
        self.table.set_sort(shown.sort, descending=shown.descending)

    def _on_filled(self) -> None:
        """An empty table explains itself; an empty ledger needs neither conditions nor a bar."""
        rows = self.table.rows
        if rows is not None and not rows.count():
            before, self._state = self._state, empty_ledger() if self.is_ledger_empty else nothing_found(self.shown)
            self._state.chosen.connect(self._follow_way)
            self.table.set_empty_state(self._state)
            if before is not None:  # the table has let go of it
                before.hide()
                before.deleteLater()
        for widget in (self.conditions, self.bar):
            widget.setVisible(not self.is_ledger_empty)
        self.head.show_buttons(shown=not self.is_ledger_empty)
        self._say_what_is_shown()
        self._use_layout()
        self.filled.emit()

    def _on_counted(self, totals: ListTotals) -> None:
        self._clear_problem()
        self.head.show_totals(totals)
        self.bar.show_staff_of_all(totals.staff)

    def _on_problem(self, problem: LedgerProblem) -> None:
        self._clear_problem()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        self._problem.addWidget(banner)

    def _clear_problem(self) -> None:
        while (item := self._problem.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _show_view(self, view: str) -> None:
        self.show_list(Shown(view=view, sort=self.shown.sort, descending=self.shown.descending))

    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - the signal's second value
        self.show_list(replace(self.shown, sort=key, descending=descending))

    def _follow_sum(self, key: str) -> None:
        """A number of the head shows what it counts."""
        match key:
            case "all":
                self.show_list(self.shown.without_conditions())
            case "staff":
                self._sort("staff", descending=True)
            case "late":
                self._narrow(Condition("overdue", Operator.IS, YES))
            case _:
                today = self._session.ledger.today().isoformat()
                self._narrow(Condition("next_followup", Operator.IS, today))

    def _narrow(self, condition: Condition) -> None:
        conditions = tuple(dict.fromkeys((*self.shown.conditions, condition)))
        self.show_list(replace(self.shown, conditions=conditions, sort="next", descending=False))

    def _follow_way(self, name: str) -> None:
        if name == "clear":
            self.show_list(self.shown.without_conditions())
        elif name == "all":
            self.show_list(Shown())
        else:
            self.way_asked.emit(name)

    def _use_layout(self) -> None:
        hidden = set(self._layout.hidden) | ({"mark"} if self.is_ledger_empty else set())
        self.table.set_density(self._layout.density)
        self.table.set_layout(self._layout.widths, hidden)
        self.head.show_layout(self._layout.density, hidden)

    def _use_density(self, density: Density) -> None:
        self._layout = replace(self._layout, density=density)
        keep_layout(self._layout)
        self._use_layout()

    def _use_column(self, key: str, shown: bool) -> None:  # noqa: FBT001 - the signal's second value
        hidden = self._layout.hidden - {key} if shown else self._layout.hidden | {key}
        self._layout = replace(self._layout, hidden=frozenset(hidden), widths=self.table.chosen_widths())
        keep_layout(self._layout)
        self._use_layout()
