"""A visit by key events only, and how many presses it takes from F4 to saved; modifiers do not count.

| visit | presses |
|---|---|
| next, nobody there: in three workdays again | 6 |
| next, undecided: next step +5 | 9 |
| next, new reason, proposal: refuses, the step that the playbook proposes | 11 |
| another, agrees: by its initials, to a joint union, its stage is moved | 14 |
| another, undecided: by its initials, next step +5 | 15 |
| another, phone, yesterday: by its initials, undecided, next step +5 | 18 |
| another, with a phrase: by its initials, undecided, next step +5, a phrase as note | 22 |

`next` is preselected from today's list. What is counted are the events that arrive at the application.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel
from typing_extensions import override

from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, RIVER, SHIFT, SUN, Bench, Key
from ui.requests import RecordVisit

MOST, MOST_WITH_PHRASE = 18, 22
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class KeyCounter(QObject):
    """Counts presses as they arrive at the widget with the keyboard; a press that starts a shortcut is one, too."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_press and watched is QApplication.focusWidget() and event.key() not in _MODIFIERS:
            self.keys.append(QKeySequence(event.keyCombination()).toString())
        return False


@pytest.fixture
def counter(bench: Bench) -> Iterator[KeyCounter]:
    """Counts from now on; F4 opens the strip as the window's action does."""
    shortcut = QShortcut(QKeySequence("F4"), bench.window)
    shortcut.activated.connect(lambda: bench.open(RecordVisit()))
    counter = KeyCounter()
    QApplication.instance().installEventFilter(counter)
    bench.behind.setFocus()
    yield counter
    QApplication.instance().removeEventFilter(counter)


def next_one_undecided(bench: Bench) -> None:
    bench.enter(2)
    bench.type("2")
    bench.enter(2)
    bench.type("+5")


def nobody_there(bench: Bench) -> None:
    bench.enter(2)
    bench.type("4")
    bench.enter()


def reason_and_proposal(bench: Bench) -> None:
    bench.enter(2)
    bench.type("3")
    bench.enter()
    bench.type("d2")
    bench.enter()
    bench.press(Key.Key_Down)
    assert "→" not in bench.focus.text()
    bench.enter()


def by_initials(bench: Bench) -> None:
    """仁济中医门诊部: back from the day, which has the keyboard because somebody is preselected."""
    bench.press(Key.Key_Return, SHIFT)
    bench.type("rjzy")
    bench.enter()


def another_undecided(bench: Bench) -> None:
    by_initials(bench)
    next_one_undecided(bench)


def another_by_phone_yesterday(bench: Bench) -> None:
    by_initials(bench)
    bench.type("-1")
    bench.enter()
    bench.type("2")
    bench.enter()
    bench.type("2")
    bench.enter(2)
    bench.type("+5")


def another_agrees(bench: Bench) -> None:
    by_initials(bench)
    bench.enter(2)
    bench.type("1")
    bench.press(Key.Key_S, ALT)
    bench.enter()
    bench.type("2")


def another_with_a_phrase(bench: Bench) -> None:
    another_undecided(bench)
    bench.enter()
    bench.type("fzrwc ")


Script = Callable[[Bench], None]
SCRIPTS: dict[str, tuple[Script, int, int]] = {
    "next, nobody there": (nobody_there, RIVER, MOST),
    "next, undecided": (next_one_undecided, RIVER, MOST),
    "next, new reason, proposal": (reason_and_proposal, RIVER, MOST),
    "another, agrees": (another_agrees, CLINIC, MOST),
    "another, undecided": (another_undecided, CLINIC, MOST),
    "another, phone, yesterday": (another_by_phone_yesterday, CLINIC, MOST),
    "another, with a phrase": (another_with_a_phrase, CLINIC, MOST_WITH_PHRASE),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_presses_from_f4_to_saved(bench: Bench, counter: KeyCounter, name: str) -> None:
    script, organization, most = SCRIPTS[name]
    before = bench.batches()
    bench.press(Key.Key_F4)
    assert bench.overlay.is_open
    script(bench)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before + 1
    (made,) = bench.detail(organization).visits
    assert (made.note == "负责人外出") == ("phrase" in name)
    assert len(counter.keys) <= most, counter.keys
    assert documented(__doc__ or "")[name] == len(counter.keys), counter.keys


def documented(text: str) -> dict[str, int]:
    """The table above, by the names of the scripts."""
    rows = re.findall(r"^\| ((?:next|another)[^:|]*)[^|]*\| (\d+) \|", text, re.MULTILINE)
    return {name: int(number) for name, number in rows}


def test_the_user_guide_says_these_numbers() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "user-guide" / "first-day.md").read_text("utf-8")
    told = [int(number) for number in re.findall(r"^\| [^|]*F4[^|]*\| (\d+) \|", guide, re.MULTILINE)]
    assert sorted(told) == sorted(documented(__doc__ or "").values())
    assert len(told) == len(SCRIPTS)


def test_what_was_saved_is_what_was_meant(bench: Bench, counter: KeyCounter) -> None:
    bench.press(Key.Key_F4)
    another_agrees(bench)
    bench.press(Key.Key_Return, CONTROL)
    detail = bench.detail(CLINIC)
    assert (detail.stage, detail.facts["proposed_route"]) == ("S3", "joint")
    assert counter.keys[0] == "F4"


def test_the_next_of_the_list_costs_no_key_for_its_name(bench: Bench, counter: KeyCounter) -> None:
    bench.press(Key.Key_F4)
    next_one_undecided(bench)
    bench.press(Key.Key_Return, CONTROL)
    counter.keys.clear()
    bench.enter(2)
    bench.type("2")
    bench.press(Key.Key_Return, CONTROL)
    assert len(bench.detail(SUN).visits) == 1
    assert counter.keys == ["Return", "Return", "2", "Ctrl+Return"]


def test_a_short_word_takes_the_first_found_even_before_the_answer(bench: Bench) -> None:
    """Whoever types without looking: the initials and Enter."""
    form = bench.open(RecordVisit())
    bench.press(Key.Key_Return, SHIFT)
    bench.type("yg")
    bench.enter()
    assert form.chosen.ids == (SUN,)


def test_every_stop_shows_its_number_and_its_help(bench: Bench) -> None:
    form = bench.open(RecordVisit((SUN,)))
    labels = [label.text() for label in form.findChildren(QLabel)]
    for number in "123456":
        assert number in labels
    assert "0 今天　-1 昨天　0618" in labels
    assert "数字 1–9" in labels
