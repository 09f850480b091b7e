"""Closing out (销号) in two steps: its owner applies with evidence, another person confirms or returns it.

The state stands in the organization's `closing`, where two decisions that disagree are a conflict like any other;
the evidence and the decision stand in a record of their own, so that every application is kept.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from models.edits.followups import put_followup
from models.errors import InputProblem
from models.inputs.closing import ClosingInput
from models.inputs.forms import FollowupInput
from models.language import _
from models.ledger.joining import members_of
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.workdays import add_workdays
from models.tables.record_kinds import CLOSE_OUT, FOLLOWUP, ORGANIZATION

#: `origin` of the follow-up that a returned application leaves with whoever applied.
RETURNED = "returned"
_DAYS_TO_MEND = 3
_LONGEST_PHRASE = 180
_SHOWN_NAMES = 3


def propose_closing(
    ledger: Ledger, organizations: Sequence[int], closing: ClosingInput, *, followups: Sequence[int] = ()
) -> Changes:
    """Apply for closing out, each organization with this evidence: one batch, one undo.

    Open `followups` (local ids) that led to it are done by that. InputProblem where an organization has an
    application already or is closed out.
    """
    with ledger.change() as change:
        _ask_for(change, organizations, {"open", "returned", "relapsed"}, _("已经申请或已经销号"))
        for organization in organizations:
            values = closing.model_dump() | {"cadre": ledger.author.cadre or None, "state": "pending"}
            change.create(CLOSE_OUT, values, parent=change.ref(ORGANIZATION, organization))
            change.edit(ORGANIZATION, organization, {"closing": "pending", "closed_on": None, "reviewer": None})
        done = {"state": "done", "done_on": closing.proposed_on, "outcome": _("已申请销号")}
        for followup in followups:
            change.edit(FOLLOWUP, followup, done)
    return change.changes


def confirm_closing(ledger: Ledger, organizations: Sequence[int], *, on: date) -> Changes:
    """Close out what was applied for, in the name of the person who is working; InputProblem for anything else."""
    with ledger.change() as change:
        _ask_for(change, organizations, {"pending"}, _("没有待审的销号申请"))
        for organization in organizations:
            values = {"closing": "closed", "closed_on": on, "reviewer": ledger.author.name}
            change.edit(ORGANIZATION, organization, values)
            _decide(change, organization, {"state": "confirmed", "decided_on": on, "decided_by": ledger.author.name})
    return change.changes


def return_closing(
    ledger: Ledger, organizations: Sequence[int], *, phrase: str, on: date, due_on: date | None = None
) -> Changes:
    """Send applications back with a phrase that says what is missing.

    Whoever applied gets a follow-up until `due_on`, three workdays on if none is given. InputProblem without a
    phrase, and where nothing was applied for.
    """
    phrase = " ".join(phrase.split())
    if not phrase:
        raise InputProblem(_("退回要写明缺什么。"), fields={"phrase": _("必须填写。")})
    if len(phrase) > _LONGEST_PHRASE:
        raise InputProblem(
            _("退回的话太长了，最多 {n} 个字。").format(n=_LONGEST_PHRASE), fields={"phrase": _("太长了。")}
        )
    due_on = due_on or add_workdays(on, _DAYS_TO_MEND)
    decision = {"state": "returned", "decided_on": on, "decided_by": ledger.author.name, "phrase": phrase}
    with ledger.change() as change:
        _ask_for(change, organizations, {"pending"}, _("没有待审的销号申请"))
        for organization in organizations:
            change.edit(ORGANIZATION, organization, {"closing": "returned", "reviewer": ledger.author.name})
            proposer = _decide(change, organization, decision) or _owner(change, organization)
            task = FollowupInput(
                task=_("销号退回：{phrase}").format(phrase=phrase),
                due_on=due_on,
                cadre=proposer or ledger.author.cadre or None,
            )
            put_followup(change, organization, task, origin=RETURNED)
    return change.changes


def relapse_closing(ledger: Ledger, organizations: Sequence[int]) -> Changes:
    """What was closed out is open again (回潮), as when its union fell apart; the applications stay."""
    with ledger.change() as change:
        _ask_for(change, organizations, {"closed"}, _("还没有销号"))
        for organization in organizations:
            change.edit(ORGANIZATION, organization, {"closing": "relapsed", "closed_on": None})
    return change.changes


def _ask_for(change: Change, organizations: Sequence[int], states: set[str], otherwise: str) -> None:
    """InputProblem that names organizations whose `closing` is none of the states."""
    if not organizations:
        raise InputProblem(_("没有选中单位。"))
    wrong = []
    for organization in organizations:
        change.ref(ORGANIZATION, organization)
        name, closing = change.db.execute(
            "SELECT name, coalesce(closing,'open') FROM organization WHERE id=?", (organization,)
        ).fetchone()
        if closing not in states:
            wrong.append(str(name or ""))
    if wrong:
        names = "、".join(wrong[:_SHOWN_NAMES]) + ("…" if len(wrong) > _SHOWN_NAMES else "")
        raise InputProblem(
            _("{names}{otherwise}，没有写入。").format(names=names, otherwise=otherwise),
            hint=_("请刷新看板，去掉这几家再试。"),
        )


def _decide(change: Change, organization: int, values: Mapping[str, object]) -> bytes | None:
    """Write the decision into the open applications of an organization; who applied last (record id of the cadre).

    A `pending` that was typed or imported has none: then only the organization's field changes.
    """
    rows = change.db.execute(
        f"SELECT id, cadre FROM close_out WHERE org_id IN {members_of('?1')} AND state='pending' AND deleted IS NOT 1 "
        "ORDER BY proposed_on, uid",
        (organization,),
    ).fetchall()
    for record, _cadre in rows:
        change.edit(CLOSE_OUT, record, values)
    return rows[-1][1] if rows else None


def _owner(change: Change, organization: int) -> bytes | None:
    (owner,) = change.db.execute("SELECT owner FROM organization WHERE id=?", (organization,)).fetchone()
    return owner or None
