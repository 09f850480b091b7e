"""A ruled table: rows are measured first, then dealt out to pages, then placed.

A text that does not fit its column takes a second and a third line and the row grows; a row taller than what
is left of a page goes on overleaf. Nothing is cut.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from exports.pdf.finish import finish_now
from exports.pdf.fonts import Role, runs, width
from exports.pdf.shapes import INK, MM, Align, Bounds, Box, Glyph, Label, Lead, Pen, Shape, Stroke
from exports.pdf.stage_signs import black_flag
from exports.pdf.text import CENTRE, Block, fit, fit_line

FRAME = Pen(INK, 0.25 * MM)
RULE = Pen(INK, 0.18 * MM)
GROUND = "#EFEFEF"  # 6 % grey
_SIGN_GAP = 0.25  # ems between a sign and its word
_CAP = 0.95  # ems: a stage glyph beside its word
_NOWHERE: Mapping[int, Lead] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` in points.

    `lines`: how many before the text gets smaller; 1 for numbers, which are never broken.
    `repeated`: shown again where a row goes on overleaf.
    """

    title: str
    width: float
    align: Align = "left"
    lines: int = 3
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph of a cell.

    `sign`: a stage word, "flag" or "frame" (a box round the text), or nothing.
    `lines`: as in Column, where this paragraph has its own rule; 1 keeps it on one line, however small.
    """

    text: str
    role: Role = "body"
    sign: str = ""
    lines: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A measured line of a cell, with the sign that stands before it."""

    text: str
    role: Role
    size: float
    sign: str = ""
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class LaidCell:
    """The lines of one cell and where it stands in its row."""

    left: float
    width: float
    align: Align
    lines: tuple[Line, ...]
    repeated: bool = False
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A measured row. `source` is what it shows, for the sums of a page; None for headings and totals.

    `lead` is what the row leads to on a screen, where a cell does not lead elsewhere.
    """

    cells: tuple[LaidCell, ...]
    height: float
    ground: str | None = None
    heading: bool = False
    source: object = None
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes of a table, in points: the type sizes from the wished one down, leading in ems, least height.

    `close`: the sizes of what needs more than one line, so that two lines take no more room than one; `band`: the
    least height of headings and totals. Without them everything is set in `sizes`, and no row is lower than `row`.
    """

    sizes: tuple[float, ...]
    row: float
    head: float
    leading: float = 1.25
    side: float = 0.8 * MM
    above: float = 0.8 * MM
    close: tuple[float, ...] = ()
    band: float = 0.0

    def larger(self, by: float) -> "Style":
        """The style with larger type, and rows to hold it."""
        if by == 1:
            return self
        sizes, close = (tuple(size * by for size in each) for each in (self.sizes, self.close))
        return replace(
            self,
            sizes=(*sizes, self.sizes[-1]),
            close=close,
            row=self.row * by,
            head=self.head * by,
            band=self.band * by,
        )


