"""The figures group by group: tabs, the table, why gaps do not add up, and what is counted apart."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import N_, _
from models.vocabulary import ORGANIZATION_TYPES
from ui.requests import ShowList
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Card, Hairline
from ui.shared.record_model import RecordModel, columns_to_hide
from ui.shared.run_button import RunButton
from ui.shared.runs import Runs, phrase, plain, strong
from ui.shared.segmented import SegmentedControl
from ui.targets.figure_rows import DISPENSABLE, FigureRows, columns_for, gap_note, measure_of
from ui.targets.figure_table import FigureTable
from ui.targets.reading import GROUPINGS, Shown
from ui.theme.palette import px, theme
from ui.theme.tokens import Density, Role, Space, TextSize

_WORDS = {
    "area": N_("街道"),
    "cadre": N_("责任人"),
    "type": N_("类型"),
    "reason": N_("主因"),
    "stage": N_("阶段"),
}
_LEAST_ROWS = 8
_ONE_LINE = 480


class FigureCard(Card):
    """`asked` carries a ui.requests.ShowList; `by_changed` one of GROUPINGS."""

    asked = Signal(object)
    by_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Shown | None = None
        self._sort, self._descending = "", False
        self.tabs = SegmentedControl([(key, _(_WORDS[key])) for key in GROUPINGS], name=_("分组"))
        self.tabs.chosen.connect(self._regroup)
        self.table = FigureTable()
        self._model = RecordModel((), parent=self.table)
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("分组的应建、已建和缺口"))
        self.table.sort_asked.connect(self._sort_by)
        self.table.number_asked.connect(self._ask)
        self.note = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self.extension = FlowRow(gap=0)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._head.setSpacing(Space.M)
        self._head.addWidget(Label(_("分组"), size=TextSize.TITLE, bold=True))
        self._head.addWidget(self.tabs)
        self._head.addStretch(1)
        self._head.addWidget(Label(_("点任何一个数字，看是哪些单位"), size=TextSize.SMALL, role=Role.TEXT2))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline())
        column.addLayout(self._lay_out_foot())
        theme.follow(self._restyle)

    def by(self) -> str:
        """The grouping that is chosen."""
        return self.tabs.choice()

    def show_figures(self, shown: Shown) -> None:
        """Show the groups of a ledger, in the order that was chosen."""
        if self._shown is not None and self._shown.by != shown.by:
            self._sort, self._descending = "", False
        self._shown = shown
        self.tabs.set_words("area", shown.area_word)
        self._show_rows(keep_row=True)
        self.note.setText(gap_note(shown))
        self._show_extension(shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Columns that there is no room for go."""
        hidden = columns_to_hide(self.table.column_specs, self.width() - 2 * Space.M, DISPENSABLE)
        self.table.set_layout(self.table.chosen_widths(), hidden)
        beside = self.width() >= px(_ONE_LINE)
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _show_rows(self, *, keep_row: bool) -> None:
        shown = self._shown
        if shown is None:
            return
        row, column = self.table.current_row(), self.table.currentIndex().column()
        word = shown.area_word if shown.by == "area" else _(_WORDS[shown.by])
        columns = columns_for(shown.targets, word)
        rows = FigureRows(shown, self._sort, descending=self._descending)
        self._model.show(rows, columns)
        self.table.set_sort(self._sort, descending=self._descending)
        self._arrange()
        row = max(0, min(row, rows.count() - 1)) if keep_row else 0
        self.table.setCurrentIndex(self._model.index(row, min(max(column, 1), len(columns) - 1)))

    def _show_extension(self, shown: Shown) -> None:
        self.extension.clear()
        if not shown.extension:
            nothing = RunButton(plain(_("没有延伸对象（律师事务所、会计师事务所）。")), size=TextSize.SMALL)
            nothing.setEnabled(False)
            self.extension.add(nothing)
            return
        count = sum(part.count for part in shown.extension)
        covered = sum(part.covered for part in shown.extension)
        self._add_extension("extension", "", phrase(_("延伸对象另计 {n} 家"), n=strong(f"{count:,}")))
        self._add_extension("extension_built", "", phrase(_("已建会 {n} 家"), n=strong(f"{covered:,}")))
        for number, part in enumerate(shown.extension):
            dot = RunButton(plain("·" if number else _("：")), size=TextSize.SMALL)
            dot.setEnabled(False)
            self.extension.add(dot)
            label = ORGANIZATION_TYPES.label(part.type) or _("类型待核")
            words = phrase(_("{type} {n} 家"), type=label, n=strong(f"{part.count:,}"))
            self._add_extension("extension", part.type, words)
            built = phrase(_("已建会 {n} 家"), n=strong(f"{part.covered:,}"))
            self._add_extension("extension_built", part.type, built)

    def _add_extension(self, measure: str, type_: str, runs: Runs) -> None:
        button = RunButton(runs, size=TextSize.SMALL)
        button.clicked.connect(partial(self._ask_extension, measure, type_))
        self.extension.add(button)

    def _ask_extension(self, measure: str, type_: str, *_checked: object) -> None:
        if self._shown is None:
            return
        title = _("延伸对象") if measure == "extension" else _("已建会的延伸对象")
        lists = self._shown.lists
        query = lists.query(measure, "type", type_) if type_ else lists.query(measure)
        self.asked.emit(ShowList(query, f"{title} · {ORGANIZATION_TYPES.label(type_)}" if type_ else title))

    def _ask(self, row: int, column: str) -> None:
        measure, rows = measure_of(column), self.table.rows()
        if measure is None or rows is None or self._shown is None:
            return
        lists, line = self._shown.lists, rows.lines[row]
        if rows.is_total(row):
            self.asked.emit(ShowList(lists.query(measure[0]), measure[1]))
        else:
            query = lists.query(measure[0], self._shown.by, line.key)
            self.asked.emit(ShowList(query, f"{line.name} · {measure[1]}"))

    def _sort_by(self, key: str, descending: bool) -> None:  # noqa: FBT001 - the signal's second value
        self._sort, self._descending = key, descending
        self._show_rows(keep_row=False)

    def _regroup(self, by: str) -> None:
        self.by_changed.emit(by)

    def _lay_out_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.M, Space.S, Space.L, Space.S)
        foot.setSpacing(Space.XS)
        note = QHBoxLayout()
        note.setContentsMargins(Space.XS, 0, 0, 0)
        note.addWidget(self.note)
        foot.addLayout(note)
        foot.addWidget(self.extension)
        return foot

    def _restyle(self) -> None:
        self.table.setMinimumHeight(_LEAST_ROWS * px(Density.STANDARD.value))
        self._arrange()
