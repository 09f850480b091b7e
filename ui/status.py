"""What the window always says about its ledger: status bar, alerts, badges."""

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from models.errors import LedgerProblem
from models.exchange.unsent import Unsent, unsent
from models.language import _
from models.ledger.backups import Backup, list_backups
from models.ledger.ledger import Changes, Ledger
from models.queries.followup_list import FollowupCounts
from models.queries.followup_memory import counts_for_bars
from models.queries.import_queue import queue_count
from models.queries.ledger_counts import conflict_count
from models.queries.people_list import home_unit_name
from models.rules.workdays import holiday_note, last_known_year
from ui.day_words import weekday
from ui.requests import DoAction, ShowConflicts, ShowExchange, ShowPlace, ShowQueue
from ui.session import LedgerSession
from ui.shared.rail import Rail
from ui.shared.runs import Run, phrase, plain, strong
from ui.shared.status_bar import StatusBar
from ui.shared.top_bar import TopBar
from ui.theme.glyphs import Flag
from ui.theme.icons import Icon
from ui.theme.tokens import Role

#: What a segment opens, as an action of the menus.
_ACTIONS = {"ledger": "people", "backup": "restore"}


@dataclass(frozen=True, slots=True)
class _Facts:
    unit: str
    person: str
    counts: FollowupCounts
    conflicts: int
    waiting: int
    backup: Backup | None
    unsent: Unsent
    day: date


class StatusKeeper(QObject):
    """Keeps bars and badges of one window true."""

    asked = Signal(object)

    def __init__(self, session: LedgerSession, top: TopBar, status: StatusBar, rail: Rail) -> None:
        super().__init__(session)
        self._session = session
        self._top, self._status, self._rail = top, status, rail
        if not top.has_alert("today"):
            top.add_alert("today", _("今天 {count}"), Role.TEXT)
            top.add_alert("late", _("逾期 {count}"), Role.DANGER, Flag.LATE)
            top.add_alert("conflicts", _("冲突 {count}"), Role.WARN, Icon.WARNING)
        top.alert_asked.connect(self._on_alert)
        status.segment_asked.connect(self._on_segment)
        session.changed.connect(self._on_changed)
        self.look()

    def look(self) -> None:
        """Read everything again."""
        self._session.read(_read, self._show, key="status", failed=self._keep_quiet)

    def _on_changed(self, _changes: Changes, _initiator: QObject) -> None:
        self.look()

    def _show(self, facts: _Facts) -> None:
        self._top.set_alert("today", facts.counts.today)
        self._top.set_alert("late", facts.counts.late)
        self._top.set_alert("conflicts", facts.conflicts)
        self._rail.set_badge("followups", facts.counts.late, late=True)
        owner = strong(f"{facts.unit} · {facts.person}")
        self._status.set_segment("ledger", phrase(_("本机台账 {owner}"), owner=owner), icon=Icon.BOOK)
        self._status.set_segment("unsent", phrase(_("未上报 {count} 条"), count=strong(f"{facts.unsent.steps:,}")))
        self._status.set_segment("sent", _last_export(facts.unsent.last))
        if facts.backup is None:
            self._status.set_segment("backup", plain(_("尚无备份：首次改动后自动备份")), icon=Icon.SHIELD_CHECK)
        else:
            moment = datetime.strptime(facts.backup.made, "%Y%m%d-%H%M%S").astimezone()
            said = phrase(_("备份已验证 {moment}"), moment=strong(f"{moment:%m-%d %H:%M}"))
            self._status.set_segment("backup", said, icon=Icon.SHIELD_CHECK, icon_role=Role.OK)
        self._status.set_segment("conflicts", phrase(_("冲突 {count}"), count=strong(f"{facts.conflicts:,}")))
        self._status.set_segment("queue", phrase(_("待判 {count}"), count=strong(f"{facts.waiting:,}")))
        self._status.set_note(_day_note(facts.day))

    def _keep_quiet(self, _problem: LedgerProblem) -> None:
        """The place that is shown says it already."""

    def _on_alert(self, key: str) -> None:
        if key == "conflicts":
            self.asked.emit(ShowConflicts())
        else:
            self.asked.emit(ShowPlace("today"))

    def _on_segment(self, key: str) -> None:
        if key == "conflicts":
            self._on_alert(key)
        elif key == "queue":
            self.asked.emit(ShowQueue())
        elif key in {"unsent", "sent"}:
            self.asked.emit(ShowExchange("send"))
        elif key in _ACTIONS:
            self.asked.emit(DoAction(_ACTIONS[key]))


def _read(ledger: Ledger) -> _Facts:
    backups = list_backups(ledger.path)
    return _Facts(
        home_unit_name(ledger),
        ledger.author.name,
        counts_for_bars(ledger),
        conflict_count(ledger),
        queue_count(ledger),
        backups[-1] if backups else None,
        unsent(ledger),
        ledger.today(),
    )


def _last_export(moment: int) -> tuple[Run, ...]:
    if not moment:
        return plain(_("还没有导出过"))
    return phrase(_("上次导出 {moment}"), moment=strong(f"{datetime.fromtimestamp(moment).astimezone():%m-%d %H:%M}"))


def _day_note(day: date) -> tuple[Run, ...]:
    words = f"{day.isoformat()} {weekday(day)}"
    note = holiday_note(day)
    if day.year > last_known_year():
        note = _("调休安排只到 {year} 年，之后按周一至周五推算").format(year=last_known_year())
    return plain(f"{words} · {note}" if note else words)
