"""Which copy of a ledger this is, and its counters."""

import sqlite3


def local_replica(db: sqlite3.Connection) -> tuple[int, bytes]:
    """The local number and the id of this copy."""
    row = db.execute(
        "SELECT id, uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
    ).fetchone()
    return row[0], row[1]


def next_of(db: sqlite3.Connection, key: str) -> str:
    """The next number of a counter: seq, lamport."""
    db.execute("INSERT INTO meta(key, value) VALUES (?, '1') ON CONFLICT(key) DO UPDATE SET value=value+1", (key,))
    return str(db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()[0])
