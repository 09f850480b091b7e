"""Pages on a printer: its paper, its resolution, band by band, so that a poster needs no gigabyte."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from exports.pdf.reading import Part, PdfPages
from models.errors import FileProblem
from models.language import _
from models.progress import Cancelled, Progress

_INCH = 72.0
_MOST_DPI = 600
_POSTER_DPI = 300
_POSTER = 1200.0  # points: longer than the long side of A3
_BAND_PIXELS = 6_000_000
_SAME_PAPER = 9.0  # points: papers that differ less are the same paper


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page goes on the printer's paper, in its pixels, and pixels per point there."""

    left: float
    top: float
    scale: float


def no_printer() -> bool:
    """True if this machine knows no printer at all."""
    return not QPrinterInfo.availablePrinterNames()


def ask_printer(parent: QWidget, pages: PdfPages, current: int, title: str) -> QPrinter | None:
    """Let the person choose a printer and pages; None if he thinks better of it."""
    printer = printer_for(pages)
    printer.setDocName(title)
    printer.setFromTo(1, len(pages.sizes))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("打印"))
    dialog.setMinMax(1, len(pages.sizes))
    dialog.setFromTo(current + 1, current + 1)
    dialog.setPrintRange(QPrintDialog.PrintRange.AllPages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    try:
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


def printer_for(pages: PdfPages) -> QPrinter:
    """A printer set to the paper and the orientation of the pages, without margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    wide, high = pages.sizes[0]
    upright = QPageSize(
        QSizeF(min(wide, high), max(wide, high)), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    turned = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(upright, turned, QMarginsF()))
    printer.setFullPage(True)
    return printer


def chosen_pages(printer: QPrinter, count: int) -> range:
    """The pages (from 0) that were asked for."""
    if printer.printRange() != QPrinter.PrintRange.PageRange or not printer.fromPage():
        return range(count)
    return range(max(printer.fromPage(), 1) - 1, min(printer.toPage() or count, count))


def print_pages(pages: PdfPages, printer: QPrinter, wanted: range, progress: Progress) -> int:
    """Print; how many pages were handed over. Runs in the background. FileProblem if the printer does not begin."""
    painter = QPainter()
    if not painter.begin(printer):
        raise FileProblem(
            _("打印机“{name}”没有接收。").format(name=printer.printerName()),
            hint=_("请看打印机是否开着、有没有纸；也可以先存 PDF，再用系统阅读器打印。"),
        )
    try:
        for done, number in enumerate(wanted):
            progress.step(done, len(wanted), _("送往打印机"))
            if done:
                printer.newPage()
            _print_page(pages, number, printer, painter, progress)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(wanted)


def spot_on(paper: QRectF, size: tuple[float, float], resolution: int) -> Spot:
    """Where a page of `size` points goes: true to size on its own paper, made to fit on any other."""
    wide, high = size
    scale = resolution / _INCH
    differs = max(abs(paper.width() / scale - wide), abs(paper.height() / scale - high)) > _SAME_PAPER
    if differs:
        scale = min(paper.width() / wide, paper.height() / high)
    left, top = (paper.width() - wide * scale) / 2, (paper.height() - high * scale) / 2
    return Spot(left if differs else 0.0, top if differs else 0.0, scale)


def bands(width: int, height: int) -> Iterator[Part]:
    """A page's picture cut into bands that are quickly made."""
    rows = max(_BAND_PIXELS // max(width, 1), 1)
    for top in range(0, height, rows):
        yield Part(0, top, width, min(rows, height - top))


def _print_page(pages: PdfPages, number: int, printer: QPrinter, painter: QPainter, progress: Progress) -> None:
    size = pages.sizes[number]
    resolution = printer.resolution()
    paper = QRectF(printer.pageLayout().fullRectPixels(resolution))
    spot = spot_on(paper, size, resolution)
    most = (_POSTER_DPI if max(size) > _POSTER else _MOST_DPI) / _INCH
    scale = min(spot.scale, most)
    ratio = spot.scale / scale
    for part in bands(*pages.pixel_size(number, scale)):
        progress.check()
        found = pages.picture(number, scale, part)
        image = QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32)
        top = round(spot.top + part.top * ratio)
        bottom = round(spot.top + (part.top + part.height) * ratio)
        painter.drawImage(QRectF(round(spot.left), top, round(part.width * ratio), bottom - top), image)
