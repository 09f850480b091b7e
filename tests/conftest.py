"""What every test gets: its own profile and home, no real window, and a failure for what is left lying about.

No Qt at module level: tests/architecture/test_without_qt.py runs parts of the suite without it.
"""

import gc
import itertools
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # the suite runs without Qt as well
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
WINDOW_TOOLS = ("Xvfb", "xauth", "openbox", "xdotool")

# Without a display Qt ends the process; with one, tests would open windows on it.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The many programs that tests start find what the first of them compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


#: Homes that their tests left as they were.
_empty_homes: list[Path] = []


@pytest.fixture(autouse=True)
def _own_folders(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Point the profile, the home and the XDG folders at an empty folder of this test."""
    if _empty_homes:
        home = _empty_homes.pop()
    else:
        home = tmp_path_factory.mktemp("home")
        (home / "run").mkdir(mode=0o700)
    monkeypatch.setenv("JIANHUI_PROFILE", str(home / "profile"))
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name, folder in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("STATE", ".state"),
        ("CACHE", ".cache"),
    ):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    if request.node.get_closest_marker("window"):
        _use_real_platform(monkeypatch)
    yield
    if [each.name for each in home.iterdir()] == ["run"] and not any((home / "run").iterdir()):
        _empty_homes.append(home)


def _use_real_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what the test starts talk to the X display that the test makes."""
    missing = [tool for tool in WINDOW_TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"a real window needs {', '.join(missing)}: see packaging/system-packages.txt")
    monkeypatch.delenv("QT_QPA_PLATFORM")


@pytest.fixture
def shared_data() -> Path:
    """The folder with the real lists, ../shared/data; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"{SHARED_DATA} is absent: it is not part of the project")
    return SHARED_DATA


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_logs() -> list[logging.LogRecord]:
    """For a test whose subject logs warnings: collects the records, and the test says what they must be."""
    return []


@pytest.fixture(autouse=True)
def _no_stray_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on log records from WARNING up, unless the test asks for `expected_logs`."""
    collector = _Collector()
    expecting = "expected_logs" in request.fixturenames
    if expecting:
        collector.records = request.getfixturevalue("expected_logs")
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    if collector.records and not expecting:
        lines = [f"{each.levelname} {each.name}: {each.getMessage()}" for each in collector.records]
        pytest.fail("stray log records:\n" + "\n".join(lines), pytrace=False)


def _is_ours(thread: threading.Thread) -> bool:
    """Whether a test answers for it: not for those of pytest, xdist and hypothesis."""
    dummy = isinstance(thread, threading._DummyThread)  # Python 3.11 keeps these after a QThread has ended
    return not dummy and not thread.name.startswith(("pytest", "execnet", "hypothesis", "MainThread"))


@pytest.fixture(autouse=True)
def _no_threads_left() -> Iterator[None]:
    """Fail on threads and thread-pool jobs that still run two seconds after the test."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 2
    left = [thread for thread in threading.enumerate() if thread not in before and _is_ours(thread)]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    names = [thread.name for thread in left if thread.is_alive()]
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and not core.QThreadPool.globalInstance().waitForDone(2000):
        names.append("QThreadPool")
    if names:
        pytest.fail(f"threads still running: {', '.join(names)}", pytrace=False)


def pytest_collection_finish() -> None:
    """What the collection made stays for the whole run: whoever looks for garbage need not walk through it."""
    gc.collect()
    gc.freeze()


_FULL_LOOK_EVERY = 50
_ended = itertools.count(1)


@pytest.fixture(autouse=True)
def _widgets_end_with_their_test() -> Iterator[None]:
    """Delete the windows that a test closed, and what lies in cycles; never in the middle of a call of Qt.

    Connections to lambdas keep a closed window for ever: each later change of the theme would restyle it again.
    """
    before = set(_top_widgets())
    if "PySide6.QtCore" in sys.modules:
        gc.disable()
    yield
    for widget in _top_widgets():
        if widget not in before and not widget.isVisible():
            widget.deleteLater()
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        before.clear()
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        gc.collect(2 if next(_ended) % _FULL_LOOK_EVERY == 0 else 1)


def _top_widgets() -> "list[QWidget]":
    """The windows without a parent; none as long as nothing has loaded Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [widget for widget in widgets.QApplication.topLevelWidgets() if widget.parentWidget() is None]
