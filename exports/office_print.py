"""The same office texts on paper: GB/T 9704, A4 upright, laid out as shapes like every other print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from exports.office_text import Heading, OfficeText, Paragraph, Table
from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import Role, missing_glyphs, texts_of
from exports.pdf.page import check_text, qr_code
from exports.pdf.shapes import MM, Align, Bounds, Label, Lead, Link, Page, Pen, Shape, Stroke, text_line
from exports.pdf.text import fit, justified, wrap
from exports.told import told_links
from exports.wording import as_of_text
from models.language import _
from models.progress import Progress
from models.queries.report_content import ReportHead

_WIDE, _HIGH = 210 * MM, 297 * MM
#: Margins top 37, left 28, right 26, bottom 35 mm.
_AREA = Bounds(28 * MM, 37 * MM, 156 * MM, 225 * MM)
_TITLE, _BODY, _LINE = 22.0, 16.0, 29.0
_TITLE_LINE = 35.0
_TABLE_SIZE, _TABLE_PAD, _TABLE_LEADING = 11.0, 2 * MM, 1.3
_CAPTION = 14.0
_RULE, _FRAME = Pen(width=0.18 * MM), Pen(width=0.25 * MM)
_QR = 9 * MM
_FOOT = 7.5


class _Piece:
    """Shapes that stay on one page, from the top of `height` points."""

    def __init__(self, shapes: Sequence[tuple[float, Shape]], height: float, *, keeps: bool = False) -> None:
        self.shapes = shapes
        self.height = height
        self.keeps = keeps  # with what follows: a heading is never the last on a page
        self.above: _Piece | None = None  # stands above it again where it begins a page


def write_office_text(text: OfficeText, head: ReportHead, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the text as a PDF; FileProblem says why it could not be written."""
    pages = lay_out_office_text(text, head)
    properties = Properties(text.title, text.author or head.unit, head.filter_text, head.as_of)
    write_pages(path, pages, len(pages), properties, progress=progress)
    return Printed(len(pages), missing_glyphs(texts_of(text)), head.report_id)


def lay_out_office_text(text: OfficeText, head: ReportHead) -> list[Page]:
    """The pages as shapes."""
    pages: list[list[Shape]] = [[]]
    top = _AREA.top
    pieces = list(_pieces(text))
    for place, piece in enumerate(pieces):
        needed = sum(each.height for each in _kept_together(pieces, place))
        if top + needed > _AREA.bottom and pages[-1]:
            pages.append([])
            top = _AREA.top
            if piece.above is not None:
                pages[-1] += [_moved(shape, top + down) for down, shape in piece.above.shapes]
                top += piece.above.height
        pages[-1] += [_moved(shape, top + down) for down, shape in piece.shapes]
        top += piece.height
    return [Page(_WIDE, _HIGH, (*shapes, *_foot(head, number))) for number, shapes in enumerate(pages, 1)]


def _kept_together(pieces: Sequence[_Piece], place: int) -> Sequence[_Piece]:
    """A piece with what must not be parted from it: a heading, the head of its table, the first row."""
    last = place
    while pieces[last].keeps and last + 1 < len(pieces):
        last += 1
    return pieces[place : last + 1]


def _pieces(text: OfficeText) -> Iterator[_Piece]:
    for line in wrap(text.title, "title", _AREA.width / _TITLE):
        yield _line(line, "title", _TITLE, _TITLE_LINE, "center", lead=text.lead)
    for line in text.lines:
        yield _line(line, "body", _BODY, _LINE, "center")
    if text.lines or text.addressee:
        yield _Piece((), _LINE * 0.6)
    if text.addressee:
        yield from _paragraph(text.addressee, "body", indent=False)
    for part in text.parts:
        if isinstance(part, Heading):
            yield from _paragraph(part.text, "heading" if part.level == 1 else "body", keeps=True)
        elif isinstance(part, Paragraph):
            yield from _paragraph(part.text, "body")
        else:
            yield from _table(part)
    if text.signed:
        yield _Piece((), _LINE * 0.6)
    for line in text.signed:
        yield _line(line, "body", _BODY, _LINE, "right", right=2 * _BODY)


def _line(
    line: str, role: Role, size: float, leading: float, align: Align, *, right: float = 0.0, lead: Lead | None = None
) -> _Piece:
    baseline = leading / 2 + 0.37 * size
    label = text_line(line, role, size, _AREA.left, baseline, align=align, room=_AREA.width - right)
    links: list[tuple[float, Shape]] = []
    if lead is not None:
        links.append((0.0, lead.at(Bounds(label.left, 0.0, label.width, leading))))
    return _Piece([(0.0, label), *links], leading)


