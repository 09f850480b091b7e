"""Undo and redo of every batch, also after a restart: by new facts that put back what was shown before.

What can be undone follows from the facts themselves: the newest batch of this copy that stands and is no undo.
"""

import sqlite3
from dataclasses import dataclass, field

from models.edits.contradicting import contradict
from models.edits.lineage import is_worked_on_since, lineage_of, replaced_values, reversals
from models.errors import InputProblem
from models.facts.canonical import Value
from models.facts.fold import DELETED, GONE, Edit, raw_heads
from models.facts.records import RecordRef, load_many
from models.facts.writer import BatchKind
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.progress import Progress
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RECORD_KINDS, TRADE_UNION, RecordKind

#: Of a `Batch`; the last says whether this copy wrote it.
_COLUMNS = "id, uid, kind, reverts, replica=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: the changes, the batch it took back, and how much of it stays because of later work."""

    changes: Changes
    batch: str
    kept: int


@dataclass(slots=True)
class Batch:
    """A batch as an undo sees it; `own` ones this copy wrote."""

    id: int
    uid: bytes
    kind: int
    reverts: bytes | None
    own: bool


@dataclass(slots=True)
class Reversal:
    """What one reversal took back, and what it could not. Records by kind number and local id."""

    #: How many records and fields stay because of later work.
    kept: int = 0
    withdrawn: list[tuple[int, int]] = field(default_factory=list)
    put_back: set[tuple[int, int]] = field(default_factory=set)
    #: Records that the batch made and that stay.
    kept_records: list[tuple[int, int]] = field(default_factory=list)
    #: Fields that the batch changed and that stay as they are now.
    kept_fields: list[tuple[int, int, str]] = field(default_factory=list)


def undo(ledger: Ledger, batch: str | None = None, *, progress: Progress | None = None) -> Undone:
    """Take back a batch (id or its beginning; also the id of one of its edits), or the newest of this copy.

    InputProblem if there is nothing to undo, or if later work builds on all of it.
    """
    return _revert(ledger, batch, BatchKind.UNDO, progress or Progress())


def redo(ledger: Ledger, batch: str | None = None, *, progress: Progress | None = None) -> Undone:
    """Take back the newest undo, or the one named, or the undo of the batch that is named."""
    return _revert(ledger, batch, BatchKind.REDO, progress or Progress())


def undo_target(db: sqlite3.Connection) -> str | None:
    """The id of the batch that `undo` would take back now."""
    found = _undo_target(db)
    return found.uid.hex() if found else None


def redo_target(db: sqlite3.Connection) -> str | None:
    """The id of the undo that `redo` would take back now."""
    found = _redo_target(db)
    return found.uid.hex() if found else None


def next_batches(ledger: Ledger) -> tuple[str | None, str | None]:
    """The ids of what `undo` and `redo` would take back now."""
    with ledger.reading() as db:
        return undo_target(db), redo_target(db)


def _revert(ledger: Ledger, wanted: str | None, kind: BatchKind, progress: Progress) -> Undone:
    with ledger.reading() as db:
        target = target_of(db, wanted, kind)
    if target is None:
        nothing = _("没有可以撤销的操作。") if kind is BatchKind.UNDO else _("没有可以重做的操作。")
        raise InputProblem(nothing)
    if target.kind == BatchKind.REDACTION:
        raise InputProblem(_("清除个人信息不能撤销：内容已经不在台账里了。"))
    if target.kind == BatchKind.FOUNDING:
        raise InputProblem(_("新建台账时的单位和人员不能撤销。"))
    with ledger.change(kind=kind, reverts=target.uid, bulk=True) as change:
        reversal = take_back(change, target, progress)
    return Undone(change.changes, target.uid.hex(), reversal.kept)


def take_back(change: Change, target: Batch, progress: Progress) -> Reversal:
    """Within a transaction: take a batch back as far as nothing later builds on it; InputProblem if that is nothing."""
    reversal = Reversal()
    _take_back_creations(change, target, reversal, progress)
    _take_back_edits(change, target, reversal, progress)
    if change.is_empty:
        raise InputProblem(_("这一步之后又有改动，没有可以撤销的内容。"), hint=_("请在单位的时间线里逐项修改。"))
    return reversal


def target_of(db: sqlite3.Connection, wanted: str | None, kind: BatchKind) -> Batch | None:
    """The batch that an undo (or redo) of `wanted`, or of nothing in particular, takes back now."""
    if not wanted:
        return _undo_target(db) if kind is BatchKind.UNDO else _redo_target(db)
    named = _named(db, wanted)
    later = reversals(db, named.uid)
    last = Batch(*db.execute(f"SELECT {_COLUMNS} FROM batch WHERE uid=?", (later[-1],)).fetchone()) if later else named
    if kind is BatchKind.REDO:
        if last.kind != BatchKind.UNDO:
            raise InputProblem(_("这一步没有被撤销过，不能重做。"))
        return last
    # Undone and redone, it stands by its redo; undone, something of it may still be there.
    return named if len(later) % 2 else last


