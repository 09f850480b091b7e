from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.workdays import (
    add_workdays,
    holiday_name,
    is_workday,
    last_known_year,
    next_workday,
    workdays_between,
)

DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 9, 27), True),  # a plain Friday
        (date(2024, 9, 28), False),  # a plain Saturday
        (date(2024, 9, 29), True),  # a worked Sunday
        *((date(2024, 10, day), False) for day in range(1, 8)),  # National Day
        (date(2024, 10, 8), True),
        (date(2024, 10, 12), True),  # a worked Saturday
        (date(2024, 10, 13), False),
        (date(2023, 1, 27), False),  # Spring Festival
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2019, 10, 1), True),  # outside the table: Monday to Friday
        (date(2040, 10, 1), True),
        (date(2040, 10, 6), False),
    ],
)
def test_is_workday(day: date, *, works: bool) -> None:
    assert is_workday(day) is works


def test_five_workdays_over_national_day() -> None:
    friday = date(2024, 9, 27)
    after = [f"{add_workdays(friday, count):%m-%d}" for count in range(7)]
    assert after == ["09-27", "09-29", "09-30", "10-08", "10-09", "10-10", "10-11"]
    assert workdays_between(friday, date(2024, 10, 10)) == 5
    assert workdays_between(friday, date(2024, 10, 7)) == 2
    assert workdays_between(friday, friday) == 0


def test_backwards() -> None:
    assert add_workdays(date(2024, 10, 10), -5) == date(2024, 9, 27)
    assert workdays_between(date(2024, 10, 10), date(2024, 9, 27)) == -5


def test_next_workday_is_the_day_itself_when_it_is_one() -> None:
    assert next_workday(date(2024, 9, 30)) == date(2024, 9, 30)
    assert next_workday(date(2024, 10, 1)) == date(2024, 10, 8)
    assert next_workday(date(2024, 9, 28)) == date(2024, 9, 29)


def test_holiday_name() -> None:
    assert holiday_name(date(2024, 10, 1)) == "国庆节"
    assert holiday_name(date(2024, 10, 5)) == "国庆节"  # a Saturday inside it
    assert holiday_name(date(2024, 9, 29)) == ""
    assert holiday_name(date(2024, 9, 28)) == ""
    assert holiday_name(date(2025, 5, 31)) == "端午节"


def test_table_reaches_2026() -> None:
    assert last_known_year() == 2026


def test_workdays_a_year_agree_with_the_schedules() -> None:
    """Days of the year less weekends and holidays, plus worked weekends: 2024 had 251, 2025 248."""
    assert workdays_between(date(2023, 12, 31), date(2024, 12, 31)) == 251
    assert workdays_between(date(2024, 12, 31), date(2025, 12, 31)) == 248


@given(first=DAYS, length=st.integers(0, 400))
def test_counting_agrees_with_asking_every_day(first: date, length: int) -> None:
    days = [first + timedelta(days=each) for each in range(1, length + 1)]
    assert workdays_between(first, first + timedelta(days=length)) == sum(map(is_workday, days))


@given(day=DAYS, count=st.integers(1, 60))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    later = add_workdays(day, count)
    assert is_workday(later)
    assert workdays_between(day, later) == count
