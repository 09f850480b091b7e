"""Which copy of a ledger this is. A copied file gets a number of its own at its first start elsewhere.

Merging never relies on it (every batch carries chance of its own); it keeps the running numbers of two copies
apart, so that "up to their change 412" means something.
"""

import os
import sqlite3
from pathlib import Path

from models.facts.writer import Surroundings
from models.ledger.profile import read_settings, write_settings

_NAME = "installation"


def register(db: sqlite3.Connection, path: Path, surroundings: Surroundings) -> None:
    """Give a new ledger, or a copy, its own replica number, and remember where it lies."""
    uid = surroundings.entropy(16)
    db.execute("BEGIN IMMEDIATE")
    try:
        cursor = db.execute("INSERT INTO replica(uid) VALUES (?)", (uid,))
        for key, value in (
            ("replica", str(cursor.lastrowid)),
            ("seq", "0"),
            ("installation", _own_number()),
        ):
            db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?,?)", (key, value))
        db.execute("INSERT OR IGNORE INTO meta(key, value) VALUES ('lamport', '0')")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has ended it already
            db.execute("ROLLBACK")
        raise
    _remember(uid, path)


def notice_copy(db: sqlite3.Connection, path: Path, surroundings: Surroundings) -> bool:
    """Give a ledger that was copied here from elsewhere its own number; True if it was a copy."""
    row = db.execute("SELECT value FROM meta WHERE key='installation'").fetchone()
    uid = db.execute(
        "SELECT uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
    ).fetchone()
    known = read_settings(_NAME).get("ledgers")
    home = known.get(uid[0].hex()) if uid and isinstance(known, dict) else None
    elsewhere = row is None or row[0] != _own_number()
    moved = home is not None and not _same_file(Path(str(home)), path)
    if uid and not elsewhere and not (moved and Path(str(home)).exists()):
        if moved or home is None:
            _remember(uid[0], path)
        return False
    register(db, path, surroundings)
    return True


def _own_number() -> str:
    """This profile's installation number, made at the first start."""
    settings = read_settings(_NAME)
    number = settings.get("number")
    if not isinstance(number, str):
        number = os.urandom(8).hex()
        write_settings(_NAME, settings | {"number": number})
    return number


def _remember(uid: bytes, path: Path) -> None:
    settings = read_settings(_NAME)
    known = settings.get("ledgers")
    ledgers = dict(known) if isinstance(known, dict) else {}
    ledgers[uid.hex()] = os.fspath(path.absolute())
    write_settings(_NAME, settings | {"ledgers": ledgers})


def _same_file(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
