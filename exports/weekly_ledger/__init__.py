"""The weekly ledger (周台账) on A4: a cover with the figures, then every organization without a union."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import missing_glyphs, texts_of
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH, page_foot
from exports.pdf.shapes import Page
from exports.phones import clear_text, without_phones
from exports.weekly_ledger.cover import cover_pages
from exports.weekly_ledger.sheets import ledger_pages
from exports.weekly_ledger.why import why_pages
from models.language import _
from models.progress import Progress
from models.queries.report_content import WeeklyLedger

__all__ = ["lay_out_weekly_ledger", "write_weekly_ledger"]


def write_weekly_ledger(content: WeeklyLedger, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the weekly ledger of `content` as a PDF; FileProblem says why it could not be written."""
    head = content.head
    title = _("社会组织建会工作周台账 {unit} {week}").format(unit=head.unit, week=head.week)
    properties = Properties(title, head.unit, clear_text(head.filter_text), head.as_of)
    count, pages = _laid_out(content, progress or Progress())
    write_pages(path, pages, count, properties, progress=progress)
    return Printed(count, missing_glyphs(texts_of(replace(content, sheet=()))), head.report_id)


def lay_out_weekly_ledger(content: WeeklyLedger) -> list[Page]:
    """The pages as shapes: what a print or a preview draws."""
    return list(_laid_out(content, Progress())[1])


def _laid_out(content: WeeklyLedger, progress: Progress) -> tuple[int, Iterator[Page]]:
    """How many pages, and one after another: a long ledger is never in memory as shapes all at once."""
    content = without_phones(replace(content, sheet=()))
    cover = [*cover_pages(content), *why_pages(content)]
    count, bodies = ledger_pages(content, first_page=len(cover) + 1, progress=progress)
    pages = (
        Page(SHEET_WIDTH, SHEET_HEIGHT, (*body, *page_foot(content.head, number)))
        for number, body in enumerate(chain(cover, bodies), start=1)
    )
    return len(cover) + count, pages
