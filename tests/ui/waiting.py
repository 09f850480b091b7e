"""Waiting in tests: the event loop runs, and the threads of the lanes as well.

`QTest.qWait` keeps Python's lock while it waits: the threads that are waited for get a fortieth of their time.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

_PATIENCE = 60  # seconds: a busy machine is no fault
_QUIET_LOOKS = 4


def wait(milliseconds: int) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(is_busy: Callable[[], bool]) -> None:
    """Wait until nothing is read or written any more and everything is painted."""
    deadline, quiet = time.monotonic() + _PATIENCE, 0
    while quiet < _QUIET_LOOKS:
        assert time.monotonic() < deadline, "the lanes are busy"
        wait(1)
        QApplication.sendPostedEvents()
        quiet = 0 if is_busy() else quiet + 1
