"""All follow-ups in the memory of a reader, with little more than lists are ordered and counted by.

Read once, then brought up to date with what changes touched, so that a board or a table of very many is read again at
once. Temporary tables of the reader's own connection: they see what it sees, and what is interrupted is taken back.
Answers are those of the same questions to the ledger (`followup_list`).
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from weakref import WeakKeyDictionary

from models.facts.records import chunks
from models.language import language
from models.ledger.joining import whole_groups
from models.ledger.journal import Moved
from models.ledger.ledger import Ledger
from models.queries.conditions import Conditions
from models.queries.followup_list import (
    LANE_COLUMNS,
    SORTS,
    TIMES,
    FollowupCounts,
    FollowupRow,
    Lane,
    counts_of_open,
    followup_counts,
    followup_rows,
    lane_value,
    scopes_of_time,
)
from models.tables.record_kinds import CADRE, CODE_ENTRY

#: Kinds of which any record may stand in any row: names of people, what a reason stands for.
_EVERYWHERE = frozenset({CADRE.number, CODE_ENTRY.number})
#: From so many organizations on everything is read anew.
_MANY = 4_000
_KEPT_ROWS = 20_000
_ITEM, _MARK = "temp.followup_memory", "temp.followup_memory_mark"
_DROP = f"DROP TABLE IF EXISTS {_ITEM}"
#: What is sorted by and the lanes, each in a column of its name, beside whose it is and whether it is open.
_COLUMNS = {**{key: column for key, column in SORTS.items() if key}, **LANE_COLUMNS}
_MEMORY = f"CREATE TABLE {_ITEM}(id INTEGER PRIMARY KEY, is_open, of, {', '.join(_COLUMNS)})"
#: What of the journal is in it, and of a file that somebody else writes.
_MARKS = f"CREATE TABLE IF NOT EXISTS {_MARK}(mark INTEGER, version INTEGER)"
_FOUND = f"SELECT f.id, f.state='open', f.cadre, {', '.join(_COLUMNS.values())} "
_PEOPLE = "LEFT JOIN cadre c ON c.uid=f.cadre WHERE f.deleted IS NOT 1 AND f.state IS NOT NULL AND {live} "
#: Those of organizations that are shown as themselves, then of those that are shown as another one.
_OWN = f"{_FOUND}FROM followup f CROSS JOIN organization o ON o.id=f.org_id {_PEOPLE}"
_JOINED = (
    f"{_FOUND}FROM organization h CROSS JOIN followup f ON f.org_id=h.id CROSS JOIN organization o "
    f"ON o.id=h.joined_into {_PEOPLE} AND h.joined_into IS NOT NULL "
)
_TIMES = scopes_of_time("is_open=1", "is_open=0", "due")


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """How many open follow-ups a lane has in each of TIMES; the lane as it is stored, None for without."""

    lane: str | bytes | None
    counts: Mapping[str, int]


class FollowupMemory:
    """Answers to one reader; made by `kept`, which brings the tables up to date."""

    def __init__(self, ledger: Ledger, db: sqlite3.Connection, rows: dict[int, FollowupRow]) -> None:
        self._ledger = ledger
        self._db = db
        self._rows = rows
        self._today = ledger.today()

    def lanes(self, by: str, cadre: bytes | None = None) -> list[LaneCounts]:
        """How many there are in each lane that has any, of everybody or of one cadre."""
        index, own = self._lane_index(by), _of(cadre)
        keys = self._ask(f"SELECT DISTINCT {by} FROM {_ITEM} INDEXED BY {index} WHERE is_open=1", {})
        found = []
        for (key,) in keys.fetchall():
            values = {"lane": key, "cadre": cadre}
            counts = {
                when: self._ask(
                    f"SELECT count(*) FROM {_ITEM} INDEXED BY {index} WHERE {by} IS :lane AND {_TIMES[when]} {own}",
                    values,
                ).fetchone()[0]
                for when in TIMES
            }
            if any(counts.values()):
                found.append(LaneCounts(key, counts))
        return found

    def first(
        self, by: str, lane: str | bytes | None, when: str, limit: int, *, cadre: bytes | None = None
    ) -> list[int]:
        """The first of a lane in one of TIMES, by day and street."""
        rows = self._ask(
            f"SELECT id FROM {_ITEM} INDEXED BY {self._lane_index(by)} WHERE {by} IS :lane AND {_TIMES[when]} "
            f"{_of(cadre)} ORDER BY due, street, id LIMIT {int(limit)}",
            {"lane": lane, "cadre": cadre},
        )
        return [row[0] for row in rows]

    def ids(
        self,
        when: str,
        *,
        cadre: bytes | None = None,
        lane: Lane | None = None,
        sort: str = "",
        descending: bool = False,
    ) -> "array[int]":
        """Local ids as `followup_ids` gives them."""
        chosen, values = f"{_TIMES[when]} {_of(cadre)}", {"cadre": cadre, "lane": lane and lane_value(lane)}
        if lane is not None:
            chosen += f" AND {lane.by} IS :lane"
        index, order = self._order(when, sort, descending=descending)
        rows = self._ask(f"SELECT id FROM {_ITEM} INDEXED BY {index} WHERE {chosen} ORDER BY {order}", values)
        return array("q", chain.from_iterable(rows))

    def counts(self, cadre: bytes | None = None) -> dict[str, int]:
        """How many there are of each time, as `counts_by_time` gives them."""
        index, own = self._order_index(), _of(cadre)
        return {
            when: self._ask(
                f"SELECT count(*) FROM {_ITEM} INDEXED BY {index} WHERE {chosen} {own}", {"cadre": cadre}
            ).fetchone()[0]
            for when, chosen in _TIMES.items()
        }

    def rows(self, records: Iterable[int]) -> list[FollowupRow]:
        """What is shown of follow-ups, in the given order; those that are gone are left out."""
        wanted = list(records)
        found = {record: row for record in wanted if (row := self._rows.get(record)) is not None}
        new = {row.id: row for row in followup_rows(self._ledger, (each for each in wanted if each not in found))}
        if len(self._rows) + len(new) > _KEPT_ROWS:
            self._rows.clear()
        self._rows.update(new)
        found.update(new)
        return [found[record] for record in wanted if record in found]

    def update(self) -> None:
        """Bring the tables to what this reader sees."""
        db = self._db
        db.execute("SELECT 1 FROM meta LIMIT 1").fetchone()  # from here on nothing is saved in between
        mark, known, version = self._ledger.journal.mark, _mark_of(db), db.execute("PRAGMA data_version").fetchone()[0]
        moved = self._ledger.journal.since(known[0]) if known is not None else Moved(everything=True)
        if self._ledger.read_only and known is not None and known[1] != version:  # somebody else writes it
            moved = Moved(everything=True)
        if moved.everything or moved.kinds & _EVERYWHERE or len(moved.organizations) > _MANY:
            self._rows.clear()
            self._build()
        elif moved.organizations:
            self._patch(moved.organizations)
        if known != (mark, version):
            db.execute(f"DELETE FROM {_MARK}")
            db.execute(f"INSERT INTO {_MARK} VALUES (?,?)", (mark, version))

    # Inside

    def _build(self) -> None:
        for statement in (_DROP, _MEMORY, _MARKS):
            self._db.execute(statement)
        live = Conditions(self._db).live
        for query in (_OWN, _JOINED):
            self._db.execute(f"INSERT INTO {_ITEM} {query.format(live=live)}")

    def _patch(self, organizations: Iterable[int]) -> None:
        """Put what these organizations have now in the place of what they had."""
        live = Conditions(self._db).live
        for chunk in chunks(sorted(whole_groups(self._db, organizations))):
            some = ",".join(str(int(member)) for member in chunk)
            old = self._db.execute(f"SELECT id FROM followup WHERE org_id IN ({some})").fetchall()
            self._db.executemany(f"DELETE FROM {_ITEM} WHERE id=?", old)
            for query, key in ((_OWN, "f.org_id"), (_JOINED, "h.id")):
                self._db.execute(f"INSERT INTO {_ITEM} {query.format(live=live)} AND {key} IN ({some})")
            for (record,) in old:
                self._rows.pop(record, None)

    def _ask(self, query: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        return self._db.execute(query, {"today": self._today.isoformat(), **values})

    def _lane_index(self, by: str) -> str:
        columns = "due, id, of" if by == "street" else "due, street, id, of"
        return self._index(f"memory_lane_{by}", f"is_open, {by}, {columns}")

    def _order_index(self) -> str:
        return self._index("memory_by_day", "is_open, due, street, name, id, of")

    def _order(self, when: str, sort: str, *, descending: bool) -> tuple[str, str]:
        """The index and the order; one index at a time for whatever else is sorted by than the day."""
        if when == "done" and not sort:
            newest_first = "done DESC, id DESC"
            return self._sort_index(newest_first, "memory_sort_ended"), newest_first
        if sort in {"", "due"} and not descending:
            return self._order_index(), "due, street, name, id"
        key = sort or "due"
        direction = "DESC" if descending else "ASC"
        order = f"{key} IS NULL, {key} {direction}, due, street, name, id"
        return self._sort_index(order, f"memory_sort_{key}_{direction}".lower()), order

    def _sort_index(self, order: str, name: str) -> str:
        others = "SELECT name FROM temp.sqlite_schema WHERE type='index' AND name GLOB 'memory_sort_*' AND name<>?"
        for (other,) in self._db.execute(others, (name,)).fetchall():
            self._db.execute(f"DROP INDEX temp.{other}")
        return self._index(name, f"is_open, {order}")

    def _index(self, name: str, columns: str) -> str:
        self._db.execute(f"CREATE INDEX IF NOT EXISTS temp.{name} ON followup_memory({columns})")
        return name


def _of(cadre: bytes | None) -> str:
    """The condition that a follow-up is that cadre's own; none for everybody's."""
    return "AND of=:cadre" if cadre is not None else ""


def _mark_of(db: sqlite3.Connection) -> tuple[int, int] | None:
    """How far the tables of a reader are; None before they are made."""
    known = "SELECT 1 FROM temp.sqlite_schema WHERE name='followup_memory_mark'"
    if not db.execute(known).fetchone():
        return None
    mark, version = db.execute(f"SELECT mark, version FROM {_MARK}").fetchone()
    return mark, version


@dataclass
class _Shown:
    """What was read of those that were seen, as it is said on a day in a language; for all readers of a ledger."""

    day: date
    language: str
    rows: dict[int, FollowupRow] = field(default_factory=dict)


_SHOWN: "WeakKeyDictionary[Ledger, _Shown]" = WeakKeyDictionary()


@contextmanager
def kept(ledger: Ledger) -> Iterator[FollowupMemory]:
    """The follow-ups in the memory of this thread's reader, as it sees them."""
    with ledger.reading() as db:
        shown, now = _SHOWN.get(ledger), (ledger.today(), language())
        if shown is None or (shown.day, shown.language) != now:
            shown = _SHOWN[ledger] = _Shown(*now)
        memory = FollowupMemory(ledger, db, shown.rows)
        memory.update()
        yield memory


def counts_for_bars(ledger: Ledger) -> FollowupCounts:
    """`followup_counts`, from memory where this thread's reader has it."""
    counts = _counts_kept(ledger, None)
    if counts is None:
        return followup_counts(ledger)
    return FollowupCounts(counts["late"], counts["today"], counts["week"] + counts["later"])


def open_counts(ledger: Ledger, *, cadre: bytes | None = None) -> dict[str, int]:
    """`counts_of_open`, from memory where this thread's reader has it."""
    counts = _counts_kept(ledger, cadre)
    if counts is None:
        return counts_of_open(ledger, cadre=cadre)
    return {when: count for when, count in counts.items() if when != "done"}


def _counts_kept(ledger: Ledger, cadre: bytes | None) -> dict[str, int] | None:
    with ledger.reading() as db:
        if _mark_of(db) is None:
            return None
        with kept(ledger) as memory:
            return memory.counts(cadre)
