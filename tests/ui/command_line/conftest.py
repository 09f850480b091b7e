"""Ledgers for commands. Nothing here needs Qt: these tests pass where it is not installed."""

import shutil
from pathlib import Path

import pytest

from tests.ui.command_line.program import done, jianhui


@pytest.fixture
def _light_theme() -> None:
    """No widgets, no theme."""


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo ledger of 60; read it only."""
    path = tmp_path_factory.mktemp("demo") / "示例.jhtz"
    said = jianhui("demo", path, "--organizations", 60, "--seed", 7, "--quiet")
    assert said.code == 0, said
    return path


@pytest.fixture
def demo(demo_ledger: Path, tmp_path: Path) -> Path:
    """A copy of the demo ledger."""
    return Path(shutil.copy(demo_ledger, tmp_path))


@pytest.fixture(scope="session")
def new_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `ledger` is a copy of."""
    path = tmp_path_factory.mktemp("new") / "台账.jhtz"
    done("new", path, "--unit", "海珠区总工会", "--person", "张三", "--division", "440105")
    done("add", path, "--name", "向阳幼儿园", "类别=民办幼儿园", "职工=38", "电话=13812345678", "备注=园长 13987654321")
    done("add", path, "--name", "向阳书画社")
    return path


@pytest.fixture
def ledger(new_ledger: Path, tmp_path: Path) -> Path:
    """A new ledger with two organizations: 向阳幼儿园, with a phone, and 向阳书画社."""
    return Path(shutil.copy(new_ledger, tmp_path))
