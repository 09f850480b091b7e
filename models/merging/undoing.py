"""Undoing a merge, also weeks later: what its files brought goes, later work stays and is listed beforehand."""

import json
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import InputProblem
from models.exchange.bookkeeping import forget_received
from models.facts.arrivals import take_out_arrivals
from models.facts.fold import DELETED
from models.facts.records import RecordFacts, load_many, load_one
from models.facts.undo_plan import TakenOut, plan_take_out
from models.language import _
from models.ledger.campaign_rule import scope_rule
from models.ledger.ledger import Changes, Ledger
from models.ledger.summaries import refresh_touched
from models.merging.merge import changes_of
from models.merging.titles import kind_words, title_of
from models.progress import Progress
from models.queries.record_words import heading_of
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RecordKind

RESTORE_POINT = "undomerge"
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something of a merge that stays because later work builds on it."""

    kind: str
    organization: int | None
    name: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class UndoneMerge:
    """What undoing a merge took out (facts: records made, edits), and what of it stays because of later work.

    What another merged file holds, too, stays without being listed.
    """

    merge: str
    creations: int
    edits: int
    kept: tuple[Kept, ...]
    restore_point: Path | None
    changes: Changes


def undo_merge(ledger: Ledger, merge: str, *, dry_run: bool = False, progress: Progress | None = None) -> UndoneMerge:
    """Take out what a merge brought (its number, "3.2" for its second file, or "latest"); `dry_run` only reads.

    InputProblem if there is no such merge or it is undone already. The files can be merged again.
    """
    progress = progress or Progress()
    with ledger.reading() as db:
        run, arrivals = arrivals_of(db, merge)
        planned = plan_take_out(db, arrivals).result
        kept = _kept(db, planned)
    nothing = Changes("", frozenset(), frozenset())
    if dry_run:
        return UndoneMerge(run, planned.creations, planned.edits, kept, None, nothing)
    progress.step(0, 0, _("先做还原点"))
    point = ledger.backup(reason=RESTORE_POINT)
    progress.step(0, 0, _("撤销合并"))
    with ledger.together(bulk=True), ledger.local_write() as db:
        files = [db.execute("SELECT file FROM arrival WHERE id=?", (each,)).fetchone()[0] for each in arrivals]
        out = take_out_arrivals(db, arrivals)
        for file in files:
            forget_received(db, file)
        refresh_touched(db, scope_rule(db), out.touched)
    return UndoneMerge(run, out.creations, out.edits, kept, point.path, changes_of(out.touched))


def arrivals_of(db: sqlite3.Connection, merge: str) -> tuple[str, list[int]]:
    """The merge that is named, and the arrivals of it that stand, in the order of its files."""
    number, _dot, file = merge.strip().partition(".")
    if number == LATEST:
        row = db.execute("SELECT max(run) FROM arrival WHERE undone=0").fetchone()
        number = str(row[0] or "")
    unknown = InputProblem(_("没有编号为“{id}”的合并。").format(id=merge), hint=_("用 log 或“合并记录”查看编号。"))
    if not number.isdecimal():
        raise unknown
    rows = db.execute("SELECT id, undone FROM arrival WHERE run=? ORDER BY id", (int(number),)).fetchall()
    if file:
        rows = rows[int(file) - 1 : int(file)] if file.isdecimal() and int(file) else []
    if not rows:
        raise unknown
    standing = [arrival for arrival, undone in rows if not undone]
    if not standing:
        raise InputProblem(_("这次合并已经撤销过了。"), hint=_("要重新合并，再合并一次原来的文件即可。"))
    return f"{number}.{file}" if file else number, standing


def _kept(db: sqlite3.Connection, out: TakenOut) -> tuple[Kept, ...]:
    found: list[Kept] = []
    by_kind: dict[int, list[int]] = {}
    for kept_kind, record in out.kept_records:
        by_kind.setdefault(kept_kind, []).append(record)
    for number, records in sorted(by_kind.items()):
        kind = KIND_BY_NUMBER[number]
        why = _("后来又有改动") if kind is not ORGANIZATION else _("后来在它上面办过事")
        found += [_say(db, kind, facts, why) for facts in load_many(db, kind, records).values()]
    for uid in out.kept_edits:
        row = db.execute("SELECT kind, rec, set_ FROM edit WHERE uid=?", (uid,)).fetchone()
        found.append(_kept_edit(db, *row))
    return tuple(found)


def _kept_edit(db: sqlite3.Connection, number: int, uid: bytes, set_: str) -> Kept:
    kind = KIND_BY_NUMBER[number]
    row = db.execute(f"SELECT id FROM {kind.table} WHERE uid=?", (uid,)).fetchone()
    why = _("后来的改动以它为准")
    if row is None:
        return Kept(kind.table, None, "", kind_words(kind), why)
    said = _say(db, kind, load_one(db, kind, row[0]), why)
    return replace(said, what=_fields(kind, set_))


def _fields(kind: RecordKind, set_: str) -> str:
    """The fields that an edit sets, by their headings."""
    return "、".join(_("删除") if name == DELETED else heading_of(kind.table, name) for name in json.loads(set_))


def _say(db: sqlite3.Connection, kind: RecordKind, facts: RecordFacts, why: str) -> Kept:
    if kind is ORGANIZATION:
        return Kept(kind.table, facts.ref.id, str(facts.row["name"] or ""), kind_words(kind), why)
    above = facts.org_id
    row = db.execute("SELECT name FROM organization WHERE id=?", (above,)).fetchone() if above else None
    what = " ".join(part for part in (kind_words(kind), title_of(kind, facts.row)) if part)
    return Kept(kind.table, above, str(row[0] or "") if row else "", what, why)
