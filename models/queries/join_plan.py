"""What joining two organizations would show: field by field, with what is proposed for each, and what adds up."""

import sqlite3
from dataclasses import dataclass

from models.facts.canonical import Value, from_column
from models.ledger.joining import SAME, Said, grouping_around, link_uid
from models.ledger.ledger import Ledger
from models.queries.duplicates import DuplicateSide, duplicate_sides
from models.queries.value_words import field_heading, value_words
from models.rules.credit_codes import is_valid_code
from models.rules.names import says_the_same
from models.tables.record_kinds import ORGANIZATION

_FACTS = ",".join(ORGANIZATION.names)
#: What registries say: here the one with the valid code is believed, else the one that was worked on later.
_REGISTERED = frozenset({"code", "name", "type", "category", "authority", "level", "supervisor", "founded_on"})
_CADRES = frozenset({"owner"})
#: Shown whatever they say, so that a person sees whom it is about.
_IDENTITY = frozenset({"name", "code", "address", "phone", "head", "street"})


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field of two organizations: both values as stored and in words, and whether the other's is proposed.

    Fields that name an organization are there also where both say the same.
    """

    field: str
    heading: str
    shown: Value
    other: Value
    shown_text: str
    other_text: str
    is_open: bool  # the other one says something that the one that is shown does not
    takes_other: bool

    @property
    def differs(self) -> bool:
        """Both say something, and not the same: a person looks at it."""
        return self.shown is not None and self.is_open


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """Who would be shown, who would be hidden behind it, and the fields of which the two do not say the same.

    `is_possible` is False where somebody said that they, or others they hang together with, are not the same;
    `is_joined` is True for two that are shown as one already.
    """

    shown: DuplicateSide
    other: DuplicateSide
    fields: tuple[FieldChoice, ...]
    is_possible: bool = True
    is_joined: bool = False

    def values(self, taken: frozenset[str] | None = None) -> dict[str, object]:
        """What would be written to the one that is shown: these fields of the other one; as proposed if None."""
        if taken is None:
            return {each.field: each.other for each in self.fields if each.takes_other}
        return {each.field: each.other for each in self.fields if each.field in taken}

    @property
    def visits(self) -> tuple[int, int]:
        """How many visits each of the two brings along."""
        return self.shown.visits - (self.other.visits if self.is_joined else 0), self.other.visits

    @property
    def followups(self) -> tuple[int, int]:
        """The same of follow-ups."""
        return self.shown.followups - (self.other.followups if self.is_joined else 0), self.other.followups


def join_plan(ledger: Ledger, a: int, b: int) -> JoinPlan:
    """The plan for two organizations (local ids); also for two that are joined already."""
    with ledger.reading() as db:
        uids = dict(db.execute("SELECT id, uid FROM organization WHERE id IN (?,?)", (a, b)).fetchall())
        one, other = sorted((a, b), key=lambda record: uids[record])
        said = Said(link_uid(uids[a], uids[b]), one, other, SAME)
        found = grouping_around(db, (a, b), instead=said).shown
        is_possible = found.get(a) is not None and found.get(a) == found.get(b)
        shown = found.get(a, a) if is_possible else a
        hidden = b if shown == a else a
        if shown not in {a, b}:  # a third one is shown for both
            hidden = b if _is_joined(db, a, shown) else a
        fields = _fields(db, shown, hidden)
        is_joined = _is_joined(db, hidden, shown)
    sides = duplicate_sides(ledger, [shown, hidden])
    return JoinPlan(sides[shown], sides[hidden], fields, is_possible, is_joined)


def _fields(db: sqlite3.Connection, shown: int, other: int) -> tuple[FieldChoice, ...]:
    rows = {
        row[0]: dict(zip(ORGANIZATION.names, map(from_column, row[1:]), strict=True))
        for row in db.execute(f"SELECT id, {_FACTS} FROM organization WHERE id IN (?,?)", (shown, other))
    }
    mine, theirs = rows[shown], rows[other]
    registered = _has_valid_code(theirs) and not _has_valid_code(mine)
    later = _last_batch(db, other) > _last_batch(db, shown)
    found = []
    for field in ORGANIZATION.names:
        one, two = mine[field], theirs[field]
        is_open = two is not None and not says_the_same(field, one, two)
        if not is_open and field not in _IDENTITY:
            continue
        takes = is_open and (one is None or (registered if field in _REGISTERED else later))
        found.append(
            FieldChoice(
                field, field_heading(field), one, two, _words(db, field, one), _words(db, field, two), is_open, takes
            )
        )
    return tuple(found)


def _has_valid_code(values: dict[str, Value]) -> bool:
    return is_valid_code(str(values["code"] or ""))


def _last_batch(db: sqlite3.Connection, record: int) -> int:
    (last,) = db.execute(
        "SELECT max(o.created_in, coalesce((SELECT max(e.batch) FROM edit e WHERE e.rec=o.uid AND e.kind=1),0)) "
        "FROM organization o WHERE o.id=?",
        (record,),
    ).fetchone()
    return int(last)


def _words(db: sqlite3.Connection, field: str, value: Value) -> str:
    if field in _CADRES and isinstance(value, str):
        row = db.execute("SELECT name FROM cadre WHERE uid=?", (bytes.fromhex(value),)).fetchone()
        return str(row[0]) if row and row[0] else value[:8]
    return value_words(field, value)


def _is_joined(db: sqlite3.Connection, record: int, shown: int) -> bool:
    row = db.execute("SELECT 1 FROM organization WHERE id=? AND (id=? OR joined_into=?)", (record, shown, shown))
    return row.fetchone() is not None
