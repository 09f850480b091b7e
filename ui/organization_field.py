"""A field that finds organizations while one types: by name or its sound, code, address, people, phone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import OrganizationRow
from models.queries.search_hits import SearchHit, best_hits, scanned_organization
from ui.search_suggestions import hit_suggestion
from ui.session import LedgerSession
from ui.shared.suggestions import SuggestionField

_MOST = 9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OrganizationField(SuggestionField):
    """`picked` carries the OrganizationRow. Text that was typed and stands for none leaves the field unsettled.

    Enter before the answer has come takes its first proposal as soon as it comes.
    """

    picked = Signal(object)
    unsettled = Signal()

    def __init__(self, session: LedgerSession, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder or _("名称、拼音首字母、代码、地址或电话"), strong=True, parent=parent)
        self._session = session
        self._found: dict[int, OrganizationRow] = {}
        self._asked = ""
        self._answered = ""
        self._takes_first = False
        self.is_settled = True
        self.query_changed.connect(self._ask)
        self.chosen.connect(self._take)
        self.textChanged.connect(self._weigh)
        self._weigh("")

    def show_text(self, text: str) -> None:
        """Show what is chosen; nothing is looked for."""
        self.is_settled = True
        self._takes_first = False
        self._asked = self._answered = ""
        self.setText(text)
        self.setCursorPosition(0)

    @override
    def before_key(self, key: int) -> bool:
        waiting = not self.is_settled and bool(self._asked)
        shown = self.suggestions_shown()
        if key in _ENTER and waiting and not shown:
            if self._asked == self._answered:
                self._take_first()
            else:
                self._takes_first = True
        return super().before_key(key)

    def _weigh(self, text: str) -> None:
        """A name is bold, the place-holder is not."""
        self._strong = bool(text)
        self._restyle()

    def _ask(self, text: str) -> None:
        self._asked = text.strip()
        self._takes_first = False
        if self.is_settled:
            self.is_settled = False
            self.unsettled.emit()
        if not self._asked:
            self._answered = ""
            self._found = {}
            self.show_suggestions(())
            return
        asked = self._asked

        def read(ledger: Ledger) -> tuple[str, list[SearchHit]]:
            scanned = scanned_organization(ledger, asked)
            return asked, [scanned] if scanned is not None else best_hits(ledger, asked, _MOST)

        self._session.read(read, self._show, key="organization field")

    def _show(self, answer: tuple[str, list[SearchHit]]) -> None:
        self._answered, hits = answer
        self._found = {hit.row.id: hit.row for hit in hits}
        if self._takes_first:
            self._take_first()
        elif self.hasFocus() and not self.is_settled:
            self.show_suggestions([hit_suggestion(hit, str(hit.row.id)) for hit in hits])

    def _take_first(self) -> None:
        self._takes_first = False
        if self._found:
            self._take(str(next(iter(self._found))))

    def _take(self, key: str) -> None:
        row = self._found.get(int(key))
        if row is not None:
            self.show_text(row.name)
            self.picked.emit(row)
