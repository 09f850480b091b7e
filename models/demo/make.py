"""The demo ledger, made through the product's own edits: a batch for the organizations, the rest by several authors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from models.demo.activity import ActivityMaker
from models.demo.luck import Luck
from models.demo.organizations import OrganizationMaker
from models.divisions import counties_of, division_name, streets_of
from models.edits.closing import confirm_closing, propose_closing
from models.edits.new_ledger import create_ledger
from models.facts.records import RecordRef
from models.facts.writer import BatchKind, NewRow, Surroundings
from models.inputs.closing import ClosingInput
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.tables.record_kinds import (
    CADRE,
    CAMPAIGN,
    COVERAGE,
    ELIGIBILITY,
    FOLLOWUP,
    ORGANIZATION,
    REASON,
    TARGET,
    TRADE_UNION,
    VISIT,
)

#: Visits, reasons and follow-ups per organization, in tenths.
VISITS, REASONS, FOLLOWUPS = 17, 10, 6
_VISITS_PER_BATCH = 40
_BATCHES_AT_MOST = 12_000
_EDITS_SHARE = 50
_ONE_TEAM = 2_000
_EDITS_AT_MOST = 20_000
#: From so many organizations on the demo covers a whole city, a province, the country.
_TERRITORIES = ((5_000, "440105"), (60_000, "4401"), (200_000, "44"), (10_000_000, ""))


class _Clock:
    """A wall clock that the demo moves, so that its log tells of months of work."""

    def __init__(self, day: date) -> None:
        self.set(day)

    def set(self, day: date) -> None:
        self._now = int(datetime.combine(day, time(9)).timestamp() * 1000)

    def __call__(self) -> int:
        self._now += 7
        return self._now


@dataclass(slots=True)
class _Demo:
    ledger: Ledger
    rng: Luck
    clock: _Clock
    today: date
    progress: Progress


def make_demo(
    path: Path, *, organizations: int, seed: int = 1, today: date | None = None, progress: Progress | None = None
) -> Ledger:
    """A new demo ledger, open. The same seed, number and day give the same ledger."""
    today = today or date.today()  # noqa: DTZ011 - the person's own calendar
    rng = Luck(seed)
    clock = _Clock(today - timedelta(days=220))
    territory = next(code for most, code in _TERRITORIES if organizations <= most)
    place = division_name(territory) if territory else "全国"
    ledger = create_ledger(
        path,
        unit=f"{place}总工会（示例）",
        person="周岚",
        division=territory or None,
        surroundings=Surroundings(clock, rng.randbytes),
    )
    demo = _Demo(ledger, rng, clock, today, progress or Progress())
    try:
        with ledger.together():
            _fill(demo, territory, organizations)
        _close_some(demo)  # asks the ledger what was just written: only what is saved can be asked for
    except BaseException:
        ledger.close()
        path.unlink(missing_ok=True)
        raise
    return ledger


def _fill(demo: _Demo, territory: str, organizations: int) -> None:
    _set_campaign(demo)
    cadres = _make_cadres(demo, territory)
    owners = {area: cadre.uid for area, cadre, _name in cadres}
    maker = OrganizationMaker(demo.rng, territory, organizations, demo.today, owners)
    demo.progress.step(0, 0, "登记单位")
    with demo.ledger.change(
        kind=BatchKind.IMPORT, registry_on=(demo.today - timedelta(days=215)).isoformat(), bulk=True
    ) as change:
        first, _last = change.create_many(ORGANIZATION, _counted(demo.progress, maker.rows(), organizations))
    activity = ActivityMaker(demo.rng, maker.members, first, demo.today, change.new_uid)
    _work(demo, activity, [(cadre, name) for _area, cadre, name in cadres], organizations)
    _form_unions(demo, activity)
    _edit_some(demo, first, organizations)


def _close_some(demo: _Demo) -> None:
    """Applications for closing out: some wait, some were confirmed this month. None comes back: that is a follow-up."""
    demo.clock.set(demo.today)
    with demo.ledger.change() as change:  # the one connection that sees what is not committed yet
        built = change.db.execute(
            "SELECT id FROM organization WHERE coverage IS NOT NULL ORDER BY id LIMIT 8"
        ).fetchall()
    chosen = [row[0] for row in built]
    if not chosen:
        return
    proof = ClosingInput(proposed_on=demo.today, evidence="建会批复已下达，会员名册已报")
    propose_closing(demo.ledger, chosen, proof)
    if chosen[4:8]:
        confirm_closing(demo.ledger, chosen[4:8], on=demo.today)


def _counted(progress: Progress, rows: Iterable[NewRow], total: int) -> Iterator[NewRow]:
    """The rows, with progress."""
    for number, row in enumerate(rows):
        if number % 1000 == 0:
            progress.step(number, total)
        yield row


def _set_campaign(demo: _Demo) -> None:
    """The shipped campaign is over; the demo runs one that ends at the end of this or the next half-year."""
    year = demo.today.year
    with demo.ledger.change() as change:
        change.create(
            CAMPAIGN,
            {
                "name": "社会组织建会专项行动（示例）",
                "starts_on": date(year - 1, 5, 1),
                "ends_on": _half_year(demo.today, 2),
            },
            uid=CAMPAIGN_UID,
        )
        for uid, due in zip(TARGET_UIDS, (_half_year(demo.today, 0), _half_year(demo.today, 1)), strict=True):
            change.create(TARGET, {"due_on": due}, uid=uid)


def _half_year(day: date, number: int) -> date:
    """The end of the half-year that ends `number` half-years after the last one that was over 45 days from now."""
    ends = [date(year, *end) for year in range(day.year - 1, day.year + 3) for end in ((6, 30), (12, 31))]
    coming = next(index for index, end in enumerate(ends) if end >= day + timedelta(days=45))
    return ends[coming - 1 + number] if number < 2 else ends[coming]  # noqa: PLR2004


def _make_cadres(demo: _Demo, territory: str) -> list[tuple[str, RecordRef, str]]:
    """A cadre per street of a district, per county elsewhere; three of them share the district's streets."""
    district = len(territory) == 6  # noqa: PLR2004
    if district:
        names = ["周岚", "韩立群", "沈嘉"]
        streets = [street.code for street in streets_of(territory)]
    else:
        names = []
        streets = [county.code for county in counties_of(territory)]
    with demo.ledger.change() as change:
        unit = change.db.execute("SELECT uid FROM working_unit LIMIT 1").fetchone()[0]
        first = change.db.execute("SELECT id, uid FROM cadre LIMIT 1").fetchone()
        known = {"周岚": RecordRef(*first)}
        found = []
        for number, area in enumerate(streets):
            name = names[number % len(names)] if names else f"干部{number + 1:04d}（{division_name(area)}）"
            if name not in known:
                known[name] = change.create(CADRE, {"name": name, "working_unit": unit})
            found.append((area, known[name], name))
    return found


