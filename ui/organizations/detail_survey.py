"""How far the survey of an organization is: a bar to see at a glance, and what nobody knows or asked."""

from PySide6.QtWidgets import QWidget

from models.language import _
from models.rules.survey import State
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import Section, clear, column_of
from ui.requests import AnswerSurvey
from ui.shared.buttons import LinkButton
from ui.shared.labels import ElidedLabel, Label
from ui.shared.meter import Meter
from ui.shared.runs import RunLabel
from ui.survey_words import completeness_runs, completeness_words
from ui.theme.tokens import Role, Space, TextSize


class DetailSurvey(DetailPart):
    """The link at its right opens the survey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._organization = 0
        self._number = RunLabel(size=TextSize.SMALL)
        answer = LinkButton(_("去摸底"), size=TextSize.SMALL)
        answer.setToolTip(_("摸底  F5"))
        answer.clicked.connect(self._answer)
        self._section = Section(_("摸底"), self._number, answer)
        self._meter = Meter()
        self._left = column_of(spacing=2)
        self._section.body.addWidget(self._meter)
        self._section.body.addLayout(self._left)
        column = column_of(self)
        column.addWidget(self._section)
        column.addSpacing(10)

    def show_content(self, content: DetailContent) -> None:
        """Show how much is known."""
        self._organization = content.detail.id
        survey = content.survey
        done = survey.completeness
        self._meter.set_parts(done.known, done.unknown, done.total, said=completeness_words(done))
        self._number.set_runs(completeness_runs(done))
        clear(self._left)
        unknown = _("、").join(_(question.label) for question in survey.in_state(State.UNKNOWN))
        if unknown:
            said = _("不清楚：{names}").format(names=unknown)
            self._left.addWidget(ElidedLabel(said, size=TextSize.SMALL, role=Role.TEXT2))
        left = _("、").join(_(question.label) for question in survey.in_state(State.NOT_ASKED))
        self._number.setToolTip(_("没问：{names}").format(names=left) if left else "")
        for code, answer in survey.answers.items():
            if answer.said:
                said = _("{question} 说法不一：{said}").format(
                    question=_(survey.questions[code].label), said=" / ".join(state.word for state in answer.said)
                )
                self._left.addWidget(Label(said, size=TextSize.SMALL, role=Role.WARN, wrap=True))
        self._section.body.setSpacing(Space.XS)

    def _answer(self) -> None:
        self.asked.emit(AnswerSurvey(self._organization))
