"""跟进: a board with lanes, and the same as a table; what is selected is done, moved, handed over or closed out."""

from array import array
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.queries.followup_board import lane_words
from models.queries.followup_list import FollowupRow, Lane
from models.tables.record_kinds import CADRE, CLOSE_OUT, CODE_ENTRY, FOLLOWUP, ORGANIZATION, REASON, VISIT
from ui.followups.acting import FollowupActions
from ui.followups.action_bar import ActionBar
from ui.followups.board import FollowupBoard
from ui.followups.head import EVERYBODY, FollowupHead
from ui.followups.pages import FollowupPages
from ui.followups.reading import Asked, Read, read
from ui.followups.rows import OPEN_COLUMNS, columns_for
from ui.followups.selection import Selection, of_rows, of_scope
from ui.page import Page
from ui.requests import ExportFollowups, PrintReport, Rebalance, SetRhythm, ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState
from ui.shared.form_keys import typing_now
from ui.shared.record_model import RecordModel, columns_to_hide
from ui.shared.record_table import RecordTable
from ui.shared.waiting import Skeleton
from ui.theme.palette import theme

_FEW = 500  # selected rows that are read at once where they are not here
_LANE_KEYS = (("1", "person"), ("2", "street"), ("3", "reason"))


class FollowupsPage(Page):
    """Head, board or table, and the bar with the actions."""

    kinds = frozenset(kind.number for kind in (FOLLOWUP, ORGANIZATION, VISIT, REASON, CADRE, CODE_ENTRY, CLOSE_OUT))
    print_kind = "followups"  # what F9 prints here

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._asked = Asked()
        self._shown: Read | None = None
        self._day: date | None = None
        self.head = FollowupHead()
        self.board = FollowupBoard()
        self.table = RecordTable()
        self._model = RecordModel(OPEN_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("跟进"))
        self._nothing = EmptyState("", "", with_signs=False)
        self.table.set_empty_state(self._nothing)
        self._empty = EmptyState("", "", with_signs=False)
        self.board.set_empty_state(self._empty)
        self.bar = ActionBar()
        self.actions_ = FollowupActions(self, session, self.bar, self.selection)
        self._skeleton = Skeleton()
        self.stack = QStackedWidget()
        for widget in (self._skeleton, self.board, self.table):
            self.stack.addWidget(widget)
        self._problems = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._problems)
        column.addWidget(self.stack, 1)
        column.addWidget(self.bar)
        self.bar.hide()
        self._connect()
        theme.follow(self._arrange)

    def chosen_organizations(self) -> tuple[int, ...]:
        """The organizations of the selected follow-ups, for the keys of the window; each once."""
        return self.selection().organizations

    def ringed_organization(self) -> int:
        """The organization of the card with the ring, whatever else is marked; 0 for none."""
        row = self.board.current_row() if self.stack.currentWidget() is self.board else None
        return row.organization if row is not None else 0

    def selection(self) -> Selection:
        """What is selected, on the board or in the table."""
        if self.stack.currentWidget() is self.board:
            return of_rows(self.board.selected())
        source = self._model.source
        if self.stack.currentWidget() is not self.table or not isinstance(source, FollowupPages):
            return Selection()
        chosen = array("q")
        for first, last in self.table.selected_ranges():
            chosen.extend(source.ids[first : last + 1])
        places = self.table.selected_rows() if len(chosen) <= _FEW else []
        rows = [row for place in places if (row := source.row(place)) is not None]
        return of_scope(source.when, chosen, rows)

    def show_view(self, view: str) -> None:
        """The board, or the table."""
        self._choose(replace(self._asked, view=view))

    def show_scope(self, when: str) -> None:
        """The table of a time or scope, of everybody and every lane."""
        self._choose(Asked(view="table", by=self._asked.by, when=when))

    @override
    def reload(self) -> None:
        self._day = self.session.ledger.today()
        self.session.read(partial(read, asked=self._asked), self._show, key="followups", failed=self._refuse)

    @override
    def activate(self) -> None:
        if self._day is not None and self._day != self.session.ledger.today():
            self._is_stale = True  # the night has passed
        super().activate()
        self._give_keyboard()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show(self, answer: Read) -> None:
        asked, before = answer.asked, self._shown
        takes_over = before is None or before.asked.view != asked.view
        had_keyboard = self.stack.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._shown = answer
        self._clear_problems()
        self.head.show_view(asked.view)
        self.head.lanes.choose(asked.by)
        self.head.show_people(answer.cadres, answer.own)
        self.head.person.choose(asked.person)
        self.actions_.cadres = answer.cadres
        if answer.board is not None:
            self.board.show_board(answer.board, answer.day)
            self._say_empty_board(answer)
            self.stack.setCurrentWidget(self.board)
        else:
            self._show_table(answer, before)
            self.stack.setCurrentWidget(self.table)
        self.bar.show()
        self._show_selection()
        if takes_over and (before is None or had_keyboard or not self._is_elsewhere()):
            self._give_keyboard()

    def _is_elsewhere(self) -> bool:
        """Whether the keyboard is in the head or in the bar, where it stays."""
        focused = self.focusWidget()
        return focused is not None and (self.head.isAncestorOf(focused) or self.bar.isAncestorOf(focused))

    def _show_table(self, answer: Read, before: Read | None) -> None:
        asked = answer.asked
        is_same = before is not None and before.asked == asked
        at, current = self.table.current_row(), self._current() if is_same else None
        self.head.times.choose(asked.when)
        self.head.show_counts(answer.counts)
        self.head.show_lane(asked.lane_words)
        columns, _order = columns_for(asked.when)
        pages = FollowupPages(self.session, asked.when, answer.ids, answer.rows, day=answer.day)
        pages.setParent(self._model)
        pages.arrived.connect(self._model.update_rows)
        pages.arrived.connect(self._show_selection)
        old = self._model.source
        self._model.show(pages, columns)
        if isinstance(old, FollowupPages):
            old.arrived.disconnect()
            old.deleteLater()
        self.table.set_sort(asked.sort, descending=asked.descending)
        self._arrange()
        if pages.count():
            target = pages.row_of(current.id) if current is not None else -1
            near = at if is_same else 0
            self.table.go_to_row(target if target >= 0 else max(0, min(near, pages.count() - 1)))
        self._say_nothing(asked.when)

    def _current(self) -> FollowupRow | None:
        source = self._model.source
        return source.row(self.table.current_row()) if isinstance(source, FollowupPages) else None

    def _say_nothing(self, when: str) -> None:
        title = {
            "late": _("没有逾期的事"),
            "today": _("今天没有到期的事"),
            "week": _("本周没有别的事到期"),
            "later": _("以后还没有排事"),
            "open": _("没有未办的事"),
            "pending": _("没有待审的销号申请"),
            "closed": _("本月还没有销号"),
            "done": _("还没有办结的事"),
        }[when]
        how = _("走访时写下一步，或在台账里选一家按 F6，就会列在这里。")
        if when in {"pending", "closed"}:
            how = _("在看板上选一件事按 X 申请销号，写明佐证；审核人按 A 审定，按 R 退回。")
        self._nothing.set_words(title, how)

    def _say_empty_board(self, answer: Read) -> None:
        name = self.head.person.currentText() if answer.asked.person != EVERYBODY else ""
        title = _("{name}没有未办的事").format(name=name) if name else _("没有未办的事")
        self._empty.set_words(title, _("走访时写下一步，或在台账里选一家按 F6，就会列在这里。"))

    def _choose(self, asked: Asked) -> None:
        self._asked = asked
        self.reload()

    def _choose_time(self, when: str) -> None:
        self._choose(replace(self._asked, when=when, sort="", descending=False))  # another time has another order

    def _choose_person(self, person: str) -> None:
        self._choose(replace(self._asked, person=person, lane=None, lane_words=""))

    def _choose_lanes(self, by: str) -> None:
        self._choose(replace(self._asked, by=by))

    def _show_whole(self) -> None:
        self._choose(replace(self._asked, lane=None, lane_words=""))

    def _show_cell(self, key: str, column: str) -> None:
        """“另有 n 件”: the whole cell as a table."""
        lane = Lane(self._asked.by, key)
        words = lane_words(self._shown.board, key) if self._shown is not None and self._shown.board else ""
        self._choose(replace(self._asked, view="table", when=column, lane=lane, lane_words=words, sort=""))

    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - the signal's second value
        self._choose(replace(self._asked, sort=key, descending=descending))

    def _show_selection(self, *_size: object) -> None:
        self.bar.show_selection(self.selection())

    def _open_row(self, place: int) -> None:
        source = self._model.source
        row = source.row(place) if isinstance(source, FollowupPages) else None
        if row is not None:
            self._open(row)

    def _open(self, row: FollowupRow) -> None:
        self.asked.emit(ShowOrganization(row.organization))

    def _take_offer(self, name: str) -> None:
        offers = {
            "print": PrintReport("followups"),
            "visit_list": PrintReport("visit_list"),
            "visit_slips": PrintReport("visit_slips"),
            "calendar": ExportFollowups(self._asked.cadre),
            "rhythm": SetRhythm(),
            "rebalance": Rebalance(self.selection().open if self.selection().count > 1 else ()),
        }
        self.asked.emit(offers[name])

    def _refuse(self, problem: LedgerProblem) -> None:
        self._clear_problems()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, action=_("再试一次"), can_close=True)
        banner.action_asked.connect(self.reload)
        self._problems.addWidget(banner)

    def _clear_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _arrange(self) -> None:
        """Columns that there is no room for go; the head breaks into two lines."""
        columns, order = columns_for(self._shown.asked.when if self._shown is not None else "open")
        if self._model.columns == columns:
            self.table.set_layout(self.table.chosen_widths(), columns_to_hide(columns, self.width(), order))
        self.head.arrange(self.width())

    def _may_act(self) -> bool:
        return not self.head.person.hasFocus()

    def _on_lane_key(self, by: str) -> None:
        if not typing_now() and not self.bar.is_asking() and self._may_act() and self._asked.view == "board":
            self._choose_lanes(by)

    def _on_view_key(self) -> None:
        if not typing_now() and not self.bar.is_asking() and self._may_act():
            self.show_view("table" if self._asked.view == "board" else "board")

    def _give_keyboard(self) -> None:
        shown = self.stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _connect(self) -> None:
        head = self.head
        head.view_asked.connect(self.show_view)
        head.lanes_asked.connect(self._choose_lanes)
        head.time_asked.connect(self._choose_time)
        head.person_asked.connect(self._choose_person)
        head.whole_asked.connect(self._show_whole)
        head.offered.connect(self._take_offer)
        self.board.activated.connect(self._open)
        self.board.more_asked.connect(self._show_cell)
        self.board.current_changed.connect(self._show_selection)
        self.board.selection_changed.connect(self._show_selection)
        self.table.sort_asked.connect(self._sort)
        self.table.row_activated.connect(self._open_row)
        self.table.selection_size_changed.connect(self._show_selection)
        self.table.current_row_changed.connect(self._show_selection)
        self.bar.left.connect(self._give_keyboard)
        self.actions_.may_act = self._may_act
        self.actions_.asked.connect(self.asked)
        self.actions_.failed.connect(self._refuse)
        self.actions_.saved.connect(self.reload)
        for key, by in _LANE_KEYS:
            self._shortcut(key, partial(self._on_lane_key, by))
        self._shortcut("T", self._on_view_key)

    def _shortcut(self, key: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


def make_page(session: LedgerSession) -> FollowupsPage:
    """The page for a window."""
    return FollowupsPage(session)
