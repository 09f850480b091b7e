"""The campaign that ships with the program, and its targets. Both are data: a ledger may change them.

Source: domain rules, section 1: 60 % of the eligible key organizations by the end of 2023, about 85 % by the end
of 2024.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Target:
    """A dated target: `percent` of the eligible until `due_on`."""

    key: str
    label: str
    percent: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with its targets by date."""

    name: str
    starts_on: date
    ends_on: date
    targets: tuple[Target, ...]


SHIPPED = Campaign(
    "社会组织建会专项行动",
    date(2023, 5, 1),
    date(2024, 12, 31),
    (
        Target("60", "阶段目标", 60, date(2023, 12, 31)),
        Target("85", "总目标", 85, date(2024, 12, 31)),
    ),
)


def proposed_days(today: date) -> tuple[date, ...]:
    """The days of the targets for a ledger that is founded today.

    Those that ship while the last of them is ahead; afterwards the ends of this year and of the next.
    """
    if today <= SHIPPED.ends_on:
        return tuple(target.due_on for target in SHIPPED.targets)
    return tuple(date(today.year + number, 12, 31) for number in range(len(SHIPPED.targets)))


def start_for(days: Sequence[date], today: date) -> date:
    """The first day of a campaign with targets on these days that is founded today."""
    return SHIPPED.starts_on if today <= SHIPPED.ends_on else date(min(today, *days).year, 1, 1)
