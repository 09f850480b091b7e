"""Waiting in tests: the event loop runs, and the threads of the lanes as well.

`QTest.qWait` keeps Python's lock while it waits: the threads that are waited for get a fortieth of their time.
"""

from PySide6.QtCore import QEventLoop, QTimer


def wait(milliseconds: int) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
