"""PySide6 carries part of itself as source text and compiles it at every start: a fifth of what importing it takes.

What was compiled is kept in the cache folder, by the text it came from. A file that is missing, damaged or of another
Python costs that fifth, nothing else.
"""

import builtins
import marshal
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import Any

from models.ledger.profile import cache_folder

_Key = tuple[str, int, int]
_CHECK = 4  # bytes in front of the rest: its checksum
_new: dict[_Key, CodeType] = {}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Inside, `compile` of a whole text gives what was kept of it."""
    known, compile_really = _read(), builtins.compile

    def compile_once(source: Any, filename: Any, mode: str, *more: Any, **options: Any) -> Any:
        if more or options or mode != "exec" or not isinstance(source, bytes) or not isinstance(filename, str):
            return compile_really(source, filename, mode, *more, **options)
        key = (filename, len(source), zlib.crc32(source))
        code = known.get(key)
        if code is None:
            code = known[key] = _new[key] = compile_really(source, filename, mode)
        return code

    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = compile_really


def keep_compiled() -> None:
    """Keep what had to be compiled, for the next start."""
    from models.errors import FileProblem  # noqa: PLC0415 - long after the first page
    from models.files import write_file  # noqa: PLC0415

    if not _new:
        return
    data = marshal.dumps({**_read(), **_new})
    whole = zlib.crc32(data).to_bytes(_CHECK, "big") + data
    _new.clear()

    def verify(path: Path) -> None:
        if path.read_bytes() != whole:
            raise OSError(f"{path.name} was not written as intended")

    with suppress(OSError, FileProblem):
        _path().parent.mkdir(parents=True, exist_ok=True)
        write_file(_path(), lambda path: _write(path, whole), verify)


def _read() -> dict[_Key, CodeType]:
    try:
        whole = _path().read_bytes()
    except OSError:
        return {}
    data = whole[_CHECK:]
    if zlib.crc32(data).to_bytes(_CHECK, "big") != whole[:_CHECK]:
        return {}
    found = marshal.loads(data)  # noqa: S302 - our own file, in the person's own folder, like any __pycache__
    return found if isinstance(found, dict) else {}


def _path() -> Path:
    return cache_folder() / f"compiled-{sys.implementation.cache_tag}-{sys.hexversion:x}.bin"


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
