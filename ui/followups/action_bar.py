"""The bar under the follow-ups: what is selected, and what can be done with it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from models.language import _
from models.queries.followup_list import FollowupRow
from models.queries.people_list import CadreRow
from ui.followups.edit_bars import DayBar, PersonBar
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import ElidedLabel
from ui.shared.panes import Pane
from ui.theme.tokens import Height, Role, Space


class ActionBar(QWidget):
    """Buttons with their keys; asking for a day or a person takes their place."""

    day_asked = Signal()
    person_asked = Signal()
    finish_asked = Signal()
    drop_asked = Signal()
    reopen_asked = Signal()
    visit_asked = Signal()
    day_chosen = Signal(object)  # date
    person_chosen = Signal(bytes, str)
    left = Signal()  # the keyboard goes back to the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.words = ElidedLabel("")
        self.buttons = {
            "day": _button(_("改期"), "D", self.day_asked),
            "person": _button(_("换人"), "O", self.person_asked),
            "finish": _button(_("办完"), "X", self.finish_asked),
            "drop": _button(_("取消"), "Delete", self.drop_asked),
            "reopen": _button(_("重新打开"), "R", self.reopen_asked),
            "visit": _button(_("走访"), "F4", self.visit_asked),
        }
        self.day_bar, self.person_bar = DayBar(), PersonBar()
        self.day_bar.chosen.connect(self.day_chosen)
        self.person_bar.chosen.connect(self.person_chosen)
        for bar in (self.day_bar, self.person_bar):
            bar.left.connect(self.close_question)
        self._actions = Pane(Role.SURFACE2, "t")
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        self._stack = QStackedLayout(self)  # all of one height, so that the list above does not move
        for pane in (self._actions, self.day_bar, self.person_bar):
            self._stack.addWidget(pane)

    def show_selection(self, rows: Sequence[FollowupRow]) -> None:
        """Say what is selected, and offer what can be done with it."""
        if len(rows) == 1:
            self.words.setText(f"{rows[0].organization_name}　{rows[0].task}")
        else:
            self.words.setText(_("已选 {n} 件").format(n=f"{len(rows):,}") if rows else "")
        is_open = any(row.state == "open" for row in rows)
        is_over = any(row.state != "open" for row in rows)
        for key in ("day", "person", "finish", "drop"):
            self.buttons[key].setEnabled(is_open)
            self.buttons[key].setVisible(is_open or not is_over)
        self.buttons["reopen"].setVisible(is_over)
        self.buttons["visit"].setEnabled(bool(rows))

    def ask_day(self, count: int, today: date) -> None:
        """Ask to which day `count` follow-ups are moved."""
        self._stack.setCurrentWidget(self.day_bar)
        self.day_bar.ask(_("{n} 件改到").format(n=count), today)

    def ask_person(self, count: int, cadres: Sequence[CadreRow]) -> None:
        """Ask to whom `count` follow-ups are handed."""
        self._stack.setCurrentWidget(self.person_bar)
        self.person_bar.ask(_("{n} 件交给").format(n=count), cadres)

    def close_question(self) -> None:
        """Show the actions again."""
        self._stack.setCurrentWidget(self._actions)
        self.left.emit()

    def is_asking(self) -> bool:
        """Whether a day or a person is being asked for."""
        return self._stack.currentWidget() is not self._actions


def _button(words: str, key: str, asked: object) -> Button:
    button = Button(words, ButtonKind.NORMAL, key=key, height=Height.ROW_BUTTON)
    button.clicked.connect(asked)
    return button
