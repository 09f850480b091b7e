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


def keep_enter(widget: QWidget, event: QKeyEvent, *, had_focus: bool) -> None:
    """After a widget dealt with a key: an Enter that moved the keyboard elsewhere presses nothing there as well.

    Fields and views of Qt let go of an Enter that they acted on; it would go on to `press_focused`.
    """
    if event.key() in _ENTER and had_focus and not widget.hasFocus():
        event.accept()
