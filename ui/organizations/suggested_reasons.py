"""Reasons that one's own words speak of, with the words that say so; Alt and a digit take one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models.language import _
from models.rules.reason_suggestion import Suggestion
from ui.organizations.section import column_of
from ui.shared.buttons import Button, ButtonKind
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.theme.tokens import Height, Role, Space, TextSize

_MOST = 3


class SuggestedReasons(QWidget):
    """`chosen` carries the code. Hidden where there is nothing to propose."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: list[str] = []
        self._row = FlowRow(gap=Space.S)
        column_of(self).addWidget(self._row)
        for number in range(1, _MOST + 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(partial(self._take, number - 1))
        self.hide()

    def show_suggestions(self, found: Sequence[tuple[Suggestion, str]]) -> None:
        """Offer these reasons: each with code and label."""
        codes = [suggestion.code for suggestion, _text in found]
        if codes == self._codes:
            return
        self._codes = codes
        self._row.clear()
        self._row.add(Label(_("按说明像是"), size=TextSize.SMALL, role=Role.TEXT2))
        for number, (suggestion, text) in enumerate(found, start=1):
            said = _("{reason}（“{words}”）").format(reason=text, words="”“".join(suggestion.words[:2]))
            button = Button(said, ButtonKind.NORMAL, key=f"Alt+{number}", height=Height.ROW_BUTTON)
            button.clicked.connect(partial(self._take, number - 1))
            self._row.add(button)
        self.setVisible(bool(found))

    def _take(self, place: int, *_checked: object) -> None:
        if place < len(self._codes):
            self.chosen.emit(self._codes[place])
