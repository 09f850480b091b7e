"""What today is about: what is due and late, how far the campaign is, and the pace it needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.ledger.ledger import Ledger
from models.queries.figures import built_per_week, campaign, figures, target_lines
from models.queries.followup_list import FollowupRow, followups
from models.queries.report_content import Figures, TargetLine
from models.rules.campaigns import Campaign

PACE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly unions are formed: hundredths a week of late, and where that leads until the next target."""

    average: int
    projected_built: int
    projected_missing: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first screen shows."""

    day: date
    unit: str
    campaign: Campaign
    total: Figures
    targets: tuple[TargetLine, ...]
    next_target: TargetLine | None
    pace: Pace | None
    late: tuple[FollowupRow, ...]
    due: tuple[FollowupRow, ...]
    this_week: tuple[FollowupRow, ...]


def today(ledger: Ledger) -> Today:
    """The first screen of this ledger, today."""
    day = ledger.today()
    running = campaign(ledger)
    total = figures(ledger)
    targets = target_lines(running, total, day)
    ahead = next((line for line in targets if line.days_left > 0 and line.missing > 0), None)
    ahead = ahead or next((line for line in targets if line.days_left > 0), targets[-1] if targets else None)
    return Today(
        day,
        ledger.author.unit,
        running,
        total,
        targets,
        ahead,
        pace_to(ledger, total, ahead),
        tuple(followups(ledger, "late")),
        tuple(followups(ledger, "today")),
        tuple(followups(ledger, "week", limit=200)),
    )


def pace_to(ledger: Ledger, total: Figures, target: TargetLine | None) -> Pace | None:
    """The pace of the last whole weeks and its projection; None without a target ahead."""
    if target is None or target.days_left <= 0:
        return None
    day = ledger.today()
    monday = day - timedelta(days=day.weekday())
    formed = sum(built_per_week(ledger, monday, PACE_WEEKS))
    average = formed * 100 // PACE_WEEKS
    projected = min(total.eligible, total.built + average * target.days_left // 700)
    missing = max(0, total.missing(target.percent) - (projected - total.built))
    return Pace(average, projected, missing)