class Table:
    """Columns of one table; measures rows and places them."""

    def __init__(self, columns: Sequence[Column], style: Style) -> None:
        self.columns = tuple(columns)
        self.style = style.larger(finish_now().larger)
        self.width = sum(column.width for column in columns)

    def head(self) -> LaidRow:
        """The row of column titles."""
        cells = [(Words(column.title, "heading"),) for column in self.columns]
        aligns: list[Align] = ["center"] * len(cells)
        return self._measured(cells, [1] * len(cells), aligns, self.style.head, GROUND)

    def row(
        self,
        cells: Sequence[Sequence[Words]],
        source: object = None,
        lead: Lead | None = None,
        leads: Mapping[int, Lead] = _NOWHERE,
    ) -> LaidRow:
        """A plain row: a sequence of paragraphs for every column; `leads` by the number of the column."""
        aligns = [column.align for column in self.columns]
        laid = self._measured(cells, [1] * len(cells), aligns, self.style.row, None)
        return replace(laid, cells=led(laid.cells, leads), source=source, lead=lead)

    def remark(self, text: str) -> LaidRow:
        """A plain row across the table, for what is too long for a column."""
        return self._measured([(Words(text),)], [len(self.columns)], ["left"], self.style.row, None)

    def heading(self, text: str, lead: Lead | None = None) -> LaidRow:
        """A row across the table that names the rows below it."""
        laid = self._measured([(Words(text, "heading"),)], [len(self.columns)], ["left"], self._band(), GROUND)
        return replace(laid, heading=True, lead=lead)

    def total(self, cells: Sequence[tuple[str, int, Align]], leads: Mapping[int, Lead] = _NOWHERE) -> LaidRow:
        """A row of sums: text, number of columns it takes, alignment; `leads` by the number of the cell."""
        laid = self._measured(
            [(Words(text, "heading", lines=1),) for text, _span, _align in cells],
            [span for _text, span, _align in cells],
            [align for _text, _span, align in cells],
            self._band(),
            GROUND,
        )
        return replace(laid, cells=led(laid.cells, leads))

    def _band(self) -> float:
        return self.style.band or self.style.row

    def _measured(
        self,
        cells: Sequence[Sequence[Words]],
        spans: Sequence[int],
        aligns: Sequence[Align],
        least: float,
        ground: str | None,
    ) -> LaidRow:
        laid, first, left = [], 0, 0.0
        for words, span, align in zip(cells, spans, aligns, strict=True):
            columns = self.columns[first : first + span]
            wide = sum(column.width for column in columns)
            lines = _lines(words, wide - 2 * self.style.side, self.style, columns[0].lines)
            laid.append(LaidCell(left, wide, align, lines, repeated=span == 1 and columns[0].repeated))
            first, left = first + span, left + wide
        tallest = max(self._text_height(cell) for cell in laid)
        return LaidRow(tuple(laid), max(least, tallest + 2 * self.style.above), ground)

    def _text_height(self, cell: LaidCell) -> float:
        return sum(line.size for line in cell.lines) * self.style.leading

    def split(self, row: LaidRow, room: float) -> tuple[LaidRow, LaidRow]:
        """The part of `row` that fits into `room` points, and the rest."""
        room -= 2 * self.style.above
        upper, lower = [], []
        for cell in row.cells:
            count, used = 0, 0.0
            for line in cell.lines:
                used += line.size * self.style.leading
                if used > room:
                    break
                count += 1
            upper.append(replace(cell, lines=cell.lines[:count]))
            again = cell.repeated and count == len(cell.lines)
            lower.append(cell if again else replace(cell, lines=cell.lines[count:]))
        return self._part(row, upper), replace(self._part(row, lower), source=None)

    def _part(self, row: LaidRow, cells: list[LaidCell]) -> LaidRow:
        tallest = max(self._text_height(cell) for cell in cells)
        return replace(row, cells=tuple(cells), height=max(self.style.row, tallest + 2 * self.style.above))

    def place(self, rows: Sequence[LaidRow], left: float, top: float) -> list[Shape]:
        """The rows one below the other, ruled and framed, from (left, top) on."""
        grounds: list[Shape] = []
        rules: list[Shape] = []
        inside: list[Shape] = []
        y = top
        uprights: dict[float, list[tuple[float, float]]] = {}
        for row in rows:
            if row.ground:
                grounds.append(Box(Bounds(left, y, self.width, row.height), row.ground))
            if row.lead is not None:
                inside.append(row.lead.at(Bounds(left, y, self.width, row.height)))
            for cell in row.cells:
                inside += self._cell_shapes(cell, Bounds(left + cell.left, y, cell.width, row.height))
                if cell.left:
                    pieces = uprights.setdefault(cell.left, [])
                    if pieces and pieces[-1][1] == y:
                        pieces[-1] = (pieces[-1][0], y + row.height)
                    else:
                        pieces.append((y, y + row.height))
            y += row.height
            if row is not rows[-1]:
                rules.append(Stroke(((left, y), (left + self.width, y)), RULE))
        for x, pieces in uprights.items():
            rules += [Stroke(((left + x, start), (left + x, end)), RULE) for start, end in pieces]
        return [*grounds, *rules, *inside, Box(Bounds(left, top, self.width, y - top), None, FRAME)]

    def _cell_shapes(self, cell: LaidCell, place: Bounds) -> list[Shape]:
        shapes: list[Shape] = [cell.lead.at(place)] if cell.lead is not None else []
        y = place.top + (place.height - self._text_height(cell)) / 2
        room = place.inset(self.style.side, 0)
        for line in cell.lines:
            pitch = line.size * self.style.leading
            shapes += _line_shapes(line, cell.align, Bounds(room.left, y, room.width, pitch))
            y += pitch
        return shapes


