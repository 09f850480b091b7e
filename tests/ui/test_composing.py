"""While an input method composes, Enter ends the word: it saves nothing and goes nowhere, in any field."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from models.queries.history import log
from tests.ui.walking import settle, walk
from ui.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ENTERS = (
    (Key.Key_Return, Modifier.NoModifier),
    (Key.Key_Enter, Modifier.KeypadModifier),
    (Key.Key_Return, Modifier.ControlModifier),
    (Key.Key_Return, Modifier.AltModifier),
    (Key.Key_Return, Modifier.ShiftModifier),
)


def fields_of(screen: QWidget) -> Iterator[QWidget]:
    """The fields that one can type Chinese into."""
    for field in screen.findChildren(QWidget):
        takes_text = isinstance(field, (QLineEdit, QPlainTextEdit)) and field.isEnabled() and not field.isReadOnly()
        if takes_text and field.isVisible() and field.focusProxy() is None:
            yield field


def compose(field: QWidget, preedit: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(preedit, []))


def test_enter_belongs_to_the_input_method_in_every_field(walked_window: MainWindow) -> None:
    window = walked_window
    before = log(window.session.ledger, limit=1)[0].edit
    wrong, tried = [], 0
    for name, screen in walk(window):
        for field in fields_of(screen):
            if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal:
                continue  # a passphrase: no input method writes there
            field.setFocus()
            if QApplication.focusWidget() is not field:
                continue
            tried += 1
            QTest.keyClick(field, Key.Key_End)  # what is selected goes when a word is begun
            text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            compose(field, "zouf")
            for key, modifiers in ENTERS:
                QTest.keyClick(field, key, modifiers)
            settle(window)
            now = window.overlay.content if window.overlay.is_open else window.stack.currentWidget()
            where = f"{name}: {type(field).__name__} “{field.accessibleName()}”"
            if now is not screen:
                wrong.append(f"{where} leaves the screen")
                break
            if QApplication.focusWidget() is not field:
                wrong.append(f"{where} loses the keyboard")
            compose(field, "")
            if (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) != text:
                wrong.append(f"{where} changes its text")
    assert not wrong, "\n".join(wrong)
    assert log(window.session.ledger, limit=1)[0].edit == before
    assert tried > 30


def test_the_command_box_lets_the_input_method_have_enter(walked_window: MainWindow) -> None:
    window = walked_window
    QTest.keyClick(window, Key.Key_K, Modifier.ControlModifier)
    place = window.stack.currentWidget()
    box = window.top.command
    QTest.keyClicks(box, "a")
    settle(window)
    compose(box, "yang")
    QTest.keyClick(box, Key.Key_Return)
    settle(window)
    assert window.stack.currentWidget() is place
    assert box.text() == "a"
    compose(box, "")
