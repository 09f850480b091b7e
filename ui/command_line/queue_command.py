"""queue: the doubtful rows of imports, and what a person decides about them."""

import argparse
from collections.abc import Mapping
from typing import Any

from models.errors import InputProblem
from models.facts.canonical import Value
from models.importing.queue import Candidate, QueueRow, queue_rows
from models.importing.queue_decisions import decide_different, decide_same, field_changes, put_off
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.organization_list import rows_of
from models.queries.value_words import value_words
from models.rules.credit_codes import clean_code
from models.rules.phones import mask_phone, mask_phones_in
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_LISTED = 20  # for a person
_MOST = 5_000  # for a program


def run_queue(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """The doubtful rows of imports; with --same, --different, --later they are decided."""
    decides = arguments.same or arguments.different or arguments.later
    with writing(arguments) if decides else reading(arguments) as ledger:
        edits = _decide_rows(ledger, arguments) if decides else []
        rows = queue_rows(ledger)
        data = {
            "total": len(rows),
            "rows": [_row_data(ledger, row) for row in rows[:_MOST]],
            "edits": [changes.batch for changes in edits if changes.batch],
        }
        lines = [_("还有 {n} 行待判。").format(n=len(rows)) if rows else _("没有待判的行。")]
        for row in rows[:_LISTED]:
            lines += _row_lines(row)
    return Answer(data, lines)


def _decide_rows(ledger: Ledger, arguments: argparse.Namespace) -> list[Changes]:
    """Everything that was typed is looked at before anything is written; each decision is a step of its own."""
    waiting = {row.id: row for row in queue_rows(ledger)}
    same = [(_waiting(waiting, row), candidate) for row, candidate in arguments.same]
    chosen = [(row, _candidate(ledger, row, candidate)) for row, candidate in same]
    different = [_waiting(waiting, row) for row in arguments.different]
    later = [_waiting(waiting, row) for row in arguments.later]
    named = [row.id for row in (*(row for row, _candidate in chosen), *different, *later)]
    if len(set(named)) < len(named):
        raise InputProblem(_("同一行只能有一个判断，请去掉多余的。"))
    edits = [decide_same(ledger, [row.id], candidate=candidate.id) for row, candidate in chosen]
    edits += [decide_different(ledger, [row.id]) for row in different]
    put_off(ledger, [row.id for row in later])
    return edits


def _waiting(waiting: dict[int, QueueRow], text: str) -> QueueRow:
    row = waiting.get(int(text)) if text.isdecimal() and text.isascii() else None
    if row is None:
        raise InputProblem(
            _("没有编号是“{text}”的待判行。").format(text=text), hint=_("请用不带选项的 queue 看现在有哪些。")
        )
    return row


def _candidate(ledger: Ledger, row: QueueRow, text: str) -> Candidate:
    """One of a row's candidates: its place in the list, its id, code or name."""
    if text.isdecimal() and 0 < int(text) <= len(row.candidates):
        return row.candidates[int(text) - 1]
    uids = _uids(ledger, row)
    code = clean_code(text)
    for each in row.candidates:
        if text.lower() == uids[each.id] or code == each.facts.get("code") or text == each.facts.get("name"):
            return each
    raise InputProblem(
        _("第 {row} 号待判行没有“{text}”这个候选。").format(row=row.id, text=text),
        hint=_("请写候选的序号、编号、代码或名称；都不是的用 --different。"),
    )


def _uids(ledger: Ledger, row: QueueRow) -> dict[int, str]:
    return {each.id: each.uid for each in rows_of(ledger, [candidate.id for candidate in row.candidates])}


def _row_data(ledger: Ledger, row: QueueRow) -> dict[str, Any]:
    uids = _uids(ledger, row)
    return {
        "row": row.id,
        "batch": row.batch,
        "sheet_row": row.row,
        "name": row.name,
        "code": row.facts.get("code"),
        "address": _said(row.facts, "address"),
        "phone": mask_phone(str(row.facts.get("phone") or "")) or None,
        "reason": row.reason,
        "later": row.later,
        "candidates": [
            {
                "id": uids[each.id],
                "name": each.facts.get("name"),
                "code": each.facts.get("code"),
                "address": _said(each.facts, "address"),
                "changes": {
                    change.name: {
                        "before": mask_phones_in(value_words(change.name, change.before)),
                        "after": mask_phones_in(value_words(change.name, change.after)),
                        "usual": change.usual,
                    }
                    for change in field_changes(ledger, row, each)
                },
            }
            for each in row.candidates
        ],
    }


def _said(facts: Mapping[str, Value], name: str) -> str | None:
    return mask_phones_in(str(facts.get(name) or "")) or None


def _row_lines(row: QueueRow) -> list[str]:
    put_off_ = _("（稍后）") if row.later else ""
    lines = [
        _("{id}  原表第 {row} 行 {name}{later}：{reason}").format(
            id=row.id, row=row.row, name=row.name, later=put_off_, reason=row.reason
        )
    ]
    lines += [
        f"    {place}. {each.facts.get('name')}  {each.facts.get('code') or '—'}  {_said(each.facts, 'address') or ''}"
        for place, each in enumerate(row.candidates, start=1)
    ]
    return lines
