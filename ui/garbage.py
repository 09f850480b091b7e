"""Garbage is looked for on the window's thread only, between two events.

Left to itself, Python looks for it wherever an object happens to be made: a working thread, or a widget in the middle
of being restyled. Widgets found in a cycle there are destroyed there, and Qt ends the program for that.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds


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
    """Look at the oldest generation whose threshold is passed, as Python itself would have done long before."""
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > threshold > 0
    ]
    if due:
        gc.collect(max(due))
