"""The day that a list speaks of: from its titles, its file name, or the file's own date."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import islice

from models.importing.mapping import Mapping
from models.importing.table import Cell, Table

_EARLIEST = 2000
_TITLE_ROWS = 12
_YEAR = r"(?<!\d)(?P<year>20\d{2})"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR + r"\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})(?!\d)",
        _YEAR + r"(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        _YEAR + r"\s*年\s*第?(?P<quarter>[1-4一二三四])\s*季度?",
        _YEAR + r"\s*年\s*(?P<half>上半年|下半年)",
        _YEAR + r"\s*[年./-]\s*(?P<month>\d{1,2})\s*月?(?!\d)",
        _YEAR + r"(?P<month>0[1-9]|1[0-2])(?!\d)",
        _YEAR + r"\s*年?\s*(?P<end>年度|年底|年末|底|末|度)",
    )
)
_UNTIL = re.compile(r"(截至|截止|统计(日期|时间)|数据(日期|时间)|更新(日期|时间)|填报(日期|时间)|制表(日期|时间))")
_QUARTERS = {"1": 3, "一": 3, "2": 6, "二": 6, "3": 9, "三": 9, "4": 12, "四": 12}
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_YEAR = re.compile(r"[二][〇零][一二三四五六七八九〇零]{2}(?=年)")
_CHINESE_NUMBER = re.compile(r"(?<=[年月])([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日])")


class DaySource(Enum):
    """Where a day was found."""

    TITLE = "title"
    FILE_NAME = "file name"
    FILE_DATE = "file date"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class RegistryDay:
    """The day of a list, and where it was found."""

    day: date
    source: DaySource


def registry_day(table: Table, rows: Iterable[Iterable[Cell]], mapping: Mapping, today: date) -> RegistryDay:
    """The day that the titles over the headings name, else the file's name, else the day it was saved on.

    A month means its last day, and never a day that is still to come.
    """
    above = mapping.first_header_row if mapping.header_row >= 0 else 0
    titles = [str(cell) for row in islice(rows, min(above, _TITLE_ROWS)) for cell in row if isinstance(cell, str)]
    asked = sorted(titles, key=lambda text: _UNTIL.search(text) is None)
    for texts, source in ((asked, DaySource.TITLE), ([table.path.stem], DaySource.FILE_NAME)):
        for text in [*texts, *([table.sheet or ""] if source is DaySource.FILE_NAME else [])]:
            found = day_in(text, today)
            if found is not None:
                return RegistryDay(found, source)
    try:
        saved = datetime.fromtimestamp(table.path.stat().st_mtime).astimezone().date()
    except OSError:
        saved = today
    return RegistryDay(saved, DaySource.FILE_DATE) if saved < today else RegistryDay(today, DaySource.TODAY)


def day_in(text: str, today: date) -> date | None:
    """The day that a title or a file name names; None without one that has come."""
    plain = _with_digits(unicodedata.normalize("NFKC", text))
    started = _UNTIL.search(plain)
    for part in [plain[started.end() :], plain] if started else [plain]:
        found = next(_days_in(part, today), None)
        if found is not None:
            return found
    return None


def _days_in(text: str, today: date) -> Iterator[date]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _day(match.groupdict())
            if found is not None and date(_EARLIEST, 1, 1) <= _begun(found) <= today:
                yield min(found, today)


def _day(said: dict[str, str | None]) -> date | None:
    year, month, day = int(said["year"] or 0), said.get("month"), said.get("day")
    if quarter := said.get("quarter"):
        month = str(_QUARTERS[quarter])
    elif said.get("half"):
        month = "6" if said["half"] == "上半年" else "12"
    elif said.get("end"):
        month = "12"
    try:
        number = int(month or 0)
        return date(year, number, int(day) if day else monthrange(year, number)[1])
    except ValueError:
        return None


def _begun(day: date) -> date:
    """A month that has begun may be named before it is over."""
    return day.replace(day=1) if day.day == monthrange(day.year, day.month)[1] else day


def _with_digits(text: str) -> str:
    """二〇二三年六月十八日 as 2023年6月18日."""
    text = _CHINESE_YEAR.sub(lambda match: match[0].translate(str.maketrans("二", "2")).translate(_DIGITS), text)
    return _CHINESE_NUMBER.sub(lambda match: str(_number(match[0])), text)


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return int(tens.translate(_DIGITS) or "1") * 10 + int(ones.translate(_DIGITS) or "0")