def led(cells: tuple[LaidCell, ...], leads: Mapping[int, Lead]) -> tuple[LaidCell, ...]:
    """The cells with what they lead to, by their number."""
    if not leads:
        return cells
    return tuple(replace(cell, lead=leads[n]) if n in leads else cell for n, cell in enumerate(cells))


def _lines(words: Sequence[Words], room: float, style: Style, most: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    sizes = style.close if style.close and len(words) > 1 else style.sizes
    for paragraph in words:
        indent = (_CAP + _SIGN_GAP) * sizes[0] if paragraph.sign not in ("", "frame") else 0.0
        allowed = paragraph.lines or most
        block = _block(paragraph, room - indent, style, sizes, allowed)
        if allowed == 1 and len(block.lines) > 1:
            size = fit_line(paragraph.text, paragraph.role, room - indent, sizes)
            block = Block((paragraph.text,), size)
        for number, text in enumerate(block.lines):
            sign = paragraph.sign if number == 0 else ""
            lines.append(Line(text, paragraph.role, block.size, sign, indent))
    return tuple(lines)


def _block(words: Words, room: float, style: Style, sizes: tuple[float, ...], most: int) -> Block:
    if not style.close:
        return fit(words.text, words.role, room, sizes, most)
    block = fit(words.text, words.role, room, sizes, 1)
    return block if len(block.lines) == 1 or most == 1 else fit(words.text, words.role, room, style.close, most)


def _line_shapes(line: Line, align: Align, room: Bounds) -> list[Shape]:
    length = width(line.role, line.text) * line.size
    shift = {"left": line.indent, "center": (room.width - length) / 2, "right": room.width - length}[align]
    baseline = room.middle[1] + CENTRE * line.size
    label = Label(room.left + shift, baseline, runs(line.role, line.text), length, line.size, INK, room=room)
    side = _CAP * line.size
    sign_place = Bounds(room.left, room.middle[1] - side / 2, side, side)
    if line.sign == "flag":
        return [label, *black_flag(Bounds(sign_place.left, sign_place.top, side * 0.75, side))]
    if line.sign == "frame":
        return [label, Box(label.bounds.inset(-0.12 * line.size, -0.08 * line.size), None, RULE)]
    return [label, Glyph(sign_place, line.sign)] if line.sign else [label]


class _Pages:
    """Pages being filled: the last one and what is left of it, in points."""

    def __init__(self, room: Callable[[int], float]) -> None:
        self._room = room
        self.pages: list[list[LaidRow]] = [[]]
        self.full = self.left = room(0)

    def turn(self) -> None:
        """Begin the next page."""
        self.full = self.left = self._room(len(self.pages))
        self.pages.append([])

    def add(self, row: LaidRow) -> None:
        """Put `row` on the page."""
        self.pages[-1].append(row)
        self.left -= row.height


def deal(
    table: Table, rows: Sequence[LaidRow], room: Callable[[int], float], again: Callable[[LaidRow], LaidRow]
) -> list[list[LaidRow]]:
    """Rows dealt out to pages; `room(0)` is what the first page has left for them, in points.

    A heading never stands last on a page, and is repeated (as `again` words it) where its rows go on.
    A row taller than a quarter of a page may be split.
    """
    filled = _Pages(room)
    heading: LaidRow | None = None
    for row, follower in zip_longest(rows, rows[1:]):
        if row.heading:
            heading = row
            company = min(follower.height, filled.full / 4) if follower else 0.0
            if row.height + company > filled.left and filled.pages[-1]:
                filled.turn()
            filled.add(row)
            continue
        rest = row
        while rest.height > filled.left:
            if rest.height > filled.full / 4 and filled.left > filled.full / 8:
                part, rest = table.split(rest, filled.left)
                filled.add(part)
            filled.turn()
            if heading and heading.height < filled.full / 4:
                filled.add(again(heading))
        filled.add(rest)
    return filled.pages
