"""The window against its floors: first page on screen, memory, and the command line's --help."""

import statistics
import time
from pathlib import Path

from tests.benchmarks.measure import Result, run_python

_EMPTY = """
import os, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication, QTableView
from PySide6.QtCore import QTimer
app = QApplication(sys.argv)
view = QTableView(); view.resize(1366, 768); view.show()
QTimer.singleShot(0, app.quit)
app.exec()
print(time.time())
"""
_LEDGER = """
import os, resource, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
from ui.starting import open_window
app = QApplication(sys.argv)
window = open_window(app, Path(sys.argv[1]))
window.show()
def painted():
    heavy = sorted(name for name in ("sqlmodel", "pydantic", "openpyxl", "reportlab") if name in sys.modules)
    print(time.time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, ",".join(heavy) or "-")
    app.quit()
window.go_to("organizations").list.table.first_painted.connect(painted)
QTimer.singleShot(60_000, app.quit)
app.exec()
window.close()
"""


def starting(demo: Path, rounds: int) -> list[Result]:
    """Process start to the first page of the ledger on screen, against an empty QTableView window."""
    root = str(Path(__file__).resolve().parents[2])
    _painted(_LEDGER, str(demo), root)  # warms the caches
    empty, ledger, memory = [], [], 0.0
    for _round in range(rounds):
        empty.append(_painted(_EMPTY)[0])
        took, (megabytes, heavy) = _painted(_LEDGER, str(demo), root)
        ledger.append(took)
        memory = float(megabytes)
        if heavy != "-":
            raise AssertionError(f"imported before the first paint: {heavy}")
    figure, floor = statistics.median(ledger), statistics.median(empty)
    return [
        Result("start to the first page", f"{figure:.2f} s", f"empty window {floor:.2f} s", figure / floor, 1.6),
        Result("memory of the window then", f"{memory:.0f} MB", "400 MB", memory / 400, 1.0),
    ]


def _painted(code: str, *arguments: str) -> tuple[float, list[str]]:
    """Seconds from the start of a process to its first paint, and what else it printed."""
    started = time.time()
    said = run_python(code, *arguments)[2].split()
    return float(said[0]) - started, said[1:]


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
