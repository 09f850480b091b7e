"""./jianhui with stand-ins for Python, pip and the system's tools: nothing is downloaded, nothing installed.

The stand-in for Python is a shell script that notes every call in $CALLS.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the POSIX launcher, with the tools of a Linux")

SHIPPED = ("jianhui", "requirements.lock", "requirements-dev.lock", "packaging/qt-pins.txt")
TABLE = "library libreal.so.1 real-package\ntool no-such-tool test-package\n"
PYTHON = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
    "-c import sys; print"*) echo "${FAKE_VERSION-3.12}" ;;
    "-c "*) exit "${FAKE_UNUSABLE-0}" ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip install "*) sleep "${FAKE_SLOW-0}"; echo "${FAKE_PIP_ERROR-}"; test -z "${FAKE_PIP_ERROR-}" ;;
    "-m pip "* | "-m pytest "* | "-m pytest") ;;
    *main.py*) shift; for each; do printf '[%s]' "$each"; done; echo ;;
esac
"""
TOOLS = {
    "python3": PYTHON,
    "ldconfig": "#!/bin/sh\necho '	libreal.so.1 (libc6,x86-64) => /usr/lib/libreal.so.1'\n",
    "getconf": "#!/bin/sh\necho glibc ${FAKE_GLIBC-2.36}\n",
    "uname": '#!/bin/sh\ncase $1 in -s) echo Linux ;; *) echo "${FAKE_MACHINE-x86_64}" ;; esac\n',
    "id": "#!/bin/sh\necho 1000\n",
    "sudo": "#!/bin/sh\nexit 1\n",
    "apt-get": '#!/bin/sh\necho "apt-get $*" >>"$CALLS"\n',
}
NEEDED = ("sh", "cat", "cksum", "cp", "env", "flock", "grep", "mkdir", "mktemp", "readlink", "rm", "sleep", "tail")