def _work(demo: _Demo, activity: ActivityMaker, cadres: list[tuple[RecordRef, str]], organizations: int) -> None:
    """Weeks of visits with their reasons and follow-ups, a batch per author and outing."""
    visits = organizations * VISITS // 10
    rounds = max(1, min(_BATCHES_AT_MOST, visits // _VISITS_PER_BATCH, organizations // 3))
    authors = sorted(set(cadres), key=lambda cadre: cadre[0].id)
    for number in range(rounds):
        part = range(organizations)
        if organizations > _ONE_TEAM:  # everybody works in a part of the country
            part = range(organizations * number // rounds, organizations * (number + 1) // rounds)
        day = demo.today - timedelta(days=(rounds - number) * 205 // rounds)
        cadre, name = authors[number % len(authors)]
        demo.clock.set(day)
        with demo.ledger.change(author=f"{name}（{demo.ledger.author.unit}）", bulk=True) as change:
            change.summarize_later = True
            change.create_many(VISIT, activity.visits(part, _share(visits, number, rounds), cadre.uid, day))
            reasons = _share(organizations * REASONS // 10, number, rounds)
            change.create_many(REASON, activity.reasons(part, reasons, day))
            followups = _share(organizations * FOLLOWUPS // 10, number, rounds)
            change.create_many(FOLLOWUP, activity.followups(part, followups, cadre.uid, day))
        if number % 20 == 0:
            demo.progress.step(number, rounds, "走访、原因与跟进")


def _form_unions(demo: _Demo, activity: ActivityMaker) -> None:
    demo.progress.step(0, 0, "工会与认定")
    demo.clock.set(demo.today - timedelta(days=1))
    with demo.ledger.change(bulk=True) as change:
        formed = list(activity.unions())
        change.create_many(TRADE_UNION, (row for row, _covered, _day in formed))
        change.create_many(
            COVERAGE,
            (link for row, covered, day in formed for link in activity.coverages(row[0], covered, day)),
        )
        change.create_many(ELIGIBILITY, activity.decisions(demo.ledger.author.name))
    demo.ledger.summarize(scopes=False)  # organizations were made with their scope


def _edit_some(demo: _Demo, first: int, organizations: int) -> None:
    """Corrections by hand, so that the history is not empty."""
    demo.clock.set(demo.today)
    count = min(organizations // _EDITS_SHARE + 1, _EDITS_AT_MOST) if organizations else 0
    chosen = sorted(demo.rng.sample(range(organizations), count))
    for start in range(0, count, 200):
        with demo.ledger.change(author=f"沈嘉（{demo.ledger.author.unit}）") as change:
            for place in chosen[start : start + 200]:
                staff = change.db.execute("SELECT staff FROM organization WHERE id=?", (first + place,)).fetchone()[0]
                change.edit(ORGANIZATION, first + place, {"staff": (staff or 0) + demo.rng.between(1, 9)})
        demo.progress.step(start, count, "更正")


def _share(total: int, number: int, rounds: int) -> int:
    """How many of `total` fall to one of the rounds, so that they add up."""
    return total * (number + 1) // rounds - total * number // rounds
