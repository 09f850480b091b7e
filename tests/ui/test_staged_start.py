"""The first page and the window that takes its place: the same words, at the same place, and every ending."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.demo.make import make_demo
from models.ledger.ledger import Ledger
from models.queries.first_page import first_rows
from models.queries.today import due
from models.vocabulary import VISIT_MODES
from tests.conftest import ROOT
from ui.first_page import Places, cells_of, usual_places
from ui.first_places import remember_places, remembered_places
from ui.preferences import Preferences
from ui.today.due_rows import DueRows, lines_of

_CODE = """
import json, os, sys
from PySide6.QtCore import QRect, QTimer
from ui import application
start = application.begin(sys.argv[1:])
frame, told = start.frame, {}
def rows_of(picture, rows):
    x, y, width, height = told["rows"]
    seen = [row for row in range(2, height // 30) if rows.followup(row)]
    return [picture.copy(QRect(x, y + row * 30, width, 30)).toImage() for row in seen]
def painted():
    told["title"] = frame.windowTitle()
    told["first"] = frame.grab()
frame.painted.connect(painted)
told["ran"] = start.run()
def look():
    window = start.window
    if window.runner.is_busy:
        QTimer.singleShot(20, look)
        return
    page = window.stack.currentWidget()
    places = getattr(page, "first_places", lambda: None)()
    said = {"ran": told["ran"], "title": told["title"], "later": frame.windowTitle(), "place": type(page).__name__}
    said["keyboard"] = type(start.app.focusWidget()).__name__
    said["fills"] = window.geometry() == frame.rect()
    said["banners"] = [each.reason for each in window._stack_of_banners()]
    if places is not None:
        told["rows"] = places.rows
        start._remember()
        rows = page.due.table.rows()
        before, after = rows_of(told["first"], rows), rows_of(frame.grab(), rows)
        said["same"] = [one == other for one, other in zip(before, after, strict=True)]
    print(json.dumps(said), flush=True)
    window.close() if len(sys.argv) > 2 else frame.close()
QTimer.singleShot(300, look)
print(json.dumps({"code": start.app.exec(), "open": start.window.session is not None}), flush=True)
"""

_ENUMERATIONS = """
import enum, os, sys
from ui import application
start = application.begin(sys.argv[1:])
def kinds(base):
    for each in base.__subclasses__():
        yield each.__qualname__
        yield from kinds(each)
def painted():
    print(start.frame.first_rows, *(name for name in kinds(enum.Enum) if name.startswith(("Q", "R"))), flush=True)
    os._exit(0)
start.frame.painted.connect(painted)
start.run()
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANHUI_PROFILE", str(tmp_path_factory.mktemp("profile")))
        path = tmp_path_factory.mktemp("demo") / "示例.jhtz"
        make_demo(path, organizations=900).close()
    return path


def started(profile: Path, *arguments: str) -> list[dict[str, object]]:
    """Start the program, look at it, close it; what it told."""
    screen = profile / "screen.json"
    place = {"name": "one", "x": 0, "y": 0, "width": 1600, "height": 900}
    screen.write_text(json.dumps({"screens": [{**place, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}))
    environment = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "JIANHUI_PROFILE": str(profile),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", _CODE, *arguments]
    found = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert found.returncode == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_the_window_takes_the_place_of_the_first_page(ledger: Path, tmp_path: Path) -> None:
    said, ended = started(tmp_path, str(ledger))
    assert said["title"] == said["later"] == "示例 · 建会台账"
    assert (said["place"], said["keyboard"], said["fills"]) == ("TodayPage", "DueTable", True)
    assert said["banners"] == ["这份台账是从别处拷来的，在本机记的都在“周岚”名下。"]  # it was made in another profile
    assert ended == {"code": 0, "open": False}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANHUI_PROFILE", str(tmp_path))
        assert remembered_places(Preferences()) is None  # the note had pushed everything down
    for _start in range(2):
        again, ended = started(tmp_path, str(ledger), "quit")
        assert again["banners"] == []
    same = again["same"]
    assert isinstance(same, list)
    assert len(same) > 5
    assert all(same), same  # not one point of a row moves
    assert ended == {"code": 0, "open": False}


def test_the_first_page_is_painted_without_the_enumerations_of_qt(ledger: Path, tmp_path: Path) -> None:
    """98 of them, 25 ms: one call of `fillRect` or `setPen` makes them all."""
    environment = {"QT_QPA_PLATFORM": "offscreen", "JIANHUI_PROFILE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _ENUMERATIONS, str(ledger)]
    found = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    rows, *names = found.stdout.split()
    assert int(rows) > 5
    assert "QPainter.RenderHint" in names
    assert [name for name in names if name.startswith("Qt.")] == []


def test_without_a_ledger_and_with_one_that_is_none(tmp_path: Path) -> None:
    said, ended = started(tmp_path)
    assert (said["title"], said["place"]) == ("建会台账", "WelcomePage")
    said, ended = started(tmp_path, str(tmp_path / "missing.jhtz"))
    assert said["banners"] == ["找不到台账“missing.jhtz”。"]
    assert ended["code"] == 0


def test_the_words_are_those_of_the_page(ledger: Path) -> None:
    with Ledger.open(ledger, read_only=True) as opened:
        shown = due(opened)
        rows = DueRows(lines_of(shown), shown.day)
    found = first_rows(ledger, shown.day, 10_000)
    assert found is not None
    said = [cells_of(row, shown.day) for row in found.rows]
    keys = ("name", "street", "task", "last", "when", "cadre")
    on_page = [{key: rows.cell(row, key).words for key in keys} for row in range(rows.count()) if rows.followup(row)]
    worked = [{**cells, "when": cells["when"].removesuffix(" 班")} for cells in on_page]
    assert said == worked
    assert len(said) > 8
    assert VISIT_MODES.label("1") in " ".join(cells["last"] for cells in said)


def test_places_are_kept_for_their_size_and_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANHUI_PROFILE", str(tmp_path))
    places = usual_places(1366, 768, 100)
    assert remembered_places(Preferences()) is None
    remember_places(Preferences(), places)
    assert remembered_places(Preferences()) == places
    assert remembered_places(Preferences(scale=125)) is None
    (tmp_path / "first-page.json").write_text('{"words": ["zh_CN", 100], "size": [1]}', encoding="utf-8")
    assert remembered_places(Preferences()) is None


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 100), (960, 600, 100), (1920, 1080, 200)])
def test_the_usual_places_lie_in_the_window(width: int, height: int, scale: int) -> None:
    places: Places = usual_places(width, height, scale)
    for left, top, wide, high in (*places.cards, places.rows):
        assert min(left, top) >= 0
        assert left + wide <= width
        assert top + high <= height
    assert all(wide > 0 for _left, wide in places.columns)


def test_a_day_of_another_year_says_its_year(ledger: Path) -> None:
    day = date(2026, 1, 2)
    found = first_rows(ledger, day + timedelta(days=3_650), 1)
    assert found is not None
    assert "逾期" in cells_of(found.rows[0], found.day)["when"]
