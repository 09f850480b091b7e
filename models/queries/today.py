"""What today is about: what is due and late, how far the campaign is, and the pace it needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT, Conditions
from models.queries.figure_lists import FigureLists, figure_lists
from models.queries.figures import built_per_week, campaign, figures, target_lines
from models.queries.followup_list import FollowupRow, counts_by_time, followups
from models.queries.organization_list import VIEWS
from models.queries.report_content import Figures, TargetLine
from models.rules.campaigns import Campaign

PACE_WEEKS = 4
_VIEWS_TO_JUDGE = ("unverified", "no_street", "undecided", "conflicts")


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly unions are formed: hundredths a week of late, and where that leads until the next target."""

    average: int
    projected_built: int
    projected_missing: int


@dataclass(frozen=True, slots=True)
class ToJudge:
    """What waits for a person, by number of organizations."""

    unverified: int  # no valid code
    no_street: int
    undecided: int  # key organizations nobody decided on
    conflicts: int
    no_reason: int  # without a union and without a main reason


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first screen shows. `counts` are those of followup_list.SCOPES_OF_TIME; lists may be cut."""

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
    counts: dict[str, int]
    to_judge: ToJudge
    lists: FigureLists
    is_empty: bool  # not one organization


def today(ledger: Ledger, *, cadre: bytes | None = None, limit: int = 2000) -> Today:
    """The first screen of this ledger, today; the follow-ups of everybody or of one cadre."""
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
        tuple(followups(ledger, "late", cadre=cadre, limit=limit)),
        tuple(followups(ledger, "today", cadre=cadre, limit=limit)),
        tuple(followups(ledger, "week", cadre=cadre, limit=limit)),
        counts_by_time(ledger, cadre=cadre),
        to_judge(ledger),
        figure_lists(ledger),
        is_empty(ledger),
    )


def to_judge(ledger: Ledger) -> ToJudge:
    """What waits for a person: the sizes of the lists of those names."""
    with ledger.reading() as db:
        c = Conditions(db)
        views = [VIEWS[name].format(live=c.live, covered=c.covered) for name in _VIEWS_TO_JUDGE]
        views.append(figure_lists(ledger).measures["no_reason"])
        sums = ", ".join(f"coalesce(sum({view}),0)" for view in views)
        row = db.execute(
            f"SELECT {sums} FROM organization o WHERE {PRESENT}", {"today": ledger.today().isoformat()}
        ).fetchone()
    return ToJudge(*row)


def is_empty(ledger: Ledger) -> bool:
    """Whether there is not one organization outside the trash."""
    with ledger.reading() as db:
        return db.execute(f"SELECT 1 FROM organization o WHERE {PRESENT} LIMIT 1").fetchone() is None


def pace_span(day: date) -> tuple[date, date]:
    """The whole weeks that the pace is taken from: their first Monday, and the Monday after them."""
    monday = day - timedelta(days=day.weekday())
    return monday - timedelta(weeks=PACE_WEEKS), monday


def pace_to(ledger: Ledger, total: Figures, target: TargetLine | None) -> Pace | None:
    """The pace of the last whole weeks and its projection; None without a target ahead."""
    if target is None or target.days_left <= 0:
        return None
    _first, monday = pace_span(ledger.today())
    formed = sum(built_per_week(ledger, monday, PACE_WEEKS))
    average = formed * 100 // PACE_WEEKS
    projected = min(total.eligible, total.built + average * target.days_left // 700)
    missing = max(0, total.missing(target.percent) - (projected - total.built))
    return Pace(average, projected, missing)
