from functools import partial

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from ui.shared.date_field import Calendar, DateField
from ui.shared.fields import Choice, Field, TextArea
from ui.shared.line_field import LineField, Meaning, MeaningField, NumberField
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.palette import colour
from ui.theme.tokens import Role

Key = Qt.Key


def understand(text: str) -> Meaning:
    known = {"+5": Meaning("10-10 周四", value=5), "0": Meaning("09-27 周五", value=0)}
    return known.get(text, Meaning(error="看不懂"))


def pixels(widget: QWidget, role: Role) -> int:
    image = widget.grab().toImage()
    rgb = colour(role).rgb()
    return sum(image.pixel(x, y) == rgb for x in range(image.width()) for y in range(image.height()))


def test_meaning_is_told_painted_and_spoken(show) -> None:
    field = show(MeaningField(understand))
    field.resize(320, 32)
    told: list[Meaning] = []
    field.meaning_changed.connect(told.append)
    empty = pixels(field, Role.TEXT2)
    field.setText("+5")
    assert told == [Meaning("10-10 周四", value=5)]
    assert field.meaning.value == 5
    assert field.accessibleDescription() == "10-10 周四"
    assert pixels(field, Role.TEXT2) > empty


def test_what_is_not_understood_is_marked_and_an_empty_field_is_not(show) -> None:
    field = show(MeaningField(understand))
    field.resize(320, 32)
    field.setText("xx")
    assert pixels(field, Role.DANGER) > 300
    field.clear()
    assert field.meaning == Meaning()
    assert pixels(field, Role.DANGER) == 0


def test_meaning_gives_way_to_a_composition(show) -> None:
    field = show(MeaningField(understand))
    field.resize(320, 32)
    field.setText("+5")
    shown = pixels(field, Role.TEXT2)
    QApplication.sendEvent(field, QInputMethodEvent("xia", []))
    assert field.composing
    assert pixels(field, Role.TEXT2) < shown


def test_enter_in_a_composition_is_not_a_return(qtbot, show) -> None:
    field = show(LineField())
    field.setFocus()
    returned: list[int] = []
    field.returnPressed.connect(lambda: returned.append(1))
    QApplication.sendEvent(field, QInputMethodEvent("xia", []))
    qtbot.keyClick(field, Key.Key_Return)
    assert returned == []
    QApplication.sendEvent(field, QInputMethodEvent())
    qtbot.keyClick(field, Key.Key_Return)
    assert returned == [1]


def test_calendar_types_a_day_and_opens_from_the_right_edge(qtbot, show) -> None:
    field = show(DateField(understand))
    field.resize(240, 32)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(225, 16))
    calendar = field.findChild(Calendar)
    assert calendar.isVisible()
    calendar.clicked.emit(QDate(2024, 9, 27))
    assert field.text() == "2024-09-27"
    assert not calendar.isVisible()
    qtbot.keyClick(field, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert calendar.isVisible()
    calendar.hide()


def test_calendar_week_starts_on_monday() -> None:
    assert Calendar().firstDayOfWeek() is Qt.DayOfWeek.Monday


def test_number_or_nothing(qtbot, show) -> None:
    field = show(NumberField(unit="人", highest=500))
    field.setFocus()
    told: list[int | None] = []
    field.value_changed.connect(told.append)
    assert field.value() is None
    qtbot.keyClicks(field, "12a")
    assert field.value() == 12
    qtbot.keyClick(field, Key.Key_Up)
    assert field.value() == 13
    field.set_value(None)
    qtbot.keyClick(field, Key.Key_Down)
    assert field.value() == 0  # never below the lowest
    assert told == [1, 12, 13, None, 0]


def test_field_says_what_is_wrong_and_takes_it_back(show) -> None:
    editor = LineField()
    field = show(Field("日期", editor, stop="2", help_text="0 今天"))
    height = field.sizeHint().height()
    assert editor.accessibleName() == "日期"
    assert {label.text() for label in field.findChildren(QLabel)} == {"0 今天", "2", "日期"}
    field.set_error("看不懂")
    assert editor.accessibleDescription() == "看不懂"
    assert pixels(field, Role.DANGER) > 0
    assert field.sizeHint().height() == height
    field.set_error("")
    assert pixels(field, Role.DANGER) == 0
    field.set_help("-1 昨天")
    assert "-1 昨天" in [label.text() for label in field.findChildren(QLabel)]


@pytest.mark.parametrize("editor", [lambda: Choice([("1", "上门")]), TextArea])
def test_every_editor_can_be_wrong(show, editor) -> None:
    field = show(Field("方式", editor()))
    field.set_error("要选一个")
    assert pixels(field.editor, Role.DANGER) > 20


def test_choice_by_key(show) -> None:
    choice = show(Choice([("1", "上门"), ("2", "电话")]))
    choice.choose("2")
    assert (choice.choice(), choice.currentText()) == ("2", "电话")
    choice.choose("unknown")
    assert choice.choice() == ""


def test_wheel_over_a_choice_changes_nothing_without_focus(show) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    first, choice = LineField(), Choice([("1", "上门"), ("2", "电话")])
    column.addWidget(first)
    column.addWidget(choice)
    show(host)
    first.setFocus()
    turn_wheel(choice)
    assert choice.choice() == "1"
    choice.setFocus()
    turn_wheel(choice)
    assert choice.choice() == "2"


def turn_wheel(widget: QWidget) -> None:
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(5, 5), widget.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), none,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


