"""report, joining, samples: what is printed."""

import argparse
from pathlib import Path

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.report_head import Week
from ui.command_line.map_options import map_notes
from ui.command_line.opening import reading, writing
from ui.command_line.output_commands import areas_named
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_LARGER = 1.2
#: Prints that may be written as .docx, too.
_TEXTS = frozenset({"circular", "dossier"})


def run_report(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Print one sheet, or one for every street or person."""
    from exports.pdf.finish import Finish, finished_as  # noqa: PLC0415 - drawing is loaded when it is needed
    from models.queries.report_head import week_named  # noqa: PLC0415

    _refuse_ending(arguments)
    _refuse_odd_weeks(arguments)
    finish = Finish(arguments.grey, _LARGER if arguments.larger else 1.0, arguments.footer)
    with writing(arguments) if arguments.freeze else reading(arguments) as ledger, finished_as(finish):
        week = week_named(arguments.week) if arguments.week else None
        areas = tuple(areas_named(ledger, arguments.street))
        if arguments.each:
            return _batch(ledger, arguments, week, areas, bar.progress)
        from ui.command_line.printing import print_report  # noqa: PLC0415

        printed = print_report(ledger, arguments, week, areas, bar.progress)
        notes = (*_unused(arguments), *map_notes(ledger, arguments))
    data = {"pages": printed.pages, "missing_glyphs": list(printed.missing_glyphs), "report_id": printed.report_id}
    said = _("已打印 {pages} 页：{path}") if printed.pages else _("已写好：{path}")
    lines = [said.format(pages=printed.pages, path=arguments.output), *_missing(printed.missing_glyphs)]
    if arguments.freeze or arguments.reopen:
        lines.append(_("定格的报表号：{id}").format(id=printed.report_id))
    return Answer(data, lines, notes=notes)


def _batch(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: tuple[str, ...], progress: Progress
) -> Answer:
    from ui.command_line.printing import print_batch  # noqa: PLC0415

    made = print_batch(ledger, arguments, week, areas, progress)
    data = {
        "pages": made.pages,
        "missing_glyphs": list(made.missing_glyphs),
        "report_id": made.report_ids[0],
        "report_ids": list(made.report_ids),
        "files": [str(path) for path in made.files],
    }
    said = _("已打印 {n} 份，共 {pages} 页：{path}")
    lines = [said.format(n=len(made.report_ids), pages=made.pages, path=arguments.output)]
    return Answer(data, [*lines, *_missing(made.missing_glyphs)], notes=_unused(arguments))


def run_joining(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Show where one joins by telephone, or enter it."""
    from models.queries.joining_leaflet import joining_page  # noqa: PLC0415

    edit = None
    if arguments.address:
        from models.edits.joining_page import set_joining_page  # noqa: PLC0415

        with writing(arguments) as ledger:
            edit = set_joining_page(ledger, address=arguments.address, words=arguments.words).batch or None
            found = joining_page(ledger)
    else:
        with reading(arguments) as ledger:
            found = joining_page(ledger)
    lines = [_("入会网址：{address}").format(address=found.address or _("还没有填"))]
    lines += [_("说明：{words}").format(words=found.words)] if found.words else []
    return Answer({"address": found.address, "words": found.words, "edit": edit}, lines)


def run_samples(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """A sample of every print from a made-up ledger, as PDF and as pictures."""
    from exports.sheets.samples import write_samples  # noqa: PLC0415

    files = write_samples(Path(arguments.directory), organizations=arguments.organizations, progress=bar.progress)
    names = [str(path) for path in files]
    return Answer({"files": names}, names)


def _refuse_ending(arguments: argparse.Namespace) -> None:
    ending = Path(arguments.output).suffix.lower()
    if ending == ".docx" and arguments.kind in _TEXTS and not arguments.each:
        return
    if ending in {".docx", ".xlsx"} and arguments.kind == "weekly" and not arguments.each:
        return
    if ending != ".pdf" and not (arguments.each and not ending):
        raise InputProblem(
            _("打印件只能存成 .pdf，请把文件名改成 .pdf 结尾。"),
            hint=_("周台账也可以存成 .xlsx 或 .docx，通报和一户一档 .docx；别的表格用 export；成批打印可写文件夹。"),
        )


def _refuse_odd_weeks(arguments: argparse.Namespace) -> None:
    """Which prints can be frozen, and what goes with opening one again."""
    if (arguments.freeze or arguments.reopen) and arguments.kind not in {"weekly", "battle-map"}:
        raise InputProblem(_("--freeze 和 --reopen 只用于周台账和作战图。"))
    if arguments.reopen and (
        arguments.freeze or arguments.week or arguments.street or arguments.key_only or arguments.each
    ):
        raise InputProblem(_("--reopen 按报表号重印当时的内容，不能再选周、街道，也不能成批或定格。"))


def _missing(glyphs: tuple[str, ...]) -> list[str]:
    return [_("字库里没有这些字：{glyphs}").format(glyphs="".join(glyphs))] if glyphs else []


def _unused(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Options that mean nothing to the sheet that was asked for."""
    if arguments.kind == "weekly" and (arguments.tile or arguments.paper not in {None, "A4"}):
        return (_("提醒：周台账总是 A4 横排，--paper 和 --tile 只用于作战图。"),)
    if arguments.kind == "battle-map" and arguments.key_only:
        return (_("提醒：作战图总是只数重点对象，--key-only 只用于周台账。"),)
    return ()
