"""A pytest plugin that makes Qt look as if it were not installed; see test_without_qt.py.

Whoever imports this module has no Qt from then on.
"""

import sys
import zlib
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
    """Accept the ini options of pytest-qt, which is switched off; say how many of the tests run."""
    parser.addoption("--one-in", type=int, default=1, help="collect all tests, and run one in so many")
    for name in ("qt_api", "qt_log_level_fail"):
        parser.addini(name, "belongs to pytest-qt")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests if only some are to run; always the same ones."""
    one_in = config.getoption("one_in")
    left_out = [item for item in items if zlib.crc32(item.nodeid.encode()) % one_in]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
