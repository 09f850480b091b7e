"""The organizations of a group as rows of a table, any number of them: read by pages in the background."""

from array import array
from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from models.errors import LedgerProblem
from models.language import N_, _
from models.queries.proposals import ProposalGroup, ProposalRow, proposal_rows
from ui.proposals.words import has_choices, proposed_words
from ui.session import LedgerSession
from ui.shared.record_model import EDGE_COLUMN, Cell, ColumnSpec
from ui.theme.tokens import Role

PAGE = 128
_KEPT = 64 * PAGE
_WAITING = 3
_NAME = ColumnSpec("name", N_("单位名称"), 150, stretch=3, elidable=True, sortable=False, is_name=True)
_ADDRESS = ColumnSpec("address", N_("地址"), 150, stretch=2, elidable=True, sortable=False)
_AUTHORITY = ColumnSpec("authority", N_("登记管理机关"), 110, stretch=1, elidable=True, sortable=False)
_COLUMNS = {
    "code": (
        EDGE_COLUMN,
        _NAME,
        ColumnSpec("stands", N_("原代码"), 152, sortable=False),
        ColumnSpec("proposed", N_("建议改为"), 156, sortable=False),
        ColumnSpec("others", N_("候选"), 74, sortable=False),
    ),
    "street": (
        EDGE_COLUMN,
        _NAME,
        _ADDRESS,
        ColumnSpec("proposed", N_("建议街道"), 130, elidable=True, sortable=False),
        ColumnSpec("others", N_("候选"), 74, sortable=False),
    ),
}
_NOTHING = Cell()
_PLACEHOLDER = Cell("…", role=Role.TEXT3)


def columns_of(field: str) -> tuple[ColumnSpec, ...]:
    """The columns for the rows of a field."""
    return _COLUMNS.get(field, (EDGE_COLUMN, _NAME, _ADDRESS, _AUTHORITY))


class ProposalCache(QObject):
    """Rows of one field by organization; what a table misses is read page by page, what is wanted last first."""

    arrived = Signal(int, int)  # first and last row
    failed = Signal(object)  # a LedgerProblem

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: OrderedDict[int, ProposalRow] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._missing: set[int] = set()
        self._ids: array[int] = array("q")
        self._field = ""
        self._generation = 0
        self._is_reading = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read_next)

    def show(self, group: ProposalGroup) -> None:
        """From now on read the rows of this group."""
        self._generation += 1
        self._ids, self._field = group.organizations, group.field
        self._rows.clear()
        self._wanted.clear()
        self._missing.clear()

    def row(self, place: int) -> ProposalRow | None:
        """The row at that place, if it is here."""
        return self._rows.get(self._ids[place])

    def want(self, place: int) -> None:
        """Read the page of a row soon; called while a table paints."""
        if self._ids[place] in self._missing:
            return
        self._wanted[place // PAGE] = None
        self._wanted.move_to_end(place // PAGE)
        while len(self._wanted) > _WAITING:
            self._wanted.popitem(last=False)
        if not self._is_reading and not self._soon.isActive():
            self._soon.start(0)

    def _read_next(self) -> None:
        if self._is_reading or not self._wanted:
            return
        self._is_reading = True
        page, _value = self._wanted.popitem()
        records = self._ids[page * PAGE : (page + 1) * PAGE]
        read = partial(proposal_rows, organizations=records, proposed_field=self._field)
        done = partial(self._keep, self._generation, page * PAGE, records)
        job = self._session.read(read, done, failed=self._fail)
        job.cancelled.connect(self._stop)

    def _keep(self, generation: int, first: int, records: "array[int]", rows: list[ProposalRow]) -> None:
        self._stop()
        if generation == self._generation:
            for row in rows:
                self._rows[row.organization] = row
            self._missing.update(set(records) - {row.organization for row in rows})
            while len(self._rows) > _KEPT:
                self._rows.popitem(last=False)
            self.arrived.emit(first, first + len(records) - 1)
        self._read_next()

    def _fail(self, problem: LedgerProblem) -> None:
        self._stop()
        self.failed.emit(problem)

    def _stop(self) -> None:
        self._is_reading = False


class ProposalRows:
    """One group over the cache; `chosen` are the values that a person has picked, by organization."""

    def __init__(self, cache: ProposalCache, group: ProposalGroup) -> None:
        self.group = group
        self.chosen: dict[int, str] = {}
        self._cache = cache
        cache.show(group)

    def count(self) -> int:
        """How many organizations."""
        return len(self.group.organizations)

    def known(self, row: int) -> ProposalRow | None:
        """What is known of the organization at that place."""
        return self._cache.row(row) if 0 <= row < self.count() else None

    def value(self, row: ProposalRow) -> str:
        """What would be written for an organization now; empty where a person has to choose first."""
        if row.proposal is None:
            return ""
        return self.chosen.get(row.organization, "" if self.group.needs_choice else row.proposal.value)

    def cell(self, row: int, key: str) -> Cell:
        """The cell, or a placeholder until the row is here."""
        known = self.known(row)
        if known is None:
            self._cache.want(row)
            return _PLACEHOLDER if key == "name" else _NOTHING
        match key:
            case "name":
                return Cell(known.name)
            case "address":
                return Cell(known.address, role=Role.TEXT2)
            case "authority":
                return Cell(known.authority, role=Role.TEXT2)
            case "stands":
                return Cell(known.stands, role=Role.TEXT2)
            case "proposed":
                return self._proposed(known)
            case "others":
                count = len(known.proposal.choices) if known.proposal else 0
                return Cell(_("{n} 个").format(n=count) if count > 1 else "", role=Role.TEXT2)
            case _:
                return _NOTHING

    def _proposed(self, known: ProposalRow) -> Cell:
        value = self.value(known)
        if known.proposal is None:
            return Cell(_("已无建议"), role=Role.TEXT3)
        if not value:
            return Cell(_("按数字键选"), role=Role.TEXT2)
        return Cell(proposed_words(self.group.field, value), bold=known.organization in self.chosen)

    def summary(self, row: int) -> str:
        """The organization with what is proposed for it."""
        known = self.known(row)
        if known is None:
            return ""
        said = [known.name, known.stands]
        if has_choices(self.group.field) and self.value(known):
            said.append(_("建议 {value}").format(value=proposed_words(self.group.field, self.value(known))))
        return _("，").join(part for part in said if part)
