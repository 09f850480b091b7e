"""Enter presses the button that has the keyboard, in the window and in dialogs; keys that nothing owns go nowhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from ui.shared.buttons import Button, LinkButton
from ui.shared.confirm import ConfirmDialog
from ui.shared.enter_presses import press_focused
from ui.shared.line_field import LineField

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.link, self.field = LinkButton("打开示例台账"), LineField()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.link)
        self.pressed = 0
        self.link.clicked.connect(self._count)

    def _count(self, *_checked: object) -> None:
        self.pressed += 1

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)


def test_enter_presses_the_focused_button_once(qtbot, show) -> None:
    window = show(Window())
    window.link.setFocus()
    qtbot.keyClick(window.link, Key.Key_Return)
    qtbot.keyClick(window.link, Key.Key_Enter, Modifier.KeypadModifier)
    assert window.pressed == 2
    qtbot.keyClick(window.link, Key.Key_Return, Modifier.ControlModifier)
    repeated = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Return, Modifier.NoModifier, "\r", True)
    QApplication.sendEvent(window.link, repeated)
    window.field.setFocus()
    qtbot.keyClick(window.field, Key.Key_Return)
    assert window.pressed == 2


def test_an_enter_that_brings_a_button_under_the_keyboard_does_not_press_it(qtbot, show) -> None:
    window = show(Window())
    window.field.returnPressed.connect(window.link.setFocus)
    window.field.setFocus()
    qtbot.keyClick(window.field, Key.Key_Return)
    assert window.link.hasFocus()
    assert window.pressed == 0
    qtbot.keyClick(window.link, Key.Key_Return)
    assert window.pressed == 1


def test_a_disabled_button_is_not_pressed(qtbot, show) -> None:
    window = show(Window())
    window.link.setFocus()
    window.link.setEnabled(False)
    qtbot.keyClick(window, Key.Key_Return)
    assert window.pressed == 0


def test_enter_in_the_confirmation_presses_what_has_the_ring(qtbot, show) -> None:
    dialog = ConfirmDialog(None, "移入回收站？", "随时可以恢复。", action="移入")
    show(dialog)
    assert isinstance(dialog.focusWidget(), Button)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)
    dialog = show(ConfirmDialog(None, "移入回收站？", "随时可以恢复。", action="移入"))
    dialog.action.setFocus()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.action, Key.Key_Return)