def _take_back_creations(change: Change, target: Batch, reversal: Reversal, progress: Progress) -> None:
    """Withdraw the records that the batch made, except those worked on since.

    An organization of an import that stays keeps what the import said of it: union, reasons, former names.
    """
    staying = _staying_organizations(change.db, target) if target.kind == BatchKind.IMPORT else set()
    for kind in reversed(RECORD_KINDS):
        where = _made_by(change.db, target, kind)
        rows = change.db.execute(
            f"SELECT id, uid FROM {kind.table} WHERE {where} AND created_in=? AND deleted IS NOT 1", (target.id,)
        )
        made = [RecordRef(*row) for row in rows]
        if not made:
            continue
        rows_made = f"m.created_in={target.id} AND m.{where}"
        worked_on = _worked_on(change.db, kind, target, rows_made) | _belonging_to(change.db, kind, rows_made, staying)
        edited = _edited(change.db, kind, rows_made)
        reversal.kept_records += [(kind.number, record.id) for record in made if record.id in worked_on]
        reversal.withdrawn += [(kind.number, record.id) for record in made if record.id not in worked_on]
        reversal.kept += sum(record.id in worked_on for record in made)
        change.delete_untouched(kind, [r for r in made if r.id not in worked_on and r.id not in edited])
        for number, record in enumerate(made):
            if record.id in edited and record.id not in worked_on:
                change.delete(kind, record.id)
            if number % 1000 == 0:
                progress.step(number, len(made), _("撤回记录"))
        if len(made) <= 1000:  # noqa: PLR2004 - bulk kinds are refreshed as a whole
            _touch_organizations(change, kind, made)


def _take_back_edits(change: Change, target: Batch, reversal: Reversal, progress: Progress) -> None:
    """Put back what the batch's edits replaced, where they are still what counts."""
    rows = change.db.execute(
        "SELECT DISTINCT kind, rec FROM edit WHERE batch=? ORDER BY kind, rec", (target.id,)
    ).fetchall()
    for number, (kind_number, uid) in enumerate(rows):
        kind = KIND_BY_NUMBER[kind_number]
        row = change.db.execute(
            f"SELECT id FROM {kind.table} WHERE uid=? AND created_in<>?", (uid, target.id)
        ).fetchone()
        if row:
            take_back_on_record(change, kind, row[0], target, reversal)
        if number % 100 == 0:
            progress.step(number, len(rows), _("撤回改动"))


def take_back_on_record(change: Change, kind: RecordKind, record: int, target: Batch, reversal: Reversal) -> None:
    """Within a transaction: put back what a batch's edits of one record replaced, where they are what counts."""
    facts = load_many(change.db, kind, [record])[record]
    lineage = lineage_of(change.db, facts)
    values: dict[str, object] = {}
    contrary: dict[str, list[Value]] = {}
    for name in sorted({name for edit in facts.edits if edit.key.uid == target.uid for name in edit.set}):
        own = lineage.of_batch(target.uid, name)
        heads = [head.edit for head in raw_heads(name, facts.creations, facts.edits) if head.edit]
        if all(own[-1].uid not in lineage.stands_for(head, name) for head in heads):
            reversal.kept += 1
            reversal.kept_fields.append((kind.number, record, name))
        elif name == DELETED:
            _take_back_deletion(change, kind, facts.ref, own[-1], reversal)
        elif len(said := replaced_values(facts, own[0], name)) > 1:
            contrary[name] = said
        else:
            values[name] = said[0] if said else None
    if (values and change.edit(kind, record, values)) or contrary:
        reversal.put_back.add((kind.number, record))
    for name, said in contrary.items():  # it decided a conflict, which is open again
        contradict(change, kind, record, name, said)


def _take_back_deletion(change: Change, kind: RecordKind, record: RecordRef, edit: Edit, reversal: Reversal) -> None:
    if edit.set[DELETED] == GONE:
        change.restore(kind, record.id)
    elif is_worked_on_since(change.db, edit.key.uid, kind.number, record.uid):
        reversal.kept += 1
        reversal.kept_records.append((kind.number, record.id))
    else:
        change.delete(kind, record.id)
        reversal.withdrawn.append((kind.number, record.id))


def _made_by(db: sqlite3.Connection, target: Batch, kind: RecordKind) -> str:
    """Narrow the rows to look at: a batch of this copy noted which local ids it made."""
    row = db.execute(
        "SELECT first, last FROM creation_range WHERE batch=? AND kind=?", (target.id, kind.number)
    ).fetchone()
    if row:
        return f"id BETWEEN {int(row[0])} AND {int(row[1])}"
    return "id IS NULL" if target.own else "id IS NOT NULL"


