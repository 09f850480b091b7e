"""The editor that floats over a cell: Enter saves and goes down, Tab to the right, Esc restores."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from models.ledger_columns import LedgerColumn, Shape
from ui.organizations.form_fields import FactField
from ui.shared.form_keys import KeyFirst
from ui.theme.palette import px

_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})
_TABS = frozenset({int(Qt.Key.Key_Tab), int(Qt.Key.Key_Backtab)})
_OURS = _ENTER | _TABS | {int(Qt.Key.Key_Escape), int(Qt.Key.Key_F2)}
_STAYS = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})
_LEAST = {  # pixels at a font scale of 100 %: narrower cells get an editor that sticks out
    Shape.LONG_TEXT: 260,
    Shape.TEXT: 180,
    Shape.NUMBER: 84,
    Shape.CODE: 200,
}
_LEAST_OTHERWISE = 150
_DIGITS = 10


class CellEditor(QWidget):
    """Holds the editor of a column; whoever opened it saves and closes it."""

    save_asked = Signal(int, int)  # rows down, columns right
    left = Signal()  # Esc
    focus_lost = Signal()

    def __init__(self, viewport: QWidget, fact: FactField) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.fact = fact
        self.widget = fact.editor.widget
        self._composing = False
        fact.field.setParent(self)  # it says what is wrong to a screen reader; the note says it to everybody
        fact.field.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.widget)
        self._number_choices()
        self.widget.installEventFilter(self)
        self.setFocusProxy(self.widget)

    @property
    def column(self) -> LedgerColumn:
        """What is being edited."""
        return self.fact.column

    def place(self, cell: QRect) -> None:
        """Over a cell of the viewport, as wide as the value needs, inside what can be seen."""
        least = px(_LEAST.get(self.column.shape, _LEAST_OTHERWISE))
        if isinstance(self.widget, QComboBox):
            least = self.widget.sizeHint().width()
        room = self._viewport.rect()
        width = min(max(cell.width(), least), room.width())
        height = self.widget.maximumHeight()  # a line or a box of fixed height, or a list
        height = self.widget.sizeHint().height() if height > room.height() else height
        left = max(0, min(cell.left(), room.width() - width))
        if self.column.shape is Shape.NUMBER:  # numbers stand at the right
            left = max(0, cell.right() + 1 - width)
        top = cell.center().y() - height // 2 if height <= 2 * cell.height() else cell.top()
        self.setGeometry(left, max(0, min(top, room.height() - height)), width, height)
        self.raise_()

    def begin(self, typed: str) -> None:
        """Give it the keyboard: all selected, or with what was typed in place of the value."""
        self.show()
        self.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed and isinstance(self.widget, QComboBox):
            self._choose(typed)
        elif typed:
            self.fact.editor.set_text(typed)
        elif isinstance(self.widget, (QLineEdit, QPlainTextEdit)):
            self.widget.selectAll()

    def set_wrong(self, reason: str) -> None:
        """Mark what cannot be taken."""
        self.fact.field.set_error(reason)
        self.widget.setAccessibleDescription(reason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._composing = False
            if event.reason() not in _STAYS:
                self.focus_lost.emit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in _OURS:
                event.accept()  # no shortcut of the window may take it
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if isinstance(self.widget, QComboBox) and plain and event.text().isdigit():
            return self._choose(event.text())
        if key not in _OURS:
            return False
        if self._composing:
            return True  # it ends the composition, it does not save
        if isinstance(self.widget, KeyFirst) and self.widget.before_key(key):
            return True
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or key == Qt.Key.Key_Backtab
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if isinstance(self.widget, QPlainTextEdit):
                self.widget.insertPlainText("\n")
        elif key in _ENTER:
            self.save_asked.emit(-1 if back else 1, 0)
        elif key in _TABS:
            self.save_asked.emit(0, -1 if back else 1)
        return True

    def _choose(self, digit: str) -> bool:
        """A digit chooses: 3 is S3, 1 is 是, else what stands behind that digit; 0 is nothing."""
        if not isinstance(self.widget, QComboBox):
            return False
        codes = [str(self.widget.itemData(number)) for number in range(self.widget.count())]
        code = next((code for code in (f"S{digit}", digit) if code in codes), "")
        number = codes.index(code) if code else int(digit)
        if number < len(codes):
            self.widget.setCurrentIndex(number)
        return True

    def _number_choices(self) -> None:
        """Write the digits where they say more than the codes do."""
        if isinstance(self.widget, QComboBox) and self.column.shape in (Shape.CHOICE, Shape.CADRE):
            for number in range(1, min(self.widget.count(), _DIGITS)):
                self.widget.setItemText(number, f"{number} {self.widget.itemText(number)}")
