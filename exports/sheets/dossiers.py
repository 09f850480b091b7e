"""Dossiers of several organizations in one file: each begins on a page of its own, the outline leads to it."""

from collections.abc import Iterable
from pathlib import Path

from exports.dossier import dossier_text
from exports.office_print import lay_out_office_text
from exports.office_text import OfficeText
from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import missing_glyphs, texts_of
from exports.pdf.shapes import Page
from exports.phones import clear_text
from models.errors import InputProblem
from models.language import _
from models.progress import Progress
from models.queries.dossier import Dossier


def write_dossiers(dossiers: Iterable[Dossier], path: Path, *, progress: Progress | None = None) -> Printed:
    """Write them as one PDF, in their order; InputProblem if there is none."""
    pages: list[Page] = []
    marks: list[tuple[int, str]] = []
    texts: list[OfficeText] = []
    head = None
    for dossier in dossiers:
        head = head or dossier.head
        text = dossier_text(dossier)
        marks.append((len(pages), clear_text(dossier.name)))
        pages += lay_out_office_text(text, dossier.head)
        texts.append(text)
        if progress:
            progress.step(len(texts), 0, _("一户一档"))
    if head is None:
        raise InputProblem(_("没有选中单位，一户一档要写明是哪一家。"))
    title = texts[0].title if len(texts) == 1 else _("一户一档 {n} 家").format(n=len(texts))
    properties = Properties(title, head.unit, clear_text(head.filter_text), head.as_of)
    write_pages(path, pages, len(pages), properties, progress=progress, bookmarks=marks)
    return Printed(len(pages), missing_glyphs(texts_of(tuple(texts))), head.report_id)
