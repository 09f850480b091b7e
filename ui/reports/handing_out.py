"""A print leaves the program: saved, printed, or opened by another program. Only then its number is taken."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from exports.sheets.making import WITH_TEXT, write_sheet
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.report_head import take_report_number
from ui.reports.making import Made
from ui.reports.options import WEEKLY
from ui.reports.printing import print_pages
from ui.reports.private_folder import PrivateFolder
from ui.reports.weeks import weekly_shown


def save_filters(kind: str) -> str:
    """What a print can be saved as, for the dialog that asks."""
    filters = [_("PDF 文件 (*.pdf)")]
    if kind == WEEKLY:
        filters += [_("Excel 表格，全部栏目 (*.xlsx)"), _("Word 文稿，封面文字 (*.docx)")]
    elif kind in WITH_TEXT:
        filters.append(_("Word 文稿，可以改 (*.docx)"))
    return ";;".join(filters)


def saved_as(chosen: str, filter_: str) -> Path:
    """The file that was named, with the ending of its kind."""
    endings = (".pdf", ".xlsx", ".docx")
    if chosen.lower().endswith(endings):
        return Path(chosen)
    return Path(chosen + next((ending for ending in endings if ending in filter_), ".pdf"))


def save_print(ledger: Ledger, made: Made, path: Path, progress: Progress) -> str:
    """Write the print as its name ends; its name. FileProblem says why it could not be written."""
    ending = path.suffix.lower()
    if ending == ".docx" and made.options.kind in WITH_TEXT:
        write_sheet(ledger, made.options.of_sheet(made.number), path, progress)
        take_report_number(ledger, made.number)
        return path.name
    if ending == ".pdf" or made.options.kind != WEEKLY:
        return save_pdf(ledger, made, path, progress)
    from exports.weekly_ledger.covering import write_covering_text  # noqa: PLC0415 - loaded when it is needed
    from exports.weekly_ledger.workbook import write_weekly_workbook  # noqa: PLC0415

    content = weekly_shown(ledger, made.options, made.number, with_sheet=ending == ".xlsx")
    take_report_number(ledger, made.number)
    (write_weekly_workbook if ending == ".xlsx" else write_covering_text)(content, path)
    return path.name


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
