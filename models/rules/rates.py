"""Rates and gaps in integer arithmetic (domain rules, "Rates and arithmetic")."""


def rate_tenths(built: int, eligible: int) -> int | None:
    """Built / eligible in tenths of a percent, half rounded up; None when nobody is eligible."""
    if eligible <= 0:
        return None
    return (2000 * built + eligible) // (2 * eligible)


def rate_text(tenths: int | None) -> str:
    """Print a rate: "69.7%", or "—" where there is no rate."""
    if tenths is None:
        return "—"
    return f"{tenths // 10}.{tenths % 10}%"


def gap(built: int, eligible: int, percent: int) -> int:
    """max(0, ceil(percent × eligible) − built): 60 % of 5 is 3."""
    needed = -(-percent * eligible // 100)
    return max(0, needed - built)


def weekly_pace(missing: int, days_left: int) -> int | None:
    """Unions needed a week to close `missing` in `days_left` days, rounded up; None when no day is left."""
    if days_left <= 0:
        return None
    weeks = -(-days_left // 7)
    return -(-missing // weeks)
