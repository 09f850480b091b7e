"""Open follow-ups with little more than who has them and where: for sharing them out."""

from collections.abc import Sequence

from models.ledger.joining import owner_of
from models.ledger.ledger import Ledger
from models.queries.conditions import Conditions
from models.rules.rebalance import Task

_CHUNK = 500


def open_tasks(ledger: Ledger, followups: Sequence[int] = ()) -> list[Task]:
    """The open ones among these (local ids), or all of them; who has one is a record id (hexadecimal) or empty."""
    found: list[Task] = []
    with ledger.reading() as db:
        query = (
            f"SELECT f.id, coalesce(o.street,''), lower(hex(f.cadre)) FROM followup f "
            f"JOIN organization o ON o.id={owner_of('f')} WHERE f.state='open' AND f.deleted IS NOT 1 "
            f"AND {Conditions(db).live}"
        )
        if not followups:
            return [Task(*row) for row in db.execute(f"{query} ORDER BY f.id")]
        for start in range(0, len(followups), _CHUNK):
            some = ",".join(str(int(followup)) for followup in followups[start : start + _CHUNK])
            found += [Task(*row) for row in db.execute(f"{query} AND f.id IN ({some}) ORDER BY f.id")]
    return found
