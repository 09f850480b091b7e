"""Putting a conflict back that was decided: several values side by side again, the one that was shown still shown."""

from collections.abc import Mapping, Sequence

from models.facts.canonical import Value, Values, canonical_json, edit_uid, to_fact
from models.facts.fold import raw_heads
from models.facts.records import load_one
from models.facts.writer import names_of
from models.ledger.ledger import Change
from models.tables.record_kinds import RecordKind


def contradict(change: Change, kind: RecordKind, record: int, name: str, values: Sequence[Value]) -> None:
    """Within a transaction: the field says all these values, each by an edit over what stands; the first is shown.

    Which of one batch's edits is shown depends on their ids alone; naming what is replaced once more says nothing new
    and gives another id, so the first value gets one that is higher than the others'.
    """
    facts = load_one(change.db, kind, record)
    column = kind.column(name)
    over = names_of(raw_heads(name, facts.creations, facts.edits))
    shown, *others = (to_fact(column, value) for value in values)
    highest = max(bytes(change.put_edit(kind, facts, {name: value}, {name: over})) for value in others)
    named, number = over, 0
    while _uid(change, kind, facts.ref.uid, {name: shown}, {name: named}) <= highest:
        named, number = sorted([*over, *over[:1] * (number + 1)], key=canonical_json), number + 1
    change.put_edit(kind, facts, {name: shown}, {name: named})


def _uid(change: Change, kind: RecordKind, record: bytes, set_: Values, over: Mapping[str, list[object]]) -> bytes:
    return edit_uid(
        batch=change.uid, kind=kind.number, record=record, set_=canonical_json(set_), over=canonical_json(over)
    )
