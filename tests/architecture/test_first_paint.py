"""What stands between the start of the process and the first page: nothing that the first page does not need."""

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT

#: Whoever adds a name here measures what it costs (`python -m tests.benchmarks --ledger FILE`).
ALLOWED = {
    "main",
    "models",
    "models.divisions",
    "models.errors",
    "models.language",
    "models.ledger",
    "models.ledger.profile",
    "models.queries",
    "models.queries.conditions",
    "models.queries.first_page",
    "models.resources",
    "models.rules",
    "models.rules.reasons",
    "models.rules.workdays",
    "models.vocabulary",
    "ui",
    "ui.application",
    "ui.command_line",
    "ui.compiled_once",
    "ui.first_page",
    "ui.first_places",
    "ui.first_reading",
    "ui.input_method",
    "ui.places",
    "ui.preferences",
    "ui.staged_start",
    "ui.theme",
    "ui.theme.font_files",
    "ui.theme.tokens",
    "ui.window_frame",
}
#: From outside; json, sqlite3 and the like come with Python, PySide6 and shiboken with the window.
FOREIGN = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "openpyxl",
    "reportlab",
    "pypinyin",
    "typing_extensions",
}
_CODE = """
import json, os, sys
from ui import application
start = application.begin([])
def painted():
    names = sorted(name for name in sys.modules if name.split(".")[0] in {"models", "exports", "ui"})
    print(json.dumps([names, sorted({name.split(".")[0] for name in sys.modules})]))
    sys.stdout.flush()
    os._exit(0)
start.frame.painted.connect(painted)
start.run()
"""


def test_nothing_but_what_the_first_page_needs_is_imported_before_it(tmp_path: Path) -> None:
    environment = {"QT_QPA_PLATFORM": "offscreen", "JIANHUI_PROFILE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    found = subprocess.run(
        [sys.executable, "-c", _CODE], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    own, every = json.loads(found.stdout)
    assert set(own) - ALLOWED == set()
    assert "ui.first_page" in own
    assert FOREIGN & set(every) == set()
