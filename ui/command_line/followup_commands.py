"""close-out, rhythm; the prints and the calendar of what is to be done."""

import argparse
from datetime import date
from pathlib import Path

from models.errors import InputProblem
from models.inputs.closing import ClosingInput
from models.language import _
from models.ledger.code_lists import rhythm_of
from models.ledger.ledger import Changes, Ledger
from models.queries.find_organization import find_organization
from models.rules.rhythm import TIERS
from models.tables.record_kinds import CLOSE_OUT
from models.vocabulary import SCOPES
from ui.command_line.opening import coming_day, lookup_of, past_day, reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer


def run_close_out(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Apply for closing out, confirm it, return it with a phrase, or open it again."""
    with writing(arguments) as ledger:
        organizations = list(dict.fromkeys(find_organization(ledger, text) for text in arguments.organization))
        changes, said = _close_out(ledger, organizations, arguments)
    made = [uid for kind, uid in changes.made if kind == CLOSE_OUT.number]
    data = {"edit": changes.batch or None, "organizations": len(organizations), "close_outs": made}
    return Answer(data, [said.format(n=len(organizations))])


def run_rhythm(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Show after how many days each tier is called on again, or set it."""
    if arguments.fields:
        from models.edits.rhythm import set_rhythm  # noqa: PLC0415

        with writing(arguments) as ledger:
            changes = set_rhythm(ledger, dict(_tier(text) for text in arguments.fields))
            return _rhythm_answer(ledger, changes.batch or None)
    with reading(arguments) as ledger:
        return _rhythm_answer(ledger, None)


def export_calendar(arguments: argparse.Namespace, areas: list[str], ledger: Ledger) -> Answer:
    """Write what is due into a calendar file."""
    from exports.followup_calendar import write_calendar  # noqa: PLC0415
    from models.queries.followup_sheets import followup_calendar  # noqa: PLC0415

    if arguments.search or arguments.where or arguments.with_phones:
        raise InputProblem(
            _("日历文件里是未办的跟进，不按单位条件挑选，也不带电话。"),
            hint=_("可以用 --to、--until、--street；单位表请导出 .xlsx 或 .csv。"),
        )
    calendar = followup_calendar(
        ledger, cadre=cadre_named(ledger, arguments), areas=areas, until=until_day(ledger, arguments)
    )
    count = write_calendar(Path(arguments.output), calendar)
    said = _("已导出 {n} 件跟进到日历：{path}").format(n=count, path=arguments.output)
    return Answer({"rows": count}, [said])


def _close_out(ledger: Ledger, organizations: list[int], arguments: argparse.Namespace) -> tuple[Changes, str]:
    from models.edits import closing  # noqa: PLC0415

    day = past_day(ledger, arguments.on)
    if arguments.confirm:
        return closing.confirm_closing(ledger, organizations, on=day), _("已审定销号 {n} 家")
    if arguments.send_back is not None:
        changes = closing.return_closing(ledger, organizations, phrase=arguments.send_back, on=day)
        return changes, _("已退回 {n} 家的销号申请")
    if arguments.reopen:
        return closing.relapse_closing(ledger, organizations), _("已转为回潮 {n} 家")
    values = {"proposed_on": day, "evidence": arguments.evidence, "document_no": arguments.document}
    return closing.propose_closing(ledger, organizations, ClosingInput.parse(values)), _("已申请销号 {n} 家")


def _rhythm_answer(ledger: Ledger, batch: str | None) -> Answer:
    with ledger.reading() as db:
        days = rhythm_of(db)
    lines = [
        _("{tier}：每 {n} 天").format(tier=SCOPES.label(tier), n=days[tier])
        if tier in days
        else _("{tier}：不按周期").format(tier=SCOPES.label(tier))
        for tier in TIERS
    ]
    return Answer({"rhythm": {tier: days.get(tier) for tier in TIERS}, "edit": batch}, lines)


def _tier(text: str) -> tuple[str, int | None]:
    """`重点对象=30` or `key=`: the tier and its days, None for none."""
    name, sign, days = text.partition("=")
    tier = SCOPES.code_of(name.strip())
    if not sign or tier not in TIERS or not (not days.strip() or days.strip().isdigit()):
        known = "、".join(SCOPES.label(each) for each in TIERS)
        raise InputProblem(
            _("“{text}”看不懂，要写成 重点对象=30；天数留空为不按周期。").format(text=text),
            hint=_("可以写的有：{known}").format(known=known),
        )
    return tier, int(days) if days.strip() else None


def cadre_named(ledger: Ledger, arguments: argparse.Namespace) -> bytes | None:
    """The record id of the person of --to; None where nobody is named."""
    if not arguments.to:
        return None
    found = lookup_of(ledger).cadre(arguments.to)
    return found if isinstance(found, bytes) else bytes.fromhex(found)


def until_day(ledger: Ledger, arguments: argparse.Namespace) -> date | None:
    """The day of --until; None where none is given."""
    return coming_day(ledger, arguments.until) if arguments.until else None
