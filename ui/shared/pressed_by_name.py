"""What can be checked is not pressed but checked by a screen reader: to those who listen that is a click, too."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

_PRESSING, _SHOWING = "is being pressed", "is being shown"


def click_when_checked(button: QAbstractButton) -> None:
    """Let `clicked` come also when a screen reader checks the button; `show_checked` stays silent."""
    button.pressed.connect(partial(button.setProperty, _PRESSING, True))
    button.released.connect(partial(button.setProperty, _PRESSING, False))
    button.toggled.connect(partial(_on_toggled, button))


def show_checked(button: QAbstractButton, *, checked: bool = True) -> None:
    """Show the button as checked or not, without a click."""
    button.setProperty(_SHOWING, True)
    button.setChecked(checked)
    button.setProperty(_SHOWING, False)


def _on_toggled(button: QAbstractButton, checked: bool) -> None:  # noqa: FBT001 - the signal's value
    if checked and button.group() is not None:
        _let_tab_find(button)
    if button.property(_PRESSING) or button.property(_SHOWING):
        return
    if not checked and button.group() is None:
        show_checked(button)  # one of several that shows what is chosen: it cannot be taken back
    if checked or button.group() is None:
        button.clicked.emit()


def _let_tab_find(button: QAbstractButton) -> None:
    """From either side Tab comes to the chosen one of a group; the arrows go on from there."""
    for each in button.group().buttons():
        each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is button else Qt.FocusPolicy.ClickFocus)
