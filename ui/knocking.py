"""A ledger that is open already comes to the front when it is opened once more, instead of a second window.

Every window listens under a name that follows from its ledger's path (ui/window_door.py); whoever wants to open that
path knocks first. Another ledger opens in a window of its own. Costs a look for the lock file where nothing is open.
"""

import hashlib
import os
import time
from pathlib import Path

from models.errors import FileProblem
from models.ledger.lock import InstanceLock, lock_path
from models.ledger.profile import profile_folder

_PATIENCE = 2.0  # seconds for a window that is just being made
_ONE_TRY, _ANSWER = 200, 1_500  # milliseconds
SHOWN = b"shown\n"
_SHOW = b"show\n"


def bring_to_front(ledger: Path, *, patience: float = _PATIENCE) -> bool:
    """Ask the window that has this ledger open to come to the front; false where there is none on this desk."""
    try:
        if not lock_path(ledger).exists():
            return False
    except OSError:
        return False
    until = time.monotonic() + patience
    while True:
        if _knock(ledger):
            return True
        if not _is_held(ledger) or time.monotonic() > until:
            return False
        time.sleep(0.1)


def _knock(ledger: Path) -> bool:
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - only where a lock lies beside the ledger

    socket = QLocalSocket()
    socket.connectToServer(name_of(ledger))
    if not socket.waitForConnected(_ONE_TRY):
        return False
    socket.write(_SHOW)
    socket.flush()
    answered = socket.waitForReadyRead(_ANSWER) and bytes(socket.readAll().data()) == SHOWN
    socket.abort()
    return answered


def _is_held(ledger: Path) -> bool:
    """Whether a living process has the lock; one that died left the file only."""
    try:
        InstanceLock.acquire(ledger).release()
    except FileProblem:
        return True
    except OSError:
        return False
    return False


def name_of(ledger: Path) -> str:
    """The same for every way to the file, another for every person and profile."""
    place = f"{os.path.realpath(ledger)}\0{profile_folder()}"
    return f"jianhui-{hashlib.sha256(place.encode(errors='surrogateescape')).hexdigest()[:24]}"
