"""What the next target asks for every week, and what the last weeks brought; red only where that is too little."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from exports.wording import average_text
from models.language import _
from models.queries.today import Today
from ui.shared.labels import Label
from ui.shared.run_button import RunButton
from ui.shared.runs import phrase, plain, strong
from ui.theme.tokens import Role, Space
from ui.today.gauge_texts import pace_is_too_low, weeks_at_this_pace


class PaceLines(QWidget):
    """Three lines: needed a week, average of the last four weeks, missing at this pace."""

    asked = Signal()  # the organizations behind the average

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.needed, self.average, self.missing = RunButton(), RunButton(), RunButton()
        self.needed.setEnabled(False)
        self.missing.setEnabled(False)  # both are computed: no list is behind them
        self.average.clicked.connect(self.asked)
        grid = QGridLayout(self)
        grid.setContentsMargins(Space.S, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnStretch(0, 1)
        self._outlook = Label("", role=Role.TEXT2)
        needed, average = Label(_("每周需要"), role=Role.TEXT2), Label(_("近四周平均"), role=Role.TEXT2)
        lines = ((needed, self.needed), (average, self.average), (self._outlook, self.missing))
        for row, (words, value) in enumerate(lines):
            grid.addWidget(words, row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)

    def show_today(self, shown: Today) -> None:
        """Show the pace of a ledger; without a target ahead how long it still takes."""
        target, pace = shown.next_target, shown.pace
        role = Role.DANGER if pace_is_too_low(shown) else Role.TEXT
        unit = _("{n} 家")
        if target is None or target.weekly_pace is None or not shown.total.eligible:
            self.needed.set_runs(plain("—"))
        else:
            self.needed.set_runs(phrase(unit, n=strong(f"{target.weekly_pace:,}")))
        self.average.set_runs(phrase(unit, n=strong(average_text(shown.average), role)))
        self.average.setEnabled(shown.average > 0)
        self._outlook.setText(_("照此到期还差") if pace is not None else _("照此达到还要"))
        weeks = weeks_at_this_pace(shown)
        if pace is not None:
            self.missing.set_runs(phrase(unit, n=strong(f"{pace.projected_missing:,}", role)))
        elif weeks is not None and shown.total.eligible:
            self.missing.set_runs(phrase(_("{n} 周"), n=strong(f"{weeks:,}")))
        else:
            self.missing.set_runs(plain("—"))
