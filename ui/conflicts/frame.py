"""The parts of 冲突箱 and where they stand; what they do is in panel.py."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from ui.conflicts.bulk_pane import BulkPane
from ui.conflicts.card_pane import CardPane
from ui.conflicts.rows import LINES, InboxRows
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.empty_state import EmptyState
from ui.shared.labels import ElidedLabel
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.record_model import RecordModel, columns_to_hide
from ui.shared.record_table import RecordTable
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space

_LEFT, _MOST_LEFT = 380, 0.34


class ConflictsFrame(Panel):
    """The list at the left, `right` with the columns of the current one or a decision for several, the bar below."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("冲突箱"), session)
        self.rows = InboxRows()
        self.model = RecordModel(LINES, self.rows)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("待判的冲突"))
        self.pane = CardPane()
        self.bulk = BulkPane()
        self.bar = BulkBar()
        self.edit = Button(_("另填"), key="4")
        self.both = Button(_("两者都保留"), key="5")
        self.later = Button(_("稍后"), ButtonKind.QUIET, key="N")
        self.undo = Button(_("撤销"), ButtonKind.QUIET, key="U")
        self.alike = Button(_("同类全部照此…（先预览）"), ButtonKind.QUIET, key="A")
        self.empty = EmptyState(
            _("没有要判的冲突"),
            _("两个人把同一栏改成了不同的值，合并后会在这里等人来判。不同的栏、相同的值、走访，从不冲突。"),
            with_signs=False,
        )
        self._problems = QVBoxLayout()
        self.right = QStackedWidget()
        self.stack = self._lay_out()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def refuse_with(self, problem: LedgerProblem) -> None:
        """Say what went wrong above the list."""
        self.clear_problems()
        banner = Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True)
        banner.closed.connect(self.clear_problems)
        self._problems.addWidget(banner)

    def clear_problems(self) -> None:
        """Say it no more."""
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def bind(self, key: str, act: Callable[[], object]) -> None:
        """Do something at a key, as long as nothing is typed."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _lay_out(self) -> QStackedWidget:
        row = self.head.layout()
        if isinstance(row, QHBoxLayout):  # before the way back
            remark = ElidedLabel(_("不急：判之前两边的值都留着，其他工作照常"), role=Role.TEXT2)
            row.insertWidget(row.count() - 1, remark)
            row.insertSpacing(row.count() - 1, Space.M)
        self._left = Pane()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.table)
        self.right.addWidget(self.pane)
        self.right.addWidget(self.bulk)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self._left)
        halves.addWidget(self.right, 1)
        for button in (self.edit, self.both, self.later, self.undo, self.alike):
            self.bar.add_button(button)
        self.content = QWidget()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(halves, 1)
        column.addWidget(self.bar)
        stack = QStackedWidget()
        stack.addWidget(self.content)
        stack.addWidget(self.empty)
        self.body.addLayout(self._problems)
        self.body.addWidget(stack, 1)
        theme.follow(self._restyle)
        return stack

    def _restyle(self) -> None:
        width = min(px(_LEFT), max(round(self.width() * _MOST_LEFT), px(160)))
        self._left.setFixedWidth(width)
        self.table.set_layout(self.table.chosen_widths(), columns_to_hide(LINES, width, ("day",)))
