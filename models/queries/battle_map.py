"""The battle map (作战图): rates, the wall matrix of weeks, a cell per organization, reasons and hard cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from models.divisions import division_name
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.ledger.map_order import map_order_of
from models.queries.conditions import BLOCKED, ELIGIBLE, KEY, WORD, Conditions
from models.queries.figures import (
    area_digits,
    area_sql,
    built_per_week,
    campaign,
    figures,
    figures_by_area,
    group_sql,
    grouped_sums,
    rank,
    street_figures,
    target_lines,
)
from models.queries.people_list import cadre_names
from models.queries.report_content import (
    BattleMap,
    Figures,
    HardCase,
    MapCell,
    MapTile,
    MatrixRow,
    MatrixWeek,
    NewUnion,
    ReasonLine,
    StreetFigures,
    WeekCell,
)
from models.queries.report_head import BLANK_HEAD, Week, report_head, week_of
from models.queries.weekly_scope import within
from models.rules.workdays import holiday_note
from models.vocabulary import ROUTES, STAGE_WORDS

PAST_WEEKS, COMING_WEEKS = 6, 4
_PACE_WEEKS = 4
_HARD_CASES = 6
_ORDER = {entry.code: number for number, entry in enumerate(STAGE_WORDS.entries)}


def battle_map(
    ledger: Ledger,
    *,
    week: Week | None = None,
    areas: Sequence[str] = (),
    number: int | None = None,
    rows: str = "street",
) -> BattleMap:
    """The content of the poster for the key organizations of a ledger, or of some of its areas.

    `number` is that of the report, see `report_head`; `rows` of the matrix: "street" or "cadre".
    """
    week = week or week_of(ledger.today())
    today = ledger.today()
    inside = within(areas)
    total = figures(ledger, where=inside)
    places = figures_by_area(ledger, where=inside)
    weeks = tuple(_week(week.monday + timedelta(weeks=n), week) for n in range(-PAST_WEEKS, COMING_WEEKS + 1))
    row_sql = area_sql(area_digits(ledger)) if rows == "street" else group_sql(rows)
    planned, done = _plans(ledger, row_sql, weeks[0].friday - timedelta(days=4), len(weeks), inside)
    shown = places if rows == "street" else _cadres(ledger, inside)
    matrix = tuple(MatrixRow(row, _cells(row.code, planned, done, weeks)) for row in shown)
    sums = _sum_cells(matrix, weeks)
    running = campaign(ledger)
    recent = built_per_week(ledger, week.monday, _PACE_WEEKS, where=inside)
    content = BattleMap(
        head=BLANK_HEAD,
        total=total,
        targets=target_lines(running, total, today),
        average_built=sum(recent) * 100 // _PACE_WEEKS,
        word_counts=_word_counts(ledger, inside),
        weeks=weeks,
        matrix=matrix,
        matrix_total=sums,
        cumulative_done=_cumulative_done(total.built, sums),
        cumulative_planned=_cumulative_planned(total.built, sums),
        tiles=_tiles(ledger, places, inside),
        reasons=_reasons(ledger, inside),
        without_union=_count(ledger, inside),
        hard_cases=_hard_cases(ledger, inside),
        new_unions=_new_unions(ledger, week, inside),
        next_week_planned=sums[PAST_WEEKS + 1].planned,
        holiday_note=holiday_note(today),
        ranking=tuple(sorted((p for p in places if p.code), key=lambda place: rank(place.figures))),
        rows=rows,
    )
    where = "；".join(["重点对象", *(division_name(code) or code for code in areas)])
    return replace(content, head=report_head(ledger, "ZZT", week, where, content, number=number))


def _week(monday: date, current: Week) -> MatrixWeek:
    return MatrixWeek(monday.isocalendar()[1], monday + timedelta(days=4), monday == current.monday)


def _plans(
    ledger: Ledger, row_sql: str, first_monday: date, weeks: int, inside: str
) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], int]]:
    """(row, week number from the first) to how many were planned (deadline in that week) and formed in it."""
    last = first_monday + timedelta(weeks=weeks)
    with ledger.reading() as db:
        live = Conditions(db).live

        def count(day: str) -> dict[tuple[str, int], int]:
            found: dict[tuple[str, int], int] = {}
            rows = db.execute(
                f"SELECT coalesce({row_sql},''), {day}, count(*) FROM organization o WHERE {live} AND {KEY} "
                f"AND {inside} AND {day}>=? AND {day}<? GROUP BY 1, 2",
                (first_monday.isoformat(), last.isoformat()),
            )
            for place, when, number in rows:
                key = (place, (date.fromisoformat(when) - first_monday).days // 7)
                found[key] = found.get(key, 0) + number
            return found

        return count("o.deadline"), count("o.covered_on")


def _cadres(ledger: Ledger, inside: str) -> list[StreetFigures]:
    """The sums per cadre by rate, then gap; those without one last, with an empty code."""
    names = cadre_names(ledger)
    with ledger.reading() as db:
        groups = grouped_sums(db, group_sql("cadre"), ledger.today(), inside)
    found = []
    for group in groups:
        name = names.get(group.key, "—") if group.key else "未定责任人"
        found.append(StreetFigures(group.key or "", name, name, group.figures))
    return sorted(found, key=lambda row: (not row.code, *rank(row.figures)))


def _cells(
    code: str,
    planned: dict[tuple[str, int], int],
    done: dict[tuple[str, int], int],
    weeks: Sequence[MatrixWeek],
) -> tuple[WeekCell, ...]:
    current = next(number for number, week in enumerate(weeks) if week.is_current)
    return tuple(
        WeekCell(planned.get((code, n), 0), done.get((code, n), 0) if n <= current else None) for n in range(len(weeks))
    )


def _sum_cells(matrix: Sequence[MatrixRow], weeks: Sequence[MatrixWeek]) -> tuple[WeekCell, ...]:
    current = next(number for number, week in enumerate(weeks) if week.is_current)
    return tuple(
        WeekCell(
            sum(row.cells[n].planned for row in matrix),
            sum(row.cells[n].done or 0 for row in matrix) if n <= current else None,
        )
        for n in range(len(weeks))
    )


def _cumulative_done(built: int, sums: Sequence[WeekCell]) -> tuple[int | None, ...]:
    """Unions standing at the end of each past week, counted back from now."""
    found: list[int | None] = [None] * len(sums)
    standing = built
    for number in range(PAST_WEEKS, -1, -1):
        found[number] = standing
        standing -= sums[number].done or 0
    return tuple(found)


def _cumulative_planned(built: int, sums: Sequence[WeekCell]) -> tuple[int, ...]:
    """What would stand if every week had kept its plan, from the start of the first week on."""
    standing = built - sum(cell.done or 0 for cell in sums[: PAST_WEEKS + 1])
    found = []
    for cell in sums:
        standing += cell.planned
        found.append(standing)
    return tuple(found)


def _tiles(ledger: Ledger, places: Sequence[StreetFigures], inside: str) -> tuple[MapTile, ...]:
    area = area_sql(area_digits(ledger))
    with ledger.reading() as db:
        order = map_order_of(db)
        places, free = arranged(places, order), free_before(order) if inside == "1" else {}
        c = Conditions(db)
        rows = db.execute(
            f"SELECT coalesce({area},''), CASE WHEN {c.covered} THEN 'built' ELSE {WORD} END, {c.late}, {BLOCKED}, "
            f"{ELIGIBLE} AND NOT {c.covered}, count(*) FROM organization o WHERE {c.live} AND {KEY} AND {inside} "
            "GROUP BY 1, 2, 3, 4, 5",
            {"today": ledger.today().isoformat()},
        ).fetchall()
    cells: dict[str, list[MapCell]] = {}
    rows.sort(key=lambda row: (_ORDER[row[1]], not row[2], not row[3], not row[4]))  # as map_lists lists them
    for code, word, late, blocked, target, number in rows:
        cells.setdefault(code, []).extend([_cell(word, bool(late), bool(blocked), bool(target))] * number)
    return tuple(MapTile(place, tuple(cells.get(place.code, ())), free.get(place.code, 0)) for place in places)


def arranged(places: Sequence[StreetFigures], order: Sequence[str]) -> list[StreetFigures]:
    """The streets as the office arranged them; those that it did not arrange follow as they come."""
    at = {code: number for number, code in enumerate(order)}
    return sorted(places, key=lambda place: (not place.code, at.get(place.code, len(at))))


def free_before(order: Sequence[str]) -> dict[str, int]:
    """How many free places stand before a street; only where all streets are shown do they mean something."""
    free, waiting = {}, 0
    for code in order:
        if code:
            free[code], waiting = waiting, 0
        else:
            waiting += 1
    return {code: count for code, count in free.items() if count}


@lru_cache(maxsize=64)
def _cell(word: str, late: bool, blocked: bool, target: bool) -> MapCell:  # noqa: FBT001 - a key
    """One shared object per look: a country has four hundred thousand cells."""
    return MapCell(word, key_target=True, overdue=late, blocked=blocked, target=target)


def _word_counts(ledger: Ledger, inside: str) -> tuple[tuple[str, int], ...]:
    with ledger.reading() as db:
        c = Conditions(db)
        found = dict(
            db.execute(
                f"SELECT CASE WHEN {c.covered} THEN 'built' ELSE {WORD} END, count(*) FROM organization o "
                f"WHERE {c.live} AND {KEY} AND {inside} GROUP BY 1"
            ).fetchall()
        )
    return tuple((entry.code, found.get(entry.code, 0)) for entry in STAGE_WORDS.entries)


def _open_key(c: Conditions, inside: str) -> str:
    return f"{c.live} AND {KEY} AND NOT {c.covered} AND {inside}"


def _count(ledger: Ledger, inside: str) -> int:
    with ledger.reading() as db:
        query = f"SELECT count(*) FROM organization o WHERE {_open_key(Conditions(db), inside)}"
        return int(db.execute(query).fetchone()[0])


def _reasons(ledger: Ledger, inside: str) -> tuple[ReasonLine, ...]:
    with ledger.reading() as db:
        labels = {code: entry.words for code, entry in reasons_of(db).items()}
        rows = db.execute(
            f"SELECT coalesce(o.main_reason,''), count(*) FROM organization o "
            f"WHERE {_open_key(Conditions(db), inside)} GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
    return tuple(
        ReasonLine(code or "—", labels.get(code, code) if code else "未填原因", number) for code, number in rows
    )


def _hard_cases(ledger: Ledger, inside: str) -> tuple[HardCase, ...]:
    """Blocked or refused ones first, then the biggest of those that are late."""
    with ledger.reading() as db:
        c = Conditions(db)
        labels = {code: entry.text for code, entry in reasons_of(db).items()}
        rows = db.execute(
            "SELECT o.name, o.street, o.staff, o.main_reason, o.leader, o.next_due_on, f.task, o.id "
            "FROM organization o "
            f"LEFT JOIN followup f ON f.id=o.next_followup WHERE {_open_key(c, inside)} "
            f"AND ({BLOCKED} OR o.main_reason='D2' OR {c.late}) ORDER BY {BLOCKED} DESC, o.main_reason IS 'D2' DESC, "
            f"coalesce(o.staff,0) DESC, o.id LIMIT {_HARD_CASES}",
            {"today": ledger.today().isoformat()},
        ).fetchall()
    return tuple(
        HardCase(
            name,
            _short(street),
            staff,
            labels.get(reason, reason or "—"),
            leader or "—",
            f"{due[5:]} {task or ''}".strip() if due else "—",
            id_,
        )
        for name, street, staff, reason, leader, due, task, id_ in rows
    )


def _new_unions(ledger: Ledger, week: Week, inside: str) -> tuple[NewUnion, ...]:
    with ledger.reading() as db:
        c = Conditions(db)
        rows = db.execute(
            f"SELECT o.street, o.name, o.coverage, o.id FROM organization o WHERE {c.live} AND {KEY} AND {inside} "
            "AND o.coverage IS NOT NULL AND o.covered_on BETWEEN ? AND ? ORDER BY o.street, o.name",
            (week.monday.isoformat(), week.sunday.isoformat()),
        ).fetchall()
    return tuple(NewUnion(_short(street), name, ROUTES.label(route), id_) for street, name, route, id_ in rows)


def _short(street: str | None) -> str:
    return street_figures(street, Figures(0, 0, 0, 0, 0, 0)).short_name if street else "—"
