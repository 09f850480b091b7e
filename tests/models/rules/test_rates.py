"""Rates and gaps in whole numbers: domain rules, section 2."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.queries.report_content import Figures
from models.rules.rates import gap, rate_tenths, rate_text, weekly_pace

COUNTS = st.integers(0, 2_000_000)


def test_sixty_percent_of_five_is_three() -> None:
    assert gap(0, 5, 60) == 3
    assert gap(3, 5, 60) == 0
    assert gap(2, 5, 60) == 1
    assert gap(5, 5, 60) == 0


@settings(deadline=None)
@given(COUNTS, COUNTS, st.integers(0, 100))
def test_gap_is_the_rounded_up_remainder_and_never_negative(built: int, eligible: int, percent: int) -> None:
    assert gap(built, eligible, percent) == max(0, ceil(Fraction(percent * eligible, 100)) - built)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_rate_is_exact_to_a_tenth_of_a_percent(built: int, eligible: int) -> None:
    found = rate_tenths(built, eligible)
    if eligible == 0:
        assert found is None
    else:
        exact = Decimal(1000 * built) / Decimal(eligible)
        assert found == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("built", "eligible", "text"),
    [
        (0, 0, "—"),
        (5, 0, "—"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (68, 107, "63.6%"),  # as a float it would print 63.5 %
        (1, 2000, "0.1%"),
        (1, 2001, "0.0%"),
        (69, 99, "69.7%"),
    ],
)
def test_printed_rate(built: int, eligible: int, text: str) -> None:
    assert rate_text(rate_tenths(built, eligible)) == text


def test_a_total_is_computed_from_sums_and_is_not_the_mean_of_rates() -> None:
    small, big = Figures(1, 1, 0, 0, 1, 1), Figures(99, 99, 0, 0, 0, 0)
    total = Figures(100, 100, 0, 0, small.built + big.built, 1)
    assert (small.rate, big.rate) == (1000, 0)
    assert total.rate == 10
    assert total.missing(60) == 59


def test_two_rates_by_any_route_and_by_own_unions() -> None:
    sums = Figures(key=10, eligible=8, not_eligible=1, undecided=1, built=6, built_own=2)
    assert (rate_text(sums.rate), rate_text(sums.own_rate)) == ("75.0%", "25.0%")


@pytest.mark.parametrize(
    ("missing", "days", "pace"),
    [(10, 0, None), (10, -3, None), (10, 1, 10), (10, 7, 10), (10, 8, 5), (11, 14, 6), (0, 70, 0), (1, 700, 1)],
)
def test_weekly_pace_is_rounded_up_over_the_weeks_that_are_left(missing: int, days: int, pace: int | None) -> None:
    assert weekly_pace(missing, days) == pace
