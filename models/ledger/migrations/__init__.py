"""Bringing a ledger to the program's format: frozen SQL, one step per transaction, a verified backup first.

A step is one file NNNN_name.sql. It is never edited after its release and never uses live models.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import FileProblem
from models.language import _

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: from format `number` - 1 to `number`."""

    number: int
    sql: str


def steps(folder: Path = _FOLDER) -> list[Step]:
    """All steps in order; their numbers run from 1 without a gap."""
    files = sorted(folder.glob("[0-9]*.sql"))
    found = [Step(int(path.name.split("_")[0]), path.read_text(encoding="utf-8")) for path in files]
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations have a gap: {[step.number for step in found]}")
    return found


def format_of(db: sqlite3.Connection) -> int:
    """The format of a ledger file, 0 for a new one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, *, known: list[Step], backup: Callable[[], None]) -> bool:
    """Run the steps a ledger still needs; True if there were any.

    `backup` is called once before the first write of an existing ledger and has to raise if it fails. Each step
    and its number are one transaction: a process killed at any statement leaves the old format or the new one.
    """
    current = format_of(db)
    refuse_newer(current, known)
    if current == 0 and db.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise FileProblem(
            _("这个台账的格式编号已损坏，没有打开，文件没有改动。"), hint=_("请从备份恢复，并保留损坏的文件。")
        )
    missing = known[current:]
    if missing and current > 0:
        backup()
    for step in missing:
        try:
            _run(db, step)
        except sqlite3.DatabaseError as error:
            if not _is_about_contents(error):
                raise
            raise FileProblem(
                _("台账升级到格式 {number} 时出错，没有升级，内容没有改动。").format(number=step.number),
                hint=_("升级前的备份在旁边的备份文件夹里。请把这个情况告诉维护人员。"),
                detail=str(error),
            ) from error
    return bool(missing)


def _is_about_contents(error: sqlite3.DatabaseError) -> bool:
    """True if a statement did not fit the ledger; disks and locks have their own sentences."""
    name = getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR"
    return name.startswith(("SQLITE_ERROR", "SQLITE_CONSTRAINT"))


def refuse_newer(found: int, known: list[Step]) -> None:
    """Raise FileProblem for a format that this program does not know yet."""
    if found > len(known):
        raise FileProblem(
            _("这个台账由更新的版本建立（格式 {found}，本机软件只认到 {known}），没有打开，文件没有改动。").format(
                found=found, known=len(known)
            ),
            hint=_("请先升级本机的建会台账。"),
        )


def _run(db: sqlite3.Connection, step: Step) -> None:
    # A step that rebuilds a table must not cascade; foreign keys can only be switched outside a transaction.
    db.execute("PRAGMA foreign_keys=OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(step.sql):
            db.execute(statement)
        broken = db.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise sqlite3.IntegrityError(f"step {step.number} breaks a reference of {broken[0]}")
        db.execute(f"PRAGMA user_version={step.number}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys=ON")


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one (executescript would commit in between)."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        raise ValueError("the last statement has no semicolon")
