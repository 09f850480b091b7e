"""The floor: the same rows in the same tables with the same indexes, without facts, digests or edits."""

import re
import sqlite3
from pathlib import Path

from models.ledger.migrations import statements, steps
from models.tables.record_kinds import RECORD_KINDS

TABLES = tuple(kind.table for kind in RECORD_KINDS)
#: Which table a statement makes, changes or indexes: those that only the edit store needs are left out.
_ABOUT = re.compile(r"(?:CREATE TABLE|ALTER TABLE|INDEX \w+ ON) (\w+)")


def plain_database(path: Path) -> sqlite3.Connection:
    """An empty database with the record tables, the journal and cache settings of a ledger."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA temp_store=MEMORY")
    db.execute(f"PRAGMA cache_size=-{64 * 1024}")
    for step in steps():
        for statement in statements(step.sql):
            if (found := _ABOUT.search(statement)) and found[1] in TABLES:
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
