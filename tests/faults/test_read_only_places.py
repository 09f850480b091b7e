"""A ledger where it cannot be written: it opens for reading and printing, and every change says why not."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from models.edits.organizations import add_organization
from models.errors import FileProblem
from models.ledger.health import check_file
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN
from tests.faults.disks import make_read_only, small_disk, somebody_without_rights
from tests.faults.kill import is_hot


def put_ledger(folder: Path) -> Path:
    path = folder / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    return path


def leave_hot_journal(path: Path) -> None:
    """As if the program had been killed while it wrote."""
    journal = path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size=1")
        db.execute("BEGIN IMMEDIATE")
        for table in ("organization", "visit", "reason", "followup", "batch", "edit"):
            db.execute(
                f"UPDATE {table} SET arrived_in=1" if table in {"batch", "edit"} else f"UPDATE {table} SET deleted=1"
            )
        half, beside = path.read_bytes(), journal.read_bytes()
        db.execute("ROLLBACK")
    assert half != path.read_bytes()
    path.write_bytes(half)
    journal.write_bytes(beside)
    assert is_hot(path)


def judge_reading_only(path: Path) -> None:
    before = path.read_bytes()
    with Ledger.open(path) as ledger:
        assert ledger.read_only
        with ledger.reading() as db:
            assert db.execute("SELECT count(*) FROM organization").fetchone()[0] > 5
        with pytest.raises(FileProblem, match="是以只读方式打开的，不能改动。请把它复制到可以写入的地方再打开"):
            add_organization(ledger, {"name": "育才幼儿园"})
    assert not check_file(path, Progress())
    assert path.read_bytes() == before


def test_write_protected_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path, 2048) as disk:
        path = put_ledger(disk)
        make_read_only(disk)
        judge_reading_only(path)
        with Ledger.open(path) as ledger, pytest.raises(FileProblem, match=r"备份文件夹|只读"):
            ledger.backup()
        with Ledger.open(path) as ledger:
            assert ledger.backup(tmp_path / "别处").size > 0


def test_ledger_that_was_interrupted_on_a_write_protected_disk(tmp_path: Path) -> None:
    """It cannot be read as it is, and it is not: half a change would be shown."""
    with small_disk(tmp_path, 4096) as disk:
        path = put_ledger(disk)
        leave_hot_journal(path)
        make_read_only(disk)
        with pytest.raises(FileProblem, match=r"上次写到一半就中断了.*连同旁边的“台账.jhtz-journal”一起复制"):
            Ledger.open(path)
        for each in list(disk.iterdir()):
            shutil.copyfile(each, tmp_path / each.name)
    copy = tmp_path / path.name
    assert not check_file(copy, Progress())
    with Ledger.open(copy) as ledger:
        assert not ledger.read_only


def test_ledger_that_was_interrupted_is_first_read(tmp_path: Path) -> None:
    """A command that only reads comes first after the program was killed."""
    path = put_ledger(tmp_path)
    leave_hot_journal(path)
    with Ledger.open(path, read_only=True) as ledger, ledger.reading() as db:
        assert db.execute("SELECT count(*) FROM organization WHERE deleted=1").fetchone() == (1,)
    assert not is_hot(path)
    assert not check_file(path, Progress())


def test_half_a_change_without_its_journal_is_noticed(tmp_path: Path) -> None:
    path = put_ledger(tmp_path)
    leave_hot_journal(path)
    path.with_name(f"{path.name}-journal").unlink()
    assert check_file(path, Progress())


def test_file_without_the_right_to_write() -> None:
    with somebody_without_rights() as folder:
        os.environ["JIANHUI_PROFILE"] = str(folder / "profile")
        path = put_ledger(folder)
        path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        judge_reading_only(path)


def test_folder_without_the_right_to_write() -> None:
    with somebody_without_rights() as folder:
        os.environ["JIANHUI_PROFILE"] = str(folder / "profile")
        inside = folder / "内"
        inside.mkdir()
        path = put_ledger(inside)
        inside.chmod(stat.S_IRUSR | stat.S_IXUSR)
        judge_reading_only(path)


def test_file_without_the_right_to_read() -> None:
    with somebody_without_rights() as folder:
        path = put_ledger(folder)
        path.chmod(0)
        with pytest.raises(FileProblem, match=r"打不开台账“台账.jhtz”。请检查有没有读写这个文件夹的权限"):
            Ledger.open(path)


def test_folder_without_the_right_to_look_inside() -> None:
    with somebody_without_rights() as folder:
        inside = folder / "内"
        inside.mkdir()
        path = put_ledger(inside)
        inside.chmod(0)
        with pytest.raises(FileProblem, match=r"打不开台账“台账.jhtz”。请检查有没有读写这个文件夹的权限"):
            Ledger.open(path)
