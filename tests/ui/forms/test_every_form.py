"""What holds for every form: input methods, Esc, drafts, Tab, keys of the window, room for all words."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from models.errors import FileProblem
from models.ledger.ledger import Ledger
from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, RIVER, SCHOOL, SUN, Bench, Key
from ui import form_draft, requests
from ui.form import Form, KeysHint
from ui.form_segments import FormSegments
from ui.shared.labels import ElidedLabel
from ui.theme.tokens import Scheme

OPENED: dict[str, Callable[[Bench], Form]] = {
    "visit": lambda bench: bench.open(requests.RecordVisit((SUN,))),
    "visits": lambda bench: bench.open(requests.RecordVisit((SUN, RIVER, CLINIC))),
    "followup": lambda bench: bench.open(requests.AssignFollowup((SUN,))),
    "followups": lambda bench: bench.open(requests.AssignFollowup((SUN, RIVER))),
    "reason": lambda bench: bench.open(requests.AddReason(SUN)),
    "eligibility": lambda bench: bench.open(requests.DecideEligibility((SUN,))),
    "decisions": lambda bench: bench.open(requests.DecideEligibility((SUN, RIVER))),
    "union": lambda bench: bench.open(requests.FormUnion((SUN,))),
    "unions": lambda bench: bench.open(requests.FormUnion((SUN, RIVER, CLINIC, SCHOOL))),
    "people": lambda bench: bench.open(None),
}
every_form = pytest.mark.parametrize("name", OPENED)


def lines(form: Form) -> list[QLineEdit]:
    return [line for line in form.findChildren(QLineEdit) if line.isVisible() and line.isEnabled()]


@every_form
def test_enter_of_an_input_method_saves_and_moves_nothing(bench: Bench, name: str) -> None:
    form = OPENED[name](bench)
    before = bench.batches()
    for line in lines(form):
        line.setFocus()
        bench.compose("yang'guang")
        for modifier in (Qt.KeyboardModifier.NoModifier, CONTROL, ALT):
            bench.press(Key.Key_Return, modifier)
        bench.press(Key.Key_Escape)
        assert line.hasFocus(), line.accessibleName()
        assert bench.overlay.is_open
        bench.compose("")
    assert bench.batches() == before


@every_form
def test_escape_leaves_the_ledger_as_it_was(bench: Bench, name: str) -> None:
    form = OPENED[name](bench)
    before = bench.batches()
    for line in lines(form):
        if not line.validator():
            line.setText("5")
    bench.press(Key.Key_Escape)
    assert not bench.overlay.is_open
    assert bench.batches() == before


@every_form
def test_what_was_typed_comes_back_until_it_is_saved(bench: Bench, name: str) -> None:
    form = OPENED[name](bench)
    assert not form.draft_tag.isVisible()
    bench.press(Key.Key_Escape)
    form = OPENED[name](bench)
    assert not form.draft_tag.isVisible()  # nothing was typed
    kept = {}
    for key, editor in form._drafted.items():
        if isinstance(editor, QLineEdit) and not editor.validator() and not isinstance(editor, form_draft.Drafted):
            editor.setText("0")
            kept[key] = "0"
    bench.press(Key.Key_Escape)
    form = OPENED[name](bench)
    assert form.draft_tag.isVisible()
    assert {key: form_draft.text_of(form._drafted[key]) for key in kept} == kept


@every_form
def test_tab_reaches_every_editor_and_button_and_stays_in_the_form(bench: Bench, name: str) -> None:
    form = OPENED[name](bench)
    seen: set[QWidget] = set()
    for _step in range(60):
        assert form.isAncestorOf(bench.focus)
        seen.add(bench.focus)
        bench.press(Key.Key_Tab)
    wanted = {widget for widget in form.findChildren(QWidget) if takes_tab(widget)}  # of segments only the chosen one
    assert wanted <= seen
    assert set(lines(form)) <= seen
    backwards = set()
    for _step in range(60):
        bench.press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        backwards.add(bench.focus)
    assert wanted <= backwards


def takes_tab(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )


@every_form
def test_enter_goes_through_all_lines_to_a_button(bench: Bench, name: str) -> None:
    form = OPENED[name](bench)
    form._first.setFocus()
    seen = [bench.focus]
    while not isinstance(bench.focus, QAbstractButton) or in_segments(bench.focus) or bench.focus.isCheckable():
        before = bench.focus
        bench.enter()
        assert bench.focus is not before
        seen.append(bench.focus)
    assert bench.focus is form.save_button
    resolving = [line for line in lines(form) if line not in seen]
    assert resolving == []


def in_segments(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), FormSegments)


@every_form
def test_keys_of_the_window_do_not_take_the_form_away(bench: Bench, name: str) -> None:
    taken: list[str] = []
    for keys in ("F4", "F6", "F9", "Ctrl+N", "Ctrl+2", "Ctrl+="):
        action = QAction(keys, bench.window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False, keys=keys: taken.append(keys))
        bench.window.addAction(action)
    form = OPENED[name](bench)
    for widget in [widget for widget in form.findChildren(QWidget) if takes_tab(widget)]:
        widget.setFocus()
        for key in (Key.Key_F4, Key.Key_F6, Key.Key_F9):
            bench.press(key)
        for key in (Key.Key_N, Key.Key_2):
            bench.press(key, CONTROL)
    assert taken == []
    bench.press(Key.Key_Equal, CONTROL)
    assert taken == ["Ctrl+="]  # the size of the text is not the form's


@every_form
def test_a_file_that_cannot_be_written_is_said_and_nothing_typed_is_lost(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    form = OPENED[name](bench)
    fill(bench, name)
    typed = form._texts()

    def refuse(_ledger: Ledger, **_how: object) -> None:
        raise FileProblem("磁盘已满，没有保存。", hint="请腾出空间后再保存。")

    monkeypatch.setattr(Ledger, "_writing", refuse)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.overlay.is_open
    assert form._problem.itemAt(0).widget()._reason == "磁盘已满，没有保存。"
    assert form._texts() == typed
    monkeypatch.undo()
    bench.press(Key.Key_Return, CONTROL)
    assert bench.said != []


def fill(bench: Bench, name: str) -> None:
    """The least that can be saved."""
    if name.startswith("visit"):
        bench.enter(2)
        bench.type("2")
    elif name == "reason":
        bench.type("f3")
        bench.enter()
    elif name == "people":
        bench.compose("", "李明")


@pytest.mark.parametrize("scale", [100, 150, 200])
@every_form
def test_no_word_is_cut(bench: Bench, restyle, name: str, scale: int) -> None:
    restyle(Scheme.LIGHT, scale)
    form = OPENED[name](bench)
    fill(bench, name)
    QApplication.processEvents()
    found = []
    for widget in form.findChildren(QWidget):
        words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if not words or not widget.isVisible() or isinstance(widget, ElidedLabel | KeysHint):
            continue
        needed = widget.minimumSizeHint().expandedTo(QSize(0, 0))
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed = QSize(0, widget.heightForWidth(widget.width()))
        elif isinstance(widget, QLabel):
            needed = widget.sizeHint()
        right = widget.mapTo(form, widget.rect().topRight()).x()
        if widget.width() < needed.width() or widget.height() < needed.height() or right >= form.width():
            found.append(f"{words}: {widget.size().toTuple()} of {needed.toTuple()}, right {right} of {form.width()}")
    assert found == []
    assert form.width() <= bench.window.width()
