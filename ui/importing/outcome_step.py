"""The third step: what the import would do, number by number, before anything is written."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import _, sentences
from ui.importing.outcome_rows import OutcomeTab, Trial, outcome_tabs
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import Label
from ui.shared.number_tabs import NumberTabs
from ui.shared.panes import Pane
from ui.shared.record_model import RecordModel
from ui.shared.record_table import RecordTable
from ui.step_pane import StepPane
from ui.theme.tokens import Density, Role, Space


class OutcomeStep(StepPane):
    """Numbers as tabs over one table."""

    go_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[str, OutcomeTab] = {}
        self._left_out = ""
        self.numbers = NumberTabs(name=_("试导入的结果"))
        self.numbers.chosen.connect(self._show_tab)
        self.table = RecordTable()
        self.table.set_density(Density.DENSE)
        self.model = RecordModel((), parent=self.table)
        self.table.setModel(self.model)
        self._explanation = Label("", role=Role.TEXT2, wrap=True)
        self._nothing = Label(_("没有这样的行。"), role=Role.TEXT2)
        self.save = Button("")
        self.save.clicked.connect(self.save_asked)
        self.cancel = Button(_("取消，本机台账不变"))
        self.cancel.clicked.connect(self.leave_asked)
        self._lay_out()

    def show_trial(self, trial: Trial) -> None:
        """Show what a dry run found."""
        self.quiet()
        tabs = outcome_tabs(trial)
        self._tabs = {tab.number.key: tab for tab in tabs}
        self._left_out = trial.result.staged.odd_words()
        self.numbers.set_tabs([tab.number for tab in tabs])
        first = next((tab.number.key for tab in tabs if tab.number.count), tabs[0].number.key)
        self.numbers.choose(first)
        self._show_tab(first)
        result = trial.result
        written = result.new + result.updated
        asks = result.registry is not None and result.registry.asks
        words = _("将写入 {n} 家：新增 {new}，更新 {updated}。").format(
            n=f"{written:,}", new=f"{result.new:,}", updated=f"{result.updated:,}"
        )
        if result.duplicates:
            words = sentences(words, _("疑似重复的 {n} 行进“待判”。").format(n=f"{result.duplicates:,}"))
        if result.rejected:
            words = sentences(words, _("退回的 {n} 行不写入。").format(n=f"{result.rejected:,}"))
        if not (written or result.queued or asks):
            words = _("没有要写入的内容：这份名册里的单位台账里都有了，或都不能导入。")
        self.foot.words.setText(words)
        # After an import the receipt offers them; where there is nothing to import there will be none.
        self.save.setText(_("退回的 {n} 行存成表格…").format(n=f"{result.rejected:,}"))
        self.save.setVisible(bool(result.rejected) and not (written or result.queued or asks))
        if self.primary is not None:
            self.primary.setText(_("导入 {n} 家").format(n=f"{written:,}") if written else _("记下这份名册"))
            self.primary.setEnabled(bool(written or result.queued or asks))
            self.foot.fit()

    def say_by_memory(self, name: str, day: date, show: Callable[[], object]) -> None:
        """Columns that nobody was asked about are those of a remembered mapping; `show` leads to them."""
        words = _("栏目按上次的对应“{name}”，名册日期 {day}。").format(name=name, day=day.isoformat())
        self.say(BannerKind.NOTE, words, action=_("看对应 Esc"), act=show)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The numbers get the keyboard."""
        self.numbers.setFocus()

    def _lay_out(self) -> None:
        promise = Banner(
            BannerKind.NOTE,
            _("现在还没有写入任何内容。"),
            _("下面是试导入的结果，点一个数字看它的行；写入以后也可以整批撤销。"),
        )
        ground = Pane(Role.WINDOW)
        over = QVBoxLayout(ground)
        over.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        over.setSpacing(Space.M)
        over.addWidget(promise)
        over.addWidget(self.numbers)
        line = QVBoxLayout()
        line.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        line.addWidget(self._explanation)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.addWidget(self._nothing)
        column.addStretch()
        self.table.set_empty_state(empty)
        self.table.setAccessibleName(_("这个数字的行"))
        self.body.addWidget(ground)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        back = Button(_("改认列"), ButtonKind.QUIET, key="Esc")
        back.clicked.connect(self.back_asked)
        self.primary = Button(_("导入"), ButtonKind.PRIMARY, key="Enter")
        self.primary.clicked.connect(self.go_asked)
        for button in (back, self.save, self.cancel, self.primary):
            self.foot.add(button)

    def _show_tab(self, key: str) -> None:
        tab = self._tabs[key]
        self.model.show(tab.source, tab.columns)
        self._explanation.setText(f"{tab.explanation}{self._left_out}")
        if tab.source.count():
            self.table.go_to_row(0)
