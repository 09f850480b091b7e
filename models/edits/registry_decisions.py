"""What a person decides about the report on a newer list: deregistered, present again."""

from collections.abc import Sequence
from datetime import date

from models.edits.reasons import put_reason
from models.inputs.forms import ReasonInput
from models.language import _
from models.ledger.joining import members_of
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import ORGANIZATION, REASON
from models.vocabulary import ENDED_STATUSES

DEREGISTERED = "A1"


def mark_deregistered(
    ledger: Ledger, organizations: Sequence[int], *, on: date, note: str = "", with_reason: bool = True
) -> Changes:
    """Mark organizations as 已注销, with reason A1 as the main one; one batch, one undo."""
    with ledger.change() as change:
        for organization in organizations:
            change.edit(ORGANIZATION, organization, {"status": "cancelled"})
            if with_reason:
                reason = ReasonInput(code=DEREGISTERED, opened_on=on, is_primary=True, note=note or None)
                put_reason(change, organization, reason)
    return change.changes


def bring_back(ledger: Ledger, organizations: Sequence[int], *, on: date) -> Changes:
    """Organizations that a list names again: out of the trash, 正常, reason A1 resolved; one batch, one undo."""
    with ledger.change() as change:
        for organization in organizations:
            change.restore(ORGANIZATION, organization)
            row = change.db.execute("SELECT status FROM organization WHERE id=?", (organization,)).fetchone()
            if row and row[0] in ENDED_STATUSES:
                change.edit(ORGANIZATION, organization, {"status": "active"})
            _resolve_deregistered(change, organization, on)
    return change.changes


def _resolve_deregistered(change: Change, organization: int, on: date) -> None:
    rows = change.db.execute(
        f"SELECT id FROM reason WHERE org_id IN {members_of('?1')} AND code=?2 AND deleted IS NOT 1 "
        "AND resolved_on IS NULL",
        (organization, DEREGISTERED),
    ).fetchall()
    for (record,) in rows:
        change.edit(REASON, record, {"resolved_on": on, "resolved_by": _("名册里又有这家")})
