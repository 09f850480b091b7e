"""Backups: made through the connection, proven by opening and comparing, compressed, rotated by number.

A file is called a backup only after it was read back, checked and found to hold the same facts. Old ones go only
after a new one is proven down to its last row; nothing depends on the clock.
"""

import glob
import re
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from models.errors import FileProblem
from models.facts.digests import facts_digest
from models.facts.proof import flaws
from models.files import carriable, file_problem, write_file
from models.language import _
from models.ledger.connection import (
    APPLICATION_ID,
    application_of,
    connect,
    has_journal,
    journals_of,
    naming_problems,
)
from models.ledger.connection import EXTENSION as LEDGER_EXTENSION
from models.ledger.lock import InstanceLock
from models.ledger.migrations import format_of, refuse_newer, steps
from models.ledger.opening import refuse_foreign
from models.ledger.rotation import RESTORE_POINTS, STAMP, restore_points_to_let_go, to_let_go
from models.progress import Progress

EXTENSION = ".jhbak"
#: The reason of the backup that is made by itself.
DAILY = "daily"
_MAGIC = b"JHBAK1\r\n\x1a\n"
_CHUNK = 1 << 20
_NAME = re.compile(r"-(\d{6})-(\d{8}-\d{6})-([a-z]+)\.jhbak$")
#: What a killed process left of a backup goes when nobody can be working on it any more.
_SCRATCH = ".jianhui-"
_LEFT_BEHIND_SECONDS = 24 * 3600


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
    return ledger.with_name(f"{carriable(ledger.stem)}-备份")


def longest_backup(ledger: Path) -> Path:
    """A path as long as any that a backup of this ledger will have."""
    return backup_folder(ledger) / f"{carriable(ledger.stem)}-{0:06d}-{'x' * 40}{EXTENSION}"


def make_backup(
    copy_to: Callable[[Path], str], ledger: Path, *, folder: Path | None = None, reason: str = "manual"
) -> Backup:
    """Copy the ledger, prove the copy, keep it compressed, then let old ones go.

    `copy_to` copies the database to a path and returns the digest of its facts (`copy_database`). Raises
    FileProblem if the copy cannot be written or does not hold the same facts; the older ones stay. They also stay
    if the ledger itself is damaged; a daily backup of such a ledger is not made at all. For a restore point the
    ledger itself is not looked through: it lets only older restore points go.
    """
    home = folder or backup_folder(ledger)
    try:
        home.mkdir(parents=True, exist_ok=True)
        _sweep(home)
    except OSError as error:
        raise FileProblem(
            _("备份文件夹“{folder}”建不起来。").format(folder=home),
            hint=_("请换一个位置。"),
            detail=str(error),
        ) from error
    number = max((backup.number for backup in list_backups(ledger, home)), default=0) + 1
    made = datetime.now().astimezone().strftime(STAMP)
    path = home / f"{carriable(ledger.stem)}-{number:06d}-{made}-{reason}{EXTENSION}"
    with _scratch(home) as copy, naming_problems(path):
        _prove(copy, copy_to(copy))
        sound = folder is None and reason not in RESTORE_POINTS and _is_sound(copy)
        if reason == DAILY and folder is None and not sound:
            raise FileProblem(
                _("台账里有内容与写入时不符，今天没有自动备份，以前的备份都还在。"),
                hint=_("请用“检查台账”看是哪些内容。"),
            )
        write_file(path, lambda target: _pack(copy, target), lambda target: _verify_packed(target, copy))
    if sound:
        rotate(ledger)
    elif folder is None and reason in RESTORE_POINTS:
        rotate(ledger, only_restore_points=True)
    return Backup(path, number, made, reason, path.stat().st_size)


