"""The ledger, the prints and the command line work where Qt is not installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

OPTIONS = ["-p", "no:pytest-qt", "-p", "tests.architecture.without_qt", "-p", "no:cacheprovider", "-q"]
FOLDERS = [name for name in ("tests/models", "tests/exports", "tests/ui/command_line") if (ROOT / name).is_dir()]


def run_without_qt(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", *OPTIONS, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("one_in", "processes"), [(120, 0), pytest.param(1, 2, marks=pytest.mark.long)])
def test_models_exports_and_command_line_pass(tmp_path: Path, one_in: int, processes: int) -> None:
    result = run_without_qt("-n", str(processes), f"--basetemp={tmp_path / 'base'}", "--one-in", str(one_in), *FOLDERS)
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr


def test_qt_is_really_blocked(tmp_path: Path) -> None:
    (tmp_path / "test_inner.py").write_text(
        "import pytest\n"
        "def test_import():\n"
        "    with pytest.raises(ModuleNotFoundError, match='blocked'):\n"
        "        import PySide6.QtCore\n",
        encoding="utf-8",
    )
    result = run_without_qt(f"--basetemp={tmp_path / 'base'}", str(tmp_path / "test_inner.py"))
    assert "1 passed" in result.stdout, result.stdout + result.stderr
