"""Garbage is looked for on the window's thread only, between two events.

Left to itself, Python looks for it wherever an object happens to be made: a working thread, or a widget in the middle
of being restyled. Widgets found in a cycle there are destroyed there, and Qt ends the program for that.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds
#: Objects that are looked at in one piece at most: a few tens of milliseconds, in which the window does nothing else.
_MOST = 60_000


class GarbageOnWindowThread(QObject):
    """Turns the automatic search off as long as it lives; one generation at most is looked at each half second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what was made while starting stays
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()


def collect_if_due() -> None:
    """Look at the oldest generation whose threshold is passed, as Python itself would have done long before.

    Where there is too much to look at, it stays unlooked at: rows that a list keeps, modules that were loaded late.
    Whatever of it is garbage by then waits for `look_at_everything`.
    """
    counts = gc.get_count()
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(counts, gc.get_threshold(), strict=True))
        if count > threshold > 0
    ]
    if not due:
        return
    oldest = max(due)
    if counts[0] > _MOST or sum(len(gc.get_objects(generation)) for generation in range(oldest + 1)) > _MOST:
        gc.freeze()
    else:
        gc.collect(oldest)


def look_at_everything() -> None:
    """For a moment in which nobody types and much has gone: a ledger was left."""
    if gc.isenabled():  # Python looks for it itself
        return
    gc.unfreeze()
    gc.collect()
    gc.freeze()
