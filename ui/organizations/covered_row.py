"""The organizations that a union covers: chips, and a field that adds another one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from models.queries.organization_list import OrganizationRow
from ui.organization_field import OrganizationField
from ui.session import LedgerSession
from ui.shared.chips import Chip
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.theme.palette import px
from ui.theme.tokens import Role, Space, TextSize

_FIELD_WIDTH = 220
_CHIPS = 18


class CoveredRow(QWidget):
    """`changed` comes when one is added or taken out; the last one stays."""

    changed = Signal()

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[OrganizationRow] = []
        self.editor = OrganizationField(session, placeholder=_("再加一家：名称、代码"))
        self.editor.setAccessibleName(_("再加一家"))
        self.editor.setMinimumWidth(px(_FIELD_WIDTH))
        self._head = Label(size=TextSize.SMALL, role=Role.TEXT2)
        self._error = Label(size=TextSize.SMALL, role=Role.DANGER, wrap=True)
        self._error.hide()
        self._chips = FlowRow(gap=Space.XS)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._head)
        column.addLayout(line)
        column.addWidget(self._error)
        self.editor.picked.connect(self.add)

    def show_rows(self, rows: Sequence[OrganizationRow]) -> None:
        """Cover these."""
        self.rows = list(rows)
        self._show()

    def add(self, row: OrganizationRow) -> None:
        """Cover one more."""
        self.editor.show_text("")
        if all(row.id != other.id for other in self.rows):
            self.rows.append(row)
            self._show()
            self.changed.emit()

    def set_error(self, reason: str) -> None:
        """Say what is wrong with what is covered."""
        self._error.setText(reason)
        self._error.setVisible(bool(reason))

    def _remove(self, organization: int) -> None:
        self.rows = [row for row in self.rows if row.id != organization]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._head.setText(_("覆盖 {n} 家单位").format(n=len(self.rows)))
        self._chips.clear()
        for row in self.rows[:_CHIPS]:
            chip = Chip(row.name)
            chip.setAccessibleDescription(_("Delete 去掉"))
            chip.removed.connect(partial(self._remove, row.id))
            self._chips.add(chip)
            chip.show()
        rest = self.rows[_CHIPS:]
        if rest:
            more = Label(_("另有 {n} 家").format(n=len(rest)), role=Role.TEXT2)
            more.setToolTip(_("、").join(row.name for row in rest))
            self._chips.add(more)
            more.show()
