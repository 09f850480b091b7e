"""The ledger as a list: how many, in which order, and the rows of a page. Plain SQL only: it paints the first page.

Nothing here imports sqlmodel, pydantic or openpyxl (an import rule keeps it so).
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import starmap
from types import MappingProxyType
from typing import Any, NamedTuple

from models.divisions import division_name
from models.facts.fold import RETURNED
from models.ledger.ledger import Ledger
from models.queries.conditions import FOLLOWUP_OVERDUE, PRESENT, RESPONSIBLE, Conditions
from models.queries.search import Reading, first_found, search_condition
from models.queries.sheet_columns import SHEET_COLUMN_BY_KEY, SHEET_COLUMNS
from models.rules.stages import shown_stage
from models.vocabulary import stage_word

_CHUNK = 500
_PIECE = 200_000  # characters of ids

#: What a list may be sorted by: key to SQL. Ties are broken by id, so that a page never changes under the reader.
SORTS = {"": "o.id", **{column.key: column.order for column in SHEET_COLUMNS}}
#: What a list may be grouped by: key to the SQL of the group's stored key and of its place.
GROUPS = {
    "street": ("o.street", "o.street"),
    "county": ("substr(o.region,1,6)", "substr(o.region,1,6)"),
    "owner": (f"nullif(lower(hex({RESPONSIBLE})),'')", SORTS["owner"]),
    **{
        key: (SHEET_COLUMN_BY_KEY[key].value, SORTS[key])
        for key in ("type", "category", "word", "scope", "main_reason")
    },
}
#: Ready-made views: key to a condition over `o`; {covered}, {live} come from the ledger's own code lists.
VIEWS = {
    "all": "1",
    "open": "{live} AND NOT {covered}",
    "key_open": "{live} AND o.scope='key' AND NOT {covered}",
    "built": "{live} AND {covered}",
    "due": "{live} AND o.next_due_on<=:today",
    "unverified": "{live} AND o.code_state<>'valid'",
    "no_street": "{live} AND o.street IS NULL",
    "undecided": "{live} AND o.scope='key' AND (o.eligibility IS NULL OR o.eligible_until<:today)",
    "conflicts": "o.conflicts>0",
}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows. `where` is SQL over `o` with its values (queries.where gives it); `group` a key of GROUPS."""

    view: str = "all"
    search: str = ""
    where: str = "1"
    values: tuple[object, ...] = ()
    sort: str = ""
    descending: bool = False
    trash: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class ListTotals:
    """The sums over a list."""

    count: int
    staff: int
    overdue: int
    due_today: int


class OrganizationRow(NamedTuple):
    """One organization as a list shows it: stored values as they come, what follows from them when it is asked for."""

    id: int
    key: bytes
    moved: int | None
    name: str
    code: str
    code_state: str
    side_state: str | None
    stored_stage: str | None
    scope: str
    category: str
    street: str
    staff: int | None
    main_reason: str
    last_visit_on: str
    last_visit_mode: str
    visit_count: int
    next_due_on: str
    next_task: str
    owner: str
    coverage: str
    conflicts: int
    deleted: int | None
    more: Mapping[str, Any] = MappingProxyType({})  # stored values of further columns, by their key

    @property
    def uid(self) -> str:
        """The record id, hexadecimal."""
        return self.key.hex()

    @property
    def mark(self) -> str:
        """新: made this week, 改: changed this week, or empty."""
        return _MARKS[self.moved]

    @property
    def stage(self) -> str:
        """The stage to show."""
        return shown_stage(self.stored_stage, self.visit_count)

    @property
    def word(self) -> str:
        """The key of the one of six words to show."""
        return stage_word(self.stage, self.side_state)

    @property
    def blocked(self) -> bool:
        """受阻, which keeps the word of its stage."""
        return self.side_state == "P2"

    @property
    def street_name(self) -> str:
        """The street's own name; empty where there is none."""
        return division_name(self.street) if self.street else ""

    @property
    def returned(self) -> bool:
        """Deleted by one person, changed by another: back, flagged."""
        return self.deleted == RETURNED


