"""What is done with the selected follow-ups: by button, by key, and by the bars that ask for something first."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.people_list import CadreRow
from models.rules.workdays import add_workdays
from ui.followups import changing
from ui.followups.action_bar import ActionBar
from ui.followups.selection import Selection
from ui.requests import ProposeClosing, RecordVisit
from ui.session import LedgerSession
from ui.shared.form_keys import typing_now

#: Keys of the page; R does what fits what is selected.
_KEYS = (
    ("day", "D"),
    ("later", "+"),
    ("later", "="),
    ("person", "O"),
    ("finish", "F"),
    ("close_out", "X"),
    ("drop", "Delete"),
    ("confirm", "A"),
    ("back", "R"),
)


class FollowupActions(QObject):
    """The actions of a page over follow-ups. `asked` carries a request, `failed` a LedgerProblem."""

    asked = Signal(object)
    failed = Signal(object)
    saved = Signal()

    def __init__(self, page: QWidget, session: LedgerSession, bar: ActionBar, chosen: Callable[[], Selection]) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._bar = bar
        self._chosen = chosen
        self._held = Selection()  # what a bar asks about: the list may change meanwhile
        self.cadres: list[CadreRow] = []
        self.may_act: Callable[[], bool] = lambda: True
        self._does: dict[str, Callable[[Selection], None]] = {
            "day": self._ask_day,
            "later": self._put_off,
            "person": self._ask_person,
            "finish": self._finish,
            "close_out": self._close_out,
            "drop": self._drop,
            "confirm": self._confirm,
            "send_back": self._ask_phrase,
            "relapse": self._relapse,
            "reopen": self._reopen,
            "visit": self._visit,
            "back": self._back,
        }
        bar.asked.connect(self.do)
        bar.day_chosen.connect(self._move)
        bar.person_chosen.connect(self._hand_over)
        bar.phrase_chosen.connect(self._send_back)
        for name, key in _KEYS:
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._on_key, name))

    def do(self, name: str) -> None:
        """Do what a button or a key stands for, with what is selected now."""
        self._does[name](self._chosen())

    def _on_key(self, name: str) -> None:
        """Letters belong to fields while one types, and to a list of names while one chooses."""
        if not typing_now() and not self._bar.is_asking() and self.may_act():
            self.do(name)

    def _ask_day(self, chosen: Selection) -> None:
        if chosen.open:
            self._held = chosen
            self._bar.ask_day(len(chosen.open), self._session.ledger.today())

    def _ask_person(self, chosen: Selection) -> None:
        if chosen.open and self.cadres:
            self._held = chosen
            self._bar.ask_person(len(chosen.open), self.cadres)

    def _ask_phrase(self, chosen: Selection) -> None:
        if chosen.pending:
            self._held = chosen
            self._bar.ask_phrase(len(chosen.pending))

    def _put_off(self, chosen: Selection) -> None:
        """A workday on: from its own day, or from today where that has passed."""
        today = self._session.ledger.today()
        days = {row.id: add_workdays(max(row.due_on, today), 1) for row in chosen.rows if row.state == "open"}
        if not days:
            return
        last = max(days.values())
        if len(days) == 1:
            said = _("已推到 {day}").format(day=f"{last:%m-%d}")
        else:
            said = _("已把 {n} 件各推一个工作日").format(n=len(days))
        self._change(changing.move_each(days), said)

    def _finish(self, chosen: Selection) -> None:
        if chosen.open:
            self._change(changing.finish(chosen.open), _("已办完 {n} 件").format(n=len(chosen.open)))

    def _drop(self, chosen: Selection) -> None:
        if chosen.open:
            self._change(changing.drop(chosen.open), _("已取消 {n} 件").format(n=len(chosen.open)))

    def _reopen(self, chosen: Selection) -> None:
        if chosen.over:
            self._change(changing.reopen(chosen.over), _("已重新打开 {n} 件").format(n=len(chosen.over)))

    def _close_out(self, chosen: Selection) -> None:
        rows = [row for row in chosen.rows if row.state == "open"]
        if rows:
            organizations = tuple(dict.fromkeys(row.organization for row in rows))
            self.asked.emit(ProposeClosing(organizations, tuple(row.id for row in rows)))

    def _confirm(self, chosen: Selection) -> None:
        if chosen.pending:
            self._change(changing.confirm(chosen.pending), _("已审定销号 {n} 家").format(n=len(chosen.pending)))

    def _relapse(self, chosen: Selection) -> None:
        if chosen.closed:
            self._change(changing.relapse(chosen.closed), _("已转为回潮 {n} 家").format(n=len(chosen.closed)))

    def _back(self, chosen: Selection) -> None:
        if chosen.pending:
            self._ask_phrase(chosen)
        elif chosen.closed:
            self._relapse(chosen)
        else:
            self._reopen(chosen)

    def _visit(self, chosen: Selection) -> None:
        self.asked.emit(RecordVisit(chosen.organizations))

    def _move(self, day: date) -> None:
        said = _("已把 {n} 件改到 {day}").format(n=len(self._held.open), day=f"{day:%m-%d}")
        self._bar.close_question()
        self._change(changing.move(self._held.open, day), said)

    def _hand_over(self, cadre: bytes, name: str) -> None:
        said = _("已把 {n} 件交给{name}").format(n=len(self._held.open), name=name)
        self._bar.close_question()
        self._change(changing.hand_over(self._held.open, cadre), said)

    def _send_back(self, phrase: str) -> None:
        said = _("已退回 {n} 家：{phrase}").format(n=len(self._held.pending), phrase=phrase)
        self._bar.close_question()
        self._change(changing.send_back(self._held.pending, phrase), said)

    def _change(self, edit: Callable[[Ledger], Changes], said: str) -> None:
        def done(_changes: Changes) -> None:
            self.saved.emit()

        def failed(problem: LedgerProblem) -> None:
            self.failed.emit(problem)

        self._session.change(edit, initiator=self._page, done=done, failed=failed, said=said)
