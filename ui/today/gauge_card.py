"""How far the campaign is: one bar with its targets, and what is missing until the next of them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from models.queries.today import Today, pace_span
from ui.day_words import short_day
from ui.requests import DoAction, ShowList
from ui.shared.buttons import Button
from ui.shared.figure import Figure, FigureButton
from ui.shared.flow_row import FlowRow
from ui.shared.gauge import Gauge, GaugeContent
from ui.shared.labels import Label
from ui.shared.panes import Card, Hairline
from ui.shared.run_button import RunButton
from ui.shared.runs import Run, Runs, phrase, plain, strong
from ui.target_words import no_target_ahead
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize
from ui.today.gauge_texts import advice, gauge_content
from ui.today.pace_lines import PaceLines

_FIGURES_WIDTH = 380
_BELOW, _BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class GaugeCard(Card):
    """`asked` carries a ui.requests.Request: every number opens its list."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Today | None = None
        self._head = FlowRow(gap=0)
        self.gauge = Gauge(GaugeContent(0, "—"))
        self._parts = FlowRow(gap=Space.S)
        self._advice = Label("", role=Role.TEXT2, wrap=True)
        self._decide = Button(_("去认定"))
        self._decide.clicked.connect(partial(self._ask, "undecided", _("未认定是否具备条件的重点对象")))
        self._aim = Button(_("定下一个目标"))
        self._aim.clicked.connect(self._ask_target)
        self.missing = FigureButton("", "—")
        self.missing.clicked.connect(self._ask_missing)
        self.left = Figure(_("剩余"), "—")
        self.pace = PaceLines()
        self.pace.asked.connect(self._ask_pace)
        self._beside = QBoxLayout(_BESIDE, self)
        self._beside.setContentsMargins(Space.M, Space.M, Space.L, Space.M)
        self._beside.setSpacing(Space.L)
        self._beside.addLayout(self._lay_out_left(), 1)
        self._rule = Hairline(Qt.Orientation.Vertical)
        self._beside.addWidget(self._rule)
        self._figures = QWidget()
        self._lay_out_figures()
        self._beside.addWidget(self._figures)
        theme.follow(self._restyle)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter with one value
        """The bar over the figures where they do not fit side by side."""
        self._beside.setDirection(_BELOW if narrow else _BESIDE)
        self._beside.setSpacing(Space.M if narrow else Space.L)
        self._rule.setVisible(not narrow)
        self._line.setVisible(not narrow)
        self._columns.setDirection(_BESIDE if narrow else _BELOW)
        self._columns.setSpacing(Space.XL * 2 if narrow else Space.S)

    def show_today(self, shown: Today, place: str) -> None:
        """Show the figures of a ledger; `place` is its territory or unit."""
        self._shown = shown
        self._show_head(shown, place)
        self.gauge.set_content(gauge_content(shown))
        self._show_parts(shown)
        text = advice(shown)
        self._advice.setText(text)
        self._advice.setVisible(bool(text))
        self._decide.setVisible(bool(shown.total.undecided and not shown.total.eligible))
        self._aim.setVisible(no_target_ahead(shown.targets))
        self._show_figures(shown)
        self.pace.show_today(shown)

    def _lay_out_left(self) -> QVBoxLayout:
        advice_row = QHBoxLayout()
        advice_row.setContentsMargins(Space.XS, 0, 0, 0)
        advice_row.setSpacing(Space.M)
        advice_row.addWidget(self._advice, 1)
        advice_row.addWidget(self._decide)
        advice_row.addWidget(self._aim)
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self._head)
        bar = QHBoxLayout()
        bar.setContentsMargins(Space.XS, 0, 0, 0)  # begins where the words of the buttons begin
        bar.addWidget(self.gauge)
        left.addLayout(bar)
        left.addWidget(self._parts)
        left.addLayout(advice_row)
        left.addStretch()
        return left

    def _lay_out_figures(self) -> None:
        large = QHBoxLayout()
        large.setSpacing(Space.L)
        large.addWidget(self.missing)
        large.addWidget(Hairline(Qt.Orientation.Vertical))
        large.addWidget(self.left)
        large.addStretch()
        self._line = Hairline()
        self._columns = QBoxLayout(_BELOW, self._figures)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(Space.S)
        self._columns.addLayout(large)
        self._columns.addWidget(self._line)
        self._columns.addWidget(self.pace, 1, Qt.AlignmentFlag.AlignTop)

    def _restyle(self) -> None:
        self._figures.setMinimumWidth(px(_FIGURES_WIDTH))

    def _show_head(self, shown: Today, place: str) -> None:
        self._head.clear()
        total = shown.total
        title = f"{shown.campaign.name} · {place}" if place else shown.campaign.name
        name = Label(title, size=TextSize.TITLE, bold=True)
        name.setContentsMargins(Space.XS, 0, Space.S, 0)
        self._head.add(name)
        open_ones = strong(total.undecided, Role.WARN) if total.undecided else Run("0")
        for measure, words, runs in (
            ("key", _("重点对象"), phrase(_("重点对象 {n} 家"), n=f"{total.key:,}")),
            ("eligible", _("具备条件的重点对象"), phrase(_("= 具备条件 {n}"), n=f"{total.eligible:,}")),
            ("not_eligible", _("暂不具备的重点对象"), phrase(_("+ 暂不具备 {n}"), n=f"{total.not_eligible:,}")),
            ("undecided", _("未认定是否具备条件的重点对象"), phrase(_("+ 未认定 {n}"), n=open_ones)),
        ):
            self._head.add(self._link(measure, words, runs))
        as_of = RunButton(plain(_("截至 {day}").format(day=short_day(shown.day, shown.day))))
        as_of.setEnabled(False)
        self._head.add(as_of)

    def _show_parts(self, shown: Today) -> None:
        self._parts.clear()
        total = shown.total
        late = strong(total.overdue, Role.DANGER) if total.overdue else Run("0")
        for measure, words, runs in (
            ("built", _("已建会的重点对象"), phrase(_("已建会 {n} 家"), n=strong(total.built))),
            ("built_own", _("单独建会的重点对象"), phrase(_("其中单独建会 {n} 家"), n=strong(total.built_own))),
            (
                "missing",
                _("具备条件、还没有建会的"),
                phrase(_("还没有建会 {n} 家"), n=strong(total.eligible - total.built)),
            ),
            ("overdue", _("超期的重点对象"), phrase(_("超期 {count} 家"), count=late)),
        ):
            self._parts.add(self._link(measure, words, runs))
        if total.conflicts:
            marked = phrase(_("※ 待判 {n} 家"), n=strong(total.conflicts, Role.WARN))
            self._parts.add(self._link("conflicts", _("有冲突的重点对象"), marked))

    def _show_figures(self, shown: Today) -> None:
        target = shown.next_target
        if target is None or not shown.total.eligible:
            self.missing.set_number("—", caption=_("距目标还差"))
            self.missing.setEnabled(False)
        else:
            caption = _("距 {percent}% 还差").format(percent=target.percent)
            self.missing.set_number(f"{target.missing:,}", _("家"), caption=caption)
            self.missing.setEnabled(target.missing > 0)
        if target is None:
            self.left.set_number("—", caption=_("剩余"))
        elif target.days_left < 0:
            day = short_day(target.due_on, shown.day)
            caption = _("{percent}% 目标日（{day}）已过").format(percent=target.percent, day=day)
            self.left.set_number(f"{-target.days_left:,}", _("天"), caption=caption)
        else:
            weeks = -(-target.days_left // 7)
            unit = _("天 · {n} 周").format(n=weeks)
            caption = _("剩余（到 {day}）").format(day=short_day(target.due_on, shown.day))
            self.left.set_number(f"{target.days_left:,}", unit, caption=caption)

    def _link(self, measure: str, title: str, runs: Runs) -> RunButton:
        button = RunButton(runs)
        button.clicked.connect(partial(self._ask, measure, title))
        return button

    def _ask(self, measure: str, title: str, *_checked: object) -> None:
        if self._shown is not None:
            self.asked.emit(ShowList(self._shown.lists.query(measure), title))

    def _ask_target(self, *_checked: object) -> None:
        self.asked.emit(DoAction("campaign"))

    def _ask_missing(self) -> None:
        self._ask("missing", _("具备条件、还没有建会的"))

    def _ask_pace(self) -> None:
        if self._shown is not None:
            first, last = pace_span(self._shown.day)
            query = self._shown.lists.covered_between(first.isoformat(), last.isoformat())
            self.asked.emit(ShowList(query, _("近四周建会的重点对象")))
