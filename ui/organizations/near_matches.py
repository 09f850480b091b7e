"""Organizations that are here already and look like the one being typed: found before it is entered twice."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.divisions import division_name
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, OrganizationRow, first_rows
from models.queries.where import parse_where
from ui.organizations.section import column_of
from ui.session import LedgerSession
from ui.shared.buttons import LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.theme.tokens import Role, Space, TextSize

_PAUSE = 200
_SHOWN = 5
_SHORTEST = 2


class NearMatches(QWidget):
    """Shows itself when there are some; each opens its organization instead of entering a new one."""

    opened = Signal(int)  # local id

    def __init__(self, session: LedgerSession, lookup: Lookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lookup = lookup
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
        self._name, self._code = name_core(name, self._lookup.division), code
        self._pause.start()

    def _read(self) -> None:
        asked = []
        if len(self._name) >= _SHORTEST:
            asked.append(f'name ~ "{self._name}"')
        if self._code:
            asked.append(f'code = "{self._code}"')
        if not asked:
            self._show([])
            return
        where = parse_where(" or ".join(asked), self._lookup)
        query = ListQuery(where=where.sql, values=where.values)

        def read(ledger: Ledger) -> list[OrganizationRow]:
            return first_rows(ledger, query, _SHOWN)

        self._session.read(read, self._show, key="organizations near")

    def _show(self, rows: list[OrganizationRow]) -> None:
        self._flow.clear()
        if rows:
            self._flow.add(Label(_("台账里已有相近的："), size=TextSize.SMALL, role=Role.WARN, bold=True))
        for row in rows:
            same = _("同代码") if self._code and row.code == self._code else ""
            beside = " · ".join(part for part in (same, row.street_name) if part)
            link = LinkButton(f"{row.name}（{beside}）" if beside else row.name, size=TextSize.SMALL)
            link.setToolTip(_("打开这一家，不再新增"))
            link.clicked.connect(partial(self._open, row.id))
            self._flow.add(link)
        self.setVisible(bool(rows))

    def _open(self, organization: int, *_checked: object) -> None:
        self.opened.emit(organization)


def name_core(name: str, division: str) -> str:
    """What tells a name from others: without the names of the territory at its head, and without quotes."""
    core = name.strip().replace('"', "")
    for code in (division[:2], division[:4], division[:6]):
        above = division_name(code) if code else ""
        for word in (above, above[:-1] if len(above) > _SHORTEST else ""):
            if word and core.startswith(word) and len(core) - len(word) >= _SHORTEST:
                core = core.removeprefix(word)
                break
    return core
