"""按街道平均分给…: open follow-ups shared out among some people, seen person by person before it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.divisions import division_name
from models.errors import LedgerProblem
from models.language import N_, _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.queries.followup_tasks import open_tasks
from models.queries.people_list import CadreRow, cadres
from models.rules.rebalance import Share, Sharing, Task, share_by_street
from ui.panel import Panel
from ui.requests import Rebalance
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.record_model import EDGE_COLUMN, Align, Cell, ColumnSpec, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import RunLabel, phrase, plain, strong
from ui.theme.tokens import Role, Space
from ui.tick_field import TickField

_COLUMNS = (
    EDGE_COLUMN,
    ColumnSpec("name", N_("责任人"), 120, is_name=True, sortable=False),
    ColumnSpec("before", N_("现在"), 80, align=Align.RIGHT, sortable=False),
    ColumnSpec("after", N_("分后"), 80, align=Align.RIGHT, sortable=False),
    ColumnSpec("change", N_("增减"), 80, align=Align.RIGHT, sortable=False),
    ColumnSpec("streets", N_("分到的街道"), 320, stretch=1, elidable=True, sortable=False),
)


@dataclass(frozen=True, slots=True)
class _Read:
    tasks: list[Task]
    people: list[CadreRow]


class ShareRows:
    """The source of the preview: a row per person."""

    def __init__(self, shares: Sequence[Share], names: dict[str, str]) -> None:
        self.shares = tuple(shares)
        self._names = names

    def count(self) -> int:
        """How many people."""
        return len(self.shares)

    def cell(self, row: int, key: str) -> Cell:
        """The cell of a person."""
        share = self.shares[row]
        change = share.after - share.before
        match key:
            case "name":
                return Cell(self._name(share))
            case "before":
                return Cell(f"{share.before:,}")
            case "after":
                return Cell(f"{share.after:,}", bold=True)
            case "change":
                return Cell(f"{change:+,}" if change else "—", changed=bool(change))
            case "streets":
                return Cell(self._streets(share), role=Role.TEXT2)
            case _:
                return Cell()

    def summary(self, row: int) -> str:
        """One sentence about the person."""
        share = self.shares[row]
        said = _("{name}，现在 {before} 件，分后 {after} 件").format(
            name=self._name(share), before=share.before, after=share.after
        )
        return f"{said}，{self._streets(share)}" if share.streets else said

    def _name(self, share: Share) -> str:
        return self._names.get(share.cadre) or _("未指派")

    @staticmethod
    def _streets(share: Share) -> str:
        return _("、").join(
            f"{(division_name(street) or street) if street else _('街道未定')} {count:,}"
            for street, count in share.streets
        )


class RebalancePanel(Panel):
    """Who takes part, what everybody would have, write. Nothing is written before it was seen."""

    def __init__(self, session: LedgerSession, request: Rebalance) -> None:
        super().__init__(_("按街道平均分"), session)
        self._session = session
        self._followups = request.followups
        self._tasks: list[Task] = []
        self._names: dict[str, str] = {}
        self._sharing: Sharing | None = None
        self.people = FlowRow(gap=Space.L)
        self.ticks: dict[str, TickField] = {}
        self.with_owners = TickField(_("单位的责任人也一起改"))
        self.counts = RunLabel(plain(""))
        self.table = RecordTable()
        self.table.setAccessibleName(_("分后每人几件"))
        self._model = RecordModel(_COLUMNS, parent=self.table)
        self.table.setModel(self._model)
        self.write = Button(_("写入"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.write.setEnabled(False)
        self.write.clicked.connect(self._write)
        self._problems = QVBoxLayout()
        self._lay_out()
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.write.click)
        session.read(partial(_read, followups=self._followups), self._show, failed=self._refuse)

    @override
    def setFocus(self, *_reason: object) -> None:
        first = next(iter(self.ticks.values()), None)
        (first or self.write).setFocus()

    def _show(self, read: _Read) -> None:
        self._tasks = read.tasks
        self._names = {cadre.uid.hex(): cadre.name for cadre in read.people}
        for cadre in read.people:
            tick = TickField(cadre.name)
            tick.set_ticked(True)
            tick.toggled.connect(self._preview)
            self.ticks[cadre.uid.hex()] = tick
            self.people.add(tick)
        self._preview()
        self.setFocus()

    def _preview(self, *_ticked: object) -> None:
        chosen = [key for key, tick in self.ticks.items() if tick.ticked()]
        if not chosen or not self._tasks:
            self._sharing = None
            self._model.show(ShareRows((), {}))
            nobody = _("勾选分给谁，至少一个人。") if self._tasks else _("没有未办的事可分。")
            self.counts.set_runs(plain(nobody))
            self.write.setEnabled(False)
            return
        tasks = self._tasks  # many of them take a moment: shared out in the background
        self._session.read(lambda _ledger: share_by_street(tasks, chosen), self._show_sharing, key="sharing")

    def _show_sharing(self, sharing: Sharing) -> None:
        self._sharing = sharing
        self._model.show(ShareRows(sharing.shares, self._names))
        people = sum(tick.ticked() for tick in self.ticks.values())
        words = _("{all} 件分给 {people} 人，其中 {moved} 件换人；还没有写入。")
        self.counts.set_runs(
            phrase(words, all=f"{len(self._tasks):,}", people=str(people), moved=strong(f"{sharing.moved:,}"))
        )
        self.write.setEnabled(bool(sharing.moved))

    def _write(self, *_checked: object) -> None:
        if self._sharing is None or not self.write.isEnabled():
            return
        self.write.setEnabled(False)
        given = {followup: bytes.fromhex(cadre) for followup, cadre in self._sharing.given.items()}
        said = _("已分给 {n} 人，{moved} 件换了人").format(n=len(set(given.values())), moved=f"{self._sharing.moved:,}")

        def share(progress: Progress) -> Changes:
            from models.edits.rebalancing import share_out  # noqa: PLC0415 - only when it is written

            return share_out(self._session.ledger, given, with_owners=self.with_owners.ticked(), progress=progress)

        self._session.work(
            share,
            initiator=self,
            done=self._saved,
            failed=self._refuse,
            title=_("重新分配"),
            said=said,
        )

    def _saved(self, _changes: object) -> None:
        self.finished.emit()

    def _refuse(self, problem: LedgerProblem) -> None:
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        self._problems.addWidget(banner)
        self.write.setEnabled(self._sharing is not None)

    def _lay_out(self) -> None:
        note = Label(
            _("一个街道尽量归一个人，从件数多的街道分起；件数一样时，归原来管得多的人。"),
            role=Role.TEXT2,
            wrap=True,
        )
        who = QHBoxLayout()
        who.setSpacing(Space.L)
        who.addWidget(Label(_("分给"), bold=True))
        who.addWidget(self.people, 1)
        top = QVBoxLayout()
        top.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        top.setSpacing(Space.S)
        top.addWidget(note)
        top.addLayout(who)
        foot = Pane(Role.SURFACE2, "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self.counts)
        row.addStretch()
        row.addWidget(self.with_owners)
        row.addWidget(self.write)
        self.body.addLayout(top)
        self.body.addLayout(self._problems)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(foot)


def make_panel(session: LedgerSession, request: Rebalance) -> QWidget:
    """The panel for some follow-ups, for all that are open if none are named."""
    return RebalancePanel(session, request)


def _read(ledger: Ledger, *, followups: Sequence[int]) -> _Read:
    return _Read(open_tasks(ledger, followups), cadres(ledger))
