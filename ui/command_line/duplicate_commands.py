"""duplicates: who may be the same and why; --join, --apart, --related and --split say what a person decided."""

import argparse
from typing import Any

from models.errors import InputProblem
from models.language import N_, _
from models.ledger.ledger import Changes, Ledger
from models.queries.duplicate_finding import find_duplicates
from models.queries.duplicates import (
    DuplicatePair,
    DuplicateSide,
    Kind,
    duplicate_queue,
    duplicate_sides,
)
from models.queries.find_organization import find_organization
from models.queries.join_plan import join_plan
from models.queries.value_words import field_heading
from models.rules.likeness import Reason
from models.vocabulary import RELATIONS
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_LISTED = 200
_WORDS = {
    Reason.CODE: N_("代码相同"),
    Reason.ORGANIZATION_CODE: N_("主体码相同"),
    Reason.PHONE: N_("电话相同"),
    Reason.ADDRESS: N_("地址近似"),
    Reason.HEAD: N_("同一法人"),
    Reason.OTHER_CODES: N_("代码不同"),
}


def run_duplicates(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """The queue; or what a person decided of two organizations, written as one step."""
    asked = [name for name in ("join", "apart", "related", "split") if getattr(arguments, name)]
    if len(asked) > 1:
        raise InputProblem(_("一次只能判定一件事。"))
    if not asked:
        return _list(arguments, bar)
    with writing(arguments) as ledger:
        records = [find_organization(ledger, text, hidden=True) for text in getattr(arguments, asked[0])]
        return _decide(ledger, asked[0], records)


def _list(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    kinds = [Kind(arguments.kind)] if arguments.kind else [kind for kind in Kind if kind is not Kind.DECIDED]
    with reading(arguments) as ledger:
        find_duplicates(ledger, bar.progress)
        queue = duplicate_queue(ledger)
        found = [pair for pair in queue.pairs if pair.kind in kinds]
        most = arguments.limit if arguments.limit is not None else len(found) if arguments.json else _LISTED
        chosen = found[:most]
        sides = duplicate_sides(ledger, sorted({record for pair in chosen for record in (pair.a, pair.b)}))
    counts = {kind.value: len(queue.of(kind)) for kind in Kind}
    data = {"duplicates": [_data(pair, sides) for pair in chosen], "counts": counts}
    lines = [_line(pair, sides) for pair in chosen] or [_("没有疑似重复。")]
    if len(chosen) < len(found):
        lines.append(_("共 {n} 对，列出 {shown} 对").format(n=len(found), shown=len(chosen)))
    return Answer(data, lines)


def _decide(ledger: Ledger, what: str, records: list[int]) -> Answer:
    from models.edits.links import join_organizations, keep_apart, relate_organizations, split_off  # noqa: PLC0415

    pair = (records[0], records[-1])
    if what == "split":
        changes = split_off(ledger, records[0])
        return Answer({"edit": changes.batch}, [_("已拆分，各自单独显示；可以用 undo 撤销。")])
    if what == "join":
        if pair[0] == pair[1]:
            raise InputProblem(_("要写两家不同的单位。"))
        plan = join_plan(ledger, *pair)
        values = plan.values()
        changes = join_organizations(ledger, *pair, values=values)
        return _joined(changes, plan.shown, plan.other, sorted(values), sum(plan.visits))
    if what == "apart":
        changes = keep_apart(ledger, [pair])
        return Answer({"edit": changes.batch}, [_("已记下：不是同一家，以后不再提出，也随交换文件下发。")])
    changes = relate_organizations(ledger, [pair])
    return Answer({"edit": changes.batch}, [_("已记下：两家是总分或共址关系，各算各的。")])


def _joined(changes: Changes, shown: DuplicateSide, other: DuplicateSide, fields: list[str], visits: int) -> Answer:
    lines = [
        _("“{other}”已并到“{shown}”下显示，各处只算一家；走访合计 {n} 次。").format(
            other=other.name, shown=shown.name, n=visits
        )
    ]
    if fields:
        headings = "、".join(field_heading(field) for field in fields)
        lines.append(_("由另一家补上：{fields}").format(fields=headings))
    lines.append(_("两家的记录都还在，随时可以用 --split 拆开。"))
    return Answer({"edit": changes.batch, "shown": shown.uid, "joined": other.uid, "fields": fields}, lines)


def _data(pair: DuplicatePair, sides: dict[int, DuplicateSide]) -> dict[str, Any]:
    return {
        "kind": pair.kind.value,
        "score": pair.score,
        "name": pair.name,
        "reasons": [reason.name.lower() for reason in pair.reasons],
        "relation": pair.relation or None,
        "differing": pair.differing,
        "a": _side(sides[pair.a]),
        "b": _side(sides[pair.b]),
    }


def _side(side: DuplicateSide) -> dict[str, Any]:
    return {
        "id": side.uid,
        "code": side.code or None,
        "name": side.name,
        "street": side.street or None,
        "address": side.address or None,
        "visits": side.visits,
        "followups": side.followups,
    }


def _line(pair: DuplicatePair, sides: dict[int, DuplicateSide]) -> str:
    why = [
        _("名称 {n} %").format(n=pair.name) if reason is Reason.NAME else _(_WORDS[reason]) for reason in pair.reasons
    ]
    if pair.relation:
        why.append(RELATIONS.label(pair.relation))
    if pair.differing:
        why.append(_("{n} 项内容不同").format(n=pair.differing))
    a, b = (f"{sides[each].name} {sides[each].code or '—'}" for each in (pair.a, pair.b))
    return "\t".join((pair.kind.label, a, b, "、".join(why)))
