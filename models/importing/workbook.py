"""A sheet of a workbook, parsed once by a process of its own (reading_process) and read here as often as needed.

What the process sends is kept as it comes in an unnamed temporary file that vanishes with this object, or with the
program, however that ends. So the first look, the dry run and the import see the same rows, and parsing, which takes
nearly all of the time, is done once: reading again costs a fifth.
"""

import marshal
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from models.errors import FileProblem
from models.importing.refusals import problem_of
from models.importing.row_chunks import unpack_rows
from models.language import _
from models.progress import Cancelled, Progress

Cell = str | int | float | bool | None

_BOOT = "import sys; sys.path[:] = sys.argv[1].split('\\n'); from models.importing.reading_process import main; main()"
_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 60.0
_IN_MEMORY = 16 << 20
_PIPE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook says of itself. `sheet` is the one that is read; `rows` how many have values, 0 if not known."""

    sheets: tuple[str, ...]
    sheet: str
    kind: str  # xlsx, xls, ods, html, xml_spreadsheet
    rows: int
    epoch_1904: bool


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet does not show in its cells. Hidden rows and columns are None where the format does not tell."""

    merges: tuple[tuple[int, int, int, int], ...]
    hidden_rows: frozenset[int] | None
    hidden_columns: frozenset[int] | None
    formulas_without_value: int


class Reading:
    """One sheet being read. Safe to use from several threads; every method may raise FileProblem and Cancelled."""

    def __init__(self, path: Path, sheet: str | None) -> None:
        self._path = path
        self._wanted = sheet
        self._lock = threading.Lock()
        self._problem: FileProblem | None = None
        self._forget()

    def book(self, progress: Progress | None = None) -> Book:
        """The workbook's sheets, and which of them this is; FileProblem if it has none of that name."""
        while self._book is None:
            self._receive(progress)
        return self._book

    def facts(self, progress: Progress | None = None) -> SheetFacts:
        """Merged and hidden cells; waits until the sheet is parsed."""
        while self._facts is None:
            self._receive(progress)
        return self._facts

    def rows(self, progress: Progress | None = None) -> Iterator[list[Cell]]:
        """The rows from the top. While it waits it says so to `progress`, and stops when that is cancelled."""
        number = 0
        while True:
            chunk = self._chunk(number)
            if chunk is not None:
                yield from chunk
                number += 1
                if progress:
                    progress.check()
            elif self._is_complete and number >= len(self._chunks):  # another thread may just have taken in the last
                return
            else:
                self._receive(progress, number)

    def _forget(self) -> None:
        self._child: _Child | None = None
        self._book: Book | None = None
        self._facts: SheetFacts | None = None
        self._chunks: list[tuple[int, int]] = []
        self._is_complete = False
        self._patience = _PATIENCE_SECONDS

    def _chunk(self, number: int) -> list[list[Cell]] | None:
        """A chunk, or None where it is not here yet, or not any more: another reader may have been stopped."""
        with self._lock:
            if self._child is None or number >= len(self._chunks):
                return None
            start, length = self._chunks[number]
            self._child.store.seek(start)
            data = self._child.store.read(length)
        if data[:1] == b"C":
            return unpack_rows(memoryview(data)[1:])
        rows: list[list[Cell]] = marshal.loads(memoryview(data)[1:])  # noqa: S302 - our own process wrote it
        return rows

    def _receive(self, progress: Progress | None, known: int | None = None) -> None:
        """Take in one message, or wait until another thread has; `known` chunks are no news to the caller."""
        while not self._lock.acquire(timeout=_POLL_SECONDS):
            if progress:
                progress.check()
        try:
            if self._problem:
                raise self._problem
            if self._is_complete or (known is not None and known < len(self._chunks)):
                return
            if self._child is None:
                self._child = _Child(self._path, self._wanted)
                weakref.finalize(self, self._child.stop)
            try:
                self._take(self._child.message(self._patience, self._waiting(progress)), progress)
            except Cancelled:
                self._child.stop()
                self._forget()
                raise
            except _Ended as ended:
                self._fail(ended.code, {}, ended.detail)
        finally:
            self._lock.release()

    def _waiting(self, progress: Progress | None) -> Progress | None:
        if progress and not self._chunks:
            progress.step(progress.state.done if self._book is None else 0, label=_("正在读取表格"))
        return progress

    def _take(self, message: bytes, progress: Progress | None) -> None:
        child = self._child
        if child is None:
            return
        if message[:1] in (b"R", b"C"):
            self._keep(child, message)
            return
        kind, *content = marshal.loads(memoryview(message)[1:])  # noqa: S302 - our own process wrote it
        match kind, content:
            case "look", (done, of):
                if progress:
                    progress.step(done, of, label=_("正在检查文件"))
            case "book", (sheets, sheet, book_kind, rows, epoch, seconds):
                if sheet is None:
                    self._fail_without_sheet(sheets)
                self._patience = seconds
                self._book = Book(tuple(sheets), sheet, book_kind, rows, epoch)
            case "facts", (merges, rows, columns, formulas):
                self._facts = SheetFacts(tuple(map(tuple, merges)), _as_set(rows), _as_set(columns), formulas)
            case "end", _nothing:
                self._is_complete = True
                child.end()
            case "refused", (code, values, detail):
                self._fail(code, values, detail)
            case _:
                raise TypeError(kind)

    def _keep(self, child: "_Child", data: bytes) -> None:
        try:
            start = child.store.seek(0, os.SEEK_END)
            child.store.write(data)
        except OSError as error:
            self._fail("no_space", {}, str(error))
        self._chunks.append((start, len(data)))

    def _fail(self, code: str, values: Mapping[str, object], detail: str) -> None:
        """What is wrong with the file stays so: the next reader hears the same."""
        self._give_up(problem_of(self._path, code, values, detail))

    def _give_up(self, problem: FileProblem) -> NoReturn:
        self._problem = problem
        self._chunks = []
        if self._child:
            self._child.stop()
        raise problem

    def _fail_without_sheet(self, sheets: list[str]) -> None:
        sentence = _("“{name}”里没有名为“{sheet}”的工作表。").format(name=self._path.name, sheet=self._wanted)
        self._give_up(FileProblem(sentence, hint=_("有这些：{names}").format(names="、".join(sheets))))


