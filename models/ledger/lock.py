"""One writer per ledger: a lock file beside it, held by the operating system and released when the process dies.

There is nothing to break by hand: a lock file without a living holder is just a file.
"""

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from models.errors import FileProblem
from models.language import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class InstanceLock:
    """The right to write to a ledger. Made by `acquire`, given back by `release`."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file

    @classmethod
    def acquire(cls, ledger: Path) -> "InstanceLock":
        """Take the lock. FileProblem naming the holder if another process has it, OSError if it cannot be written."""
        path = lock_path(ledger)
        while True:
            file = path.open("a+b", buffering=0)  # nothing is left to be written when it is closed
            try:
                if not _try_lock(file):
                    raise FileProblem(
                        _("台账“{name}”已经在{holder}打开，不能同时写入。").format(
                            name=ledger.name, holder=_holder(file)
                        ),
                        hint=_("请先关闭那一个，或用它来操作。"),
                    )
                if _is_still_there(path, file):
                    break
            except BaseException:
                file.close()
                raise
            file.close()  # the last holder removed it meanwhile: take the new one
        with suppress(OSError):  # a full disk: the lock holds without a name
            _sign(file)
        return cls(path, file)

    def release(self) -> None:
        """Give the lock back; harmless when done twice."""
        if self._file.closed:
            return
        with suppress(OSError):
            if sys.platform != "win32" and _is_still_there(self._path, self._file):
                self._path.unlink()
        self._file.close()
        with suppress(OSError):
            if sys.platform == "win32":
                self._path.unlink()


def is_held(ledger: Path) -> bool:
    """True if a process, this one or another, has the ledger open for writing. Writes nothing."""
    try:
        file = lock_path(ledger).open("rb")
    except OSError:
        return False
    with file:
        return not _try_lock(file)


def lock_path(ledger: Path) -> Path:
    """Where the lock of a ledger lies: beside the file itself, whatever leads to it."""
    ledger = Path(os.path.realpath(ledger))
    return ledger.with_name(f".{ledger.name}.lock")


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(1 << 30)  # a byte far behind the text, so that others can read who holds it
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_still_there(path: Path, file: IO[bytes]) -> bool:
    if sys.platform == "win32":
        return True
    try:
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False


def _sign(file: IO[bytes]) -> None:
    said = {
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "since": datetime.now().astimezone().isoformat(timespec="minutes"),
    }
    file.seek(0)
    file.truncate()
    file.write(json.dumps(said).encode())
    file.flush()


def _holder(file: IO[bytes]) -> str:
    try:
        file.seek(0)
        said = json.loads(file.read(400))
        since = datetime.fromisoformat(said["since"])
        here = said["host"] == socket.gethostname()
        place = _("本机") if here else _("电脑 {host} 上").format(host=said["host"])
        return _("{place}（{time} 起）").format(place=place, time=since.strftime("%m-%d %H:%M"))
    except (OSError, ValueError, KeyError, TypeError):
        return _("别处")
