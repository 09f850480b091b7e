"""Enter presses the button that has the focus, as Space does: Qt leaves that to the desktop, and only some do it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """For a window's keyPressEvent, where keys arrive that nothing else wanted: whether a button was pressed."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    focused = window.focusWidget()
    if event.key() not in _ENTER or not plain or event.isAutoRepeat() or not isinstance(focused, QAbstractButton):
        return False
    focused.click()
    return True
