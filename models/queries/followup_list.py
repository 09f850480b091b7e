"""Follow-ups across organizations: what is due, when, for whom."""

from dataclasses import dataclass
from datetime import date

from models.divisions import division_name
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.queries.conditions import WORD, Conditions
from models.rules.workdays import workdays_between


@dataclass(frozen=True, slots=True)
class FollowupRow:
    """One open or finished follow-up as a list shows it; ids are local."""

    id: int
    organization: int
    organization_name: str
    word: str
    street: str
    task: str
    due_on: date
    days_late: int  # working days, 0 when not late
    cadre: str
    reason: str
    last_visit_on: str
    last_visit_mode: str
    state: str
    done_on: str
    reason_label: str = ""


@dataclass(frozen=True, slots=True)
class FollowupCounts:
    """How many open follow-ups are late, due today, and later."""

    late: int
    today: int
    later: int


_QUERY = (
    f"SELECT f.id, o.id, o.name, {WORD}, o.street, f.task, f.due_on, c.name, o.main_reason, o.last_visit_on, "
    "o.last_visit_mode, f.state, f.done_on FROM followup f JOIN organization o ON o.id=f.org_id "
    "LEFT JOIN cadre c ON c.uid=f.cadre WHERE f.deleted IS NOT 1 AND {live} AND {chosen} "
    "ORDER BY {order} LIMIT {limit}"
)
#: What a list may be sorted by; "" is by day, then street, so that a route is a route.
SORTS = {
    "": "f.due_on",
    "due": "f.due_on",
    "name": "o.name",
    "task": "f.task",
    "reason": "o.main_reason",
    "street": "o.street",
    "cadre": "c.name",
    "last": "o.last_visit_on",
    "done": "f.done_on",
}
SCOPES_OF_TIME = {
    "late": "f.state='open' AND f.due_on<:today",
    "today": "f.state='open' AND f.due_on=:today",
    "week": "f.state='open' AND f.due_on>:today AND f.due_on<=date(:today,'weekday 0')",
    "later": "f.state='open' AND f.due_on>date(:today,'weekday 0')",
    "open": "f.state='open'",
    "done": "f.state<>'open'",
}


def followups(
    ledger: Ledger,
    when: str = "open",
    *,
    cadre: bytes | None = None,
    organization: int | None = None,
    limit: int = 2000,
    sort: str = "",
    descending: bool = False,
) -> list[FollowupRow]:
    """Follow-ups of a time (late, today, week, later, open, done) in an order of SORTS.

    Without an order: by day then street, so that a route is a route; what is done newest first.
    """
    today = ledger.today()
    chosen = SCOPES_OF_TIME[when]
    values: dict[str, object] = {"today": today.isoformat()}
    if cadre is not None:
        chosen += " AND f.cadre=:cadre"
        values["cadre"] = cadre
    if organization is not None:
        chosen += " AND f.org_id=:organization"
        values["organization"] = organization
    with ledger.reading() as db:
        order = _order(when, sort, descending=descending)
        query = _QUERY.format(live=Conditions(db).live, chosen=chosen, order=order, limit=int(limit))
        labels = {code: entry.label for code, entry in reasons_of(db).items()}
        return [_row(row, today, labels) for row in db.execute(query, values)]


def counts_by_time(ledger: Ledger, *, cadre: bytes | None = None) -> dict[str, int]:
    """How many follow-ups each key of SCOPES_OF_TIME has, of everybody or of one cadre."""
    values: dict[str, object] = {"today": ledger.today().isoformat(), "cadre": cadre}
    own = "AND f.cadre=:cadre" if cadre is not None else ""
    sums = ", ".join(f"coalesce(sum({condition}),0)" for condition in SCOPES_OF_TIME.values())
    with ledger.reading() as db:
        row = db.execute(
            f"SELECT {sums} FROM followup f JOIN organization o ON o.id=f.org_id "
            f"WHERE f.deleted IS NOT 1 {own} AND {Conditions(db).live}",
            values,
        ).fetchone()
    return dict(zip(SCOPES_OF_TIME, row, strict=True))


def followup_counts(ledger: Ledger, *, cadre: bytes | None = None) -> FollowupCounts:
    """The open follow-ups of everybody, or of one cadre."""
    values: dict[str, object] = {"today": ledger.today().isoformat(), "cadre": cadre}
    own = "AND f.cadre=:cadre" if cadre is not None else ""
    with ledger.reading() as db:
        row = db.execute(
            "SELECT coalesce(sum(f.due_on<:today),0), coalesce(sum(f.due_on=:today),0), "
            "coalesce(sum(f.due_on>:today),0) FROM followup f JOIN organization o ON o.id=f.org_id "
            f"WHERE f.deleted IS NOT 1 AND f.state='open' {own} AND {Conditions(db).live}",
            values,
        ).fetchone()
    return FollowupCounts(*row)


def _order(when: str, sort: str, *, descending: bool) -> str:
    """Empty values last, ties by day, street and name."""
    if when == "done" and not sort:
        return "f.done_on DESC, f.id DESC"
    expression = SORTS[sort]
    direction = "DESC" if descending else "ASC"
    return f"{expression} IS NULL, {expression} {direction}, f.due_on, o.street, o.name, f.id"


def _row(row: tuple[object, ...], today: date, labels: dict[str, str]) -> FollowupRow:
    record, org, name, word, street, task, due_on, cadre, reason, last_on, last_mode, state, done_on = row
    due = date.fromisoformat(str(due_on))
    late = workdays_between(due, today) if state == "open" and due < today else 0
    return FollowupRow(
        int(str(record)),
        int(str(org)),
        str(name or ""),
        str(word),
        division_name(str(street)) if street else "",
        str(task or ""),
        due,
        late,
        str(cadre or ""),
        str(reason or ""),
        str(last_on or ""),
        str(last_mode or ""),
        str(state),
        str(done_on or ""),
        labels.get(str(reason or ""), ""),
    )
