"""Dates as they are typed in a visit: 0, -1, 18, 0618, +7, 下周三, 2024-06-18.

`+7` means seven working days on (domain: due dates land on workdays); `-1` is yesterday.
"""

import re
import unicodedata
from datetime import date, timedelta

from models.errors import InputProblem
from models.language import _
from models.rules.workdays import add_workdays

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WEEKDAY = re.compile(r"^(本|这|下|下下|上)?(?:周|星期|礼拜)([一二三四五六日天末])$")
_WORDS = {"今天": 0, "明天": 1, "后天": 2, "昨天": -1, "前天": -2}
_FULL = re.compile(r"^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$")
_MONTH_DAY = re.compile(r"^(\d{1,2})[-/.月](\d{1,2})日?$")


def parse_date(text: str, today: date, *, future: bool) -> date:
    """The day that was typed.

    A bare day (18) or month and day (0618) is the nearest one that is not after today, or with `future` not
    before today. Raises InputProblem with a sentence that lists what may be typed.
    """
    typed = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    found = _relative(typed, today) or _weekday(typed, today) or _absolute(typed, today, future=future)
    if found is None:
        raise InputProblem(
            _("看不懂日期“{text}”。可以写 0（今天）、-1、18、0618、+7、下周三 或 2024-06-18。").format(text=text)
        )
    return found


def iso_date(text: str) -> date | None:
    """The day of an ISO text, None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _relative(typed: str, today: date) -> date | None:
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    if re.fullmatch(r"\+\d{1,3}", typed):
        return add_workdays(today, int(typed))
    if re.fullmatch(r"-\d{1,3}", typed) or typed == "0":
        return today + timedelta(days=int(typed))
    return None


def _weekday(typed: str, today: date) -> date | None:
    match = _WEEKDAY.match(typed)
    if match is None:
        return None
    weeks = {"上": -1, None: 0, "本": 0, "这": 0, "下": 1, "下下": 2}[match[1]]
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=_WEEKDAYS[match[2]], weeks=weeks)


def _absolute(typed: str, today: date, *, future: bool) -> date | None:
    if match := _FULL.match(typed):
        return _day(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
    if re.fullmatch(r"\d{1,2}", typed):
        return _nearest_day(int(typed), today, future=future)
    if re.fullmatch(r"\d{4}", typed):
        return _nearest_month_day(int(typed[:2]), int(typed[2:]), today, future=future)
    if match := _MONTH_DAY.match(typed):
        return _nearest_month_day(int(match[1]), int(match[2]), today, future=future)
    return None


def _nearest_day(day: int, today: date, *, future: bool) -> date | None:
    year, month = today.year, today.month
    for _attempt in range(12):
        found = _day(year, month, day)
        if found and (found >= today if future else found <= today):
            return found
        month += 1 if future else -1
        year, month = (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)  # noqa: PLR2004
    return None


def _nearest_month_day(month: int, day: int, today: date, *, future: bool) -> date | None:
    """Within the past or the coming year; a leap day may need a look further."""
    step = 1 if future else -1
    for year in range(today.year, today.year + 9 * step, step):
        found = _day(year, month, day)
        if found and (found >= today if future else found <= today):
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
