"""Who is at the head of organizations: such persons are not candidates for a union's committee."""

from collections.abc import Sequence

from models.ledger.joining import with_joined
from models.ledger.ledger import Ledger

_CHUNK = 500


def heads_of(ledger: Ledger, organizations: Sequence[int]) -> frozenset[str]:
    """The names of heads and legal representatives of some organizations (local ids)."""
    names: set[str] = set()
    with ledger.reading() as db:
        for start in range(0, len(organizations), _CHUNK):
            records = with_joined(db, organizations[start : start + _CHUNK])
            chosen = ",".join(str(int(record)) for record in records)
            rows = db.execute(
                f"SELECT head FROM organization WHERE id IN ({chosen}) AND head IS NOT NULL UNION "
                f"SELECT name FROM person WHERE org_id IN ({chosen}) AND role='head' AND deleted IS NOT 1"
            )
            names |= {str(row[0]).strip() for row in rows if row[0]}
    return frozenset(names)
