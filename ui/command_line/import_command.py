"""import, undo-import."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from models.errors import FileProblem, InputProblem
from models.importing.classify import Outcome
from models.importing.importer import ImportOptions, ImportResult
from models.importing.importer import run_import as import_sheet
from models.importing.mapping import Mapping, read_mapping
from models.importing.profiles import import_and_remember, mapping_by_memory, sheet_with_names
from models.importing.table import open_table
from models.language import _
from models.ledger.ledger import Ledger
from ui.command_line.import_columns import column_data, column_lines
from ui.command_line.opening import past_day, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.registry_command import registry_data, registry_lines
from ui.command_line.running import Answer

_LISTED = 20  # for a person
_MOST = 5_000  # for a program
_LATEST = "latest"


def run_import(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Import a sheet, or say how its columns would be understood where the name column is not certain."""
    _refuse_odd_files(arguments)
    with writing(arguments) as ledger:
        table = open_table(Path(arguments.file), arguments.sheet, bar.progress)
        given = Path(arguments.mapping) if arguments.mapping else None
        if given:
            mapping = read_mapping(given, table)
        elif arguments.sheet:
            mapping = mapping_by_memory(ledger, table)
        else:
            table, mapping = sheet_with_names(ledger, table, bar.progress)
        if not (mapping.is_certain or (arguments.mapping and mapping.has_name)):
            return _proposal(mapping)
        unsure = mapping.unsure()
        mapping = mapping.only_sure()
        options = ImportOptions(table, mapping, _registry_day(ledger, arguments), streets=arguments.streets)
        if arguments.mapping and not arguments.dry_run:
            result = import_and_remember(ledger, options, progress=bar.progress)
        else:
            result = import_sheet(ledger, options, dry_run=arguments.dry_run, progress=bar.progress)
    problem = ""
    if arguments.rejects and result.rejected:
        try:
            _write_rejects(Path(arguments.rejects), result)
        except FileProblem as refused:  # the import itself is done, and has to be said
            problem = str(refused)
    notices = table.notices()
    lines = [*notices, *column_lines(table, mapping, unsure), *_lines(arguments, result, rejects_written=not problem)]
    data = _data(result, mapping) | column_data(table, mapping, unsure) | {"notices": list(notices)}
    return Answer(data, lines, problem)


def _registry_day(ledger: Ledger, arguments: argparse.Namespace) -> date:
    return past_day(ledger, arguments.registry_date) if arguments.registry_date else ledger.today()


def _proposal(mapping: Mapping) -> Answer:
    """Exit 1 with the proposal: saved, completed and given back with --mapping it imports."""
    proposal = json.dumps(mapping.to_json(), ensure_ascii=False, indent=1)
    problem = _("没有把握认出各列（至少要有“单位名称”），没有导入。")
    return Answer(
        {"proposal": mapping.to_json(), "problem": problem},
        [_("请把下面的对应关系补全后存成文件，用 --mapping 再导入："), proposal],
        problem,
    )


def _refuse_odd_files(arguments: argparse.Namespace) -> None:
    """Before anything is written: the mapping is there, and what was not taken will not overwrite the list."""
    if arguments.mapping and not Path(arguments.mapping).is_file():
        raise FileProblem(_("找不到对应关系文件“{name}”，请看看写得对不对。").format(name=arguments.mapping))
    if not arguments.rejects:
        return
    path = Path(arguments.rejects)
    if path.suffix.lower() != ".xlsx":
        raise InputProblem(_("--rejects 只能存成 .xlsx，请把文件名改成 .xlsx 结尾。"))
    if path.exists() and Path(arguments.file).exists() and path.samefile(arguments.file):
        raise InputProblem(_("--rejects 不能写到名册自己身上，请换一个文件名。"))


def _write_rejects(path: Path, result: ImportResult) -> None:
    from exports.import_rejects import write_rejects  # noqa: PLC0415

    write_rejects(path, result)


