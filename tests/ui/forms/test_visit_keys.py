"""A visit by key events only, and how many presses it takes from F4 to saved."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.forms.conftest import CLINIC, CONTROL, RIVER, SHIFT, SUN, Bench, Key
from ui.requests import RecordVisit

MOST = 25
_TABLE: dict[str, int] = {}


def next_one_agrees_later(bench: Bench) -> None:
    """The next of the list, result 2, next step +5."""
    bench.enter(2)
    bench.type("2")
    bench.enter(2)
    bench.type("+5")


def nobody_there(bench: Bench) -> None:
    bench.enter(2)
    bench.type("4")


def reason_and_proposal(bench: Bench) -> None:
    """A new reason by code, the next step that the playbook proposes."""
    bench.enter(2)
    bench.type("3")
    bench.enter()
    bench.type("d2")
    bench.enter()
    bench.press(Key.Key_Down)


def another_one_by_phone_yesterday(bench: Bench) -> None:
    """Looked for by part of the name (two characters come from the input method), by phone, yesterday."""
    bench.press(Key.Key_Return, SHIFT)
    bench.press(Key.Key_A, CONTROL)
    bench.presses += len("renji ")
    bench.compose("renji")
    bench.compose("", "仁济")
    bench.enter()
    bench.type("-1")
    bench.enter()
    bench.type("2")
    bench.enter()
    bench.type("2")


SCRIPTS = {
    "next, undecided, +5": (next_one_agrees_later, RIVER),
    "next, nobody there": (nobody_there, RIVER),
    "next, new reason, proposal": (reason_and_proposal, RIVER),
    "another, phone, yesterday": (another_one_by_phone_yesterday, CLINIC),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_presses_from_f4_to_saved(bench: Bench, name: str) -> None:
    script, organization = SCRIPTS[name]
    before = bench.batches()
    bench.presses = 1  # F4
    bench.open(RecordVisit())
    script(bench)
    bench.press(Key.Key_Return, CONTROL)
    assert bench.batches() == before + 1
    assert len(bench.detail(organization).visits) == 1
    _TABLE[name] = bench.presses
    assert bench.presses <= MOST


def test_table_of_presses() -> None:
    """Only prints: run with -s to see it."""
    for name, presses in _TABLE.items():
        print(f"{presses:3}  {name}")


def test_every_stop_shows_its_number_and_its_help(bench: Bench) -> None:
    form = bench.open(RecordVisit((SUN,)))
    labels = [label.text() for label in form.findChildren(QLabel)]
    for number in "123456":
        assert number in labels
    assert "0 今天　-1 昨天　0618" in labels
    assert "数字 1–9" in labels
