"""Jobs: one lane that writes, progress that is polled, exactly one ending; a bug reaches the crash dialog."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from pytestqt.qtbot import QtBot
from typing_extensions import override

from models.errors import InputProblem
from models.progress import Progress
from ui.jobs import Job, JobRunner
from ui.progress_window import ProgressShower
from ui.shared.waiting import ProgressPanel


@pytest.fixture
def runner(qapp: object) -> Iterator[JobRunner]:
    """The lanes of a window; they end with the test."""
    made = JobRunner()
    yield made
    made.shut_down()


@pytest.fixture
def bugs(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What reached the hook of what nobody foresaw."""
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, bug, _trace: found.append(bug))
    return found


class Endings:
    """Everything that a job said, in order."""

    def __init__(self, job: Job) -> None:
        self.heard: list[tuple[str, Any]] = []
        job.done.connect(lambda value: self.heard.append(("done", value)))
        job.failed.connect(lambda problem: self.heard.append(("failed", problem)))
        job.cancelled.connect(lambda: self.heard.append(("cancelled", None)))
        job.ended.connect(lambda: self.heard.append(("ended", None)))

    @property
    def words(self) -> list[str]:
        return [word for word, _value in self.heard]


class Gate:
    """Work that says when it has begun and goes on when it is let."""

    def __init__(self, result: object = None) -> None:
        self.begun, self.open = threading.Event(), threading.Event()
        self._result = result

    def __call__(self, progress: Progress) -> object:
        self.begun.set()
        assert self.open.wait(20)
        progress.check()
        return self._result


def raising(error: BaseException) -> Callable[[Progress], object]:
    def work(_progress: Progress) -> object:
        raise error

    return work


def settle(qtbot: QtBot, runner: JobRunner) -> None:
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=20_000)


@pytest.mark.parametrize("lane", ["change", "read"])
def test_each_ending_comes_alone_and_then_the_end(qtbot: QtBot, runner: JobRunner, bugs: list, lane: str) -> None:
    problem, bug = InputProblem("没有这家单位。"), ZeroDivisionError("张三")
    start = getattr(runner, lane)
    good, bad, ugly = (Endings(start(work)) for work in (lambda _progress: 7, raising(problem), raising(bug)))
    settle(qtbot, runner)
    assert good.heard == [("done", 7), ("ended", None)]
    assert bad.heard == [("failed", problem), ("ended", None)]
    assert ugly.heard == [("cancelled", None), ("ended", None)]
    assert bugs == [bug]


def test_a_bug_in_a_job_that_nobody_waits_for_is_reported_as_well(qtbot: QtBot, runner: JobRunner, bugs: list) -> None:
    gate = Gate()

    def work(progress: Progress) -> object:
        gate.begun.set()
        assert gate.open.wait(20)
        raise ZeroDivisionError

    first = Endings(runner.read(work, key="list"))
    assert gate.begun.wait(20)
    runner.read(lambda _progress: None, key="list")
    gate.open.set()
    settle(qtbot, runner)
    assert first.words == ["cancelled", "ended"]
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_writers_take_turns_while_readers_go_on(qtbot: QtBot, runner: JobRunner) -> None:
    first, order, inside = Gate(), [], threading.Semaphore(1)

    def write(number: int) -> Callable[[Progress], object]:
        def work(progress: Progress) -> object:
            assert inside.acquire(blocking=False), "two writers at once"
            try:
                if number == 0:
                    first(progress)
                order.append((number, threading.current_thread().name))
            finally:
                inside.release()
            return number

        return work

    jobs = [Endings(runner.change(write(number))) for number in range(20)]
    assert first.begun.wait(20)
    reader = Endings(runner.read(lambda _progress: "read"))
    qtbot.waitUntil(lambda: reader.words == ["done", "ended"], timeout=20_000)
    assert order == []
    first.open.set()
    settle(qtbot, runner)
    assert [number for number, _name in order] == list(range(20))
    assert len({name for _number, name in order}) == 1
    assert all(job.words == ["done", "ended"] for job in jobs)


def test_cancel_before_during_and_after(qtbot: QtBot, runner: JobRunner) -> None:
    gate, ran = Gate(), []
    during = runner.change(gate)
    before = runner.change(lambda _progress: ran.append(1))
    heard = Endings(during), Endings(before)
    before.cancel()
    assert gate.begun.wait(20)
    during.cancel()
    gate.open.set()
    settle(qtbot, runner)
    assert [each.words for each in heard] == [["cancelled", "ended"]] * 2
    assert ran == []
    finished = Endings(runner.change(lambda _progress: 1))
    qtbot.waitUntil(lambda: "ended" in finished.words, timeout=20_000)
    assert finished.words == ["done", "ended"]