def list_backups(ledger: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of a ledger, oldest first. What somebody renamed is not counted, and never let go."""
    home = folder or backup_folder(ledger)
    found = []
    with suppress(OSError):
        for path in home.glob(f"*{EXTENSION}"):
            match = _NAME.search(path.name)
            if match and path.name.startswith(carriable(ledger.stem) + "-") and _is_moment(match[2]):
                with suppress(FileNotFoundError):  # let go meanwhile
                    found.append(Backup(path, int(match[1]), match[2], match[3], path.stat().st_size))
    return sorted(found, key=lambda backup: backup.number)


def rotate(ledger: Path, *, only_restore_points: bool = False) -> None:
    """Let old backups go, as `rotation.to_let_go` says; a ledger that was moved away meanwhile loses nothing."""
    try:
        size, free = ledger.stat().st_size, shutil.disk_usage(ledger.parent).free
    except OSError:
        return
    backups = list_backups(ledger)
    going = restore_points_to_let_go(backups, size) if only_restore_points else to_let_go(backups, size, free)
    for number in going:
        with suppress(OSError):
            next(backup for backup in backups if backup.number == number).path.unlink()


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
    except OSError as error:
        raise _not_unpacked(backup, error) from error


@contextmanager
def opened(backup: Path) -> Iterator[Path]:
    """A private, temporary ledger file with what the backup holds; a plain ledger file serves as it is."""
    if not _is_packed(backup):
        application = application_of(backup)
        if application is not None:
            refuse_foreign(application, backup)
        yield backup
        return
    try:
        private = tempfile.TemporaryDirectory(prefix="jianhui-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _not_unpacked(backup, error) from error
    with private as folder:
        path = Path(folder) / f"backup{LEDGER_EXTENSION}"
        unpack(backup, path)
        yield path


def _is_packed(backup: Path) -> bool:
    # What may be a live ledger is not opened as a plain file (see connection.py).
    if backup.suffix.lower() == LEDGER_EXTENSION and (has_journal(backup) or application_of(backup) is not None):
        return False
    try:
        with backup.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except FileNotFoundError:
        raise FileProblem(_("找不到文件“{name}”。").format(name=backup.name)) from None
    except OSError as error:
        raise FileProblem(_("打不开“{name}”。").format(name=backup.name), detail=str(error)) from error


def prove_backup(backup: Path) -> str:
    """The digest of what a backup holds; FileProblem if it is damaged. Changes nothing."""
    with opened(backup) as path:
        return _prove(path, None)


@contextmanager
def proven(backup: Path) -> Iterator[Path]:
    """As `opened`, for a backup that proves; FileProblem for one that does not."""
    with opened(backup) as path:
        _prove(path, None)
        yield path


def sound_backups(ledger: Path, folder: Path | None = None) -> Iterator[Backup]:
    """The backups that prove, newest first; each is opened and compared when its turn comes."""
    for backup in reversed(list_backups(ledger, folder)):
        try:
            prove_backup(backup.path)
        except FileProblem:
            continue
        yield backup


def kept_aside(ledger: Path) -> list[Path]:
    """The ledgers that restores of this one have kept, oldest first."""
    pattern = f"{glob.escape(carriable(ledger.stem))}-恢复前-*{ledger.suffix}"
    with suppress(OSError):
        return sorted(ledger.parent.glob(pattern), key=lambda path: path.name)
    return []


def restore(backup: Path, ledger: Path) -> str:
    """Put a backup in the place of a ledger; the digest of its facts.

    The ledger that stood there is kept beside it under a new name, never deleted. Raises FileProblem if the backup
    does not prove, or the ledger is open elsewhere; then nothing has changed.
    """
    if not backup.is_file():
        raise FileProblem(_("找不到备份“{name}”。").format(name=backup.name))
    if ledger.exists() and backup.samefile(ledger):
        raise FileProblem(
            _("“{name}”就是这份台账自己。").format(name=ledger.name), hint=_("请选一份备份，或另一份台账。")
        )
    try:
        lock = InstanceLock.acquire(ledger)
    except OSError as error:
        raise file_problem(error, ledger) from error
    try:
        with opened(backup) as source:
            return _put_in_place(source, ledger)
    except OSError as error:
        raise file_problem(error, ledger) from error
    finally:
        lock.release()


def _put_in_place(source: Path, ledger: Path) -> str:
    digest = _prove(source, None)
    if ledger.exists():
        _finish_interrupted(ledger)
        _keep_aside(ledger)
    for journal in journals_of(ledger):  # SQLite would play it into what takes the ledger's place
        journal.unlink()
    write_file(ledger, partial(_copy_file, source), lambda target: _same(target, digest), replaces_ledger=True)
    return digest


def _finish_interrupted(ledger: Path) -> None:
    """Let SQLite put back what a killed process left half-written; a damaged ledger stays as it is."""
    if not journals_of(ledger):
        return
    try:
        connect(ledger, writable=True).close()
    except FileProblem as problem:
        if problem.detail.startswith("SQLITE_BUSY"):
            raise


def _keep_aside(ledger: Path) -> None:
    stamp = datetime.now().astimezone().strftime(STAMP)
    stem = carriable(ledger.stem)
    aside = ledger.with_name(f"{stem}-恢复前-{stamp}{ledger.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = ledger.with_name(f"{stem}-恢复前-{stamp}-{number}{ledger.suffix}")
    for part in (ledger, *journals_of(ledger)):  # a journal that is left belongs to the damaged file
        beside = aside.with_name(aside.name + part.name.removeprefix(ledger.name))
        write_file(beside, partial(_copy_file, part), partial(_same_size, part))


def copy_ledger(source: Path, target: Path) -> None:
    """Write the ledger that a backup holds, or a ledger file, to a new file of its own; FileProblem if damaged."""
    with opened(source) as path:
        db = connect(path, writable=False)
        try:
            copy_database(db, target)
        finally:
            db.close()


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
        refuse_newer(format_of(db), steps())
        found = facts_digest(db)
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error
    finally:
        db.close()
    if application != APPLICATION_ID or result != "ok" or (wanted is not None and found != wanted):
        raise _damaged(path)
    return found


def _is_sound(path: Path) -> bool:
    """True if every row of the copy is what was once written."""
    db = connect(path, writable=False)
    try:
        return next(flaws(db, Progress()), None) is None
    finally:
        db.close()


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


def _is_moment(made: str) -> bool:
    try:
        datetime.strptime(made, STAMP)  # noqa: DTZ007
    except ValueError:
        return False
    return True


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private file for the copy, on the disk that will hold the backup; gone afterwards with its journal."""
    try:
        private = tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise file_problem(error, folder) from error
    with private as name:
        yield Path(name) / f"copy{LEDGER_EXTENSION}"


def _sweep(folder: Path) -> None:
    """Take away what processes that were killed while they made a backup left behind."""
    for left in folder.glob(f"{_SCRATCH}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink()


def _copy_file(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _same(path: Path, digest: str) -> None:
    if _prove(path, None) != digest:
        raise OSError("the restored ledger differs from its backup")


def _same_size(other: Path, path: Path) -> None:
    if path.stat().st_size != other.stat().st_size:
        raise OSError("the copy is short")


def _not_unpacked(backup: Path, error: OSError) -> FileProblem:
    return FileProblem(
        _("备份“{name}”解不开：临时文件夹写不进去。").format(name=backup.name),
        hint=_("请在系统盘腾出空间再试。"),
        detail=str(error),
    )


def _damaged(path: Path) -> FileProblem:
    return FileProblem(_("备份“{name}”已损坏，没有使用它。").format(name=path.name), hint=_("请换一份更早的备份。"))
