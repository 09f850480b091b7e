"""The keys of a form: Enter next field, Shift+Enter previous, Ctrl+Enter save, Alt+Enter save and stay, Esc back.

While an input method composes, Enter and Esc belong to it and nothing is saved, moved or left.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})
_MULTI_LINE = (QPlainTextEdit, QTextEdit)
_TEXT_ENTRIES = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


@runtime_checkable
class KeyFirst(Protocol):
    """A field that acts on Enter and Esc before its form does, such as one with an open list."""

    def before_key(self, key: int) -> bool:
        """Act; True where the form shall leave the key alone."""


def typing_now() -> bool:
    """Whether a text field has the focus: keys of a single letter then belong to the text."""
    return isinstance(QApplication.focusWidget(), _TEXT_ENTRIES)


class FormKeys(QObject):
    """Watches the fields of a form in their order. Buttons among them are pressed by Enter."""

    save_asked = Signal()
    save_and_stay_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget, fields: Sequence[QWidget] = ()) -> None:
        super().__init__(parent)
        self._fields: list[QWidget] = []
        self._composing = False
        self.set_fields(fields)

    def set_fields(self, fields: Sequence[QWidget]) -> None:
        """Use these fields, in this order."""
        for field in self._fields:
            field.removeEventFilter(self)
        self._fields = list(fields)
        for field in self._fields:
            field.installEventFilter(self)

    @property
    def composing(self) -> bool:
        """Whether an input method is composing in one of the fields."""
        return self._composing

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.FocusOut:
            self._composing = False
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_ours(event):
                event.accept()  # no shortcut of the window may take it
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return isinstance(watched, QWidget) and self._press(watched, event)
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        return event.key() in _ENTER or event.key() == Qt.Key.Key_Escape

    def _press(self, field: QWidget, event: QKeyEvent) -> bool:
        if not self._is_ours(event):
            return False
        if self._composing:
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if isinstance(field, KeyFirst) and field.before_key(event.key()):
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        elif modifiers == Qt.KeyboardModifier.ControlModifier:
            self.save_asked.emit()
        elif modifiers == Qt.KeyboardModifier.AltModifier:
            self.save_and_stay_asked.emit()
        elif modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._move(field, -1)
        elif isinstance(field, QAbstractButton):
            field.click()
        elif isinstance(field, _MULTI_LINE):
            return False  # a line break
        else:
            self._move(field, 1)
        return True

    def _move(self, field: QWidget, step: int) -> None:
        """Focus the next or previous field that can be used; at the ends, stay."""
        place = self._fields.index(field) + step
        while 0 <= place < len(self._fields):
            target = self._fields[place]
            if target.isEnabled() and target.isVisible():
                target.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
                return
            place += step
