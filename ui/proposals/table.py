"""The tables of groups and of their organizations: ticks that can be set beforehand, digits that choose a candidate."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from typing_extensions import override

from ui.shared.record_model import columns_to_hide
from ui.shared.record_table import RecordTable

_Select = QItemSelectionModel.SelectionFlag
#: What goes first where the room is narrow or the text large.
_DISPENSABLE = ("others", "authority", "address", "stands", "confidence")
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ProposalTable(RecordTable):
    """Space ticks a row; `digit_pressed` carries 1 to 9."""

    digit_pressed = Signal(int)

    def tick_all(self) -> None:
        """Tick every row; the current one stays current."""
        if self.model().rowCount():
            self.selectAll()

    def tick_current(self) -> None:
        """Tick the current row; ticks that are there stay."""
        if not self._marking:
            self._mark_current_row()
        elif not self.selectionModel().isSelected(self.currentIndex()):
            self.selectionModel().select(self.currentIndex(), _Select.Select | _Select.Rows)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hide_what_does_not_fit(event.size().width())
        super().resizeEvent(event)

    @override
    def reset(self) -> None:
        super().reset()
        self._hide_what_does_not_fit(self.viewport().width())

    def _hide_what_does_not_fit(self, room: int) -> None:
        hidden = columns_to_hide(self.column_specs, room, _DISPENSABLE)
        for place, spec in enumerate(self.column_specs):
            self.setColumnHidden(place, spec.key in hidden)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0
        if 1 <= digit <= 9 and event.modifiers() in _PLAIN:  # noqa: PLR2004 - the digits
            self.digit_pressed.emit(digit)
        else:
            super().keyPressEvent(event)
