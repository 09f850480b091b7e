"""Hostile, damaged, locked and mislabelled files: named as what they are, and never more than 300 MB for it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.models.importing.troubled.hostile import HOSTILE, write_all

ROOT = Path(__file__).parents[3]
#: Opens every file of a folder in turn: what was said about each, in how many seconds, and the peaks at the end.
_OPEN_ALL = """
import json, sys, time
from pathlib import Path
from models.errors import FileProblem
from models.importing.table import open_table
said = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    started = time.perf_counter()
    try:
        said[path.name] = [f"{len(list(open_table(path).rows()))} rows were read", "", 0]
    except FileProblem as problem:
        said[path.name] = [problem.user_text, problem.hint, time.perf_counter() - started]
peaks = []
if sys.platform == "linux":
    import resource
    own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    peaks = [int(own.split()[1]) / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]
print(json.dumps({"said": said, "peaks": peaks}))
"""


def open_all(folder: Path) -> dict[str, Any]:
    """What a process of its own hears about the files of a folder, and how much memory it took (MB)."""
    command = [sys.executable, "-c", _OPEN_ALL, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All of them, written and opened once; none of them is changed by that."""
    folder = tmp_path_factory.mktemp("hostile")
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in write_all(folder)}
    found = open_all(folder)
    assert {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()} == before
    return found


@pytest.mark.parametrize(("name", "sentence"), [(name, sentence) for name, _make, sentence in HOSTILE])
def test_named_as_what_it_is(name: str, sentence: str, opened: dict[str, Any]) -> None:
    text, hint, _seconds = opened["said"][name]
    assert text.startswith(f"“{name}”{sentence}")
    assert hint


def test_none_of_them_takes_more_than_300_mb(opened: dict[str, Any]) -> None:
    if not opened["peaks"]:
        pytest.skip("this system does not tell")
    own, children = opened["peaks"]
    assert own < 100
    assert children < 300
