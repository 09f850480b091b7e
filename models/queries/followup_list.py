"""Follow-ups across organizations: what is due, when, for whom."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.divisions import division_name
from models.ledger.code_lists import reasons_of
from models.ledger.joining import members_of, owner_of
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
    uid: str = ""
    origin: str = ""  # returned: an application for closing out came back; rhythm: the next call of its tier
    closing: str = ""  # of the organization
    evidence: int = 0  # of an application: how many pieces
    conflicts: int = 0  # of the organization: fields that wait for a person

    @property
    def shown_name(self) -> str:
        """The organization as a list shows it: ※ before the name where it is in conflict."""
        return ("※" if self.conflicts else "") + self.organization_name

    @property
    def marked_name(self) -> str:
        """The organization as printed: with ※ where it is in conflict."""
        return self.organization_name + ("※" if self.conflicts else "")


@dataclass(frozen=True, slots=True)
class Lane:
    """A part of the follow-ups: of a person (record id, hexadecimal), a street or a main reason; "" is without."""

    by: str  # person, street, reason
    key: str


@dataclass(frozen=True, slots=True)
class FollowupCounts:
    """How many open follow-ups are late, due today, and later."""

    late: int
    today: int
    later: int


_FROM = f"FROM followup f JOIN organization o ON o.id={owner_of('f')} LEFT JOIN cadre c ON c.uid=f.cadre "
_COLUMNS = (
    f"SELECT f.id, o.id, o.name, {WORD}, o.street, f.task, f.due_on, c.name, o.main_reason, o.last_visit_on, "
    "o.last_visit_mode, f.state, f.done_on, lower(hex(f.uid)), f.origin, o.closing, "
    "coalesce(o.conflicts,0) "
)
_CHUNK = 500
#: The column by which follow-ups fall into lanes.
LANE_COLUMNS = {"person": "coalesce(f.cadre,o.owner)", "street": "o.street", "reason": "o.main_reason"}
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
#: Scopes in which every follow-up has a day, in the order of days.
TIMES = ("late", "today", "week", "later")


def scopes_of_time(is_open: str, is_over: str, due: str) -> dict[str, str]:
    """The condition of each scope (TIMES, open, done) over a table where these say what is open, what is not, and when.

    Parameter `:today` (YYYY-MM-DD); the week ends on its Sunday.
    """
    sunday = "date(:today,'weekday 0')"
    return {
        "late": f"{is_open} AND {due}<:today",
        "today": f"{is_open} AND {due}=:today",
        "week": f"{is_open} AND {due}>:today AND {due}<={sunday}",
        "later": f"{is_open} AND {due}>{sunday}",
        "open": is_open,
        "done": is_over,
    }


SCOPES_OF_TIME = scopes_of_time("f.state='open'", "f.state<>'open'", "f.due_on")
#: Further lists, which overlap with those: applications for closing out that came back.
_MORE_LISTS = {"returned": "f.state='open' AND f.origin='returned'"}


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
    """Follow-ups of a time (late, today, week, later, open, done) or returned ones, in an order of SORTS.

    Without an order: by day then street, so that a route is a route; what is done newest first.
    """
    with ledger.reading():
        found = followup_ids(
            ledger, when, cadre=cadre, organization=organization, limit=limit, sort=sort, descending=descending
        )
        return followup_rows(ledger, found)


def followup_ids(
    ledger: Ledger,
    when: str = "open",
    *,
    cadre: bytes | None = None,
    organization: int | None = None,
    lane: Lane | None = None,
    limit: int = -1,
    sort: str = "",
    descending: bool = False,
) -> "array[int]":
    """The local ids of `followups` in their order, any number of them; of one lane if it is given."""
    chosen = (SCOPES_OF_TIME | _MORE_LISTS)[when]
    values: dict[str, object] = {"today": ledger.today().isoformat()}
    if cadre is not None:
        chosen += " AND f.cadre=:cadre"
        values["cadre"] = cadre
    if organization is not None:
        chosen += f" AND f.org_id IN {members_of(':organization')}"
        values["organization"] = organization
    if lane is not None:
        chosen += f" AND {LANE_COLUMNS[lane.by]} IS :lane"
        values["lane"] = lane_value(lane)
    with ledger.reading() as db:
        order = _order(when, sort, descending=descending)
        rows = db.execute(
            f"SELECT f.id {_FROM} WHERE f.deleted IS NOT 1 AND {Conditions(db).live} AND {chosen} "
            f"ORDER BY {order} LIMIT {int(limit)}",
            values,
        )
        return array("q", (row[0] for row in rows))


def followup_rows(ledger: Ledger, records: Sequence[int] | Iterable[int]) -> list[FollowupRow]:
    """The rows of follow-ups (local ids) in the given order; those that are gone are left out."""
    today = ledger.today()
    wanted = list(records)
    found: dict[int, FollowupRow] = {}
    with ledger.reading() as db:
        labels = {code: entry.words for code, entry in reasons_of(db).items()}
        for start in range(0, len(wanted), _CHUNK):
            chosen = ",".join(str(int(record)) for record in wanted[start : start + _CHUNK])
            for row in db.execute(f"{_COLUMNS}{_FROM} WHERE f.deleted IS NOT 1 AND f.id IN ({chosen})"):
                found[row[0]] = _row(row, today, labels)
    return [found[record] for record in wanted if record in found]


def lane_value(lane: Lane) -> object:
    """The stored value of a lane."""
    if not lane.key:
        return None
    return bytes.fromhex(lane.key) if lane.by == "person" else lane.key


def counts_by_time(ledger: Ledger, *, cadre: bytes | None = None) -> dict[str, int]:
    """How many follow-ups each key of SCOPES_OF_TIME has, of everybody or of one cadre."""
    values: dict[str, object] = {"today": ledger.today().isoformat(), "cadre": cadre}
    own = "AND f.cadre=:cadre" if cadre is not None else ""
    sums = ", ".join(f"coalesce(sum({condition}),0)" for condition in SCOPES_OF_TIME.values())
    with ledger.reading() as db:
        row = db.execute(
            f"SELECT {sums} FROM followup f JOIN organization o ON o.id={owner_of('f')} "
            f"WHERE f.deleted IS NOT 1 {own} AND {Conditions(db).live}",
            values,
        ).fetchone()
    return dict(zip(SCOPES_OF_TIME, row, strict=True))


def counts_of_open(ledger: Ledger, *, cadre: bytes | None = None) -> dict[str, int]:
    """The same of what is open only, from the index of that."""
    values: dict[str, object] = {"today": ledger.today().isoformat(), "cadre": cadre}
    own = "AND f.cadre=:cadre" if cadre is not None else ""
    scopes = [name for name in SCOPES_OF_TIME if name != "done"]
    sums = ", ".join(f"coalesce(sum({SCOPES_OF_TIME[name]}),0)" for name in scopes)
    with ledger.reading() as db:
        row = db.execute(
            f"SELECT {sums} {_FROM} WHERE f.state='open' AND f.due_on>'' AND f.deleted IS NOT 1 {own} "
            f"AND {Conditions(db).live}",
            values,
        ).fetchone()
    return dict(zip(scopes, row, strict=True))


def followup_counts(ledger: Ledger, *, cadre: bytes | None = None) -> FollowupCounts:
    """The open follow-ups of everybody, or of one cadre."""
    values: dict[str, object] = {"today": ledger.today().isoformat(), "cadre": cadre}
    own = "AND f.cadre=:cadre" if cadre is not None else ""
    with ledger.reading() as db:
        row = db.execute(
            "SELECT coalesce(sum(f.due_on<:today),0), coalesce(sum(f.due_on=:today),0), "
            f"coalesce(sum(f.due_on>:today),0) FROM followup f JOIN organization o ON o.id={owner_of('f')} "
            f"WHERE f.deleted IS NOT 1 AND f.state='open' {own} AND {Conditions(db).live}",
            values,
        ).fetchone()
    return FollowupCounts(*row)


def _order(when: str, sort: str, *, descending: bool) -> str:
    """Empty values last, ties by day, street and name."""
    if when == "done" and not sort:
        return "f.done_on DESC, f.id DESC"
    if not sort and not descending and when in TIMES:  # the index of what is open has them in this order
        return "f.due_on, o.street, o.name, f.id"
    expression = SORTS[sort]
    direction = "DESC" if descending else "ASC"
    return f"{expression} IS NULL, {expression} {direction}, f.due_on, o.street, o.name, f.id"


def _row(row: tuple[object, ...], today: date, labels: dict[str, str]) -> FollowupRow:
    record, org, name, word, street, task, due_on, cadre, reason, last_on, last_mode, state, done_on, *more = row
    uid, origin, closing = (str(value or "") for value in more[:3])
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
        uid,
        origin,
        closing,
        conflicts=int(str(more[3])),
    )
