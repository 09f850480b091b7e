"""Workdays in mainland China, with the holidays and worked weekends (调休) of the State Council's schedules.

The table ships as resources/workdays.csv (packaging/workdays.py makes it). Years outside it fall back to
Monday to Friday: `last_known_year` says how far it reaches.
"""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from models.resources import RESOURCES

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class _Table:
    off: dict[date, str]  # days off, those that fall on a weekend included, with the holiday's name
    on: frozenset[date]  # worked Saturdays and Sundays
    lost: tuple[date, ...]  # off on Monday to Friday, in order
    gained: tuple[date, ...]  # on, in order


def is_workday(day: date) -> bool:
    """Whether offices work on that day."""
    table = _table()
    return day in table.on or (day.weekday() < _SATURDAY and day not in table.off)


def holiday_name(day: date) -> str:
    """The holiday for which that day is off, "国庆节"; empty on any other day, plain weekends included."""
    return _table().off.get(day, "")


def next_workday(day: date) -> date:
    """The first workday on or after that day."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def add_workdays(day: date, count: int) -> date:
    """The workday `count` workdays after that day, before it for a negative count; the day itself for 0."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def workdays_between(first: date, last: date) -> int:
    """Workdays after `first` up to and including `last`; negative when `last` is the earlier one."""
    return _workdays_until(last) - _workdays_until(first)


def holiday_note(day: date, days: int = 21) -> str:
    """What the coming days have in store: "国庆节 10-01 至 10-07，09-29、10-12 上班"; empty if nothing."""
    table = _table()
    coming = [day + timedelta(days=number) for number in range(1, days + 1)]
    first = next((each for each in coming if table.off.get(each)), None)
    if first is None:
        return ""
    last = first
    while table.off.get(last + timedelta(days=1)) == table.off[first]:
        last += timedelta(days=1)
    text = f"{table.off[first]} {first:%m-%d} 至 {last:%m-%d}" if last > first else f"{table.off[first]} {first:%m-%d}"
    near = [each for each in table.gained if abs((each - first).days) <= days and each >= day]
    return text + (f"，{'、'.join(f'{each:%m-%d}' for each in near)} 上班" if near else "")


def last_known_year() -> int:
    """The last year whose schedule is in the table."""
    return max(_table().off).year


def _workdays_until(day: date) -> int:
    """Workdays from year 1 up to and including that day, so that a difference counts those between."""
    weeks, rest = divmod(day.toordinal(), 7)  # day 1 of year 1 was a Monday
    table = _table()
    plain = weeks * 5 + min(rest, 5)
    return plain - bisect_right(table.lost, day) + bisect_right(table.gained, day)


@cache
def _table() -> _Table:
    off: dict[date, str] = {}
    on: set[date] = set()
    with (RESOURCES / "workdays.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            if row["kind"] == "on":
                on.add(day)
            else:
                off[day] = row["holiday"]
    lost = sorted(day for day in off if day.weekday() < _SATURDAY)
    return _Table(off, frozenset(on), tuple(lost), tuple(sorted(on)))
