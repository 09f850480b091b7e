"""同类全部照此: a rule, what it would write, and one key that writes it; nothing is written before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.merging.cards import ConflictCard
from models.merging.deciding import BulkPlan
from models.rules.conflict_policies import BulkRule
from ui.conflicts.escape import EscapeHere
from ui.conflicts.rows import PLAN, PlanRows
from ui.conflicts.words import plan_words
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.panes import Hairline, Pane
from ui.shared.record_model import NoRecords, RecordModel
from ui.shared.record_table import RecordTable
from ui.theme.tokens import Role, Space, TextSize


class BulkPane(Pane):
    """`rule_asked` carries a BulkRule and a person's name, `accepted` the plan that is shown."""

    rule_asked = Signal(object, str)
    accepted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges="l", parent=parent)
        self.plan: BulkPlan | None = None
        self.title = Label("", size=TextSize.TITLE, bold=True)
        self.rule = Choice()
        self.rule.setAccessibleName(_("照什么规则"))
        self.outcome = Label("", role=Role.TEXT2, wrap=True)
        self.table = RecordTable()
        self._model = RecordModel(PLAN)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("将写入的值"))
        self.write = Button(_("写入"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.cancel = Button(_("取消，什么也不写"), key="Esc")
        self._lay_out()
        self.rule.activated.connect(self._ask)
        self.write.clicked.connect(self._accept)
        self.cancel.clicked.connect(self.left)
        EscapeHere(self, (self.rule, self.table, self.write, self.cancel)).escaped.connect(self.left)
        for key, act in (("Ctrl+Return", self._accept), ("Ctrl+Enter", self._accept)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def offer(self, card: ConflictCard, count: int) -> None:
        """The rules for conflicts like this one; the first is looked at."""
        conflict = card.conflict
        self.title.setText(_("{heading}：同类 {n} 处").format(heading=conflict.heading, n=f"{count:,}"))
        self.rule.clear()
        for rule in conflict.policy.bulk:
            if rule is BulkRule.SAME_PERSON:
                for who in dict.fromkeys(side.who for side in card.sides):
                    words = _("都取{who}说的").format(who=who.split("（", maxsplit=1)[0])
                    self.rule.addItem(words, f"{rule.name}:{who}")
            else:
                self.rule.addItem(rule.label, f"{rule.name}:")
        self.rule.setCurrentIndex(0)
        self._ask()

    def show_plan(self, plan: BulkPlan) -> None:
        """What the rule would write."""
        self.plan = plan
        self._model.show(PlanRows(plan) if plan.choices else NoRecords())
        self.outcome.setText(plan_words(plan))
        self.write.setEnabled(bool(plan.choices))
        if plan.choices:
            self.table.go_to_row(0)

    @override
    def setFocus(self, *_reason: object) -> None:
        self.rule.setFocus()

    def _ask(self, *_index: object) -> None:
        name, _colon, who = self.rule.choice().partition(":")
        if name:
            self.plan = None
            self.write.setEnabled(False)
            self.rule_asked.emit(BulkRule[name], who)

    def _accept(self, *_checked: object) -> None:
        if self.plan is not None and self.plan.choices:
            self.accepted.emit(self.plan)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        head.setSpacing(Space.S)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.rule)
        head.addLayout(line)
        head.addWidget(self.outcome)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.setSpacing(Space.S)
        foot.addWidget(Label(_("现在还没有写入任何内容"), role=Role.TEXT2))
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
