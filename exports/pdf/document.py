"""From laid-out pages to a proven PDF file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # the wheel carries no types
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from exports.pdf.finish import binder_now, note_links, with_footers
from exports.pdf.fonts import FILES, FIRST_FACE, font
from exports.pdf.painting import Painter
from exports.pdf.reading import pdfium
from exports.pdf.shapes import Page
from models.errors import FileProblem
from models.files import write_file
from models.language import _
from models.progress import Progress

#: The faces keep a reading position in their file, so two prints must not embed them at the same time.
painting = Lock()


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: number of pages, characters that no face has (printed as 〓), and the report's id."""

    pages: int
    missing_glyphs: tuple[str, ...]
    report_id: str


@dataclass(frozen=True, slots=True)
class Properties:
    """What a reader program shows about the file. `made_at` is also its date: no other time is in it."""

    title: str
    author: str
    subject: str
    made_at: datetime


def open_canvas(file: BinaryIO, properties: Properties) -> Canvas:
    """A canvas with our faces, nothing unembedded, and bytes that depend on the content alone."""
    for name in FILES:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(font(name))
    rl_config.useA85 = 0  # binary streams: a fifth smaller, and quicker
    how: dict[str, Any] = {"invariant": 1, "pageCompression": 1, "initialFontName": FIRST_FACE}
    canvas = Canvas(file, **how)
    canvas.setTitle(properties.title)
    canvas.setAuthor(properties.author)
    canvas.setSubject(properties.subject)
    canvas.setCreator(_("建会台账"))
    canvas.setProducer("reportlab")
    canvas.setDateFormatter(lambda *_date: f"D:{properties.made_at:%Y%m%d%H%M%S}")
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


def write_pages(
    path: Path,
    pages: Iterable[Page],
    count: int,
    properties: Properties,
    *,
    progress: Progress | None = None,
    bookmarks: Sequence[tuple[int, str]] = (),
) -> None:
    """Write `pages`, which are `count`, as one PDF; FileProblem says why it could not be written.

    `bookmarks` are pages (from 0) and the words that lead to them. Where prints are bound together nothing is written.
    """
    progress = progress or Progress()
    binder = binder_now()
    if binder is not None:
        binder.begins.append(len(binder.pages))
        binder.pages += with_footers(pages)
        return
    marks: dict[int, list[str]] = {}
    for place, words in bookmarks:
        marks.setdefault(place, []).append(words)

    def write(temporary: Path) -> None:
        with painting, temporary.open("wb") as file:
            canvas = open_canvas(file, properties)
            painter = Painter(canvas)
            for number, page in enumerate(with_footers(pages)):
                progress.step(number, count, _("画页"))
                canvas.setPageSize((page.width * page.scale, page.height * page.scale))
                for words in marks.get(number, ()):
                    _mark(canvas, number, words)
                painter.paint(page)
                note_links(page)
                canvas.showPage()
            canvas.save()

    write_file(path, write, lambda written: check_pages(written, count))


def _mark(canvas: Canvas, number: int, words: str) -> None:
    """A line of the outline that leads to the page that is being drawn."""
    key = f"page{number}-{words}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(words, key, 0)
    canvas.showOutline()


def check_pages(path: Path, expected: int) -> None:
    """Open the PDF at `path` again and count its pages."""
    with pdfium:
        document = PdfDocument(str(path))
        try:
            found = len(document)
        finally:
            document.close()
    if found != expected:
        raise FileProblem(_("写好的 PDF 页数不对，没有放到原来的位置。"), detail=f"{found} pages, not {expected}")
