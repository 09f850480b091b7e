"""A folder of this process for unfinished prints, in the person's profile, wiped when it is no longer needed.

A process that died leaves its folder behind; the next one wipes it. Whoever lives holds a lock on his own.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

from models.errors import FileProblem
from models.files import file_problem
from models.ledger.lock import InstanceLock
from models.ledger.profile import profile_folder

_LOCKED = "folder"


class PrivateFolder:
    """Made on demand, readable for nobody else. May be asked for from any thread."""

    def __init__(self) -> None:
        self._making = Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock: InstanceLock | None = None

    def path(self) -> Path:
        """The folder, which is there now; FileProblem if the profile cannot be written."""
        home = profile_folder() / "preview"
        with self._making:
            if self._folder is None:
                try:
                    home.mkdir(parents=True, exist_ok=True)
                    _wipe_orphans(home)
                    self._folder = tempfile.TemporaryDirectory(prefix="run-", dir=home, ignore_cleanup_errors=True)
                    self._lock = InstanceLock.acquire(Path(self._folder.name) / _LOCKED)
                except OSError as error:
                    raise file_problem(error, home) from error
            return Path(self._folder.name)

    def wipe(self) -> None:
        """Remove it with everything in it; harmless when done twice."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _wipe_orphans(home: Path) -> None:
    for folder in home.iterdir():
        with suppress(FileProblem, OSError):
            InstanceLock.acquire(folder / _LOCKED).release()
            shutil.rmtree(folder, ignore_errors=True)