#: 2: new since batch :since (the first import makes nothing new); 1: changed; NULL: neither.
_MARK = (
    "CASE WHEN o.created_in>=:since AND o.created_in<>:founding THEN 2 "
    "WHEN EXISTS (SELECT 1 FROM edit e WHERE e.rec=o.uid AND e.kind=1 AND e.batch>=:since) THEN 1 END"
)
_CHOSEN = "o.id IN (SELECT value FROM json_each(:ids))"
_MARKS = {None: "", 1: "改", 2: "新"}
#: As OrganizationRow has them.
_COLUMNS = (
    f"o.id, o.uid, {_MARK}, coalesce(o.name,''), coalesce(o.code,''), coalesce(o.code_state,'missing'), "
    "o.side_state, o.stage, coalesce(o.scope,'unverified'), coalesce(o.category,''), "
    "coalesce(o.street,''), o.staff, coalesce(o.main_reason,''), coalesce(o.last_visit_on,''), "
    "coalesce(o.last_visit_mode,''), coalesce(o.visit_count,0), coalesce(o.next_due_on,''), "
    "coalesce(f.task,''), coalesce(c.name,''), coalesce(o.coverage,''), coalesce(o.conflicts,0), o.deleted"
)
_JOINS = "LEFT JOIN followup f ON f.id=o.next_followup LEFT JOIN cadre c ON c.uid=coalesce(f.cadre,o.owner)"


def totals(ledger: Ledger, query: ListQuery) -> ListTotals:
    """How many organizations a list has, their staff, and how many are late or due today."""
    with ledger.reading() as db:
        condition, values = list_condition(ledger, Conditions(db), query)
        row = db.execute(
            f"SELECT count(*), coalesce(sum(o.staff),0), coalesce(sum({FOLLOWUP_OVERDUE}),0), "
            f"coalesce(sum(o.next_due_on=:today),0) FROM organization o WHERE {condition}",
            values,
        ).fetchone()
    return ListTotals(*row)


def ids(ledger: Ledger, query: ListQuery) -> "array[int]":
    """The local ids of a list in its order, packed: 902,000 of them are 7 MB.

    One text from SQLite instead of a row each: five times as fast. It is taken apart piece by piece, so that
    other threads go on meanwhile.
    """
    with ledger.reading() as db:
        condition, values = list_condition(ledger, Conditions(db), query)
        (text,) = db.execute(
            f"SELECT group_concat(id) FROM (SELECT o.id AS id FROM organization o WHERE {condition} "
            f"ORDER BY {list_order(query)})",
            values,
        ).fetchone()
    packed = array("q")
    start = 0
    while text and start < len(text):
        end = text.find(",", start + _PIECE)
        end = len(text) if end < 0 else end
        packed.extend(map(int, text[start:end].split(",")))
        start = end + 1
    return packed


def first_rows(ledger: Ledger, query: ListQuery, limit: int, more: Sequence[str] = ()) -> list[OrganizationRow]:
    """The first rows of a list without knowing the rest: what a window paints first. `more` as in `rows_of`."""
    with ledger.reading() as db:
        found = _first_found(ledger, db, query, limit, Reading(_columns(more), _JOINS, _row_values(ledger, db)))
        if found is None:
            return rows_of(ledger, _first_listed(ledger, db, query, limit), more)
    return list(_made(found, more))


def first_ids(ledger: Ledger, query: ListQuery, limit: int) -> list[int]:
    """The local ids of the first rows of a list without knowing the rest."""
    with ledger.reading() as db:
        found = _first_found(ledger, db, query, limit, Reading("o.id", "", {}))
        return [row[0] for row in found] if found is not None else _first_listed(ledger, db, query, limit)


def _first_found(
    ledger: Ledger, db: sqlite3.Connection, query: ListQuery, limit: int, reading: Reading
) -> list[tuple[Any, ...]] | None:
    """The first ones of a search; None where they are not found one by one."""
    if not query.search or (query.sort, query.descending, query.group) != ("", False, ""):
        return None
    condition, values = _unsearched(ledger, Conditions(db), query)
    return first_found(ledger, query.search, limit, reading.of_those(condition, values))


def _first_listed(ledger: Ledger, db: sqlite3.Connection, query: ListQuery, limit: int) -> list[int]:
    condition, values = list_condition(ledger, Conditions(db), query)
    start = f"SELECT o.id FROM organization o WHERE {condition}"
    rows: list[tuple[int]] = []
    if (
        query.sort == "next" and not query.descending and not query.group
    ):  # those with a day come first, and an index knows them
        soonest = f"{start} AND o.next_due_on IS NOT NULL ORDER BY o.next_due_on, o.id LIMIT {int(limit)}"
        rows = db.execute(soonest, values).fetchall()
    if len(rows) < limit:
        rows = db.execute(f"{start} ORDER BY {list_order(query)} LIMIT {int(limit)}", values).fetchall()
    return [row[0] for row in rows]


def rows_of(ledger: Ledger, records: Sequence[int], more: Sequence[str] = ()) -> list[OrganizationRow]:
    """The rows of some organizations, in the order of their ids in `records`; missing ones are left out.

    `more` are keys of further columns (sheet_columns) that the rows shall carry.
    """
    if not records:
        return []
    with ledger.reading() as db:
        found = db.execute(  # always the same text: it is prepared once
            f"SELECT {_columns(more)} FROM organization o {_JOINS} WHERE {_CHOSEN}",
            {**_row_values(ledger, db), "ids": _listed(records)},
        )
        rows = {row.id: row for row in _made(found, more)}
    return [rows[record] for record in records if record in rows]


