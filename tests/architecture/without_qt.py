"""A pytest plugin that makes Qt look as if it were not installed; see test_without_qt.py."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

import pytest

BLOCKED = {"PySide6", "shiboken6", "pytestqt"}


class _Blocker(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in BLOCKED:
            message = f"No module named {fullname!r} (blocked for this test)"
            raise ModuleNotFoundError(message, name=fullname)
        return None


sys.meta_path.insert(0, _Blocker())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Accept the ini options of pytest-qt, which is switched off."""
    for name in ("qt_api", "qt_log_level_fail"):
        parser.addini(name, "belongs to pytest-qt")