def _paragraph(text: str, role: Role, *, indent: bool = True, keeps: bool = False) -> Iterator[_Piece]:
    """Line by line, so that a page may end anywhere."""
    room = Bounds(_AREA.left, 0.0, _AREA.width, _LINE)
    lines = justified(text, role, _BODY, room, leading=_LINE, indent=2 * _BODY if indent else 0.0)
    links = told_links(text, lines, role)
    for number, label in enumerate(lines):
        top = number * _LINE
        here = [link for link in links if top <= link.bounds.middle[1] < top + _LINE]
        shapes: list[Shape] = [label, *here]
        yield _Piece([(-top, shape) for shape in shapes], _LINE, keeps=keeps)


def _table(table: Table) -> Iterator[_Piece]:
    if table.caption:
        yield _Piece(_line(table.caption, "heading", _CAPTION, _LINE, "center").shapes, _LINE, keeps=True)
    shares = table.column_shares()
    widths = [_AREA.width * share / sum(shares) for share in shares]
    head = _row(table, table.headings, widths, "heading")
    yield head
    for values, leads in zip_longest(table.rows, table.leads):
        row = _row(table, values, widths, "plain", leads or {})
        row.above = head
        yield row
    yield _Piece((), _LINE * 0.3)


def _row(
    table: Table, values: Sequence[str], widths: Sequence[float], role: Role, leads: Mapping[int, Lead] | None = None
) -> _Piece:
    """A row of the table; its head where it has no leads, not even empty ones."""
    cells, first = [], leads is None
    for place, (value, wide) in enumerate(zip(values, widths, strict=True)):
        block = fit(value, role, wide - 2 * _TABLE_PAD, (_TABLE_SIZE, 10.0, 9.0), 2)
        align: Align = "center" if first else "right" if place in table.numbers else "left"
        cells.append((block, align))
    pitch = _TABLE_SIZE * _TABLE_LEADING
    height = max(len(block.lines) for block, _align in cells) * pitch + 2 * _TABLE_PAD
    shapes: list[tuple[float, Shape]] = []
    left = _AREA.left
    for place, ((block, align), wide) in enumerate(zip(cells, widths, strict=True)):
        start = (height - len(block.lines) * pitch) / 2
        for number, line in enumerate(block.lines):
            baseline = start + number * pitch + pitch / 2 + 0.37 * block.size
            room = wide - 2 * _TABLE_PAD
            label = text_line(line, role, block.size, left + _TABLE_PAD, baseline, align=align, room=room)
            shapes.append((0.0, label))
        shapes.append((0.0, Stroke(((left, 0.0), (left, height)), _RULE)))
        if leads and place in leads:
            shapes.append((0.0, leads[place].at(Bounds(left, 0.0, wide, height))))
        left += wide
    shapes.append((0.0, Stroke(((left, 0.0), (left, height)), _RULE)))
    right = _AREA.left + _AREA.width
    shapes.append((0.0, Stroke(((_AREA.left, 0.0), (right, 0.0)), _FRAME if first else _RULE)))
    shapes.append((0.0, Stroke(((_AREA.left, height), (right, height)), _RULE)))
    return _Piece(shapes, height, keeps=first)


def _moved(shape: Shape, down: float) -> Shape:
    if isinstance(shape, Label):
        room = shape.room
        moved = Bounds(room.left, room.top + down, room.width, room.height) if room else None
        return replace(shape, baseline=shape.baseline + down, room=moved)
    if isinstance(shape, Link):
        box = shape.bounds
        return replace(shape, bounds=Bounds(box.left, box.top + down, box.width, box.height))
    if isinstance(shape, Stroke):
        return replace(shape, points=tuple((x, y + down) for x, y in shape.points))
    raise TypeError(type(shape).__name__)


def _foot(head: ReportHead, number: int) -> list[Shape]:
    """Page number — 1 — (odd right, even left), and where the figures came from, within the bottom margin."""
    odd = number % 2 == 1
    top = _AREA.bottom + 7 * MM
    said = _("报表号 {id}　截至 {as_of}　内容校验 {check}　内部资料 请勿外传").format(
        id=head.report_id, as_of=as_of_text(head), check=check_text(head)
    )
    page = text_line(
        _("— {number} —").format(number=number),
        "plain",
        14.0,
        _AREA.left + 14.0,
        top + 4 * MM,
        align="right" if odd else "left",
        room=_AREA.width - 28.0,
    )
    size = fit(said, "plain", _AREA.width - _QR - 3 * MM, (_FOOT, 6.5, 5.5), 1).size
    source = text_line(said, "plain", size, _AREA.left + _QR + 3 * MM, top + 13 * MM)
    return [page, qr_code(head, Bounds(_AREA.left, top + 7 * MM, _QR, _QR)), source]
