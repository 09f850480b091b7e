"""Organizations that are here already and look like the one being typed: found before it is entered twice."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.language import _
from models.ledger.ledger import Ledger
from ui.organizations.section import column_of
from ui.session import LedgerSession
from ui.shared.buttons import LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.theme.tokens import Role, Space, TextSize

if TYPE_CHECKING:
    from models.queries.near_names import NearName

_PAUSE = 200
_SHOWN = 5
_SHORTEST = 2


class NearMatches(QWidget):
    """Shows itself when there are some; each opens its organization instead of entering a new one."""

    opened = Signal(int)  # local id

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._name = self._code = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._read)
        self._flow = FlowRow(gap=Space.S)
        column_of(self).addWidget(self._flow)
        self.hide()

    def look(self, name: str, code: str) -> None:
        """Look for organizations with part of that name, or with that code (a valid one, or empty)."""
        self._name, self._code = name.strip(), code
        self._pause.start()

    def _read(self) -> None:
        if len(self._name) < _SHORTEST and not self._code:
            self._show([])
            return
        name, code = self._name, self._code

        def read(ledger: Ledger) -> "list[NearName]":
            from models.queries.near_names import near_names  # noqa: PLC0415 - not before somebody types a name

            return near_names(ledger, name, code, _SHOWN)

        self._session.read(read, self._show, key="organizations near")

    def _show(self, found: "list[NearName]") -> None:
        self._flow.clear()
        if found:
            self._flow.add(Label(_("台账里已有相近的："), size=TextSize.SMALL, role=Role.WARN, bold=True))
        for near in found:
            same = _("同代码") if near.same_code else _("名称 {n} %").format(n=near.percent)
            beside = " · ".join(part for part in (same, near.row.street_name) if part)
            link = LinkButton(f"{near.row.name}（{beside}）", size=TextSize.SMALL)
            link.setToolTip(_("打开这一家，不再新增"))
            link.clicked.connect(partial(self._open, near.row.id))
            self._flow.add(link)
        self.setVisible(bool(found))

    def _open(self, organization: int, *_checked: object) -> None:
        self.opened.emit(organization)
