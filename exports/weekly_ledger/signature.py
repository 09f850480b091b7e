"""The signature line of the first and the last page, with 20 mm kept free for the stamp."""

from exports.pdf.page import TYPE_AREA
from exports.pdf.shapes import INK, MM, Pen, Shape, Stroke, text_line
from exports.pdf.text import fit_line
from models.language import _
from models.queries.report_content import ReportHead

SIGNATURE_HEIGHT = 21 * MM
SIGNATURE_TOP = TYPE_AREA.bottom - SIGNATURE_HEIGHT
_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
_WIDTHS = (58 * MM, 48 * MM, 48 * MM)
_BASELINE = SIGNATURE_TOP + 8.5 * MM


def signature_line(head: ReportHead) -> list[Shape]:
    """Who filled it in, who checked it, who is in charge, the date and the place of the stamp."""
    fields = (
        _("填表人：{name}").format(name=head.made_by),
        _("审核人："),
        _("负责人："),
    )
    date = _("{year} 年 {month} 月 {day} 日（盖章）").format(
        year=head.as_of.year, month=head.as_of.month, day=head.as_of.day
    )
    rule = Stroke(((TYPE_AREA.left, SIGNATURE_TOP), (TYPE_AREA.right, SIGNATURE_TOP)), Pen(INK, 0.25 * MM))
    shapes: list[Shape] = [rule]
    left = TYPE_AREA.left
    for text, room in zip(fields, _WIDTHS, strict=True):
        size = fit_line(text, "body", room - 3 * MM, _SIZES)
        shapes.append(text_line(text, "body", size, left, _BASELINE, room=room - 3 * MM))
        left += room
    room = TYPE_AREA.right - left
    size = fit_line(date, "body", room, _SIZES)
    shapes.append(text_line(date, "body", size, left, _BASELINE, room=room, align="right"))
    return shapes
