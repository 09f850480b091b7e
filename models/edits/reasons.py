"""Reasons for having no union: opened, made primary, resolved. Every change stays in the history."""

from datetime import date

from models.edits.followups import put_followup
from models.errors import InputProblem
from models.inputs.forms import FollowupInput, ReasonInput
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.joining import members_of
from models.ledger.ledger import Change, Changes, Ledger
from models.rules.reasons import needs_words
from models.rules.workdays import add_workdays
from models.tables.record_kinds import ORGANIZATION, REASON


def add_reason(ledger: Ledger, organization: int, reason: ReasonInput) -> Changes:
    """Open a reason, or change the open one of that code. The first one is primary by itself."""
    with ledger.change() as change:
        put_reason(change, organization, reason)
    return change.changes


def resolve_reason(ledger: Ledger, organization: int, code: str, *, on: date, by: str | None = None) -> Changes:
    """Close the open reason of that code; InputProblem if there is none."""
    with ledger.change() as change:
        record = _open_reasons(change, organization).get(code)
        if record is None:
            raise InputProblem(_("这家没有未解决的原因 {code}。").format(code=code))
        change.edit(REASON, record[0], {"resolved_on": on, "resolved_by": by})
    return change.changes


def follow_playbook(ledger: Ledger, organization: int, code: str = "") -> Changes:
    """Do what the playbook says of a reason: its next step becomes a follow-up, its route the proposed one.

    Without a code of the primary reason. One batch, one undo; a route that somebody has proposed already stays.
    InputProblem where there is no reason, or the playbook says nothing of it.
    """
    with ledger.change() as change:
        parent = change.ref(ORGANIZATION, organization)
        query = "SELECT main_reason, proposed_route FROM organization WHERE id=?"
        main, proposed = change.db.execute(query, (parent.id,)).fetchone()
        code = code or main or ""
        if not code:
            raise InputProblem(_("这家还没有登记原因。"), hint=_("先按 F7 登记。"))
        entry = reasons_of(change.db).get(code)
        if entry is None or not entry.next_step:
            raise InputProblem(_("原因 {code} 没有写下一步。").format(code=code), hint=_("可以在“代码表”里补上。"))
        due = add_workdays(ledger.today(), entry.days)
        cadre = ledger.author.cadre or None
        put_followup(change, organization, FollowupInput(task=entry.next_step, due_on=due, cadre=cadre))
        if entry.route and not proposed:
            change.edit(ORGANIZATION, organization, {"proposed_route": entry.route})
    return change.changes


def put_reason(change: Change, organization: int, reason: ReasonInput) -> int:
    """Within a transaction: open a reason or update it; its local id."""
    known = reasons_of(change.db)
    if reason.code not in known or known[reason.code].retired:
        raise InputProblem(
            _("没有原因代码“{code}”。可用：{codes}").format(
                code=reason.code, codes="、".join(code for code, entry in known.items() if not entry.retired)
            ),
            fields={"code": _("没有这个原因代码。")},
        )
    if needs_words(reason.code) and not reason.note:
        raise InputProblem(_("选“其他”要写明原因。"), fields={"note": _("必须填写。")})
    here = _open_reasons(change, organization)
    primary = reason.is_primary or not any(is_primary for _id, is_primary in here.values())
    if reason.is_primary:
        for code, (record, is_primary) in here.items():
            if is_primary and code != reason.code:
                change.edit(REASON, record, {"is_primary": False})
    return _write(change, organization, reason, here, primary=primary)


def _write(
    change: Change, organization: int, reason: ReasonInput, here: dict[str, tuple[int, bool]], *, primary: bool
) -> int:
    if reason.code not in here:
        values = reason.model_dump() | {"is_primary": primary}
        return change.create(REASON, values, parent=change.ref(ORGANIZATION, organization)).id
    record, is_primary = here[reason.code]
    said = {"note": reason.note, "evidence": reason.evidence}
    values = {name: value for name, value in said.items() if value is not None}
    if primary and not is_primary:
        values["is_primary"] = True
    change.edit(REASON, record, values)
    return record


def _open_reasons(change: Change, organization: int) -> dict[str, tuple[int, bool]]:
    """Code to (local id, primary?) of the open reasons, the latest of each code."""
    rows = change.db.execute(
        f"SELECT code, id, coalesce(is_primary,0) FROM reason WHERE org_id IN {members_of('?1')} AND deleted IS NOT 1 "
        "AND resolved_on IS NULL ORDER BY opened_on, uid",
        (organization,),
    )
    return {code: (record, bool(is_primary)) for code, record, is_primary in rows}
