"""Assigning a follow-up (跟进): what, by when, by whom; proposals come from the playbook of the open reasons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.followups import assign_followup
from models.errors import InputProblem
from models.inputs.forms import FollowupInput
from models.language import _
from ui.cadre_field import CadreField
from ui.day_field import DayField
from ui.day_words import due_day, workday_note
from ui.form_context import Chosen
from ui.known_pane import KnownPane
from ui.ledger_form import LedgerForm
from ui.promises import open_promises, promise_day
from ui.requests import AssignFollowup
from ui.session import LedgerSession
from ui.shared.fields import Field
from ui.shared.line_field import Meaning
from ui.shared.runs import Run, plain, strong
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.icons import Icon
from ui.theme.tokens import Role

_PROMISES = 3
_USUALLY_AFTER = 7
_LEAST_TASK, _LEAST_DUE, _LEAST_CADRE = 320, 290, 130


def make_form(session: LedgerSession, request: AssignFollowup) -> "FollowupForm":
    """The form for some organizations."""
    return FollowupForm(session, request.organizations)


class TaskField(SuggestionField):
    """A task; ↓ in the field shows what the playbook proposes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("要做什么；↓ 看建议"), parent=parent)
        self._proposals: tuple[Suggestion, ...] = ()
        self.chosen.connect(self.setText)
        self.query_changed.connect(self._propose)

    def set_proposals(self, proposals: tuple[Suggestion, ...]) -> None:
        """What to propose; the key of each is its text."""
        self._proposals = proposals

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.suggestions_shown() and not self.composing:
            self.show_suggestions(self._proposals)
        else:
            super().keyPressEvent(event)

    def _propose(self, text: str) -> None:
        typed = text.strip()
        self.show_suggestions([each for each in self._proposals if typed and typed in each.text and typed != each.text])


class FollowupForm(LedgerForm):
    """One follow-up for each of the organizations, in one step."""

    def __init__(self, session: LedgerSession, organizations: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(session, _("跟进"), parent=parent)
        self.task = TaskField()
        self.due = DayField(due_day)
        self.cadre = CadreField()
        self._days: dict[str, int] = {}
        self._proposed_due = ""
        self._task_field = Field(_("事项"), self.task, stop="1")
        self._due_field = Field(_("期限"), self.due, stop="2")
        self.add_stops(
            ("task", self._task_field, _LEAST_TASK, 4),
            ("due_on", self._due_field, _LEAST_DUE, 3),
            ("cadre", Field(_("责任人"), self.cadre, stop="3", help_text=_("默认是您")), _LEAST_CADRE, 1),
        )
        self.known = KnownPane()
        self.under.addWidget(self.known)
        self.set_order([self.task, self.due, self.cadre, self.save_button])
        self.keep_drafts_of(task=self.task, due_on=self.due, cadre=self.cadre)
        self.task.textChanged.connect(self._follow_task)
        self.due.meaning_changed.connect(self._say_due)
        self.open_for(organizations)

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        self.due.set_today(self.context.today)
        self.cadre.set_context(self.context)
        proposals = self._proposals()
        self.task.set_proposals(proposals)
        if not self.task.text() and proposals:
            self.task.setText(proposals[0].text)
            self.task.selectAll()
        self._show_known()

    @override
    def save(self) -> None:
        try:
            followup = self._followup()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organizations = self.chosen.ids
        count = len(organizations)
        said = _("已记跟进") if count == 1 else _("已给 {n} 家记跟进").format(n=count)
        self.send(lambda ledger: assign_followup(ledger, organizations, followup), said=said)

    def _followup(self) -> FollowupInput:
        problems: dict[str, str] = {}
        if self.due.meaning.error:
            problems["due_on"] = self.due.meaning.error
        cadre = self.cadre.cadre()
        if cadre is None and self.cadre.text().strip():
            problems["cadre"] = _("没有叫“{name}”的人员。").format(name=self.cadre.text().strip())
        values = {"task": self.task.text().strip(), "due_on": self.due.day, "cadre": cadre.uid if cadre else None}
        try:
            followup = FollowupInput.parse({name: value for name, value in values.items() if value not in (None, "")})
        except InputProblem as problem:
            problems = dict(problem.fields) | problems
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        return followup

    def _proposals(self) -> tuple[Suggestion, ...]:
        """The next steps of the open reasons, the primary one first; then what always fits."""
        reasons = self.context.reasons if self.context else {}
        codes = [reason.code for reason in self.chosen.open_reasons] or [self.chosen.main_reason]
        entries = [reasons[code] for code in codes if code in reasons and reasons[code].next_step]
        self._days = {entry.next_step: entry.days for entry in entries}
        found = [Suggestion(entry.next_step, entry.next_step, detail=entry.text, icon=Icon.FLAG) for entry in entries]
        usual = (_("再次走访"), _("电话约时间"), _("送建会材料"))
        return (*found, *(Suggestion(words, words, icon=Icon.FLAG) for words in usual))

    def _follow_task(self, text: str) -> None:
        """The day that belongs to a proposed task, as long as nobody typed another one."""
        reasons = self.context.reasons if self.context else {}
        source = next((entry for entry in reasons.values() if entry.next_step and entry.next_step == text), None)
        self._task_field.set_help(_("依据 {reason}").format(reason=source.text) if source else _("↓ 看建议"))
        if self.due.text() in ("", self._proposed_due):
            self._proposed_due = f"+{self._days.get(text, _USUALLY_AFTER)}"
            self.due.setText(self._proposed_due)

    def _say_due(self, _meaning: Meaning) -> None:
        note = workday_note(self.due.text(), self.context.today) if self.context else ""
        self._due_field.set_help(note or _("+5、0618、下周三；落在工作日"))

    def _show_known(self) -> None:
        if self.context is None:
            return
        self.known.clear()
        if self.chosen.detail is None:
            self.known.add_organizations(self.chosen, self.context)
        else:
            _add_open(self.known, self.chosen, self)
        self.known.setVisible(bool(self.chosen.rows))


def _add_open(pane: KnownPane, chosen: Chosen, form: FollowupForm) -> None:
    """What is promised already, and why there is no union."""
    if form.context is None:
        return
    promises = open_promises(chosen)
    for item in promises[:_PROMISES]:
        is_late = item.due_on < form.context.today.isoformat()
        day = strong(promise_day(item.due_on, form.context), Role.DANGER if is_late else Role.TEXT)
        pane.add((day, Run(f"　{item.cadre}")), item.task)
    if not promises:
        pane.add(plain(_("没有未办的承诺")))
    more = len(promises) - _PROMISES
    reasons = _("、").join(f"{reason.code} {reason.label}" for reason in chosen.open_reasons)
    head = _("未建会原因") if more <= 0 else _("未建会原因（另有 {n} 件未办）").format(n=more)
    pane.add((strong(head),), reasons or _("还没有记原因"), apart=True)
