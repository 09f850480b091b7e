"""Cycles with widgets in them are destroyed on the window's thread only."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

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
