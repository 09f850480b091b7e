"""A disk that is full at any moment leaves the report that was there, byte for byte, and nothing beside it."""

import builtins
import errno
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exports.battle_map import write_battle_map
from exports.weekly_ledger import write_weekly_ledger
from exports.workbooks import SheetColumn, write_csv, write_workbook
from models.errors import FileProblem
from tests.exports.content import battle_map, weekly_ledger

OLD = b"last week's report"
COLUMNS = (SheetColumn("序号", 6, "number"), SheetColumn("单位名称", 30))
ROWS = [(number, f"望江{number}幼儿园") for number in range(6)]
WRITERS: dict[str, Callable[[Path], object]] = {
    "weekly.pdf": lambda path: write_weekly_ledger(weekly_ledger((3,)), path),
    "map.pdf": lambda path: write_battle_map(battle_map((3,)), path),
    "tiles.pdf": lambda path: write_battle_map(battle_map((3,)), path, paper="A3", tile="A4"),
    "sheet.xlsx": lambda path: write_workbook(path, COLUMNS, ROWS, title="台账", note="截至 09-27"),
    "sheet.csv": lambda path: write_csv(path, COLUMNS, ROWS),
}


class FullDisk:
    """Counts what is written below a folder; from the k-th write on there is only room for half of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.writes, self.full_at = 0, -1
        real = io.open

        def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            handle = real(file, mode, *args, **kwargs)
            watched = isinstance(file, str | Path) and Path(file).is_relative_to(folder)
            if watched and ("w" in mode or "x" in mode or "a" in mode):
                self.watch(handle)
            return handle

        monkeypatch.setattr(builtins, "open", opened)
        monkeypatch.setattr(io, "open", opened)

    def watch(self, handle: Any) -> None:
        real_write = handle.write

        def write(data: Any) -> int:
            self.writes += 1
            if 0 <= self.full_at < self.writes:
                real_write(data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")
            return int(real_write(data))

        handle.write = write


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FullDisk:
    return FullDisk(monkeypatch, tmp_path)


@pytest.mark.parametrize("name", WRITERS)
def test_full_at_any_write(name: str, disk: FullDisk, tmp_path: Path) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    writes = disk.writes
    assert writes
    path.write_bytes(OLD)
    for number in range(writes):
        disk.writes, disk.full_at = 0, number
        with pytest.raises(FileProblem, match="磁盘已满"):
            WRITERS[name](path)
        disk.full_at = -1
        assert path.read_bytes() == OLD
        assert list(tmp_path.iterdir()) == [path]
    WRITERS[name](path)
    assert path.read_bytes() != OLD
