"""A print leaves the program: saved, printed, or opened by another program. Only then its number is taken."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.report_head import take_report_number
from ui.reports.making import Made
from ui.reports.printing import print_pages
from ui.reports.private_folder import PrivateFolder


def save_pdf(ledger: Ledger, made: Made, path: Path, _progress: Progress) -> str:
    """Write the bytes that are shown to a file; its name. FileProblem says why it could not be written."""
    take_report_number(ledger, made.number)
    made.pages.save_copy(path)
    return path.name


def copy_for_reader(ledger: Ledger, made: Made, folder: PrivateFolder, _progress: Progress) -> Path:
    """Write the bytes that are shown where another program can read them, until the page is closed."""
    take_report_number(ledger, made.number)
    path = folder.path() / f"{made.name}.pdf"
    made.pages.save_copy(path)
    return path


def print_out(ledger: Ledger, made: Made, printer: QPrinter, wanted: range, progress: Progress) -> int:
    """Send pages to a printer; how many."""
    take_report_number(ledger, made.number)
    return print_pages(made.pages, printer, wanted, progress)
