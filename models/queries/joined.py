"""Who is shown together with an organization, who belongs to it, and what the hidden ones say that is not shown."""

import sqlite3
from dataclasses import dataclass

from models.facts.canonical import Value, from_column
from models.ledger.joining import RELATED, with_joined
from models.ledger.ledger import Ledger
from models.rules.names import says_the_same
from models.tables.record_kinds import ORGANIZATION

_FACTS = ",".join(ORGANIZATION.names)


@dataclass(frozen=True, slots=True)
class JoinedOne:
    """Another organization (local id). `differing` counts the fields of which it says something else."""

    id: int
    uid: str
    name: str
    code: str
    differing: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """Who is shown instead of an organization (None: itself), who is shown as it, and who is related."""

    into: JoinedOne | None
    others: tuple[JoinedOne, ...]
    related: tuple[JoinedOne, ...]

    @property
    def is_anything(self) -> bool:
        """Whether there is anybody else."""
        return bool(self.into or self.others or self.related)


def joined_of(ledger: Ledger, organization: int) -> Joined:
    """The others around an organization (local id)."""
    with ledger.reading() as db:
        (into,) = db.execute("SELECT joined_into FROM organization WHERE id=?", (organization,)).fetchone() or (None,)
        others = [] if into else [record for record in with_joined(db, [organization]) if record != organization]
        related = db.execute(
            "SELECT b.id FROM organization_link l JOIN organization a ON a.id=l.org_id "
            "JOIN organization b ON b.uid=l.other WHERE l.relation=?1 AND l.deleted IS NOT 1 AND a.id=?2 "
            "AND b.deleted IS NOT 1 UNION SELECT l.org_id FROM organization_link l "
            "JOIN organization a ON a.id=l.org_id WHERE l.relation=?1 AND l.deleted IS NOT 1 AND a.deleted IS NOT 1 "
            "AND l.other=(SELECT uid FROM organization WHERE id=?2)",
            (RELATED, organization),
        ).fetchall()
        return Joined(
            _one(db, into, None) if into else None,
            tuple(_one(db, each, organization) for each in others),
            tuple(_one(db, record, None) for (record,) in related),
        )


def differing_fields(db: sqlite3.Connection, shown: int, hidden: int) -> dict[str, tuple[Value, Value]]:
    """Fields of which a joined organization says something else than the one that is shown: both values."""
    rows = {
        row[0]: [from_column(value) for value in row[1:]]
        for row in db.execute(f"SELECT id, {_FACTS} FROM organization WHERE id IN (?,?)", (shown, hidden))
    }
    both = zip(ORGANIZATION.names, rows[shown], rows[hidden], strict=True)
    return {
        name: (one, other) for name, one, other in both if other is not None and not says_the_same(name, one, other)
    }


def _one(db: sqlite3.Connection, record: int, shown: int | None) -> JoinedOne:
    uid, name, code = db.execute(
        "SELECT lower(hex(uid)), coalesce(name,''), coalesce(code,'') FROM organization WHERE id=?", (record,)
    ).fetchone()
    return JoinedOne(record, uid, name, code, len(differing_fields(db, shown, record)) if shown else 0)
