"""The text progress bar on standard error: it polls, and appears only when the work takes a while."""

import threading
from typing import TextIO

from models.progress import Progress, ProgressState

_FIRST_AFTER = 0.6
_EVERY = 0.1
_EVERY_LINE = 10.0
_WIDTH = 24


class ProgressBar:
    """Shows a Progress while the block runs. On a terminal one line that moves, elsewhere a line now and then."""

    def __init__(self, errors: TextIO, *, shown: bool) -> None:
        self.progress = Progress()
        self._errors = errors
        self._moving = errors.isatty()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._poll, name="progress bar", daemon=True) if shown else None
        self._drawn = False

    def __enter__(self) -> "ProgressBar":
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()
        if self._drawn and self._moving:
            self._errors.write("\r\x1b[K")
            self._errors.flush()

    def _poll(self) -> None:
        wait = _FIRST_AFTER if self._moving else _EVERY_LINE
        while not self._over.wait(wait):
            wait = _EVERY if self._moving else _EVERY_LINE
            text = bar_text(self.progress.state)
            if text:
                self._errors.write(f"\r\x1b[K{text}" if self._moving else f"{text}\n")
                self._errors.flush()
                self._drawn = True


def bar_text(state: ProgressState) -> str:
    """The state in one line: 导入 [######......] 42 % 或 导入 12,345."""
    if state.total:
        part = min(1.0, state.done / state.total)
        filled = int(part * _WIDTH)
        return f"{state.label} [{'#' * filled}{'.' * (_WIDTH - filled)}] {int(part * 100)} %"
    return f"{state.label} {state.done:,}" if state.done else state.label
