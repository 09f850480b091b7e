"""The window's heartbeat while a sheet is imported in it and somebody types into the search meanwhile.

`python -m tests.benchmarks.busy_window LEDGER [ROWS]`. The ledger is copied; the import goes through the panel itself.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.grid import IDLE
from tests.benchmarks.importing import write_sheet
from tests.benchmarks.measure import Result, run_python, table

_MOST_SECONDS = 0.1
#: The ledger, the sheet, the root; `own` measures each piece of the window's own work, which slows every event down.
_TYPING = """
import json, os, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
own, beats, doing = {}, [], "opening"
def note(what, before):
    took = time.thread_time() - before
    if took > own.get(doing, (0.0, ""))[0]:
        own[doing] = took, what
class Watched(QApplication):
    def notify(self, receiver, event):
        before = time.thread_time()
        kind, name = event.type().name, type(receiver).__name__
        done = super().notify(receiver, event)
        note(f"{name} {kind}", before)
        return done
def main():
    from models.ledger.ledger import Ledger
    from ui.application import keep_answering
    from ui.importing.panel import make_panel
    from ui.main_window import MainWindow
    from ui.preferences import Preferences
    from ui.requests import ImportSheet
    from ui.theme.apply import apply_theme
    from ui.theme.tokens import Scheme
    app = (Watched if sys.argv[4:] == ["own"] else QApplication)(sys.argv[:1])
    apply_theme(app, Scheme.LIGHT, 100)
    keep_answering(app)
    window = MainWindow(Preferences())
    window.resize(1366, 768)
    window.show()
    window.show_ledger(Ledger.open(Path(sys.argv[1])))
    page = window.go_to("organizations")
    last = time.perf_counter()
    def beat():
        nonlocal last
        now = time.perf_counter()
        beats.append(now - last)
        last = now
    timer = QTimer()
    timer.timeout.connect(beat)
    field = window.top.command
    texts = ["阳光幼儿园", "hexie", "yey", "协会", "4401", "zhao"]
    def until(condition):
        while not condition():
            yield 0.01
    def idle():
        return not (window.runner.is_busy or page.detail._soon.isActive())
    def type_one(number):
        field.setFocus()
        field.clear()
        for character in texts[number % len(texts)]:
            before = time.thread_time()
            if character.isascii():
                QTest.keyClick(field, character)
            else:
                field.insert(character)
                field.textEdited.emit(field.text())
            note("the key", before)
            yield 0.05
        if number % 3 == 2:
            before = time.thread_time()
            window._search._show_list(texts[number % len(texts)])
            note("the list", before)
        yield 0.1
    def play():
        nonlocal last
        global doing
        yield 0.5
        yield from until(idle)
        last = time.perf_counter()
        timer.start(10)
        doing = "typing"
        for number in range(6):
            yield from type_one(number)
        yield from until(idle)
        doing = "looking at the sheet"
        panel = make_panel(window.session, ImportSheet())
        panel.resize(1286, 698)
        panel.show()
        panel.open_file(Path(sys.argv[2]))
        yield from until(lambda: panel._opened is not None and not panel.jobs.is_running("open"))
        yield 0.5
        typed, took = [], []
        for name, start in (("try", panel._try_out), ("write", panel._write)):
            doing = "typing during the trial" if name == "try" else "typing during the import"
            number, began, before = 0, time.perf_counter(), time.thread_time()
            start()
            note("the start", before)
            while panel.jobs.is_running(name):
                yield from type_one(number)
                number += 1
            typed.append(number)
            took.append(time.perf_counter() - began)
            yield from until(idle)
        late = sum(each > 0.1 for each in beats)
        mine = {name: (each * 1e3, what) for name, (each, what) in own.items() if name != "opening"}
        print(json.dumps({"own": mine, "late": late, "beats": len(beats), "worst": max(beats) * 1e3,
                          "typed": typed, "took": took, "new": panel._result.new}), flush=True)
        os._exit(0)
    playing = play()
    def go_on():
        QTimer.singleShot(round(next(playing) * 1000), go_on)
    go_on()
    app.exec()
if __name__ == "__main__":
    main()
"""


def typing_while_importing(demo: Path, rows: int, folder: Path | None = None) -> list[Result]:
    """The longest own work of the window's thread in each of the parts, and in a second run the heartbeat."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        sheet = write_sheet(Path(place) / "名册.xlsx", rows)
        found = _played(demo, sheet, "own")
        beating = _played(demo, sheet)
    results = [
        Result(f"own work, {name}", f"{took:.0f} ms ({what})", "100 ms", took / 1e3 / _MOST_SECONDS, 1.0)
        for name, (took, what) in found["own"].items()
    ]
    idle = json.loads(run_python(IDLE)[1])
    trial, writing = (round(each) for each in beating["took"])
    said = f"{beating['late']} of {beating['beats']}, worst {beating['worst']:.0f} ms (in {trial} and {writing} s)"
    goal = f"0.1 %; idle {idle['late'] / idle['beats']:.2%}, worst {idle['worst']:.0f} ms"
    share = beating["late"] / max(beating["beats"], 1) / 0.001
    return [*results, Result("beats later than 100 ms, by the clock", said, goal, share, 1.0)]


def _played(demo: Path, sheet: Path, *how: str) -> dict[str, Any]:
    root = str(Path(__file__).resolve().parents[2])
    with tempfile.TemporaryDirectory(dir=sheet.parent) as place:
        ledger = shutil.copyfile(demo, Path(place) / "台账.jhtz")
        script = Path(place) / "typing.py"  # the reader's process imports the main module: it has to be a file
        script.write_text(_TYPING, encoding="utf-8")
        code = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
        found: dict[str, Any] = json.loads(run_python(code, str(script), str(ledger), str(sheet), root, *how)[1])
    if not found["new"]:
        raise AssertionError("nothing was imported")
    return found


def main(demo: str, rows: str = "100000") -> None:
    """This part alone."""
    print(table(typing_while_importing(Path(demo), int(rows))))


if __name__ == "__main__":
    main(*sys.argv[1:])
