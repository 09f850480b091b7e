"""Cycles with widgets in them are destroyed on the window's thread only."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from models.ledger.ledger import Ledger
from ui import application, garbage, main_window
from ui.garbage import GarbageOnWindowThread
from ui.preferences import Preferences


class _Knot:
    """Only the search for garbage finds it."""

    def __init__(self, gone: list[str]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.current_thread().name))


@pytest.fixture
def collector(qapp) -> Iterator[QObject]:
    gc.collect()
    gc.enable()
    made = GarbageOnWindowThread()
    yield made
    made.deleteLater()
    gc.unfreeze()


def test_a_working_thread_never_destroys_what_lies_in_a_cycle(collector, qtbot) -> None:
    gone: list[str] = []
    knot = _Knot(gone)
    del knot
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend([n] for n in range(50_000)), name="ledger-reader")
    worker.start()
    worker.join()
    assert gone == []
    qtbot.waitUntil(lambda: gone == [threading.current_thread().name])


def test_nothing_is_looked_at_where_nothing_is_due(collector, monkeypatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(garbage.gc, "collect", asked.append)
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (700, 10, 10))
    garbage.collect_if_due()
    assert asked == []
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (900, 11, 3))
    garbage.collect_if_due()
    assert asked == [1]


def test_too_much_is_left_unlooked_at_until_a_ledger_was_left(collector, monkeypatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(garbage, "_MOST", 5_000)
    gc.callbacks.append(lambda phase, info: looked.append(info["generation"]) if phase == "start" else None)
    try:
        gone: list[str] = []
        knot = _Knot(gone)
        kept = [[number] for number in range(20_000)]
        del knot
        garbage.collect_if_due()
        assert (looked, gone, len(kept)) == ([], [], 20_000)
        assert gc.get_freeze_count() > 20_000
        more = [[number] for number in range(3_000)]
        garbage.collect_if_due()  # little enough again
        assert (looked, gone, len(more)) == ([0], [], 3_000)
        garbage.look_at_everything()
        assert (looked, gone) == ([0, 2], [threading.current_thread().name])
        gc.enable()
        garbage.look_at_everything()  # Python's own search is on: nothing for us to do
        assert looked == [0, 2]
    finally:
        gc.callbacks.pop()


def test_leaving_a_ledger_looks_at_everything(qapp, monkeypatch, tmp_path, qtbot) -> None:
    seen: list[str] = []
    monkeypatch.setattr(main_window, "_AFTER_LEAVING", 1)
    monkeypatch.setattr(main_window, "look_at_everything", lambda: seen.append("everything"))
    window = main_window.MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show_ledger(Ledger.create(tmp_path / "台账.jhtz"))
    assert seen == []
    window.leave_ledger()
    qtbot.waitUntil(lambda: seen == ["everything"])


class _Start:
    """A start whose window opens, or is closed before that."""

    def __init__(self, app: QApplication, *, is_open: bool) -> None:
        self.app, self._is_open = app, is_open

    def run(self) -> bool:
        gc.enable()
        return self._is_open


@pytest.mark.parametrize("is_open", [True, False])
def test_the_running_program_has_one(qapp, monkeypatch, *, is_open: bool) -> None:
    seen: list[tuple[int, bool]] = []

    def run_events() -> int:
        seen.append((len(qapp.findChildren(GarbageOnWindowThread)), gc.isenabled()))
        return 7

    turns: list[float] = []
    monkeypatch.setattr(application.sys, "setswitchinterval", turns.append)
    monkeypatch.setattr(application, "begin", lambda _argv: _Start(qapp, is_open=is_open))
    monkeypatch.setattr(qapp, "exec", run_events, raising=False)
    try:
        assert application.run([]) == (7 if is_open else 0)
    finally:
        for collector in qapp.findChildren(GarbageOnWindowThread):
            collector.deleteLater()
        gc.unfreeze()
    assert seen == ([(1, False)] if is_open else [])
    assert turns == ([0.0001] if is_open else [])
