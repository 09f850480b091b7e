"""Deciding whether organizations meet the conditions: a dated decision each, never a flag that is switched."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from models.facts.canonical import known_record_uid
from models.facts.records import RecordRef
from models.inputs.forms import EligibilityInput
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import ELIGIBILITY, ORGANIZATION


def decide_eligibility(
    ledger: Ledger,
    organizations: Sequence[int],
    decision: EligibilityInput,
    *,
    confirmed: Mapping[int, Mapping[str, object]] | None = None,
) -> Changes:
    """A decision for each organization, by the person who is working. The latest date counts.

    An organization has one decision a day: a further one changes it, and its history keeps both. Made on two laptops
    it is the same record (docs/decisions/0029), so that contrary ones become a conflict that is asked.
    It writes no field of its organization: what it proposes and a person has `confirmed` (values of fields by
    organization, such as the side state) are edits of their own beside it.
    """
    with ledger.change() as change:
        for organization in organizations:
            put_decision(change, organization, decision, decided_by=ledger.author.name)
            if confirmed and (beside := confirmed.get(organization)):
                change.edit(ORGANIZATION, organization, beside)
    return change.changes


def put_decision(change: Change, organization: int, decision: EligibilityInput, *, decided_by: str) -> None:
    """Within a transaction: make the decision of that day, or change it."""
    values = decision.model_dump() | {"decided_by": decided_by}
    of = change.ref(ORGANIZATION, organization)
    stands = _standing(change.db, of, decision.decided_on)
    if stands is not None:
        change.edit(ELIGIBILITY, stands.id, values)
        return
    uid = known_record_uid("eligibility", of.uid.hex(), decision.decided_on.isoformat())
    withdrawn = change.db.execute("SELECT id FROM eligibility WHERE uid=?", (uid,)).fetchone()
    if withdrawn is None:
        change.create(ELIGIBILITY, values, uid=uid, parent=of)
        return
    change.restore(ELIGIBILITY, withdrawn[0])
    change.edit(ELIGIBILITY, withdrawn[0], values)


def decision_of_day(ledger: Ledger, organization: int, day: date) -> str:
    """The record id (hexadecimal) of what was decided of an organization on a day; empty where nothing was."""
    with ledger.reading() as db:
        found = _standing(db, RecordRef(organization, b""), day)
    return found.uid.hex() if found is not None else ""


def _standing(db: sqlite3.Connection, organization: RecordRef, day: date) -> RecordRef | None:
    """What counts of that day: an import, or a ledger from before there was one a day, may have made several."""
    row = db.execute(
        "SELECT id, uid FROM eligibility WHERE org_id=? AND decided_on=? AND deleted IS NOT 1 ORDER BY uid DESC",
        (organization.id, day.isoformat()),
    ).fetchone()
    return RecordRef(*row) if row else None
