"""Large packages have one door: models/orm.py says what happens otherwise."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

DOORS = {"sqlmodel": "models/orm.py", "sqlalchemy": "models/orm.py", "pydantic": "models/inputs/base.py"}
_RACE = """
import importlib, sys, threading
sys.setswitchinterval(float(sys.argv[1]))
names = ["models.queries.organization_detail", "models.ledger.sessions", "models.inputs.forms", "models.tables.visit"]
threads = [threading.Thread(target=importlib.import_module, args=(name,)) for name in names]
for each in threads: each.start()
for each in threads: each.join()
assert all(name in sys.modules for name in names)
"""


@pytest.mark.parametrize("package", DOORS)
def test_nobody_else_imports_it(package: str) -> None:
    imports = re.compile(rf"^\s*(?:from|import) {package}\b", re.MULTILINE)
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("models", "exports", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if imports.search(path.read_text(encoding="utf-8"))
    }
    assert found == {DOORS[package]}


@pytest.mark.parametrize("interval", ["0.00001", "0.0005"])
def test_threads_that_come_at_once_all_get_a_whole_package(interval: str) -> None:
    run = subprocess.run([sys.executable, "-c", _RACE, interval], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
