"""What the prints show: frozen figures and rows, ready to draw. Exports take these and never a ledger.

Local ids of organizations are no part of what is printed, checked or kept (`repr=False`): they lead from a row on the
screen to its organization, and are 0 or empty where that is not known.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from models.rules.rates import gap, rate_tenths

#: Why the denominator of a rate grows; every other move but "built" and "lost" makes it smaller.
COMING = frozenset({"registered", "decided", "reclassified"})


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over organizations in the campaign's key scope; every rate is computed from sums, never averaged.

    key = eligible + not_eligible + undecided. `built` counts eligible organizations covered by at least one
    union, each once, by any route; `built_own` those with a union of their own.
    """

    key: int
    eligible: int
    not_eligible: int
    undecided: int
    built: int
    built_own: int
    overdue: int = 0
    conflicts: int = 0

    @property
    def rate(self) -> int | None:
        """Tenths of a percent, None (printed as "—") when nobody is eligible."""
        return rate_tenths(self.built, self.eligible)

    @property
    def own_rate(self) -> int | None:
        """Rate of unions of their own, tenths of a percent."""
        return rate_tenths(self.built_own, self.eligible)

    def missing(self, percent: int) -> int:
        """How many more unions reach `percent` of the eligible, rounded up (domain: 60 % of 5 is 3)."""
        return gap(self.built, self.eligible, percent)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One dated target of the campaign. `days_left` is negative once the date has passed."""

    label: str
    percent: int
    due_on: date
    missing: int
    days_left: int
    weekly_pace: int | None  # unions a week from now on; None when the date has passed


@dataclass(frozen=True, slots=True)
class StreetFigures:
    """One street (or 街道未定 with an empty code)."""

    code: str
    name: str
    short_name: str  # without 街道, 镇, 乡: for narrow columns
    figures: Figures


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What stands on every page of every print."""

    unit: str
    campaign: str
    as_of: datetime
    week: str  # ISO week, 2024-W39
    week_start: date  # Monday
    week_end: date  # Sunday
    filter_text: str
    made_by: str
    report_id: str  # ZT-20240927-0039
    check_value: str  # eight hexadecimal digits over the content that is printed
    standing: str = ""  # "frozen"; "estimated": of a week that is over, from what is known now; "": of now


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One organization on paper. Words are ready to print; phones are never among them."""

    mark: str  # 新, 改, 销 or empty
    number: int  # 序号, running through the whole print
    name: str
    conflicted: bool  # printed with ※
    category: str
    street: str
    staff: int | None
    stage: str  # S2
    word: str  # key of the six stage words: untouched, visited, preparing, filed, built, excluded
    blocked: bool
    main_reason: str  # "D1 负责人有顾虑"
    route: str  # 对策: 联合建
    leader: str
    owner: str
    deadline: date | None
    deadline_days_late: int  # calendar days, 0 when not late
    last_visit: date | None
    visit_count: int
    next_due: date | None
    next_days_late: int  # working days, 0 when not late
    next_task: str
    note: str
    organization: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LedgerSection:
    """A block of rows with its own heading: a street, 待核, 街道未定, 本周销号."""

    title: str
    rows: tuple[LedgerRow, ...]
    staff: int


@dataclass(frozen=True, slots=True)
class WeekProgress:
    """What happened in the week of the report."""

    built: int
    visits: int
    closed: int
    newly_not_eligible: int
    returned: int


@dataclass(frozen=True, slots=True)
class RateMove:
    """One reason why a rate moved, a key of MOVES (models/queries/rate_moves.py), with some of the names.

    `covered`: those that came or went had a union.
    """

    reason: str
    covered: bool
    count: int
    names: tuple[str, ...]
    organizations: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def eligible(self) -> int:
        """What it adds to the denominator."""
        return self.count * {"built": 0, "lost": 0}.get(self.reason, 1 if self.reason in COMING else -1)

    @property
    def built(self) -> int:
        """What it adds to the numerator."""
        if self.reason in {"built", "lost"}:
            return self.count if self.reason == "built" else -self.count
        return self.eligible if self.covered else 0


@dataclass(frozen=True, slots=True)
class RateStep:
    """A rate before and after one move, in tenths of a percent; None where nobody is eligible."""

    move: RateMove
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class SinceLast:
    """The frozen figures of an earlier week, and what has happened since."""

    week: str  # 2024-W38
    is_last_week: bool
    report: str
    total: Figures
    streets: tuple[StreetFigures, ...]
    moves: tuple[RateMove, ...]

    def steps(self) -> tuple[RateStep, ...]:
        """The moves one after another: from the earlier rate to the present one."""
        built, eligible, made = self.total.built, self.total.eligible, []
        for move in self.moves:
            before = rate_tenths(built, eligible)
            built, eligible = built + move.built, eligible + move.eligible
            made.append(RateStep(move, before, rate_tenths(built, eligible)))
        return tuple(made)

    def street(self, code: str) -> Figures | None:
        """What a street had then; None if it was not among them."""
        return next((street.figures for street in self.streets if street.code == code), None)


@dataclass(frozen=True, slots=True)
class WeeklyLedger:
    """The weekly ledger (周台账): cover figures, table per street, and every live organization without a union."""

    head: ReportHead
    total: Figures
    targets: tuple[TargetLine, ...]
    streets: tuple[StreetFigures, ...]
    progress: WeekProgress
    average_built: int | None  # hundredths of unions a week over the last four weeks
    low_streets: tuple[str, ...]  # below the first target
    main: tuple[LedgerSection, ...]  # per street
    unverified: LedgerSection  # 待核
    no_street: LedgerSection  # 街道未定
    closed: LedgerSection  # closed this week
    rate_change: int | None = None  # tenths of a point against the earlier frozen figure; None without one
    since: SinceLast | None = None
    #: Every column of the ledger, a row per row above in the same order; only for a workbook and for keeping.
    sheet: tuple[tuple[str | int | None, ...], ...] = ()

    @property
    def sections(self) -> tuple[LedgerSection, ...]:
        """All sections in the order in which they are printed."""
        return (*self.main, self.unverified, self.no_street, self.closed)


@dataclass(frozen=True, slots=True)
class MapCell:
    """One organization on the tile map (or `stands_for` of them).

    `target`: a key target that the campaign's rate waits for, that is eligible and without a union.
    """

    word: str  # key of the six stage words
    key_target: bool
    overdue: bool
    blocked: bool
    stands_for: int = 1
    target: bool = False


@dataclass(frozen=True, slots=True)
class MapTile:
    """One street: its cells in stage order, open ones first; `before` are the places that the office left free."""

    street: StreetFigures
    cells: tuple[MapCell, ...]
    before: int = 0


@dataclass(frozen=True, slots=True)
class WeekCell:
    """Plan and result of one street in one week; None where nothing is known or the week has not come."""

    planned: int
    done: int | None


@dataclass(frozen=True, slots=True)
class MatrixWeek:
    """A column of the wall matrix."""

    number: int  # ISO week number
    friday: date
    is_current: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A street's weeks, one cell per column."""

    street: StreetFigures
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A main reason and how many organizations without a union have it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class HardCase:
    """An organization that needs a leader: refused, blocked or long overdue."""

    name: str
    street: str
    staff: int | None
    reason: str
    leader: str
    next_step: str
    organization: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class NewUnion:
    """A union formed in the week of the report."""

    street: str
    name: str
    route: str
    organization: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class BattleMap:
    """The battle map (作战图): everything that hangs on the wall, without phones or names of private persons."""

    head: ReportHead
    total: Figures
    targets: tuple[TargetLine, ...]
    average_built: int | None  # hundredths of unions a week over the last four weeks
    word_counts: tuple[tuple[str, int], ...]  # the six words in stage order with their number of organizations
    weeks: tuple[MatrixWeek, ...]
    matrix: tuple[MatrixRow, ...]
    matrix_total: tuple[WeekCell, ...]
    cumulative_done: tuple[int | None, ...]  # unions standing at the end of each week, None for weeks to come
    cumulative_planned: tuple[int, ...]
    tiles: tuple[MapTile, ...]
    reasons: tuple[ReasonLine, ...]  # by count, all of them
    without_union: int
    hard_cases: tuple[HardCase, ...]
    new_unions: tuple[NewUnion, ...]
    next_week_planned: int
    holiday_note: str  # "国庆 10-01 至 10-07，09-29、10-12 上班" or empty
    ranking: tuple[StreetFigures, ...]  # by rate, then gap
    rows: str = "street"  # or "cadre", "numbered cadre": whose weeks the matrix shows; the rest is of streets
