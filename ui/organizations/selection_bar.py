"""The bar under the list: what is selected, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import staff_of
from ui.organizations.organization_table import OrganizationTable
from ui.session import LedgerSession
from ui.shared.buttons import Button, ButtonKind
from ui.shared.pane_head import BulkBar
from ui.shared.runs import Runs, phrase, plain, strong
from ui.theme.tokens import Role

_FEW = 500


class SelectionBar(BulkBar):
    """Counts the selected organizations; their staff is read where they are many."""

    assign_asked = Signal()
    visit_asked = Signal()
    print_asked = Signal()

    def __init__(self, session: LedgerSession, table: OrganizationTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._table = table
        self._counted = 0
        self._staff_of_all = 0
        for word, key, signal in (
            (_("指派…"), "F6", self.assign_asked),
            (_("批量走访"), "F4", self.visit_asked),
            (_("打印周台账"), "F9", self.print_asked),
        ):
            button = Button(word, ButtonKind.QUIET, key=key)
            button.clicked.connect(signal)
            self.add_button(button)
        table.selection_size_changed.connect(self.count)

    def show_staff_of_all(self, staff: int) -> None:
        """What the whole list adds up to: needs no counting when all is selected."""
        self._staff_of_all = staff
        self.count(self._table.selected_count())

    def count(self, selected: int) -> None:
        """Say how many are selected, and how many people work there once that is known."""
        self._counted += 1
        rows = self._table.rows
        if rows is not None and selected and selected == rows.count():
            self._say(selected, self._staff_of_all)
            return
        known = self._known_staff(selected)
        self._say(selected, known)
        if known is not None:
            return
        asked = self._counted
        records = self._table.chosen_organizations()

        def read(ledger: Ledger) -> int:
            return staff_of(ledger, records)

        def tell(staff: int) -> None:
            if asked == self._counted:
                self._say(selected, staff)

        self._session.read(read, tell, key="organizations selected")

    def _known_staff(self, selected: int) -> int | None:
        """The sum where it is at hand, so that the bar does not flicker with every step."""
        rows = self._table.rows
        if rows is None or selected > _FEW:
            return None
        known = [rows.known(row) for row in self._table.selected_rows()]
        return sum(row.staff or 0 for row in known if row) if all(known) else None

    def _say(self, selected: int, staff: int | None) -> None:
        if not selected:
            self.set_runs(plain(_("空格键选中，Shift+↓ 连选，Ctrl+A 全选"), Role.TEXT2))
            return
        chosen = strong(_("已选 {n} 家").format(n=f"{selected:,}"))
        words: Runs = (chosen,)
        if staff is not None:
            words = phrase(_("{chosen}　职工 {n} 人"), chosen=chosen, n=f"{staff:,}")
        self.set_runs(words)
