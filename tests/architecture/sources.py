"""The project's own Python files, parsed once."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

SHIPPED_FOLDERS = ("models", "exports", "ui", "packaging")


@dataclass(frozen=True)
class Source:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the project's root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()


def _parse(path: Path) -> Source:
    text = path.read_text("utf-8")
    return Source(path, text, ast.parse(text, str(path)))


@cache
def shipped() -> tuple[Source, ...]:
    """main.py and everything in models, exports, ui and packaging."""
    paths = [ROOT / "main.py"]
    for folder in SHIPPED_FOLDERS:
        paths += sorted((ROOT / folder).rglob("*.py"))
    return tuple(map(_parse, paths))


@cache
def tests() -> tuple[Source, ...]:
    return tuple(map(_parse, sorted((ROOT / "tests").rglob("*.py"))))
