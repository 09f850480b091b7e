"""The right side: the organizations of one group, the candidates of the current one, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.queries.proposals import ProposalGroup
from models.rules.proposals import Confidence
from ui.proposals.choices import ChoicesPane
from ui.proposals.rows import ProposalCache, ProposalRows, columns_of
from ui.proposals.table import ProposalTable
from ui.proposals.words import CONFIDENCE_TAGS, field_words, group_words, has_choices, proposed_words
from ui.session import LedgerSession
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import ElidedLabel
from ui.shared.pane_head import BulkBar
from ui.shared.panes import Pane
from ui.shared.record_model import NoRecords, RecordModel
from ui.shared.runs import Runs, phrase, plain, strong
from ui.shared.tags import Tag, TagKind
from ui.theme.palette import px
from ui.theme.tokens import Role, Space

_WIDE, _NARROW, _LOW = 680, 420, 380  # pixels of the interface; large text on a small screen has few of them


class GroupPane(Pane):
    """`confirm_asked` and `refuse_asked` carry local ids; `organization_asked` one."""

    confirm_asked = Signal(object)
    refuse_asked = Signal(object)
    organization_asked = Signal(int)
    failed = Signal(object)

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(edges="l", parent=parent)
        self.rows: ProposalRows | None = None
        self._cache = ProposalCache(session, self)
        self._model = RecordModel(())
        self._head = QWidget()
        self._title = ElidedLabel(bold=True)
        self._confidence = Tag("", TagKind.NEUTRAL)
        self.table = ProposalTable()
        self.table.setModel(self._model)
        self.choices = ChoicesPane()
        self.bar = BulkBar()
        self.refuse = Button(_("不采纳"), ButtonKind.QUIET, key="Delete")
        self.confirm_group = Button(_("整组确认"), key="Ctrl+Shift+Enter")
        self.confirm = Button(_("确认"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self._lay_out()
        self._connect()

    def show_group(self, group: ProposalGroup | None) -> None:
        """Show the organizations of a group; those of a sure one are ticked."""
        before, at = self.rows, self.table.current_row()
        same = before is not None and group is not None and before.group.key == group.key
        if group is None:
            self.rows = None
            self._model.show(NoRecords())
            return
        self.rows = ProposalRows(self._cache, group)
        if same and before is not None:
            self.rows.chosen = before.chosen
        self._title.setText(group_words(group))
        self._confidence.set_tag(group.confidence.label, CONFIDENCE_TAGS[group.confidence])
        self.choices.setVisible(has_choices(group.field))
        self._model.show(self.rows, columns_of(group.field))
        self.table.go_to_row(min(max(at, 0), self.rows.count() - 1) if same else 0)
        if group.confidence is Confidence.SURE:
            self.table.tick_all()
        self._restyle()
        self._follow()

    def go_to(self, organization: int) -> None:
        """Make an organization of the group the current one."""
        if self.rows is not None and organization in self.rows.group.organizations:
            self.table.go_to_row(self.rows.group.organizations.index(organization))

    def selected(self) -> list[int]:
        """Local ids of the ticked organizations, or of the current one."""
        if self.rows is None:
            return []
        organizations = self.rows.group.organizations
        return [organizations[row] for row in self.table.selected_rows()]

    def ready(self) -> list[int]:
        """Those of the selected ones that can be confirmed: where no candidate leads, a person has to choose."""
        selected = self.selected()
        if self.rows is None or not self._must_choose:
            return selected
        return [organization for organization in selected if organization in self.rows.chosen]

    def ask_to_confirm(self) -> None:
        """Confirm what is ticked."""
        if chosen := self.ready():
            self.confirm_asked.emit(chosen)

    def ask_to_confirm_group(self) -> None:
        """Confirm all of the group; what is only a hint has to be looked at one by one."""
        if self.rows is not None and self._may_whole:
            self.confirm_asked.emit(self.rows.group.organizations.tolist())

    def ask_to_refuse(self) -> None:
        """Turn down what is ticked."""
        if chosen := self.selected():
            self.refuse_asked.emit(chosen)

    @property
    def _may_whole(self) -> bool:
        return self.rows is not None and not self._must_choose and self.rows.group.confidence is not Confidence.HINT

    @property
    def _must_choose(self) -> bool:
        return self.rows is not None and self.rows.group.needs_choice

    @override
    def setFocus(self, *_reason: object) -> None:
        self.table.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        """Where there is no room for its button, the key of the whole group still works."""
        self.confirm_group.setVisible(self._may_whole and self.width() >= px(_WIDE))
        is_low = self.height() < px(_LOW)
        self._head.setVisible(not is_low)
        self.choices.set_room(self.height() // 4 if is_low else self.height())
        self._count(self.table.selected_count())

    def _choose(self, value: str) -> None:
        """A candidate was picked for the current organization: it is ticked, and the next one comes."""
        row = self.table.current_row()
        known = self.rows.known(row) if self.rows is not None else None
        if self.rows is None or known is None:
            return
        self.rows.chosen[known.organization] = value
        self.table.tick_current()
        self._count(self.table.selected_count())
        self._model.update_rows(row, row)
        if row + 1 < self.rows.count():
            self.table.go_to_row(row + 1)
        self._follow()

    def _follow(self, *_row: object) -> None:
        """The candidates of the current row."""
        if self.rows is None or not has_choices(self.rows.group.field):
            return
        known = self.rows.known(self.table.current_row())
        value = self.rows.value(known) if known is not None else ""
        self.choices.show_row(self.rows.group.field, known, value, self.rows.group.ground)

    def _count(self, selected: int) -> None:
        if self.rows is None:
            return
        ready = len(self.ready()) if self._must_choose else selected
        self.bar.set_runs(self._said(selected, ready))
        self.confirm.setText(_("确认 {n} 家").format(n=f"{ready:,}"))
        self.confirm.setEnabled(ready > 0)
        self.refuse.setEnabled(selected > 0)
        self.confirm_group.setEnabled(selected < self.rows.count())

    def _said(self, selected: int, ready: int) -> Runs:
        if self.rows is None or not selected:
            return plain(_("空格键勾选"), Role.TEXT2)
        group = self.rows.group
        chosen = strong(_("已选 {n} 家").format(n=f"{selected:,}"))
        if self.width() < px(_NARROW):
            return (chosen,)
        if ready < selected:
            return phrase(_("{chosen}　{n} 家还没选定"), chosen=chosen, n=f"{selected - ready:,}")
        if not group.value:
            return phrase(_("{chosen}　写入建议的值"), chosen=chosen)
        value = proposed_words(group.field, group.value)
        return phrase(_("{chosen}　{field}写为{value}"), chosen=chosen, field=field_words(group.field), value=value)

    def press(self, digit: int) -> None:
        """Choose a candidate of the current organization by its digit."""
        if self.choices.isVisible():
            self.choices.press(digit)

    def _on_page(self, first: int, last: int) -> None:
        if self.rows is None:
            return
        self._model.update_rows(first, min(last, self.rows.count() - 1))
        if first <= self.table.current_row() <= last:
            self._follow()

    def _on_activated(self, row: int) -> None:
        if self.rows is not None:
            self.organization_asked.emit(self.rows.group.organizations[row])

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._follow)
        self.table.selection_size_changed.connect(self._count)
        self.table.row_activated.connect(self._on_activated)
        self.table.digit_pressed.connect(self.press)
        self.choices.chosen.connect(self._choose)
        self._cache.arrived.connect(self._on_page)
        self._cache.failed.connect(self.failed)
        self.confirm.clicked.connect(self.ask_to_confirm)
        self.confirm_group.clicked.connect(self.ask_to_confirm_group)
        self.refuse.clicked.connect(self.ask_to_refuse)

    def _lay_out(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self._title, 1)
        head.addWidget(self._confidence)
        self.table.setAccessibleName(_("这一组的单位"))
        for button in (self.refuse, self.confirm_group, self.confirm):
            self.bar.add_button(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)
        column.addWidget(self.choices)
        column.addWidget(self.bar)
