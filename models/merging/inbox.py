"""The conflict inbox: what waits, light enough for thousands at once, and what was decided here lately."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.facts.canonical import Value
from models.facts.fold import DELETED
from models.facts.records import chunks, marks
from models.ledger.ledger import Ledger
from models.queries.open_conflicts import ConflictKey, open_conflicts
from models.queries.record_words import heading_of, words_of
from models.rules.conflict_policies import Policy, policy_of
from models.rules.phones import mask_phones_in
from models.tables.record_kinds import ELIGIBILITY, KIND_BY_NUMBER, ORGANIZATION

#: So many of the newest batches of this copy are looked through for decisions.
_LOOKED_BACK = 400
_MOST_DECIDED = 200


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One that waits; `day` is when the newest of its values was said (YYYY-MM-DD, by that person's clock)."""

    key: ConflictKey
    organization: int
    name: str
    heading: str
    day: str

    @property
    def policy(self) -> Policy:
        """The policy of its field."""
        return policy_of(KIND_BY_NUMBER[self.key.kind].table, self.key.field)


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """One that was decided on this copy and stands: the value in words, the batch (hexadecimal) to take it back."""

    key: ConflictKey
    organization: int
    name: str
    heading: str
    value: str
    day: str
    batch: str
    is_sent: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits, what decides about a rate first, and what was decided, the newest first."""

    waiting: tuple[InboxLine, ...]
    decided: tuple[DecidedLine, ...]


def inbox(ledger: Ledger) -> Inbox:
    """All of it."""
    with ledger.reading() as db:
        keys = open_conflicts(db)
        names = _names(db, keys)
        days = _days(db, keys)
        lines = [_line(key, names, days) for key in keys]
        return Inbox(tuple(sorted(lines, key=_order)), tuple(_decided(db)))


def _order(line: InboxLine) -> tuple[int, str, str, str, ConflictKey]:
    policy = line.policy
    rank = 0 if policy.decides else 1 if line.key.field == DELETED else 2
    return (rank, policy.key, line.key.field if rank > 1 else "", line.name, line.key)


def _line(key: ConflictKey, names: dict[tuple[int, int], tuple[int, str]], days: dict[ConflictKey, str]) -> InboxLine:
    organization, name = names.get((key.kind, key.record), (0, ""))
    heading = heading_of(KIND_BY_NUMBER[key.kind].table, key.field)
    return InboxLine(key, organization, name, heading, days.get(key, ""))


def _names(db: sqlite3.Connection, keys: Iterable[ConflictKey]) -> dict[tuple[int, int], tuple[int, str]]:
    """(organization, its name) by kind and record; of what belongs to none, (0, what it is called)."""
    found: dict[tuple[int, int], tuple[int, str]] = {}
    by_kind: dict[int, set[int]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, set()).add(key.record)
    for number, records in by_kind.items():
        kind = KIND_BY_NUMBER[number]
        if kind is ORGANIZATION:
            query = "SELECT id, id, coalesce(name,'') FROM organization WHERE id IN"
        elif kind.of_organization:
            query = (
                f"SELECT m.id, o.id, coalesce(o.name,'') FROM {kind.table} m JOIN organization o ON o.id=m.org_id "
                "WHERE m.id IN"
            )
        else:
            title = next((name for name in ("name", "label", "code") if name in kind.names), "''")
            query = f"SELECT id, 0, coalesce({title},'') FROM {kind.table} WHERE id IN"
        for chunk in chunks(sorted(records)):
            rows = db.execute(f"{query} ({marks(chunk)})", chunk)
            found |= {(number, record): (organization, name) for record, organization, name in rows}
    return found


def _days(db: sqlite3.Connection, keys: Iterable[ConflictKey]) -> dict[ConflictKey, str]:
    """When a field of a record in conflict was last said, as far as edits say it."""
    by_kind: dict[int, dict[int, list[ConflictKey]]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, {}).setdefault(key.record, []).append(key)
    newest: dict[ConflictKey, int] = {}
    for number, records in by_kind.items():
        table = KIND_BY_NUMBER[number].table
        for chunk in chunks(sorted(records)):
            rows = db.execute(
                f"SELECT m.id, e.set_, b.wall FROM {table} m CROSS JOIN edit e ON e.rec=m.uid AND e.kind={number} "
                f"JOIN batch b ON b.id=e.batch WHERE m.id IN ({marks(chunk)})",
                chunk,
            )
            for record, set_, wall in rows:
                for key in records[record]:
                    if key.field == DELETED or f'"{key.field}"' in set_:
                        newest[key] = max(newest.get(key, 0), wall)
    return {key: day_of(wall) for key, wall in newest.items()}


def day_of(wall: int) -> str:
    """The day of a wall clock; empty for what no calendar has."""
    try:
        return datetime.fromtimestamp(wall).astimezone().date().isoformat()
    except (OverflowError, OSError, ValueError):
        return ""


def _decided(db: sqlite3.Connection) -> list[DecidedLine]:
    """Decisions of this copy that stand: edits that took the place of several different values."""
    rows = db.execute(
        "SELECT b.id, b.uid, b.wall, e.kind, e.rec, e.uid, e.set_, e.over FROM batch b JOIN edit e ON e.batch=b.id "
        "WHERE b.kind IN (1,4) AND b.id IN (SELECT id FROM batch WHERE replica="
        "(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica') ORDER BY id DESC LIMIT ?) ORDER BY b.id DESC",
        (_LOOKED_BACK,),
    ).fetchall()
    sent = db.execute("SELECT max(sent) FROM sent_file").fetchone()[0] or 0
    found: list[tuple[ConflictKey, Value, str, int]] = []
    for _number, batch, wall, number, record, uid, set_, over in rows:
        replaced = json.loads(over)
        for field, named in replaced.items():
            if field.startswith("_") or len(named) < 2 or len(found) >= _MOST_DECIDED:  # noqa: PLR2004 - several
                continue
            if not KIND_BY_NUMBER[number].asks(field) or _goes_along(number, field, replaced):
                continue
            local = _local(db, number, record)
            if local and _differed(db, number, record, field, named) and _stands(db, number, record, field, uid):
                found.append((ConflictKey(number, local, field), json.loads(set_).get(field), batch.hex(), wall))
    names = _names(db, (key for key, *_rest in found))
    cadres = dict(db.execute("SELECT lower(hex(uid)), coalesce(name,'') FROM cadre").fetchall())
    lines = []
    for key, value, batch, wall in found:
        organization, name = names.get((key.kind, key.record), (0, ""))
        table = KIND_BY_NUMBER[key.kind].table
        words = mask_phones_in(words_of(table, key.field, value, names=cadres))
        heading = heading_of(table, key.field)
        lines.append(DecidedLine(key, organization, name, heading, words, day_of(wall), batch, is_sent=wall <= sent))
    return lines


def _goes_along(number: int, field: str, replaced: Mapping[str, object]) -> bool:
    """Ground, evidence and end of a decision on eligibility go with it and are no decisions of their own."""
    return number == ELIGIBILITY.number and field != "decision" and "decision" in replaced


def _local(db: sqlite3.Connection, number: int, record: bytes) -> int:
    row = db.execute(f"SELECT id FROM {KIND_BY_NUMBER[number].table} WHERE uid=?", (record,)).fetchone()
    return int(row[0]) if row else 0


def _differed(db: sqlite3.Connection, number: int, record: bytes, field: str, named: list[object]) -> bool:
    """Whether what an edit replaced were different values: it was a decision."""
    values: set[object] = {str(item[0]) for item in named if isinstance(item, list)}
    for item in named:
        if isinstance(item, str):
            row = db.execute(
                "SELECT set_ FROM edit WHERE rec=? AND kind=? AND uid=?", (record, number, bytes.fromhex(item))
            ).fetchone()
            values |= {str(json.loads(row[0]).get(field))} if row else set()
    return len(values) > 1


def _stands(db: sqlite3.Connection, number: int, record: bytes, field: str, uid: bytes) -> bool:
    """Whether nothing was said of the field after it."""
    rows = db.execute("SELECT over FROM edit WHERE rec=? AND kind=?", (record, number)).fetchall()
    return not any(uid.hex() in json.loads(over).get(field, ()) for (over,) in rows)
