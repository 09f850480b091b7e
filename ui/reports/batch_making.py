"""Many prints at one go: for every street or every person, in one PDF or in a folder. Without a window."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from exports.pdf.document import Printed
from exports.pdf.finish import finished_as
from exports.sheets.batch import Batch, BatchPart, write_batch
from exports.sheets.making import OF_CADRES, SHEETS
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.print_parts import areas_in_use, cadres_in_use
from models.queries.report_head import next_report_number, take_report_number
from ui.reports.making import finish_of, write_report
from ui.reports.options import ReportOptions, title_of

STREETS, PEOPLE = "streets", "people"


def ways_of(options: ReportOptions) -> tuple[str, ...]:
    """How a print can be split."""
    ways = (STREETS,) if options.can_be_split and not options.reopen else ()
    return (*ways, PEOPLE) if options.kind in OF_CADRES else ways


def make_batch(ledger: Ledger, options: ReportOptions, way: str, target: Path, progress: Progress) -> Batch:
    """Write the print for every part of what is chosen; InputProblem where there is no part."""
    options = replace(options, tile=None) if target.suffix.lower() == ".pdf" else options
    if way == PEOPLE:
        parts = [(name, replace(options, cadre=uid)) for uid, name in cadres_in_use(ledger)]
        parts = [(name, part) for name, part in parts if options.cadre in {None, part.cadre}]
    else:
        found = [
            (code, name) for code, name in areas_in_use(ledger) if not options.areas or code.startswith(options.areas)
        ]
        parts = [(name, replace(options, areas=(code,), organizations=())) for code, name in found]
    with finished_as(finish_of(options)):
        prints = [BatchPart(name, partial(_write, ledger, part, progress)) for name, part in parts]
        return write_batch(ledger, title_of(options.kind), prints, target, progress)


def _write(ledger: Ledger, options: ReportOptions, progress: Progress, path: Path) -> Printed:
    """One part under a number of its own."""
    if options.kind in SHEETS:
        return write_report(ledger, options, path, None, progress)
    number = next_report_number(ledger)
    printed = write_report(ledger, options, path, number, progress)
    take_report_number(ledger, number)
    return printed
