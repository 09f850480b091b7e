"""Checking a ledger: SQLite's own check, every proof of the facts, and everything that is derived from them."""

import sqlite3
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
from models.progress import Progress

_LISTED = 50


@dataclass(frozen=True, slots=True)
class HealthProblem:
    """One finding, in a sentence; `part` is file, batch, edit, view or summary, `uid` what it is about."""

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
    if found:
        return found
    progress.step(0, 0, _("核对每一笔记录"))
    try:
        found = [_say(db, flaw) for flaw in flaws(db, progress)]
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError) as error:
        # What does not even parse is damage, too.
        return [HealthProblem("file", "", _("台账里有读不懂的内容，已经损坏。") + f" ({type(error).__name__})")]
    progress.step(0, 0, _("核对汇总"))
    stale = list(summaries.stale(db, scope_rule(db)))
    if stale:
        text = _("{n} 处汇总（末次走访、主因等）与明细不一致，可以重新计算，不影响已录入的内容。")
        found.append(HealthProblem("summary", "", text.format(n=len(stale))))
    return found


def _structure(db: sqlite3.Connection) -> list[HealthProblem]:
    try:
        rows = db.execute(f"PRAGMA integrity_check({_LISTED})").fetchall()
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [HealthProblem("file", "", _("文件已损坏，无法读完。") + f" ({error})")]
    found = [HealthProblem("file", "", _("文件结构：{detail}").format(detail=row[0])) for row in rows if row[0] != "ok"]
    found += [
        HealthProblem("file", "", _("“{table}”里有 {n} 行找不到所属单位。").format(table=table, n=1))
        for table, *_rest in broken[:_LISTED]
    ]
    return found


def _say(db: sqlite3.Connection, flaw: Flaw) -> HealthProblem:
    if flaw.part == "batch":
        text = _("批次 {what} 的内容与写入时不符。").format(what=_batch_text(db, flaw.uid))
    elif flaw.part == "edit":
        text = _("改动 {uid}（{what}）与写入时不符。").format(uid=flaw.uid, what=_edit_text(db, flaw.uid))
    else:
        text = _("记录 {uid} 显示的内容与它的改动历史不一致。").format(uid=flaw.uid)
    return HealthProblem(flaw.part, flaw.uid, text)


def _batch_text(db: sqlite3.Connection, uid: str) -> str:
    try:
        key = bytes.fromhex(uid)
    except ValueError:
        return uid
    row = db.execute(
        "SELECT b.wall, a.name FROM batch b LEFT JOIN author a ON a.id=b.author WHERE b.uid=?", (key,)
    ).fetchone()
    return f"{uid}（{_moment(row[0])} {row[1]}）" if row else uid


def _edit_text(db: sqlite3.Connection, uid: str) -> str:
    row = db.execute(
        "SELECT b.wall, a.name FROM edit e JOIN batch b ON b.id=e.batch LEFT JOIN author a ON a.id=b.author "
        "WHERE e.uid=?",
        (bytes.fromhex(uid),),
    ).fetchone()
    return f"{_moment(row[0])} {row[1]}" if row else _("所属批次不明")


def _moment(wall: int) -> str:
    try:
        return datetime.fromtimestamp(wall).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError, TypeError):
        return "?"
