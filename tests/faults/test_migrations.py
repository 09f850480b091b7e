"""Bringing a ledger up to date: old or new at whatever moment it ends, a backup first, and never backwards."""

import hashlib
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from models.errors import FileProblem
from models.facts.digests import facts_digest
from models.ledger.backups import backup_folder, list_backups, opened
from models.ledger.connection import connect
from models.ledger.health import check_file, digests
from models.ledger.ledger import Ledger
from models.ledger.migrations import format_of, migrate, steps
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN
from tests.faults import other_library
from tests.faults.flips import visible
from tests.faults.power_disk import PowerDisk
from tests.faults.report import run_command
from tests.faults.statement_kills import FAULTS, NEWEST, REAL, judge_format, use_chain, write_chain

CUTS = 80


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of the newest format with some of everything."""
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    return path


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that knows three formats more."""
    folder = tmp_path / "chain"
    folder.mkdir()
    write_chain(folder)
    use_chain(monkeypatch, folder)
    return folder


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.long)])
def test_killed_at_statements_of_a_migration(every: int) -> None:
    report = run_command("statement_kills", "migration", "--every", every)
    assert not report.failures, "\n".join(report.failures)
    for version in range(1, NEWEST + 1):
        assert report.counts[f"left at format {version}"] > 0
    assert report.counts["hot journals"] > 0
    assert report.counts["backups proven"] > 0


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_killed_at_statements_of_a_creation(every: int) -> None:
    report = run_command("statement_kills", "creation", "--every", every)
    assert not report.failures, "\n".join(report.failures)
    assert report.counts["nothing there"] > 0
    assert report.counts["complete"] > 0


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_noticed(fault: str) -> None:
    report = run_command("statement_kills", "migration", "--every", 3, "--fault", fault)
    assert report.failures, "this fault went unnoticed"


@pytest.mark.usefixtures("chain")
def test_power_fails_during_a_migration(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(ledger)) as db:
        digest = facts_digest(db)
    disk = PowerDisk("power-migration")
    disk.start({str(ledger): ledger.read_bytes()})
    rng, seen = Random(4), Counter[str]()
    known = steps()
    with monkeypatch.context() as patch:
        other_library.use(patch, vfs=disk.name)
        db = connect(ledger, writable=True)
        migrate(db, known=known, backup=lambda: None)
        db.close()
        surface, events, done = disk.surface(), list(disk.events), 0
        for moment in sorted(rng.choices(range(len(events)), k=CUTS)):
            for event in events[done:moment]:
                surface.apply(event)
            done = moment
            disk.start(surface.after_power_cut(rng, seen))
            db = connect(ledger, writable=True)
            try:
                seen[f"format {format_of(db)}"] += 1
                assert not judge_format(db, digest)
            finally:
                db.close()
    assert seen["sectors torn"] > 0
    assert all(seen[f"format {version}"] for version in range(REAL, NEWEST))


@pytest.mark.usefixtures("chain")
def test_backup_is_of_the_old_format_and_holds_the_same_facts(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as db:
        before = facts_digest(db)
    with Ledger.open(ledger) as migrated:
        assert digests(migrated)[0] == before
    assert not check_file(ledger, Progress())
    (backup,) = list_backups(ledger)
    assert backup.reason == "migration"
    with opened(backup.path) as copy, closing(sqlite3.connect(copy)) as db:
        assert format_of(db) == REAL
        assert facts_digest(db) == before


@pytest.mark.usefixtures("chain")
def test_nothing_is_migrated_without_a_backup(ledger: Path) -> None:
    backup_folder(ledger).write_text("in the way", encoding="utf-8")
    before = sha(ledger)
    with pytest.raises(FileProblem, match=r"备份文件夹.*建不起来"):
        Ledger.open(ledger)
    assert sha(ledger) == before


def test_a_step_that_fails_changes_nothing(ledger: Path, chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "ALTER TABLE visit ADD COLUMN weather TEXT;\nINSERT INTO nowhere VALUES (1);\n"
    (chain / f"{REAL + 1:04d}_step.sql").write_text(bad, encoding="utf-8")
    before = visible(ledger)
    with pytest.raises(FileProblem, match=f"升级到格式 {REAL + 1} 时出错，没有升级，内容没有改动"):
        Ledger.open(ledger)
    assert visible(ledger) == before
    monkeypatch.undo()
    with Ledger.open(ledger) as again:
        assert not again.read_only
    assert not check_file(ledger, Progress())


@pytest.mark.usefixtures("chain")
def test_reading_alone_migrates_nothing(ledger: Path) -> None:
    before = sha(ledger)
    with pytest.raises(FileProblem, match="旧格式，需要先升级"):
        Ledger.open(ledger, read_only=True)
    assert sha(ledger) == before


@pytest.mark.parametrize("read_only", [False, True])
def test_newer_ledger_is_refused_and_not_touched(ledger: Path, *, read_only: bool) -> None:
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("PRAGMA user_version=7")
    before = sha(ledger)
    with pytest.raises(FileProblem, match=f"格式 7，本机软件只认到 {len(steps())}"):
        Ledger.open(ledger, read_only=read_only)
    assert sha(ledger) == before
    assert sorted(each.name for each in ledger.parent.iterdir() if each.name.startswith((".", "台账"))) == [ledger.name]


def test_damaged_format_number_is_said(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("PRAGMA user_version=0")
    before = sha(ledger)
    with pytest.raises(FileProblem, match="格式编号已损坏"):
        Ledger.open(ledger)
    assert sha(ledger) == before
