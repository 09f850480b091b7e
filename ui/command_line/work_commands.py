"""visit, reason, followup, eligibility, union, log."""

import argparse
from collections.abc import Sequence

from models.errors import InputProblem
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput, VisitInput
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.find_organization import find_organization
from models.tables.record_kinds import FOLLOWUP, TRADE_UNION, VISIT
from models.vocabulary import DECISIONS
from ui.command_line.opening import coming_day, due_notes, lookup_of, past_day, reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer


def run_visit(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Record a visit to one or several organizations."""
    from models.edits.visits import record_visits  # noqa: PLC0415

    with writing(arguments) as ledger:
        organizations = _organizations(ledger, arguments.organization)
        visit = VisitInput.parse(
            {
                "visited_on": past_day(ledger, arguments.on),
                "result": arguments.result,
                "mode": arguments.mode,
                "reasons": tuple(code.upper() for code in arguments.reason),
                "note": arguments.note,
                "companions": arguments.companions,
                "met": arguments.met,
                "minutes": arguments.minutes,
                "next_on": coming_day(ledger, arguments.next) if arguments.next else None,
                "next_task": arguments.task,
                "corrects": _record_id(arguments.corrects) if arguments.corrects else None,
            }
        )
        changes = record_visits(ledger, organizations, visit)
    made = [uid for kind, uid in changes.made if kind == VISIT.number]
    promised = [uid for kind, uid in changes.made if kind == FOLLOWUP.number]
    data = {"visit": made[0], "visits": made, "followup": promised[0] if promised else None, "edit": changes.batch}
    lines = [_("已记走访 {n} 家").format(n=len(made))]
    if promised:
        lines.append(_("下次跟进：{day}").format(day=visit.next_on))
    return Answer(data, lines, notes=due_notes(ledger, visit.next_on) if visit.next_on else ())


def run_reason(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Open a reason, or close it."""
    from models.edits.reasons import add_reason, follow_playbook, resolve_reason  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        code, day = arguments.code.upper(), past_day(ledger, arguments.on)
        if arguments.resolve:
            changes = resolve_reason(ledger, organization, code, on=day, by=arguments.note)
        else:
            reason = ReasonInput.parse(
                {
                    "code": code,
                    "is_primary": arguments.primary,
                    "opened_on": day,
                    "note": arguments.note,
                    "evidence": arguments.evidence,
                }
            )
            with ledger.together():
                changes = add_reason(ledger, organization, reason)
                if arguments.follow:
                    followed = follow_playbook(ledger, organization, code)
        record = _reason_record(ledger, organization, code, resolved=arguments.resolve)
    said = _("原因 {code} 已解决").format(code=code) if arguments.resolve else _("已记原因 {code}").format(code=code)
    data: dict[str, object] = {"reason": record, "edit": changes.batch or None}
    if arguments.follow and not arguments.resolve:
        data["followup"] = followed.made_id(FOLLOWUP)
        said += _("，并按对策记了跟进")
    return Answer(data, [said])


def run_followup(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Note what is promised, by when, by whom."""
    from models.edits.followups import assign_followup  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        due = coming_day(ledger, arguments.due)
        cadre = lookup_of(ledger).cadre(arguments.to) if arguments.to else None
        followup = FollowupInput.parse({"task": arguments.text, "due_on": due, "cadre": cadre})
        changes = assign_followup(ledger, [organization], followup)
    made = changes.made_id(FOLLOWUP)
    said = _("已记跟进，{day} 到期").format(day=due)
    return Answer({"followup": made, "edit": changes.batch}, [said], notes=due_notes(ledger, due))


def run_eligibility(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Decide whether an organization meets the conditions."""
    from models.edits.eligibility import decide_eligibility, decision_of_day  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        decision = EligibilityInput.parse(
            {
                "decision": arguments.decision,
                "decided_on": past_day(ledger, arguments.on),
                "ground": arguments.ground,
                "evidence": arguments.evidence,
                "until": coming_day(ledger, arguments.until) if arguments.until else None,
            }
        )
        changes = decide_eligibility(ledger, [organization], decision)
        record = decision_of_day(ledger, organization, decision.decided_on)
    notes: tuple[str, ...] = ()
    if decision.decision == "no" and not (decision.ground and decision.until):
        notes = (_("提醒：“暂不具备”应写明依据（--ground）和复核日期（--until）。"),)
    said = _("已认定：{decision}").format(decision=DECISIONS.label(decision.decision))
    return Answer({"edit": changes.batch, "eligibility": record}, [said], notes=notes)


def run_union(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Register a union and what it covers."""
    from models.edits.unions import form_union  # noqa: PLC0415

    with writing(arguments) as ledger:
        organizations = _organizations(ledger, arguments.organization)
        union = UnionInput.parse(
            {
                "name": arguments.name,
                "route": arguments.route,
                "founded_on": past_day(ledger, arguments.on),
                "members": arguments.members,
                "women_members": arguments.women,
                "chair": arguments.chair,
                "approved_by": arguments.approved_by,
                "document_no": arguments.document,
            }
        )
        changes = form_union(ledger, organizations, union)
    made = changes.made_id(TRADE_UNION)
    said = _("已登记 {name}，覆盖 {n} 家").format(name=union.name, n=len(organizations))
    return Answer({"union": made, "edit": changes.batch}, [said])


def run_log(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """What was done, newest first."""
    from models.queries.history import log  # noqa: PLC0415
    from ui.command_line.showing import entry_data, entry_lines  # noqa: PLC0415

    with reading(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization) if arguments.organization else None
        entries = log(ledger, organization=organization, limit=arguments.limit)
    return Answer(
        {"edits": [entry_data(entry) for entry in entries]},
        [line for entry in entries for line in entry_lines(entry)] or [_("还没有操作记录。")],
    )


def _organizations(ledger: Ledger, texts: Sequence[str]) -> list[int]:
    """The organizations that words name, each once."""
    return list(dict.fromkeys(find_organization(ledger, text) for text in texts))


def _record_id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise InputProblem(
            _("“{text}”不是走访的编号。").format(text=text), hint=_("请用 show --json 查看编号。")
        ) from None


def _reason_record(ledger: Ledger, organization: int, code: str, *, resolved: bool) -> str:
    """The id of the reason that was written just now: the open one of that code, or the one resolved last."""
    from models.queries.organization_detail import organization_detail  # noqa: PLC0415

    detail = organization_detail(ledger, organization)
    found = [r for r in detail.reasons if r.code == code and bool(r.resolved_on) is resolved] if detail else []
    return max(found, key=lambda reason: reason.resolved_on).uid if found else ""
