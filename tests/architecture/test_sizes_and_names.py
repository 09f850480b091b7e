"""Files stay readable in one sitting, and a module's name says what is in it."""

import ast
from pathlib import Path

from tests.architecture import sources
from tests.conftest import ROOT

FILE_LINES = 400
FUNCTION_LINES = 60
MAIN_LINES = 60
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}


def test_files_are_short() -> None:
    lines = {source.name: len(source.text.splitlines()) for source in (*sources.shipped(), *sources.tests())}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_functions_are_short() -> None:
    long = [
        f"{source.name}, {node.name}: {length} lines"
        for source in sources.shipped()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_main_is_short() -> None:
    assert len((ROOT / "main.py").read_text("utf-8").splitlines()) <= MAIN_LINES


def test_names_say_what_is_inside() -> None:
    paths = [source.path.relative_to(ROOT) for source in (*sources.shipped(), *sources.tests())]
    empty = [path for path in paths if EMPTY_NAMES & set(Path(path).with_suffix("").parts)]
    assert not empty
