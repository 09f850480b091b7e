"""The window against its floors: first page on screen, memory, and the command line's --help."""

import statistics
from pathlib import Path

from tests.benchmarks.measure import Result, run_python

_EMPTY = """
import os, sys
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication, QTableView
from PySide6.QtCore import QTimer
app = QApplication(sys.argv)
view = QTableView(); view.resize(1366, 768); view.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
_LEDGER = """
import os, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
from ui.starting import open_window
app = QApplication(sys.argv)
window = open_window(app, Path(sys.argv[1]))
window.show()
page = window.go_to("organizations")
page.first_painted.connect(app.quit)
QTimer.singleShot(60_000, app.quit)
app.exec()
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(sorted(name for name in ("sqlmodel", "pydantic", "openpyxl", "reportlab") if name in sys.modules))
window.close()
"""


def starting(demo: Path, rounds: int) -> list[Result]:
    """Process start to the first page of the ledger on screen, against an empty QTableView window."""
    root = str(Path(__file__).resolve().parents[2])
    empty = [run_python(_EMPTY)[0] for _round in range(rounds)]
    ledger, memory = [], 0.0
    for _round in range(rounds):
        took, _peak, said = run_python(_LEDGER, str(demo), root)
        ledger.append(took)
        memory = float(said.split()[0])
        if "[]" not in said:
            raise AssertionError(f"imported before the first paint: {said}")
    figure, floor = statistics.median(ledger), statistics.median(empty)
    return [
        Result("start to the first page", f"{figure:.2f} s", f"empty window {floor:.2f} s", figure / floor, 1.6),
        Result("memory of the window then", f"{memory:.0f} MB", "400 MB", memory / 400, 1.0),
    ]


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
