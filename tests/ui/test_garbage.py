"""Cycles with widgets in them are destroyed on the window's thread only."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ui import application
from ui.garbage import GarbageOnWindowThread


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
    from ui import garbage  # noqa: PLC0415 - beside what is put in its place

    asked: list[int] = []
    monkeypatch.setattr(garbage.gc, "collect", asked.append)
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (700, 10, 10))
    garbage.collect_if_due()
    assert asked == []
    monkeypatch.setattr(garbage.gc, "get_count", lambda: (900, 11, 3))
    garbage.collect_if_due()
    assert asked == [1]


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

    monkeypatch.setattr(application, "begin", lambda _argv: _Start(qapp, is_open=is_open))
    monkeypatch.setattr(qapp, "exec", run_events, raising=False)
    try:
        assert application.run([]) == (7 if is_open else 0)
    finally:
        for collector in qapp.findChildren(GarbageOnWindowThread):
            collector.deleteLater()
        gc.unfreeze()
    assert seen == ([(1, False)] if is_open else [])
