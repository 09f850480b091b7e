"""Backups: made through the connection, proven by opening and comparing, compressed, rotated by number.

A file is called a backup only after it was read back, checked and found to hold the same facts. Old ones go only
after a new one is proven; nothing depends on the clock.
"""

import re
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.errors import FileProblem
from models.facts.digests import facts_digest
from models.files import write_file
from models.language import _
from models.ledger.connection import APPLICATION_ID, connect
from models.ledger.lock import InstanceLock

EXTENSION = ".jhbak"
_MAGIC = b"JHBAK1\r\n\x1a\n"
_CHUNK = 1 << 20
_NAME = re.compile(r"-(\d{6})-(\d{8}-\d{6})-([a-z]+)\.jhbak$")
#: Together at most this many times the ledger, or this share of the free disk; small ledgers may always have this much.
_TIMES_LEDGER = 3
_SHARE_OF_DISK = 10
_ALWAYS_ALLOWED = 200 << 20
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9


@dataclass(frozen=True, slots=True)
class Backup:
    """A proven backup file. `number` counts up per ledger; `made` is the clock's opinion, for display only."""

    path: Path
    number: int
    made: str
    reason: str
    size: int


def backup_folder(ledger: Path) -> Path:
    """Where a ledger's backups lie: a folder beside it."""
    return ledger.with_name(f"{ledger.stem}-备份")


def make_backup(
    copy_to: Callable[[Path], str], ledger: Path, *, folder: Path | None = None, reason: str = "manual"
) -> Backup:
    """Copy the ledger, prove the copy, keep it compressed, then let old ones go.

    `copy_to` copies the database to a path and returns the digest of its facts (`copy_database`). Raises
    FileProblem if the copy cannot be written or does not hold the same facts; the older ones stay.
    """
    home = folder or backup_folder(ledger)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(
            _("备份文件夹“{folder}”建不起来。").format(folder=home),
            hint=_("请换一个位置。"),
            detail=str(error),
        ) from error
    number = max((backup.number for backup in list_backups(ledger, home)), default=0) + 1
    made = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    path = home / f"{ledger.stem}-{number:06d}-{made}-{reason}{EXTENSION}"
    with _scratch(home) as copy:
        _prove(copy, copy_to(copy))
        write_file(path, lambda target: _pack(copy, target), lambda target: _verify_packed(target, copy))
    backup = Backup(path, number, made, reason, path.stat().st_size)
    if folder is None:
        rotate(ledger)
    return backup


