"""Who does it: a cadre by name, with proposals while one types."""

from PySide6.QtWidgets import QWidget

from models.language import _
from models.queries.people_list import CadreRow
from models.rules.typed_words import typed_word, typed_words
from ui.form_context import FormContext
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.icons import Icon


class CadreField(SuggestionField):
    """The one who is working unless another name is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=_("姓名"), parent=parent)
        self._context: FormContext | None = None
        self.query_changed.connect(self._propose)
        self.chosen.connect(self.setText)

    def set_context(self, context: FormContext) -> None:
        """The people to choose from; the one who is working is shown where nobody is named yet."""
        self._context = context
        if not self.text():
            self.setText(context.person if context.cadre else "")

    def cadre(self) -> CadreRow | None:
        """The cadre of the name that stands here; None if there is none."""
        return self._context.cadre_named(self.text().strip()) if self._context is not None else None

    def _propose(self, text: str) -> None:
        people = self._context.cadres if self._context is not None else ()
        words = typed_words(text)
        found = [row for row in people if all(typed_word(word).is_in_name(row.name) for word in words)]
        exact = len(found) == 1 and found[0].name == text.strip()
        self.show_suggestions([] if exact else [_suggestion(row) for row in found])


def _suggestion(row: CadreRow) -> Suggestion:
    return Suggestion(row.name, row.name, detail=row.unit, icon=Icon.PERSON)
