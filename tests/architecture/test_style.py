"""Lint, format, strict types and import rules, as the tools say."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

IMPORT_LINTER = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["-m", "ruff", "check", "."], id="ruff-check"),
        pytest.param(["-m", "ruff", "format", "--check", "."], id="ruff-format"),
        pytest.param(["-m", "mypy"], id="mypy"),
        pytest.param(["-m", "mypy", "packaging/lock.py", "packaging/workdays.py"], id="mypy-packaging"),
        pytest.param(["-c", IMPORT_LINTER], id="import-rules"),
    ],
)
def test_tool_has_nothing_to_say(command: list[str]) -> None:
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
