"""Making the PDF that is shown, saved and printed: one file, whose bytes are the same everywhere."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from exports.pdf.document import Printed
from exports.pdf.finish import Finish, PageLinks, finished_as, links_noted
from exports.pdf.reading import PdfPages, read_pages
from exports.sheets.making import LEAFLET, SHEETS, write_sheet
from exports.sheets.masking import masked_names
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.figures import figures
from models.queries.frozen_weeks import FrozenRow
from models.queries.ledger_counts import ledger_counts
from models.queries.report_head import next_report_number, week_of
from ui.map_choices import look_of
from ui.reports.options import BATTLE_MAP, WEEKLY, ReportOptions, file_name
from ui.reports.private_folder import PrivateFolder
from ui.reports.weeks import frozen_of, map_shown, weekly_shown

_LARGER = 1.2


@dataclass(frozen=True, slots=True)
class Made:
    """A finished print. `number` is taken from the ledger when the print leaves the program."""

    options: ReportOptions
    pages: PdfPages
    printed: Printed
    number: int
    name: str  # of the file, without its ending
    frozen: FrozenRow | None = None  # then it has the number that it had, and takes none
    links: PageLinks = field(default_factory=list)


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
    if not key and options.kind != LEAFLET:
        return Missing(options.kind, organizations, key)
    frozen = frozen_of(ledger, options)
    number = 0 if frozen is not None else next_report_number(ledger)
    path = folder.path() / f"{secrets.token_hex(8)}.pdf"
    try:
        with finished_as(finish_of(options)), links_noted() as links:
            printed = write_report(ledger, options, path, number, progress)
        progress.check()
        pages = read_pages(path)
    finally:
        path.unlink(missing_ok=True)
    week = options.week or week_of(ledger.today())
    return Made(options, pages, printed, number, file_name(options, week.name), frozen, links)


def finish_of(options: ReportOptions) -> Finish:
    """Colour, type and footer of a print."""
    return Finish(options.grey, _LARGER if options.larger else 1.0, options.footer)


def write_report(ledger: Ledger, options: ReportOptions, path: Path, number: int | None, progress: Progress) -> Printed:
    """Gather the content of a print and write it."""
    progress.step(0, 0, "")
    if options.kind in SHEETS:
        return write_sheet(ledger, options.of_sheet(number), path, progress)
    if options.kind == WEEKLY:
        from exports.weekly_ledger import write_weekly_ledger  # noqa: PLC0415 - drawing is loaded when it is needed

        listed = weekly_shown(ledger, options, number)
        progress.check()
        return write_weekly_ledger(masked_names(listed) if options.masked else listed, path, progress=progress)
    from exports.battle_map import write_battle_map  # noqa: PLC0415

    look, problem = look_of(options.map)
    if problem is not None:
        raise problem
    shown = map_shown(ledger, options, number)
    progress.check()
    tile = options.shown_tile
    shown = masked_names(shown) if options.masked else shown
    return write_battle_map(shown, path, paper=options.paper, tile=tile, look=look, progress=progress)