def list_backups(ledger: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of a ledger, oldest first."""
    home = folder or backup_folder(ledger)
    found = []
    with suppress(OSError):
        for path in home.glob(f"*{EXTENSION}"):
            match = _NAME.search(path.name)
            if match and path.name.startswith(ledger.stem + "-"):
                found.append(Backup(path, int(match[1]), match[2], match[3], path.stat().st_size))
    return sorted(found, key=lambda backup: backup.number)


def rotate(ledger: Path) -> None:
    """Let old backups go: 12 daily, 10 weekly, 9 monthly, within the size bound; the newest two always stay."""
    backups = list_backups(ledger)
    kept = _thinned(backups)
    allowed = max(
        _ALWAYS_ALLOWED,
        min(
            _TIMES_LEDGER * ledger.stat().st_size,
            shutil.disk_usage(ledger.parent).free // _SHARE_OF_DISK,
        ),
    )
    total = 0
    for place, backup in enumerate(reversed(backups)):
        total += backup.size
        always = place < 2  # noqa: PLR2004 - the newest and the one before it
        if not always and (backup.number not in kept or total > allowed):
            total -= backup.size
            with suppress(OSError):
                backup.path.unlink()


def unpack(backup: Path, target: Path) -> None:
    """Write the ledger that a backup holds to `target`; FileProblem if the backup is damaged."""
    try:
        with backup.open("rb") as source, target.open("wb") as file:
            if source.read(len(_MAGIC)) != _MAGIC:
                raise _damaged(backup)
            unpacker = zlib.decompressobj()
            while chunk := source.read(_CHUNK):
                file.write(unpacker.decompress(chunk))
            if not unpacker.eof:
                raise _damaged(backup)
    except zlib.error as error:
        raise _damaged(backup) from error


@contextmanager
def opened(backup: Path) -> Iterator[Path]:
    """A private, temporary ledger file with what the backup holds; a plain ledger file serves as it is."""
    with backup.open("rb") as file:
        packed = file.read(len(_MAGIC)) == _MAGIC
    if not packed:
        yield backup
        return
    with tempfile.TemporaryDirectory(prefix="jianhui-") as folder:
        path = Path(folder) / f"{backup.stem}.jhtz"
        unpack(backup, path)
        yield path


def prove_backup(backup: Path) -> str:
    """The digest of what a backup holds; FileProblem if it is damaged. Changes nothing."""
    with opened(backup) as path:
        return _prove(path, None)


def restore(backup: Path, ledger: Path) -> str:
    """Put a backup in the place of a ledger; the digest of its facts.

    The ledger that stood there is kept beside it under a new name, never deleted. Raises FileProblem if the backup
    does not prove, or the ledger is open elsewhere; then nothing has changed.
    """
    if not backup.is_file():
        raise FileProblem(_("找不到备份“{name}”。").format(name=backup.name))
    lock = InstanceLock.acquire(ledger)
    try:
        with opened(backup) as source:
            digest = _prove(source, None)
            if ledger.exists():
                _keep_aside(ledger)
            write_file(ledger, lambda target: _copy_file(source, target), lambda target: _same(target, digest))
        return digest
    finally:
        lock.release()


def _keep_aside(ledger: Path) -> None:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    aside = ledger.with_name(f"{ledger.stem}-恢复前-{stamp}{ledger.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = ledger.with_name(f"{ledger.stem}-恢复前-{stamp}-{number}{ledger.suffix}")
    write_file(aside, lambda target: _copy_file(ledger, target), lambda target: _same_size(target, ledger))


def copy_database(db: sqlite3.Connection, path: Path) -> str:
    """Copy what a connection sees to a new file; the digest of its facts."""
    copy = sqlite3.connect(path)
    try:
        db.backup(copy)
    finally:
        copy.close()
    return facts_digest(db)


def _prove(path: Path, wanted: str | None) -> str:
    """Open the copy by itself, check it, compare its facts; their digest."""
    db = connect(path, writable=False)
    try:
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (result,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        found = facts_digest(db)
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error
    finally:
        db.close()
    if application != APPLICATION_ID or result != "ok" or (wanted is not None and found != wanted):
        raise _damaged(path)
    return found


def _pack(source: Path, target: Path) -> None:
    packer = zlib.compressobj(1)
    with source.open("rb") as file, target.open("wb") as out:
        out.write(_MAGIC)
        while chunk := file.read(_CHUNK):
            out.write(packer.compress(chunk))
        out.write(packer.flush())


def _verify_packed(packed: Path, source: Path) -> None:
    unpacker = zlib.decompressobj()
    with packed.open("rb") as file, source.open("rb") as original:
        file.read(len(_MAGIC))
        while chunk := file.read(_CHUNK):
            plain = unpacker.decompress(chunk)
            if plain != original.read(len(plain)):
                raise OSError("the packed backup differs from the copy")
        if not unpacker.eof or original.read(1):
            raise OSError("the packed backup is short")


def _thinned(backups: list[Backup]) -> set[int]:
    """The numbers to keep: the newest of each of the last days, weeks and months that have any."""
    kept: set[int] = set()
    for most, period in ((_DAILY, _day), (_WEEKLY, _week), (_MONTHLY, _month)):
        newest: dict[str, int] = {}
        for backup in backups:
            newest[period(backup)] = backup.number
        kept |= set(sorted(newest.values())[-most:])
    return kept


def _day(backup: Backup) -> str:
    return backup.made[:8]


def _week(backup: Backup) -> str:
    return "{}-{}".format(*_moment(backup).isocalendar()[:2])


def _month(backup: Backup) -> str:
    return backup.made[:6]


def _moment(backup: Backup) -> datetime:
    return datetime.strptime(backup.made, "%Y%m%d-%H%M%S").astimezone()


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private file for the copy, on the disk that will hold the backup; gone afterwards with its journal."""
    with tempfile.TemporaryDirectory(prefix=".jianhui-", dir=folder) as private:
        yield Path(private) / "copy.jhtz"


def _copy_file(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _same(path: Path, digest: str) -> None:
    if _prove(path, None) != digest:
        raise OSError("the restored ledger differs from its backup")


def _same_size(path: Path, other: Path) -> None:
    if path.stat().st_size != other.stat().st_size:
        raise OSError("the copy is short")


def _damaged(path: Path) -> FileProblem:
    return FileProblem(_("备份“{name}”已损坏，没有使用它。").format(name=path.name), hint=_("请换一份更早的备份。"))
