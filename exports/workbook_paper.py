"""How a sheet of a workbook is printed: A4 landscape, its header on every page, never too small to be read."""

import math
from collections.abc import Sequence
from typing import Any

from models.language import _

LINE = 15.0  # points: a line of 11 points
_A4 = 9  # XlsxWriter's number
_MOST_HEADER = 200
_PAGE_WIDTH = 140  # characters of the sheet beside one another at full size
_LEAST_SCALE = 65  # percent: 11 points become 7


def set_paper(sheet: Any, title: str, widths: Sequence[float], frozen: int) -> None:
    """Set a sheet up for the printer; `widths` are its columns' in characters, the first `frozen` stay in sight.

    One page wide where that can be read; else several side by side, each beginning with the frozen columns.
    """
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.7)
    sheet.hide_gridlines(0)  # printed too
    shown = title[:_MOST_HEADER].replace("&", "&&")
    sheet.set_header(f"&C&14 {shown}")  # the blank parts the size from a title that begins with a digit
    sheet.set_footer("&L" + _("内部资料 请勿外传") + "&C" + _("第 &P 页　共 &N 页"))
    if sum(widths) * _LEAST_SCALE <= _PAGE_WIDTH * 100:
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(_LEAST_SCALE)
    sheet.print_across()  # all of a row before the rows below
    if frozen:
        sheet.repeat_columns(0, frozen - 1)


def lines_of(text: str, width: float) -> int:
    """Into how many lines a text breaks in a column so wide; not every program sees to the height by itself."""
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(display_width(line) / max(width - 1, 1))) for line in text.split("\n"))


def display_width(text: str) -> int:
    """How wide a text is where a Chinese character is two wide and a digit one."""
    return sum(1 if character.isascii() else 2 for character in text)
