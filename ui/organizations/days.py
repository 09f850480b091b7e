"""Days as the list and the detail say them."""

from dataclasses import dataclass
from datetime import date

from models.language import _
from models.rules.dates import iso_date
from models.rules.workdays import is_workday, workdays_between
from ui.day_words import weekday

_SATURDAY = 5
_NEAR = 183  # half a year: so long a month and a day say enough


@dataclass(frozen=True, slots=True)
class DueWords:
    """A day to come in words; `is_late` and `is_today` decide the ink."""

    text: str
    is_late: bool = False
    is_today: bool = False
    is_worked_weekend: bool = False


def due_words(text: str, today: date) -> DueWords:
    """09-24 逾期 3 天 (working days), 09-27 今天, 09-29 周日; empty for no day."""
    day = iso_date(text)
    if day is None:
        return DueWords(text)
    if day < today:
        late = workdays_between(day, today)
        words = _("{day} 逾期 {n} 天") if late else _("{day} 刚过期")
        return DueWords(words.format(day=f"{day:%m-%d}", n=late), is_late=True)
    if day == today:
        return DueWords(_("{day} 今天").format(day=f"{day:%m-%d}"), is_today=True)
    if (day - today).days > _NEAR:
        return DueWords(text)
    return DueWords(f"{day:%m-%d} {weekday(day)}", is_worked_weekend=is_worked_weekend(day))


def is_worked_weekend(day: date) -> bool:
    """Whether offices work on that Saturday or Sunday (调休)."""
    return day.weekday() >= _SATURDAY and is_workday(day)


def near_day(text: str, today: date) -> str:
    """09-27 within half a year of today, else 2024-09; the text itself where it is no day."""
    day = iso_date(text)
    if day is None:
        return text
    return f"{day:%m-%d}" if abs((day - today).days) <= _NEAR else f"{day:%Y-%m}"