THREE = tuple(Suggestion(key, text) for key, text in (("1", "阳光新苗幼儿园"), ("2", "阳光之家"), ("3", "打印")))


@pytest.fixture
def search(show) -> SuggestionField:
    host = QWidget()
    field = SuggestionField(placeholder="名称")
    column = QVBoxLayout(host)
    column.addWidget(field)
    column.addStretch()
    host.resize(500, 400)
    field.host = show(host)  # keeps the window
    field.setFocus()
    return field


def test_typing_asks_and_the_list_keeps_the_focus_away(qtbot, search: SuggestionField) -> None:
    asked: list[str] = []
    search.query_changed.connect(asked.append)
    qtbot.keyClicks(search, "yg")
    search.show_suggestions(THREE)
    assert asked == ["y", "yg"]
    assert search.suggestions_shown()
    assert search.hasFocus()


def test_arrows_go_round_and_enter_chooses(qtbot, search: SuggestionField) -> None:
    chosen: list[str] = []
    search.chosen.connect(chosen.append)
    search.show_suggestions(THREE)
    qtbot.keyClick(search, Key.Key_Up)
    qtbot.keyClick(search, Key.Key_Return)
    assert chosen == ["3"]
    assert not search.suggestions_shown()


def test_enter_in_a_composition_chooses_nothing(qtbot, search: SuggestionField) -> None:
    chosen: list[str] = []
    search.chosen.connect(chosen.append)
    search.show_suggestions(THREE)
    QApplication.sendEvent(search, QInputMethodEvent("yang", []))
    qtbot.keyClick(search, Key.Key_Return)
    assert chosen == []
    assert search.suggestions_shown()


def test_escape_no_proposals_and_leaving_close_the_list(qtbot, search: SuggestionField) -> None:
    search.show_suggestions(THREE)
    qtbot.keyClick(search, Key.Key_Escape)
    assert not search.suggestions_shown()
    search.show_suggestions(THREE)
    search.show_suggestions(())
    assert not search.suggestions_shown()
    search.show_suggestions(THREE)
    search.clearFocus()
    assert not search.suggestions_shown()


def test_list_stays_inside_the_window(search: SuggestionField) -> None:
    window = search.window()
    search.show_suggestions(THREE)
    rows = [child for child in window.children() if isinstance(child, QWidget) and child is not search]
    assert rows[-1].geometry().left() < window.width()
    window.layout().insertStretch(0, 20)
    window.layout().activate()
    search.show_suggestions(THREE)
    assert rows[-1].geometry().center().y() < search.geometry().center().y()


def test_letters_find_a_choice_by_its_sound(show, qtbot) -> None:
    choice = show(Choice([("name", "单位名称"), ("street", "所在街道"), ("staff", "从业人员"), ("full", "专职")]))
    choice.setFocus()
    QTest.keyClicks(choice, "jied")
    assert choice.choice() == "street"
    choice._forget_letters()
    QTest.keyClicks(choice, "cyry")
    assert choice.choice() == "staff"
    choice._forget_letters()
    QTest.keyClicks(choice, "x")  # no such word: it stays
    assert choice.choice() == "staff"
    choice._forget_letters()
    choice.showPopup()
    QTest.keyClicks(choice.view(), "zz")
    QTest.keyClick(choice.view(), Qt.Key.Key_Return)
    assert choice.choice() == "full"


def test_a_reason_goes_when_the_value_is_another(show) -> None:
    line = show(Field("原因", LineField(), help_text="代码或拼音"))
    line.set_error("没有这个原因")
    QTest.keyClicks(line.editor, "D")
    assert (said(line), line.editor.accessibleDescription()) == ("代码或拼音", "")
    date = show(Field("日期", MeaningField(understand)))
    date.set_error("要写日期")
    QTest.keyClicks(date.editor, "x")
    assert pixels(date.editor, Role.DANGER) > 0, "it is not understood either"
    QTest.keyClick(date.editor, Key.Key_Backspace)
    QTest.keyClick(date.editor, Key.Key_0)
    assert pixels(date.editor, Role.DANGER) == 0
    choice = show(Field("方式", Choice([("1", "上门"), ("2", "电话")]), help_text="数字"))
    choice.set_error("要选一个")
    choice.editor.choose("2")
    assert said(choice) == "数字"


def said(field: Field) -> str:
    """What stands below the editor."""
    return field.findChildren(QLabel)[-1].text()


def test_a_code_of_a_letter_and_a_digit_is_found_in_a_choice(show) -> None:
    choice = show(Choice([("B1", "B1 无专职人员"), ("B2", "B2 职工不足25人可单独建"), ("C2", "C2 随母体覆盖")]))
    choice.setFocus()
    QTest.keyClicks(choice, "b2")
    assert choice.choice() == "B2"


@pytest.mark.parametrize("make", [LineField, TextArea, lambda: DateField(understand), SuggestionField])
def test_undo_is_the_windows_where_nothing_was_typed(show, make) -> None:
    window, field, undone = QWidget(), make(), []
    QVBoxLayout(window).addWidget(field)
    action = QAction(window)
    action.setShortcut(QKeySequence("Ctrl+Z"))
    action.triggered.connect(partial(undone.append, 1))
    window.addAction(action)
    show(window)
    window.activateWindow()
    field.setFocus()
    QTest.keyClick(field, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1
    QTest.keyClicks(field, "+5")
    QTest.keyClick(field, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1, "what was typed is taken back first"
    assert (field.toPlainText() if isinstance(field, TextArea) else field.text()) != "+5"
