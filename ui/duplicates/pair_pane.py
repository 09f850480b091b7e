"""The right side: two organizations field by field, or what joining several pairs would do, and the keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from models.queries.duplicates import DuplicatePair
from models.queries.join_plan import JoinPlan
from ui.duplicates.rows import FIELDS, PLANS, FieldRows, PlanRows
from ui.duplicates.words import bulk_words, kind_hint, outcome_words, reason_words
from ui.shared.buttons import LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Hairline, Pane
from ui.shared.record_model import NoRecords, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.tags import Tag
from ui.theme.tokens import Density, Role, Space, TextSize


class PairPane(Pane):
    """`organization_asked` carries a local id."""

    organization_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges="l", parent=parent)
        self.rows: FieldRows | None = None
        self._chips = FlowRow(gap=Space.S)
        self._hint = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self._open_shown = LinkButton(_("打开显示的一家"), size=TextSize.SMALL)
        self._open_other = LinkButton(_("打开另一家"), size=TextSize.SMALL)
        self._model = RecordModel(FIELDS)
        self.table = RecordTable()
        self.table.set_density(Density.DENSE)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("逐栏对照"))
        self.outcome = Label("", size=TextSize.SMALL, wrap=True)
        self._lay_out()
        self.table.row_activated.connect(self._toggle)
        shortcut = QShortcut(QKeySequence("Space"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._toggle_current)
        self._open_shown.clicked.connect(self._ask_for_shown)
        self._open_other.clicked.connect(self._ask_for_other)

    def show_pair(self, pair: DuplicatePair, plan: JoinPlan) -> None:
        """One pair with its fields."""
        self.rows = FieldRows(plan)
        self._show_chips(pair)
        self._hint.setText(kind_hint(pair.kind))
        self._model.show(self.rows, FIELDS)
        if self.rows.count():
            self.table.go_to_row(0)
        self._show_links(is_shown=True, is_other=not plan.is_joined)
        self._say_outcome()

    def show_several(self, plans: Sequence[JoinPlan]) -> None:
        """What joining several pairs would do."""
        self.rows = None
        self._chips.clear()
        self._hint.setText(_("按 S 前请看一眼：每对显示哪一家，取另一家的哪些栏目。"))
        self._model.show(PlanRows(plans), PLANS)
        self._show_links(is_shown=False, is_other=False)
        self.outcome.setText(bulk_words(plans))

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self.rows = None
        self._chips.clear()
        self._hint.setText("")
        self.outcome.setText("")
        self._model.show(NoRecords(), FIELDS)
        self._show_links(is_shown=False, is_other=False)

    def _say_outcome(self) -> None:
        if self.rows is None:
            return
        plan = self.rows.plan
        if not plan.is_possible:
            self.outcome.setText(
                _("有人判定过与它们相同的单位是不同的单位，合不到一起；请先改判“矛盾”里标“不同”的那条。")
            )
        else:
            self.outcome.setText(outcome_words(plan, frozenset(self.rows.taken)))

    def _toggle_current(self) -> None:
        self._toggle(self.table.current_row())

    def _toggle(self, row: int) -> None:
        if self.rows is not None and 0 <= row < self.rows.count() and self.rows.toggle(row):
            self._model.update_rows(row, row)
            self._say_outcome()

    def _show_chips(self, pair: DuplicatePair) -> None:
        self._chips.clear()
        for text, kind in reason_words(pair):
            self._chips.add(Tag(text, kind))
        if pair.said_by:
            self._chips.add(Label(pair.said_by, size=TextSize.SMALL, role=Role.TEXT2))

    def _show_links(self, *, is_shown: bool, is_other: bool) -> None:
        self._open_shown.setVisible(is_shown)
        self._open_other.setVisible(is_other)

    def _ask_for_shown(self, *_checked: object) -> None:
        if self.rows is not None:
            self.organization_asked.emit(self.rows.plan.shown.id)

    def _ask_for_other(self, *_checked: object) -> None:
        if self.rows is not None:
            self.organization_asked.emit(self.rows.plan.other.id)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.L, Space.S)
        head.setSpacing(Space.XS)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self._chips, 1)
        line.addWidget(self._open_shown)
        line.addWidget(self._open_other)
        head.addLayout(line)
        head.addWidget(self._hint)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.addWidget(self.outcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
