"""Taking a whole import back, also weeks later: what was worked on since stays, and is listed before it runs."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.edits.lineage import reversals
from models.edits.undo import Batch, Reversal, take_back, target_of
from models.errors import InputProblem
from models.facts.records import chunks, marks
from models.facts.writer import BatchKind
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.ledger_columns import COLUMN_BY_NAME
from models.progress import Progress
from models.tables.record_kinds import (
    COVERAGE,
    ELIGIBILITY,
    FOLLOWUP,
    FORMER_NAME,
    ORGANIZATION,
    PERSON,
    REASON,
    VISIT,
    RecordKind,
)

_NAMED_FIELDS = 3


class _PreviewEnds(Exception):  # noqa: N818 - ends the transaction of a preview without a trace
    pass


@dataclass(frozen=True, slots=True)
class KeptOrganization:
    """An organization of the import that stays, because it was worked on since: `why` says how."""

    id: int
    uid: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """What taking an import back does or would do, counted in organizations.

    `withdrawn` go, those whose fields are put back stay with what they showed before, `kept` stay as they are.
    """

    changes: Changes
    batch: str
    withdrawn: int
    put_back: int
    kept: tuple[KeptOrganization, ...]


def undo_import(ledger: Ledger, batch: str, *, dry_run: bool = False, progress: Progress | None = None) -> ImportUndone:
    """Withdraw what an import (id of its batch, or its beginning) brought; one batch, which can be undone itself.

    With `dry_run` nothing is written. InputProblem if the batch is no import, was taken back already, or if later
    work builds on all of it.
    """
    progress = progress or Progress()
    with ledger.reading() as db:
        target = target_of(db, batch, BatchKind.UNDO)
        if target is None or not _is_import(db, target):
            raise InputProblem(
                _("“{batch}”不是一次导入。").format(batch=batch), hint=_("用 log 查看导入的编号，或在“历次导入”里选。")
            )
        again = len(reversals(db, target.uid)) % 2 == 1  # something of it may have stayed
    found: ImportUndone | None = None
    try:
        with ledger.change(kind=BatchKind.UNDO, reverts=target.uid, bulk=True) as change:
            try:
                reversal = take_back(change, target, progress)
            except InputProblem:
                raise _undone_already() if again else _nothing_left() from None
            found = _described(change, target, reversal)
            if dry_run:
                raise _PreviewEnds
    except _PreviewEnds:
        pass
    if found is None:
        raise RuntimeError(batch)
    return found if dry_run else replace(found, changes=change.changes)


def _is_import(db: sqlite3.Connection, target: Batch) -> bool:
    """True for an import, and for the redo of one that was taken back."""
    uid: bytes | None = target.uid
    while uid is not None:
        row = db.execute("SELECT kind, reverts, id FROM batch WHERE uid=?", (uid,)).fetchone()
        if row is None:
            return False
        kind, reverts, number = row
        if kind == BatchKind.IMPORT:
            return db.execute("SELECT 1 FROM import_source WHERE created_in=?", (number,)).fetchone() is not None
        if kind == BatchKind.UNDO and uid == target.uid:
            raise _undone_already()
        uid = reverts
    return False


def _undone_already() -> InputProblem:
    return InputProblem(_("这次导入已经撤销过了。"), hint=_("要恢复它，请在操作记录里重做。"))


def _nothing_left() -> InputProblem:
    return InputProblem(
        _("这次导入的内容之后都有改动，没有可以撤销的。"), hint=_("请在单位的时间线里逐项修改，或移入回收站。")
    )


def _described(change: Change, target: Batch, reversal: Reversal) -> ImportUndone:
    number = ORGANIZATION.number
    withdrawn = {record for kind, record in reversal.withdrawn if kind == number}
    stays: dict[int, set[str]] = {}
    for kind, record in reversal.kept_records:
        if kind == number:
            stays.setdefault(record, set())
    for kind, record, name in reversal.kept_fields:
        if kind == number:
            stays.setdefault(record, set()).add(name)
    put_back = {record for kind, record in reversal.put_back if kind == number} - withdrawn
    kept = _kept(change, target, {record: fields for record, fields in stays.items() if record not in withdrawn})
    return ImportUndone(Changes("", frozenset(), frozenset()), target.uid.hex(), len(withdrawn), len(put_back), kept)


def _kept(change: Change, target: Batch, stays: dict[int, set[str]]) -> tuple[KeptOrganization, ...]:
    beside = _work_beside(change.db, target, sorted(stays))
    found = []
    for chunk in chunks(sorted(stays)):
        rows = change.db.execute(
            f"SELECT id, uid, name FROM organization WHERE id IN ({marks(chunk)}) ORDER BY id", chunk
        ).fetchall()
        for record, uid, name in rows:
            fields = stays[record] | _edited_since(change, target, uid)
            why = [*beside.get(record, []), *([_fields_in_words(fields)] if fields else [])]
            found.append(KeptOrganization(record, uid.hex(), name or "", "，".join(why)))
    return tuple(found)


def _work_beside(db: sqlite3.Connection, target: Batch, organizations: Sequence[int]) -> dict[int, list[str]]:
    """In words, what later batches added to organizations."""
    words: tuple[tuple[RecordKind, str], ...] = (
        (VISIT, _("走访 {n} 次")),
        (REASON, _("原因 {n} 项")),
        (FOLLOWUP, _("跟进 {n} 项")),
        (ELIGIBILITY, _("认定 {n} 次")),
        (COVERAGE, _("工会 {n} 个")),
        (PERSON, _("人员 {n} 人")),
        (FORMER_NAME, _("曾用名 {n} 个")),
    )
    found: dict[int, list[str]] = {}
    for kind, text in words:
        for chunk in chunks(organizations):
            rows = db.execute(
                f"SELECT org_id, count(*) FROM {kind.table} WHERE org_id IN ({marks(chunk)}) AND created_in>? "
                "AND deleted IS NOT 1 GROUP BY org_id",
                (*chunk, target.id),
            )
            for organization, count in rows:
                found.setdefault(organization, []).append(text.format(n=count))
    return found


def _edited_since(change: Change, target: Batch, uid: bytes) -> set[str]:
    rows = change.db.execute(
        "SELECT set_ FROM edit WHERE rec=? AND kind=? AND batch>? AND batch<>?",
        (uid, ORGANIZATION.number, target.id, change.id),
    )
    return {name for (set_,) in rows for name in json.loads(set_) if not name.startswith("_")}


def _fields_in_words(fields: set[str]) -> str:
    headings = [COLUMN_BY_NAME[name].heading for name in COLUMN_BY_NAME if name in fields]
    more = _("等 {n} 栏").format(n=len(headings)) if len(headings) > _NAMED_FIELDS else ""
    return _("改过{fields}").format(fields="、".join(headings[:_NAMED_FIELDS]) + more) if headings else _("改过")
