"""Deciding between contrary decisions on eligibility: ground and day of review go with the word that they stand for."""

from collections.abc import Iterable

from models.facts.canonical import Value
from models.facts.fold import Edit, Head, fold, raw_heads, shown_heads
from models.facts.records import load_one
from models.ledger.ledger import Change
from models.tables.record_kinds import ELIGIBILITY

#: What one side said with its decision; who decided is whoever settles it.
_WITH_IT = ("ground", "evidence", "until")


def goes_with(change: Change, record: int, decision: Value, *, decided_by: str) -> dict[str, Value]:
    """The other fields of a decision (local id) once its word is settled as one side's; what was said since stays.

    They are what the record would show without the other sides: an edit does not repeat what it left as it was.
    """
    facts = load_one(change.db, ELIGIBILITY, record)
    sides = shown_heads("decision", facts.creations, facts.edits)
    against = [head for head in sides if head.value != decision]
    if len(against) == len(sides):
        return {"decided_by": decided_by}
    right = _ways_to((head for head in sides if head.value == decision), facts.edits)
    wrong = _ways_to(against, facts.edits) - right
    made = {head.value for head in against if head.edit is None}
    creations = [each for each in facts.creations if each.values.get("decision") not in made]
    shown = fold(ELIGIBILITY.names, creations, [each for each in facts.edits if each.uid not in wrong]).values
    return {"decided_by": decided_by} | {
        field: shown[field]
        for field in _WITH_IT
        if all(
            head.edit is None or head.edit in right | wrong for head in raw_heads(field, facts.creations, facts.edits)
        )
    }


def _ways_to(heads: Iterable[Head], edits: Iterable[Edit]) -> set[str]:
    """The edits of the decision by which these heads came about: each with what it replaced, and so on."""
    over = {edit.uid: edit.over.get("decision", ()) for edit in edits}
    found: set[str] = set()
    ahead: list[object] = [head.edit for head in heads]
    while ahead:
        uid = ahead.pop()
        if isinstance(uid, str) and uid in over and uid not in found:
            found.add(uid)
            ahead += over[uid]
    return found
