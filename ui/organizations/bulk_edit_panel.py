"""批量修改: one value for one column of many organizations, seen before it is written; one batch, one undo."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from models.edits.organizations import change_organizations
from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.ledger import Changes
from models.ledger_columns import COLUMN_BY_NAME, LEDGER_COLUMNS, LedgerColumn, Source
from models.progress import Progress
from models.queries.cell_plan import SameValues, preview_same_values
from models.queries.lookup import lookup_of
from models.queries.people_list import CadreRow, cadres
from ui.organizations.change_preview import ChangeTable
from ui.organizations.form_fields import FactField, make_field
from ui.panel import Panel
from ui.requests import EditTogether
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.fields import Choice, Field
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.runs import RunLabel, phrase, plain, strong
from ui.shared.segmented import SegmentedControl
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space

#: What a person changes for many at once comes first; what differs from one to the next is not offered.
_FIRST = ("stage", "owner", "leader", "responsible_unit", "deadline", "proposed_route", "street", "category")
_NEVER = frozenset({"name", "code", "phone"})
_SOON = 350
_SET, _CLEAR = "set", "clear"
_COLUMN_WIDTH, _VALUE_WIDTH = 190, 340


class BulkEditPanel(Panel):
    """Column, value, what it does, write. Nothing is written before the numbers were seen."""

    def __init__(self, session: LedgerSession, request: EditTogether) -> None:
        super().__init__(_("批量修改 {n} 家").format(n=f"{len(request.organizations):,}"), session)
        self._session = session
        self._organizations = request.organizations
        self._people: tuple[CadreRow, ...] = ()
        self._lookup = lookup_of(session.ledger)
        self._values: Mapping[str, object] | None = None  # of what the preview shows
        self._changes = 0
        self.fact: FactField | None = None
        self.column = Choice([(column.name, column.heading) for column in bulk_columns()])
        self.way = SegmentedControl([(_SET, _("改为")), (_CLEAR, _("清空"))], name=_("怎么改"))
        self.counts = RunLabel(plain(""))
        self.table = ChangeTable(with_problems=False)
        self.write = Button(_("写入"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self._value_place = QVBoxLayout()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._preview)
        self._lay_out()
        self.column.currentIndexChanged.connect(self._on_column)
        self.way.chosen.connect(self._on_way)
        self.write.clicked.connect(self._write)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.write.click)
        session.read(cadres, self._on_people, failed=self._refuse)
        theme.follow(self._restyle)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.column.setFocus()

    @override
    def setFocus(self, *_reason: object) -> None:
        self.column.setFocus()

    def _lay_out(self) -> None:
        head = Pane(Role.SURFACE, "b")
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(Field(_("栏目"), self.column))
        row.addWidget(Field(_("怎么改"), self.way))
        row.addLayout(self._value_place)
        row.addStretch(1)
        column = QVBoxLayout(head)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.counts)
        self.table.set_empty_state(
            EmptyState(_("还没有会改的"), _("选一栏，写好要改成的值，这里先列出会改哪些。"), with_signs=False)
        )
        cancel = Button(_("取消"), key="Esc")
        cancel.clicked.connect(self.finished)
        bar = BulkBar()
        bar.set_runs(plain(_("取消，本机台账不变。写入后可以一次撤销（Ctrl+Z）。"), Role.TEXT2))
        bar.add_button(cancel)
        bar.add_button(self.write)
        self.body.addWidget(head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(bar)

    def _on_people(self, people: list[CadreRow]) -> None:
        self._people = tuple(people)
        self._on_column()

    def _on_column(self, _number: int = 0) -> None:
        """Another column: its editor, empty."""
        while (item := self._value_place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        column = COLUMN_BY_NAME[self.column.choice()]
        self.fact = make_field(
            column, today=self._session.ledger.today(), division=self._lookup.division, cadres=self._people
        )
        self.fact.editor.set_text("")
        self.fact.editor.when_changed(self._on_value)
        self._value_place.addWidget(self.fact.field)
        self._on_way()
        self._restyle()

    def _on_way(self, _key: str = "") -> None:
        if self.fact is not None:
            self.fact.field.setEnabled(self.way.choice() == _SET)
            self.fact.field.set_error("")
        self._on_value()

    def _on_value(self) -> None:
        """What is shown does not hold any more."""
        self._values = None
        self.write.setEnabled(False)
        self.write.setText(_("写入"))
        self._soon.start()

    def _preview(self) -> None:
        values = self._typed()
        self.table.show_changes((), ())
        if values is None:
            return
        ledger, organizations, column = self._session.ledger, self._organizations, self.column.choice()

        def read(progress: Progress) -> SameValues:
            return preview_same_values(ledger, organizations, column, values, progress=progress)

        def show(found: SameValues) -> None:
            if values == self._typed():
                self._show(values, found)

        self.counts.set_runs(plain(_("正在核对…"), Role.TEXT2))
        job = self._session.runner.read(read, key="bulk edit preview")
        job.done.connect(show)
        job.failed.connect(self._refuse)

    def _typed(self) -> Mapping[str, object] | None:
        """The values to write; None where nothing, or something wrong, was typed."""
        fact = self.fact
        if fact is None:
            return None
        if self.way.choice() == _CLEAR:
            return {"stage": None, "side_state": None} if fact.column.name == "stage" else {fact.column.name: None}
        if not fact.editor.text().strip():
            self.counts.set_runs(plain(_("先写好要改成的值；要清掉原来的值，选“清空”。"), Role.TEXT2))
            return None
        try:
            values = fact.stored_values(self._lookup)
        except InputProblem as problem:
            fact.field.set_error(problem.user_text)
            self.counts.set_runs(plain(_("这个值不能写。"), Role.DANGER))
            return None
        fact.field.set_error("")
        return values

    def _show(self, values: Mapping[str, object], found: SameValues) -> None:
        self._values, self._changes = values, found.changes
        parts = _("{changes} 家会改 · {same} 家已经是这样")
        if found.gone:
            parts += _(" · {gone} 家已不在台账里")
        if found.changes > len(found.first):
            parts += _(" · 下面是前 {first} 家")
        numbers = {"same": f"{found.same:,}", "gone": f"{found.gone:,}", "first": f"{len(found.first):,}"}
        self.counts.set_runs(phrase(parts, changes=strong(f"{found.changes:,}"), **numbers))
        self.table.show_changes((), found.first)
        self.write.setText(_("写入 {n} 家").format(n=f"{found.changes:,}"))
        self.write.setEnabled(found.changes > 0 and not self._session.ledger.read_only)

    def _write(self) -> None:
        values, column = self._values, COLUMN_BY_NAME[self.column.choice()]
        if values is None:
            return
        ledger, organizations = self._session.ledger, self._organizations
        self.write.setEnabled(False)
        job = self._session.work(
            lambda progress: change_organizations(ledger, organizations, values, progress=progress),
            initiator=self,
            done=self._leave,
            failed=self._refuse,
            title=_("批量修改{column}").format(column=column.heading),
            said=_("已改 {n} 家的{column}").format(n=f"{self._changes:,}", column=column.heading),
        )
        job.cancelled.connect(self._allow)

    def _leave(self, _changes: Changes) -> None:
        self.finished.emit()

    def _allow(self) -> None:
        self.write.setEnabled(self._values is not None)

    def _refuse(self, problem: LedgerProblem) -> None:
        self._allow()
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))

    def _restyle(self) -> None:
        self.column.setFixedWidth(px(_COLUMN_WIDTH))
        if self.fact is not None:
            self.fact.editor.widget.setFixedWidth(px(_VALUE_WIDTH))


def bulk_columns() -> list[LedgerColumn]:
    """Which columns many organizations can be given one value of, the usual ones first."""
    facts = [column for column in LEDGER_COLUMNS if column.source is Source.FACT and column.name not in _NEVER]
    places = {name: place for place, name in enumerate(_FIRST)}
    return sorted(facts, key=lambda column: places.get(column.name, len(places)))


def make_panel(session: LedgerSession, request: EditTogether) -> BulkEditPanel:
    """The panel for a window."""
    return BulkEditPanel(session, request)
