"""Deciding between contrary decisions on eligibility: ground and day of review go with the word that they stand for."""

from models.facts.canonical import Value
from models.facts.fold import Head, raw_heads, shown_heads
from models.facts.records import RecordFacts, load_one
from models.ledger.ledger import Change
from models.tables.record_kinds import ELIGIBILITY

#: What one side said with its decision; who decided is whoever settles it.
_WITH_IT = ("ground", "evidence", "until")


def goes_with(change: Change, record: int, decision: Value, *, decided_by: str) -> dict[str, Value]:
    """The other fields of a decision (local id) once its word is settled as one side's; what was said since stays."""
    facts = load_one(change.db, ELIGIBILITY, record)
    sides = shown_heads("decision", facts.creations, facts.edits)
    found: dict[str, Value] = {"decided_by": decided_by}
    side = next((head for head in sides if head.value == decision), None)
    if side is None:
        return found
    said = {head.key for head in sides}
    return found | {
        field: value
        for field, value in _said_with(facts, side).items()
        if all(head.key in said for head in raw_heads(field, facts.creations, facts.edits))
    }


def _said_with(facts: RecordFacts, side: Head) -> dict[str, Value]:
    """What the creation, or the edit, of a side says beside its decision."""
    if side.edit is not None:
        edit = next(each for each in facts.edits if each.uid == side.edit)
        return {field: edit.set[field] for field in _WITH_IT if field in edit.set}
    made = next(each for each in facts.creations if each.key == side.key)
    return {field: made.values.get(field) for field in _WITH_IT}
