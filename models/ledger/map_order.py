"""In which order the office puts the tiles of its battle map: a record of the ledger, so that it travels with it."""

import sqlite3

from models.ledger.saved_views import own_view, own_view_uid

#: The purpose of the record that keeps it, in the place of a saved view.
PURPOSE = "map"
_STREETS = "streets"


def map_order_uid(db: sqlite3.Connection) -> bytes:
    """The record of this ledger's own office."""
    return own_view_uid(db, PURPOSE)


def map_order_of(db: sqlite3.Connection) -> tuple[str, ...]:
    """Codes of streets, four to a row of the map, "" for a place that stays free; nothing where nobody arranged them.

    A program that knows no free places reads the same list as an order.
    """
    found = own_view(db, PURPOSE)
    said = found.spec.rest.get(_STREETS) if found is not None else None
    return tuple(str(code) for code in said) if isinstance(said, list) else ()


def said_as(streets: tuple[str, ...]) -> dict[str, list[str]]:
    """What the record says of an order."""
    return {_STREETS: list(streets)}
