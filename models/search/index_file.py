"""The index as a file: an FTS5 table that holds tokens only, and how far it is in step with its ledger.

It lies in the cache folder of this machine, not in the ledger: no backup and no copy carries it. A file that is
damaged, of another version or of another ledger is taken away and made anew; losing it costs time only.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from models.ledger.profile import cache_folder
from models.progress import is_stopped

#: Raised whenever tokens change; an index of another version is made anew.
VERSION = 4
_WAITS_SECONDS = 3.0
_OPERATIONS = 100_000
_CACHE_KIB = 16 * 1024
_BUILD_CACHE_KIB = 48 * 1024
_HASH_BYTES = 16 * 1024 * 1024
_SCHEMA = (
    "CREATE VIRTUAL TABLE words USING fts5(t, content='', detail=none, columnsize=0, tokenize='ascii')",
    # Refreshed organizations: their earlier tokens are still there, so nobody may rely on the index alone.
    "CREATE TABLE stale(id INTEGER PRIMARY KEY)",
    """CREATE TABLE state(
        version INTEGER NOT NULL, ledger BLOB NOT NULL, upto INTEGER NOT NULL, ready INTEGER NOT NULL,
        batch INTEGER NOT NULL, batch_uid BLOB NOT NULL, arrivals TEXT NOT NULL)""",
)
_STATE = "SELECT version, ledger, upto, ready, batch, batch_uid, arrivals, EXISTS(SELECT 1 FROM stale) FROM state"


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far an index is: organizations up to `upto` are in it; `ready` once all are; in step with `batch`.

    `has_stale`: some were added a second time, beside their earlier tokens.
    """

    ledger: bytes
    upto: int
    ready: bool
    batch: int
    batch_uid: bytes
    arrivals: str
    has_stale: bool = False


def index_path(ledger: Path, replica: bytes) -> Path:
    """Where the index of a ledger lies: by where the ledger lies, and by which copy it is."""
    place = hashlib.sha256(os.fsencode(os.path.realpath(ledger))).hexdigest()[:16]
    return cache_folder() / "search" / f"{place}-{replica.hex()[:16]}.idx"


class IndexFile:
    """One connection to an index; for one thread at a time."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if create:
            _make_private(path)
        mode = "rw" if create else "ro"
        self.db = sqlite3.connect(
            f"file:{quote(os.fsencode(path))}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_WAITS_SECONDS,
        )
        try:
            self.db.execute("PRAGMA temp_store=MEMORY")
            self.db.set_progress_handler(is_stopped, _OPERATIONS)
            self.db.execute(f"PRAGMA cache_size=-{_BUILD_CACHE_KIB if create else _CACHE_KIB}")
            if create:
                self.db.execute("PRAGMA cache_spill=OFF")
                self.db.execute("PRAGMA journal_mode=TRUNCATE")
                self.db.execute("PRAGMA synchronous=NORMAL")
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def state(self) -> IndexState | None:
        """How far it is; None if it is empty or of another version."""
        try:  # one question: each takes and gives back the lock of the file
            row = self.db.execute(_STATE).fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        if row is None or row[0] != VERSION:
            return None
        return IndexState(bytes(row[1]), row[2], bool(row[3]), row[4], bytes(row[5]), row[6], bool(row[7]))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def begin(self, state: IndexState) -> None:
        """Start from nothing; inside `writing`."""
        for name in ("words", "stale", "state"):
            self.db.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _SCHEMA:
            self.db.execute(statement)
        self.db.execute("INSERT INTO words(words, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))
        self._put_state(state)

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        """Add tokens by organization; inside `writing`."""
        self.db.executemany("INSERT INTO words(rowid, t) VALUES (?,?)", rows)

    def set_state(self, state: IndexState, stale: Iterable[int] = ()) -> None:
        """Note how far it is, and which organizations were added before; inside `writing`."""
        self.db.executemany("INSERT OR IGNORE INTO stale(id) VALUES (?)", ((record,) for record in stale))
        self.db.execute("DELETE FROM state")
        self._put_state(state)

    def finish(self, state: IndexState) -> None:
        """All organizations are in it: put its parts together, so that questions are quick; inside `writing`."""
        self.db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self.set_state(replace(state, ready=True))

    def stale_count(self) -> int:
        """How many organizations were refreshed since it was made."""
        return int(self.db.execute("SELECT count(*) FROM stale").fetchone()[0])

    def _put_state(self, state: IndexState) -> None:
        self.db.execute(
            "INSERT INTO state VALUES (?,?,?,?,?,?,?)",
            (VERSION, state.ledger, state.upto, state.ready, state.batch, state.batch_uid, state.arrivals),
        )


def is_possible() -> bool:
    """Whether this SQLite has what the index needs: FTS5 and JSON."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute(_SCHEMA[0])
            db.execute("SELECT value FROM json_each('[1]')").fetchone()
        except sqlite3.Error:
            return False
    return True


def remove_index(path: Path) -> None:
    """Take an index away, with what SQLite left beside it."""
    for each in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            each.unlink(missing_ok=True)


def _make_private(path: Path) -> None:
    """An empty file that only this person may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
