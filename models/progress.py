"""What long work is handed: it says how far it is, asks whether to stop, and lets go first what somebody waits for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, local

_THREAD = local()


class Cancelled(Exception):  # noqa: N818 - an ending, not an error
    """The person stopped the work; nothing was kept."""


@dataclass(frozen=True, slots=True)
class ProgressState:
    """A snapshot for whoever polls: `total` 0 means "not known"."""

    label: str
    done: int
    total: int


def _at_once() -> None:
    """Nobody else is to go first."""


class Progress:
    """Written by the working thread, polled by the window or the command line; never pushes.

    `give_way` is called often in long loops: it returns when nobody waits for other work any more, or soon anyway.
    """

    def __init__(self, give_way: Callable[[], None] = _at_once) -> None:
        self._state = ProgressState("", 0, 0)
        self._stop = Event()
        self.give_way = give_way

    def step(self, done: int, total: int | None = None, label: str | None = None) -> None:
        """Note how far the work is; raises Cancelled if the person asked to stop."""
        old = self._state
        self._state = ProgressState(old.label if label is None else label, done, old.total if total is None else total)
        if self._stop.is_set():
            raise Cancelled

    def check(self) -> None:
        """Raise Cancelled if the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step; safe from any thread."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    @property
    def state(self) -> ProgressState:
        """The latest state, one consistent object."""
        return self._state


@contextmanager
def working(progress: Progress) -> Iterator[None]:
    """While this thread works for `progress`, questions to the ledger stop when it is asked to stop."""
    before = getattr(_THREAD, "progress", None)
    _THREAD.progress = progress
    try:
        yield
    finally:
        _THREAD.progress = before


def is_stopped() -> bool:
    """Whether the work of this thread was asked to stop."""
    progress: Progress | None = getattr(_THREAD, "progress", None)
    return progress is not None and progress.is_stopped
