"""A table whose rows are ticked: Space or a click on the box switches the row, or all that are selected."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.shared.record_table import RecordTable

_TICK = "tick"


class TickTable(RecordTable):
    """Arrows move, Shift and Ctrl+A select, Space ticks."""

    switch_asked = Signal(object)  # rows, from the top

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._has_ticks():
            rows = self.selected_rows() or [self.current_row()]
            self.switch_asked.emit([row for row in rows if row >= 0])
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        row, column = self.rowAt(place.y()), self.columnAt(place.x())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and column == 0 and self._has_ticks():
            self.switch_asked.emit([row])

    def _has_ticks(self) -> bool:
        return bool(self.column_specs) and self.column_specs[0].key == _TICK
