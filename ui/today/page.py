"""工作台: how far the campaign is, what is to be done, which lists came in, what waits for a decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.divisions import division_name
from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.merging.past import PastMerge, past_merges
from models.queries.figures import home_division
from models.queries.today import Due, Today, due, today
from models.tables.record_kinds import FORMER_NAME, PERSON
from ui.first_page import Places
from ui.first_places import place_in
from ui.page import EVERYTHING, Page
from ui.requests import (
    EditOrganization,
    ImportSheet,
    OpenDemo,
    PrintReport,
    ReceiveFiles,
    RecordVisit,
    ReviewProposals,
    ShowExchange,
    ShowFollowups,
    ShowList,
    ShowOrganization,
    ShowPastImports,
    ShowPlace,
    ShowQueue,
)
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState, WayIn
from ui.shared.form_keys import typing_now
from ui.shared.panes import Pane, ScrollPane
from ui.shared.waiting import Skeleton
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space
from ui.today.drop_card import DropCard
from ui.today.due_card import DueCard
from ui.today.due_rows import COLUMNS
from ui.today.gauge_card import GaugeCard
from ui.today.judge_card import JudgeCard, list_of

_BESIDE = 1040  # from this width on the cards stand side by side
_SIDE_WIDTH = 400
_MOST = 1_000
_MERGES = 2  # the newest
_GROUPS = ("late", "today", "returned", "week")  # keys 1 to 4


@dataclass(frozen=True, slots=True)
class _Read:
    today: Today
    place: str
    merges: tuple[PastMerge, ...] = ()


class TodayPage(Page):
    """The first screen. Reads in the background; what is selected stays selected through a reload."""

    print_kind = "visit_list"  # what F9 prints here
    kinds = EVERYTHING - {FORMER_NAME.number, PERSON.number}

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._day: date | None = None
        self._whose = "all"
        self._shown: Today | None = None
        self._is_showing = False
        self.gauge = GaugeCard()
        self.due = DueCard()
        self.drop = DropCard()
        self.judge = JudgeCard()
        self.empty = _empty_state()
        self._skeleton = Skeleton()
        self._content = self._lay_out()
        self._scroll = ScrollPane(self._content, ground=Role.WINDOW)
        self._scroll.setMinimumWidth(px(240))  # the cards rearrange themselves
        self._problems = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._problems)
        for widget in (self._skeleton, self._scroll, self.empty):
            column.addWidget(widget, 1)
        self._show_only(self._skeleton)
        self._connect()
        theme.follow(self._arrange)

    def chosen_organizations(self) -> tuple[int, ...]:
        """The organization of the current follow-up, for the keys of the window."""
        current = self.due.current() if self.due.table.hasFocus() else None
        return (current.organization,) if current is not None else ()

    def first_places(self) -> Places | None:
        """Where the cards and the rows stand in the window, for the first page of the next start."""
        table, window = self.due.table, self.window()
        if not self._scroll.isVisible():
            return None
        columns = [(table.columnViewportPosition(n), table.columnWidth(n)) for n in range(len(COLUMNS))]
        return Places(
            (window.width(), window.height()),
            tuple(place_in(card, window) for card in (self.gauge, self.due, self.drop, self.judge)),
            place_in(table.viewport(), window),
            tuple(columns),
        )

    @override
    def reload(self) -> None:
        self._day = self.session.ledger.today()
        if self._shown is None:
            self.session.read(partial(_read_due, mine=self._whose == "mine"), self._show_due, key="today due")
        self.session.read(partial(_read, mine=self._whose == "mine"), self._show, key="today", failed=self._refuse)

    @override
    def activate(self) -> None:
        if self._day is not None and self._day != self.session.ledger.today():
            self._is_stale = True  # the night has passed
        super().activate()
        self._focus_main()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @property
    def is_filled(self) -> bool:
        """Whether there is something to see."""
        return not self._skeleton.isVisibleTo(self)

    def _show_due(self, due: Due) -> None:
        """The list, while the figures are still added up; an empty one may be that of an empty ledger."""
        if self._shown is None and (due.late or due.due or due.this_week):
            self._is_showing = True
            self.due.show_today(due)
            self._show_only(self._scroll)
            self._is_showing = False
            self._focus_main()

    def _show(self, read: _Read) -> None:
        first = not self._scroll.isVisibleTo(self) or self.loses_keyboard(self.empty, stays=read.today.is_empty)
        self._shown = read.today
        self._clear_problems()
        if read.today.is_empty:
            self._show_only(self.empty)
        else:
            self._is_showing = True
            self.gauge.show_today(read.today, read.place)
            self.due.show_today(read.today)
            self.judge.show_counts(read.today.to_judge, pending=read.today.pending)
            self.drop.show_files(read.today.files, read.merges)
            self._show_only(self._scroll)
            self._is_showing = False
        if first:
            self._focus_main()

    def _follow_row(self, _row: int) -> None:
        """Where the cards stand one below the other, the arrows bring the list into view."""
        if not self._is_showing and self.due.table.hasFocus():
            self._scroll.ensureWidgetVisible(self.due, 0, Space.M)

    def _finish(self) -> None:
        """Mark the selected follow-ups as done; the toast takes it back."""
        chosen = self.due.table.selected_followups()
        current = self.due.current()
        if not chosen or current is None:
            return
        said = _("已办完 {n} 件").format(n=len(chosen))
        if len(chosen) == 1:
            said = _("已办完：{name}，{task}").format(name=current.organization_name, task=current.task)
        self.session.change(
            partial(_finish, followups=chosen),
            initiator=self,
            done=self._reload_after,
            failed=self._refuse,
            said=said,
        )

    def _reload_after(self, _changes: Changes) -> None:
        self.reload()

    def _choose_whose(self, whose: str) -> None:
        self._whose = whose
        self.reload()

    def _visit(self) -> None:
        current = self.due.current()
        self.asked.emit(RecordVisit((current.organization,) if current is not None else ()))

    def _show_organization(self, organization: int) -> None:
        self.asked.emit(ShowOrganization(organization))

    def _show_followups(self, when: str) -> None:
        self.asked.emit(ShowFollowups(when))

    def _show_pending(self) -> None:
        self.asked.emit(ShowFollowups("pending"))

    def _print_visits(self) -> None:
        self.asked.emit(PrintReport(self.print_kind))

    def _show_file(self, waits: bool) -> None:  # noqa: FBT001 - the signal's value
        self.asked.emit(ShowQueue() if waits else ShowPastImports())

    def _show_list(self, name: str, title: str) -> None:
        if self._shown is not None:
            self.asked.emit(ShowList(list_of(name, self._shown.lists.query("no_reason")), title))

    def _review_proposals(self) -> None:
        self.asked.emit(ReviewProposals())

    def _import(self) -> None:
        self.asked.emit(ImportSheet())

    def _take_files(self, paths: tuple[Path, ...]) -> None:
        self.asked.emit(ReceiveFiles(paths))

    def _begin(self, way: str) -> None:
        ways = {
            "import": ImportSheet(),
            "receive": ShowExchange("receive"),
            "new": EditOrganization(),
            "link": OpenDemo(),
        }
        self.asked.emit(ways[way])

    def _refuse(self, problem: LedgerProblem) -> None:
        self._clear_problems()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, action=_("再试一次"), can_close=True)
        banner.action_asked.connect(self.reload)
        self._problems.addWidget(banner)

    def _clear_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _focus_main(self) -> None:
        if self.empty.isVisibleTo(self):  # the window may not be shown yet
            self.empty.focus_first()
        elif self._scroll.isVisibleTo(self):
            self.due.table.setFocus()

    def _on_key(self, act: Callable[[], object]) -> None:
        """Digits belong to a field while one types."""
        if not typing_now() and self._scroll.isVisible():
            act()

    def _bind_keys(self) -> None:
        """A key into each part: the groups of the list, what came in, what waits for a decision, the target."""
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            *((str(number), partial(self.due.go_to_group, key)) for number, key in enumerate(_GROUPS, start=1)),
            ("5", self._show_waiting_files),
            ("6", self._show_pending),
            ("7", partial(self.asked.emit, ShowPlace("targets"))),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._on_key, act))

    def _show_waiting_files(self) -> None:
        waits = self._shown is not None and any(file.waiting for file in self._shown.files)
        self._show_file(waits)

    def _connect(self) -> None:
        self._bind_keys()
        self.gauge.asked.connect(self.asked)
        self.due.whose_changed.connect(self._choose_whose)
        self.due.visit_asked.connect(self._visit)
        self.due.finish_asked.connect(self._finish)
        self.due.organization_asked.connect(self._show_organization)
        self.due.table.current_row_changed.connect(self._follow_row)
        self.due.place_asked.connect(self._show_followups)
        self.due.print_asked.connect(self._print_visits)
        self.drop.sheet_asked.connect(self._import)
        self.drop.files_dropped.connect(self._take_files)
        self.drop.file_asked.connect(self._show_file)
        self.drop.merge_asked.connect(partial(self.asked.emit, ShowExchange("past")))
        self.judge.pending_asked.connect(self._show_pending)
        self.judge.list_asked.connect(self._show_list)
        self.judge.proposals_asked.connect(self._review_proposals)
        self.empty.chosen.connect(self._begin)

    def _lay_out(self) -> QWidget:
        self._side = QVBoxLayout()
        self._side.setSpacing(Space.M)
        self._side.addWidget(self.drop)
        self._side.addWidget(self.judge)
        self._side.addStretch()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(Space.M)
        self._beside.addWidget(self.due, 1)
        self._beside.addLayout(self._side)
        content = Pane(Role.WINDOW)
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(self.gauge)
        column.addLayout(self._beside, 1)
        return content

    def _arrange(self) -> None:
        """Side by side, or one below the other where the room is narrow or the text large."""
        narrow = self.width() < px(_BESIDE)
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for card in (self.drop, self.judge):
            card.setMinimumWidth(0 if narrow else px(_SIDE_WIDTH))
            card.setMaximumWidth(16_777_215 if narrow else px(_SIDE_WIDTH))
        self.gauge.set_narrow(narrow)
        self.due.set_narrow(self.width() < px(_BESIDE) * 2 // 3)

    def _show_only(self, shown: QWidget) -> None:
        for widget in (self._skeleton, self._scroll, self.empty):
            widget.setVisible(widget is shown)


def make_page(session: LedgerSession) -> TodayPage:
    """The page for a window."""
    return TodayPage(session)


def _read(ledger: Ledger, *, mine: bool) -> _Read:
    cadre = ledger.author.cadre or None if mine else None
    home = home_division(ledger)
    place = division_name(home) if home else ledger.author.unit
    merges = tuple(merge for merge in past_merges(ledger, limit=_MERGES) if merge.stands)
    return _Read(today(ledger, cadre=cadre, limit=_MOST), place, merges)


def _read_due(ledger: Ledger, *, mine: bool) -> Due:
    return due(ledger, cadre=ledger.author.cadre or None if mine else None, limit=_MOST)


def _finish(ledger: Ledger, *, followups: list[int]) -> Changes:
    from models.edits.followups import finish_followups  # noqa: PLC0415 - only when it is pressed

    return finish_followups(ledger, followups, on=ledger.today())


def _empty_state() -> EmptyState:
    ways = (
        WayIn(
            "import",
            Icon.DOCUMENT,
            _("导入名册"),
            _("民政名册、街道摸底表：xlsx、xls、csv、ods；也可以把文件拖到窗口里"),
            "Ctrl+I",
        ),
        WayIn(
            "receive",
            Icon.USB,
            _("合并交换文件"),
            _("同事或上级交来的文件，先预览后入账，重复合并不会重复计数"),
            "Ctrl+M",
        ),
        WayIn("new", Icon.EDIT, _("新增一家单位"), _("手里只有几家，或者先试一试"), "Ctrl+N"),
    )
    return EmptyState(
        _("台账还是空的"),
        _("先放进一份名册，这里就会列出每天要办的事、离目标还差多少家。"),
        ways,
        link_before=_("只想先看看？"),
        link=_("打开示例台账（虚构数据）"),
    )
