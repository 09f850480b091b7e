"""The floor: the same rows in the same tables with the same indexes, without facts, digests or edits."""

import sqlite3
from pathlib import Path

from models.ledger.migrations import statements, steps
from models.tables.record_kinds import RECORD_KINDS

TABLES = tuple(kind.table for kind in RECORD_KINDS)
#: What only the edit store needs.
_STORE = ("batch", "edit", "twin", "waiting", "origin", "head", "creation_range", "arrival", "arrival_range")


def plain_database(path: Path) -> sqlite3.Connection:
    """An empty database with the record tables, the journal and cache settings of a ledger."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA temp_store=MEMORY")
    db.execute(f"PRAGMA cache_size=-{64 * 1024}")
    for statement in statements(steps()[0].sql):
        name = statement.split("TABLE")[1].split("(")[0].strip() if "CREATE TABLE" in statement else ""
        index = statement.split(" ON ")[1].split("(")[0] if "INDEX" in statement else ""
        if name not in _STORE and index not in _STORE:
            db.execute(statement)
    return db


def rows_of(ledger: Path, table: str) -> list[tuple[object, ...]]:
    """Every row of a ledger's table, ready in memory."""
    db = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    try:
        return db.execute(f"SELECT * FROM {table}").fetchall()
    finally:
        db.close()


def insert(db: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    """One transaction of executemany."""
    if rows:
        db.execute("BEGIN IMMEDIATE")
        db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
        db.execute("COMMIT")
