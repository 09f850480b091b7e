"""What PySide6 compiles at every start is compiled once."""

import builtins
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from ui import compiled_once


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The files that were really compiled, in order."""
    monkeypatch.setenv("JIANHUI_PROFILE", str(tmp_path))
    really, said = builtins.compile, []

    def listen(source: bytes, filename: str, mode: str, **options: object) -> object:
        said.append(filename)
        return really(source, filename, mode, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "compile", listen)
    return said


def run(source: bytes) -> object:
    names: dict[str, object] = {}
    with compiled_once.compiled_once():
        exec(compile(source, "part.py", "exec"), names)  # noqa: S102 - what is tested
    return names["x"]


def test_the_second_time_it_is_there(compiled: list[str]) -> None:
    assert run(b"x = 1") == 1
    compiled_once.keep_compiled()
    assert run(b"x = 1") == 1
    assert compiled == ["part.py"]
    assert run(b"x = 2") == 2  # another text under the same name
    assert compiled == ["part.py", "part.py"]
    compiled_once.keep_compiled()
    assert (run(b"x = 1"), run(b"x = 2")) == (1, 2)
    assert compiled == ["part.py", "part.py"]


def test_a_damaged_file_is_as_none(compiled: list[str], tmp_path: Path) -> None:
    run(b"x = 1")
    compiled_once.keep_compiled()
    (kept,) = (tmp_path / "cache").glob("compiled-*")
    kept.write_bytes(kept.read_bytes()[:-1])
    assert run(b"x = 1") == 1
    kept.write_bytes(b"")
    assert run(b"x = 1") == 1
    assert compiled == ["part.py"] * 3
    compiled_once.keep_compiled()
    run(b"x = 1")
    assert compiled == ["part.py"] * 3


def test_everything_else_is_compiled_as_ever(compiled: list[str]) -> None:
    with compiled_once.compiled_once():
        assert eval(compile("1 + 1", "sum", "eval")) == 2  # noqa: S307 - what is tested
        exec(compile("y = 1", "text", "exec", dont_inherit=True))  # noqa: S102
    assert compiled == ["sum", "text"]


def test_a_long_pattern_is_compiled_once(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    parser = import_module("re._parser")
    really: Callable[..., object] = parser.parse
    parsed = []

    def listen(text: str, *more: object) -> object:
        parsed.append(text)
        return really(text, *more)

    monkeypatch.setattr(parser, "parse", listen)
    long = "(?P<first>[a-z]+) -- (?i:x|é) " + "(?P<n>[0-9]{2,3})? " + "y*" * 600
    found = []
    for _start in range(3):
        with compiled_once.compiled_once():
            re.purge()
            found.append(re.compile(long, re.VERBOSE | re.MULTILINE))
            re.compile("short")
        compiled_once.keep_compiled()
    assert parsed == [long, "short", "short", "short"]
    assert (found[1].pattern, found[1].flags, found[1].groupindex) == (long, found[0].flags, found[0].groupindex)
    text = "abc--X12" + "y" * 9
    assert [each.match(text).groupdict() for each in found] == [{"first": "abc", "n": "12"}] * 3  # type: ignore[union-attr]
    with compiled_once.compiled_once():
        re.purge()
        again = re.compile(long)  # other flags
    assert again.match(text) is None
    assert compiled == []
