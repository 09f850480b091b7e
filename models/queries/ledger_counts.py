"""How much is in a ledger."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT
from models.queries.open_conflicts import count_open


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """Records that are present (not in the trash); `conflicts` are what waits in the conflict inbox."""

    organizations: int
    visits: int
    reasons: int
    followups: int
    followups_open: int
    conflicts: int


def ledger_counts(ledger: Ledger) -> LedgerCounts:
    """The numbers of one view of the ledger."""
    with ledger.reading() as db:

        def count(query: str) -> int:
            return int(db.execute(f"SELECT count(*) FROM {query}").fetchone()[0])

        return LedgerCounts(
            count(f"organization o WHERE {PRESENT}"),
            count("visit WHERE deleted IS NOT 1"),
            count("reason WHERE deleted IS NOT 1"),
            count("followup WHERE deleted IS NOT 1"),
            count("followup WHERE deleted IS NOT 1 AND state='open'"),
            count_open(db),
        )


def conflict_count(ledger: Ledger) -> int:
    """How many conflicts wait for a person."""
    with ledger.reading() as db:
        return count_open(db)
