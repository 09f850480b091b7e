"""Visit slips (走访条): six on an A4 sheet, each with the organization's QR code, to be filled in by hand.

The code holds the record id alone: a scanner types it into the field of the visit strip, and the slip is keyed in.
"""

from collections.abc import Iterator
from pathlib import Path

import segno

from exports.leads import row_lead
from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import missing_glyphs, texts_of
from exports.pdf.shapes import INK, MM, Bounds, Box, Glyph, Modules, Page, Pen, Shape, Stroke, text_line
from exports.pdf.text import CENTRE, fit, fit_line
from exports.phones import clear_text
from exports.visit_list import cleared, title_of, visit_words
from exports.wording import short_day
from models.language import _
from models.progress import Progress
from models.queries.visit_route import Stop, VisitRoute
from models.vocabulary import VISIT_MODES, VISIT_RESULTS

_WIDE, _HIGH = 210 * MM, 297 * MM
_COLUMNS, _LINES = 2, 3
_EDGE = 8 * MM
_SLIP_WIDE = (_WIDE - 2 * _EDGE) / _COLUMNS
_SLIP_HIGH = (_HIGH - 2 * _EDGE) / _LINES
_INSIDE = 5 * MM
_QR = 20 * MM
_CUT = Pen("#8A8A8A", 0.2 * MM, (1.2 * MM, 1.2 * MM))
_RULE = Pen(INK, 0.18 * MM)
_GREY = "#444444"
_PITCH = 7.6 * MM


