"""The survey of one organization (摸底): every question by keyboard, how complete it is, and on to the next one."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.survey import answer_survey
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.figures import home_division
from models.queries.survey import Survey, next_to_survey, survey_of
from models.rules.stages import stage_number
from models.rules.survey import Answer, Completeness, State, completeness, doubts
from ui.field_flow import FieldFlow
from ui.form_context import Chosen, FormContext, read_chosen, read_context
from ui.ledger_form import LedgerForm
from ui.requests import AnswerSurvey
from ui.session import LedgerSession
from ui.shared.buttons import Button
from ui.shared.labels import Label
from ui.shared.meter import Meter
from ui.shared.runs import Run, RunLabel
from ui.survey.answer_fields import AnswerField, make_fields
from ui.survey_words import completeness_runs, completeness_words
from ui.theme.icons import Icon
from ui.theme.tokens import Role, TextSize
from ui.tick_field import TickField

_SURVEYED = "S1"


@dataclass(frozen=True, slots=True)
class _Start:
    context: FormContext
    chosen: Chosen
    survey: Survey | None
    division: str


def make_form(session: LedgerSession, request: AnswerSurvey) -> "SurveyForm":
    """The form for one organization; for the next one that nobody has surveyed where none is named."""
    return SurveyForm(session, request.organization)


class SurveyForm(LedgerForm):
    """Ctrl+Enter saves and goes on to the next organization, Alt+Enter saves and closes; F7 ticks the stage."""

    def __init__(self, session: LedgerSession, organization: int, parent: QWidget | None = None) -> None:
        super().__init__(session, _("摸底"), save_text=_("保存并下一家"), parent=parent)
        self._survey = Survey({}, {})
        self._is_filling = False
        self._all_asked = False
        self.fields: dict[str, AnswerField] = {}
        self.meter = Meter()
        self.meter_words = RunLabel(size=TextSize.SMALL)
        self.head.insertWidget(1, self.meter_words)
        self.stage = TickField(_("当前阶段改为 S1 已摸排"), key="F7")
        self.stage.hide()
        self.stay_button = Button(_("保存"), key="Alt+Enter")
        self.stay_button.clicked.connect(self.save_and_close)
        self.keys.save_and_stay_asked.connect(self.save_and_close)
        self._doubts = FieldFlow()
        self.foot.insertWidget(0, self.stage)
        self.foot.insertWidget(self.foot.count() - 1, self.stay_button)
        self.hint.setText(_("数字直接填，有 1 没有 2 不清楚 3 或 ?，没问过留空　Enter 下一格　Esc 收起，草稿保留"))
        self._read(organization)

    @override
    def show_chosen(self) -> None:
        self._is_filling = True
        for code, field in self.fields.items():
            field.show_answer(self._survey.answers.get(code, Answer()))
        self._is_filling = False
        self._follow()

    @override
    def save(self) -> None:
        self._save(goes_on=True)

    def save_and_close(self) -> None:
        """Save and leave the form."""
        self._save(goes_on=False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7 and self.stage.isVisible():
            self.stage.set_ticked(not self.stage.ticked())
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.save_and_close()
        else:
            super().keyPressEvent(event)

    def _read(self, organization: int) -> None:
        """Read an organization, or the next one to survey."""

        def read(ledger: Ledger) -> _Start:
            one = organization or next_to_survey(ledger)
            survey = survey_of(ledger, one) if one else None
            return _Start(
                read_context(ledger), read_chosen(ledger, [one] if one else []), survey, home_division(ledger)
            )

        self.session.read(read, self._take_survey, key="form", failed=self.show_problem)

    def _take_survey(self, start: _Start) -> None:
        if start.survey is None or not start.chosen.rows:
            self.session.said.emit(_("没有要摸底的单位：未建会的都问过了，或台账里还没有单位。"), False)
            self.finished.emit()
            return
        self._survey = start.survey
        if set(self.fields) != set(start.survey.questions):
            self._lay_out(start.survey, start.division)
        self.take_start((start.context, start.chosen))
        self.setFocus()

    def _lay_out(self, survey: Survey, division: str) -> None:
        """The questions group by group; they are the ledger's own, so they come with it."""
        self.fields = {field.question.code: field for field in make_fields(list(survey.questions.values()), division)}
        group, flow = "", FieldFlow()
        for field in self.fields.values():
            if field.question.group != group:
                group, flow = field.question.group, FieldFlow()
                self.rows.addWidget(Label(_(group), size=TextSize.SMALL, role=Role.TEXT2, bold=True))
                self.rows.addLayout(flow)
            least, share = field.width_wish
            flow.add(field, least=least, share=share)
            self.add_problem_place(field.question.code, field)
            field.changed.connect(self._follow)
        self.rows.addWidget(self.meter)
        self.rows.addLayout(self._doubts)
        order = [widget for field in self.fields.values() for widget in field.order]
        self.set_order([*order, self.stage, self.stay_button, self.save_button])
        drafted = {name: editor for field in self.fields.values() for name, editor in field.drafted().items()}
        self.keep_drafts_of(**drafted)

    def _save(self, *, goes_on: bool) -> None:
        answers, problems = self._answers()
        if problems or not self.chosen.rows:
            said = _("；").join(problems.values()) or _("没有要摸底的单位了。")
            self.show_problem(InputProblem(said, fields=problems))
            return
        organization = self.chosen.ids[0]
        stage = _SURVEYED if self.stage.isVisible() and self.stage.ticked() else None
        done = completeness(answers)
        said = _("已存摸底：{name}，{done}").format(name=self.chosen.title, done=completeness_words(done))

        def edit(ledger: Ledger) -> Changes:
            return answer_survey(ledger, organization, answers, stage=stage)

        self.send(edit, said=said, done=self._go_on if goes_on else None)

    def _go_on(self, _changes: Changes) -> None:
        """The next one, or away where there is none."""
        last = self.chosen.ids[0]

        def read(ledger: Ledger) -> int:
            return next_to_survey(ledger, last)

        def take(organization: int) -> None:
            if organization:
                self._all_asked = False
                self.stage.set_ticked(False)
                self._read(organization)
            else:
                self.session.said.emit(_("未建会的单位都摸底过了。"), False)
                self.finished.emit()

        self.session.read(read, take, key="form", failed=self.show_problem)

    def _answers(self) -> tuple[dict[str, Answer], dict[str, str]]:
        answers: dict[str, Answer] = {}
        problems: dict[str, str] = {}
        for code, field in self.fields.items():
            try:
                answers[code] = self._with_note(code, field.answer())
            except InputProblem as problem:
                problems[code] = problem.user_text
        return answers, problems

    def _with_note(self, code: str, answer: Answer) -> Answer:
        """What the form does not show stays as it was."""
        note = self._survey.answers.get(code, Answer()).note
        return Answer(answer.state, answer.value, note)

    def _follow(self) -> None:
        """The meter, what does not fit together, and the stage that this amounts to."""
        if self._is_filling:
            return
        answers, _problems = self._answers()
        known = completeness(answers)
        done = Completeness(known.known, known.unknown, len(self.fields))
        self.meter.set_parts(done.known, done.unknown, done.total, said=completeness_words(done))
        self.meter_words.set_runs(completeness_runs(done))
        self._say_doubts(answers)
        row = self.chosen.rows[0] if self.chosen.rows else None
        is_new = row is not None and stage_number(row.stage) < stage_number(_SURVEYED)
        asked = any(answer.state is not State.NOT_ASKED for answer in answers.values())
        all_asked = is_new and asked and done.not_asked == 0
        if all_asked != self._all_asked:  # that is what S1 says; a person may think otherwise
            self._all_asked = all_asked
            self.stage.set_ticked(all_asked)
        self.stage.setVisible(is_new and asked)

    def _say_doubts(self, answers: dict[str, Answer]) -> None:
        found = doubts(answers)
        self._doubts.clear()
        for doubt in found:
            said = RunLabel(
                (Run(doubt.text, role=Role.WARN),), size=TextSize.SMALL, mark=Icon.WARNING, mark_role=Role.WARN
            )
            self._doubts.add(said, least=0, share=0)