class Launcher:
    """A copy of the launcher in a folder with spaces and Chinese characters, and a PATH of stand-ins."""

    def __init__(self, base: Path) -> None:
        self.root = base / "建会 台账"
        (self.root / "packaging").mkdir(parents=True)
        for name in SHIPPED:
            shutil.copy(ROOT / name, self.root / name)
        (self.root / "packaging" / "system-packages.txt").write_text(TABLE, encoding="utf-8")
        self.tools = base / "bin"
        self.tools.mkdir()
        for name in NEEDED:
            (self.tools / name).symlink_to(shutil.which(name) or name)
        for name, text in TOOLS.items():
            self.add_tool(name, text)
        self.calls_file = base / "calls"
        self.calls_file.touch()

    def add_tool(self, name: str, text: str) -> None:
        (self.tools / name).write_text(text, encoding="utf-8")
        (self.tools / name).chmod(0o755)

    def start(self, *arguments: str, program: Path | None = None, **fake: str) -> subprocess.Popen[str]:
        environment = {"PATH": str(self.tools), "CALLS": str(self.calls_file), "HOME": os.environ["HOME"]}
        environment |= {f"FAKE_{name.upper()}": value for name, value in fake.items()}
        return subprocess.Popen(
            [str(program or self.root / "jianhui"), *arguments],
            cwd=self.tools,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *arguments: str, program: Path | None = None, **fake: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        process = self.start(*arguments, program=program, **fake)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def calls(self, beginning: str) -> list[str]:
        """What was called since the last question, as far as it begins so."""
        lines = self.calls_file.read_text("utf-8").splitlines()
        self.calls_file.write_text("", encoding="utf-8")
        return [line for line in lines if line.startswith(beginning)]


@pytest.fixture
def launcher(tmp_path: Path) -> Launcher:
    return Launcher(tmp_path)


def test_first_run_sets_up_and_second_is_silent(launcher: Launcher) -> None:
    code, out, err = launcher.run("list", "我的 台账.jhtz", "", "--json")
    assert (code, out) == (0, "[list][我的 台账.jhtz][][--json]\n")
    assert "准备完毕" in err
    assert len(launcher.calls("-m pip install")) == 1
    assert launcher.run("stats") == (0, "[stats]\n", "")
    assert launcher.calls("-") == []


def test_test_word_runs_pytest_with_the_options_given(launcher: Launcher) -> None:
    assert launcher.run("test", "tests/models/x.py", "-k", "a or b")[0] == 0
    install, start = launcher.calls("-m p")[-2:]
    assert "--require-hashes --only-binary :all:" in install
    assert start == "-m pytest tests/models/x.py -k a or b"
    assert "-r ../requirements-dev.lock" in (launcher.root / ".venv/pins.txt").read_text("utf-8")
    assert launcher.run("test")[2] == ""
    assert launcher.calls("-m pytest") == ["-m pytest -n 3 --dist loadfile --no-loadscope-reorder"]


def test_works_through_a_symbolic_link(launcher: Launcher, tmp_path: Path) -> None:
    link, relative = tmp_path / "link", tmp_path / "relative"
    link.symlink_to(launcher.root / "jianhui")
    relative.symlink_to("link")
    assert launcher.run("x", program=relative)[:2] == (0, "[x]\n")
    assert (launcher.root / ".venv" / "ready-run").exists()


@pytest.mark.parametrize("changed", ["requirements.lock", "packaging/qt-pins.txt"])
def test_changed_pins_are_installed(launcher: Launcher, changed: str) -> None:
    launcher.run()
    with (launcher.root / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    launcher.calls("")
    assert launcher.run()[0] == 0
    assert len(launcher.calls("-m pip install")) == 1


def test_interrupted_set_up_is_made_anew(launcher: Launcher) -> None:
    process = launcher.start(slow="1000")
    while not (launcher.root / ".venv" / "pins.txt").exists():
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (launcher.root / ".venv" / "ready-run").exists()
    (launcher.root / ".venv" / "half").touch()
    assert launcher.run()[0] == 0
    assert not (launcher.root / ".venv" / "half").exists()


def test_two_at_once_set_up_once(launcher: Launcher) -> None:
    both = [launcher.start(name, slow="0.5") for name in ("a", "b")]
    results = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [out for out, _ in results] == ["[a]\n", "[b]\n"]
    assert len(launcher.calls("-m pip install")) == 1


def test_without_network_it_says_what_to_do_and_tries_again_next_time(launcher: Launcher) -> None:
    code, out, err = launcher.run(pip_error="ERROR: No matching distribution found")
    assert (code, out) == (1, "")
    assert "可能没有网络" in err
    assert "pip download --no-deps -d wheels" in err
    assert launcher.run()[0] == 0


def test_wheels_beside_the_launcher_need_no_network(launcher: Launcher) -> None:
    (launcher.root / "wheels").mkdir()
    assert launcher.run()[0] == 0
    assert f"--no-index --find-links {launcher.root / 'wheels'}" in launcher.calls("-m pip install")[0]
    (launcher.root / ".venv" / "ready-run").unlink()
    code, _, err = launcher.run(pip_error="ERROR: No matching distribution found")
    assert code == 1
    assert "wheels 文件夹里缺少" in err


@pytest.mark.parametrize(
    ("machine", "glibc", "version"),
    [
        ("x86_64", "2.36", "6.11."),
        ("x86_64", "2.34", "6.11."),
        ("x86_64", "2.33", "6.9.3"),
        ("x86_64", "2.28", "6.9.3"),
        ("aarch64", "2.39", "6.11."),
        ("arm64", "2.31", "6.8.0.2"),
    ],
)
def test_qt_goes_by_machine_and_glibc(launcher: Launcher, machine: str, glibc: str, version: str) -> None:
    assert launcher.run(machine=machine, glibc=glibc)[0] == 0
    pins = (launcher.root / ".venv/pins.txt").read_text("utf-8").splitlines()
    assert pins[0].startswith(f"PySide6-Essentials=={version}")
    assert pins[1].startswith(f"shiboken6=={version}")
    assert pins[2] == "-r ../requirements.lock"


@pytest.mark.parametrize(("machine", "glibc"), [("x86_64", "2.17"), ("aarch64", "2.28"), ("loongarch64", "2.38")])
def test_machine_without_qt_is_told_so(launcher: Launcher, machine: str, glibc: str) -> None:
    code, _, err = launcher.run(machine=machine, glibc=glibc)
    assert code == 1
    assert f"没有适合本机（linux {machine}，glibc {glibc}）" in err


def test_missing_library_without_rights_prints_the_line_and_stops(launcher: Launcher) -> None:
    launcher.add_tool("ldconfig", "#!/bin/sh\n:\n")
    code, out, err = launcher.run()
    assert (code, out) == (1, "")
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends real-package\n" in err
    assert "正在安装" not in err
    assert not (launcher.root / ".venv").exists()


def test_missing_library_is_installed_by_root(launcher: Launcher) -> None:
    launcher.add_tool("ldconfig", "#!/bin/sh\n:\n")
    launcher.add_tool("id", "#!/bin/sh\necho 0\n")
    assert launcher.run("test")[0] == 0
    installs = [line for line in launcher.calls("apt-get") if "install" in line]
    assert [line.split()[-1] for line in installs] == ["real-package", "test-package"]


def test_missing_test_tools_only_leave_tests_out(launcher: Launcher) -> None:
    code, _, err = launcher.run("test")
    assert code == 0
    assert "将跳过：test-package" in err


def test_unusable_python_is_named(launcher: Launcher) -> None:
    launcher.add_tool("apt-cache", "#!/bin/sh\nexit 1\n")
    code, _, err = launcher.run(version="3.9", unusable="1")
    assert code == 1
    assert "需要 Python 3.11 到 3.14" in err
    assert "本机的 Python 是 3.9" in err


def test_python_without_venv_names_the_package(launcher: Launcher) -> None:
    code, _, err = launcher.run(version="3.11", unusable="1")
    assert code == 1
    assert "apt-get install -y --no-install-recommends python3-venv\n" in err
