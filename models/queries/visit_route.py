"""Whom to visit on a day: street by street, with what is promised and the last visits; ready to print.

Exports take these and never a ledger. Telephone numbers are left out unless they are asked for, and masked then.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.divisions import division_name
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT, WORD, Conditions
from models.queries.followup_sheets import refuse_too_many
from models.queries.people_list import cadre_names
from models.queries.report_content import ReportHead
from models.queries.report_head import BLANK_HEAD, report_head, week_of
from models.rules.phones import mask_phone, mask_phones_in
from models.rules.workdays import add_workdays, workdays_between
from models.vocabulary import VISIT_MODES, VISIT_RESULTS

_HISTORY = 3
_CHUNK = 500
#: Organizations and everyone who is shown as one of them.
_FAMILY = "SELECT id FROM organization WHERE id IN ({some}) OR joined_into IN ({some})"


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit in few words: the day, how, what came of it, who, what was noted."""

    day: date | None
    mode: str
    result: str
    cadre: str
    note: str


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What is promised: until when, working days late, by whom."""

    task: str
    due_on: date
    days_late: int
    cadre: str


@dataclass(frozen=True, slots=True)
class Stop:
    """An organization to visit; `uid` is its record id (hexadecimal), the oldest task and the newest visit first."""

    number: int
    uid: str
    name: str
    code: str
    street: str
    address: str
    word: str
    staff: int | None
    people: str  # head and contact
    phone: str  # empty unless asked for, and masked
    reason: str
    tasks: tuple[OpenTask, ...]
    visits: tuple[PastVisit, ...]
    visit_count: int
    conflicts: int = 0
    organization: int = field(default=0, repr=False, compare=False)  # local id, no part of the print

    @property
    def marked_name(self) -> str:
        """As printed: with ※ where it is in conflict."""
        return self.name + ("※" if self.conflicts else "")


@dataclass(frozen=True, slots=True)
class StreetStops:
    """The stops in one street."""

    street: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class VisitRoute:
    """A day's visits; `person` is whose, empty for everybody's."""

    head: ReportHead
    day: date
    person: str
    with_phones: bool
    streets: tuple[StreetStops, ...]

    @property
    def count(self) -> int:
        """How many organizations."""
        return sum(len(street.stops) for street in self.streets)


def next_visit_day(ledger: Ledger) -> date:
    """The next workday after today: for which one prints in the evening."""
    return add_workdays(ledger.today(), 1)


def visit_route(
    ledger: Ledger,
    kind: str = "ZF",
    *,
    day: date | None = None,
    cadre: bytes | None = None,
    areas: Sequence[str] = (),
    organizations: Sequence[int] | None = None,
    with_phones: bool = False,
    number: int | None = None,
) -> VisitRoute:
    """The organizations with something due until `day` (the next workday if none is given), by street and address.

    Of one cadre where it is named, in areas (division codes) where they are named; or exactly `organizations` (local
    ids). Who was visited today already and has nothing due on the day itself is left out. `kind` are the letters of
    the report's number.
    """
    day = day or next_visit_day(ledger)
    with ledger.reading():
        chosen = list(dict.fromkeys(organizations)) if organizations is not None else _due(ledger, day, cadre, areas)
        refuse_too_many(len(chosen))
        stops = _stops(ledger, chosen, cadre=cadre, with_phones=with_phones)
        names = cadre_names(ledger)
    streets: defaultdict[str, list[Stop]] = defaultdict(list)
    for stop in stops:
        streets[stop.street].append(stop)
    numbered = _numbered(streets)
    person = names.get(cadre.hex(), "") if cadre else ""
    content = VisitRoute(BLANK_HEAD, day, person, with_phones, numbered)
    said = _filter_text(day, person, areas, chosen=organizations is not None)
    return replace(content, head=report_head(ledger, kind, week_of(ledger.today()), said, content, number=number))


def _numbered(streets: dict[str, list[Stop]]) -> tuple[StreetStops, ...]:
    made, number = [], 0
    for street in sorted(streets, key=lambda each: (not each, each)):
        stops = []
        for stop in streets[street]:
            number += 1
            stops.append(replace(stop, number=number, street=division_name(street) if street else ""))
        made.append(StreetStops(stops[0].street or _("街道未定"), tuple(stops)))
    return tuple(made)


def _filter_text(day: date, person: str, areas: Sequence[str], *, chosen: bool) -> str:
    parts = [_("选定的单位") if chosen else _("{day} 前到期").format(day=f"{day:%m-%d}")]
    if person:
        parts.append(_("责任人 {name}").format(name=person))
    parts += [division_name(area) or area for area in areas]
    return "，".join(parts)


def _due(ledger: Ledger, day: date, cadre: bytes | None, areas: Sequence[str]) -> list[int]:
    where = ""
    values: dict[str, object] = {"day": day.isoformat(), "today": ledger.today().isoformat(), "cadre": cadre}
    if cadre is not None:
        where += " AND f.cadre=:cadre"
    if areas:
        inside = []
        for place, area in enumerate(areas):
            values[f"area{place}"] = f"{area}%"
            inside.append(f"o.street LIKE :area{place}")
        where += f" AND ({' OR '.join(inside)})"
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT o.id FROM followup f JOIN organization o ON o.id={owner_of('f')} WHERE f.state='open' "
            f"AND f.deleted IS NOT 1 AND f.due_on<=:day AND {Conditions(db).live}{where} GROUP BY o.id "
            "HAVING max(f.due_on)>:today OR coalesce(o.last_visit_on,'')<:today",
            values,
        )
        return [row[0] for row in rows]


def _stops(ledger: Ledger, chosen: list[int], *, cadre: bytes | None, with_phones: bool) -> list[Stop]:
    found: list[Stop] = []
    with ledger.reading() as db:
        reasons = reasons_of(db)
        for start in range(0, len(chosen), _CHUNK):
            some = ",".join(str(int(record)) for record in chosen[start : start + _CHUNK])
            tasks, visits = _tasks(ledger, some, cadre), _visits(ledger, some)
            rows = db.execute(
                f"SELECT o.id, lower(hex(o.uid)), o.name, o.code, o.street, o.address, {WORD}, o.staff, o.head, "
                "o.contact, o.phone, o.main_reason, coalesce(o.visit_count,0), coalesce(o.conflicts,0) "
                f"FROM organization o WHERE o.id IN ({some}) AND {PRESENT}"
            )
            for (
                record,
                uid,
                name,
                code,
                street,
                address,
                word,
                staff,
                head,
                contact,
                phone,
                reason,
                times,
                conflicts,
            ) in rows:
                people = "、".join(dict.fromkeys(part for part in (head, contact) if part))
                shown = mask_phone(phone) if with_phones else ""
                why = reasons[reason].text if reason in reasons else reason or ""
                found.append(
                    Stop(
                        0,
                        uid,
                        name or "",
                        code or "",
                        street or "",
                        address or "",
                        word,
                        staff,
                        people,
                        shown,
                        why,
                        tuple(tasks[record]),
                        tuple(visits[record]),
                        times,
                        conflicts,
                        record,
                    )
                )
    return sorted(found, key=lambda stop: (stop.street, stop.address, stop.name, stop.uid))


def _tasks(ledger: Ledger, some: str, cadre: bytes | None) -> defaultdict[int, list[OpenTask]]:
    today, names = ledger.today(), cadre_names(ledger)
    found: defaultdict[int, list[OpenTask]] = defaultdict(list)
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT {owner_of('f')}, task, due_on, lower(hex(cadre)) FROM followup f WHERE state='open' "
            f"AND deleted IS NOT 1 AND org_id IN ({_FAMILY.format(some=some)}) "
            "AND (:cadre IS NULL OR cadre=:cadre) ORDER BY due_on, id",
            {"cadre": cadre},
        )
        for organization, task, due_on, owner in rows:
            due = date.fromisoformat(due_on)
            late = workdays_between(due, today) if due < today else 0
            found[organization].append(OpenTask(mask_phones_in(task or ""), due, late, names.get(owner, "")))
    return found


def _visits(ledger: Ledger, some: str) -> defaultdict[int, list[PastVisit]]:
    """The last visits, those that were corrected left out."""
    names = cadre_names(ledger)
    found: defaultdict[int, list[PastVisit]] = defaultdict(list)
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT owner, visited_on, mode, result, lower(hex(cadre)), note FROM (SELECT *, row_number() OVER "
            "(PARTITION BY owner ORDER BY visited_on DESC, uid DESC) AS k FROM "
            f"(SELECT v.*, {owner_of('v')} AS owner FROM visit v WHERE v.deleted IS NOT 1 "
            f"AND v.org_id IN ({_FAMILY.format(some=some)}) AND NOT EXISTS (SELECT 1 FROM visit c "
            "WHERE c.org_id=v.org_id AND c.corrects=v.uid AND c.deleted IS NOT 1))) WHERE k<=? ORDER BY owner, k",
            (_HISTORY,),
        )
        for organization, day, mode, result, cadre, note in rows:
            found[organization].append(
                PastVisit(
                    date.fromisoformat(day) if day else None,
                    VISIT_MODES.label(mode),
                    VISIT_RESULTS.label(result),
                    names.get(cadre, ""),
                    mask_phones_in(note or ""),
                )
            )
    return found