def write_visit_slips(content: VisitRoute, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write a slip for every stop; FileProblem says why it could not be written."""
    content = cleared(content)
    head = content.head
    pages = list(lay_out_slips(content))
    properties = Properties(
        _("走访条 {unit} {day}").format(unit=head.unit, day=content.day),
        head.unit,
        clear_text(head.filter_text),
        head.as_of,
    )
    write_pages(path, pages, len(pages), properties, progress=progress)
    return Printed(len(pages), missing_glyphs(texts_of(content)), head.report_id)


def lay_out_slips(content: VisitRoute) -> Iterator[Page]:
    """The sheets, six slips each, with lines to cut along."""
    stops = [stop for street in content.streets for stop in street.stops]
    for first in range(0, max(len(stops), 1), _COLUMNS * _LINES):
        shapes: list[Shape] = []
        for place, stop in enumerate(stops[first : first + _COLUMNS * _LINES]):
            left = _EDGE + place % _COLUMNS * _SLIP_WIDE
            top = _EDGE + place // _COLUMNS * _SLIP_HIGH
            shapes += _slip(stop, content, Bounds(left, top, _SLIP_WIDE, _SLIP_HIGH))
        if not stops:
            shapes.append(text_line(_("这一天没有要走访的单位。"), "heading", 14, _EDGE, 40 * MM))
        shapes += _cuts()
        yield Page(_WIDE, _HIGH, tuple(shapes))


def _slip(stop: Stop, content: VisitRoute, place: Bounds) -> list[Shape]:
    room = place.inset(_INSIDE, 4 * MM)
    qr = Bounds(room.right - _QR, room.top, _QR, _QR)
    number = _("{n} · {title} · 内部资料").format(n=stop.number, title=title_of(content).partition("　")[2])
    shapes: list[Shape] = [
        Modules(qr, _modules(stop.uid)),
        text_line(number, "plain", 7.5, room.left, room.top + 2.6 * MM, ink=_GREY),
    ]
    text_room = room.width - _QR - 4 * MM
    y = _name(shapes, stop, room.left, room.top + 4 * MM, text_room)
    for fact in _facts(stop, content):
        y = _text(shapes, fact, room.left, y, text_room if y < qr.bottom else room.width)
    y = max(y, qr.bottom) + 1 * MM
    lead = row_lead(stop.organization, stop.name)
    return [*shapes, *_blanks(room, y), *([lead.at(place)] if lead is not None else [])]


def _name(shapes: list[Shape], stop: Stop, left: float, top: float, room: float) -> float:
    """The name with the sign of its stage, in two lines at most where that is possible; where it ends."""
    side = 3.6 * MM
    block = fit(stop.marked_name, "heading", room - side - 1.2 * MM, (12.0, 11.0, 10.0, 9.0), 2)
    pitch = block.size * 1.2
    shapes.append(Glyph(Bounds(left, top + (pitch - side) / 2, side, side), stop.word))
    for number, line in enumerate(block.lines):
        baseline = top + pitch * (number + 0.5) + CENTRE * block.size
        shapes.append(text_line(line, "heading", block.size, left + side + 1.2 * MM, baseline))
    return top + pitch * len(block.lines) + 0.8 * MM


def _facts(stop: Stop, content: VisitRoute) -> list[tuple[str, int]]:
    """What is known, each with the lines that it should take."""
    year = content.day.year
    street = "" if stop.street in stop.address else stop.street
    where = "，".join(part for part in (street, stop.address) if part)
    who = "，".join(part for part in (stop.people, stop.phone) if part)
    facts = [(where or _("没有地址"), 2)]
    if who:
        facts.append((who, 1))
    if stop.reason:
        facts.append((_("主因：{reason}").format(reason=stop.reason), 1))
    for task in stop.tasks[:2]:
        day = short_day(task.due_on, year)
        facts.append((_("要办：{task}（{day}）").format(task=task.task, day=day), 2))
    last = visit_words(stop.visits[0], year) if stop.visits else _("还没去过")
    facts.append((_("上次：{visit}").format(visit=last), 2))
    return facts


def _text(shapes: list[Shape], fact: tuple[str, int], left: float, top: float, room: float) -> float:
    block = fit(fact[0], "body", room, (9.0, 8.5, 8.0, 7.5), fact[1])
    pitch = block.size * 1.25
    for number, line in enumerate(block.lines):
        baseline = top + pitch * (number + 0.5) + CENTRE * block.size
        shapes.append(text_line(line, "body", block.size, left, baseline))
    return top + pitch * len(block.lines)


def _blanks(room: Bounds, y: float) -> list[Shape]:
    """What is filled in by hand, with the digits that the visit strip takes."""
    modes = "　".join(f"□{mode.code} {mode.label}" for mode in VISIT_MODES.entries)
    results = [f"□{result.code} {result.label}" for result in VISIT_RESULTS.entries]
    lines = [
        _("日期 ＿＿＿＿　{modes}").format(modes=modes),
        "　".join(results[:5]),
        "　".join(results[5:]),
    ]
    shapes: list[Shape] = []
    pitch = min(_PITCH, (room.bottom - y) / 7)
    for number, words in enumerate(lines):
        size = fit_line(words, "plain", room.width, (8.5, 8.0, 7.5, 7.0))
        shapes.append(text_line(words, "plain", size, room.left, y + pitch * (number + 0.7)))
    for number, words in enumerate((_("原因"), _("下一步、期限"), _("备注"), ""), start=len(lines)):
        baseline = y + pitch * (number + 0.75)
        label = text_line(words, "plain", 8.5, room.left, baseline)
        rule = baseline + 1.2 * MM
        start = room.left + (label.width + 1.5 * MM if words else 0)
        shapes += [*([label] if words else []), Stroke(((start, rule), (room.right, rule)), _RULE)]
    return shapes


def _cuts() -> list[Shape]:
    """Dashed lines between the slips, and a frame round them."""
    wide, high = _COLUMNS * _SLIP_WIDE, _LINES * _SLIP_HIGH
    cuts: list[Shape] = [Box(Bounds(_EDGE, _EDGE, wide, high), None, _CUT)]
    cuts += [
        Stroke(((_EDGE + column * _SLIP_WIDE, _EDGE), (_EDGE + column * _SLIP_WIDE, _EDGE + high)), _CUT)
        for column in range(1, _COLUMNS)
    ]
    cuts += [
        Stroke(((_EDGE, _EDGE + line * _SLIP_HIGH), (_EDGE + wide, _EDGE + line * _SLIP_HIGH)), _CUT)
        for line in range(1, _LINES)
    ]
    return cuts


def _modules(uid: str) -> tuple[str, ...]:
    matrix = segno.make(uid.upper(), error="m", micro=False, boost_error=False).matrix
    return tuple("".join("1" if module else "0" for module in row) for row in matrix)
