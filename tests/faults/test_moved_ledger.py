"""The file is moved, renamed, replaced, its stick pulled out while it is open: the next change says so."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.edits.organizations import add_organization
from models.errors import FileProblem
from models.ledger.health import check_file
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN
from tests.faults.disks import small_disk, unplug

MOVED = "在打开期间被移走、改名或删除，这一步没有存进去。请把文件放回原处，或插好 U 盘后重新打开。"
MOVED_OR_MISSING = rf"{MOVED}|找不到台账“台账\.jhtz”。它可能被移走、改名，或所在的 U 盘没有插好。"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    home = tmp_path / "盘"
    home.mkdir()
    path = home / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    return path


def names(path: Path) -> list[str]:
    with Ledger.open(path, read_only=True) as opened, opened.reading() as db:
        return [row[0] for row in db.execute("SELECT name FROM organization")]


def _rename(path: Path) -> Path:
    return path.rename(path.with_name("改名.jhtz"))


def _move(path: Path) -> Path:
    other = path.parent.parent / "别处"
    other.mkdir()
    return path.rename(other / path.name)


def _rename_folder(path: Path) -> Path:
    return path.parent.rename(path.parent.with_name("盘（旧）")) / path.name


def _replace(path: Path) -> Path:
    """Another file of that name comes in its place."""
    kept = path.with_name("原来的.jhtz")
    path.rename(kept)
    shutil.copyfile(NEWEST_FROZEN, path)
    return kept


@pytest.mark.parametrize("away", [_rename, _move, _rename_folder, _replace])
def test_moved_while_open(ledger: Path, away: Callable[[Path], Path]) -> None:
    opened = Ledger.open(ledger)
    add_organization(opened, {"name": "走之前"})
    with opened.reading() as db:
        assert db.execute("SELECT 1 FROM organization").fetchone()
    now = away(ledger)
    for _again in range(2):
        with pytest.raises(FileProblem, match=MOVED):
            add_organization(opened, {"name": "走之后"})
    opened.close()
    assert "走之前" in names(now)
    assert "走之后" not in names(now)
    assert not check_file(now, Progress())
    with Ledger.open(now) as again:
        add_organization(again, {"name": "走之后"})
    assert "走之后" in names(now)


def test_put_back_and_opened_again(ledger: Path) -> None:
    opened = Ledger.open(ledger)
    now = _rename(ledger)
    with pytest.raises(FileProblem, match=MOVED_OR_MISSING):
        add_organization(opened, {"name": "没存"})
    now.rename(ledger)
    add_organization(opened, {"name": "放回后"})  # even without opening it again
    opened.close()
    assert "放回后" in names(ledger)
    assert not check_file(ledger, Progress())


def test_removed_while_open(ledger: Path) -> None:
    opened = Ledger.open(ledger)
    add_organization(opened, {"name": "走之前"})
    ledger.unlink()
    with pytest.raises(FileProblem, match=MOVED):
        add_organization(opened, {"name": "走之后"})
    backup = opened.backup(ledger.parent)  # what was saved can still be carried away
    opened.close()
    assert backup.size > 0
    with pytest.raises(FileProblem, match="找不到台账"):
        Ledger.open(ledger)


def test_folder_is_gone(ledger: Path) -> None:
    opened = Ledger.open(ledger)
    shutil.rmtree(ledger.parent)
    with pytest.raises(FileProblem, match=MOVED_OR_MISSING):
        add_organization(opened, {"name": "走之后"})
    with pytest.raises(FileProblem):
        opened.backup()
    opened.close()


def test_stick_is_pulled_out(tmp_path: Path) -> None:
    with small_disk(tmp_path, 4096) as stick:
        path = stick / "台账.jhtz"
        shutil.copyfile(NEWEST_FROZEN, path)
        opened = Ledger.open(path)
        add_organization(opened, {"name": "拔之前"})
        folder = os.open(stick, os.O_RDONLY)  # what still holds the disk after it is out of reach
        unplug(stick)
        with pytest.raises(FileProblem, match=MOVED):
            add_organization(opened, {"name": "拔之后"})
        opened.close()
        copy = tmp_path / "插到别处.jhtz"
        copy.write_bytes(Path(f"/proc/self/fd/{folder}/台账.jhtz").read_bytes())
        os.close(folder)
    assert "拔之前" in names(copy)
    assert not check_file(copy, Progress())


def test_lost_before_anything_is_written(ledger: Path) -> None:
    opened = Ledger.open(ledger)
    before = names(ledger)

    def work() -> None:
        with opened.together():
            _rename(ledger)
            add_organization(opened, {"name": "正在存"})

    with pytest.raises(FileProblem, match=MOVED_OR_MISSING):
        work()
    opened.close()
    now = ledger.with_name("改名.jhtz")
    assert names(now) == before
    assert not check_file(now, Progress())


def test_lost_before_it_is_saved(ledger: Path) -> None:
    """What was written already is saved where the file is now; the next change is refused."""
    opened = Ledger.open(ledger)
    with opened.together():
        add_organization(opened, {"name": "正在存"})
        now = _rename(ledger)
    with pytest.raises(FileProblem, match=MOVED):
        add_organization(opened, {"name": "走之后"})
    opened.close()
    assert "正在存" in names(now)
    assert not check_file(now, Progress())
