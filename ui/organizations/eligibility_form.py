"""Deciding whether organizations meet the conditions (具备建会条件): a dated decision with its ground, no switch."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.eligibility import decide_eligibility
from models.errors import InputProblem
from models.inputs.forms import EligibilityInput
from models.language import _
from models.queries.value_words import stage_words
from models.rules.stages import side_state_of_decision
from models.vocabulary import DECISIONS
from ui.day_field import DayField
from ui.day_words import due_day, past_day, stored_day, workday_note
from ui.form_segments import FormSegments
from ui.known_pane import KnownPane
from ui.ledger_form import LedgerForm
from ui.requests import DecideEligibility
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.fields import Field
from ui.shared.line_field import LineField
from ui.shared.runs import Run, plain, strong
from ui.theme.tokens import Role
from ui.tick_field import TickField

_LEAST_DAY, _LEAST_GROUND, _LEAST_EVIDENCE, _LEAST_UNTIL = 136, 240, 180, 190
_USUALLY_AGAIN_AFTER = 60  # working days until a "no" is looked at again
_HISTORY = 4
_NOT_COUNTED = "N"
_STAGE_KEY = "Alt+S"


def make_form(session: LedgerSession, request: DecideEligibility) -> "EligibilityForm":
    """The form for some organizations."""
    return EligibilityForm(session, request.organizations)


class EligibilityForm(LedgerForm):
    """One decision for each of the organizations, in one step."""

    def __init__(self, session: LedgerSession, organizations: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(session, _("认定是否具备条件"), parent=parent)
        self.decision = FormSegments([(entry.code, entry.label) for entry in DECISIONS.entries], name=_("认定"))
        self.day = DayField(past_day, text="0")
        self.ground = LineField(placeholder=_("凭什么这样认定"))
        self.evidence = LineField(placeholder=_("材料名称，可不填"))
        self.until = DayField(due_day)
        self._proposed_until = ""
        self._ground_field = Field(_("依据"), self.ground, stop="3")
        self._until_field = Field(_("复核日期"), self.until, stop="5")
        decision_field = Field(_("认定"), self.decision, stop="1", help_text=_("数字 1–3"))
        day_field = Field(_("认定日期"), self.day, stop="2", help_text=_("0 今天　-1 昨天　0618"))
        self.add_stops(
            ("decision", decision_field, 0, 0),
            ("decided_on", day_field, _LEAST_DAY, 1),
            ("ground", self._ground_field, _LEAST_GROUND, 5),
            ("evidence", Field(_("佐证"), self.evidence, stop="4"), _LEAST_EVIDENCE, 3),
            ("until", self._until_field, _LEAST_UNTIL, 2),
        )
        self.stage = TickField(key=_STAGE_KEY)
        self.rows.addWidget(self.stage)
        self._warning = Banner(BannerKind.WARNING, "")
        self._warning.hide()
        self.rows.addWidget(self._warning)
        self.known = KnownPane()
        self.under.addWidget(self.known)
        self.set_order([self.decision, self.day, self.ground, self.evidence, self.until, self.stage, self.save_button])
        self.keep_drafts_of(
            decision=self.decision,
            decided_on=self.day,
            ground=self.ground,
            evidence=self.evidence,
            until=self.until,
            stage=self.stage,
        )
        shortcut = QShortcut(QKeySequence(_STAGE_KEY), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._tick_stage)
        self.decision.chosen.connect(self._follow_decision)
        self.ground.textChanged.connect(self._warn)
        self.until.meaning_changed.connect(self._follow_until)
        self.open_for(organizations)

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        for field in (self.day, self.until):
            field.set_today(self.context.today)
        self.decision.choose(self.chosen.detail.eligibility if self.chosen.detail else "unknown")
        self._follow_decision(self.decision.choice())
        self._show_history()

    @override
    def save(self) -> None:
        try:
            decision = self._decision()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organizations, staged = self.chosen.ids, self._staged() if self.stage.ticked() else {}
        label = DECISIONS.label(decision.decision)
        said = _("已认定：{decision}").format(decision=label)
        if len(organizations) > 1:
            said = _("已认定 {n} 家：{decision}").format(n=len(organizations), decision=label)
        if staged:
            said += _("，当前阶段一起改")
        self.send(lambda ledger: decide_eligibility(ledger, organizations, decision, confirmed=staged), said=said)

    def _staged(self) -> dict[int, dict[str, object]]:
        """The side states that the decision proposes, by the organizations they are new for."""
        found: dict[int, dict[str, object]] = {}
        for row in self.chosen.rows:
            now = self.chosen.detail.side_state if self.chosen.detail else ""
            proposed = side_state_of_decision(self.decision.choice(), word=row.word, side_state=now)
            if proposed is not None:
                found[row.id] = {"side_state": proposed or None}
        return found

    def _propose_stage(self) -> None:
        staged = self._staged()
        self.stage.setVisible(bool(staged))
        if not staged:
            self.stage.set_ticked(False)
            return
        lifts = self.decision.choice() == "yes"
        words = _("不再是 {stage}，回到原来的阶段") if lifts else _("当前阶段改为 {stage}")
        if len(staged) < len(self.chosen.rows):
            words = _("其中 {n} 家的当前阶段改为 {stage}")
        self.stage.set_words(words.format(n=len(staged), stage=stage_words("P1")))

    def _tick_stage(self) -> None:
        if self.stage.isVisible():
            self.stage.set_ticked(not self.stage.ticked())

    def _decision(self) -> EligibilityInput:
        problems = {
            name: field.meaning.error
            for name, field in (("decided_on", self.day), ("until", self.until))
            if field.meaning.error
        }
        values = {
            "decision": self.decision.choice(),
            "decided_on": self.day.day,
            "ground": self.ground.text(),
            "evidence": self.evidence.text(),
            "until": self.until.day,
        }
        try:
            decision = EligibilityInput.parse(
                {name: value for name, value in values.items() if value not in (None, "")}
            )
        except InputProblem as problem:
            placed = {name or "until": text for name, text in problem.fields.items()}  # the model compares two days
            problems = placed | problems
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        return decision

    def _follow_decision(self, decision: str) -> None:
        """A "no" is looked at again: when the playbook of the reason says so."""
        self._propose_stage()
        reasons = self.context.reasons if self.context else {}
        code = next((reason.code for reason in self.chosen.open_reasons), self.chosen.main_reason)
        entry = reasons.get(code)
        speaks = entry is not None and entry.effect == _NOT_COUNTED
        days = entry.days if entry is not None and speaks else _USUALLY_AGAIN_AFTER
        if self.until.text() in ("", self._proposed_until):
            self._proposed_until = f"+{days}" if decision == "no" else ""
            self.until.setText(self._proposed_until)
        hint = (
            _("例如：{reason}").format(reason=entry.text) if entry is not None and speaks else _("名册、证照或走访所见")
        )
        self._ground_field.set_help(hint if decision != "unknown" else _("“未认定”不用依据"))
        self._follow_until()

    def _follow_until(self, *_meaning: object) -> None:
        counted = self.until.text().strip().startswith("+")  # what lies between matters little here
        note = workday_note(self.until.text(), self.context.today) if self.context and not counted else ""
        usual = _("到期提醒复核") if self.decision.choice() == "no" else _("可不填")
        self._until_field.set_help(note or usual)
        self._warn()

    def _warn(self, *_text: object) -> None:
        """A "no" without ground or day is saved all the same, and said to be incomplete."""
        missing = []
        if self.decision.choice() == "no":
            missing += [] if self.ground.text().strip() else [_("依据")]
            missing += [] if self.until.text().strip() else [_("复核日期")]
        shown = bool(missing)
        if shown:
            reason = _("“暂不具备”还缺{missing}").format(missing=_("、").join(missing))
            remedy = _("可以先保存；没有依据的认定，上级核对时会退回。")
            self._replace_warning(Banner(BannerKind.WARNING, reason, remedy))
        self._warning.setVisible(shown)

    def _replace_warning(self, banner: Banner) -> None:
        if self._warning.accessibleName() == banner.accessibleName():
            return
        self.rows.replaceWidget(self._warning, banner)
        self._warning.deleteLater()
        self._warning = banner

    def _show_history(self) -> None:
        if self.context is None:
            return
        self.known.clear()
        detail = self.chosen.detail
        if detail is None:
            self.known.add_organizations(self.chosen, self.context)
        elif not detail.decisions:
            self.known.add(plain(_("还没有认定过")), _("未认定的单位单列，不进分母也不算建成。"))
        else:
            for item in detail.decisions[:_HISTORY]:
                role = {"yes": Role.OK, "no": Role.WARN}.get(item.decision, Role.TEXT)
                day = stored_day(item.decided_on, self.context.today)
                head = (strong(f"{day} "), strong(DECISIONS.label(item.decision), role), Run(f"　{item.decided_by}"))
                until = stored_day(item.until, self.context.today)
                again = _("{day} 复核").format(day=until) if until else ""
                self.known.add(head, " · ".join(part for part in (item.ground, item.evidence, again) if part))
        self.known.setVisible(bool(self.chosen.rows))
