"""Writing small sheets and importing them, as the command line does."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from models.importing.importer import ImportOptions, ImportResult, run_import
from models.importing.mapping import Mapping, propose_mapping
from models.importing.table import open_table
from models.progress import Progress
from tests.models.edits.desk import TODAY, Desk

Row = Sequence[object]


def csv_file(folder: Path, text: str, name: str = "名册.csv", encoding: str = "utf-8") -> Path:
    """A text file as it is."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path, rows: Sequence[Row], name: str = "名册.xlsx", sheet: str = "名册") -> Path:
    """A workbook with one sheet."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    path = folder / name
    book.save(path)
    return path


def bring(
    office: Desk,
    path: Path,
    *,
    day: date = TODAY,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    streets: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import a file with the mapping that is proposed, or the one given."""
    table = open_table(path, sheet)
    options = ImportOptions(table, mapping or propose_mapping(table), day, streets=streets)
    return run_import(office.ledger, options, dry_run=dry_run, progress=progress)


def bring_text(
    office: Desk, text: str, *, day: date = TODAY, dry_run: bool = False, streets: bool = False
) -> ImportResult:
    """Import a csv text."""
    return bring(office, csv_file(office.path.parent, text), day=day, dry_run=dry_run, streets=streets)


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    """New, updated, same, duplicates, rejected; they always add up to the rows."""
    found = (result.new, result.updated, result.same, result.duplicates, result.rejected)
    assert sum(found) == result.rows
    return found
