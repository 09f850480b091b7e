"""Checking a ledger: SQLite's own check, every proof of the facts, and everything that is derived from them."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.errors import FileProblem
from models.facts.digests import facts_digest, state_digest
from models.facts.proof import Flaw, flaws
from models.language import _
from models.ledger import summaries
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Ledger
from models.ledger.migrations import migrate, steps
from models.ledger.queue_rows import damaged_rows
from models.progress import Progress

_LISTED = 50


@dataclass(frozen=True, slots=True)
class HealthProblem:
    """One finding, in a sentence; `part` is file, batch, edit, view, summary or queue, `uid` what it is about."""

    part: str
    uid: str
    text: str


def check_file(path: Path, progress: Progress) -> list[HealthProblem]:
    """Check a ledger file that may be damaged; FileProblem only if it is no ledger at all or of a newer version."""
    try:
        ledger = Ledger.open(path, read_only=True)
    except FileProblem as problem:
        if "CORRUPT" in problem.detail:
            return [HealthProblem("file", "", problem.user_text)]
        raise
    try:
        with ledger.reading() as db:
            return check_ledger(db, progress)
    finally:
        ledger.close()


def digests(ledger: Ledger) -> tuple[str, str]:
    """The digest of the facts and the digest of what is shown."""
    with ledger.reading() as db:
        return facts_digest(db), state_digest(db)


def check_ledger(db: sqlite3.Connection, progress: Progress) -> list[HealthProblem]:
    """Everything that is wrong with a ledger; empty if it proves. Changes nothing."""
    progress.step(0, 0, _("检查文件结构"))
    found = _structure(db)
    progress.step(0, 0, _("核对每一笔记录"))
    contradicted = [_say(db, flaw) for flaw in flaws(db, progress)]
    # Whoever belongs to nobody makes the digest or the header of a batch wrong: asked only where something is.
    if contradicted:
        found += [problem for problem in _homeless(db) if problem not in found] + contradicted
    progress.step(0, 0, _("核对汇总"))
    return found + _summaries(db) + _waiting_rows(db)


def _waiting_rows(db: sqlite3.Connection) -> list[HealthProblem]:
    try:
        damaged = damaged_rows(db)
    except sqlite3.DatabaseError as error:
        return [_unreadable(str(error))]
    text = _("待判的名册第 {row} 行与导入时不符，已经损坏。请重新导入这份名册，不影响已录入的内容。")
    return [HealthProblem("queue", str(row), text.format(row=row)) for row in damaged]


def _summaries(db: sqlite3.Connection) -> list[HealthProblem]:
    try:
        stale = list(summaries.stale(db, scope_rule(db)))
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:
        return [_unreadable(type(error).__name__)]
    if not stale:
        return []
    text = _("{n} 处汇总（末次走访、主因等）与明细不一致，可以重新计算，不影响已录入的内容。")
    return [HealthProblem("summary", "", text.format(n=len(stale)))]


def _unreadable(detail: str) -> HealthProblem:
    return HealthProblem("file", "", _("台账里有读不懂的内容，已经损坏。") + f" ({detail})")


def _structure(db: sqlite3.Connection) -> list[HealthProblem]:
    try:
        rows = db.execute(f"PRAGMA integrity_check({_LISTED})").fetchall()
    except sqlite3.DatabaseError as error:
        return [_unreadable_to_the_end(error)]
    found = [HealthProblem("file", "", _("文件结构：{detail}").format(detail=row[0])) for row in rows if row[0] != "ok"]
    return found + _definitions(db)


def _homeless(db: sqlite3.Connection) -> list[HealthProblem]:
    """Rows whose organization, replica or author is not there."""
    try:
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [_unreadable_to_the_end(error)]
    text = _("“{table}”里有 {n} 行找不到所属单位。")
    return [HealthProblem("file", "", text.format(table=table, n=1)) for table, *_rest in broken[:_LISTED]]


def _unreadable_to_the_end(error: sqlite3.DatabaseError) -> HealthProblem:
    return HealthProblem("file", "", _("文件已损坏，无法读完。") + f" ({error})")


def _definitions(db: sqlite3.Connection) -> list[HealthProblem]:
    """Tables and indexes that are not what the format says they are."""
    query = "SELECT type, name, tbl_name, coalesce(sql,'') FROM sqlite_master"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, known=steps(), backup=lambda: None)
        wanted = set(fresh.execute(query).fetchall())
    here = set(db.execute(query).fetchall())
    text = _("文件结构：“{name}”的定义与本版本不同。")
    return [HealthProblem("file", "", text.format(name=name)) for _type, name, *_rest in sorted(wanted - here)]


def _say(db: sqlite3.Connection, flaw: Flaw) -> HealthProblem:
    if flaw.part == "file":
        return _unreadable(flaw.detail)
    if flaw.part == "batch":
        text = _("批次 {what} 的内容与写入时不符。").format(what=_with_author(db, flaw.uid, "b.uid=?"))
    elif flaw.part == "edit":
        query = "b.id=(SELECT batch FROM edit WHERE uid=?)"
        text = _("改动 {what} 与写入时不符。").format(what=_with_author(db, flaw.uid, query))
    else:
        text = _("记录 {uid} 显示的内容与它的改动历史不一致。").format(uid=flaw.uid)
    return HealthProblem(flaw.part, flaw.uid, text)


def _with_author(db: sqlite3.Connection, uid: str, where: str) -> str:
    """The id with when and by whom, as far as that can still be read."""
    try:
        row = db.execute(
            f"SELECT b.wall, a.name FROM batch b LEFT JOIN author a ON a.id=b.author WHERE {where}",
            (bytes.fromhex(uid),),
        ).fetchone()
    except (sqlite3.DatabaseError, ValueError):
        return uid
    return f"{uid}（{_moment(row[0])} {row[1]}）" if row else uid


def _moment(wall: int) -> str:
    try:
        return datetime.fromtimestamp(wall).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError, TypeError):
        return "?"
