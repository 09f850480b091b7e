"""Opening the one SQLite library on a ledger, with the settings of the format, and naming what goes wrong.

A live ledger is never opened by anything else, not even to read its first bytes: closing such a file would drop
the locks of this process (docs/decisions/0002-store.md).
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from models.errors import FileProblem
from models.files import MAX_NAME_BYTES, check_name, file_problem
from models.language import _
from models.ledger.lock import is_held
from models.progress import Cancelled, is_stopped
from models.rules.typed_words import name_holds, organization_holds, phone_holds, text_holds

APPLICATION_ID = 0x4A485A54
SQLITE_MAGIC = b"SQLite format 3\0"
#: As a ledger begins: the number of the application stands at the end of it, other things in between.
_AT = 68
HEADER = SQLITE_MAGIC.ljust(_AT) + APPLICATION_ID.to_bytes(4, "big")
EXTENSION = ".jhtz"
SQLITE_VERSION = sqlite3.sqlite_version

#: SQLite refuses longer paths with a sentence that says nothing.
MAX_PATH_BYTES = 480
#: What SQLite puts behind the name while it writes.
_JOURNAL = "-journal"
CACHE_KIB = 64 * 1024
READER_CACHE_KIB = 32 * 1024
#: Up to here a large change is kept in memory and readers go on; beyond it SQLite writes and they wait for the end.
#: In pages of 4 KiB: 120 MB are some 240,000 new organizations (docs/decisions/0012-imports.md). Never a multiple
#: of 256: SQLite 3.40 takes the number's last byte for a yes or no as well, and zero is "never write".
BULK_PAGES = 30_000
BUSY_MILLISECONDS = 15_000
#: Every few milliseconds a running question asks whether it is still wanted.
_OPERATIONS = 100_000


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """A connection with the format's settings; transactions are begun and ended in words by whoever uses it."""
    check_path(path)
    with naming_problems(path):
        try:
            return _open(path, writable=writable)
        except sqlite3.OperationalError as error:
            if writable or _name_of(error) != "SQLITE_READONLY_ROLLBACK":
                raise
        # Somebody died while writing: only a connection that may write puts back what was not finished.
        _open(path, writable=True).close()
        return _open(path, writable=False)


def end_view(db: sqlite3.Connection, done: str) -> None:
    """COMMIT or ROLLBACK of a reader, also while its question is being stopped: half-stopped it would never end."""
    db.set_progress_handler(None, 0)
    try:
        db.execute(done)
    finally:
        db.set_progress_handler(is_stopped, _OPERATIONS)


