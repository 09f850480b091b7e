"""The command box: organizations and commands alike, while one types; an earlier answer never overtakes a later one."""

from PySide6.QtCore import QObject, Signal

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, OrganizationRow, first_rows
from ui.requests import ShowList, ShowOrganization
from ui.session import LedgerSession
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.icons import Icon
from ui.window_actions import ACTIONS, WindowActions

_MOST_ORGANIZATIONS = 7
_MOST_COMMANDS = 3


class CommandSearch(QObject):
    """Answers one SuggestionField for one ledger."""

    asked = Signal(object)

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
        query = ListQuery(search=self._typed)

        def read(ledger: Ledger) -> list[OrganizationRow]:
            return first_rows(ledger, query, _MOST_ORGANIZATIONS)

        self._session.read(read, self._show, key="command box")

    def _show(self, rows: list[OrganizationRow]) -> None:
        if not self._field.hasFocus():
            return
        found = [
            Suggestion(
                f"organization:{row.id}",
                row.name,
                detail=" · ".join(part for part in (row.street_name, row.code) if part),
                glyph=row.word,
            )
            for row in rows
        ]
        self._field.show_suggestions([*found, *self._commands()])

    def _commands(self) -> list[Suggestion]:
        """Commands whose words hold what was typed."""
        found = []
        for spec in ACTIONS:
            text = _(spec.text)
            if self._typed in text and self._actions.by_key[spec.key].isEnabled():
                shortcut = spec.shortcuts[0] if spec.shortcuts else ""
                found.append(Suggestion(f"command:{spec.key}", text, icon=Icon.CHEVRON_RIGHT, shortcut=shortcut))
        return found[:_MOST_COMMANDS]

    def _on_chosen(self, key: str) -> None:
        kind, _colon, name = key.partition(":")
        self._field.clear()
        if kind == "organization":
            self.asked.emit(ShowOrganization(int(name)))
        else:
            self._actions.by_key[name].trigger()

    def _on_enter(self) -> None:
        """Enter without an open list shows everything that fits."""
        if self._typed and not self._field.suggestions_shown() and self._field.text().strip() == self._typed:
            self.asked.emit(ShowList(ListQuery(search=self._typed), _("查找：{text}").format(text=self._typed)))