def test_work_that_is_finished_when_one_cancels_is_done(qtbot: QtBot, runner: JobRunner) -> None:
    finished = threading.Event()

    def work(_progress: Progress) -> str:
        finished.set()
        return "saved"

    job = runner.change(work)
    heard = Endings(job)
    assert finished.wait(20)
    job.cancel()  # the window's thread has not heard of the end yet
    settle(qtbot, runner)
    assert heard.heard == [("done", "saved"), ("ended", None)]


def test_only_the_latest_answer_of_a_key_arrives(qtbot: QtBot, runner: JobRunner) -> None:
    gates = [Gate(number) for number in range(3)]
    jobs = [Endings(runner.read(gate, key="box")) for gate in gates]
    other = Endings(runner.read(lambda _progress: "other", key="list"))
    for gate in gates:
        gate.open.set()
    settle(qtbot, runner)
    assert jobs[2].heard == [("done", 2), ("ended", None)]
    assert [job.words for job in jobs[:2]] == [["ended"], ["ended"]]
    assert other.heard[0] == ("done", "other")


def test_progress_is_polled_and_pushes_nothing(qtbot: QtBot, runner: JobRunner) -> None:
    halfway, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        for row in range(100_000):
            progress.step(row, 100_000, "导入")
            if row == 50_000:
                halfway.set()
                assert go_on.wait(20)

    job = runner.change(work)
    post = Post()
    job.installEventFilter(post)
    assert halfway.wait(20)
    assert (job.state.label, job.state.done, job.state.total) == ("导入", 50_000, 100_000)
    qtbot.wait(20)
    assert post.calls == 0
    go_on.set()
    settle(qtbot, runner)
    assert post.calls == 1


def test_only_the_window_starts_jobs(runner: JobRunner) -> None:
    refused: list[Exception] = []

    def elsewhere() -> None:
        try:
            runner.read(lambda _progress: None)
        except RuntimeError as error:
            refused.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(refused) == 1


def test_after_shutting_down_nothing_runs_and_nothing_is_heard(qtbot: QtBot) -> None:
    runner, gate, ran = JobRunner(), Gate(), []
    running = Endings(runner.change(gate))
    waiting = Endings(runner.change(lambda _progress: ran.append(1)))
    assert gate.begun.wait(20)
    gate.open.set()
    runner.shut_down()
    qtbot.wait(20)
    assert ran == []
    assert "done" not in running.words + waiting.words


def test_what_is_asked_for_while_the_window_closes_is_dropped(qtbot: QtBot) -> None:
    runner, ran = JobRunner(), []
    runner.shut_down()
    for ask in (runner.read, runner.change, runner.tend):
        endings = Endings(ask(lambda _progress: ran.append(1)))
        qtbot.wait(1)
        assert (ran, endings.heard, runner.is_busy) == ([], [], False)


def test_settling_waits_for_what_runs_and_the_lanes_stay(qtbot: QtBot, runner: JobRunner) -> None:
    ended = threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress.check()
        finally:
            ended.set()

    heard = Endings(runner.read(work))
    runner.settle()
    assert ended.is_set()
    settle(qtbot, runner)
    assert heard.words == ["ended"]
    again = Endings(runner.read(lambda _progress: 1))
    settle(qtbot, runner)
    assert again.words == ["done", "ended"]


def test_long_work_with_a_title_is_shown_and_can_be_stopped(qtbot: QtBot, show: Any) -> None:
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415 - the other tests need no widget

    window = show(QWidget())
    runner = JobRunner(window)
    ProgressShower(window, runner)
    stopped = threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress.step(3, 10, "逐家核对")
        finally:
            stopped.set()

    heard = Endings(runner.change(work, title="检查台账"))
    qtbot.waitUntil(lambda: any(panel.isVisible() for panel in window.findChildren(ProgressPanel)), timeout=20_000)
    window.findChildren(ProgressPanel)[0].cancel_asked.emit()
    settle(qtbot, runner)
    assert stopped.is_set()
    assert heard.words == ["cancelled", "ended"]
    qtbot.waitUntil(lambda: not window.findChildren(ProgressPanel), timeout=20_000)
    runner.shut_down()


class Post(QObject):
    """Counts what other threads have called."""

    calls = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.calls += event.type() == QEvent.Type.MetaCall
        return False


class Bell(QObject):
    """A signal with a truth value, as buttons have."""

    rung = Signal(bool)


def test_five_thousand_emits_cost_no_reference(qapp: object) -> None:
    """PySide6 6.12.0 loses a reference of True with every emit on Python 3.11 and aborts after some hundred."""
    bell, heard = Bell(), []
    bell.rung.connect(heard.append)
    before = sys.getrefcount(True)
    for _time in range(5_000):
        bell.rung.emit(True)
    assert len(heard) == 5_000
    assert sys.getrefcount(True) >= before + 4_900


def test_void_calls_cost_no_reference_of_none(qapp: object) -> None:
    """PySide6 6.12.0 loses a reference of None with every void call on Python 3.11, and ends the process."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _time in range(1_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100
