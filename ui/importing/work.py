"""What the import does in the background: plain functions, the same models that the command line runs."""

from dataclasses import dataclass
from pathlib import Path

from models.importing.first_look import Doubt, SheetSize, SheetStart, doubts, measure, read_start
from models.importing.importer import ImportOptions, ImportResult, run_import
from models.importing.mapping import Mapping, mapping_of
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.figures import home_division
from models.queries.people_list import cadres
from ui.importing.outcome_rows import Trial

_TRIED_SHEETS = 6


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet that was opened: its top, the mapping that it suggests, and the ledger's territory."""

    start: SheetStart
    mapping: Mapping
    division: str


def open_sheet(ledger: Ledger, path: Path, sheet: str | None, progress: Progress) -> Opened:
    """Read the top of a file's sheet and propose what its columns are.

    Without a sheet named it is the first one that has a column of names: many workbooks begin with instructions.
    """
    first = read_start(path, sheet)
    candidates = (read_start(path, name) for name in first.sheets[1:_TRIED_SHEETS]) if sheet is None else ()
    start = first
    for candidate in candidates if not mapping_of(first.rows).has_name else ():
        progress.check()
        if mapping_of(candidate.rows).has_name:
            start = candidate
            break
    return Opened(start, mapping_of(start.rows), home_division(ledger))


def look_closer(opened: Opened, mapping: Mapping, progress: Progress) -> dict[int, Doubt]:
    """The columns that a person should look at."""
    progress.check()
    return doubts(mapping, opened.start.rows, opened.division)


def count_rows(opened: Opened, mapping: Mapping, progress: Progress) -> SheetSize:
    """Go through the whole sheet and count."""
    return measure(opened.start.table, mapping, opened.division, progress)


def try_import(ledger: Ledger, options: ImportOptions, progress: Progress) -> Trial:
    """Run the import without writing anything."""
    known = {cadre.uid.hex(): cadre.name for cadre in cadres(ledger)}
    return Trial(run_import(ledger, options, dry_run=True, progress=progress), options.mapping, known)


def write_import(ledger: Ledger, options: ImportOptions, progress: Progress) -> ImportResult:
    """Run the import; all of it is written, or nothing."""
    return run_import(ledger, options, progress=progress)


def save_rejects(path: Path, options: ImportOptions, result: ImportResult) -> int:
    """Write the rows that were not taken into a workbook; how many."""
    from exports.import_rejects import write_rejects  # noqa: PLC0415 - only when it is pressed

    return write_rejects(path, options.mapping.headings, result.rejects, source=options.table.path.name)
