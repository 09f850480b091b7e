"""The reasons that a ledger knows, for choosing and for showing."""

from models.ledger.code_lists import ReasonEntry, reasons_of
from models.ledger.ledger import Ledger


def known_reasons(ledger: Ledger) -> dict[str, ReasonEntry]:
    """All reasons of this ledger by code, in their order, retired ones included."""
    with ledger.reading() as db:
        return reasons_of(db)
