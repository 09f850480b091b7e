"""A list of plain values that may grow beyond memory: from some size on it lies in a private temporary file."""

import marshal
import tempfile
import threading
import weakref
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

from typing_extensions import override

from models.files import file_problem
from models.language import _

_T = TypeVar("_T")

_CHUNK = 256
_IN_MEMORY = 32 << 20
_REMEMBERED = 16


class Spool(Sequence[_T], Generic[_T]):
    """Values of plain Python types (None, numbers, text, bytes, tuples, lists, dicts), appended once and read often.

    Reading is safe from several threads. The file has no name (or is deleted with the program) and dies with the
    list. FileProblem if the disk of temporary files is full.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the finalizer
        weakref.finalize(self, self._file.close)
        self._starts = array("Q")
        self._end = 0
        self._pending: list[_T] = []
        self._known: dict[int, list[_T]] = {}
        self._lock = threading.Lock()

    def append(self, item: _T) -> None:
        """Add a value at the end."""
        self._pending.append(item)
        if len(self._pending) >= _CHUNK:
            self._store()

    @override
    def __len__(self) -> int:
        return len(self._starts) * _CHUNK + len(self._pending)

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> list[_T]: ...
    @override
    def __getitem__(self, index: int | slice) -> _T | list[_T]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._chunk(index // _CHUNK)[index % _CHUNK]

    @override
    def __iter__(self) -> Iterator[_T]:
        for number in range(len(self._starts)):
            yield from self._load(number)
        yield from tuple(self._pending)

    def _store(self) -> None:
        data = marshal.dumps(self._pending, 2)  # without looking for repeated objects: half the time
        try:
            with self._lock:
                self._file.seek(self._end)
                self._file.write(data)
        except OSError as error:
            raise file_problem(error, _place()) from error
        self._starts.append(self._end)
        self._end += len(data)
        self._pending = []

    def _chunk(self, number: int) -> list[_T]:
        if number == len(self._starts):
            return self._pending
        known = self._known.get(number)
        if known is None:
            known = self._load(number)
            while len(self._known) >= _REMEMBERED:
                self._known.pop(next(iter(self._known)), None)
            self._known[number] = known
        return known

    def _load(self, number: int) -> list[_T]:
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else self._end
        with self._lock:
            self._file.seek(start)
            data = self._file.read(end - start)
        loaded: list[_T] = marshal.loads(data)  # noqa: S302 - we wrote it ourselves
        return loaded


def _place() -> Path:
    return Path(tempfile.gettempdir()) / _("临时文件")
