"""The start against its floors: the first page on the screen, the window, memory, and the command line's --help."""

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.measure import Result, run_python

_EMPTY = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={sys.argv[1]}"
from PySide6.QtWidgets import QApplication, QTableView
from PySide6.QtCore import QTimer
app = QApplication(sys.argv)
view = QTableView(); view.resize(1366, 768); view.show()
QTimer.singleShot(0, app.quit)
app.exec()
print(time.time())
"""
#: The product's own start: its first page is on the screen, then its window; `named` imports what must not be first.
_LEDGER = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={sys.argv[3]}"
sys.path.insert(0, sys.argv[2])
if sys.argv[4:] == ["named"]:
    import openpyxl, pypinyin, reportlab.pdfgen.canvas, reportlab.platypus, sqlmodel
from ui import application
start = application.begin(sys.argv[1:2])
def painted():
    rows = start.frame.first_rows
    heavy = sorted({"sqlmodel", "pydantic", "openpyxl", "reportlab", "pypinyin"} & set(sys.modules))
    print(time.time(), ",".join(heavy) or "-", rows, flush=True)
start.frame.painted.connect(painted)
start.run()
from tests.peak import peak_megabytes
print(time.time(), peak_megabytes(), flush=True)
if sys.argv[4:] == ["until kept"]:
    from PySide6.QtCore import QTimer
    from models.ledger.profile import cache_folder
    kept = lambda: any(cache_folder().glob("compiled-*.bin"))
    timer = QTimer(interval=50)
    timer.timeout.connect(lambda: kept() and start.app.quit())
    timer.start()
    QTimer.singleShot(60_000, start.app.quit)
    start.app.exec()
    if not kept():
        raise SystemExit("a start of a minute kept nothing for the next one")
os._exit(0)
"""
_SCREEN = {
    "name": "one",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


def starting(demo: Path, rounds: int) -> list[Result]:
    """Process start to the first page of the ledger on the screen, and to its window, against an empty QTableView.

    It is the start of every day: one before it has kept what it keeps for the next one (a profile of its own). A
    person may have other programs running, and so may this machine: the rounds alternate, and medians count.
    """
    root = str(Path(__file__).resolve().parents[2])
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(Path(folder) / kind))
        screen = Path(folder) / "screen.json"
        screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
        words = (str(demo), root, str(screen))
        _told(_LEDGER, *words, "until kept")
        empty, first, window, eager, memory = [], [], [], [], 0.0
        for _round in range(rounds):
            empty.append(_told(_EMPTY, str(screen))[0][0])
            (painted, heavy, rows), (opened, megabytes) = _told(_LEDGER, *words)
            if heavy != "-" or int(rows) == 0:
                raise AssertionError(f"imported before the first paint: {heavy}; rows: {rows}")
            first.append(painted)
            window.append(opened)
            memory = float(megabytes)
            eager.append(_told(_LEDGER, *words, "named")[0][0])
    floor, figure, named = (statistics.median(each) for each in (empty, first, eager))
    later = statistics.median(window)
    said = f"empty window {floor:.2f} s"
    return [
        Result("start to the first page", f"{figure:.2f} s", said, figure / floor, 1.6),
        Result("start to the window that can be used", f"{later:.2f} s", said, later / floor, None),
        Result(
            "the first page", f"{figure:.2f} s", f"1/5 of all packages first {named:.2f} s", figure * 5 / named, 1.0
        ),
        Result("memory of the window then", f"{memory:.0f} MB", "400 MB", memory / 400, 1.0),
    ]


def _told(code: str, *arguments: str) -> list[list[Any]]:
    """What a process printed, line by line; the first of each line as seconds since its start."""
    started = time.time()
    lines = [line.split() for line in run_python(code, *arguments)[1].splitlines()]
    return [[float(first) - started, *rest] for first, *rest in lines]


def helping(rounds: int) -> list[Result]:
    """`COMMAND --help` against `python -c pass`."""
    root = Path(__file__).resolve().parents[2]
    words = ["import", "--help"]
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import main; main.main({words!r})"
    figure = statistics.median(run_python(code)[0] for _round in range(rounds))
    floor = statistics.median(run_python("pass")[0] for _round in range(rounds))
    return [
        Result("import --help", f"{figure * 1e3:.0f} ms", f"python -c pass {floor * 1e3:.0f} ms", figure / floor, 8.0)
    ]
