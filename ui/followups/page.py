"""跟进: every follow-up in a plain table, by time and person; what is selected is done, moved or handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.followup_list import FollowupRow, counts_by_time, followups
from models.queries.people_list import CadreRow, cadres
from models.tables.record_kinds import CADRE, CODE_ENTRY, FOLLOWUP, ORGANIZATION, REASON, VISIT
from ui.followups import changing
from ui.followups.action_bar import ActionBar
from ui.followups.head import EVERYBODY, FollowupHead
from ui.followups.rows import DISPENSABLE, DONE_COLUMNS, OPEN_COLUMNS, OPEN_DISPENSABLE, FollowupRows
from ui.page import Page
from ui.requests import RecordVisit, ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.empty_state import EmptyState
from ui.shared.form_keys import typing_now
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.record_model import RecordModel, columns_to_hide
from ui.shared.record_table import RecordTable
from ui.shared.waiting import Skeleton
from ui.theme.palette import theme
from ui.theme.tokens import Role, Space, TextSize

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is shown: a time of SCOPES_OF_TIME, a person (hexadecimal record id or EVERYBODY), an order."""

    when: str = "open"
    person: str = EVERYBODY
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    asked: _Asked
    day: date
    own: bytes
    counts: dict[str, int]
    rows: list[FollowupRow]
    cadres: list[CadreRow]


