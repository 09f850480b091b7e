"""The application: environment, first page, one window."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ui.compiled_once import compiled_once
from ui.input_method import bridge_to_fcitx, choose_input_method

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.staged_start import StagedStart

#: Seconds that a working thread goes on in Python while the window waits for its turn; by itself it is 5 ms, and a
#: repaint waits many times. With 0.5 ms twice as many beats were late; an import takes as long.
_TURN = 0.0001


def run(argv: list[str]) -> int:
    """Open the window, with a ledger if one is named; the exit code when it is closed."""
    if _is_open_already(argv):
        return 0
    start = begin(argv)
    is_open = start.run()
    bridge_to_fcitx(start.app)  # only where a desktop asks for it
    if not is_open:
        return 0
    keep_answering(start.app)
    return start.app.exec()


def keep_answering(app: "QApplication") -> None:
    """What lets the window answer while other threads work: its turn comes soon, garbage is looked for in pieces."""
    from ui.garbage import GarbageOnWindowThread  # noqa: PLC0415 - after the first page

    GarbageOnWindowThread(app)
    sys.setswitchinterval(_TURN)


def begin(argv: list[str]) -> "StagedStart":
    """Everything up to the first page, which is not shown yet."""
    gc.disable()  # what is made while starting stays: to look for garbage in it only costs time
    choose_input_method()  # before Qt reads the environment
    named = _named(argv)
    from ui.first_reading import FirstReading  # noqa: PLC0415 - reads beside the next import

    reading = FirstReading(named)
    with compiled_once():
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - commands run without Qt

    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("jianhui")
    from ui.staged_start import StagedStart  # noqa: PLC0415 - needs the application

    return StagedStart(app, named, reading)


def _named(argv: list[str]) -> Path | None:
    return next((Path(word) for word in argv if not word.startswith("-")), None)


def _is_open_already(argv: list[str]) -> bool:
    """Whether a window of this person has that ledger; it is in front then."""
    named = _named(argv)
    if named is None:
        return False
    from ui.knocking import bring_to_front  # noqa: PLC0415 - not for commands

    return bring_to_front(named)
