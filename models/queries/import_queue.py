"""Which doubtful rows of imports wait for a person. What they say: models/importing/queue.py."""

import sqlite3

from models.ledger.ledger import Ledger
from models.queries.standing import standing


def queue_count(ledger: Ledger) -> int:
    """How many rows wait."""
    with ledger.reading() as db:
        return len(open_rows(db))


def waiting_of(ledger: Ledger, batch: str) -> int:
    """How many rows of an import (hexadecimal) wait."""
    with ledger.reading() as db:
        waiting = set(open_rows(db))
        rows = db.execute("SELECT id FROM import_queue WHERE batch=?", (bytes.fromhex(batch),)).fetchall()
    return sum(record in waiting for (record,) in rows)


def open_rows(db: sqlite3.Connection) -> list[int]:
    """Local ids of the rows that wait, those put off last: of imports that stand, without a decision that stands."""
    rows = db.execute(
        "SELECT id, batch, verdict, decided_in FROM import_queue ORDER BY coalesce(later,0), id"
    ).fetchall()
    stand = standing(db, {row[1] for row in rows} | {row[3] for row in rows if row[3]})
    return [
        record
        for record, batch, verdict, decided_in in rows
        if batch in stand and (verdict is None or (decided_in is not None and decided_in not in stand))
    ]
