"""The rate with what is not known beside it, and a line for every target: dated, missing, days left, pace."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from exports.wording import average_text
from models.language import _
from models.queries.report_content import TargetLine
from models.queries.today import Pace
from models.rules.rates import rate_text
from ui.day_words import short_day
from ui.requests import ShowList
from ui.shared.buttons import Button
from ui.shared.figure import FigureButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Card, Hairline
from ui.shared.run_button import RunButton
from ui.shared.runs import RunLabel, Runs, phrase, plain, strong
from ui.shared.tags import Tag, TagKind
from ui.target_words import past_targets
from ui.targets.reading import Shown
from ui.theme.tokens import Role, Space, TextSize

_BELOW, _BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class TargetCard(Card):
    """`asked` carries a ui.requests.Request."""

    asked = Signal(object)
    edit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Shown | None = None
        self._is_narrow = False
        self.rate = FigureButton(_("建会率"), "—")
        self.undecided = FigureButton(_("未认定"), "—")
        self.own = FigureButton(_("单独建会率"), "—")
        for figure, measure, title in (
            (self.rate, "built", _("已建会的重点对象")),
            (self.undecided, "undecided", _("未认定是否具备条件的重点对象")),
            (self.own, "built_own", _("单独建会的重点对象")),
        ):
            figure.clicked.connect(partial(self._ask, measure, title))
        figures = QHBoxLayout()
        figures.setSpacing(Space.M)
        for number, figure in enumerate((self.rate, self.undecided, self.own)):
            if number:
                figures.addWidget(Hairline(Qt.Orientation.Vertical))
            figures.addWidget(figure)
        figures.addStretch()
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(Space.S, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._rule = Hairline(Qt.Orientation.Vertical)
        self._beside = QBoxLayout(_BESIDE)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(Space.L)
        self._beside.addLayout(figures)
        self._beside.addWidget(self._rule)
        self._beside.addWidget(self._lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(self._lay_out_head())
        column.addWidget(Hairline())
        column.addLayout(self._beside)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter with one value
        """The figures over the targets."""
        self._beside.setDirection(_BELOW if narrow else _BESIDE)
        self._rule.setVisible(not narrow)
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._show_lines()

    def show_figures(self, shown: Shown) -> None:
        """Show the figures and targets of a ledger."""
        self._shown = shown
        self._show_head(shown)
        total = shown.total
        of = _("{built} / {eligible} 家").format(built=f"{total.built:,}", eligible=f"{total.eligible:,}")
        if total.conflicts:
            of = _("{of} · ※ {n} 家待判").format(of=of, n=f"{total.conflicts:,}")
        self.rate.set_number(rate_text(total.rate), of)
        self.undecided.set_number(f"{total.undecided:,}", _("家"), Role.WARN if total.undecided else Role.TEXT)
        self.own.set_number(rate_text(total.own_rate), _("{n} 家").format(n=f"{total.built_own:,}"))
        self._show_lines()

    def _show_lines(self) -> None:
        """A line per target; where it is narrow the pace stands below."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = self._shown
        if shown is None:
            return
        for number, (target, pace) in enumerate(zip(shown.targets, shown.paces, strict=True)):
            self._add_line(number * 2, target, pace)
        if words := past_targets(shown.targets):
            self._grid.addWidget(Label(words, role=Role.TEXT2, wrap=True), len(shown.targets) * 2, 0, 1, 5)
        self._grid.setColumnStretch(4, 1)
        for number in range(self._grid.count()):
            if (item := self._grid.itemAt(number)) is not None and (widget := item.widget()) is not None:
                widget.show()  # what is not shown yet counts for nothing
        self._lines.setMinimumHeight(self._grid.sizeHint().height())  # the page may have been measured before

    def _lay_out_head(self) -> QHBoxLayout:
        self._head = FlowRow(gap=0)
        self.edit = Button(_("修改行动与目标…"))
        self.edit.clicked.connect(self.edit_asked)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self._head, 1)
        row.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _show_head(self, shown: Shown) -> None:
        self._head.clear()
        running = shown.campaign
        title = f"{running.name} · {shown.place}" if shown.place else running.name
        name = Label(title, size=TextSize.TITLE, bold=True)
        name.setContentsMargins(Space.S, 0, Space.S, 0)
        self._head.add(name)
        for measure, words, runs in (
            ("key", _("重点对象"), phrase(_("重点对象 {n} 家"), n=f"{shown.total.key:,}")),
            ("eligible", _("具备条件的重点对象"), phrase(_("应建 {n}"), n=f"{shown.total.eligible:,}")),
            ("not_eligible", _("暂不具备的重点对象"), phrase(_("暂不具备 {n}"), n=f"{shown.total.not_eligible:,}")),
        ):
            button = RunButton(runs)
            button.clicked.connect(partial(self._ask, measure, words))
            self._head.add(button)
        span = _("{first} 至 {last}").format(first=running.starts_on, last=running.ends_on)
        as_of = _("截至 {day}").format(day=short_day(shown.day, shown.day))
        note = RunButton(plain(_("，").join((span, as_of))))
        note.setEnabled(False)
        self._head.add(note)

    def _add_line(self, row: int, target: TargetLine, pace: Pace | None) -> None:
        grid, reached = self._grid, self._is_reached(target)
        name = _("{percent}% {label}").format(percent=target.percent, label=target.label)
        grid.addWidget(Label(name, bold=True), row, 0)
        grid.addWidget(Label(target.due_on.isoformat(), role=Role.TEXT2), row, 1)
        if reached or self._shown is None or not self._shown.total.eligible:
            tag = Tag(_("已达到"), TagKind.OK) if reached else Tag(_("没有应建的"))
            grid.addWidget(tag, row, 2, Qt.AlignmentFlag.AlignLeft)
        else:
            missing = RunButton(phrase(_("还差 {n} 家"), n=strong(f"{target.missing:,}")))
            missing.clicked.connect(partial(self._ask, "missing", _("具备条件、还没有建会的")))
            grid.addWidget(missing, row, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(RunLabel(_days_words(target)), row, 3, Qt.AlignmentFlag.AlignLeft)
        words = plain("") if reached else pace_words(target, pace)
        if words and self._is_narrow:
            grid.addWidget(RunLabel(words), row + 1, 0, 1, 5, Qt.AlignmentFlag.AlignLeft)
        elif words:
            grid.addWidget(RunLabel(words), row, 4, Qt.AlignmentFlag.AlignLeft)

    def _is_reached(self, target: TargetLine) -> bool:
        return self._shown is not None and self._shown.total.eligible > 0 and not target.missing

    def _ask(self, measure: str, title: str, *_checked: object) -> None:
        if self._shown is not None:
            self.asked.emit(ShowList(self._shown.lists.query(measure), title))


def _days_words(target: TargetLine) -> Runs:
    if target.days_left < 0:
        return phrase(_("已过 {n} 天"), n=strong(f"{-target.days_left:,}"))
    weeks = -(-target.days_left // 7)
    return phrase(_("剩余 {n} 天 · {weeks} 周"), n=strong(f"{target.days_left:,}"), weeks=weeks)


def pace_words(target: TargetLine, pace: Pace | None) -> Runs:
    """What a week needs and brings; red only where that is too little. Empty for a target that is over."""
    if pace is None or target.weekly_pace is None:
        return plain("")
    role = Role.DANGER if pace.projected_missing else Role.TEXT
    if pace.projected_missing:
        words = _("每周需要 {needed} 家，近四周平均 {average} 家，照此还差 {missing} 家")
    else:
        words = _("每周需要 {needed} 家，近四周平均 {average} 家，照此能达到")
    return phrase(
        words,
        needed=strong(f"{target.weekly_pace:,}"),
        average=strong(average_text(pace.average), role),
        missing=strong(f"{pace.projected_missing:,}", role),
    )
