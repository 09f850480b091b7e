"""The bar under the list: what is selected and what it adds up to, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.language import _
from models.ledger.ledger import Ledger
from models.queries.list_groups import ListSums, sums_of
from models.rules.rates import rate_text
from ui.organizations.organization_table import OrganizationTable
from ui.session import LedgerSession
from ui.shared.buttons import Button, ButtonKind
from ui.shared.pane_head import BulkBar
from ui.shared.runs import Runs, phrase, plain, strong
from ui.theme.tokens import Role

_FEW = 500


class SelectionBar(BulkBar):
    """Counts the selected organizations; what they add up to is read where it is not at hand."""

    assign_asked = Signal()
    visit_asked = Signal()
    edit_asked = Signal()
    print_asked = Signal()

    def __init__(self, session: LedgerSession, table: OrganizationTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._table = table
        self._counted = 0
        self._sums_of_all: ListSums | None = None
        for word, key, signal in (
            (_("指派…"), "F6", self.assign_asked),
            (_("批量走访"), "F4", self.visit_asked),
            (_("批量修改…"), "Ctrl+Shift+E", self.edit_asked),
            (_("打印周台账"), "F9", self.print_asked),
        ):
            button = Button(word, ButtonKind.QUIET, key=key)
            button.clicked.connect(signal)
            self.add_button(button)
        table.selection_size_changed.connect(self.count)

    def show_sums_of_all(self, sums: ListSums) -> None:
        """What the whole list adds up to: needs no counting when all is selected."""
        self._sums_of_all = sums
        self.count()

    def count(self, _rows: int = 0) -> None:
        """Say how many are selected, and what they add up to once that is known."""
        self._counted += 1
        selected = self._table.chosen_count()
        whole = self._sums_of_all
        if selected > 1 and whole is not None and selected == whole.count:
            self._say(selected, whole.staff, whole)
            return
        known = self._known_staff(selected)
        self._say(selected, known, None)
        if selected <= 1 and known is not None:
            return
        asked = self._counted
        records = self._table.chosen_organizations()

        def read(ledger: Ledger) -> ListSums:
            return sums_of(ledger, records)

        def tell(sums: ListSums) -> None:
            if asked == self._counted:
                self._say(selected, sums.staff, sums)

        self._session.read(read, tell, key="organizations selected")

    def _known_staff(self, selected: int) -> int | None:
        """The sum where it is at hand, so that the bar does not flicker with every step."""
        rows = self._table.rows
        if rows is None or selected > _FEW:
            return None
        at = [row for row in self._table.selected_rows() if rows.organization_at(row)]
        known = [rows.known(row) for row in at]
        return sum(row.staff or 0 for row in known if row) if all(known) else None

    def _say(self, selected: int, staff: int | None, sums: ListSums | None) -> None:
        if not selected:
            self.set_runs(plain(_("空格键选中，Shift+↓ 连选，Ctrl+A 全选"), Role.TEXT2))
            return
        chosen = strong(_("已选 {n} 家").format(n=f"{selected:,}"))
        words: Runs = (chosen,)
        if staff is not None:
            words = phrase(_("{chosen}　职工 {n} 人"), chosen=chosen, n=f"{staff:,}")
        if sums is not None and sums.eligible:
            rate = _("　具备条件 {eligible} · 已建会 {built} · 建会率 {rate}").format(
                eligible=f"{sums.eligible:,}", built=f"{sums.built:,}", rate=rate_text(sums.rate)
            )
            words = (*words, *plain(rate, Role.TEXT2))
        self.set_runs(words)
