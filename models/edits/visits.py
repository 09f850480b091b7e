"""Recording visits: the visit, its reasons and its next step in one transaction."""

from collections.abc import Mapping, Sequence

from models.edits.followups import put_followup
from models.edits.reasons import put_reason
from models.edits.rhythm import put_next_call
from models.errors import InputProblem
from models.inputs.forms import FollowupInput, ReasonInput, VisitInput
from models.language import _
from models.ledger.joining import members_of
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import ORGANIZATION, VISIT


def record_visits(
    ledger: Ledger,
    organizations: Sequence[int],
    visit: VisitInput,
    *,
    confirmed: Mapping[int, Mapping[str, object]] | None = None,
) -> Changes:
    """One visit to each organization, with the same reasons and next step: one batch, one undo.

    A visit writes no field of its organization. What it proposes and a person has `confirmed` (values of fields by
    organization, such as the stage) are edits of their own beside it. A correction is a new visit whose `corrects`
    names the old one. The first reason becomes primary where none is.
    """
    with ledger.change() as change:
        for organization in organizations:
            _record(ledger, change, organization, visit)
            if confirmed and (values := confirmed.get(organization)):
                change.edit(ORGANIZATION, organization, values)
    return change.changes


def _record(ledger: Ledger, change: Change, organization: int, visit: VisitInput) -> None:
    parent = change.ref(ORGANIZATION, organization)
    visitor = None
    if visit.corrects is not None:  # beside the visit that it corrects, also where that one's organization is joined
        owner, visitor = _corrected(change, organization, visit.corrects)
        parent = change.ref(ORGANIZATION, owner)
    cadre = visit.cadre or visitor or ledger.author.cadre or None
    made = change.create(
        VISIT,
        {
            "visited_on": visit.visited_on,
            "mode": visit.mode,
            "result": visit.result,
            "cadre": cadre,
            "companions": visit.companions,
            "met": visit.met,
            "minutes": visit.minutes,
            "note": visit.note,
            "corrects": visit.corrects,
        },
        parent=parent,
    )
    for code in visit.reasons:
        note = visit.note if code == "Z" else None
        put_reason(change, organization, ReasonInput(code=code, opened_on=visit.visited_on, note=note, visit=made.uid))
    if visit.next_on is not None:
        put_followup(
            change,
            organization,
            FollowupInput(
                task=visit.next_task or _("再次走访"),
                due_on=visit.next_on,
                cadre=visit.next_cadre or cadre,
                visit=made.uid,
            ),
        )
    elif visit.corrects is None:
        put_next_call(change, organization, done_on=visit.visited_on, today=ledger.today(), cadre=cadre)


def _corrected(change: Change, organization: int, visit: bytes) -> tuple[int, bytes | None]:
    """Where the visit that is corrected stands, and who made it: whoever corrects it did not go there instead."""
    found = change.db.execute(
        f"SELECT org_id, cadre FROM visit WHERE uid=?1 AND org_id IN {members_of('?2')} AND deleted IS NOT 1",
        (visit, organization),
    ).fetchone()
    if found is None:
        raise InputProblem(_("要更正的走访不在这家单位的记录里。"), fields={"corrects": _("请写这家单位的走访编号。")})
    return found[0], bytes(found[1]) if found[1] else None
