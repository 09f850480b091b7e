"""What the cells of a sheet mean beyond their text: days that are numbers, marks that only programs see."""

import re
from datetime import date, timedelta

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
#: Days from 1949-10-01 to 2099-12-31, counted from 1900: other numbers in a column of days are no days.
_SERIALS = range(18_172, 73_051)
#: Zero-width signs, marks of writing direction and byte order, soft hyphens: nobody sees them, no search finds them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def without_invisible(text: str) -> str:
    """The text without signs that change nothing that is seen, and without blanks at its ends."""
    return text if text.isascii() else _INVISIBLE.sub("", text).strip()


def day_text(text: str, *, epoch_1904: bool) -> str:
    """The text of a cell in a column of days: the number of a day is that day, anything else stays.

    Spreadsheets keep days as numbers; where the cell has lost its format, or the sheet was saved as text, the number
    is all that is left.
    """
    if not (said := _SERIAL.fullmatch(text)):
        return text
    number = int(said[1])
    days = number + 1462 if epoch_1904 else number
    if days not in _SERIALS:
        return text
    return ((_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(days=number)).isoformat()
