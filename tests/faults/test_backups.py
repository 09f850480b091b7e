"""Backups: counted by number whatever the clock says, never replaced by something worse, bounded in size."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from models.edits.organizations import add_organization
from models.errors import FileProblem
from models.facts.digests import facts_digest
from models.ledger import backups, rotation
from models.ledger.backups import backup_folder, list_backups, opened, prove_backup, rotate, sound_backups
from models.ledger.health import check_file, digests
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import NEWEST_FROZEN


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    return path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock of the computer, as far as backups look at it."""
    now = datetime(2024, 6, 18, 9, 30).astimezone()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # backups ask without a zone
            return now

    def set_to(moment: datetime) -> None:
        nonlocal now
        now = moment

    monkeypatch.setattr(backups, "datetime", Clock)
    return set_to


def spoil(path: Path, ledger: Path | None = None) -> None:
    """Damage a backup's file; or a row of a ledger, behind its back."""
    if ledger is None:
        data = bytearray(path.read_bytes())
        middle = len(data) // 2  # one bit alone can stand for the same zeros
        data[middle : middle + 16] = bytes(16)
        path.write_bytes(data)
        return
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("UPDATE organization SET staff=staff+1 WHERE id=2")
        db.commit()


def make_files(ledger: Path, days: list[datetime], size: int = 10) -> list[int]:
    """Files that are named as backups, numbered in this order."""
    home = backup_folder(ledger)
    home.mkdir()
    for number, day in enumerate(days, start=1):
        (home / f"{ledger.stem}-{number:06d}-{day:%Y%m%d-%H%M%S}-daily.jhbak").write_bytes(bytes(size))
    return list(range(1, len(days) + 1))


def numbers(ledger: Path) -> list[int]:
    return [backup.number for backup in list_backups(ledger)]


def test_backup_holds_the_same_facts(ledger: Path) -> None:
    with Ledger.open(ledger) as opened_ledger:
        backup = opened_ledger.backup()
        facts, _state = digests(opened_ledger)
    assert prove_backup(backup.path) == facts
    with opened(backup.path) as copy:
        assert not check_file(copy, Progress())
        with closing(sqlite3.connect(copy)) as db:
            assert facts_digest(db) == facts
    assert [each.name for each in backup.path.parent.iterdir()] == [backup.path.name]


def test_clock_in_1970_and_2099(ledger: Path, clock: Callable[[datetime], None]) -> None:
    """The newest are those with the highest number; a good copy never goes because a clock was wrong."""
    rng = Random(5)
    with Ledger.open(ledger) as work:
        for number in range(1, 31):
            year = rng.choice((1970, 2024, 2099))
            clock(datetime(year, 1 + rng.randrange(12), 1 + rng.randrange(28), 12).astimezone())
            add_organization(work, {"name": f"第{number}家"})
            made = work.backup(reason="daily")
            assert made.number == number
            kept = numbers(ledger)
            assert kept[-2:] == list(range(max(1, number - 1), number + 1))
            assert prove_backup(made.path) == digests(work)[0]
    assert len(kept) <= rotation._DAILY + rotation._WEEKLY + rotation._MONTHLY
    assert len(kept) > rotation._DAILY / 2


@pytest.mark.parametrize("seed", range(4))
def test_rotation_by_number_keeps_the_newest_of_days_weeks_and_months(ledger: Path, seed: int) -> None:
    """A year of three backups a day, with the clock right: what stays is what the rule says."""
    rng = Random(seed)
    end = datetime(2024, 6, 18, 9, 30).astimezone()
    days = sorted(end - timedelta(hours=rng.randrange(24 * 365)) for _each in range(600))
    made = make_files(ledger, days)
    rotate(ledger)
    wanted = set(made[-2:])
    for form, most in (("%Y%m%d", 12), ("%G-%V", 10), ("%Y%m", 9)):
        newest = {day.strftime(form): number for day, number in zip(days, made, strict=True)}
        wanted |= set(sorted(newest.values())[-most:])
    assert numbers(ledger) == sorted(wanted)


@pytest.mark.parametrize("year", [1970, 2099])
def test_rotation_with_the_clock_gone_wrong_for_a_while(ledger: Path, year: int) -> None:
    right = [datetime(2024, 5, 1 + day, 9).astimezone() for day in range(20)]
    wrong = [datetime(year, 1, 1, 0, minute).astimezone() for minute in range(30)]
    made = make_files(ledger, [*right, *wrong])
    rotate(ledger)
    kept = numbers(ledger)
    assert kept[-2:] == made[-2:]
    assert len([number for number in kept if number <= len(right)]) >= 11  # days before the clock went wrong


def test_together_they_stay_small(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "_ALWAYS_ALLOWED", 0)
    made = make_files(ledger, [datetime(2024, 5, day, 9).astimezone() for day in range(1, 13)], size=100_000)
    rotate(ledger)
    kept = numbers(ledger)
    assert kept == made[-len(kept) :]
    assert len(kept) >= 2
    assert sum(backup.size for backup in list_backups(ledger)) <= 3 * ledger.stat().st_size


