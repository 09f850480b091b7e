"""proposals: what the ledger could be told, by reason; --confirm writes what is sure."""

import argparse
from typing import Any

from models.edits.proposals import Confirmed, Decision, confirm_proposals
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger_columns import column_named
from models.queries.proposals import ProposalBoard, ProposalGroup, proposal_board, proposal_rows
from models.queries.value_words import field_heading, value_words
from models.rules.proposals import PROPOSED_FIELDS, Confidence
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_CHUNK = 1_000


def run_proposals(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """List the groups of proposals; with --confirm write the sure ones as one step."""
    fields = _fields(arguments.kind)
    if not arguments.confirm:
        with reading(arguments) as ledger:
            board = proposal_board(ledger, fields=fields, progress=bar.progress)
        return Answer({"proposals": [_data(group) for group in board.groups]}, _lines(board))
    with writing(arguments) as ledger:
        board = proposal_board(ledger, fields=fields, progress=bar.progress)
        decisions = [
            decision
            for group in board.groups
            if group.confidence is Confidence.SURE
            for decision in _decisions(ledger, group)
        ]
        done = confirm_proposals(ledger, decisions, progress=bar.progress)
    return Answer(_confirmed_data(board, done), _confirmed_lines(board, done))


def _fields(kind: str | None) -> tuple[str, ...]:
    if not kind:
        return PROPOSED_FIELDS
    column = column_named(kind)
    if column is None or column.name not in PROPOSED_FIELDS:
        known = "、".join(field_heading(field) for field in PROPOSED_FIELDS)
        raise InputProblem(_("没有“{kind}”这类建议，可写：{known}").format(kind=kind, known=known))
    return (column.name,)


def _decisions(ledger: Ledger, group: ProposalGroup) -> list[Decision]:
    if group.value:
        return [Decision(organization, group.field, group.value) for organization in group.organizations]
    return [
        Decision(row.organization, group.field, row.proposal.value, row.stands)
        for start in range(0, len(group.organizations), _CHUNK)
        for row in proposal_rows(ledger, group.organizations[start : start + _CHUNK], group.field)
        if row.proposal is not None
    ]


def _data(group: ProposalGroup) -> dict[str, Any]:
    return {
        "field": group.field,
        "value": group.value or None,
        "ground": group.ground,
        "confidence": group.confidence.name.lower(),
        "organizations": len(group.organizations),
        "needs_choice": group.needs_choice,
    }


def _lines(board: ProposalBoard) -> list[str]:
    lines = []
    for group in board.groups:
        value = value_words(group.field, group.value) if group.value else _("各有各的")
        parts = (field_heading(group.field), group.confidence.label, f"{group.ground} → {value}")
        lines.append(_("{what}：{n} 家").format(what="\t".join(parts), n=f"{len(group.organizations):,}"))
    return lines or [_("没有要确认的建议。")]


def _confirmed_data(board: ProposalBoard, done: Confirmed) -> dict[str, Any]:
    return {
        "proposals": [_data(group) for group in board.groups if group.confidence is not Confidence.SURE],
        "confirmed": done.confirmed,
        "edit": done.changes.batch,
    }


def _confirmed_lines(board: ProposalBoard, done: Confirmed) -> list[str]:
    left = sum(len(group.organizations) for group in board.groups if group.confidence is not Confidence.SURE)
    return [
        _("已写入 {n} 处可靠的建议，可以用 undo 一次撤销。").format(n=f"{done.confirmed:,}")
        if done.confirmed
        else _("没有可靠到可以直接写入的建议。"),
        _("另有 {n} 条要人判断，请在窗口的“待确认建议”里看。").format(n=f"{left:,}"),
    ]
