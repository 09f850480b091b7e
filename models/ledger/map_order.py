"""In which order the office puts the tiles of its battle map: a record of the ledger, so that it travels with it."""

import sqlite3

from models.facts.canonical import known_record_uid
from models.ledger.saved_views import views_of

#: The purpose of the record that keeps it, in the place of a saved view.
PURPOSE = "map"
_STREETS = "streets"


def map_order_uid(db: sqlite3.Connection) -> bytes:
    """The record of this ledger's own office; those of others that were merged in arrange no map here."""
    row = db.execute("SELECT value FROM meta WHERE key='unit'").fetchone()
    return known_record_uid("saved_view", PURPOSE, (row[0] if row else "") or "")


def map_order_of(db: sqlite3.Connection) -> tuple[str, ...]:
    """Codes of streets, four to a row of the map; nothing where nobody arranged them."""
    own = map_order_uid(db).hex()
    found = next((each for each in views_of(db, PURPOSE) if each.uid == own and not each.retired), None)
    said = found.spec.rest.get(_STREETS) if found is not None else None
    return tuple(str(code) for code in said) if isinstance(said, list) else ()


def said_as(streets: tuple[str, ...]) -> dict[str, list[str]]:
    """What the record says of an order."""
    return {_STREETS: list(streets)}
