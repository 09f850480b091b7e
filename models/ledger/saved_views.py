"""The views and column layouts that people saved under a name: records of the ledger, so that they travel with it."""

import sqlite3
from dataclasses import dataclass

from models.facts.canonical import known_record_uid
from models.rules.view_spec import ViewSpec, read_spec

#: What a record is for: what the list shows, or only which columns.
VIEW, LAYOUT = "view", "layout"


@dataclass(frozen=True, slots=True)
class SavedView:
    """One of them; `id` is local, `uid` the record id (hexadecimal)."""

    id: int
    uid: str
    name: str
    purpose: str
    spec: ViewSpec
    retired: bool


def views_of(db: sqlite3.Connection, purpose: str) -> list[SavedView]:
    """All of a purpose in their order, retired ones too."""
    rows = db.execute(
        "SELECT id, lower(hex(uid)), coalesce(name,''), purpose, spec, coalesce(retired,0) FROM saved_view "
        "WHERE deleted IS NOT 1 AND purpose=? ORDER BY coalesce(position,1000000), name, uid",
        (purpose,),
    ).fetchall()
    return [
        SavedView(record, uid, name, purpose, read_spec(spec), bool(retired))
        for record, uid, name, purpose, spec, retired in rows
    ]


def own_view_uid(db: sqlite3.Connection, purpose: str) -> bytes:
    """The record of a purpose that an office has one of, of this ledger's own office."""
    row = db.execute("SELECT value FROM meta WHERE key='unit'").fetchone()
    return known_record_uid("saved_view", purpose, (row[0] if row else "") or "")


def own_view(db: sqlite3.Connection, purpose: str) -> SavedView | None:
    """That record; those of other offices that were merged in say nothing here."""
    own = own_view_uid(db, purpose).hex()
    return next((each for each in views_of(db, purpose) if each.uid == own and not each.retired), None)