def _open(path: Path, *, writable: bool) -> sqlite3.Connection:
    db = sqlite3.connect(
        f"{_address(path)}?mode={'rw' if writable else 'ro'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    try:
        _settle(db, writable=writable)
        _teach(db, writable=writable)
    except BaseException:
        db.close()
        raise
    return db


def _address(path: Path) -> str:
    return f"file:{quote(os.fsencode(path.absolute()))}"


def application_of(path: Path) -> int | None:
    """The application number in a database file; None if it is no database, or one that was left half-written.

    Takes no lock and changes nothing: this is how somebody else's file is told from a ledger.
    """
    if has_journal(path):
        return None
    try:
        with closing(sqlite3.connect(f"{_address(path)}?mode=ro&immutable=1", uri=True)) as db:
            return int(db.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def is_ledger(path: Path) -> bool:
    """Whether a file is a ledger. One that is open is told by its lock: its file is not touched."""
    if is_held(path):
        return True
    try:
        with path.open("rb") as file:
            return is_header(file.read(len(HEADER)))
    except OSError:
        return False


def is_header(data: bytes) -> bool:
    """Whether a file that begins like this is a ledger."""
    return data.startswith(SQLITE_MAGIC) and data[_AT : len(HEADER)] == HEADER[_AT:]


def journals_of(path: Path) -> list[Path]:
    """The files that SQLite may have left beside a database; they belong to it and to no other."""
    beside = [path.with_name(path.name + ending) for ending in (_JOURNAL, "-wal", "-shm")]
    return [journal for journal in beside if journal.exists()]


def has_journal(path: Path) -> bool:
    """True if a change is half-written, or was when its writer died."""
    with suppress(OSError):
        return path.with_name(path.name + _JOURNAL).stat().st_size > 0
    return False


def check_new(path: Path) -> None:
    """Refuse, with a FileProblem, to make a ledger of that name: taken, forbidden, too long, no such folder."""
    check_name(path)
    check_path(path)
    if path.exists():
        raise FileProblem(
            _("“{name}”已经存在，没有覆盖它。").format(name=path.name),
            hint=_("请换一个文件名，或直接打开它。"),
        )
    if not path.parent.is_dir():
        raise FileProblem(_("文件夹“{folder}”不存在。").format(folder=path.parent), hint=_("请先建好文件夹。"))


def create_file(path: Path) -> sqlite3.Connection:
    """A new, empty database file, not yet a ledger."""
    check_path(path)
    with naming_problems(path):
        db = sqlite3.connect(f"{_address(path)}?mode=rwc", uri=True, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA page_size=4096")
            db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            _settle(db, writable=True)
        except BaseException:
            db.close()
            remove_file(path)
            raise
    return db


def take_place(made: Path, path: Path) -> None:
    """Give a new, closed database its name. A journal that a ledger of that name left is not its own."""
    try:
        check_new(path)
        for journal in journals_of(path):
            journal.unlink()
        made.rename(path)
    except OSError as error:
        raise file_problem(error, path) from error


def remove_file(path: Path) -> None:
    """Take away a file that did not become a ledger, with what SQLite left beside it."""
    with suppress(OSError):
        for each in (path, *journals_of(path)):
            each.unlink(missing_ok=True)


def check_path(path: Path) -> None:
    """Refuse a path that SQLite cannot open, or could not write its journal beside."""
    name, most = len(os.fsencode(path.name)), MAX_NAME_BYTES - len(_JOURNAL)
    if name > most:
        raise FileProblem(
            _("台账的文件名太长（{length} 字节，最多 {most} 字节），打不开。").format(length=name, most=most),
            hint=_("请把文件名改短。"),
        )
    length = len(os.fsencode(path.absolute()))
    if length > MAX_PATH_BYTES:
        raise FileProblem(
            _("台账所在的路径太长（{length} 字节，最多 {most} 字节），打不开。").format(
                length=length, most=MAX_PATH_BYTES
            ),
            hint=_("请把台账移到更靠上层的文件夹，或把文件夹名改短。"),
        )


@contextmanager
def naming_problems(path: Path, *, is_writing: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Turn what SQLite says about the file into a sentence for the person; `is_writing` tells our own long change."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if _name_of(error) == "SQLITE_INTERRUPT":
            raise Cancelled from error
        problem = _being_written(path) if _name_of(error) == "SQLITE_BUSY" and is_writing() else problem_of(error, path)
        if problem is None:
            raise
        raise problem from error


def _being_written(path: Path) -> FileProblem:
    return FileProblem(
        _("正在写入台账“{name}”。").format(name=path.name),
        hint=_("这次写入的内容很多，写完以前不能查看；请稍后再试。"),
    )


def problem_of(error: Exception, path: Path) -> FileProblem | None:
    """What to tell the person about an error of SQLite; None where it is a bug of ours."""
    name = _name_of(error)
    text, hint = _sentence(name, path)
    if not text:
        return None
    return FileProblem(text.format(name=path.name), hint=hint.format(name=path.name), detail=f"{name}: {error}")


def _name_of(error: Exception) -> str:
    """SQLite's name of an error; text that is damaged, also where SQLite's own message quotes it, has none."""
    if isinstance(error, UnicodeDecodeError):
        return "SQLITE_CORRUPT" if error.object.startswith(b"malformed") else ""
    name: str = getattr(error, "sqlite_errorname", "") or ""
    return "SQLITE_CORRUPT" if not name and "decode to UTF-8" in str(error) else name


def _sentence(name: str, path: Path) -> tuple[str, str]:
    if name.startswith("SQLITE_BUSY") or name == "SQLITE_LOCKED":
        return _("台账“{name}”正在被另一个窗口或程序写入。"), _("请等它写完，或关闭另一个窗口后再试。")
    if name == "SQLITE_FULL":
        return _("磁盘已满，这一步没有存进去。"), _("此前已保存的都在；请腾出空间后再存一次。")
    if name.startswith("SQLITE_READONLY"):
        return _why_read_only(name)
    if name == "SQLITE_NOTADB":
        return _("“{name}”不是建会台账文件，或者已经损坏。"), _("请确认选对了文件；损坏的台账可以从备份恢复。")
    if name.startswith("SQLITE_CORRUPT"):
        return _("台账“{name}”的数据已损坏。"), _("请不要再改动它，从备份恢复，并保留损坏的文件。")
    if name.startswith("SQLITE_CANTOPEN"):
        if not path.exists():
            return _("找不到台账“{name}”。"), _("它可能被移走、改名，或所在的 U 盘没有插好。")
        return _("打不开台账“{name}”。"), _("请检查有没有读写这个文件夹的权限。")
    if name.startswith("SQLITE_IOERR"):
        return _("读写“{name}”所在的磁盘时出错，这一步没有存进去。"), _(
            "U 盘可能已拔出；此前已保存的都在，请插好后重新打开。"
        )
    return "", ""


def _why_read_only(name: str) -> tuple[str, str]:
    if name == "SQLITE_READONLY_DBMOVED":
        return _("台账“{name}”在打开期间被移走、改名或删除，这一步没有存进去。"), _(
            "请把文件放回原处，或插好 U 盘后重新打开。"
        )
    if name == "SQLITE_READONLY_ROLLBACK":
        return _("台账“{name}”上次写到一半就中断了，要在可以写入的地方打开一次才能恢复完整。"), _(
            "请把它连同旁边的“{name}-journal”一起复制到本机硬盘上再打开。"
        )
    return _("台账“{name}”所在的位置是只读的，不能写入。"), _("请把它复制到本机硬盘上再打开。")


def _teach(db: sqlite3.Connection, *, writable: bool) -> None:
    """The rules of searching as functions of SQL, and a way to stop a question that nobody waits for any more."""
    db.create_function("organization_holds", -1, organization_holds, deterministic=True)
    db.create_function("name_holds", 2, name_holds, deterministic=True)
    db.create_function("text_holds", 2, text_holds, deterministic=True)
    db.create_function("phone_holds", 2, phone_holds, deterministic=True)
    if not writable:
        db.set_progress_handler(is_stopped, _OPERATIONS)


def _settle(db: sqlite3.Connection, *, writable: bool) -> None:
    db.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA temp_store=MEMORY")
    db.execute("PRAGMA mmap_size=0")
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute(f"PRAGMA cache_size=-{CACHE_KIB if writable else READER_CACHE_KIB}")
    if writable:
        db.execute("PRAGMA secure_delete=ON")
        db.execute("PRAGMA synchronous=FULL")
        (mode,) = db.execute("PRAGMA journal_mode=TRUNCATE").fetchone()
        if mode != "truncate":
            raise FileProblem(_("这个台账的写入方式不安全，无法切换。"), hint=_("请先关闭正在使用它的程序。"))
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
