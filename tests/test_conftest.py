"""The guards of conftest.py are seen failing: each inner test below must fail, or pass, as its name says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, WINDOW_TOOLS

INNER = """
import logging, os, threading, time
from pathlib import Path

import pytest

def test_pass_logs_expected(expected_logs):
    logging.getLogger("models.x").warning("expected")
    assert [record.getMessage() for record in expected_logs] == ["expected"]

def test_pass_thread_that_ends():
    threading.Thread(target=time.sleep, args=(0.05,)).start()

def test_pass_folders(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    for name in ("JIANHUI_PROFILE", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        assert Path(os.environ[name]).is_relative_to(base)
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

def test_fail_stray_log():
    logging.getLogger("models.x").warning("stray")

def test_fail_thread(release):
    threading.Thread(target=release.wait, name="left-over").start()

@pytest.fixture(scope="session")
def release():
    event = threading.Event()
    yield event
    event.set()

def test_fail_warning():
    import warnings
    warnings.warn("stray", DeprecationWarning)

def test_fail_qt_warning():
    from PySide6.QtCore import qWarning
    qWarning("stray")

def test_fail_pool_job(release):
    from PySide6.QtCore import QThreadPool
    QThreadPool.globalInstance().start(lambda: release.wait(5))
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name of each inner test: passed, failed or error."""
    folder = tmp_path_factory.mktemp("inner")
    (folder / "test_inner.py").write_text(INNER, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-rA"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(folder)]
    command += [f"--basetemp={folder / 'base'}"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line.split() for line in result.stdout.splitlines()]
    found: dict[str, str] = {}
    for line in lines:
        if len(line) > 1 and line[0] in {"PASSED", "FAILED", "ERROR"}:
            name = line[1].rpartition("::")[2]
            found[name] = "failed" if line[0] != "PASSED" else found.get(name, "passed")
    assert found, result.stdout + result.stderr
    return found


INNER_TESTS = [line.split("(")[0][4:] for line in INNER.splitlines() if line.startswith("def test_")]


@pytest.mark.parametrize("name", INNER_TESTS)
def test_guard(outcomes: dict[str, str], name: str) -> None:
    assert outcomes[name] == ("passed" if name.startswith("test_pass") else "failed")


@pytest.mark.parametrize("tools", [True, False])
def test_window_tests_skip_without_the_tools_and_get_no_platform(tmp_path: Path, *, tools: bool) -> None:
    (tmp_path / "bin").mkdir()
    for name in WINDOW_TOOLS if tools else WINDOW_TOOLS[1:]:
        (tmp_path / "bin" / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "test_inner.py").write_text(
        "import os, pytest\n"
        "@pytest.mark.window\n"
        "def test_platform():\n"
        "    assert 'QT_QPA_PLATFORM' not in os.environ\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-n", "1"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(tmp_path / "test_inner.py")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PATH"] = str(tmp_path / "bin")
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ("1 passed" if tools else "a real window needs Xvfb:") in result.stdout, result.stdout + result.stderr


def test_shared_data_lies_beside_the_project(shared_data: Path) -> None:
    assert (shared_data / "SOURCES.md").is_file()
