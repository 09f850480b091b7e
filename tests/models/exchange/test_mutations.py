"""Damaged files by the thousand, in a process of their own: that it ends well shows that nothing crashed it."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.models.exchange.mutations import DAMAGES

_SAMPLE = 240
_MANY = int(os.environ.get("JIANHUI_DAMAGED_EXCHANGE", "10000"))
_MOST_MB = 300


def run(count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.models.exchange.mutations", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["total"] == count
    assert all(found[name] for name in DAMAGES)
    assert found["peak_mb"] < _MOST_MB
    return found


def test_some_damage() -> None:
    run(_SAMPLE)


@pytest.mark.long
def test_much_damage() -> None:
    print(run(_MANY))
