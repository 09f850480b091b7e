"""The leaflet for joining (扫码入会): a poster with one large code, then small cards to cut out."""

from pathlib import Path

import segno

from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import missing_glyphs, texts_of
from exports.pdf.shapes import INK, MM, Bounds, Box, Modules, Page, Pen, Shape, Stroke, text_line
from exports.pdf.text import boxed, wrap
from models.language import _
from models.progress import Progress
from models.queries.joining_leaflet import JoiningLeaflet

_WIDE, _HIGH = 210 * MM, 297 * MM
_EDGE = 22 * MM
_SIDE = 110 * MM
_QUIET = 4  # modules of white that a code needs around it
_RED = "#A81E26"
_CUT = Pen("#8A8A8A", 0.2 * MM, (1.2 * MM, 1.2 * MM))
_COLUMNS, _ROWS = 2, 4
_CARD_EDGE = 9 * MM
_BODY = 16.0


def write_leaflet(content: JoiningLeaflet, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write poster and cards as a PDF; FileProblem says why it could not be written."""
    pages = lay_out_leaflet(content)
    head = content.head
    properties = Properties(_("扫码入会 {unit}").format(unit=head.unit), head.unit, content.address, head.as_of)
    write_pages(path, pages, len(pages), properties, progress=progress)
    return Printed(len(pages), missing_glyphs(texts_of(content)), head.report_id)


def lay_out_leaflet(content: JoiningLeaflet) -> list[Page]:
    """The poster and a sheet of cards as shapes."""
    return [_poster(content), _cards(content)]


def _poster(content: JoiningLeaflet) -> Page:
    room = _WIDE - 2 * _EDGE
    shapes: list[Shape] = [
        *boxed(content.head.unit, "heading", Bounds(_EDGE, 24 * MM, room, 10 * MM), 18, align="center"),
        *boxed(_("扫码加入工会"), "title", Bounds(_EDGE, 38 * MM, room, 24 * MM), 52, align="center"),
        Stroke(((_EDGE, 68 * MM), (_WIDE - _EDGE, 68 * MM)), Pen(_RED, 1.2 * MM)),
        *_code(content.address, Bounds((_WIDE - _SIDE) / 2, 76 * MM, _SIDE, _SIDE)),
    ]
    words = content.words or _("职工凭自愿加入工会，入会不收取报名费用。扫码后填写姓名和单位，由工会审核。")
    top = 194 * MM
    for number, line in enumerate(wrap(words, "body", room / _BODY)[:5]):
        baseline = top + number * 9 * MM
        shapes.append(text_line(line, "body", _BODY, _EDGE, baseline, align="center", room=room))
    steps = (_("一、用手机扫码"), _("二、填写本人信息"), _("三、等待工会审核"))
    wide = room / len(steps)
    for number, step in enumerate(steps):
        place = Bounds(_EDGE + number * wide + 2 * MM, 240 * MM, wide - 4 * MM, 16 * MM)
        shapes.append(Box(place, None, Pen(INK, 0.25 * MM), 2 * MM))
        shapes += boxed(step, "heading", place.inset(2 * MM), 14, align="center")
    shapes += boxed(content.address, "plain", Bounds(_EDGE, 262 * MM, room, 8 * MM), 11, align="center", lines=2)
    foot = _("报表号 {id}　{day}").format(id=content.head.report_id, day=f"{content.head.as_of:%Y-%m-%d}")
    shapes.append(text_line(foot, "plain", 7.5, _EDGE, 280 * MM, align="center", room=room))
    return Page(_WIDE, _HIGH, tuple(shapes))


def _cards(content: JoiningLeaflet) -> Page:
    wide, high = (_WIDE - 2 * _CARD_EDGE) / _COLUMNS, (_HIGH - 2 * _CARD_EDGE) / _ROWS
    shapes: list[Shape] = []
    for place in range(_COLUMNS * _ROWS):
        left, top = _CARD_EDGE + place % _COLUMNS * wide, _CARD_EDGE + place // _COLUMNS * high
        side = high - 22 * MM
        text = Bounds(left + side + 9 * MM, top + 12 * MM, wide - side - 13 * MM, high - 24 * MM)
        shapes += _code(content.address, Bounds(left + 5 * MM, top + 11 * MM, side, side))
        shapes += boxed(_("扫码加入工会"), "heading", Bounds(text.left, text.top, text.width, 14 * MM), 15, lines=2)
        shapes += boxed(
            content.head.unit, "body", Bounds(text.left, text.top + 18 * MM, text.width, 20 * MM), 11, lines=3
        )
    for column in range(_COLUMNS + 1):
        x = _CARD_EDGE + column * wide
        shapes.append(Stroke(((x, _CARD_EDGE), (x, _HIGH - _CARD_EDGE)), _CUT))
    for row in range(_ROWS + 1):
        y = _CARD_EDGE + row * high
        shapes.append(Stroke(((_CARD_EDGE, y), (_WIDE - _CARD_EDGE, y)), _CUT))
    return Page(_WIDE, _HIGH, tuple(shapes))


def _code(address: str, place: Bounds) -> list[Shape]:
    """The code with the white that a telephone needs around it."""
    matrix = segno.make(address, error="m", micro=False).matrix
    rows = tuple("".join("1" if module else "0" for module in row) for row in matrix)
    quiet = place.width * _QUIET / (len(rows) + 2 * _QUIET)
    return [Modules(place.inset(quiet), rows)]