def run_undo_import(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Take a whole import back, except what was worked on since; --dry-run only lists."""
    from models.edits.undo_import import undo_import  # noqa: PLC0415

    with writing(arguments) as ledger:
        batch = _latest_import(ledger) if arguments.batch == _LATEST else arguments.batch
        undone = undo_import(ledger, batch, dry_run=arguments.dry_run, progress=bar.progress)
    data = {
        "withdrawn": undone.withdrawn,
        "kept": len(undone.kept),
        "put_back": undone.put_back,
        "kept_organizations": [{"id": each.uid, "name": each.name, "why": each.why} for each in undone.kept],
        "batch": undone.batch,
        "edit": undone.changes.batch or None,
    }
    text = (
        _("将撤回 {n} 家，恢复原值 {m} 家，保留 {k} 家。")
        if arguments.dry_run
        else _("已撤回 {n} 家，恢复原值 {m} 家，保留 {k} 家。")
    )
    lines = [text.format(n=undone.withdrawn, m=undone.put_back, k=len(undone.kept))]
    lines += [f"  {each.name}：{each.why}" for each in undone.kept]
    if arguments.dry_run:
        lines.append(_("这是预览，没有写入任何内容。"))
    return Answer(data, lines)


def _latest_import(ledger: Ledger) -> str:
    from models.queries.past_imports import past_imports  # noqa: PLC0415

    for each in past_imports(ledger):
        if each.stands:
            return each.batch
    raise InputProblem(_("没有可以撤销的导入。"))


def _data(result: ImportResult, mapping: Mapping) -> dict[str, Any]:
    return {
        "rows": result.rows,
        "new": result.new,
        "updated": result.updated,
        "same": result.same,
        "duplicates": result.duplicates,
        "rejected": result.rejected,
        "unverified": result.unverified,
        "outside": result.outside,
        "same_name": result.same_name,
        "queued": result.queued,
        "batch": result.batch or None,
        "odd_rows": [{"row": number, "kind": kind} for number, kind in result.staged.odd[:_MOST]],
        "mapping": mapping.to_json(),
        "problems": [{"row": p.row, "column": p.column, "text": p.text} for p in result.problems[:_MOST]],
        "rejects": [{"row": each.row, "reason": each.reason} for each in result.findings[Outcome.REJECTED][:_MOST]],
        "doubtful": [{"row": each.row, "reason": each.reason} for each in result.findings[Outcome.DUPLICATE][:_MOST]],
        "registry": registry_data(result.registry),
    }


def _lines(arguments: argparse.Namespace, result: ImportResult, *, rejects_written: bool) -> list[str]:
    lines = [
        _("{rows} 行：新增 {new}，更新 {updated}，相同 {same}，疑似重复 {duplicates}，退回 {rejected}").format(
            rows=result.rows,
            new=result.new,
            updated=result.updated,
            same=result.same,
            duplicates=result.duplicates,
            rejected=result.rejected,
        )
    ]
    if odd := result.staged.odd_words():
        lines.append(odd)
    if result.unverified:
        lines.append(_("新增中 {n} 家没有有效代码，列为待核。").format(n=result.unverified))
    if result.outside:
        lines.append(_("新增中 {n} 家不在行动范围内。").format(n=result.outside))
    if result.same_name:
        lines.append(_("新增中 {n} 家与别家同名，代码、地址和电话都不同，照样导入。").format(n=result.same_name))
    lines += [f"  {p.row} {p.column}：{p.text}" for p in result.problems[:_LISTED]]
    for outcome in (Outcome.DUPLICATE, Outcome.REJECTED):
        lines += [
            _("  第 {row} 行：{reason}").format(row=each.row, reason=each.reason)
            for each in result.findings[outcome][:_LISTED]
        ]
    if result.duplicates and not arguments.dry_run:
        lines.append(_("疑似重复的行等人判断：在窗口的“待判”里，或用 queue 命令。"))
    if result.rejected and arguments.rejects and rejects_written:
        lines.append(_("退回的行存在 {path}，改好后可以再导入。").format(path=arguments.rejects))
    lines += registry_lines(result.registry)
    if arguments.dry_run:
        lines.append(_("这是试导入，没有写入任何内容。"))
    return lines
