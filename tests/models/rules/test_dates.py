"""Dates as they are typed in the visit strip: working days, ends of months and years, leap days, past and future."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import InputProblem
from models.rules.dates import iso_date, parse_date
from models.rules.workdays import is_workday, workdays_between

#: A Wednesday before National Day, with a worked Sunday and a worked Saturday near.
TODAY = date(2024, 9, 25)
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


def past(text: str, today: date = TODAY) -> str:
    return parse_date(text, today, future=False).isoformat()


def coming(text: str, today: date = TODAY) -> str:
    return parse_date(text, today, future=True).isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0", "2024-09-25"),
        ("今天", "2024-09-25"),
        ("-1", "2024-09-24"),
        ("昨天", "2024-09-24"),
        ("前天", "2024-09-23"),
        ("-25", "2024-08-31"),
        ("明天", "2024-09-26"),
        ("后天", "2024-09-27"),
        ("2024-06-18", "2024-06-18"),
        ("2024/6/18", "2024-06-18"),
        ("2024.6.18", "2024-06-18"),
        ("2024年6月18日", "2024-06-18"),
        ("20240618", "2024-06-18"),
        (" ２０２４－０６－１８ ", "2024-06-18"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_what_means_the_same_backwards_and_forwards(text: str, day: str) -> None:
    assert past(text) == day
    assert coming(text) == day


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("25", "2024-09-25", "2024-09-25"),  # today itself
        ("18", "2024-09-18", "2024-10-18"),
        ("30", "2024-08-30", "2024-09-30"),
        ("31", "2024-08-31", "2024-10-31"),  # September has none
        ("1", "2024-09-01", "2024-10-01"),
        ("0925", "2024-09-25", "2024-09-25"),
        ("0618", "2024-06-18", "2025-06-18"),
        ("1231", "2023-12-31", "2024-12-31"),
        ("0101", "2024-01-01", "2025-01-01"),
        ("6-18", "2024-06-18", "2025-06-18"),
        ("6/18", "2024-06-18", "2025-06-18"),
        ("6月18日", "2024-06-18", "2025-06-18"),
        ("0229", "2024-02-29", "2028-02-29"),
    ],
)
def test_the_nearest_day_behind_or_ahead(text: str, before: str, after: str) -> None:
    assert past(text) == before
    assert coming(text) == after


def test_a_bare_day_over_the_end_of_a_year() -> None:
    assert past("31", date(2025, 1, 2)) == "2024-12-31"
    assert coming("2", date(2024, 12, 31)) == "2025-01-02"
    assert past("30", date(2025, 3, 1)) == "2025-01-30"  # February has none


def test_a_leap_day_is_looked_for_in_the_years_around() -> None:
    assert past("0229", date(2023, 5, 1)) == "2020-02-29"
    assert coming("0229", date(2024, 3, 1)) == "2028-02-29"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("+0", "2024-09-25"),
        ("+1", "2024-09-26"),
        ("+2", "2024-09-27"),
        ("+3", "2024-09-29"),  # a worked Sunday
        ("+4", "2024-09-30"),
        ("+5", "2024-10-08"),  # after National Day
        ("+7", "2024-10-10"),
        ("+9", "2024-10-12"),  # a worked Saturday
        ("+10", "2024-10-14"),
    ],
)
def test_plus_counts_working_days(text: str, day: str) -> None:
    assert coming(text) == day


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_plus_lands_on_a_working_day_so_many_on(today: date, count: int) -> None:
    found = parse_date(f"+{count}", today, future=True)
    assert is_workday(found)
    assert workdays_between(today, found) == count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本周一", "2024-09-23"),
        ("周三", "2024-09-25"),
        ("这周五", "2024-09-27"),
        ("星期日", "2024-09-29"),
        ("周末", "2024-09-28"),
        ("下周三", "2024-10-02"),
        ("下星期天", "2024-10-06"),
        ("下下周一", "2024-10-07"),
        ("上周五", "2024-09-20"),
        ("礼拜六", "2024-09-28"),
    ],
)
def test_weekdays_by_calendar_weeks(text: str, day: str) -> None:
    assert coming(text) == day


@settings(deadline=None)
@given(DAYS, st.integers(1, 31))
def test_a_bare_day_is_the_nearest_one(today: date, day: int) -> None:
    behind, ahead = (parse_date(str(day), today, future=future) for future in (False, True))
    assert behind.day == ahead.day == day
    assert behind <= today <= ahead
    between = [behind + timedelta(days=number) for number in range(1, (ahead - behind).days)]
    assert not [each for each in between if each.day == day]


@settings(deadline=None)
@given(DAYS, st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_full_date_means_itself_on_any_day(today: date, day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert parse_date(text, today, future=False) == parse_date(text, today, future=True) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "明日",
        "32",
        "00",
        "0000",
        "1301",
        "0230",
        "2023-02-29",
        "2024-13-01",
        "240618",  # neither the year 2406 nor surely 2024
        "2024618",
        "202461",
        "2024-618",
        "+",
        "+-1",
        "下周八",
        "abc",
        "0000-01-01",
    ],
)
def test_what_is_not_understood_is_said_with_examples(text: str) -> None:
    for future in (False, True):
        with pytest.raises(
            InputProblem, match=r"看不懂日期“.*”。可以写 0（今天）、-1、18、0618、\+7、下周三 或 2024-06-18。"
        ):
            parse_date(text, TODAY, future=future)


@pytest.mark.parametrize(("text", "day"), [("2024-06-18", date(2024, 6, 18)), ("2023-02-29", None), ("", None)])
def test_iso_date(text: str, day: date | None) -> None:
    assert iso_date(text) == day
