"""Making the PDF that is shown, saved and printed: one file, whose bytes are the same everywhere."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from exports.pdf.document import Printed
from exports.pdf.reading import PdfPages, read_pages
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.figures import figures
from models.queries.frozen_weeks import FrozenRow
from models.queries.ledger_counts import ledger_counts
from models.queries.report_head import next_report_number, week_of
from ui.map_choices import look_of
from ui.reports.options import BATTLE_MAP, DAY_KINDS, FOLLOWUPS, VISIT_LIST, WEEKLY, ReportOptions, file_name
from ui.reports.private_folder import PrivateFolder
from ui.reports.weeks import frozen_of, map_shown, weekly_shown


@dataclass(frozen=True, slots=True)
class Made:
    """A finished print. `number` is taken from the ledger when the print leaves the program."""

    options: ReportOptions
    pages: PdfPages
    printed: Printed
    number: int
    name: str  # of the file, without its ending
    frozen: FrozenRow | None = None  # then it has the number that it had, and takes none


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is nothing to print: how many organizations there are, and how many of them are key."""

    kind: str
    organizations: int
    key: int


def make_report(ledger: Ledger, options: ReportOptions, folder: PrivateFolder, progress: Progress) -> Made | Missing:
    """Make the PDF in `folder` and take it into memory; nothing of it stays on the disk."""
    organizations = ledger_counts(ledger).organizations
    key = figures(ledger).key if options.kind == BATTLE_MAP or not organizations else organizations
    if not key:
        return Missing(options.kind, organizations, key)
    frozen = frozen_of(ledger, options)
    number = 0 if frozen is not None else next_report_number(ledger)
    path = folder.path() / f"{secrets.token_hex(8)}.pdf"
    try:
        printed = _write(ledger, options, path, number, progress)
        progress.check()
        pages = read_pages(path)
    finally:
        path.unlink(missing_ok=True)
    week = options.week or week_of(ledger.today())
    return Made(options, pages, printed, number, file_name(options, week.name), frozen)


def _write(ledger: Ledger, options: ReportOptions, path: Path, number: int, progress: Progress) -> Printed:
    progress.step(0, 0, "")
    if options.kind == WEEKLY:
        from exports.weekly_ledger import write_weekly_ledger  # noqa: PLC0415 - drawing is loaded when it is needed

        listed = weekly_shown(ledger, options, number)
        progress.check()
        return write_weekly_ledger(listed, path, progress=progress)
    if options.kind in DAY_KINDS:
        return _write_day(ledger, options, path, number, progress)
    from exports.battle_map import write_battle_map  # noqa: PLC0415

    look, problem = look_of(options.map)
    if problem is not None:
        raise problem
    shown = map_shown(ledger, options, number)
    progress.check()
    tile = options.shown_tile
    return write_battle_map(shown, path, paper=options.paper, tile=tile, look=look, progress=progress)


def _write_day(ledger: Ledger, options: ReportOptions, path: Path, number: int, progress: Progress) -> Printed:
    """The visit list, the visit slips or the due list."""
    if options.kind == FOLLOWUPS:
        from exports.followup_list import write_followup_list  # noqa: PLC0415
        from models.queries.followup_sheets import followup_sheets  # noqa: PLC0415

        due = followup_sheets(ledger, cadre=options.cadre, areas=options.areas, until=options.day, number=number)
        return write_followup_list(due, path, progress=progress)
    from exports.visit_list import write_visit_list  # noqa: PLC0415
    from exports.visit_slips import write_visit_slips  # noqa: PLC0415
    from models.queries.visit_route import visit_route  # noqa: PLC0415

    route = visit_route(
        ledger,
        "ZF" if options.kind == VISIT_LIST else "ZT",
        day=options.day,
        cadre=options.cadre,
        areas=options.areas,
        with_phones=options.with_phones,
        number=number,
    )
    write = write_visit_list if options.kind == VISIT_LIST else write_visit_slips
    return write(route, path, progress=progress)