def test_the_newest_two_stay_however_large(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "_ALWAYS_ALLOWED", 0)
    made = make_files(
        ledger, [datetime(2024, 5, day, 9).astimezone() for day in range(1, 9)], size=10 * ledger.stat().st_size
    )
    rotate(ledger)
    assert numbers(ledger) == made[-2:]


def test_damaged_newest_ones_are_skipped(ledger: Path) -> None:
    with Ledger.open(ledger) as work:
        made = [work.backup(ledger.parent) for _each in range(4)]
        before = digests(work)[0]
    for backup in made[2:]:
        spoil(backup.path)
        with pytest.raises(FileProblem, match=r"备份“.*”已损坏，没有使用它。请换一份更早的备份。"):
            prove_backup(backup.path)
    assert [backup.number for backup in sound_backups(ledger, ledger.parent)] == [2, 1]
    assert prove_backup(made[1].path) == before


def test_a_damaged_ledger_pushes_no_good_backup_out(ledger: Path) -> None:
    """What it holds may still be wanted, so it can be backed up; what is better stays."""
    make_files(ledger, [datetime(2024, 5, 1, 9, minute).astimezone() for minute in range(9)])
    with Ledger.open(ledger) as work:
        work.backup()
        assert numbers(ledger) == [9, 10]  # the rotation works: one of that day, and the newest two
        work.backup()
        good = numbers(ledger)
    spoil(ledger, ledger)
    with Ledger.open(ledger) as work:
        for _each in range(3):
            work.backup()
            assert set(good) <= set(numbers(ledger))
        with pytest.raises(FileProblem, match="台账里有内容与写入时不符，今天没有自动备份，以前的备份都还在"):
            work.backup(reason="daily")
    assert len(numbers(ledger)) == len(good) + 3


def test_a_copy_that_differs_is_no_backup(ledger: Path) -> None:
    def copy_to(path: Path) -> str:
        shutil.copyfile(ledger, path)
        return "0" * 64

    with pytest.raises(FileProblem, match="已损坏"):
        backups.make_backup(copy_to, ledger)
    assert not list(backup_folder(ledger).iterdir())


def test_a_copy_that_is_cut_short_is_no_backup(ledger: Path) -> None:
    def copy_to(path: Path) -> str:
        path.write_bytes(ledger.read_bytes()[:40_000])
        return "0" * 64

    with pytest.raises(FileProblem):
        backups.make_backup(copy_to, ledger)
    assert not list(backup_folder(ledger).iterdir())


def test_while_others_write_it_is_one_moment(ledger: Path) -> None:
    """A backup beside an open change holds what was saved before it."""
    with Ledger.open(ledger) as work:
        before = digests(work)[0]
        with work.together():
            add_organization(work, {"name": "还没存"})
            backup = work.backup()
        assert prove_backup(backup.path) == before
        assert digests(work)[0] != before


def test_renamed_backups_are_left_alone(ledger: Path) -> None:
    home = backup_folder(ledger)
    home.mkdir()
    strange = [
        "台账-000001-20241399-000000-daily.jhbak",
        "台账-000002-00000000-000000-daily.jhbak",
        "台账-9.jhbak",
        "重要，别删.jhbak",
        "别的台账-000003-20240101-090000-daily.jhbak",
    ]
    for name in strange:
        (home / name).write_bytes(b"x")
    with Ledger.open(ledger) as work:
        for _each in range(4):
            work.backup()
    assert {path.name for path in home.iterdir()} >= set(strange)
    assert numbers(ledger) == [3, 4]


def test_what_a_killed_process_left_goes_after_a_day(ledger: Path) -> None:
    home = backup_folder(ledger)
    home.mkdir()
    yesterday = time.time() - 25 * 3600
    for name in (".jianhui-abc", ".jianhui-def"):
        (home / name).mkdir()
        (home / name / "copy.jhtz").write_bytes(b"half")
    (home / ".jianhui-1234.jhbak").write_bytes(b"half")
    for name in (".jianhui-abc", ".jianhui-1234.jhbak"):
        os.utime(home / name, (yesterday, yesterday))
    with Ledger.open(ledger) as work:
        work.backup()
    assert {path.name for path in home.iterdir() if path.name.startswith(".")} == {".jianhui-def"}


def test_backups_go_where_they_can_be_written(ledger: Path) -> None:
    with Ledger.open(ledger) as work:
        with pytest.raises(FileProblem, match=r"备份文件夹“.*”建不起来。请换一个位置。"):
            work.backup(ledger / "里面")
        elsewhere = work.backup(ledger.parent / "新的" / "文件夹")
    assert elsewhere.path.exists()
    assert not backup_folder(ledger).exists()
