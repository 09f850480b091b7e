"""An empty ledger file, and the copy that is kept before a file gets a newer format."""

import sqlite3
from functools import partial
from pathlib import Path

from models.facts.writer import Surroundings
from models.ledger import installation
from models.ledger.backups import copy_database, make_backup
from models.ledger.connection import create_file
from models.ledger.migrations import migrate, steps


def make_empty(path: Path, surroundings: Surroundings) -> None:
    """A new file of today's format, with a replica number of its own and nothing in it."""
    db = create_file(path)
    try:
        migrate(db, known=steps(), backup=lambda: None)
        installation.register(db, path, surroundings)
    finally:
        db.close()


def back_up_first(db: sqlite3.Connection, path: Path) -> None:
    """The backup before a migration."""
    make_backup(partial(copy_database, db), path, reason="migration")