def _worked_on(db: sqlite3.Connection, kind: RecordKind, target: Batch, rows_made: str) -> set[int]:
    """Records of the batch that show something else since, or to which later batches added something."""
    rows = db.execute(
        f"SELECT m.id FROM {kind.table} m CROSS JOIN origin w ON w.kind={kind.number} AND w.rec=m.id "
        f"WHERE {rows_made} AND EXISTS (SELECT 1 FROM edit e WHERE e.rec=m.uid AND e.kind={kind.number} "
        "AND e.batch<>?)",
        (target.id,),
    ).fetchall()
    if kind is ORGANIZATION:
        for child in RECORD_KINDS:
            if child.of_organization:
                rows += db.execute(
                    f"SELECT DISTINCT m.id FROM organization m CROSS JOIN {child.table} c ON c.org_id=m.id "
                    f"WHERE {rows_made} AND c.created_in<>? AND c.deleted IS NOT 1",
                    (target.id,),
                ).fetchall()
    return {row[0] for row in rows}


def _staying_organizations(db: sqlite3.Connection, target: Batch) -> set[int]:
    where = _made_by(db, target, ORGANIZATION)
    return _worked_on(db, ORGANIZATION, target, f"m.created_in={target.id} AND m.{where}")


def _belonging_to(db: sqlite3.Connection, kind: RecordKind, rows_made: str, organizations: set[int]) -> set[int]:
    """Records of the batch that belong to these organizations, their unions included."""
    if not organizations or not (kind.of_organization or kind is TRADE_UNION):
        return set()
    join = "JOIN coverage c ON c.trade_union=m.uid" if kind is TRADE_UNION else ""
    owner = "c.org_id" if kind is TRADE_UNION else "m.org_id"
    rows = db.execute(f"SELECT m.id, {owner} FROM {kind.table} m {join} WHERE {rows_made}")
    return {record for record, organization in rows if organization in organizations}


def _edited(db: sqlite3.Connection, kind: RecordKind, rows_made: str) -> set[int]:
    """Records of the batch that have any edit, be it one that was taken back."""
    rows = db.execute(
        f"SELECT DISTINCT m.id FROM {kind.table} m CROSS JOIN edit e ON e.rec=m.uid AND e.kind={kind.number} "
        f"WHERE {rows_made}"
    )
    return {row[0] for row in rows}


def _touch_organizations(change: Change, kind: RecordKind, made: list[RecordRef]) -> None:
    if not kind.of_organization:
        return
    for record in made:
        row = change.db.execute(f"SELECT org_id FROM {kind.table} WHERE id=?", (record.id,)).fetchone()
        change.touched.organizations.add(row[0])
        change.touched.records.setdefault(kind.number, set()).add(record.id)


def _batches(db: sqlite3.Connection) -> sqlite3.Cursor:
    return db.execute(
        "SELECT id, uid, kind, reverts, 1 FROM batch WHERE replica="
        "(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica') ORDER BY id DESC"
    )


def _undo_target(db: sqlite3.Connection) -> Batch | None:
    cancelled: set[bytes] = set()
    for row in _batches(db):
        batch = Batch(*row)
        if batch.uid in cancelled or batch.kind in {BatchKind.FOUNDING, BatchKind.REDACTION}:
            continue
        if batch.kind != BatchKind.UNDO:
            return batch
        if batch.reverts:
            cancelled.add(batch.reverts)
    return None


def _redo_target(db: sqlite3.Connection) -> Batch | None:
    """The newest undo that stands, as long as nothing new was done since."""
    cancelled: set[bytes] = set()
    for row in _batches(db):
        batch = Batch(*row)
        if batch.uid in cancelled:
            continue
        if batch.kind == BatchKind.UNDO:
            return batch
        if batch.kind != BatchKind.REDO:
            return None
        if batch.reverts:
            cancelled.add(batch.reverts)
    return None


def _named(db: sqlite3.Connection, wanted: str) -> Batch:
    """The batch whose id, or one of whose edits' ids, begins like this."""
    wanted = wanted.strip().lower()
    rows = db.execute(f"SELECT {_COLUMNS} FROM batch WHERE lower(hex(uid)) LIKE ? || '%'", (wanted,)).fetchall()
    if not rows:
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM batch WHERE id IN (SELECT batch FROM edit WHERE lower(hex(uid)) LIKE ? || '%')",
            (wanted,),
        ).fetchall()
    if len(rows) != 1 or not all(character in "0123456789abcdef" for character in wanted):
        raise InputProblem(_("没有编号为“{id}”的操作。").format(id=wanted), hint=_("用 log 查看操作编号。"))
    return Batch(*rows[0])
