"""Saved views and column layouts, for choosing."""

from models.ledger.ledger import Ledger
from models.ledger.saved_views import VIEW, SavedView, views_of


def saved_views(ledger: Ledger, purpose: str = VIEW) -> list[SavedView]:
    """All of a purpose in their order, retired ones too."""
    with ledger.reading() as db:
        return views_of(db, purpose)
