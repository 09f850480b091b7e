"""The bar under the follow-ups: what is selected, and what can be done with it."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from models.language import _
from models.queries.people_list import CadreRow
from ui.followups.edit_bars import DayBar, PersonBar, PhraseBar
from ui.followups.selection import Selection
from ui.shared.buttons import Button, ButtonKind
from ui.shared.labels import ElidedLabel
from ui.shared.panes import Pane
from ui.theme.tokens import Height, Role, Space


class ActionBar(QWidget):
    """Buttons with their keys; asking for a day, a person or a phrase takes their place.

    `asked` carries the name of an action; `left` tells that the keyboard goes back to the list.
    """

    asked = Signal(str)
    day_chosen = Signal(object)  # date
    person_chosen = Signal(bytes, str)
    phrase_chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.words = ElidedLabel("")
        self.buttons = {
            name: self._button(name, words, key)
            for name, words, key in (
                ("day", _("改期"), "D"),
                ("later", _("推一天"), "+"),
                ("person", _("换人"), "O"),
                ("finish", _("办完"), "F"),
                ("close_out", _("申请销号"), "X"),
                ("drop", _("取消"), "Delete"),
                ("confirm", _("审定"), "A"),
                ("send_back", _("退回"), "R"),
                ("relapse", _("转为回潮"), "R"),
                ("reopen", _("重新打开"), "R"),
                ("visit", _("走访"), "F4"),
            )
        }
        self.day_bar, self.person_bar, self.phrase_bar = DayBar(), PersonBar(), PhraseBar()
        self.day_bar.chosen.connect(self.day_chosen)
        self.person_bar.chosen.connect(self.person_chosen)
        self.phrase_bar.chosen.connect(self.phrase_chosen)
        for bar in (self.day_bar, self.person_bar, self.phrase_bar):
            bar.left.connect(self.close_question)
        self._actions = Pane(Role.SURFACE2, "t")
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        self._stack = QStackedLayout(self)  # all of one height, so that the list above does not move
        for pane in (self._actions, self.day_bar, self.person_bar, self.phrase_bar):
            self._stack.addWidget(pane)

    def show_selection(self, chosen: Selection) -> None:
        """Say what is selected, and offer what can be done with it."""
        self.words.setText(chosen.words)
        rest = not (chosen.over or chosen.pending or chosen.closed)
        for key in ("day", "later", "person", "finish", "close_out", "drop"):
            self.buttons[key].setEnabled(bool(chosen.open))
            self.buttons[key].setVisible(bool(chosen.open) or rest)
        for key, some in (
            ("confirm", chosen.pending),
            ("send_back", chosen.pending),
            ("relapse", chosen.closed),
            ("reopen", chosen.over),
        ):
            self.buttons[key].setVisible(bool(some))
        self.buttons["visit"].setEnabled(bool(chosen.rows))

    def ask_day(self, count: int, today: date) -> None:
        """Ask to which day `count` follow-ups are moved."""
        self._stack.setCurrentWidget(self.day_bar)
        self.day_bar.ask(_("{n} 件改到").format(n=count), today)

    def ask_person(self, count: int, cadres: Sequence[CadreRow]) -> None:
        """Ask to whom `count` follow-ups are handed."""
        self._stack.setCurrentWidget(self.person_bar)
        self.person_bar.ask(_("{n} 件交给").format(n=count), cadres)

    def ask_phrase(self, count: int) -> None:
        """Ask why `count` applications are returned."""
        self._stack.setCurrentWidget(self.phrase_bar)
        self.phrase_bar.ask(_("退回 {n} 件，因为").format(n=count))

    def close_question(self) -> None:
        """Show the actions again."""
        self._stack.setCurrentWidget(self._actions)
        self.left.emit()

    def is_asking(self) -> bool:
        """Whether a day, a person or a phrase is being asked for."""
        return self._stack.currentWidget() is not self._actions

    def _button(self, name: str, words: str, key: str) -> Button:
        button = Button(words, ButtonKind.NORMAL, key=key, height=Height.ROW_BUTTON)
        button.clicked.connect(partial(self._ask, name))
        return button

    def _ask(self, name: str, *_checked: object) -> None:
        self.asked.emit(name)
