"""What each person has in hand, as sheets: of a cadre (个人任务单) or of a leader in charge (包联领导)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from models.divisions import division_name
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.queries.conditions import BLOCKED, ELIGIBLE, KEY, NOT_ELIGIBLE, WORD, Conditions
from models.queries.figures import campaign, figures, street_figures, target_lines
from models.queries.followup_list import FollowupRow, followup_ids, followup_rows
from models.queries.followup_sheets import refuse_too_many
from models.queries.people_list import cadre_names
from models.queries.report_content import Figures, ReportHead, StreetFigures, TargetLine
from models.queries.report_head import BLANK_HEAD, report_head, week_of
from models.queries.weekly_scope import within
from models.rules.phones import mask_phones_in
from models.rules.workdays import workdays_between
from models.vocabulary import ROUTES

By = Literal["cadre", "leader"]
_GROUPS: dict[By, str] = {"cadre": "coalesce(lower(hex(o.owner)),'')", "leader": "coalesce(trim(o.leader),'')"}
_KINDS: dict[By, str] = {"cadre": "RW", "leader": "BL"}
_HARD = frozenset({"D2"})


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """One organization on such a sheet.

    `counts` says how it stands in the rate: "eligible", "not", "undecided" among the key ones, "" for all others.
    """

    name: str
    word: str
    blocked: bool
    street: str
    staff: int | None
    counts: str
    covered: bool
    own_union: bool
    reason: str
    route: str
    leader: str
    owner: str
    deadline: date | None
    deadline_days_late: int  # calendar days, 0 when not late
    last_visit: date | None
    visit_count: int
    next_due: date | None
    next_days_late: int  # working days, 0 when not late
    next_task: str
    covered_on: date | None
    organization: int = field(default=0, repr=False, compare=False)

    @property
    def is_late(self) -> bool:
        """Without a union, and something of it is over its day."""
        return not self.covered and bool(self.deadline_days_late or self.next_days_late)


@dataclass(frozen=True, slots=True)
class AssignedSheet:
    """A person with everything in hand: open ones by street (hardest first for a leader), then those with a union.

    `elsewhere` are open follow-ups at organizations that somebody else is responsible for.
    """

    name: str  # empty: nobody's
    figures: Figures
    streets: tuple[StreetFigures, ...]
    open: tuple[AssignedRow, ...]
    built: tuple[AssignedRow, ...]
    elsewhere: tuple[FollowupRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AssignedSheets:
    """The content of the print, a sheet per person."""

    head: ReportHead
    by: By
    day: date
    targets: tuple[TargetLine, ...]
    people: tuple[AssignedSheet, ...]


def assigned_sheets(
    ledger: Ledger,
    by: By,
    *,
    person: str = "",
    areas: Sequence[str] = (),
    number: int | None = None,
) -> AssignedSheets:
    """The sheets of everybody, or of one: a record id (hexadecimal) of a cadre, or the name of a leader.

    InputProblem if there are more organizations than anybody prints.
    """
    with ledger.reading() as db:
        c = Conditions(db)
        condition = f"{c.live} AND o.scope<>'outside' AND {within(areas)}"
        bound: dict[str, object] = {"today": ledger.today().isoformat()}
        condition += f" AND {_GROUPS[by]}=:person" if person else ""
        if person:
            bound["person"] = person
        elif by == "leader":
            condition += f" AND {_GROUPS[by]}<>''"
        (count,) = db.execute(f"SELECT count(*) FROM organization o WHERE {condition}", bound).fetchone()
        refuse_too_many(count)
        labels = {code: entry.text for code, entry in reasons_of(db).items()}
        found = db.execute(
            f"SELECT {_GROUPS[by]}, o.name, {WORD}, {BLOCKED}, o.street, o.staff, CASE WHEN NOT {KEY} THEN '' "
            f"WHEN {ELIGIBLE} THEN 'eligible' WHEN {NOT_ELIGIBLE} THEN 'not' ELSE 'undecided' END, {c.covered}, "
            "o.coverage IS 'own', o.main_reason, o.proposed_route, o.leader, w.name, o.deadline, o.last_visit_on, "
            "coalesce(o.visit_count,0), o.next_due_on, f.task, o.covered_on, o.id FROM organization o "
            "LEFT JOIN followup f ON f.id=o.next_followup LEFT JOIN cadre w ON w.uid=o.owner "
            f"WHERE {condition} ORDER BY coalesce(o.street,'z'), o.name, o.id",
            bound,
        ).fetchall()
    people: dict[str, list[tuple[str, AssignedRow]]] = {}
    for key, *values in found:
        people.setdefault(key, []).append((values[3] or "", _row(values, labels, ledger.today())))
    names = cadre_names(ledger) if by == "cadre" else {key: key for key in people}
    if person:
        people.setdefault(person, [])
    sheets = [
        _sheet(by, names.get(key, ""), rows, _elsewhere(ledger, key, rows) if by == "cadre" and not areas else ())
        for key, rows in people.items()
    ]
    sheets.sort(key=lambda sheet: (not sheet.name, sheet.name))
    lines = target_lines(campaign(ledger), figures(ledger, where=within(areas)), ledger.today())
    content = AssignedSheets(BLANK_HEAD, by, ledger.today(), lines, tuple(sheets))
    said = [names.get(person, "")] if person else []
    said += [division_name(area) or area for area in areas]
    head = report_head(ledger, _KINDS[by], week_of(ledger.today()), "，".join(said), content, number=number)
    return replace(content, head=head)


def leaders(ledger: Ledger) -> list[str]:
    """Everybody who is named as a leader in charge, by name."""
    with ledger.reading() as db:
        live = Conditions(db).live
        rows = db.execute(
            f"SELECT DISTINCT trim(o.leader) FROM organization o WHERE {live} AND trim(coalesce(o.leader,''))<>'' "
            "ORDER BY 1"
        ).fetchall()
    return [row[0] for row in rows]


def _sheet(
    by: By, name: str, rows: Sequence[tuple[str, AssignedRow]], elsewhere: tuple[FollowupRow, ...]
) -> AssignedSheet:
    streets: dict[str, list[AssignedRow]] = {}
    for street, row in rows:
        streets.setdefault(street, []).append(row)
    by_street = [street_figures(street, _sums(streets[street])) for street in sorted(streets, key=lambda s: (not s, s))]
    waiting = [row for _street, row in rows if not row.covered]
    if by == "leader":
        waiting.sort(key=lambda row: (not (row.blocked or row.reason[:2] in _HARD), not row.is_late, -(row.staff or 0)))
    built = tuple(row for _street, row in rows if row.covered)
    every = [row for _street, row in rows]
    return AssignedSheet(name, _sums(every), tuple(by_street), tuple(waiting), built, elsewhere)


def _elsewhere(ledger: Ledger, cadre: str, rows: Sequence[tuple[str, AssignedRow]]) -> tuple[FollowupRow, ...]:
    if not cadre:
        return ()
    own = {row.name for _street, row in rows}
    with ledger.reading():
        found = followup_rows(ledger, followup_ids(ledger, "open", cadre=bytes.fromhex(cadre)))
    return tuple(replace(row, task=mask_phones_in(row.task)) for row in found if row.organization_name not in own)


def _sums(rows: Sequence[AssignedRow]) -> Figures:
    key = [row for row in rows if row.counts]
    eligible = [row for row in key if row.counts == "eligible"]
    return Figures(
        len(key),
        len(eligible),
        sum(row.counts == "not" for row in key),
        sum(row.counts == "undecided" for row in key),
        sum(row.covered for row in eligible),
        sum(row.own_union for row in eligible),
        sum(row.is_late for row in key),
    )


def _row(values: Sequence[Any], labels: dict[str, str], today: date) -> AssignedRow:
    (name, word, blocked, street, staff, counts, covered, own, reason, route) = values[:10]
    (leader, owner, deadline, last, visits, due, task, covered_on, id_) = values[10:]
    deadline, due = _day(deadline), _day(due)
    return AssignedRow(
        name=name or "",
        word=word,
        blocked=bool(blocked),
        street=division_name(street) if street else "",
        staff=staff,
        counts=counts,
        covered=bool(covered),
        own_union=bool(own),
        reason=labels.get(reason, reason) if reason else "",
        route=ROUTES.label(route) if route else "",
        leader=leader or "",
        owner=owner or "",
        deadline=deadline,
        deadline_days_late=max((today - deadline).days, 0) if deadline and not covered else 0,
        last_visit=_day(last),
        visit_count=visits,
        next_due=due,
        next_days_late=workdays_between(due, today) if due and due < today else 0,
        next_task=mask_phones_in(task or ""),
        covered_on=_day(covered_on),
        organization=id_,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
