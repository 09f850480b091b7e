"""How commands end: bugs, interrupts, pipes that close, full disks, odd file names; what goes to which stream."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.errors import FileProblem
from models.ledger.ledger import Ledger
from models.progress import Progress, ProgressState
from tests.conftest import ROOT
from tests.ui.command_line.program import done, jianhui, problem
from ui.command_line import progress_bar
from ui.command_line.progress_bar import ProgressBar, bar_text
from ui.command_line.running import Answer, run_work

PROGRAM = [sys.executable, str(ROOT / "main.py")]
PRIVATE = "王小明13812345678"


def start(*words: object, **streams: object) -> "subprocess.Popen[bytes]":
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen([*PROGRAM, *map(os.fsencode, map(str, words))], **streams)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("json_", [(), ("--json",)])
def test_a_bug_is_70_and_says_no_values(ledger: Path, monkeypatch: pytest.MonkeyPatch, json_: tuple[str, ...]) -> None:
    def broken(*_words: object, **_more: object) -> None:
        raise KeyError(PRIVATE)

    monkeypatch.setattr("models.edits.visits.record_visits", broken)
    before = done("digest", ledger)
    said = jianhui("visit", ledger, "向阳幼儿园", "--result", 1, "--note", PRIVATE, *json_)
    assert said.code == 70
    assert said.errors.startswith("程序出错了。")
    assert "KeyError" in said.errors
    assert "work_commands.py" in said.errors
    assert "向阳" not in said.out + said.errors
    assert PRIVATE not in said.out + said.errors
    if json_:
        assert said.data == {"bug": "KeyError"}
    else:
        assert said.out == ""
    assert done("digest", ledger) == before


def test_an_interrupt_says_that_nothing_was_written(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("models.edits.organizations.add_organization", interrupted)
    assert problem("add", ledger, "--name", "甲") == "已取消，没有写入任何内容。"


def test_a_demo_that_is_interrupted_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "demo.jhtz"
    with_keys = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # ignored behind a shell's &
    process = start("demo", path, "--organizations", 300_000, preexec_fn=with_keys)
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, b"")
    assert errors.decode().endswith("已取消，没有写入任何内容。\n")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".jhtz"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of POSIX")
@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_pipe_that_nobody_reads_is_no_problem(demo_ledger: Path, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = start("list", demo_ledger, *words, stdout=write)
    os.close(write)
    _out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_under_the_answer_is_said(demo_ledger: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("list", demo_ledger, stdout=full)
    _out, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.decode() == (
        "结果没有写出来：磁盘已满或输出被关闭。请腾出空间；若是改动，已经写进台账，用 log 查看。\n"
    )


def test_json_is_utf_8_whatever_the_locale(demo_ledger: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    process = start("list", demo_ledger, "--limit", 1, "--json", env=environment)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    assert json.loads(out.decode("utf-8"))["total"] == 60
    plain = start("list", demo_ledger, "--limit", 1, env=environment)
    assert plain.communicate(timeout=60)[1] == b""
    assert plain.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes")
@pytest.mark.parametrize("name", [b"\xff \xe5\x8f\xb0.jhtz", "台账 (1) 'x' & y.jhtz".encode(), b"-x.jhtz"])
def test_odd_file_names(ledger: Path, tmp_path: Path, name: bytes) -> None:
    path = ledger.rename(tmp_path / os.fsdecode(name))
    for words in (("stats",), ("backup",), ("set", "向阳幼儿园", "职工=40")):
        process = start(words[0], "--json", path, *words[1:])
        out, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, b"")
        json.loads(out)
    assert done("list", path)["total"] == 2
    missing = start("show", tmp_path / os.fsdecode(b"\xfe.jhtz"), "x")
    assert (missing.communicate(timeout=60)[0], missing.returncode) == (b"", 1)


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert "是文件夹，不是台账" in problem("list", tmp_path)


def test_an_open_ledger_is_read_but_not_written(ledger: Path) -> None:
    with Ledger.open(ledger):
        assert done("list", ledger)["total"] == 2
        assert problem("add", ledger, "--name", "甲")
        assert problem("show", ledger, "向阳幼儿园", "--with-phones")  # it would have to be recorded
    assert done("list", ledger)["total"] == 2


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "quiet"), [(True, False), (False, False), (True, True), (False, True)])
def test_progress_goes_to_standard_error_unless_quiet(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool, quiet: bool
) -> None:
    for name in ("_FIRST_AFTER", "_EVERY", "_EVERY_LINE"):
        monkeypatch.setattr(progress_bar, name, 0.01)

    def work(_arguments: object, bar: ProgressBar) -> Answer:
        for number in range(100):
            bar.progress.step(number, 100, "导入")
            time.sleep(0.002)
        return Answer({"rows": 100}, ["100 行"])

    out, errors = io.StringIO(), _Terminal() if terminal else io.StringIO()
    arguments = SimpleNamespace(command="import", json=True, quiet=quiet)
    assert run_work(work, arguments, out, errors) == 0  # type: ignore[arg-type] - what it looks at
    assert out.getvalue() == '{"rows": 100}\n'
    said = errors.getvalue()
    if quiet:
        assert said == ""
    else:
        assert "导入 [" in said
        assert said.endswith("\r\x1b[K" if terminal else " %\n")


def test_the_bar_in_words() -> None:
    assert bar_text(ProgressState("导入", 12, 24)) == "导入 [############............] 50 %"
    assert bar_text(ProgressState("导入", 99, 24)) == f"导入 [{'#' * 24}] 100 %"
    assert bar_text(ProgressState("检查", 12345, 0)) == "检查 12,345"
    assert bar_text(ProgressState("检查", 0, 0)) == "检查"
    assert bar_text(Progress().state) == ""


def test_notes_and_problems_go_to_standard_error() -> None:
    answers = iter([Answer({"a": 1}, ["一"], "有问题。", ("提醒：二。",)), FileProblem("打不开。", hint="请关掉它。")])

    def work(*_words: object) -> Answer:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    for out_wanted, errors_wanted in (("一\n", "提醒：二。\n有问题。\n"), ("", "打不开。请关掉它。\n")):
        out, errors = io.StringIO(), io.StringIO()
        arguments = SimpleNamespace(command="x", json=False, quiet=True)
        assert run_work(work, arguments, out, errors) == 1  # type: ignore[arg-type] - what it looks at
        assert (out.getvalue(), errors.getvalue()) == (out_wanted, errors_wanted)
