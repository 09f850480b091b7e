"""What the import does in the background: plain functions, the same models that the command line runs."""

from dataclasses import dataclass
from pathlib import Path

from models.importing.first_look import Look, SheetSize, SheetStart, look_at, measure, read_start, start_of
from models.importing.importer import ImportOptions, ImportResult, StagedSheet, run_import
from models.importing.mapping import Mapping
from models.importing.profiles import Profile, best_mapping, import_and_remember, remembered_profiles
from models.importing.registry_day import RegistryDay, registry_day
from models.importing.table import Table, open_table, table_from_text
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.figures import home_division
from models.queries.people_list import cadres
from ui.importing.outcome_rows import Trial

_TRIED_SHEETS = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet that was opened: its top, what its columns are, the profile that says so, its day, the territory."""

    start: SheetStart
    mapping: Mapping
    profile: Profile | None
    day: RegistryDay
    division: str

    @property
    def streets(self) -> bool:
        """Whether streets are looked for in addresses, as the last time."""
        return self.profile is not None and self.profile.streets


def open_sheet(ledger: Ledger, path: Path, sheet: str | None, progress: Progress) -> Opened:
    """Read the top of a file's sheet and propose what its columns are.

    Without a sheet named it is the fullest one with a column of names: many workbooks begin with instructions.
    """
    profiles = remembered_profiles(ledger)
    first = _understood(ledger, read_start(path, sheet, progress), profiles)
    if sheet is not None or first.profile is not None:
        return first
    best = first
    for name in [other for other in first.start.sheets if other != first.start.table.sheet][:_TRIED_SHEETS]:
        progress.check()
        table = open_table(path, name, progress)
        if best.mapping.is_certain and not profiles and 0 < rows_of(table) <= rows_of(best.start.table):
            continue  # shorter than a list that was found: it need not be parsed
        candidate = _understood(ledger, start_of(table, progress), profiles)
        if _fullness(candidate) > _fullness(best):
            best = candidate
    return best


def open_pasted(ledger: Ledger, text: str, progress: Progress) -> Opened:
    """The same for what was copied in a sheet."""
    return _understood(ledger, start_of(table_from_text(text), progress), remembered_profiles(ledger))


def look_closer(opened: Opened, mapping: Mapping, progress: Progress) -> dict[int, Look]:
    """How the cells of the columns are understood."""
    progress.check()
    return look_at(mapping, opened.start.rows, opened.division)


def count_rows(opened: Opened, mapping: Mapping, progress: Progress) -> SheetSize:
    """Go through the whole sheet and count."""
    return measure(opened.start.table, mapping, opened.division, progress)


def try_import(ledger: Ledger, options: ImportOptions, progress: Progress) -> Trial:
    """Run the import without writing anything."""
    known = {cadre.uid.hex(): cadre.name for cadre in cadres(ledger)}
    return Trial(run_import(ledger, options, dry_run=True, progress=progress), options.mapping, known)


def write_import(ledger: Ledger, options: ImportOptions, staged: StagedSheet, progress: Progress) -> ImportResult:
    """Run the import and remember what its columns are; all of it is written, or nothing."""
    return import_and_remember(ledger, options, staged=staged, progress=progress)


def save_rejects(path: Path, result: ImportResult) -> int:
    """Write the rows that were not taken into a workbook; how many."""
    from exports.import_rejects import write_rejects  # noqa: PLC0415 - only when it is pressed

    return write_rejects(path, result)


def _understood(ledger: Ledger, start: SheetStart, profiles: list[Profile]) -> Opened:
    mapping, profile = best_mapping(start.rows, start.merged, profiles)
    day = registry_day(start.table, start.rows, mapping, ledger.today())
    return Opened(start, mapping, profile, day, home_division(ledger))


def _fullness(opened: Opened) -> tuple[bool, bool, bool, int, int]:
    mapping = opened.mapping
    known = sum(field is not None for field in mapping.fields)
    filled = sum(any(cell is not None for cell in row) for row in opened.start.rows)
    rows = max(filled, rows_of(opened.start.table))
    return opened.profile is not None, mapping.has_name, mapping.is_certain, rows, known


def rows_of(table: Table) -> int:
    """How many rows a sheet says it has; 0 where it does not say."""
    return table.reading.book().rows if table.reading is not None else 0
