"""The project's own Python files.

Their trees are made when they are asked for and not kept: every worker of the suite would carry 300 MB of them, and
whoever looks for garbage would walk through all of it.
"""

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

    @property
    def tree(self) -> ast.Module:
        """Parsed anew each time."""
        return ast.parse(self.text, str(self.path))

    @property
    def name(self) -> str:
        """The path from the project's root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()


def _read(path: Path) -> Source:
    return Source(path, path.read_text("utf-8"))


@cache
def shipped() -> tuple[Source, ...]:
    """main.py and everything in models, exports, ui and packaging."""
    paths = [ROOT / "main.py"]
    for folder in SHIPPED_FOLDERS:
        paths += sorted((ROOT / folder).rglob("*.py"))
    return tuple(map(_read, paths))


@cache
def tests() -> tuple[Source, ...]:
    return tuple(map(_read, sorted((ROOT / "tests").rglob("*.py"))))
