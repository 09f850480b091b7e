"""The command box: organizations and commands alike, while one types; an earlier answer never overtakes a later one."""

from PySide6.QtCore import QObject, Signal

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery
from models.queries.search_hits import SearchHit, best_hits
from models.rules.typed_words import typed_word, typed_words
from ui.requests import ShowList, ShowOrganization
from ui.search_suggestions import hit_suggestion
from ui.session import LedgerSession
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.icons import Icon
from ui.window_actions import ACTIONS, WindowActions

_MOST_ORGANIZATIONS = 6
_MOST_COMMANDS = 3
_MOST_ROWS = 9
_EVERYTHING = "everything:"


class CommandSearch(QObject):
    """Answers one SuggestionField for one ledger."""

    asked = Signal(object)
    left = Signal()  # before a command: what it opens gives the keyboard back to the page, not to the box

    def __init__(self, session: LedgerSession, field: SuggestionField, actions: WindowActions) -> None:
        super().__init__(session)
        self._session = session
        self._field = field
        self._actions = actions
        self._typed = ""
        field.query_changed.connect(self._on_query)
        field.chosen.connect(self._on_chosen)
        field.returnPressed.connect(self._on_enter)

    def _on_query(self, text: str) -> None:
        self._typed = text.strip()
        if not self._typed:
            self._field.show_suggestions(())
            return
        typed = self._typed

        def read(ledger: Ledger) -> list[SearchHit]:
            return best_hits(ledger, typed, _MOST_ORGANIZATIONS + 1)

        self._session.read(read, self._show, key="command box")

    def _show(self, hits: list[SearchHit]) -> None:
        if not self._field.hasFocus():
            return
        commands = sorted(commands_like(self._typed, self._actions), key=_is_whole, reverse=True)[:_MOST_COMMANDS]
        shown = hits[: min(_MOST_ORGANIZATIONS, _MOST_ROWS - len(commands) - 1)]
        found = [hit_suggestion(hit, f"organization:{hit.row.id}") for hit in shown]
        if len(hits) > len(shown):
            everything = _("列出全部含“{text}”的单位").format(text=self._typed)
            found.append(Suggestion(_EVERYTHING, everything, icon=Icon.SEARCH))
        named = [command for command in commands if _is_whole(command)]  # hsz is 回收站, and not a part of some name
        self._field.show_suggestions([*named, *found, *(command for command in commands if command not in named)])

    def _on_chosen(self, key: str) -> None:
        kind, _colon, name = key.partition(":")
        typed = self._typed
        self._field.clear()
        if kind == "organization":
            self.asked.emit(ShowOrganization(int(name)))
        elif key == _EVERYTHING:
            self._show_list(typed)
        else:
            self.left.emit()
            self._actions.by_key[name].trigger()

    def _on_enter(self) -> None:
        """Enter without an open list shows everything that fits."""
        if self._typed and not self._field.suggestions_shown() and self._field.text().strip() == self._typed:
            self._show_list(self._typed)

    def _show_list(self, text: str) -> None:
        self.asked.emit(ShowList(ListQuery(search=text), _("查找：{text}").format(text=text)))


def _is_whole(command: Suggestion) -> bool:
    """Whether all of a command's name was typed."""
    return command.marks == ((0, len(command.text.rstrip("…"))),)


def commands_like(typed: str, actions: WindowActions) -> list[Suggestion]:
    """The actions of the menus that can be done now and hold what was typed, as written or by its sound."""
    words = [typed_word(word) for word in typed_words(typed)]
    found = []
    for spec in ACTIONS:
        action = actions.by_key[spec.key]
        text = action.text().replace("&&", "&")  # undo and redo go on with the step that they are about
        spans = [word.span_in(_(spec.text), by_sound=True) for word in words]
        if words and None not in spans and action.isEnabled():
            shortcut = spec.shortcuts[0] if spec.shortcuts else ""
            marks = tuple(sorted(span for span in spans if span is not None))
            found.append(
                Suggestion(f"command:{spec.key}", text, marks=marks, icon=Icon.CHEVRON_RIGHT, shortcut=shortcut)
            )
    return found
