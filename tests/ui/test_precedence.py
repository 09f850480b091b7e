"""Who goes first: long work stands still while somebody waits for an answer, but never for good."""

import time
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from models.progress import Progress
from tests.ui.test_jobs import Gate, runner, settle
from ui import precedence
from ui.jobs import Job, JobRunner
from ui.precedence import GivesWay, Precedence

__all__ = ["runner"]  # a fixture


class Clock:
    """Time that only passes where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What precedence takes for the time."""
    made = Clock()
    monkeypatch.setattr(precedence.time, "perf_counter", lambda: made.now)
    monkeypatch.setattr(precedence.time, "sleep", made.sleep)
    return made


def test_nobody_waits_and_nothing_is_waited_for(clock: Clock) -> None:
    way = Precedence().way()
    for _row in range(1_000):
        way.give()
    assert clock.slept == 0


def test_while_somebody_waits_it_goes_on_a_sixth_of_the_time(clock: Clock) -> None:
    asked = Precedence()
    way = asked.way()
    start, worked = clock.now, 0.0
    asked.begin()
    while clock.now < start + 0.9:
        before = clock.now
        way.give()
        assert clock.now - before < 0.11
        clock.now += 0.001
        worked += 0.001
    assert 0.1 < worked / 0.9 < 0.25


def test_a_question_that_takes_long_is_no_reason_any_more(clock: Clock) -> None:
    asked = Precedence()
    asked.begin()
    clock.now += 1.1
    asked.way().give()
    assert clock.slept == 0


def test_after_the_answer_it_is_painted(clock: Clock) -> None:
    asked = Precedence()
    asked.begin()
    asked.end()
    asked.way().give()
    assert 0 < clock.slept < 0.06


@pytest.mark.parametrize("lane", ["change", "tend"])
def test_long_work_lets_questions_of_its_window_go_first(qtbot: QtBot, runner: JobRunner, lane: str) -> None:
    asked: list[tuple[bool, float]] = []
    question = Gate()

    def long_work(progress: Progress) -> None:
        way = progress.give_way
        assert isinstance(way.__self__, GivesWay)  # type: ignore[attr-defined]
        assert question.begun.wait(20)
        now = time.perf_counter()
        asked.append((way.__self__._precedence is runner._precedence, runner._precedence.until - now))

    submit: Callable[[Callable[[Progress], object]], Job] = getattr(runner, lane)
    job = submit(long_work)
    runner.read(question, key="asked")
    qtbot.waitUntil(lambda: job.is_over, timeout=20_000)
    [(is_ours, left)] = asked
    assert is_ours
    assert 0 < left <= 1
    question.open.set()
    settle(qtbot, runner)
    assert runner._precedence.until - time.perf_counter() < 0.05


def test_a_question_without_a_key_is_long_work_itself(qtbot: QtBot, runner: JobRunner) -> None:
    waits = Gate()
    runner.read(waits)
    assert waits.begun.wait(20)
    assert runner._precedence.until == 0
    waits.open.set()
    settle(qtbot, runner)


def test_without_a_window_nobody_waits(clock: Clock) -> None:
    Progress().give_way()
    assert clock.slept == 0
