"""The fields of the survey: one per question, in four states: yes (a number, a text), no, nobody knows, not asked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.divisions import division_name
from models.errors import InputProblem
from models.inputs.organization_values import parse_number, parse_street
from models.inputs.street_search import streets_like
from models.language import _
from models.rules.survey import Answer, Question, Shape, State
from models.vocabulary import STATUSES, Code
from ui.digit_choice import DigitChoice
from ui.shared.fields import Choice, Field
from ui.shared.line_field import LineField, Meaning, MeaningField
from ui.theme.tokens import Space

#: What stands for "asked, nobody knows" where one types.
UNKNOWN_SIGNS = frozenset({"?", "？", "不清楚", "不知道", "不详"})
_SIGN = "?"
_LISTED = 5
_YES, _NO, _UNKNOWN = "1", "2", "3"
_STATES = {State.YES: _YES, State.NO: _NO, State.UNKNOWN: _UNKNOWN, State.NOT_ASKED: ""}
_WIDTHS = {
    Shape.NUMBER: (132, 1),
    Shape.YES_NO: (300, 4),
    Shape.CHOICE: (150, 1),
    Shape.STREET: (230, 2),
    Shape.TEXT: (230, 3),
}


class AnswerField(QWidget):
    """One question. `changed` comes whenever its answer is another one."""

    changed = Signal()

    def __init__(self, question: Question, *, stop: str, division: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self._division = division
        self._shown: tuple[str, str | int] | None = None  # as text, and what it stands for
        self.editor: QWidget = self._make_editor()
        self._words = self._make_words()
        inner = self.editor
        if self._words is not None:
            inner = _Pair(self.editor, self._words)
        self.field = Field(_(question.label), inner, stop=stop, with_help=False)
        self.editor.setAccessibleName(_(question.label))
        if self._words is not None:
            self._words.setAccessibleName(_("{question}：说明").format(question=_(question.label)))
            self._follow_state()
        self.editor.setToolTip(_(question.hint) if question.hint else "")
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    @property
    def width_wish(self) -> tuple[int, int]:
        """Least width at 100 % and share of what is left."""
        return _WIDTHS[self.question.shape]

    @property
    def order(self) -> Sequence[QWidget]:
        """What Enter goes through."""
        return [self.editor] if self._words is None else [self.editor, self._words]

    def drafted(self) -> dict[str, QWidget]:
        """The editors whose contents are kept while one types."""
        found = {self.question.code: self.editor}
        return found if self._words is None else found | {f"{self.question.code}_words": self._words}

    def show_answer(self, answer: Answer) -> None:
        """Show what is known; where people disagreed, that, too."""
        value = "" if answer.value is None else str(answer.value)
        if isinstance(self.editor, DigitChoice):
            self.editor.choose(_STATES[answer.state])
            if self._words is not None:
                self._words.setText(value)
        elif isinstance(self.editor, Choice):
            self.editor.choose(_SIGN if answer.state is State.UNKNOWN else value)
        elif isinstance(self.editor, MeaningField):
            shown = division_name(value) if self.question.shape is Shape.STREET and value else value
            self._shown = (shown, answer.value) if answer.value is not None else None
            self.editor.setText(_SIGN if answer.state is State.UNKNOWN else shown)
        said = " / ".join(state.word for state in answer.said)
        self.field.set_help(_("说法不一：{said}").format(said=said) if said else "")

    def answer(self) -> Answer:
        """What stands here; InputProblem where it means nothing."""
        if isinstance(self.editor, DigitChoice):
            state = next(state for state, digit in _STATES.items() if digit == self.editor.choice())
            words = self._words.text().strip() if self._words is not None and state is State.YES else ""
            return Answer(state, words or None)
        if isinstance(self.editor, Choice):
            code = self.editor.choice()
            if code == _SIGN:
                return Answer(State.UNKNOWN)
            return Answer(State.YES, code) if code else Answer()
        if not isinstance(self.editor, MeaningField):
            raise TypeError(self.question.code)
        text = self.editor.text().strip()
        if not text:
            return Answer()
        if text in UNKNOWN_SIGNS:
            return Answer(State.UNKNOWN)
        return Answer(State.YES, self._parsed(text))

    def set_error(self, reason: str) -> None:
        """For the form: say what is wrong here."""
        self.field.set_error(reason)

    def _make_editor(self) -> QWidget:
        match self.question.shape:
            case Shape.YES_NO:
                codes = [Code(_YES, _("有")), Code(_NO, _("没有")), Code(_UNKNOWN, _("不清楚"))]
                choice = DigitChoice(codes, placeholder=_("没问"))
                choice.currentIndexChanged.connect(self._follow_state)
                return choice
            case Shape.CHOICE:
                listed = [(entry.code, entry.label) for entry in STATUSES.entries]
                listed.insert(int(_UNKNOWN) - 1, (_SIGN, _("不清楚")))  # 3 in every question
                choice_of = _NumberedChoice(listed, nothing=_("没问"))
                choice_of.currentIndexChanged.connect(self._tell)
                return choice_of
            case _:
                field = MeaningField(self._understand)
                field.setPlaceholderText(_("没问"))
                field.meaning_changed.connect(self._tell)
                return field

    def _make_words(self) -> LineField | None:
        if self.question.shape is not Shape.YES_NO:
            return None
        words = LineField(placeholder=_(self.question.hint) if self.question.hint else _("说明，可不填"))
        words.textChanged.connect(self._tell)
        return words

    def _understand(self, text: str) -> Meaning:
        plain = text.strip()
        if plain in UNKNOWN_SIGNS:
            return Meaning(_("不清楚"))
        try:
            value = self._parsed(plain)
        except InputProblem as problem:
            return Meaning(error=problem.user_text)
        street = division_name(str(value)) if self.question.shape is Shape.STREET else plain
        return Meaning("" if street == plain else street, value)

    def _parsed(self, text: str) -> str | int:
        if self._shown is not None and text == self._shown[0]:
            return self._shown[1]  # such as a street of another district, whose name alone says too little
        if self.question.shape is Shape.NUMBER:
            return parse_number(text)
        if self.question.shape is Shape.STREET:
            return self._street(text)
        return text

    def _street(self, text: str) -> str:
        """By name or code, or by what it sounds like where that is one street: cg, chigang."""
        try:
            return parse_street(text, self._division)
        except InputProblem:
            found = streets_like(text, self._division, most=_LISTED)
            if len(found) == 1:
                return found[0].code
            if not found:
                raise
        names = _("、").join(street.name for street in found)
        raise InputProblem(_("“{text}”可能是 {names}，请多写一点。").format(text=text, names=names))

    def _follow_state(self, *_index: object) -> None:
        """Words belong to a yes only."""
        if self._words is not None and isinstance(self.editor, DigitChoice):
            self._words.setEnabled(self.editor.choice() == _YES)
        self._tell()

    def _tell(self, *_value: object) -> None:
        self.changed.emit()


class _NumberedChoice(Choice):
    """One of a list by its number, as in the questions with yes and no; ? is nobody knows, Backspace takes it back."""

    def __init__(self, choices: Sequence[tuple[str, str]], *, nothing: str) -> None:
        numbered = [(code, f"{number} {word}") for number, (code, word) in enumerate(choices, start=1)]
        super().__init__([("", nothing), *numbered])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdecimal() and 0 < int(text) < self.count():
            self.setCurrentIndex(int(text))
        elif text and text in UNKNOWN_SIGNS:
            self.choose(_SIGN)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.choose("")
        else:
            super().keyPressEvent(event)


class _Pair(QWidget):
    """The choice and the words that go with it."""

    def __init__(self, choice: QWidget, words: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(choice)
        row.addWidget(words, 1)
        self.setFocusProxy(choice)


def make_fields(questions: Sequence[Question], division: str) -> list[AnswerField]:
    """The fields of these questions, numbered from 1."""
    make = partial(AnswerField, division=division)
    return [make(question, stop=str(number)) for number, question in enumerate(questions, start=1)]
