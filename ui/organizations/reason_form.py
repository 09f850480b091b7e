"""Why there is no union (未建会原因): one reason with what it means, and the playbook's next step on one key."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.followups import assign_followup
from models.edits.organizations import change_organization
from models.edits.reasons import add_reason, resolve_reason
from models.errors import InputProblem
from models.inputs.forms import FollowupInput, ReasonInput
from models.language import _
from models.ledger.code_lists import ReasonEntry
from models.ledger.ledger import Changes, Ledger
from models.rules.reason_suggestion import suggest_reasons
from models.rules.reasons import needs_words
from models.rules.workdays import add_workdays
from models.vocabulary import ROUTES
from ui.day_field import DayField
from ui.day_words import day_words, past_day
from ui.field_flow import FieldFlow
from ui.ledger_form import LedgerForm
from ui.merged_changes import merged
from ui.organizations.open_reasons import OpenReasonsPane
from ui.organizations.suggested_reasons import SuggestedReasons
from ui.reason_code_field import ReasonCodeField
from ui.reason_words import effect_words
from ui.requests import AddReason
from ui.session import LedgerSession
from ui.shared.fields import Field
from ui.shared.line_field import LineField
from ui.tick_field import TickField

_LEAST_CODE, _LEAST_DAY, _LEAST_NOTE, _LEAST_EVIDENCE = 250, 136, 240, 200


def make_form(session: LedgerSession, request: AddReason) -> "ReasonForm":
    """The form for one organization."""
    return ReasonForm(session, request.organization)


class ReasonForm(LedgerForm):
    """F7 ticks 作为主因, F6 同时记为跟进."""

    def __init__(self, session: LedgerSession, organization: int, parent: QWidget | None = None) -> None:
        super().__init__(session, _("未建会原因"), parent=parent)
        self.code = ReasonCodeField()
        self.day = DayField(past_day, text="0")
        self.reason_note = LineField(placeholder=_("用自己的话，可不填"))
        self.evidence = LineField(placeholder=_("手里有什么材料，可不填"))
        self.primary = TickField(_("作为主因"), key="F7")
        self.followup = TickField(key="F6")
        self.route = TickField(key="F8")
        self._code_field = Field(_("原因"), self.code, stop="1")
        self._note_field = Field(_("说明"), self.reason_note, stop="3")
        self._evidence_field = Field(_("佐证"), self.evidence, stop="4")
        day_field = Field(_("起始日期"), self.day, stop="2", help_text=_("0 今天　-1 昨天　0618"))
        self.add_stops(
            ("code", self._code_field, _LEAST_CODE, 3),
            ("opened_on", day_field, _LEAST_DAY, 1),
            ("note", self._note_field, _LEAST_NOTE, 4),
            ("evidence", self._evidence_field, _LEAST_EVIDENCE, 3),
        )
        self.suggestions = SuggestedReasons()
        self.suggestions.chosen.connect(self._take_suggestion)
        self.rows.addWidget(self.suggestions)
        self._add_last_row()
        self.open_reasons = OpenReasonsPane()
        self.under.addWidget(self.open_reasons)
        self.open_reasons.primary_asked.connect(self._make_primary)
        self.open_reasons.resolved.connect(self._resolve)
        self.open_reasons.order_changed.connect(self._reorder)
        self.code.entry_changed.connect(self._follow_code)
        self.reason_note.textChanged.connect(self._suggest)
        self.keep_drafts_of(code=self.code, opened_on=self.day, note=self.reason_note, evidence=self.evidence)
        self._reorder()
        self.open_for((organization,))

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        self.day.set_today(self.context.today)
        self.code.set_entries(self.context.reasons)
        self.open_reasons.show_reasons(self.chosen.open_reasons, self.context)
        self._follow_code()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ticks = {Qt.Key.Key_F7: self.primary, Qt.Key.Key_F6: self.followup, Qt.Key.Key_F8: self.route}
        tick = ticks.get(Qt.Key(event.key()))
        if tick is not None and tick.isVisible() and tick.isEnabled():
            tick.set_ticked(not tick.ticked())
        else:
            super().keyPressEvent(event)

    @override
    def save(self) -> None:
        try:
            reason = self._reason()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organization = self.chosen.ids[0]
        followup = self._followup() if self.followup.ticked() else None
        entry = self.code.entry
        route = entry.route if entry is not None and self.route.ticked() else ""

        def edit(ledger: Ledger) -> Changes:
            with ledger.together():
                made = add_reason(ledger, organization, reason)
                if followup is not None:
                    made = merged(made, assign_followup(ledger, [organization], followup))
                if route:
                    made = merged(made, change_organization(ledger, organization, {"proposed_route": route}))
            return made

        said = _("已记原因 {reason}").format(reason=self._entry_text(reason.code))
        self.send(edit, said=said + (_("，并记为跟进") if followup else ""))

    def _add_last_row(self) -> None:
        flow = FieldFlow()
        self.foot.removeWidget(self.save_button)
        flow.add(self.primary, least=0, share=0)
        flow.add(self.followup, least=0, share=0)
        flow.add(self.route, least=0, share=0)
        flow.add(QWidget(), least=0, share=1)
        flow.add(self.save_button, least=0, share=0)
        self.rows.addLayout(flow)

    def _reason(self) -> ReasonInput:
        entry = self.code.entry
        problems: dict[str, str] = {}
        if not self.chosen.rows:
            problems["code"] = _("这家单位已经不在台账里，请刷新后再试。")
        elif entry is None:
            typed = self.code.text().strip()
            problems["code"] = _("没有“{text}”这个原因。").format(text=typed) if typed else _("请选一个原因。")
        elif needs_words(entry.code) and not self.reason_note.text().strip():
            problems["note"] = _("选“其他”要写明原因。")
        if self.day.meaning.error:
            problems["opened_on"] = self.day.meaning.error
        values = {
            "code": entry.code if entry else None,
            "is_primary": self.primary.ticked(),
            "opened_on": self.day.day,
            "note": self.reason_note.text(),
            "evidence": self.evidence.text(),
        }
        try:
            reason = ReasonInput.parse({name: value for name, value in values.items() if value not in (None, "")})
        except InputProblem as problem:
            problems = dict(problem.fields) | problems
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        return reason

    def _followup(self) -> FollowupInput | None:
        entry, due = self.code.entry, self._due(self.code.entry)
        return FollowupInput(task=entry.next_step, due_on=due) if entry and due else None

    def _due(self, entry: ReasonEntry | None) -> date | None:
        return add_workdays(self.context.today, entry.days) if entry and entry.next_step and self.context else None

    def _follow_code(self) -> None:
        """What the reason means and what comes next."""
        entry, due = self.code.entry, self._due(self.code.entry)
        usual = _("代码或名称，例如 D1、党组织")
        self._code_field.set_help(effect_words(entry) or entry.words if entry else usual)
        is_other = entry is not None and needs_words(entry.code)
        self._note_field.set_help(_("“其他”必须写明") if is_other else "")
        self._evidence_field.set_help(
            _("一般要有：{papers}").format(papers=entry.evidence) if entry and entry.evidence else ""
        )
        has_primary = any(reason.is_primary for reason in self.chosen.open_reasons)
        self.primary.set_words(_("作为主因") if has_primary else _("作为主因（现在还没有主因）"))
        if not has_primary:
            self.primary.set_ticked(True)
        self.primary.setEnabled(has_primary)
        self.followup.setVisible(due is not None)
        self._follow_route(entry)
        self._suggest()
        if entry is not None and due is not None and self.context is not None:
            day = day_words(due, self.context.today)
            self.followup.set_words(_("同时记为跟进：{day} {task}").format(day=day, task=entry.next_step))
        else:
            self.followup.set_ticked(False)

    def _follow_route(self, entry: ReasonEntry | None) -> None:
        """The way that the playbook proposes, unless that is what stands there already."""
        detail = self.chosen.detail
        now = detail.facts["proposed_route"] if detail is not None else None
        is_new = entry is not None and bool(entry.route) and entry.route != now
        self.route.setVisible(is_new)
        if entry is None or not is_new:
            self.route.set_ticked(False)
            return
        route = ROUTES.label(entry.route)
        words = _("对策改为{route}（现为{now}）") if now else _("对策写为{route}")
        self.route.set_words(words.format(route=route, now=ROUTES.label(now)))

    def _suggest(self, *_text: object) -> None:
        """What the words speak of, as long as no reason is chosen."""
        is_open = not self.code.text().strip()
        known = {reason.code for reason in self.chosen.open_reasons}
        found = suggest_reasons(self.reason_note.text(), without=known) if is_open else []
        entries = self.context.reasons if self.context else {}
        usable = [each for each in found if each.code in entries and not entries[each.code].retired]
        self.suggestions.show_suggestions([(each, entries[each.code].text) for each in usable])

    def _take_suggestion(self, code: str) -> None:
        if self.context is not None and code in self.context.reasons:
            self.code.setText(self.context.reasons[code].text)
            self.evidence.setFocus()

    def _make_primary(self, code: str) -> None:
        if self.context is None:
            return
        reason = ReasonInput(code=code, is_primary=True, opened_on=self.context.today)
        organization = self.chosen.ids[0]
        said = _("主因改为 {reason}").format(reason=self._entry_text(code))
        self.send_and_stay(lambda ledger: add_reason(ledger, organization, reason), said=said)

    def _resolve(self, code: str, how: str) -> None:
        if self.context is None:
            return
        organization, today = self.chosen.ids[0], self.context.today
        said = _("已解决 {reason}").format(reason=self._entry_text(code))
        self.send_and_stay(
            lambda ledger: resolve_reason(ledger, organization, code, on=today, by=how or None), said=said
        )

    def _entry_text(self, code: str) -> str:
        entry = self.context.reasons.get(code) if self.context else None
        return entry.text if entry else code

    def _reorder(self) -> None:
        editors: list[QWidget] = [self.code, self.day, self.reason_note, self.evidence, self.primary]
        editors += [self.followup, self.route]
        self.set_order([*editors, self.save_button, *self.open_reasons.order])
