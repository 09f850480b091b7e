"""The ledger: the list, and beside it the detail of the current organization."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from models.ledger.ledger import Changes
from models.queries.organization_list import ListQuery
from ui.organizations.detail_pane import DetailPane
from ui.organizations.list_pane import ListPane
from ui.organizations.section import column_of
from ui.organizations.views import Shown, linked
from ui.page import Page
from ui.requests import (
    AssignFollowup,
    EditOrganization,
    EditTogether,
    ImportSheet,
    OpenDemo,
    PrintReport,
    RecordVisit,
    ShowExchange,
)
from ui.session import LedgerSession
from ui.theme.palette import px, theme
from ui.theme.tokens import RAIL_WIDTH

_BOTH_FROM = 1100  # width of a window that has room for both
_LIST_NEEDS = 826  # its columns at their least, and the scroll bar
_DETAIL_SHARE = 0.2825
_DETAIL_LEAST, _DETAIL_MOST = 330, 440


class OrganizationsPage(Page):
    """Where there is no room for both, Enter opens the detail over the list, Esc leaves it."""

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.list = ListPane(session)
        self.detail = DetailPane(session)
        self._is_dragged = False  # the person chose the share of both
        self._is_closed = False  # the detail, by the person
        self._is_over = False  # the detail stands in the place of the list
        self._alone = 0  # an organization that is shown without being in the list
        self._changed: set[int] | None = set()  # while the page was hidden; None: any
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.splitterMoved.connect(self._on_dragged)
        column_of(self).addWidget(self._splitter)
        self._connect()
        theme.follow(self._arrange)

    def show_organization(self, organization: int) -> None:
        """Make an organization the current one, with its detail; the whole ledger is shown if the list lacks it."""
        self._is_closed = False
        self._alone = 0
        self._is_over = self._is_narrow
        self._arrange()
        self.list.keeper.go_to(organization)

    def show_list(self, query: ListQuery, title: str) -> None:
        """Show the list behind a number."""
        self._is_over = False
        self._alone = 0
        self._arrange()
        self.list.show_list(linked(query, title))

    def chosen_organizations(self) -> tuple[int, ...]:
        """Local ids of what the person is looking at: selected rows, else the current one."""
        if self._is_over or self._alone:
            return (self.detail.organization,) if self.detail.organization else ()
        return self.list.table.chosen_organizations()

    def ringed_organization(self) -> int:
        """Local id of the one whose record is shown, whatever else is marked; 0 for none."""
        if self._is_over or self._alone:
            return self.detail.organization
        return self.list.table.current_organization()

    def shown_query(self) -> ListQuery:
        """The list that is shown."""
        return self.list.query

    @override
    def reload(self) -> None:
        if self.list.table.rows is None:
            self.list.show_first()
        else:
            changed, self._changed = self._changed, set()
            self.list.keeper.refresh(changed)
            self.detail.reload()

    @override
    def activate(self) -> None:
        super().activate()
        if self._is_over:
            self.detail.focus_main()
        else:
            self.list.focus_main()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Another place, or the end of the session: what was chosen here comes back."""
        super().hideEvent(event)
        self.list.keep_choices()

    @override
    def _on_changed(self, changes: Changes, initiator: QObject) -> None:
        if not self.isVisible():
            self._is_stale = True
            if self._changed is not None and not changes.everything:
                self._changed.update(changes.organizations)
            else:
                self._changed = None
            return
        self.list.keeper.refresh(None if changes.everything else changes.organizations)
        self.detail.on_changed(changes)

    def _connect(self) -> None:
        self.list.keeper.current_changed.connect(self._on_current)
        self.list.keeper.missing.connect(self._on_missing)
        self.list.table.row_activated.connect(self._open_detail)
        self.list.filled.connect(self._arrange)
        self.list.way_asked.connect(self._follow_way)
        self.list.head.print_asked.connect(self._print)
        self.list.bar.visit_asked.connect(self._visit_chosen)
        self.list.bar.assign_asked.connect(self._assign_chosen)
        self.list.bar.edit_asked.connect(self._edit_chosen)
        self.list.bar.print_asked.connect(self._print)
        self.list.copying.preview_asked.connect(self.asked)
        self.detail.asked.connect(self.asked)
        self.detail.closed.connect(self._close_detail)

    @property
    def _is_narrow(self) -> bool:
        return self.width() + px(RAIL_WIDTH) < px(_BOTH_FROM)

    def _arrange(self) -> None:
        """Who is shown, by the room there is and by what the person wants."""
        is_over = self._is_over and self._is_narrow
        empty = self.list.is_ledger_empty
        self.detail.setVisible(not empty and (is_over or (not self._is_narrow and not self._is_closed)))
        self.list.setVisible(not is_over)
        if not self._is_dragged:
            self._splitter.setSizes([self.width() - self._detail_width() - 1, self._detail_width()])

    def _detail_width(self) -> int:
        """Its share of the room, but no more than the list can spare."""
        share = min(round(self.width() * _DETAIL_SHARE), px(_DETAIL_MOST), self.width() - px(_LIST_NEEDS) - 1)
        return max(share, px(_DETAIL_LEAST))

    def _on_dragged(self, _place: int, _handle: int) -> None:
        self._is_dragged = True

    def _on_current(self, organization: int) -> None:
        if organization or not self._alone:
            self._alone = 0
            self.list.table.after_first_paint(self._show_current)

    def _show_current(self) -> None:
        if not self._alone:
            self.detail.show_organization(self.list.table.current_organization())

    def _on_missing(self, organization: int) -> None:
        """Not in this list: look in the whole ledger, then show its detail alone (it may be in the trash)."""
        if self.list.shown != Shown():
            self.list.show_list(Shown(), organization=organization)
        else:
            self._alone = organization
            self.detail.show_organization(organization)

    def _open_detail(self, _row: int) -> None:
        self._is_closed = False
        self._is_over = self._is_narrow
        self._arrange()
        self.detail.focus_main()

    def _close_detail(self) -> None:
        if not self._is_over:
            self._is_closed = True
        self._is_over = False
        if self._alone:
            self._alone = 0
            self.detail.show_organization(self.list.table.current_organization())
        self._arrange()
        self.list.focus_main()

    def _follow_way(self, name: str) -> None:
        ways = {
            "import": ImportSheet(),
            "receive": ShowExchange("receive"),
            "new": EditOrganization(),
            "link": OpenDemo(),
        }
        self.asked.emit(ways[name])

    def _visit_chosen(self) -> None:
        self.asked.emit(RecordVisit(self.chosen_organizations()))

    def _assign_chosen(self) -> None:
        self.asked.emit(AssignFollowup(self.chosen_organizations()))

    def _edit_chosen(self) -> None:
        self.asked.emit(EditTogether(self.chosen_organizations()))

    def _print(self) -> None:
        self.asked.emit(PrintReport("weekly"))


def make_page(session: LedgerSession) -> Page:
    """The ledger's page for a window."""
    return OrganizationsPage(session)
