"""One editor per shape of a value: what stands in it is text, codes for what is chosen from a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from models.divisions import Division, division_name, full_name
from models.errors import InputProblem
from models.inputs.street_search import streets_like
from models.language import _
from models.rules.dates import parse_date
from ui.day_words import day_words
from ui.shared.date_field import DateField
from ui.shared.fields import Choice, TextArea
from ui.shared.line_field import LineField, Meaning, NumberField
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.icons import Icon

_PROPOSED = 9
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Editor:
    """A widget with a way to read and to set what stands in it; `when_changed` calls back for every change."""

    widget: QWidget
    text: Callable[[], str]
    set_text: Callable[[str], None]
    when_changed: Callable[[Callable[[], object]], object]


def line_editor(*, placeholder: str = "") -> Editor:
    """One line of text."""
    field = LineField(placeholder=placeholder)
    return Editor(field, field.text, field.setText, partial(_on, field, "textChanged"))


def area_editor() -> Editor:
    """Several lines of text."""
    area = TextArea(lines=2)
    return Editor(area, area.toPlainText, area.setPlainText, partial(_on, area, "textChanged"))


def number_editor(unit: str) -> Editor:
    """A whole number or nothing."""
    field = NumberField(unit=unit)
    return Editor(field, field.text, field.setText, partial(_on, field, "textChanged"))


def choice_editor(choices: Choices) -> Editor:
    """One of a list; its text is the code."""
    field = Choice(choices)
    return Editor(field, field.choice, field.choose, partial(_on, field, "currentIndexChanged"))


def date_editor(today: date, *, future: bool) -> Editor:
    """A day as field staff type it; its text is YYYY-MM-DD where it is understood, else what was typed."""
    field = DateField(partial(understand_day, today=today, future=future))

    def text() -> str:
        day = field.meaning.value
        return day.isoformat() if isinstance(day, date) else field.text()

    return Editor(field, text, field.setText, partial(_on, field, "textChanged"))


def street_editor(division: str) -> Editor:
    """A street of a division, proposed while one types; its text is the code where one was chosen."""
    field = StreetField(division)
    return Editor(field, field.code_or_text, field.show_code, partial(_on, field, "textChanged"))


def understand_day(typed: str, *, today: date, future: bool) -> Meaning:
    """What was typed, as a day in words."""
    try:
        day = parse_date(typed, today, future=future)
    except InputProblem as problem:
        return Meaning(error=problem.user_text)
    return Meaning(words="" if typed.strip() == day.isoformat() else day_words(day, today), value=day)


class StreetField(SuggestionField):
    """Proposes the streets of a division by part of their name."""

    def __init__(self, division: str, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("名称或九位代码"), parent=parent)
        self._division = division
        self._code = ""
        self.query_changed.connect(self._propose)
        self.chosen.connect(self.show_code)

    def code_or_text(self) -> str:
        """The nine digits of the street that is shown, or what was typed instead."""
        return self._code if self._code and self.text() == _street_name(self._code) else self.text().strip()

    def draft(self) -> str:
        """What stands here, for a form that is left without saving."""
        return self.code_or_text()

    def put_draft(self, text: str) -> None:
        """Show that again."""
        self.show_code(text)

    def show_code(self, code: str) -> None:
        """Show a street by its code; nothing for an empty one."""
        self._code = code
        self.setText(_street_name(code))

    def _propose(self, typed: str) -> None:
        found = streets_like(typed, self._division, most=_PROPOSED) if typed.strip() else []
        self.show_suggestions([self._suggestion(street) for street in found])

    def _suggestion(self, street: Division) -> Suggestion:
        above = full_name(street.code).removesuffix(street.name)
        return Suggestion(street.code, street.name, detail=above or street.code, icon=Icon.MAP_PIN)


def _street_name(code: str) -> str:
    return division_name(code) or code


def _on(sender: QObject, signal: str, call: Callable[[], object]) -> object:
    return getattr(sender, signal).connect(lambda *_values: call())
