"""Enter, Shift+Enter, Ctrl+Enter, Esc; and nothing of it while an input method composes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.shared.buttons import Button
from ui.shared.fields import TextArea
from ui.shared.form_keys import FormKeys, typing_now
from ui.shared.line_field import LineField
from ui.shared.suggestions import Suggestion, SuggestionField

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.name, self.date, self.note = SuggestionField(), LineField(), TextArea()
        self.done = Button("保存")
        self.fields = [self.name, self.date, self.note, self.done]
        column = QVBoxLayout(self)
        for field in self.fields:
            column.addWidget(field)
        self.keys = FormKeys(self, self.fields)
        self.said: list[str] = []
        self.keys.save_asked.connect(lambda: self.said.append("save"))
        self.keys.save_and_stay_asked.connect(lambda: self.said.append("stay"))
        self.keys.back_asked.connect(lambda: self.said.append("back"))
        self.done.clicked.connect(lambda: self.said.append("click"))


@pytest.fixture
def form(show) -> Form:
    form = show(Form())
    form.name.setFocus()
    return form


def compose(field: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_enter_goes_on_and_shift_enter_back(qtbot, form: Form) -> None:
    qtbot.keyClick(form.name, Key.Key_Return)
    assert form.date.hasFocus()
    qtbot.keyClick(form.date, Key.Key_Enter, Modifier.KeypadModifier)
    assert form.note.hasFocus()
    qtbot.keyClick(form.note, Key.Key_Return, Modifier.ShiftModifier)
    assert form.date.hasFocus()
    qtbot.keyClick(form.date, Key.Key_Return, Modifier.ShiftModifier)
    qtbot.keyClick(form.name, Key.Key_Return, Modifier.ShiftModifier)
    assert form.name.hasFocus()
    assert form.said == []


def test_fields_that_cannot_be_used_are_passed_over(qtbot, form: Form) -> None:
    form.date.setEnabled(False)
    qtbot.keyClick(form.name, Key.Key_Return)
    assert form.note.hasFocus()


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Key.Key_Return, Modifier.ControlModifier, "save"),
        (Key.Key_Enter, Modifier.ControlModifier, "save"),
        (Key.Key_Return, Modifier.AltModifier, "stay"),
        (Key.Key_Escape, Modifier.NoModifier, "back"),
    ],
)
def test_save_and_back_from_every_field(qtbot, form: Form, key, modifier, said: str) -> None:
    for field in form.fields:
        field.setFocus()
        qtbot.keyClick(field, key, modifier)
    assert form.said == [said] * 4


def test_enter_breaks_the_line_in_a_text_area_and_presses_a_button(qtbot, form: Form) -> None:
    form.note.setFocus()
    qtbot.keyClicks(form.note, "a")
    qtbot.keyClick(form.note, Key.Key_Return)
    assert form.note.toPlainText() == "a\n"
    form.done.setFocus()
    qtbot.keyClick(form.done, Key.Key_Return)
    assert form.said == ["click"]


@pytest.mark.parametrize("modifier", [Modifier.NoModifier, Modifier.ControlModifier, Modifier.AltModifier])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_enter_during_composition_does_nothing(qtbot, form: Form, modifier, place: int) -> None:
    field = form.fields[place]
    field.setFocus()
    compose(field, "yang guang")
    assert form.keys.composing
    qtbot.keyClick(field, Key.Key_Return, modifier)
    qtbot.keyClick(field, Key.Key_Escape)
    assert form.said == []
    assert field.hasFocus()
    compose(field, "", "阳光")
    assert not form.keys.composing
    text = field.toPlainText() if isinstance(field, TextArea) else field.text()
    assert text == "阳光"
    qtbot.keyClick(field, Key.Key_Return, Modifier.ControlModifier)
    assert form.said == ["save"]


def test_composition_left_by_the_focus_is_over(qtbot, form: Form) -> None:
    compose(form.name, "yang")
    form.date.setFocus()
    assert not form.keys.composing


def test_enter_takes_the_proposal_and_goes_on(qtbot, form: Form) -> None:
    chosen: list[str] = []
    form.name.chosen.connect(chosen.append)
    form.name.show_suggestions((Suggestion("1", "阳光新苗幼儿园"), Suggestion("2", "阳光之家")))
    qtbot.keyClick(form.name, Key.Key_Down)
    qtbot.keyClick(form.name, Key.Key_Return)
    assert chosen == ["2"]
    assert form.date.hasFocus()


def test_escape_closes_the_list_first(qtbot, form: Form) -> None:
    form.name.show_suggestions((Suggestion("1", "阳光新苗幼儿园"),))
    qtbot.keyClick(form.name, Key.Key_Escape)
    assert not form.name.suggestions_shown()
    assert form.said == []
    qtbot.keyClick(form.name, Key.Key_Escape)
    assert form.said == ["back"]


def test_letters_are_text_while_a_text_field_has_the_focus(form: Form) -> None:
    assert typing_now()
    form.done.setFocus()
    assert not typing_now()


def test_fields_can_be_exchanged(qtbot, form: Form) -> None:
    form.keys.set_fields([form.name, form.done])
    qtbot.keyClick(form.name, Key.Key_Return)
    assert form.done.hasFocus()
    form.date.setFocus()
    qtbot.keyClick(form.date, Key.Key_Return, Modifier.ControlModifier)
    assert form.said == []
