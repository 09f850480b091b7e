"""What a person did at the visits before, so that the next one has to be told less."""

from models.ledger.ledger import Ledger

_LATEST = "SELECT mode FROM visit WHERE deleted IS NOT 1 AND mode IS NOT NULL {own} ORDER BY id DESC LIMIT 1"


def usual_mode(ledger: Ledger) -> str:
    """The mode of the last visit of the person who is working, else of the last of all; empty before the first."""
    with ledger.reading() as db:
        row = db.execute(_LATEST.format(own="AND cadre=?"), (ledger.author.cadre,)).fetchone()
        row = row or db.execute(_LATEST.format(own="")).fetchone()
    return str(row[0]) if row else ""
