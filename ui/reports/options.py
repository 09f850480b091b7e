"""What a print may be limited to, as data; and what a ledger offers for it. Without a window."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from exports.battle_map import Paper, TilePaper
from exports.sheets import making
from exports.sheets.making import SHEETS, SheetOptions
from models.divisions import cities_of, counties_of, division_name, provinces, streets_of
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.assigned_sheets import leaders
from models.queries.figures import home_division
from models.queries.people_list import cadres
from models.queries.report_head import Week, week_of
from models.rules.workdays import add_workdays
from ui.map_choices import MapChoices

WEEKLY, BATTLE_MAP = "weekly", "battle_map"
TASKS, LEADERS, DOSSIER = making.TASKS, making.LEADERS, making.DOSSIER
REASONS, CIRCULAR, ROLL_UP, LEAFLET = making.REASONS, making.CIRCULAR, making.ROLL_UP, making.LEAFLET
VISIT_LIST, VISIT_SLIPS, FOLLOWUPS = making.VISIT_LIST, making.VISIT_SLIPS, making.FOLLOWUPS
OF_AREAS, OF_CADRES = making.OF_AREAS, making.OF_CADRES
KINDS = (WEEKLY, BATTLE_MAP, *SHEETS)
#: Prints of a week.
WEEK_KINDS = frozenset({WEEKLY, BATTLE_MAP, CIRCULAR})
#: Prints of a day's work: a person and a day in place of a week and a paper.
DAY_KINDS = frozenset({VISIT_LIST, VISIT_SLIPS, FOLLOWUPS})
PAPERS: tuple[Paper, ...] = tuple(reversed(get_args(Paper)))
TILES: tuple[TilePaper, ...] = tuple(reversed(get_args(TilePaper)))
_USUAL: Paper = "A3"
_USUAL_MAP = MapChoices()
_WEEKS_BACK = 8
_DAYS_AHEAD = 10
_FILLING = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """One print. `areas` are division codes, none for everything; paper and tile are the battle map's.

    Cadre, day and phones are those of a day's prints; organizations (local ids) of dossiers; files those of a roll-up
    check. Grey, larger type and the footer go for every print.
    """

    kind: str = WEEKLY
    areas: tuple[str, ...] = ()
    key_only: bool = False
    week: Week | None = None
    paper: Paper = _USUAL
    tile: TilePaper | None = None
    cadre: bytes | None = None
    day: date | None = None  # of visits; until when, of follow-ups
    with_phones: bool = False  # masked
    map: MapChoices = _USUAL_MAP  # the battle map's
    reopen: str = ""  # the number of a frozen print that is shown in place of what the options say
    leader: str = ""
    organizations: tuple[int, ...] = ()
    files: tuple[Path, ...] = ()
    masked: bool = False
    grey: bool = False
    larger: bool = False
    footer: str = ""

    @property
    def shown_tile(self) -> TilePaper | None:
        """The sheets that the poster is split over; none where they are no smaller than the poster."""
        return self.tile if self.tile in tiles_for(self.paper) else None

    def of_sheet(self, number: int | None) -> SheetOptions:
        """The same for one of the office's sheets; `number` is the report's."""
        return SheetOptions(
            self.kind,
            self.areas if self.kind in OF_AREAS else (),
            self.week,
            self.cadre if self.kind in OF_CADRES else None,
            self.leader if self.kind == LEADERS else "",
            self.organizations,
            self.day,
            self.key_only,
            self.with_phones,
            self.masked,
            self.files,
            number,
        )

    @property
    def can_be_split(self) -> bool:
        """Whether it can be made for every street or person at one go."""
        return self.kind in {WEEKLY, BATTLE_MAP} or self.kind in OF_AREAS


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What there is to choose from: areas as (code, name), weeks newest first."""

    territory: str
    areas: tuple[tuple[str, str], ...]
    weeks: tuple[Week, ...]
    people: tuple[tuple[str, str], ...] = ()  # record id (hexadecimal), name
    days: tuple[date, ...] = ()  # the coming workdays, the next one first
    leaders: tuple[str, ...] = ()


def report_choices(ledger: Ledger) -> ReportChoices:
    """What this ledger offers."""
    division = home_division(ledger)
    this = week_of(ledger.today())
    weeks = tuple(week_of(this.monday - timedelta(weeks=back)) for back in range(_WEEKS_BACK + 1))
    people = tuple((cadre.uid.hex(), cadre.name) for cadre in cadres(ledger))
    days = [add_workdays(ledger.today(), number) for number in range(1, _DAYS_AHEAD + 1)]
    territory = division_name(division) if division else ""
    return ReportChoices(
        territory, areas_below(division), weeks, people, (*days, ledger.today()), tuple(leaders(ledger))
    )


def areas_below(division: str) -> tuple[tuple[str, str], ...]:
    """The areas one level below a territory: the streets of a county, the counties of a city, and so on."""
    if not division:
        found = provinces()
    elif len(division) == 2:  # noqa: PLR2004 - digits of a province
        cities = cities_of(division)
        found = counties_of(division) if all(city.name in _FILLING for city in cities) else cities
    else:
        found = counties_of(division) if len(division) == 4 else streets_of(division)  # noqa: PLR2004 - of a city
    return tuple((area.code, area.name) for area in found if area.code != division)


def tiles_for(paper: Paper) -> tuple[TilePaper, ...]:
    """The sheets over which a poster of that paper can be split: only smaller ones."""
    return tuple(tile for tile in TILES if PAPERS.index(tile) < PAPERS.index(paper))


def paper_named(text: str) -> Paper:
    """The paper of that name; A3 for anything else."""
    return next((paper for paper in PAPERS if paper == text), _USUAL)


def title_of(kind: str) -> str:
    """What the print is called."""
    if kind in SHEETS:
        return _(SHEETS[kind])
    return _("周台账") if kind == WEEKLY else _("作战图")


def file_name(options: ReportOptions, week: str) -> str:
    """A name for the saved file, without its ending."""
    if options.reopen:
        return f"{title_of(options.kind)} {options.reopen}"
    parts = [title_of(options.kind), *(division_name(code) or code for code in options.areas[:2])]
    if options.kind in DAY_KINDS:
        return " ".join([*parts, options.day.isoformat()] if options.day else parts)
    if options.leader and options.kind == LEADERS:
        parts.append(options.leader)
    if options.kind in WEEK_KINDS | {REASONS, TASKS, LEADERS, ROLL_UP}:
        parts.append(week)
    if options.kind == BATTLE_MAP:
        parts.append(options.paper)
    return " ".join(parts)
