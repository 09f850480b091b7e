"""The list as a pane: head, conditions, table, its total, and the bar about the selection."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import LedgerProblem
from models.language import _
from models.queries.list_groups import ListSums
from models.queries.lookup import lookup_of
from models.queries.organization_list import ListQuery
from ui.organizations.cell_copying import CellCopying
from ui.organizations.cell_editing import CellEditing
from ui.organizations.condition_row import ConditionRow
from ui.organizations.conditions import YES, Condition, Operator
from ui.organizations.grouped_rows import sums_line, sums_sentence
from ui.organizations.layout_keeper import LayoutKeeper
from ui.organizations.list_head import ListHead
from ui.organizations.list_keeper import ListKeeper
from ui.organizations.list_keys import ListKeys
from ui.organizations.list_layout import keep_layout
from ui.organizations.list_loader import ListRequest
from ui.organizations.list_memory import keep_last, read_last
from ui.organizations.list_states import Emptiness
from ui.organizations.organization_table import OrganizationTable
from ui.organizations.selection_bar import SelectionBar
from ui.organizations.view_desk import ViewDesk
from ui.organizations.view_keeper import ViewKeeper
from ui.organizations.views import VIEW_NAMES, Shown, shown_of
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.panes import Pane
from ui.shared.record_model import RecordModel
from ui.shared.record_sums import TotalsRow

_KEEP_AFTER = 1_500


class ListPane(Pane):
    """Shows what `shown` says; head, chips, menus, links and the empty states change it."""

    way_asked = Signal(str)  # a card of an empty ledger: import, new or link
    filled = Signal()

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._lookup = lookup_of(session.ledger)
        self.shown = Shown(view="open", sort="next")  # what a day's work begins with
        self._remembered = ""
        model = RecordModel(())
        self.table = OrganizationTable(model)
        self.table.setAccessibleName(_("单位列表"))
        self.columns = LayoutKeeper(model, self.table, self)
        self.keeper = ListKeeper(session, model, self.table, self)
        self.views = ViewKeeper(session, self)
        self.head = ListHead(self.views)
        self.conditions = ConditionRow(session, self._lookup)
        self.totals = TotalsRow(self.table, self.table.placed_columns)
        self.bar = SelectionBar(session, self.table)
        self.emptiness = Emptiness(session, self.table, self)
        self._sums: ListSums | None = None
        self._problem = QVBoxLayout()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_KEEP_AFTER)
        self._soon.timeout.connect(self._keep_behind)
        self.desk = ViewDesk(self)
        self.editing = CellEditing(self, session, self._lookup)
        self.copying = CellCopying(self, session)
        self.keys = ListKeys(self)
        self._lay_out()
        self._connect()
        self.head.show_layout(self.columns.layout)

    @property
    def query(self) -> ListQuery:
        """What is shown, as the ledger is asked for it."""
        return self.shown.query(self._lookup)

    @property
    def is_ledger_empty(self) -> bool:
        """Whether there is no organization at all."""
        return self.keeper.is_ledger_empty

    def query_of(self, shown: Shown) -> ListQuery:
        """Another list, as the ledger is asked for it; InputProblem where a value means nothing any more."""
        return shown.query(self._lookup)

    def show_first(self) -> None:
        """Paint the first rows of the first list before anything else is read: that of the last session, if it fits."""
        spec, self._remembered = read_last(self._session.ledger)
        usual = self.shown
        if spec is not None:
            self.shown = shown_of(spec)
        try:
            query = self.query
        except LedgerProblem:  # it was about somebody who is not here any more
            self.shown = usual
            query = self.query
        self._say_what_is_shown()
        try:
            self.keeper.show_now(self._request(query))
        except LedgerProblem as problem:
            self.show_problem(problem)
        self.views.load()

    def show_list(self, shown: Shown, *, organization: int = 0) -> None:
        """Show another list from its top, or at an organization."""
        try:
            query = shown.query(self._lookup)
        except LedgerProblem as problem:
            self.show_problem(problem)
            return
        self.shown = shown
        self._say_what_is_shown()
        self.head.show_reading()
        self._sums = None
        self._show_totals()
        self.keeper.show(self._request(query), organization=organization)
        self._soon.start()

    def focus_main(self) -> None:
        """The keyboard to the table, or to the first way in."""
        if not self.emptiness.focus():
            self.table.setFocus()

    def sort(self, key: str, *, descending: bool) -> None:
        """Another order of the same list."""
        self.show_list(replace(self.shown, sort=key, descending=descending))

    def narrow(self, condition: Condition, *, sort: str | None = None) -> None:
        """One more condition, and another order where it is given."""
        conditions = tuple(dict.fromkeys((*self.shown.conditions, condition)))
        shown = replace(self.shown, conditions=conditions)
        self.show_list(shown if sort is None else replace(shown, sort=sort, descending=False))

    def show_problem(self, problem: LedgerProblem) -> None:
        """Say what went wrong above the list."""
        self._clear_problem()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        self._problem.addWidget(banner)

    def keep_choices(self) -> None:
        """Remember columns, filters, order and groups for the next session; words that were searched for are not."""
        self._soon.stop()
        self._choices()()

    def _keep_behind(self) -> None:
        """A disk may be slow: the window does not wait for it."""
        keep = self._choices()
        self._session.runner.read(lambda _progress: keep(), key="organizations choices")

    def _choices(self) -> Callable[[], None]:
        layout, ledger = self.columns.layout, self._session.ledger
        is_known = self.shown.link.where == "1" and self.table.rows is not None
        spec = replace(self.shown.spec(), search="")
        saved = self.shown.saved.uid if self.shown.saved else ""

        def keep() -> None:
            keep_layout(layout)
            if is_known:
                keep_last(ledger, spec, saved)

        return keep

    def _request(self, query: ListQuery) -> ListRequest:
        return ListRequest(query, self.columns.more, self.columns.summed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._problem)
        column.addWidget(self.conditions)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.keeper.filled.connect(self._on_filled)
        self.keeper.counted.connect(self._on_counted)
        self.keeper.failed.connect(self.show_problem)
        self.views.failed.connect(self.show_problem)
        self.views.loaded.connect(self._on_views)
        self.views.made.connect(self.desk.take_over)
        self.table.sort_asked.connect(self._on_sort)
        self.conditions.wanted.connect(self.show_list)
        self.conditions.left.connect(self.focus_main)
        self.head.sum_asked.connect(self._follow_sum)
        self.head.density_asked.connect(self.columns.use_density)
        self.columns.changed.connect(self._on_layout)
        self.columns.columns_changed.connect(self._on_columns)
        self.emptiness.wanted.connect(self.show_list)
        self.emptiness.way_asked.connect(self.way_asked)

    def _say_what_is_shown(self) -> None:
        shown = Shown() if self.is_ledger_empty else self.shown
        self.head.show_list(shown)
        self.conditions.show_conditions(shown)
        self.table.set_sort(shown.sort, descending=shown.descending)

    def _on_filled(self) -> None:
        """An empty table explains itself; an empty ledger needs neither conditions nor a bar."""
        self.emptiness.explain(self.shown, self._lookup, ledger_is_empty=self.is_ledger_empty)
        for widget in (self.conditions, self.bar):
            widget.setVisible(not self.is_ledger_empty)
        self.head.show_buttons(shown=not self.is_ledger_empty)
        self._say_what_is_shown()
        self.columns.hide_marks(hidden=self.is_ledger_empty)
        self.filled.emit()

    def _on_counted(self, sums: ListSums) -> None:
        self._clear_problem()
        self._sums = sums
        self.head.show_sums(sums)
        self.bar.show_sums_of_all(sums)
        self._show_totals()

    def _show_totals(self) -> None:
        sums = self._sums
        if sums is None or not sums.count or not (self.columns.layout.totals or self.shown.group):
            self.totals.show_line(None)
        else:
            self.totals.show_line(sums_line(_("合计"), sums), sums_sentence(_("合计"), sums))

    def _on_layout(self) -> None:
        self.head.show_layout(self.columns.layout)
        self._soon.start()
        self._show_totals()

    def _on_columns(self) -> None:
        self.keeper.carry(self.columns.more, self.columns.summed)
        self.table.set_sort(self.shown.sort, descending=self.shown.descending)

    def _on_views(self) -> None:
        """Saved views were read: the one that is shown may have another name, or be gone."""
        uid = self.shown.saved.uid if self.shown.saved else self._remembered
        self._remembered = ""
        if uid:
            view = self.views.by_uid(uid)
            self.shown = replace(self.shown, saved=view if view and not view.retired else None)
            self._say_what_is_shown()

    def _clear_problem(self) -> None:
        while (item := self._problem.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _on_sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - the signal's second value
        self.sort(key, descending=descending)

    def _follow_sum(self, key: str) -> None:
        """A number of the head shows what it counts."""
        match key:
            case "all":
                self.show_list(self.shown.without_conditions())
            case "staff":
                self.sort("staff", descending=True)
            case "late":
                self.narrow(Condition("overdue", Operator.IS, YES), sort="next")
            case _:
                today = self._session.ledger.today().isoformat()
                self.narrow(Condition("next_followup", Operator.IS, today), sort="next")

    def show_view(self, view: str) -> None:
        """A built-in view without further conditions, in the order and the groups of now."""
        if view in VIEW_NAMES:
            kept = self.shown
            self.show_list(Shown(view=view, sort=kept.sort, descending=kept.descending, group=kept.group))
