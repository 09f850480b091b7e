"""Which report is drawn by which export."""

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path

from exports.pdf.document import Printed
from exports.sheets import making
from exports.sheets.batch import Batch, BatchPart, write_batch
from exports.sheets.making import SHEETS, SheetOptions, write_sheet
from exports.sheets.masking import masked_names
from models.errors import InputProblem
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.find_organization import find_organization
from models.queries.print_parts import areas_in_use, cadres_in_use
from models.queries.report_head import Week
from ui.command_line.followup_commands import cadre_named, until_day
from ui.command_line.map_options import look_asked
from ui.command_line.opening import coming_day
from ui.command_line.week_prints import map_content, weekly_content, write_week

_KINDS = {
    "circular": making.CIRCULAR,
    "reasons": making.REASONS,
    "roll-up": making.ROLL_UP,
    "tasks": making.TASKS,
    "leaders": making.LEADERS,
    "dossier": making.DOSSIER,
    "visit-list": making.VISIT_LIST,
    "visit-slips": making.VISIT_SLIPS,
    "followups": making.FOLLOWUPS,
    "joining": making.LEAFLET,
}
_TITLES = {"weekly": N_("周台账"), "battle-map": N_("作战图")}


def print_report(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: tuple[str, ...], progress: Progress
) -> Printed:
    """Gather the content and draw it."""
    path = Path(arguments.output)
    progress.step(0, 0, "")
    if arguments.kind in _KINDS:
        return write_sheet(ledger, _options(ledger, arguments, week, areas), path, progress)
    return _week_print(ledger, arguments, week, areas, path, progress)


def print_batch(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: tuple[str, ...], progress: Progress
) -> Batch:
    """The same for every street or every person: one PDF, or a folder of files."""
    if arguments.each == "cadre":
        return _by_cadre(ledger, arguments, week, areas, progress)
    if arguments.kind in _KINDS and _KINDS[arguments.kind] not in making.OF_AREAS:
        raise InputProblem(_("这种打印件不分街道，不能按街道成批打印。"))
    found = [(code, name) for code, name in areas_in_use(ledger) if not areas or code.startswith(areas)]
    if arguments.kind in _KINDS:
        options = _options(ledger, arguments, week, ())
        parts = [
            BatchPart(name, partial(_write, ledger, replace(options, areas=(code,)), progress)) for code, name in found
        ]
        title = _(SHEETS[options.kind])
    else:
        parts = [
            BatchPart(name, partial(_write_week, ledger, arguments, week, (code,), progress)) for code, name in found
        ]
        title = _(_TITLES[arguments.kind])
    return write_batch(ledger, title, parts, Path(arguments.output), progress)


def _by_cadre(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: tuple[str, ...], progress: Progress
) -> Batch:
    if _KINDS.get(arguments.kind) not in making.OF_CADRES:
        raise InputProblem(
            _("这种打印件不分人，不能按人成批打印。"), hint=_("任务单、走访单、走访条和跟进清单可以按人打印。")
        )
    options = _options(ledger, arguments, week, areas)
    parts = [
        BatchPart(name, partial(_write, ledger, replace(options, cadre=uid), progress))
        for uid, name in cadres_in_use(ledger)
        if options.cadre in {None, uid}
    ]
    return write_batch(ledger, _(SHEETS[options.kind]), parts, Path(arguments.output), progress)


def _write(ledger: Ledger, options: SheetOptions, progress: Progress, path: Path) -> Printed:
    return write_sheet(ledger, options, path, progress)


def _options(ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: tuple[str, ...]) -> SheetOptions:
    kind = _KINDS[arguments.kind]
    day = None
    if kind == making.FOLLOWUPS:
        day = until_day(ledger, arguments)
    elif arguments.day:
        day = coming_day(ledger, arguments.day)
    return SheetOptions(
        kind,
        areas,
        week,
        cadre_named(ledger, arguments),
        leader=arguments.leader or "",
        organizations=tuple(find_organization(ledger, text) for text in arguments.organization),
        day=day,
        key_only=not arguments.all,
        with_phones=arguments.masked_phones,
        masked=arguments.masked,
        files=tuple(Path(text) for text in arguments.against),
    )


def _write_week(  # noqa: PLR0917 - bound once, with the path left open
    ledger: Ledger,
    arguments: argparse.Namespace,
    week: Week | None,
    areas: tuple[str, ...],
    progress: Progress,
    path: Path,
) -> Printed:
    return _week_print(ledger, arguments, week, areas, path, progress)


def _week_print(  # noqa: PLR0917 - one private function of two callers
    ledger: Ledger,
    arguments: argparse.Namespace,
    week: Week | None,
    areas: tuple[str, ...],
    path: Path,
    progress: Progress,
) -> Printed:
    """The weekly ledger or the battle map."""
    if arguments.kind == "weekly":
        content = weekly_content(ledger, arguments, week, areas)
        return write_week(masked_names(content) if arguments.masked else content, path, progress)
    from exports.battle_map import write_battle_map  # noqa: PLC0415

    look = look_asked(arguments)
    poster = map_content(ledger, arguments, week, areas)
    poster = masked_names(poster) if arguments.masked else poster
    return write_battle_map(poster, path, paper=arguments.paper or "A3", tile=arguments.tile, look=look)