def _columns(more: Sequence[str]) -> str:
    return _COLUMNS + "".join(f", {SHEET_COLUMN_BY_KEY[key].value}" for key in more)


def _row_values(ledger: Ledger, db: sqlite3.Connection) -> dict[str, object]:
    """What the columns of a row need."""
    today = ledger.today()
    return {"today": today.isoformat(), **_marked_since(db, today - timedelta(days=today.weekday()))}


def _listed(records: Sequence[int]) -> str:
    return f"[{','.join(map(str, map(int, records)))}]"


def marks_of(ledger: Ledger, records: Sequence[int], since: date | int) -> dict[int, str]:
    """What is new (新) or changed (改) since a day, or since a batch, by local id.

    The first import of a ledger makes nothing new.
    """
    with ledger.reading() as db:
        query = f"SELECT o.id, {_MARK} FROM organization o WHERE {_CHOSEN}"
        rows = db.execute(query, {**_marked_since(db, since), "ids": _listed(records)}).fetchall()
    return {record: _MARKS[mark] for record, mark in rows if mark}


def _marked_since(db: sqlite3.Connection, since: date | int) -> dict[str, int]:
    """What `_MARK` needs: the first batch that counts, and the one that makes nothing new."""
    second = int(datetime.combine(since, time()).timestamp()) if isinstance(since, date) else 0
    last, founding = db.execute(
        "SELECT (SELECT max(id) FROM batch WHERE wall<?), (SELECT created_in FROM organization ORDER BY id LIMIT 1)",
        (second,),
    ).fetchone()
    return {"since": (since if isinstance(since, int) else last or 0) + 1, "founding": founding or 0}


def _made(found: Iterable[tuple[Any, ...]], more: Sequence[str]) -> Iterator[OrganizationRow]:
    """Rows of stored values, those of `more` last."""
    if not more:
        return starmap(OrganizationRow, found)
    own = -len(more)
    return (OrganizationRow._make((*stored[:own], dict(zip(more, stored[own:], strict=True)))) for stored in found)


def list_condition(ledger: Ledger, c: Conditions, query: ListQuery) -> tuple[str, dict[str, object]]:
    """The WHERE of a list with named values."""
    condition, values = _unsearched(ledger, c, query)
    if not query.search:
        return condition, values
    with ledger.reading() as db:
        holds, found = search_condition(ledger, db, query.search)
    return f"{condition} AND {holds}", {**values, **found}


def _unsearched(ledger: Ledger, c: Conditions, query: ListQuery) -> tuple[str, dict[str, object]]:
    """The same without what is searched for."""
    values: dict[str, object] = {"today": ledger.today().isoformat()}
    parts = ["o.deleted=1" if query.trash else PRESENT]
    if not query.trash:
        parts.append(f"({view_condition(c, query.view)})")
    where = query.where
    for number, value in enumerate(query.values):
        where = where.replace("?", f":w{number}", 1)
        values[f"w{number}"] = value
    parts.append(f"({where})")
    return " AND ".join(parts), values


def view_condition(c: Conditions, view: str) -> str:
    """The condition of a ready-made view; the ledger's code lists are read only for those that need them."""
    text = VIEWS[view]
    return text.format(live=c.live, covered=c.covered) if "{" in text else text


def list_order(query: ListQuery) -> str:
    """The ORDER BY of a list: groups first; empty values last, ties by id."""
    groups = f"{group_order(query.group)}, " if query.group else ""
    expression = SORTS[query.sort]
    direction = "DESC" if query.descending else "ASC"
    if expression == "o.id":
        return f"{groups}o.id {direction}"
    if query.sort == "name":  # never empty, and the index on it is worth having
        return f"{groups}o.name {direction}, o.id {direction}"
    return f"{groups}{expression} {direction} NULLS LAST, o.id"


def group_order(group: str) -> str:
    """The ORDER BY of groups: in their own order, the unknown one last."""
    key, order = GROUPS[group]
    return f"{order} NULLS LAST" if key == order else f"{order} NULLS LAST, {key}"


def phones_of(ledger: Ledger, records: Sequence[int]) -> dict[int, str]:
    """The full phone numbers of some organizations: only where asked for, and recorded by `note_disclosure`."""
    found: dict[int, str] = {}
    with ledger.reading() as db:
        for start in range(0, len(records), _CHUNK):
            chosen = ",".join(str(int(record)) for record in records[start : start + _CHUNK])
            found |= dict(
                db.execute(f"SELECT id, coalesce(phone,'') FROM organization WHERE id IN ({chosen})").fetchall()
            )
    return found
