"""What a cell of a form may be filled with: measures, who fills it in and when, columns; found by what one types."""

from dataclasses import dataclass

from exports.superior_form.particulars import PARTICULARS
from exports.superior_form.spec import NUMBER, is_particular
from models.language import _
from models.ledger_columns import LEDGER_COLUMNS
from models.queries.measures import MEASURES
from models.rules.typed_words import spans_in, typed_word, typed_words
from ui.shared.suggestions import Suggestion

_FIGURE, _PARTICULAR, _COLUMN = "figure", "particular", "column"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A measure, a particular or a column: its key, its words, and which of them it is."""

    key: str
    label: str
    kind: str

    @property
    def kind_words(self) -> str:
        """What tells them apart."""
        if self.kind == _PARTICULAR:
            return _("谁、哪天填的")
        return _("数字") if self.kind == _FIGURE else _("名单的栏目")


def meanings() -> list[Meaning]:
    """Everything that can be chosen, figures first."""
    figures = [Meaning(measure.key, measure.label, _FIGURE) for measure in MEASURES]
    particulars = [Meaning(key, _(source), _PARTICULAR) for key, source in PARTICULARS.items()]
    number = Meaning(NUMBER, _("序号"), _COLUMN)
    return [
        *figures,
        *particulars,
        number,
        *(Meaning(column.name, column.heading, _COLUMN) for column in LEDGER_COLUMNS),
    ]


def label_of(key: str) -> str:
    """The words of a measure, of a column, or of particulars."""
    if is_particular(key):
        return _("、").join(_(PARTICULARS[kind]) for kind in key.split())
    return next((meaning.label for meaning in meanings() if meaning.key == key), key)


def suggestions(typed: str) -> list[Suggestion]:
    """What fits the typed words or initials; everything but the columns where nothing was typed."""
    words = [typed_word(word) for word in typed_words(typed)]
    found = []
    for meaning in meanings():
        if all(word.is_in_name(meaning.label) for word in words) and (words or meaning.kind != _COLUMN):
            marks = spans_in(meaning.label, words, by_sound=True)
            found.append(Suggestion(meaning.key, meaning.label, meaning.kind_words, marks=marks))
    return found
