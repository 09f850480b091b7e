"""registry: what a newer list says against earlier ones, and what a person decides about it."""

import argparse
from collections.abc import Sequence
from typing import Any

from models.errors import InputProblem
from models.importing.registry import KINDS, RegistryEntry, RegistryReport, keep, report_of
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.past_imports import PastImport, past_imports
from models.rules.credit_codes import clean_code
from models.rules.phones import mask_phones_in
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_LISTED = 20  # for a person
_MOST = 5_000  # for a program
_LATEST, _ALL = "latest", "all"


def run_registry(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """What a newer list says against earlier ones; with --gone, --back, --keep it is decided."""
    decides = arguments.gone or arguments.back or arguments.keep
    with writing(arguments) if decides else reading(arguments) as ledger:
        source = _import_named(ledger, arguments.batch)
        report = report_of(ledger, source.batch) if source else None
        edits: list[Changes] = []
        if decides:
            if source is None or report is None:
                raise InputProblem(_("没有可以与以前的名册相比的导入。"))
            edits = _decide_entries(ledger, arguments, source, report)
            report = report_of(ledger, source.batch)
    counts = {kind: len(report.of(kind)) if report else 0 for kind in KINDS}
    data = {
        "batch": source.batch if source else None,
        "registry_on": source.registry_on if source else None,
        "new": report.new if report else 0,
        **counts,
        "scope": report.scope if report else "",
        "open": sum(entry.open for entry in report.entries) if report else 0,
        "rows": [entry_data(entry) for entry in report.entries[:_MOST]] if report else [],
        "edits": [changes.batch for changes in edits if changes.batch],
    }
    return Answer(data, registry_lines(report) or [_("没有可以与以前的名册相比的导入。")])


def _import_named(ledger: Ledger, text: str) -> PastImport | None:
    """The import that a number names, by its beginning; the latest that has earlier lists to be held against."""
    imports = past_imports(ledger)
    if text != _LATEST:
        found = [each for each in imports if each.batch.startswith(text.lower())]
        if len(found) != 1:
            raise InputProblem(_("没有编号是“{text}”的导入，或者不止一次。").format(text=text), hint=_("编号见 log。"))
        return found[0]
    for each in imports:
        if each.stands and each.compared and report_of(ledger, each.batch) is not None:
            return each
    return None


def _decide_entries(
    ledger: Ledger, arguments: argparse.Namespace, source: PastImport, report: RegistryReport
) -> list[Changes]:
    from models.edits.registry_decisions import bring_back, mark_deregistered  # noqa: PLC0415 - only where it is asked

    gone = _named(report, arguments.gone, ("missing",))
    back = _named(report, arguments.back, ("reappeared",))
    kept = _named(report, arguments.keep, ("missing", "reappeared"))
    if len({*gone, *back, *kept}) < len(gone) + len(back) + len(kept):
        raise InputProblem(_("同一家只能有一个判断，请去掉多余的。"))
    edits = []
    if gone:
        note = _("{day} 的名册里没有").format(day=source.registry_on)
        edits.append(
            mark_deregistered(ledger, gone, on=ledger.today(), note=note, with_reason=not arguments.without_reason)
        )
    if back:
        edits.append(bring_back(ledger, back, on=ledger.today()))
    keep(ledger, source.batch, kept)
    return edits


def _named(report: RegistryReport, texts: Sequence[str], kinds: Sequence[str]) -> list[int]:
    """The organizations that are named, among those that ask for this decision; `all` are those still open."""
    asking = [entry for kind in kinds for entry in report.of(kind)]
    found: list[int] = []
    for text in texts:
        chosen = [
            entry.organization
            for entry in asking
            if (text == _ALL and entry.open) or text in {entry.name, entry.uid} or clean_code(text) == entry.code != ""
        ]
        if not chosen or (text != _ALL and len(chosen) > 1):
            words = "、".join(_(KINDS[kind]) for kind in kinds)
            raise InputProblem(
                _("“{text}”不在“{kinds}”里，或者不止一家。").format(text=text, kinds=words),
                hint=_("请写编号、代码或完整名称，用不带选项的 registry 看有哪些。"),
            )
        found += chosen
    return list(dict.fromkeys(found))


def registry_data(report: RegistryReport | None) -> dict[str, Any] | None:
    """What a list says against earlier ones of its kind; None where there is none."""
    if report is None:
        return None
    counts = {kind: len(report.of(kind)) for kind in KINDS}
    rows = [entry_data(entry) for entry in report.entries[:_MOST]]
    return {"new": report.new, **counts, "scope": report.scope, "rows": rows}


def entry_data(entry: RegistryEntry) -> dict[str, Any]:
    """One finding as an object."""
    return {
        "change": entry.kind,
        "id": entry.uid,
        "code": entry.code or None,
        "name": entry.name,
        "before": mask_phones_in(entry.before),
        "after": mask_phones_in(entry.after),
        "open": entry.open,
    }


def registry_lines(report: RegistryReport | None) -> list[str]:
    """The report in words; none where there is nothing to compare with."""
    if report is None:
        return []
    counts = "，".join(f"{_(word)} {len(found):,}" for kind, word in KINDS.items() if (found := report.of(kind)))
    lines = [_("与以前的名册相比：新增 {new}").format(new=report.new) + (f"，{counts}" if counts else "")]
    lines.append(_("“名册里没有了”的判断范围：{scope}").format(scope=report.scope))
    lines += [
        _("  {kind}：{name}（{before} → {after}）{state}").format(
            kind=_(KINDS[each.kind]),
            name=each.name,
            before=mask_phones_in(each.before),
            after=mask_phones_in(each.after),
            state=_("，待定") if each.open else "",
        )
        for each in report.entries[:_LISTED]
    ]
    return lines
