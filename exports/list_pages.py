"""A list on A4 sheets turned sideways: a title on the first page, a caption on the others, one table, the foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import missing_glyphs, texts_of
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH, TYPE_AREA, page_foot
from exports.pdf.shapes import MM, Bounds, Box, Lead, Page, Shape, Stroke, text_line
from exports.pdf.table import FRAME, RULE, LaidRow, Table, deal
from exports.pdf.text import fit_line
from exports.phones import clear_text
from models.language import _
from models.progress import Progress
from models.queries.report_content import ReportHead

_TITLE = 20.0
_LINE_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
_CAPTION = 12.0
_FIRST_TOP = 19 * MM
_FURTHER_TOP = 8 * MM
_STRIP_HIGH = 15 * MM
_STRIP_TAKES = 17.5 * MM
_FIGURE = (17.0, 15.0, 13.0, 11.0, 9.0)
_FIGURE_LABEL = (9.0, 8.0, 7.0, 6.0)


@dataclass(frozen=True, slots=True)
class BigFigure:
    """A number in the strip above a table: what it is, how it is written, what it leads to on a screen."""

    words: str
    value: str
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part that begins on a page of its own: the title, the line under it, and the rows of the table.

    `figures` stand in a strip above the table; `table` replaces the usual one; `mark` is what leads to the part in the
    outline of the file.
    """

    title: str
    line: str
    rows: tuple[LaidRow, ...]
    figures: tuple[BigFigure, ...] = ()
    table: Table | None = None
    mark: str = ""


def write_list(
    path: Path,
    head: ReportHead,
    table: Table,
    parts: Sequence[ListPart],
    *,
    content: object,
    progress: Progress | None,
    before: Sequence[Page] = (),
) -> Printed:
    """Write the parts as one PDF; `content` is what is printed, for the characters that no face has.

    `before` are pages that stand before the list. The outline of the file leads to every part that has a mark.
    """
    count, marks = len(before), []
    dealt: list[tuple[ListPart, Table, list[list[LaidRow]]]] = []
    for part in parts:
        marks += [(count, part.mark)] if part.mark else []
        dealt.append((part, part.table or table, _dealt(part.table or table, part)))
        count += len(dealt[-1][-1])
    properties = Properties(
        f"{parts[0].title} {head.unit}".strip(), head.unit, clear_text(head.filter_text), head.as_of
    )
    pages = chain(before, _laid_out(head, dealt, len(before)))  # never in memory as shapes all at once
    write_pages(path, pages, count, properties, progress=progress, bookmarks=marks)
    return Printed(count, missing_glyphs(texts_of(content)), head.report_id)


def lay_out_list(head: ReportHead, table: Table, parts: Sequence[ListPart], *, first: int = 1) -> Iterator[Page]:
    """The pages as shapes; the first has that number."""
    return _laid_out(head, [(part, table, _dealt(table, part)) for part in parts], first - 1)


def _laid_out(
    head: ReportHead, dealt: Sequence[tuple[ListPart, Table, list[list[LaidRow]]]], before: int
) -> Iterator[Page]:
    number = before
    for part, table, pages in dealt:
        for place, rows in enumerate(pages):
            number += 1
            shapes = [*_head(part, place), *page_foot(head, number)]
            top = TYPE_AREA.top + _head_height(part, place)
            shapes += table.place([table.head(), *rows], TYPE_AREA.left, top)
            yield Page(SHEET_WIDTH, SHEET_HEIGHT, tuple(shapes))


def _dealt(table: Table, part: ListPart) -> list[list[LaidRow]]:
    head = table.head().height

    def room(page: int) -> float:
        return TYPE_AREA.height - _head_height(part, page) - head

    return deal(table, part.rows, room, lambda row: table.heading(_again(row.cells[0].lines[0].text)))


def roomiest(parts: Sequence[ListPart]) -> ListPart:
    """Of a part set closer and closer the first that is one page, or else the first: no second page for a few rows."""
    return next((part for part in parts if part.table and len(_dealt(part.table, part)) == 1), parts[0])


def _head_height(part: ListPart, place: int) -> float:
    if place:
        return _FURTHER_TOP
    return _FIRST_TOP + (_STRIP_TAKES if part.figures else 0.0)


def figure_strip(figures: Sequence[BigFigure], top: float) -> list[Shape]:
    """Numbers side by side across the page, each with its words below it."""
    left, wide = TYPE_AREA.left, TYPE_AREA.width / len(figures)
    shapes: list[Shape] = [Box(Bounds(left, top, TYPE_AREA.width, _STRIP_HIGH), None, FRAME)]
    for number, figure in enumerate(figures):
        words, value = figure.words, figure.value
        start, room = left + number * wide + 1 * MM, wide - 2 * MM
        if figure.lead is not None:
            shapes.append(figure.lead.at(Bounds(left + number * wide, top, wide, _STRIP_HIGH)))
        size, small = fit_line(value, "heading", room, _FIGURE), fit_line(words, "plain", room, _FIGURE_LABEL)
        shapes.append(text_line(value, "heading", size, start, top + 8 * MM, align="center", room=room))
        shapes.append(text_line(words, "plain", small, start, top + 12.8 * MM, align="center", room=room))
        if number:
            shapes.append(Stroke(((start - 1 * MM, top), (start - 1 * MM, top + _STRIP_HIGH)), RULE))
    return shapes


def _again(text: str) -> str:
    mark = _("（续）")
    return text if text.endswith(mark) else text + mark


def _head(part: ListPart, place: int) -> list[Shape]:
    left, wide = TYPE_AREA.left, TYPE_AREA.width
    if place:
        words = _("{title}（续 {number}）").format(title=part.title, number=place)
        size = fit_line(words, "heading", wide, (_CAPTION, *_LINE_SIZES))
        return [text_line(words, "heading", size, left, TYPE_AREA.top + 5 * MM, room=wide)]
    title = fit_line(part.title, "title", wide, (_TITLE, 18.0, 16.0, 14.0))
    line = fit_line(part.line, "plain", wide, _LINE_SIZES)
    return [
        text_line(part.title, "title", title, left, TYPE_AREA.top + 7 * MM, align="center", room=wide),
        text_line(part.line, "plain", line, left, TYPE_AREA.top + 15 * MM, align="center", room=wide),
        *(figure_strip(part.figures, TYPE_AREA.top + _FIRST_TOP) if part.figures else ()),
    ]
