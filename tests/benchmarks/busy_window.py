"""The window's heartbeat while a sheet is imported in it and somebody types into the search meanwhile.

`python -m tests.benchmarks.busy_window LEDGER [ROWS]`. The ledger is copied; the import goes through the panel itself.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.grid import IDLE
from tests.benchmarks.importing import write_sheet
from tests.benchmarks.measure import Result, run_python, table

_MOST_SECONDS = 0.1
_TYPING = """
import json, os, sys, time
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
def main():
    from models.ledger.ledger import Ledger
    from ui.application import keep_answering
    from ui.importing.panel import make_panel
    from ui.main_window import MainWindow
    from ui.preferences import Preferences
    from ui.requests import ImportSheet
    from ui.theme.apply import apply_theme
    from ui.theme.tokens import Scheme
    own = {}
    class Application(QApplication):
        def notify(self, receiver, event):
            before = time.thread_time()
            kind, name = event.type().name, type(receiver).__name__
            done = super().notify(receiver, event)
            note(f"{name} {kind}", time.thread_time() - before)
            return done
    doing = "opening"
    def note(what, took):
        if took > own.get(doing, (0.0, ""))[0]:
            own[doing] = took, what
    app = Application(sys.argv)
    apply_theme(app, Scheme.LIGHT, 100)
    keep_answering(app)
    window = MainWindow(Preferences())
    window.resize(1366, 768)
    window.show()
    window.show_ledger(Ledger.open(Path(sys.argv[1])))
    page = window.go_to("organizations")
    beats, last = [], [time.perf_counter()]
    def beat():
        now = time.perf_counter()
        beats.append(now - last[0])
        last[0] = now
    timer = QTimer()
    timer.timeout.connect(beat)
    def turn(seconds=0.0, until=lambda: True):
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or not until():
            app.processEvents()
            time.sleep(0.0005)
    def idle():
        return not (window.runner.is_busy or page.detail._soon.isActive())
    turn(0.5, idle)
    timer.start(10)
    last[0] = time.perf_counter()
    field = window.top.command
    texts = ["阳光幼儿园", "hexie", "yey", "协会", "4401", "zhao"]
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
            note("the key", time.thread_time() - before)
            turn(0.05)
        if number % 3 == 2:
            before = time.thread_time()
            window._search._show_list(texts[number % len(texts)])
            note("the list", time.thread_time() - before)
        turn(0.1)
    doing = "typing"
    for number in range(6):
        type_one(number)
    turn(0.2, idle)
    panel = make_panel(window.session, ImportSheet())
    panel.resize(1286, 698)
    panel.show()
    doing = "looking at the sheet"
    panel.open_file(Path(sys.argv[2]))
    turn(0.2, lambda: panel._opened is not None and not panel.jobs.is_running("open"))
    turn(0.5)
    def while_running(name, start):
        number = 0
        before = time.thread_time()
        start()
        note("the start", time.thread_time() - before)
        while panel.jobs.is_running(name):
            type_one(number)
            number += 1
        turn(0.5, idle)
        return number
    doing = "typing during the trial"
    tried = while_running("try", panel._try_out)
    doing = "typing during the import"
    wrote = while_running("write", panel._write)
    found = {name: (took * 1e3, what) for name, (took, what) in own.items() if name != "opening"}
    late = sum(each > 0.1 for each in beats)
    print(json.dumps({"own": found, "late": late, "beats": len(beats), "worst": max(beats) * 1e3,
                      "typed": [tried, wrote], "new": panel._result.new}))
    sys.stdout.flush()
    os._exit(0)
if __name__ == "__main__":
    main()
"""


def typing_while_importing(demo: Path, rows: int, folder: Path | None = None) -> list[Result]:
    """The longest own work of the window's thread in each of the parts."""
    root = str(Path(__file__).resolve().parents[2])
    with tempfile.TemporaryDirectory(dir=folder) as place:
        ledger = shutil.copyfile(demo, Path(place) / "台账.jhtz")
        sheet = write_sheet(Path(place) / "名册.xlsx", rows)
        script = Path(place) / "typing.py"  # the reader's process imports the main module: it has to be a file
        script.write_text(_TYPING, encoding="utf-8")
        code = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
        found = json.loads(run_python(code, str(script), str(ledger), str(sheet), root)[2])
    if not found["new"]:
        raise AssertionError("nothing was imported")
    results = [
        Result(f"own work, {name}", f"{took:.0f} ms ({what})", "100 ms", took / 1e3 / _MOST_SECONDS, 1.0)
        for name, (took, what) in found["own"].items()
    ]
    idle = json.loads(run_python(IDLE)[2])
    said = f"{found['late']} of {found['beats']}, worst {found['worst']:.0f} ms"
    goal = f"0.1 %; idle {idle['late'] / idle['beats']:.2%}, worst {idle['worst']:.0f} ms"
    share = found["late"] / max(found["beats"], 1) / 0.001
    return [*results, Result("beats later than 100 ms, by the clock", said, goal, share, None)]


def main(demo: str, rows: str = "100000") -> None:
    """This part alone."""
    print(table(typing_while_importing(Path(demo), int(rows))))


if __name__ == "__main__":
    main(*sys.argv[1:])
