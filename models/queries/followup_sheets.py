"""The due list as one sheet per person, and as entries of a calendar; ready to hand out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.divisions import division_name, full_name
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.followup_list import FollowupRow, followup_ids, followup_rows
from models.queries.people_list import cadre_names, home_unit_name
from models.queries.report_content import ReportHead
from models.queries.report_head import BLANK_HEAD, report_head, week_of
from models.rules.phones import mask_phones_in

_CHUNK = 500
#: More than this is no print any more.
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class PersonTasks:
    """What one person has to do, by day; `name` is empty for what nobody was given."""

    name: str
    rows: tuple[FollowupRow, ...]


@dataclass(frozen=True, slots=True)
class FollowupSheets:
    """The due list: a sheet per person; `until` limits it to what is due by then."""

    head: ReportHead
    day: date
    until: date | None
    people: tuple[PersonTasks, ...]

    @property
    def count(self) -> int:
        """How many follow-ups."""
        return sum(len(person.rows) for person in self.people)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A follow-up for a calendar; `uid` is its record id (hexadecimal), so that a second export replaces the first."""

    uid: str
    day: date
    organization: str
    task: str
    place: str
    person: str
    reason: str
    last_visit: str


@dataclass(frozen=True, slots=True)
class FollowupCalendar:
    """The entries, whose they are (empty: everybody's), and when they were written (in UTC)."""

    unit: str
    person: str
    made_at: datetime
    entries: tuple[CalendarEntry, ...]


def followup_sheets(
    ledger: Ledger,
    *,
    cadre: bytes | None = None,
    areas: Sequence[str] = (),
    until: date | None = None,
    number: int | None = None,
) -> FollowupSheets:
    """Everything that is open, by person and day; of one cadre, in areas, until a day where they are named."""
    rows = _open(ledger, cadre, areas, until)
    refuse_too_many(len(rows))
    people: dict[str, list[FollowupRow]] = {}
    for row in rows:
        people.setdefault(row.cadre, []).append(row)
    made = tuple(PersonTasks(name, tuple(people[name])) for name in sorted(people, key=lambda name: (not name, name)))
    content = FollowupSheets(BLANK_HEAD, ledger.today(), until, made)
    parts = [_("未办跟进")]
    if cadre is not None:
        parts.append(_("责任人 {name}").format(name=cadre_names(ledger).get(cadre.hex(), "")))
    if until is not None:
        parts.append(_("{day} 前到期").format(day=f"{until:%m-%d}"))
    parts += [division_name(area) or area for area in areas]
    head = report_head(ledger, "GJ", week_of(ledger.today()), "，".join(parts), content, number=number)
    return replace(content, head=head)


def refuse_too_many(count: int) -> None:
    """InputProblem for more rows than anybody prints."""
    if count > MOST_ROWS:
        words = _("有 {n} 件，超过一次能打印的 {most} 件。").format(n=f"{count:,}", most=f"{MOST_ROWS:,}")
        raise InputProblem(words, hint=_("请只选一个人、几个街道，或近一些的期限。"))


def followup_calendar(
    ledger: Ledger, *, cadre: bytes | None = None, areas: Sequence[str] = (), until: date | None = None
) -> FollowupCalendar:
    """The same as entries of a calendar. No phones, not even masked ones."""
    with ledger.reading():
        rows = _open(ledger, cadre, areas, until)
        places = _places(ledger, (row.organization for row in rows))
    entries = tuple(
        CalendarEntry(
            row.uid,
            row.due_on,
            row.organization_name,
            row.task,
            places.get(row.organization, ""),
            row.cadre,
            f"{row.reason} {row.reason_label}".strip(),
            row.last_visit_on,
        )
        for row in rows
    )
    made_at = datetime.fromtimestamp(ledger.surroundings.milliseconds() // 1000).astimezone()
    person = cadre_names(ledger).get(cadre.hex(), "") if cadre is not None else ""
    return FollowupCalendar(home_unit_name(ledger), person, made_at, entries)


def _open(ledger: Ledger, cadre: bytes | None, areas: Sequence[str], until: date | None) -> list[FollowupRow]:
    with ledger.reading():
        rows = followup_rows(ledger, followup_ids(ledger, "open", cadre=cadre))
        streets = _streets(ledger, (row.organization for row in rows)) if areas else {}
    return [
        replace(row, task=mask_phones_in(row.task))
        for row in rows
        if (until is None or row.due_on <= until)
        and (not areas or any(streets.get(row.organization, "").startswith(area) for area in areas))
    ]


def _streets(ledger: Ledger, organizations: Iterable[int]) -> dict[int, str]:
    return _column(ledger, organizations, "coalesce(street,'')")


def _places(ledger: Ledger, organizations: Iterable[int]) -> dict[int, str]:
    """Where it is: the address, else the street."""
    wanted = list(organizations)
    addresses = _column(ledger, wanted, "coalesce(address,'')")
    return {
        organization: addresses.get(organization) or full_name(street)
        for organization, street in _streets(ledger, wanted).items()
    }


def _column(ledger: Ledger, organizations: Iterable[int], expression: str) -> dict[int, str]:
    wanted = sorted(set(organizations))
    found: dict[int, str] = {}
    with ledger.reading() as db:
        for start in range(0, len(wanted), _CHUNK):
            some = ",".join(str(int(record)) for record in wanted[start : start + _CHUNK])
            found.update(db.execute(f"SELECT id, {expression} FROM organization WHERE id IN ({some})").fetchall())
    return found
