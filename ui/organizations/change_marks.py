"""What changed lately, marked in the list: 新 or 改 before the row, and the cells themselves.

Read beside the rows, for what is in sight; a list is painted without waiting for it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from models.language import N_, _
from models.ledger.ledger import Ledger
from models.ledger.profile import read_settings, write_settings
from models.queries.organization_list import ListQuery, OrganizationRow
from models.queries.recent_changes import RecentChange, changed_since, first_batch_since, recent_changes
from ui.organizations.columns import heading_of
from ui.session import LedgerSession
from ui.shared.record_model import Cell, mark_cell

_NAME = "change_marks"
_NONE, _DAY, _WEEK = "none", "day", "week"
#: What may be chosen, and how many days back it reaches.
SINCE = {_NONE: N_("不标"), _DAY: N_("自昨天"), _WEEK: N_("自上周")}
_DAYS = {_DAY: 1, _WEEK: 7}
_MOST = 400  # organizations in one reading; what was scrolled past is not read
_KEPT = 8_192
#: Columns of the list that show a column of the ledger under another name.
_SHOWN_IN: Mapping[str, frozenset[str]] = {
    "next": frozenset({"next_followup"}),
    "task": frozenset({"next_followup"}),
    "visits": frozenset({"last_visit"}),
    "word": frozenset({"stage", "union_state"}),
}
_UNCHANGED = RecentChange(is_new=False, columns=frozenset())


class ChangeMarks(QObject):
    """The marks of one list. `arrived` comes when more is known about what was asked for."""

    arrived = Signal()

    def __init__(self, session: LedgerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        said = str(read_settings(_NAME).get("since", _WEEK))
        self.since = said if said in SINCE else _WEEK
        self._known: dict[int, RecentChange] = {}
        self._wanted: dict[int, None] = {}
        self._generation = 0
        self._is_reading = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)

    def mark_since(self, since: str) -> None:
        """Mark since another day, or nothing; remembered on this machine."""
        self.since = since
        self._session.runner.read(lambda _progress: write_settings(_NAME, {"since": since}), key="change marks kept")
        self.forget(None)
        self.arrived.emit()

    def forget(self, organizations: Collection[int] | None) -> None:
        """Something changed about these, or (None) about any."""
        self._generation += 1
        if organizations is None:
            self._known.clear()
            return
        changed = organizations if isinstance(organizations, frozenset) else frozenset(organizations)
        self._known = {each: found for each, found in self._known.items() if each not in changed}

    def dress(self, row: OrganizationRow, key: str, cell: Cell) -> Cell:
        """The cell as it is marked; what is not known yet is read soon."""
        if self.since == _NONE:
            return mark_cell("") if key == "mark" else cell
        found = self._found(row.id)
        if key == "mark":
            return cell if found is None and self.since == _WEEK else mark_cell(_word(found or _UNCHANGED))
        if found is None or found.is_new or not found.columns & _SHOWN_IN.get(key, frozenset({key})):
            return cell
        return replace(cell, changed=True, tip=cell.tip or _("{since}改过，见右边的时间线").format(since=self.words))

    def say(self, row: OrganizationRow, sentence: str) -> str:
        """The sentence about an organization, with what changed about it."""
        found = None if self.since == _NONE else self._found(row.id)
        if found is None or not (found.is_new or found.columns):
            return sentence
        if found.is_new:
            return _("{sentence}，{since}新增").format(sentence=sentence, since=self.words)
        names = _("、").join(sorted(heading_of(_key(column)) for column in found.columns))
        return _("{sentence}，{since}有改动：{columns}").format(sentence=sentence, since=self.words, columns=names)

    @property
    def is_on(self) -> bool:
        """Whether anything is marked."""
        return self.since != _NONE

    @property
    def words(self) -> str:
        """Since when, in words."""
        return _(SINCE[self.since])

    def changed(self) -> ListQuery:
        """The organizations that are marked, as a list; those of the week where nothing is marked."""
        ledger = self._session.ledger
        return changed_since(ledger, first_batch_since(ledger, ledger.today() - timedelta(_DAYS.get(self.since, 7))))

    def _found(self, organization: int) -> RecentChange | None:
        found = self._known.get(organization)
        if found is None:
            self._wanted.pop(organization, None)
            self._wanted[organization] = None
            if not self._is_reading and not self._soon.isActive():
                self._soon.start(0)
        return found

    def _read(self) -> None:
        records = list(self._wanted)[-_MOST:]
        self._wanted.clear()
        days = _DAYS.get(self.since)
        if not records or days is None:
            return
        generation = self._generation

        def read(ledger: Ledger) -> dict[int, RecentChange]:
            since = first_batch_since(ledger, ledger.today() - timedelta(days))
            return recent_changes(ledger, records, since) if since is not None else {}

        def done(found: dict[int, RecentChange]) -> None:
            if generation == self._generation:
                if len(self._known) > _KEPT:
                    self._known.clear()
                self._known |= {each: found.get(each, _UNCHANGED) for each in records}
            self.arrived.emit()

        self._is_reading = True
        job = self._session.read(read, done)
        job.ended.connect(self._go_on)

    def _go_on(self) -> None:
        self._is_reading = False
        if self._wanted:
            self._soon.start(0)


def _word(change: RecentChange) -> str:
    if change.is_new:
        return _("新")
    return _("改") if change.columns else ""


def _key(column: str) -> str:
    """The list's name of a column of the ledger."""
    return "next" if column == "next_followup" else column
