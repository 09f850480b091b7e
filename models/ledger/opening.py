"""Before a ledger is opened: whether the file is one, and whether it may be written where it lies."""

import os
import sqlite3
import stat
from pathlib import Path

from models.errors import FileProblem
from models.language import _
from models.ledger.connection import APPLICATION_ID, application_of, check_path, has_journal
from models.ledger.lock import InstanceLock
from models.ledger.migrations import format_of, migrate, steps


def refuse_unopenable(path: Path) -> None:
    """FileProblem for what is no ledger: nothing there, a folder, an empty file, somebody else's database."""
    check_path(path)
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise FileProblem(
            _("找不到台账“{name}”。").format(name=path.name),
            hint=_("它可能被移走、改名，或所在的 U 盘没有插好。"),
        ) from None
    except OSError as error:
        raise FileProblem(
            _("打不开台账“{name}”。").format(name=path.name),
            hint=_("请检查有没有读写这个文件夹的权限。"),
            detail=str(error),
        ) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileProblem(_("“{name}”是文件夹，不是台账。").format(name=path.name), hint=_("请选里面的 .jhtz 文件。"))
    if found.st_size == 0 and not has_journal(path):
        raise FileProblem(
            _("“{name}”是空文件，里面没有台账。").format(name=path.name),
            hint=_("它可能没有复制完（磁盘已满，或 U 盘提前拔出）。请重新复制，或从备份恢复。"),
        )
    application = application_of(path)
    if application is not None:
        refuse_foreign(application, path)


def refuse_foreign(application: int, path: Path) -> None:
    """FileProblem if this is not the number of a ledger."""
    if application != APPLICATION_ID:
        raise FileProblem(
            _("“{name}”不是建会台账文件，没有打开，也没有改动它。").format(name=path.name),
            hint=_("台账文件的扩展名是 .jhtz；名册请用“导入”。"),
            detail=f"application_id {application:#x}",
        )


def refuse_other_formats(db: sqlite3.Connection) -> None:
    """FileProblem for a ledger that had to be brought up to date first, or is newer than this program."""
    known = steps()
    if 0 < format_of(db) < len(known):
        raise FileProblem(
            _("这个台账是旧格式，需要先升级，而这次只能读。"),
            hint=_("请先正常打开它一次；它所在的位置是只读的，就复制到本机硬盘上再打开。"),
        )
    migrate(db, known=known, backup=lambda: None)  # refuses a newer one, has nothing to do otherwise


def lock_if_writable(path: Path) -> InstanceLock | None:
    """The instance lock; None where the place or the file cannot be written."""
    if not os.access(path, os.W_OK):
        return None
    try:
        return InstanceLock.acquire(path)
    except OSError:
        return None
