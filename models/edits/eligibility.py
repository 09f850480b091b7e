"""Deciding whether organizations meet the conditions: a dated decision each, never a flag that is switched."""

from collections.abc import Sequence

from models.inputs.forms import EligibilityInput
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import ELIGIBILITY, ORGANIZATION


def decide_eligibility(ledger: Ledger, organizations: Sequence[int], decision: EligibilityInput) -> Changes:
    """A decision for each organization, by the person who is working. The latest date counts."""
    with ledger.change() as change:
        for organization in organizations:
            put_decision(change, organization, decision, decided_by=ledger.author.name)
    return change.changes


def put_decision(change: Change, organization: int, decision: EligibilityInput, *, decided_by: str) -> int:
    """Within a transaction: make a decision; its local id."""
    values = decision.model_dump() | {"decided_by": decided_by}
    return change.create(ELIGIBILITY, values, parent=change.ref(ORGANIZATION, organization)).id
