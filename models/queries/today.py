"""What today is about: what is due and late, how far the campaign is, and the pace it needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.ledger.ledger import Ledger
from models.queries.closing_list import closing_ids
from models.queries.conditions import PRESENT, Conditions
from models.queries.figure_lists import FigureLists, figure_lists
from models.queries.figures import built_per_week, campaign, figures, target_lines
from models.queries.followup_list import FollowupRow, followups
from models.queries.followup_memory import open_counts
from models.queries.organization_list import VIEWS
from models.queries.past_imports import past_imports
from models.queries.report_content import Figures, TargetLine
from models.rules.campaigns import Campaign

PACE_WEEKS = 4
_FILES = 2
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
class ReceivedFile:
    """A list that was imported here: its batch (hexadecimal), what it brought, and how many rows wait for a person."""

    batch: str
    name: str
    at: str  # YYYY-MM-DD HH:MM
    added: int
    updated: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done, as the first screen lists it. `counts` are of SCOPES_OF_TIME, without what is done."""

    day: date
    late: tuple[FollowupRow, ...]
    due: tuple[FollowupRow, ...]
    this_week: tuple[FollowupRow, ...]
    counts: dict[str, int]
    returned: tuple[FollowupRow, ...] = ()  # of all times: what came back, for whoever applied


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
    returned: tuple[FollowupRow, ...] = ()
    pending: int = 0  # applications for closing out that wait
    average: int = 0  # unions a week in the last whole weeks, in hundredths, also where no target is ahead
    files: tuple[ReceivedFile, ...] = ()


def today(ledger: Ledger, *, cadre: bytes | None = None, limit: int = 2000) -> Today:
    """The first screen of this ledger, today; the follow-ups of everybody or of one cadre."""
    day = ledger.today()
    listed = due(ledger, cadre=cadre, limit=limit)
    running = campaign(ledger)
    total = figures(ledger)
    targets = target_lines(running, total, day)
    ahead = next((line for line in targets if line.days_left > 0 and line.missing > 0), None)
    ahead = ahead or next((line for line in targets if line.days_left > 0), targets[-1] if targets else None)
    pace = pace_to(ledger, total, ahead)
    return Today(
        day,
        ledger.author.unit,
        running,
        total,
        targets,
        ahead,
        pace,
        listed.late,
        listed.due,
        listed.this_week,
        listed.counts,
        to_judge(ledger),
        figure_lists(ledger),
        is_empty(ledger),
        listed.returned,
        len(closing_ids(ledger, "pending")),
        pace.average if pace is not None else recent_average(ledger),
        received_files(ledger),
    )


def due(ledger: Ledger, *, cadre: bytes | None = None, limit: int = 2000) -> Due:
    """What is to be done, of everybody or of one cadre: quick in a ledger of any size."""
    return Due(
        ledger.today(),
        tuple(followups(ledger, "late", cadre=cadre, limit=limit)),
        tuple(followups(ledger, "today", cadre=cadre, limit=limit)),
        tuple(followups(ledger, "week", cadre=cadre, limit=limit)),
        open_counts(ledger, cadre=cadre),
        tuple(followups(ledger, "returned", cadre=cadre, limit=limit)),
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


def received_files(ledger: Ledger) -> tuple[ReceivedFile, ...]:
    """The last lists that were imported: those with rows that wait first, a few of the others after them."""
    found = [
        ReceivedFile(each.batch, each.file_name, each.at, each.added, each.updated, each.waiting)
        for each in past_imports(ledger)
        if each.stands
    ]
    found.sort(key=lambda each: not each.waiting)
    return tuple(found[:_FILES])


def recent_average(ledger: Ledger) -> int:
    """Unions a week in the last whole weeks, in hundredths."""
    _first, monday = pace_span(ledger.today())
    return sum(built_per_week(ledger, monday, PACE_WEEKS)) * 100 // PACE_WEEKS


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
