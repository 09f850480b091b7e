"""Reads the first rows of a ledger beside the loading of Qt."""

import threading
from datetime import datetime
from pathlib import Path

from models.queries.first_page import FirstRows, first_rows

_MOST_ROWS = 40  # more than a high screen shows


class FirstReading:
    """One reading, begun at once."""

    def __init__(self, ledger: Path | None) -> None:
        self._found: FirstRows | None = None
        self._thread = threading.Thread(target=self._read, args=(ledger,), daemon=True) if ledger else None
        if self._thread is not None:
            self._thread.start()

    def rows(self) -> FirstRows | None:
        """What was found; waits for it."""
        if self._thread is not None:
            self._thread.join()
        return self._found

    def _read(self, ledger: Path) -> None:
        self._found = first_rows(ledger, datetime.now().astimezone().date(), _MOST_ROWS)