class FollowupsPage(Page):
    """The table with its head above and its actions below."""

    kinds = frozenset(kind.number for kind in (FOLLOWUP, ORGANIZATION, VISIT, REASON, CADRE, CODE_ENTRY))

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(session)
        self._asked = _Asked()
        self._shown: _Read | None = None
        self._day: date | None = None
        self.head = FollowupHead()
        self.table = RecordTable()
        self._model = RecordModel(OPEN_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("跟进"))
        self._nothing = EmptyState("", "", with_signs=False)
        self.table.set_empty_state(self._nothing)
        self.limit_note = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self._note = Pane(Role.SURFACE2, "t")
        note = QVBoxLayout(self._note)
        note.setContentsMargins(Space.L, Space.XS, Space.L, Space.XS)
        note.addWidget(self.limit_note)
        self.bar = ActionBar()
        self._skeleton = Skeleton()
        self._problems = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._problems)
        column.addWidget(self._skeleton, 1)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        column.addWidget(self.bar)
        for widget in (self.table, self._note, self.bar):
            widget.hide()
        self._connect()
        theme.follow(self._arrange)

    def chosen_organizations(self) -> tuple[int, ...]:
        """The organizations of the selected follow-ups, for the keys of the window; each once."""
        return tuple(dict.fromkeys(row.organization for row in self.selected()))

    def selected(self) -> list[FollowupRow]:
        """The follow-ups that are selected."""
        source = self._model.source
        return [source.rows[row] for row in self.table.selected_rows()] if isinstance(source, FollowupRows) else []

    @override
    def reload(self) -> None:
        self._day = self.session.ledger.today()
        self.session.read(partial(_read, asked=self._asked), self._show, key="followups", failed=self._refuse)

    @override
    def activate(self) -> None:
        if self._day is not None and self._day != self.session.ledger.today():
            self._is_stale = True  # the night has passed
        super().activate()
        self.table.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show(self, read: _Read) -> None:
        first = self._shown is None
        is_same_list = not first and self._shown is not None and self._shown.asked == read.asked
        at, current = self.table.current_row(), self._current() if is_same_list else None
        self._shown = read
        self._clear_problems()
        self.head.show_counts(read.counts)
        self.head.show_people(read.cadres, read.own)
        columns = DONE_COLUMNS if read.asked.when == "done" else OPEN_COLUMNS
        rows = FollowupRows(read.rows, read.day)
        self._model.show(rows, columns)
        self.table.set_sort(read.asked.sort, descending=read.asked.descending)
        self._arrange()
        target = rows.row_of(current.id) if current is not None else -1
        if read.rows:
            near = at if is_same_list else 0
            self.table.go_to_row(target if target >= 0 else max(0, min(near, len(read.rows) - 1)))
        self._say_limit(read)
        self._say_nothing(read)
        self._skeleton.hide()
        self.table.show()
        self.bar.show()
        self._show_selection()
        if first:
            self.table.setFocus()

    def _current(self) -> FollowupRow | None:
        source, row = self._model.source, self.table.current_row()
        return source.rows[row] if isinstance(source, FollowupRows) and 0 <= row < source.count() else None

    def _say_limit(self, read: _Read) -> None:
        total = read.counts[read.asked.when]
        self._note.setVisible(len(read.rows) < total)
        words = _("共 {total} 件，这里只列按当前顺序排在最前的 {n} 件；选一个人，或换一列排序，可以看到其余的。")
        self.limit_note.setText(words.format(total=f"{total:,}", n=f"{len(read.rows):,}"))

    def _say_nothing(self, read: _Read) -> None:
        title = {
            "late": _("没有逾期的事"),
            "today": _("今天没有到期的事"),
            "week": _("本周没有别的事到期"),
            "later": _("以后还没有排事"),
            "open": _("没有未办的事"),
            "done": _("还没有办结的事"),
        }[read.asked.when]
        self._nothing.set_words(title, _("走访时写下一步，或在台账里选一家按 F6，就会列在这里。"))

    def _choose(self, asked: _Asked) -> None:
        self._asked = asked
        self.reload()

    def _show_selection(self, *_size: object) -> None:
        self.bar.show_selection(self.selected())

    def _open(self, row: int) -> None:
        source = self._model.source
        if isinstance(source, FollowupRows):
            self.asked.emit(ShowOrganization(source.rows[row].organization))

    def _visit(self) -> None:
        self.asked.emit(RecordVisit(self.chosen_organizations()))

    def _ask_day(self) -> None:
        if self._open_ones():
            self.bar.ask_day(len(self._open_ones()), self.session.ledger.today())

    def _ask_person(self) -> None:
        if self._open_ones() and self._shown is not None:
            self.bar.ask_person(len(self._open_ones()), self._shown.cadres)

    def _open_ones(self) -> list[int]:
        return [row.id for row in self.selected() if row.state == "open"]

    def _finish(self) -> None:
        chosen = self._open_ones()
        self._change(changing.finish(chosen), _("已办完 {n} 件").format(n=len(chosen)), chosen)

    def _drop(self) -> None:
        chosen = self._open_ones()
        self._change(changing.drop(chosen), _("已取消 {n} 件").format(n=len(chosen)), chosen)

    def _reopen(self) -> None:
        chosen = [row.id for row in self.selected() if row.state != "open"]
        self._change(changing.reopen(chosen), _("已重新打开 {n} 件").format(n=len(chosen)), chosen)

    def _move(self, day: date) -> None:
        chosen = self._open_ones()
        said = _("已把 {n} 件改到 {day}").format(n=len(chosen), day=f"{day:%m-%d}")
        self.bar.close_question()
        self._change(changing.move(chosen, day), said, chosen)

    def _hand_over(self, cadre: bytes, name: str) -> None:
        chosen = self._open_ones()
        said = _("已把 {n} 件交给{name}").format(n=len(chosen), name=name)
        self.bar.close_question()
        self._change(changing.hand_over(chosen, cadre), said, chosen)

    def _change(self, edit: Callable[[Ledger], Changes], said: str, chosen: list[int]) -> None:
        if chosen:
            self.session.change(edit, initiator=self, done=self._reload_after, failed=self._refuse, said=said)

    def _reload_after(self, _changes: Changes) -> None:
        self.reload()

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
        done = self._shown is not None and self._shown.asked.when == "done"
        columns, order = (DONE_COLUMNS, DISPENSABLE) if done else (OPEN_COLUMNS, OPEN_DISPENSABLE)
        self.table.set_layout(self.table.chosen_widths(), columns_to_hide(columns, self.width(), order))
        self.head.arrange(self.width())

    def _connect(self) -> None:
        self.head.asked_for.connect(self._choose_scope)
        self.table.sort_asked.connect(self._sort)
        self.table.row_activated.connect(self._open)
        self.table.selection_size_changed.connect(self._show_selection)
        self.table.current_row_changed.connect(self._show_selection)
        bar = self.bar
        for asked, does, key in (
            (bar.day_asked, self._ask_day, "D"),
            (bar.person_asked, self._ask_person, "O"),
            (bar.finish_asked, self._finish, "X"),
            (bar.drop_asked, self._drop, "Delete"),
            (bar.reopen_asked, self._reopen, "R"),
        ):
            asked.connect(does)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._on_key, does))
        bar.visit_asked.connect(self._visit)
        bar.day_chosen.connect(self._move)
        bar.person_chosen.connect(self._hand_over)
        bar.left.connect(self.table.setFocus)

    def _on_key(self, does: Callable[[], None]) -> None:
        """Letters belong to fields while one types, and to a list of names while one chooses."""
        if not typing_now() and not self.head.person.hasFocus() and not self.bar.is_asking():
            does()

    def _choose_scope(self, when: str, person: str) -> None:
        asked = _Asked(when, person, self._asked.sort, self._asked.descending)
        if when != self._asked.when:  # another time has another order
            asked = _Asked(when, person)
        self._choose(asked)

    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - the signal's second value
        self._choose(_Asked(self._asked.when, self._asked.person, key, descending))


def make_page(session: LedgerSession) -> FollowupsPage:
    """The page for a window."""
    return FollowupsPage(session)


def _read(ledger: Ledger, *, asked: _Asked) -> _Read:
    cadre = bytes.fromhex(asked.person) if asked.person != EVERYBODY else None
    rows = followups(ledger, asked.when, cadre=cadre, limit=_MOST, sort=asked.sort, descending=asked.descending)
    counts = counts_by_time(ledger, cadre=cadre)
    return _Read(asked, ledger.today(), ledger.author.cadre, counts, rows, cadres(ledger))
