"""What is to be done: late, today, this week; mine or everybody's."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from models.queries.followup_list import FollowupRow
from models.queries.today import Due, Today
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Card, Hairline
from ui.shared.run_button import RunButton
from ui.shared.runs import Run, phrase, strong
from ui.shared.segmented import SegmentedControl
from ui.shared.tags import KeyCap
from ui.theme.palette import px, theme
from ui.theme.tokens import Density, Role, Space, TextSize
from ui.today.due_rows import COLUMNS, DueRows, lines_of
from ui.today.due_table import DueModel, DueTable

_LEAST_ROWS = 8


class DueCard(Card):
    """The list with its head. `visit_asked` and `finish_asked` go for what is selected."""

    whose_changed = Signal(str)  # "mine" or "all"
    visit_asked = Signal()
    finish_asked = Signal()
    organization_asked = Signal(int)  # local id
    place_asked = Signal(str)  # follow-ups of a time
    print_asked = Signal()  # the visit list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.counts = FlowRow(gap=Space.XS)
        self.whose = SegmentedControl([("all", _("全部")), ("mine", _("我的"))], name=_("谁的事"))
        self.whose.chosen.connect(self.whose_changed)
        printing = Button(_("打印走访单"), ButtonKind.QUIET, key="F9")
        printing.clicked.connect(self.print_asked)
        visit = Button(_("开始走访"), ButtonKind.PRIMARY, key="F4")
        visit.clicked.connect(self.visit_asked)
        self.table = DueTable()
        self.table.setModel(DueModel(COLUMNS, parent=self.table))
        self.table.setAccessibleName(_("要办的事"))
        self.table.finish_asked.connect(self.finish_asked)
        self.table.row_activated.connect(self._open)
        self._nothing = EmptyState(_("本周没有要办的事"), "", with_signs=False)
        self.table.set_empty_state(self._nothing)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(Space.S)
        self._tools.addStretch()
        self._tools.addWidget(self.whose)
        self._tools.addWidget(printing)
        self._tools.addWidget(visit)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        self._head.setSpacing(Space.S)
        self._head.addWidget(self.counts, 1)
        self._head.addLayout(self._tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Hairline())
        column.addWidget(self.table, 1)
        column.addWidget(Hairline())
        column.addLayout(_key_line())
        theme.follow(self._restyle)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter with one value
        """The buttons below the numbers where they do not fit beside them."""
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_today(self, shown: Today | Due) -> None:
        """Show what a ledger has to be done."""
        self._show_counts(shown.counts, len(shown.returned))
        self.table.show_rows(DueRows(lines_of(shown), shown.day))
        self._nothing.set_words(_("本周没有要办的事"), self._sentence(shown.counts["later"]))

    def go_to_group(self, key: str) -> bool:
        """Bring the first of a group under the ring; False where it has none."""
        rows = self.table.rows()
        row = rows.first_of(key) if rows is not None else -1
        if row >= 0:
            self.table.setFocus()
            self.table.go_to_row(row)
        return row >= 0

    def current(self) -> FollowupRow | None:
        """The follow-up with the ring."""
        rows = self.table.rows()
        return rows.followup(self.table.current_row()) if rows is not None else None

    def _sentence(self, later: int) -> str:
        if later:
            return _("以后还有 {n} 件，在“跟进”里。").format(n=f"{later:,}")
        return _("走访时记下一步，或在台账里选一家按 F6，到期就会列在这里。")

    def _show_counts(self, counts: dict[str, int], returned: int) -> None:
        self.counts.clear()
        self.counts.add(Label(_("要办的事"), size=TextSize.TITLE, bold=True))
        late = strong(counts["late"], Role.DANGER) if counts["late"] else Run("0")
        back = [("open", phrase(_("其中退回 {n}"), n=strong(returned, Role.WARN)))] if returned else []
        for when, runs in (
            ("late", phrase(_("逾期 {n}"), n=late)),
            ("today", phrase(_("今天 {n}"), n=f"{counts['today']:,}")),
            ("week", phrase(_("本周 {n}"), n=f"{counts['week']:,}")),
            ("later", phrase(_("以后 {n}"), n=f"{counts['later']:,}")),
            *back,
        ):
            button = RunButton(runs)
            button.clicked.connect(partial(self._ask_place, when))
            self.counts.add(button)

    def _ask_place(self, when: str, *_checked: object) -> None:
        self.place_asked.emit(when)

    def _open(self, row: int) -> None:
        rows = self.table.rows()
        followup = rows.followup(row) if rows is not None else None
        if followup is not None:
            self.organization_asked.emit(followup.organization)

    def _restyle(self) -> None:
        self.table.setMinimumHeight(_LEAST_ROWS * px(Density.STANDARD.value))


def _key_line() -> QHBoxLayout:
    """The keys of the list, in one line below it."""
    keys = FlowRow(gap=Space.S)
    for key, words in ((_("空格"), _("办完")), ("Enter", _("看单位")), ("F4", _("走访")), ("F6", _("记跟进"))):
        keys.add(KeyCap(key))
        keys.add(Label(words, size=TextSize.SMALL, role=Role.TEXT2))
    row = QHBoxLayout()
    row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
    row.addWidget(keys)
    return row
