"""Deciding about the doubtful rows of imports: the same organization, another one, later."""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.errors import InputProblem
from models.facts.canonical import Value
from models.facts.fold import raw_heads
from models.facts.records import RecordRef, load_one
from models.facts.writer import BatchKind
from models.importing.classify import Classifier
from models.importing.extras import put_extras
from models.importing.queue import Candidate, QueueRow, queue_rows
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.progress import Progress
from models.rules.names import name_key
from models.tables.record_kinds import FORMER_NAME, ORGANIZATION

SAME, DIFFERENT = "same", "different"
_Decide = Callable[[Change, QueueRow], bytes]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that the sheet says otherwise than the candidate. `usual` is whether it is taken over unless told not to.

    What a person typed, or a later list said, is kept unless somebody asks for the change.
    """

    name: str
    before: Value
    after: Value
    usual: bool


def field_changes(ledger: Ledger, row: QueueRow, candidate: Candidate) -> list[FieldChange]:
    """What would change in a candidate if the row is the same organization, in the ledger's order of columns."""
    with ledger.reading() as db:
        return _field_changes(db, row, candidate)


def _field_changes(db: sqlite3.Connection, row: QueueRow, candidate: Candidate) -> list[FieldChange]:
    facts = load_one(db, ORGANIZATION, candidate.id)
    news = Classifier(db, row.registry_on).changes(row.facts, candidate.id)
    found = []
    for name in ORGANIZATION.names:
        after, before = row.facts.get(name), candidate.facts.get(name)
        if after is None or after == before:
            continue
        heads = raw_heads(name, facts.creations, facts.edits)
        by_hand = any(head.key.registry_on is None for head in heads)
        found.append(FieldChange(name, before, after, usual=name in news and not by_hand))
    return found


def decide_same(
    ledger: Ledger,
    rows: Sequence[int],
    *,
    candidate: int | None = None,
    fields: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Changes:
    """The rows are organizations that are here: what they say goes over field by field; one batch, one undo.

    Without `candidate` it is the first of each row; without `fields` what is usual (`field_changes`).
    """

    def decide(change: Change, row: QueueRow) -> bytes:
        chosen = _candidate(row, candidate)
        usual = {each.name: each.after for each in _field_changes(change.db, row, chosen) if each.usual}
        values = usual if fields is None else {name: row.facts[name] for name in fields if name in row.facts}
        ref = change.ref(ORGANIZATION, chosen.id)
        _update(change, ref, chosen.facts, values, row)
        return ref.uid

    return _decide(ledger, rows, SAME, decide, progress)


def decide_different(ledger: Ledger, rows: Sequence[int], *, progress: Progress | None = None) -> Changes:
    """The rows are organizations of their own: they are added; one batch, one undo."""

    def decide(change: Change, row: QueueRow) -> bytes:
        made = change.create(ORGANIZATION, row.facts)
        put_extras(change, made, row.extras, day=date.fromisoformat(row.registry_on))
        return made.uid

    return _decide(ledger, rows, DIFFERENT, decide, progress)


def put_off(ledger: Ledger, rows: Sequence[int], *, later: bool = True) -> None:
    """Let rows wait behind the others; no fact is written."""
    with ledger.local_write(aside=True) as db:
        db.executemany("UPDATE import_queue SET later=? WHERE id=?", [(int(later), row) for row in rows])


def _decide(ledger: Ledger, rows: Sequence[int], verdict: str, decide: _Decide, progress: Progress | None) -> Changes:
    """All of them or, where somebody stops it, none."""
    progress = progress or Progress()
    found = queue_rows(ledger, only=frozenset(rows))
    if len(found) < len(rows):
        raise InputProblem(_("这些行已经处理过了，请刷新。"))
    changes = Changes("", frozenset(), frozenset())
    with ledger.together():
        # A batch has one registry date; the rows of one import nearly always share it.
        days = sorted({row.registry_on for row in found})
        if len(days) > 1:
            raise InputProblem(_("选中的行来自不同日期的名册。"), hint=_("请分开处理，这样每次判断都能单独撤销。"))
        with ledger.change(kind=BatchKind.IMPORT, registry_on=days[0]) as change:
            became = []
            for number, row in enumerate(found):
                progress.step(number, len(found), _("判断"))
                became.append((row.id, decide(change, row)))
        changes = change.changes
        with ledger.local_write(aside=True) as db:
            batch = bytes.fromhex(changes.batch) if changes.batch else None
            db.executemany(
                "UPDATE import_queue SET verdict=?, decided_in=?, organization=?, later=NULL WHERE id=?",
                [(verdict, batch, uid, row) for row, uid in became],
            )
    return changes


def _candidate(row: QueueRow, candidate: int | None) -> Candidate:
    for each in row.candidates:
        if candidate in {None, each.id}:
            return each
    raise InputProblem(
        _("“{name}”对应的单位已经不在台账里。").format(name=row.name), hint=_("可以按“不同”把它作为新单位导入。")
    )


def _update(
    change: Change, ref: RecordRef, known: Mapping[str, Value], values: dict[str, Value], row: QueueRow
) -> None:
    """A person has seen both values, so what is replaced is replaced: no conflict is left behind."""
    change.edit(ORGANIZATION, ref.id, values)
    old, new = str(known.get("name") or ""), str(values.get("name") or "")
    if old and new and name_key(old) != name_key(new):
        change.create(FORMER_NAME, {"name": old, "source": "registry", "until": row.registry_on}, parent=ref)
    put_extras(change, ref, row.extras, day=date.fromisoformat(row.registry_on))
