"""The reading process: stopped, killed, asked twice, asked by several; nothing of it is left behind."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import FileProblem
from models.importing import reading_process
from models.importing import workbook as workbook_module
from models.importing.table import Cell, Table, open_table
from models.progress import Cancelled, Progress
from tests.models.importing.troubled.xlsx import grid, one_sheet, pack

ROWS: list[list[Cell]] = [["单位名称", "人数"], *[[f"第{number}园", number] for number in range(6000)]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sheet of several chunks."""
    return pack(tmp_path / "名册.xlsx", one_sheet(grid(ROWS)))  # type: ignore[arg-type]


class Watched(Progress):
    """Remembers what it is told, and stops when it is told so often."""

    def __init__(self, stop_at: str = "") -> None:
        super().__init__()
        self.labels: list[str] = []
        self._stop_at = stop_at

    def step(self, done: int, total: int | None = None, label: str | None = None) -> None:
        self.labels.append(label or "")
        if label == self._stop_at:
            self.cancel()
        super().step(done, total, label)


def process_of(table: Table) -> int:
    """The number of the process that reads a table."""
    assert table.reading is not None
    assert table.reading._child is not None
    return table.reading._child._process.pid


def is_running(number: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_rows_are_the_same_every_time_even_if_the_file_is_gone(path: Path) -> None:
    table = open_table(path)
    rows = table.rows()
    assert next(rows) == ROWS[0]
    path.unlink()
    assert list(rows) == ROWS[1:]
    assert list(table.rows()) == ROWS
    assert list(table.rows()) == ROWS


def test_it_is_parsed_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    start = workbook_module._started

    def counting(*arguments: object) -> object:
        started.append(arguments)
        return start(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(workbook_module, "_started", counting)
    table = open_table(path)
    for _time in range(3):
        assert sum(1 for _row in table.rows()) == len(ROWS)
    assert (table.sheets, table.merged_ranges(), table.hidden_rows()) == (("名册",), (), frozenset())
    assert len(started) == 1


def test_progress_is_told_while_nothing_can_be_read_yet(path: Path) -> None:
    watched = Watched()
    assert sum(1 for _row in open_table(path, None, watched).rows(watched)) == len(ROWS)
    assert "正在读取表格" in watched.labels


def test_stopped_at_once_and_begun_anew(path: Path) -> None:
    with pytest.raises(Cancelled):
        open_table(path, None, Watched("正在读取表格"))
    table = open_table(path)
    number = process_of(table)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        list(table.rows(stopped))
    if sys.platform != "win32":
        assert not is_running(number)
    assert list(table.rows()) == ROWS


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    ("how", "sentence"),
    [(signal.SIGKILL, "没有读完：读它用的内存超过了限度"), (signal.SIGSEGV, "没有读完：它让读表的程序中途停了")],
)
def test_a_reader_that_dies_is_a_sentence(path: Path, how: signal.Signals, sentence: str) -> None:
    big = pack(path.with_name("大.xlsx"), one_sheet(grid([["字" * 2000]] * 3000)))  # more than the pipe holds
    table = open_table(big)
    rows = table.rows()
    next(rows)
    os.kill(process_of(table), how)
    for _time in range(2):  # it stays so
        with pytest.raises(FileProblem, match=sentence) as caught:
            list(table.rows())
        assert caught.value.hint


def test_a_reader_that_says_nothing_is_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "_BOOT", "import time; time.sleep(60)")
    monkeypatch.setattr(workbook_module, "_PATIENCE_SECONDS", 0.3)
    with pytest.raises(FileProblem, match="读得太久，已经停止。"):
        open_table(path)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_nothing_is_left_of_a_table_that_nobody_wants(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setattr(workbook_module, "_IN_MEMORY", 1000)
    table = open_table(path)
    next(table.rows())
    number = process_of(table)
    assert list(place.iterdir()) == []  # the rows stand in a file without a name
    del table
    assert not is_running(number)


def test_several_read_the_same_table_at_once(path: Path) -> None:
    table = open_table(path)
    found: list[list[list[Cell]]] = []

    def read(rows: Iterator[list[Cell]]) -> None:
        found.append(list(rows))

    threads = [threading.Thread(target=read, args=(table.rows(Progress()),)) for _reader in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ROWS] * 4


def test_a_full_disk_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def seek(self, *_where: int) -> int:
            return 0

        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            pass

    monkeypatch.setattr(workbook_module.tempfile, "SpooledTemporaryFile", lambda **_how: Full())
    with pytest.raises(FileProblem, match=r"磁盘已满，读不了“名册\.xlsx”。"):
        list(open_table(path).rows())


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (10.0, 10),
        (0.5, 0.5),
        (510000201234567890.0, 510000201234568000),
        (1e22, 1e22),
        (float("inf"), float("inf")),
        ("", None),
        (None, None),
        (True, True),
    ],
)
def test_cells_as_the_program_holds_them(cell: object, said: Cell) -> None:
    found = reading_process.plain(cell)
    assert (found, type(found)) == (said, type(said))


def test_the_reading_process_starts_with_little() -> None:
    """Every look at a sheet starts it: modules that it loads are waited for."""
    code = "import sys; sys.path[:] = sys.argv[1].split('\\n'); import models.importing.reading_process"
    code += "; print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", code, "\n".join(sys.path)]
    loaded = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert loaded.isdisjoint({"dataclasses", "inspect", "decimal", "gettext", "models.errors", "models.language"})
    assert not any("ods_scan" in name or "biff_scan" in name or "_table" in name for name in loaded)
