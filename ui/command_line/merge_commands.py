"""merge, undo-merge, conflicts, purge-person."""

import argparse
import re
from pathlib import Path
from typing import Any

from models.errors import AmbiguousProblem, InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.merging.conflicts import (
    Conflict,
    chosen_value,
    conflicts,
    count_conflicts,
    find_conflict,
    resolve_conflicts,
)
from models.merging.merge import Merged, MergedFile, merge
from models.merging.offers import files_in, open_offers, own_copies, own_copies_words, refusal_of, said_sender
from models.merging.preview import preview
from models.merging.rows import GROUPS, MergeRow
from models.merging.statements import Statement
from models.merging.undoing import undo_merge
from models.queries.record_words import heading_of, words_of
from models.queries.value_words import value_words
from models.rules.phones import mask_phones_in
from models.tables.record_kinds import ORGANIZATION
from ui.command_line.opening import lookup_of, reading, writing
from ui.command_line.passwords import password_in
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_RECORD_ID = re.compile(r"[0-9a-f]{32}")
_LISTED = 20  # for a person
_MOST = 2_000  # for a program, a group of a file
_CONTRACT = ("new", "changed", "conflicts", "duplicates", "nothing_new")


def run_merge(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Merge files: the good ones in one transaction, the others are listed and the command ends with 1."""
    _refuse_odd_report(arguments)
    with reading(arguments) if arguments.dry_run else writing(arguments) as ledger:
        named = [Path(each) for each in arguments.file]
        paths = files_in(named, besides=ledger.path)
        own = [each.name for each in own_copies(named, ledger.path)]
        password = password_in(Path(arguments.password_file)) if arguments.password_file else None
        passphrases = dict.fromkeys(paths, password) if password else {}
        offers = open_offers(ledger, paths, passphrases=passphrases, progress=bar.progress)
        if arguments.dry_run:
            looked_at = preview(ledger, offers, progress=bar.progress).files
            files = [
                MergedFile(each, refusal_of(each.offer, arguments.accept_sender), each.counts()) for each in looked_at
            ]
            merged = None
        else:
            merged = merge(ledger, offers, accepted=arguments.accept_sender, progress=bar.progress)
            files = list(merged.files)
        if arguments.report:
            _write_report(ledger, arguments, files, merged, bar)
    refused = [file.refused for file in files if file.refused]
    data = {
        "files": [_file_data(file, rows=arguments.dry_run) for file in files],
        "merge": (merged.merge or None) if merged else None,
        "restore_point": str(merged.restore_point) if merged and merged.restore_point else None,
        "dry_run": arguments.dry_run,
        "own_copies": own,
    }
    if refused:
        data["problem"] = "\n".join(refused)
    lines = _lines(arguments, files, merged)
    if own:
        lines.append(own_copies_words(own))
    return Answer(data, lines, "\n".join(refused))


def run_undo_merge(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Take out what a merge brought; what later work builds on stays and is listed."""
    with reading(arguments) if arguments.dry_run else writing(arguments) as ledger:
        undone = undo_merge(ledger, arguments.merge, dry_run=arguments.dry_run, progress=bar.progress)
    data = {
        "merge": undone.merge,
        "withdrawn": undone.creations + undone.edits,
        "kept": len(undone.kept),
        "kept_records": [
            {"kind": each.kind, "name": each.name, "what": each.what, "why": each.why} for each in undone.kept
        ],
        "restore_point": str(undone.restore_point) if undone.restore_point else None,
    }
    text = (
        _("将撤回第 {merge} 次合并的 {n} 条新记录、{m} 处改动，保留 {k} 项。")
        if arguments.dry_run
        else _("已撤回第 {merge} 次合并的 {n} 条新记录、{m} 处改动，保留 {k} 项。")
    )
    lines = [text.format(merge=undone.merge, n=undone.creations, m=undone.edits, k=len(undone.kept))]
    lines += [f"  {each.name or '—'} {each.what}：{each.why}" for each in undone.kept]
    lines.append(_("这是预览，没有写入任何内容。") if arguments.dry_run else _("原来的文件还可以再合并一次。"))
    return Answer(data, lines)


def run_conflicts(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """List what two people said differently, or decide some of it."""
    if not arguments.resolve:
        with reading(arguments) as ledger:
            found, total = conflicts(ledger, limit=arguments.limit), count_conflicts(ledger)
        lines = [line for each in found for line in _conflict_lines(each)] or [_("没有冲突。")]
        if total > len(found):
            lines.append(_("共 {n} 处，上面是前 {m} 处。").format(n=total, m=len(found)))
        return Answer({"total": total, "conflicts": [_conflict_data(each) for each in found]}, lines)
    with writing(arguments) as ledger:
        lookup = lookup_of(ledger)
        chosen = [(find_conflict(ledger, uid), typed) for uid, typed in arguments.resolve]
        if len({each.id for each, _typed in chosen}) < len(chosen):
            raise InputProblem(_("同一处冲突写了两次，没有写入。"))
        decisions = [(each, chosen_value(each, typed, lookup)) for each, typed in chosen]
        changes = resolve_conflicts(ledger, decisions)
        total = count_conflicts(ledger)
    lines = [
        _("已判：{name} {field} 取“{value}”").format(
            name=each.name, field=each.heading, value=words_of(each.kind, each.field, value) or _("空")
        )
        for each, value in decisions
    ]
    lines.append(_("还有 {n} 处。").format(n=total))
    return Answer({"total": total, "resolved": [each.id for each, _value in decisions], "edit": changes.batch}, lines)


def run_purge_person(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Blank a person's data here and, with the next files, everywhere."""
    from models.edits.redaction import purge_name, purge_person  # noqa: PLC0415

    texts = True if arguments.with_notes else False if arguments.keep_notes else None
    with writing(arguments) as ledger:
        if _RECORD_ID.fullmatch(arguments.whom):
            purged = purge_person(ledger, bytes.fromhex(arguments.whom), texts=texts)
        else:
            organization = _organization_naming(ledger, arguments)
            purged = purge_name(ledger, organization, arguments.whom, texts=texts)
    data = {
        "edit": purged.changes.batch,
        "facts": purged.facts,
        "records": purged.records,
        "mentions": [{"kind": each.kind, "field": each.field} for each in purged.mentions],
        "backups": purged.backups,
    }
    lines = [_("已清除：{records} 条记录里的 {facts} 处内容。").format(records=purged.records, facts=purged.facts)]
    if purged.backups:
        lines.append(_("以前的 {n} 份备份和发出去的文件里还有这些内容，请自行删除。").format(n=purged.backups))
    return Answer(data, lines)


def _organization_naming(ledger: Ledger, arguments: argparse.Namespace) -> int:
    """The organization where somebody of that name is to be purged."""
    from models.edits.redaction import organizations_naming  # noqa: PLC0415
    from models.queries.find_organization import find_organization  # noqa: PLC0415

    if arguments.organization:
        return find_organization(ledger, arguments.organization)
    found = organizations_naming(ledger, arguments.whom)
    if not found:
        raise InputProblem(_("台账里没有叫“{name}”的人员、负责人或联络人。").format(name=arguments.whom))
    if len(found) > 1:
        raise AmbiguousProblem(
            _("有 {n} 家单位有叫“{name}”的人，请用 --organization 写明是哪一家：").format(
                n=len(found), name=arguments.whom
            ),
            candidates=[name for _record, name in found],
        )
    return found[0][0]


def _refuse_odd_report(arguments: argparse.Namespace) -> None:
    if arguments.report and Path(arguments.report).suffix.lower() not in {".txt", ".pdf"}:
        raise InputProblem(_("--report 只能写成 .txt 或 .pdf，请改文件名的结尾。"))


def _write_report(
    ledger: Ledger, arguments: argparse.Namespace, files: list[MergedFile], merged: Merged | None, bar: ProgressBar
) -> None:
    from exports.merge_report import write_merge_report  # noqa: PLC0415

    write_merge_report(ledger, files, merged, Path(arguments.report), progress=bar.progress)


def _file_data(file: MergedFile, *, rows: bool) -> dict[str, Any]:
    offer, standing, sender = file.offer, file.preview.standing, file.offer.sender
    counts = dict(file.counts) or file.preview.counts()
    data: dict[str, Any] = {"file": str(offer.path)} | {name: counts[name] for name in _CONTRACT}
    data |= {name: count for name, count in counts.items() if name not in data}
    data |= {
        "refused": int(bool(file.refused)),
        "problem": file.refused or None,
        "known": bool(offer.known_in),
        "sender": said_sender(sender) if sender else None,
        "code": (sender.code or None) if sender else None,
        "confirmed": sender.known if sender else False,
        "upto": standing.upto if standing else None,
        "have": standing.have if standing else None,
        "clock": standing.clock if standing else 0,
    }
    if rows:
        data["rows"] = [_row_data(row) for group in GROUPS for row in file.preview.page(group, limit=_MOST)]
    return data


def _words(row: MergeRow, value: object) -> str:
    """In words; the id of a cadre stays what it is."""
    if row.kind == ORGANIZATION.table:
        return value_words(row.field, value)
    return words_of(row.kind, row.field, value)


def _row_data(row: MergeRow) -> dict[str, Any]:
    return {
        "group": row.group,
        "record": row.key,
        "kind": row.kind,
        "name": row.name,
        "field": row.field,
        "before": _words(row, row.before),
        "theirs": _words(row, row.theirs),
        "ours": _words(row, row.ours),
        "who": row.who,
        "at": row.at,
        "note": row.note,
    }


def _lines(arguments: argparse.Namespace, files: list[MergedFile], merged: Merged | None) -> list[str]:
    lines = []
    for file in files:
        lines.append(_file_line(file))
        if file.preview.standing and file.preview.standing.clock_words:
            lines.append("  " + file.preview.standing.clock_words)
        for row in file.preview.page("conflicts", limit=_LISTED):
            words = [words_of(row.kind, row.field, value) or _("空") for value in (row.before, row.theirs, row.ours)]
            said = _("  待判：{name} {field}：原来 {before}，对方 {theirs}，本机 {ours}").format(
                name=row.name or row.note,
                field=heading_of(row.kind, row.field),
                before=words[0],
                theirs=words[1],
                ours=words[2],
            )
            lines.append(said if row.field == "code" else mask_phones_in(said))
        lines += [
            _("  疑似重复：{name} {note}").format(name=row.name, note=row.note)
            for row in file.preview.page("duplicates", limit=_LISTED)
        ]
    if arguments.dry_run:
        lines.append(_("这是预览，没有写入任何内容。"))
    elif merged and merged.merge:
        lines.append(_("第 {merge} 次合并完成；要撤销，用 undo-merge {merge}。").format(merge=merged.merge))
    else:
        lines.append(_("没有新内容，台账没有变化。"))
    return lines


def _file_line(file: MergedFile) -> str:
    if file.refused:
        return _("{name}：拒收").format(name=file.offer.name)
    if file.offer.known_in:
        return _("{name}：以前合并过，没有新内容").format(name=file.offer.name)
    counts, sender = file.counts, file.offer.sender
    text = _(
        "{name}（{sender}）：新机构 {new}，新走访 {visits}，其他新记录 {records}，字段更新 {changed}，"
        "自动合并 {joined}，待判 {conflicts}，疑似重复 {duplicates}，无变化 {nothing_new}"
    )
    return text.format(name=file.offer.name, sender=said_sender(sender) if sender else "", **counts)


def _conflict_data(conflict: Conflict) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "organization": conflict.name,
        "kind": conflict.kind,
        "record": conflict.record_id,
        "what": conflict.what,
        "field": conflict.field,
        "heading": conflict.heading,
        "why": conflict.why,
        "class": conflict.policy.key,
        "base": _side_data(conflict, conflict.base) if conflict.base else None,
        "values": [_side_data(conflict, side) for side in conflict.sides],
    }


def _side_data(conflict: Conflict, side: Statement) -> dict[str, Any]:
    return {
        "value": words_of(conflict.kind, conflict.field, side.value),
        "author": side.origin.author,
        "at": side.origin.at,
        "change": side.origin.number,
        "here": side.origin.own,
        "registry": side.origin.registry_on or None,
        "edit": side.edit or None,
    }


def _conflict_lines(conflict: Conflict) -> list[str]:
    name = " ".join(part for part in (conflict.name, conflict.what) if part)
    lines = [f"{conflict.id}  {name}  {conflict.heading}：{conflict.why}"]
    if conflict.base:
        lines.append(f"  1 {_('基准')}  {_side_words(conflict, conflict.base)}")
    lines += [f"  {number} {_side_words(conflict, side)}" for number, side in enumerate(conflict.sides, start=2)]
    return lines


def _side_words(conflict: Conflict, side: Statement) -> str:
    where = _("本机") if side.origin.own else _("同事")
    if side.origin.registry_on:
        where = _("{day} 的名册").format(day=side.origin.registry_on)
    said = _("{value}　{author} {at}　{where} 第 {n} 次改动")
    return said.format(
        value=words_of(conflict.kind, conflict.field, side.value) or _("空"),
        author=side.origin.author,
        at=side.origin.at,
        where=where,
        n=side.origin.number,
    )
