"""The stops of the visit strip: what can be entered, and what it comes to as an input."""

from PySide6.QtWidgets import QWidget

from models.errors import InputProblem
from models.inputs.forms import VisitInput
from models.language import _
from models.queries.organization_detail import VisitItem
from models.rules.dates import iso_date
from models.rules.reasons import needs_words
from models.vocabulary import ROUTES, VISIT_MODES, VISIT_RESULTS, Code
from ui.day_field import DayField
from ui.day_words import past_day
from ui.digit_choice import DigitChoice
from ui.form_context import FormContext
from ui.inline_field import InlineField, LabelledLine
from ui.next_step import NextStepField
from ui.organization_field import OrganizationField
from ui.reason_field import ReasonField
from ui.session import LedgerSession
from ui.shared.fields import Field
from ui.visits.phrase_line import PhraseLine

AGREED, NOT_THERE = "1", "4"
#: The ways to a union by digit.
ROUTE_DIGITS = tuple(Code(str(number), entry.source) for number, entry in enumerate(ROUTES.entries, start=1))
_TODAY = "0"


class VisitStops:
    """The editors and their fields, by the names that problems have."""

    def __init__(self, session: LedgerSession) -> None:
        self.organization = OrganizationField(session)
        self.day = DayField(past_day, text=_TODAY)
        self.mode = DigitChoice(VISIT_MODES.entries, chosen=VISIT_MODES.entries[0].code)
        self.result = DigitChoice(VISIT_RESULTS.entries, placeholder=_("数字"))
        self.route = DigitChoice(ROUTE_DIGITS, placeholder=_("数字"))
        self.reasons = ReasonField(placeholder=_("代码或拼音"))
        self.next_step = NextStepField()
        self.companions = LabelledLine(_("同行"), placeholder=_("几个人用顿号隔开"))
        self.met = LabelledLine(_("见到"), placeholder=_("园长李某、会计"))
        self.minutes = LabelledLine(_("用时"), placeholder=_("分钟"))
        self.note = PhraseLine(_("备注"), placeholder=_("说了什么；短语如 fzrwc + 空格"))
        modes = " ".join(f"{entry.code}{entry.label}" for entry in VISIT_MODES.entries)
        self.fields: dict[str, Field] = {
            "organization": Field(_("机构"), self.organization, stop="1"),
            "visited_on": Field(_("日期"), self.day, stop="2", help_text=_("0 今天　-1 昨天　0618")),
            "mode": Field(_("方式"), self.mode, stop="3", help_text=modes),
            "result": Field(_("结果"), self.result, stop="4", help_text=_("数字 1–9")),
            "route": Field(_("建会模式"), self.route),
            "reasons": Field(_("原因"), self.reasons, stop="5"),
            "next_on": Field(_("下一步"), self.next_step, stop="6"),
        }
        self.more_fields = {name: InlineField(editor) for name, editor in self._more().items()}
        self.note_field = InlineField(self.note)
        self._usual_mode = self.mode.choice()
        self.empty()

    @property
    def order(self) -> list[QWidget]:
        """The editors as Enter goes through them."""
        first = [self.organization, self.day, self.mode, self.result, self.route, self.reasons, self.next_step]
        return [*first, *self._more().values(), self.note]

    def drafted(self) -> dict[str, QWidget]:
        """The editors whose contents make a draft; the result first, because others follow it."""
        return {
            "result": self.result,
            "visited_on": self.day,
            "mode": self.mode,
            "route": self.route,
            "reasons": self.reasons,
            "next_on": self.next_step,
            **self._more(),
            "note": self.note,
        }

    def _more(self) -> dict[str, LabelledLine]:
        return {"companions": self.companions, "met": self.met, "minutes": self.minutes}

    def set_context(self, context: FormContext) -> None:
        """The day, the people and the reasons that what is typed refers to."""
        self.reasons.set_entries(context.reasons)
        self.next_step.set_context(context)
        self.day.set_today(context.today)

    def use_mode(self, mode: str) -> None:
        """The mode of the last time, unless another one was chosen meanwhile."""
        if mode and self.mode.choice() == self._usual_mode:
            self.mode.choose(mode)
            self._usual_mode = self.mode.choice()

    def show_visit(self, visit: VisitItem) -> None:
        """Fill in what was said of a visit; its next step is a follow-up by now, and stays."""
        self.result.choose(visit.result)
        day = iso_date(visit.visited_on)
        self.day.setText(f"{day:%m%d}" if day else "")  # leaves room for its meaning
        if self.day.day != day:
            self.day.setText(visit.visited_on)
        self.mode.choose(visit.mode)
        self.companions.setText(visit.companions)
        self.met.setText(visit.met)
        self.minutes.setText("" if visit.minutes is None else str(visit.minutes))
        self.next_step.clear()
        self.note.setText(visit.note)

    def chosen_route(self) -> str:
        """The stored code of the way to a union; empty where none was chosen or the result is another."""
        digit = self.route.choice()
        return ROUTES.entries[int(digit) - 1].code if digit and self.result.choice() == AGREED else ""

    def empty(self) -> None:
        """Ready for another visit on the same day in the same mode, with the same people."""
        self.result.choose("")
        self.route.choose("")
        self.met.clear()
        self.minutes.clear()
        self.reasons.set_added([])
        self.next_step.clear()
        self.note.clear()

    def visit(self) -> VisitInput:
        """What was entered; InputProblem names every stop that is wrong."""
        self.reasons.commit()
        problems = self._problems()
        step = self.next_step.step
        is_there = self.result.choice() != NOT_THERE
        values = {
            "visited_on": self.day.day,
            "mode": self.mode.choice(),
            "result": self.result.choice(),
            "companions": self.companions.text().strip(),
            "met": self.met.text().strip(),
            "minutes": self.minutes.text().strip(),
            "note": self.note.text(),
            "reasons": self.reasons.added if is_there else (),
            "next_on": step.day if step else None,
            "next_task": step.task if step else None,
            "next_cadre": step.cadre.uid if step and step.cadre else None,
        }
        try:
            visit = VisitInput.parse({name: value for name, value in values.items() if value not in (None, "")})
        except InputProblem as problem:
            problems = dict(problem.fields) | problems
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        return visit

    def _problems(self) -> dict[str, str]:
        """What the input cannot know: texts that mean nothing."""
        found: dict[str, str] = {}
        if self.day.meaning.error:
            found["visited_on"] = self.day.meaning.error
        if not self.result.choice():
            found["result"] = _("按数字选一个结果。")
        if self.result.choice() != NOT_THERE:
            if self.reasons.rest:
                found["reasons"] = _("没有“{text}”这个原因。").format(text=self.reasons.rest)
            if any(needs_words(code) for code in self.reasons.added) and not self.note.text().strip():
                found["note"] = _("原因选了“其他”，请在备注里写明。")
        if self.next_step.meaning.error:
            found["next_on"] = self.next_step.meaning.error
        return found