class _Ended(Exception):  # noqa: N818 - turned into a FileProblem
    """The process said nothing more."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class _Child:
    """The process, its pipe, and the file that keeps what it said."""

    def __init__(self, path: Path, sheet: str | None) -> None:
        self.store = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by stop()
        self._receiver, sender = multiprocessing.Pipe(duplex=False)
        _widen(self._receiver)
        wanted = "" if sheet is None else f"={sheet}"
        with sender:
            self._process = _started(sender, [os.path.abspath(path), wanted])  # noqa: PTH100 - keeps symbolic links

    def message(self, patience: float, progress: Progress | None) -> bytes:
        """The next message; _Ended if none comes in time or any more."""
        until = time.monotonic() + patience
        try:
            while not self._receiver.poll(_POLL_SECONDS):
                if progress:
                    progress.check()
                if time.monotonic() > until:
                    raise _Ended("slow", f"{patience:.0f} s")
            return self._receiver.recv_bytes()
        except (EOFError, OSError):
            code = self._process.wait()
            out_of_memory = sys.platform != "win32" and code in {-signal.SIGABRT, -signal.SIGKILL}
            raise _Ended("memory" if out_of_memory else "died", f"exit code {code}") from None

    def end(self) -> None:
        """The process has said everything."""
        self._receiver.close()
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the process and drop what it said."""
        self.end()
        self.store.close()


def _widen(receiver: Connection) -> None:
    """Let the pipe hold several chunks: on a busy machine every wait for the other side costs."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - not on Windows

        with suppress(OSError):  # the system may allow less
            fcntl.fcntl(receiver.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _started(sender: Connection, arguments: list[str]) -> subprocess.Popen[bytes]:
    """Python with our own sys.path and nothing of the person's environment; only the pipe is handed on."""
    handle = sender.fileno()
    command = [sys.executable, "-I", "-S", "-c", _BOOT, "\n".join(sys.path), str(handle), *arguments]
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        start = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        flags = subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(command, startupinfo=start, creationflags=flags, **quiet)  # noqa: S603 - as below
    return subprocess.Popen(command, pass_fds=(handle,), **quiet)  # noqa: S603 - our own interpreter


def _as_set(numbers: list[int] | None) -> frozenset[int] | None:
    return None if numbers is None else frozenset(numbers)
