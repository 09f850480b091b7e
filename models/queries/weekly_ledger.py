"""The weekly ledger (周台账): every live organization without a union, with the figures of the week."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models.divisions import division_name
from models.errors import InputProblem
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.conditions import BLOCKED, KEY, SHOWN_STAGE, WORD, Conditions
from models.queries.export_rows import sheet_rows
from models.queries.figures import (
    area_digits,
    area_sql,
    built_per_week,
    campaign,
    figures,
    figures_by_area,
    street_figures,
    target_lines,
)
from models.queries.frozen_weeks import batch_of, print_before, since_print
from models.queries.organization_list import marks_of
from models.queries.report_content import (
    Figures,
    LedgerRow,
    LedgerSection,
    SinceLast,
    WeeklyLedger,
    WeekProgress,
)
from models.queries.report_head import BLANK_HEAD, Week, report_head, week_of
from models.queries.weekly_scope import within
from models.rules.phones import mask_phones_in
from models.rules.workdays import workdays_between
from models.vocabulary import CATEGORIES, ORGANIZATION_TYPES, ROUTES

#: More than this is no print any more; a district has a few thousand.
MOST_ROWS = 60_000
_PACE_WEEKS = 4
_NO_STREET = "no street"
_UNVERIFIED = "unverified"
_CLOSED = "销"  # the mark of what was closed in the week; it is late no more

_COLUMNS = (
    "o.id, o.name, coalesce(o.conflicts,0)>0, o.category, o.shown_type, {area}, o.street, o.staff, "
    f"coalesce(o.side_state,{SHOWN_STAGE}), {WORD}, {BLOCKED}, o.main_reason, o.proposed_route, o.leader, "
    "c.name, o.deadline, o.last_visit_on, coalesce(o.visit_count,0), o.next_due_on, f.task, o.note, o.code_state"
)


#: The local id of an organization and its row.
_Listed = tuple[int, LedgerRow]


def weekly_ledger(
    ledger: Ledger,
    *,
    week: Week | None = None,
    areas: Sequence[str] = (),
    key_only: bool = False,
    number: int | None = None,
    with_sheet: bool = False,
) -> WeeklyLedger:
    """The content of the print. `areas` are division codes to which it is limited; `key_only` leaves out the rest.

    `number` is that of the report, see `report_head`. `with_sheet` adds every column of the ledger, for a workbook
    and for keeping. InputProblem if there are more rows than a print can hold.
    """
    week = week or week_of(ledger.today())
    before = print_before(ledger, week, areas)
    since = since_print(ledger, before, week, areas) if before else None
    rows = _rows(ledger, batch_of(ledger, before) if before else week.monday, areas, key_only=key_only)
    closed = _closed(ledger, week, areas)
    inside = within(areas)
    total = figures(ledger, where=inside)
    streets = figures_by_area(ledger, where=inside)
    running = campaign(ledger)
    recent = built_per_week(ledger, week.monday, _PACE_WEEKS, where=inside)
    first_target = running.targets[0].percent * 10 if running.targets else 0
    content = WeeklyLedger(
        head=BLANK_HEAD,  # its check value is over everything else
        total=total,
        targets=target_lines(running, total, ledger.today()),
        streets=tuple(streets),
        progress=_progress(ledger, week, areas),
        average_built=sum(recent) * 100 // _PACE_WEEKS,
        low_streets=tuple(
            area.name for area in streets if area.figures.rate is not None and area.figures.rate < first_target
        ),
        main=tuple(_section(division_name(place) or place, rows[place]) for place in _places(rows)),
        unverified=_section(_("待核"), rows.get(_UNVERIFIED, [])),
        no_street=_section(_("街道未定"), rows.get(_NO_STREET, [])),
        closed=_section(_("本周销号"), closed),
        rate_change=_change(total, since),
        since=since,
    )
    content = _numbered(content)
    where = [_("重点对象，未建会") if key_only else _("未建会")]
    where += [division_name(code) or code for code in areas]
    content = replace(content, head=report_head(ledger, "ZT", week, "；".join(where), content, number=number))
    if with_sheet:
        printed = [rows.get(place, []) for place in (*_places(rows), _UNVERIFIED, _NO_STREET)]
        records = [record for part in (*printed, closed) for record, _row in part]
        content = replace(content, sheet=tuple(tuple(row) for row in sheet_rows(ledger, records)))
    return content


def _change(total: Figures, since: SinceLast | None) -> int | None:
    if since is None or total.rate is None or since.total.rate is None:
        return None
    return total.rate - since.total.rate


def _rows(ledger: Ledger, since: date | int, areas: Sequence[str], *, key_only: bool) -> dict[str, list[_Listed]]:
    """Open organizations by area code, with the two special keys, marked if they changed since a day or a batch."""
    with ledger.reading() as db:
        c = Conditions(db)
        scope = KEY if key_only else "o.scope<>'outside'"
        condition = f"{c.live} AND NOT {c.covered} AND {scope} AND {within(areas)}"
        (count,) = db.execute(f"SELECT count(*) FROM organization o WHERE {condition}").fetchone()
        if count > MOST_ROWS:
            raise InputProblem(
                _("这份周台账有 {n} 家、约 {pages} 页，印不了这么多。").format(n=count, pages=count // 16),
                hint=_("请按街道或区县分开打印。"),
            )
        found = _select(db, ledger, condition, "o.street, o.scope<>'key', o.name, o.id")
        reasons = {code: entry.text for code, entry in reasons_of(db).items()}
    marks = marks_of(ledger, [row[0] for row in found], since)
    rows: dict[str, list[_Listed]] = {}
    for row in found:
        place = _UNVERIFIED if row[-1] != "valid" else row[5] or _NO_STREET
        listed = row[0], _row(row, marks.get(row[0], ""), reasons, ledger.today())
        rows.setdefault(place, []).append(listed)
    return rows


def _closed(ledger: Ledger, week: Week, areas: Sequence[str]) -> list[_Listed]:
    """What was closed in the week: newly covered, or marked as closed."""
    span = f"BETWEEN '{week.monday.isoformat()}' AND '{week.sunday.isoformat()}'"
    with ledger.reading() as db:
        c = Conditions(db)
        condition = (
            f"{c.live} AND {within(areas)} AND ((o.coverage IS NOT NULL AND o.covered_on {span}) "
            f"OR (o.closing='closed' AND o.closed_on {span}))"
        )
        found = _select(db, ledger, condition, "o.street, o.name, o.id")
        reasons = {code: entry.text for code, entry in reasons_of(db).items()}
    return [(row[0], _row(row, _CLOSED, reasons, ledger.today())) for row in found]


def _select(db: Any, ledger: Ledger, condition: str, order: str) -> list[tuple[Any, ...]]:
    columns = _COLUMNS.format(area=area_sql(area_digits(ledger)))
    rows: list[tuple[Any, ...]] = db.execute(
        f"SELECT {columns} FROM organization o LEFT JOIN cadre c ON c.uid=o.owner "
        f"LEFT JOIN followup f ON f.id=o.next_followup WHERE {condition} ORDER BY {order}"
    ).fetchall()
    return rows


def _row(row: tuple[Any, ...], mark: str, reasons: dict[str, str], today: date) -> LedgerRow:
    (
        id_,
        name,
        conflicted,
        category,
        type_,
        _area,
        street,
        staff,
        stage,
        word,
        blocked,
        reason,
        route,
        leader,
        *rest,
    ) = row
    owner, deadline, last, visits, due, task, note, _code_state = rest
    deadline_on = date.fromisoformat(deadline) if deadline else None
    is_done = mark == _CLOSED
    due_on = date.fromisoformat(due) if due else None
    return LedgerRow(
        mark=mark,
        number=0,
        name=name or "",
        conflicted=bool(conflicted),
        category=CATEGORIES.label(category) or ORGANIZATION_TYPES.label(type_),
        street=street_figures(street or "", Figures(0, 0, 0, 0, 0, 0)).short_name,
        staff=staff,
        stage=stage,
        word=word,
        blocked=bool(blocked),
        main_reason=reasons.get(reason, reason or ""),
        route=ROUTES.label(route),
        leader=leader or "",
        owner=owner or "",
        deadline=deadline_on,
        deadline_days_late=max(0, (today - deadline_on).days) if deadline_on and not is_done else 0,
        last_visit=date.fromisoformat(last) if last else None,
        visit_count=visits,
        next_due=due_on,
        next_days_late=workdays_between(due_on, today) if due_on and due_on < today else 0,
        next_task=task or "",
        note=mask_phones_in(note or ""),
        organization=id_,
    )


def _places(rows: Mapping[str, object]) -> list[str]:
    """The areas in the order in which they are printed."""
    return sorted(place for place in rows if place not in {_UNVERIFIED, _NO_STREET})


def _section(title: str, rows: Sequence[_Listed]) -> LedgerSection:
    return LedgerSection(title, tuple(row for _id, row in rows), sum(row.staff or 0 for _id, row in rows))


def _numbered(content: WeeklyLedger) -> WeeklyLedger:
    """Give the rows their running numbers, through all sections in the order in which they are printed."""
    number = 0

    def numbered(section: LedgerSection) -> LedgerSection:
        nonlocal number
        rows = []
        for row in section.rows:
            number += 1
            rows.append(replace(row, number=number))
        return replace(section, rows=tuple(rows))

    return replace(
        content,
        main=tuple(numbered(section) for section in content.main),
        unverified=numbered(content.unverified),
        no_street=numbered(content.no_street),
        closed=numbered(content.closed),
    )


def _progress(ledger: Ledger, week: Week, areas: Sequence[str]) -> WeekProgress:
    span = (week.monday.isoformat(), week.sunday.isoformat())
    with ledger.reading() as db:
        c = Conditions(db)
        inside = f"{c.live} AND {within(areas)}"

        def count(query: str, values: tuple[str, ...] = span) -> int:
            return int(db.execute(query, values).fetchone()[0])

        return WeekProgress(
            built=count(
                f"SELECT count(*) FROM organization o WHERE {inside} AND {KEY} AND o.coverage IS NOT NULL "
                "AND o.covered_on BETWEEN ? AND ?"
            ),
            visits=count(
                f"SELECT count(*) FROM visit v JOIN organization o ON o.id={owner_of('v')} WHERE v.deleted IS NOT 1 "
                f"AND v.visited_on BETWEEN ? AND ? AND {inside}"
            ),
            closed=count(
                f"SELECT count(*) FROM organization o WHERE {inside} AND o.closing='closed' "
                "AND o.closed_on BETWEEN ? AND ?"
            ),
            newly_not_eligible=count(
                f"SELECT count(DISTINCT o.id) FROM eligibility e JOIN organization o ON o.id={owner_of('e')} "
                f"WHERE e.deleted IS NOT 1 AND e.decision='no' AND e.decided_on BETWEEN ? AND ? AND {inside}"
            ),
            returned=count(f"SELECT count(*) FROM organization o WHERE {inside} AND o.closing='returned'", ()),
        )
