"""The A4 sheet turned sideways that our tables are printed on: type area, foot with QR code, page number."""

from functools import lru_cache

import segno

from exports.pdf.shapes import INK, MM, Bounds, Label, Modules, Shape, text_line
from exports.pdf.text import fit
from exports.wording import as_of_text
from models.language import _
from models.queries.report_content import ReportHead

SHEET_WIDTH, SHEET_HEIGHT = 297 * MM, 210 * MM
#: The type area of GB/T 9704, turned: margins top 28, bottom 26, left 35, right 37 mm.
TYPE_AREA = Bounds(35 * MM, 28 * MM, 225 * MM, 156 * MM)
_FOOT_TOP = TYPE_AREA.bottom + 3.5 * MM
_QR_SIDE = 9 * MM
_FOOT_SIZES = (7.5, 6.5, 5.5)
_FOOT_LEADING = 1.45
_NUMBER_SIZE = 14.0
_NUMBER_ROOM = 24 * MM


def qr_code(head: ReportHead, place: Bounds) -> Modules:
    """Report id, as-of and check value, for a phone: enough to find the frozen report again."""
    return Modules(place, _modules(f"{head.report_id} {head.as_of:%Y%m%d%H%M} {head.check_value}".upper()))


@lru_cache(maxsize=8)
def _modules(text: str) -> tuple[str, ...]:
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    return tuple("".join("1" if module else "0" for module in row) for row in matrix)


def check_text(head: ReportHead) -> str:
    """The check value in two groups of four, easier to read out."""
    value = head.check_value
    return f"{value[:4]} {value[4:]}" if len(value) == 8 else value  # noqa: PLR2004 - eight digits


def page_foot(head: ReportHead, number: int) -> list[Shape]:
    """QR code, report id, as-of, filter and check value, and the page number: odd right, even left."""
    odd = number % 2 == 1
    qr_left = TYPE_AREA.left if odd else TYPE_AREA.right - _QR_SIDE
    qr_place = Bounds(qr_left, _FOOT_TOP, _QR_SIDE, _QR_SIDE)
    text_left = TYPE_AREA.left + (_QR_SIDE + 2.2 * MM if odd else _NUMBER_ROOM)
    room = TYPE_AREA.width - _QR_SIDE - 2.2 * MM - _NUMBER_ROOM
    number_text = _("— {number} —").format(number=number)
    left = TYPE_AREA.right - _NUMBER_ROOM if odd else TYPE_AREA.left
    shapes: list[Shape] = [
        qr_code(head, qr_place),
        text_line(
            number_text,
            "plain",
            _NUMBER_SIZE,
            left,
            _FOOT_TOP + _QR_SIDE - 1.2 * MM,
            align="right" if odd else "left",
            room=_NUMBER_ROOM,
        ),
    ]
    return [*shapes, *_foot_lines(head, Bounds(text_left, _FOOT_TOP, room, _QR_SIDE), left=odd)]


def _foot_lines(head: ReportHead, place: Bounds, *, left: bool) -> list[Label]:
    texts = (
        _("报表号 {id}　截至 {as_of}　条件：{filter}").format(
            id=head.report_id, as_of=as_of_text(head), filter=head.filter_text or _("全部")
        ),
        _("内容校验 {check}　内部资料 请勿外传").format(check=check_text(head)),
    )
    first = fit(texts[0], "plain", place.width, _FOOT_SIZES, 2)
    lines = (*first.lines, texts[1])
    pitch = first.size * _FOOT_LEADING
    baseline = place.middle[1] - pitch * len(lines) / 2 + pitch * 0.72
    baseline = max(baseline, place.top + first.size * 0.88)
    return [
        text_line(
            line,
            "plain",
            first.size,
            place.left,
            baseline + number * pitch,
            align="left" if left else "right",
            room=place.width,
            ink=INK,
        )
        for number, line in enumerate(lines)
    ]
