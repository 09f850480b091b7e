"""Sheets with a little damage, by seed: refused, or read as they are; never a crash, never more than 300 MB.

An xlsx or ods proves its parts by check sums: damage to the file either is refused or changes nothing. Damage within a
sound package, or in an xls or csv, which prove nothing, may be read as what the file now says.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.models.importing.troubled.mutations import MAKERS, ROWS

ROOT = Path(__file__).parents[3]
_SAMPLE = 60
_MANY = int(os.environ.get("JIANHUI_DAMAGED_SHEETS", "10000"))
_AT_ONCE = 1000
_PROVEN = ("xlsx", "ods")


def read_mutants(first: int, number: int) -> dict[str, Any]:
    """The summary of a process of its own: that it ends well shows that nothing crashed it."""
    command = [sys.executable, "-m", "tests.models.importing.troubled.mutations", str(first), str(number)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(found: dict[str, Any], number: int) -> None:
    counts = found["counts"]
    assert sum(counts.values()) == number
    assert not [kind for kind in found["other"] if kind in _PROVEN]
    if found["peaks"]:
        own, children = found["peaks"]
        assert own < 100
        assert children < 300


@pytest.mark.parametrize("kind", list(MAKERS))
def test_undamaged_they_are_read(kind: str, tmp_path: Path) -> None:
    from models.importing.table import open_table  # noqa: PLC0415 - the rest is read elsewhere

    rows = [row for row in open_table(MAKERS[kind](tmp_path / f"名册.{kind}")).rows() if any(row)]
    assert rows == ([[str(cell) for cell in row] for row in ROWS] if kind == "csv" else ROWS)


def test_some_damage() -> None:
    found = read_mutants(0, _SAMPLE)
    check(found, _SAMPLE)
    assert {"xlsx refused", "ods refused", "xls refused"} <= set(found["counts"])


@pytest.mark.long
def test_much_damage() -> None:
    for first in range(0, _MANY, _AT_ONCE):
        check(read_mutants(first, _AT_ONCE), _AT_ONCE)
