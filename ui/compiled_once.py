"""PySide6 carries part of itself as source text and compiles it at every start, and long patterns with it.

That is a third of what importing it takes. What was compiled is kept in the cache folder, by the text it came from. A
file that is missing, damaged or of another Python costs that third, nothing else.
"""

import builtins
import marshal
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from models.ledger.profile import cache_folder

_CHECK = 4  # bytes in front of the rest: its checksum
_LONG_PATTERN = 60  # characters; shorter ones are compiled nearly as quickly as looked up
#: By file name, length and checksum: code; by a pattern and its flags: what the machine of patterns is given.
_Kept = dict[tuple[Any, ...], Any]
_new: _Kept = {}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Inside, `compile` of a whole text gives what was kept of it, and so does `re.compile` of a long pattern."""
    known = _read()
    with _instead(builtins, _text_once, known), _instead(getattr(re, "_compiler", None), _pattern_once, known):
        yield


@contextmanager
def _instead(place: Any, once: Callable[..., Any], known: _Kept) -> Iterator[None]:
    """Put a function in the place of `compile`; nothing where there is none."""
    really = getattr(place, "compile", None)
    if really is not None:
        place.compile = partial(once, known, really)
    try:
        yield
    finally:
        if really is not None:
            place.compile = really


def _text_once(known: _Kept, really: Any, source: Any, filename: Any, mode: str, *more: Any, **options: Any) -> Any:
    if more or options or mode != "exec" or not isinstance(source, bytes) or not isinstance(filename, str):
        return really(source, filename, mode, *more, **options)
    key = (filename, len(source), zlib.crc32(source))
    if key not in known:
        known[key] = _new[key] = really(source, filename, mode)
    return known[key]


def _pattern_once(known: _Kept, really: Any, pattern: Any, flags: Any = 0) -> Any:
    if not isinstance(pattern, str) or len(pattern) < _LONG_PATTERN:
        return really(pattern, flags)
    key = (pattern, int(flags))
    if key not in known:
        found, known[key] = _taken_down(really, pattern, flags)
        _new[key] = known[key]
        return found
    return import_module("_sre").compile(*known[key])


def _taken_down(compile_really: Any, pattern: str, flags: Any) -> tuple[Any, tuple[Any, ...]]:
    """A pattern, compiled, and what its machine was given for it; other threads may compile theirs meanwhile."""
    machine: Any = import_module("_sre")
    make = machine.compile
    heard: dict[Any, tuple[Any, ...]] = {}

    def listen(*parts: Any) -> Any:
        heard[parts[0]] = parts
        return make(*parts)

    machine.compile = listen
    try:
        found = compile_really(pattern, flags)
    finally:
        machine.compile = make
    text, numbers, code, *rest = heard[pattern]
    return found, (text, int(numbers), list(map(int, code)), *rest)  # plain numbers can be kept


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


def _read() -> _Kept:
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
