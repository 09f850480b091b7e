"""What the search for duplicates remembers: a file in the cache folder, ours to drop and to make anew.

Organizations that share a key are compared, nobody else. Keys are numbers made from a telephone number, an
organization code, a name's core, an address with its head, and the rarest pairs of characters of a name, within its
region and, where a pair is rare everywhere, without it.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

from models.facts.writer import BatchKind
from models.ledger.ledger import Ledger
from models.ledger.profile import cache_folder
from models.rules.likeness import Likeness, Subject
from models.search.index_file import index_path
from models.search.ledger_index import Position, position

#: Raised whenever keys or scores change; a file of another version is made anew.
VERSION = 1
#: More who share a key have something in common that says nothing.
MOST_SHARING = 40
_RAREST = 4
_LEAST_ADDRESS = 6
_SHORT = 4
_CACHE_KIB = 48 * 1024
_WAITS_SECONDS = 10.0
_HASHED = 40  # bits of a key that are not its region
_SCHEMA = """
CREATE TABLE state(
  version INTEGER, founding BLOB, batch INTEGER, batch_uid BLOB, arrivals TEXT, stage TEXT, upto INTEGER);
CREATE TABLE gram(gram TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE posting(key INTEGER NOT NULL, organization INTEGER NOT NULL, PRIMARY KEY(key, organization)) WITHOUT ROWID;
CREATE TABLE pair(
  a INTEGER NOT NULL, b INTEGER NOT NULL, level INTEGER NOT NULL, score INTEGER NOT NULL, name INTEGER NOT NULL,
  reasons TEXT NOT NULL, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE INDEX pair_b ON pair(b);
CREATE INDEX pair_order ON pair(level, score);
"""


@dataclass(frozen=True, slots=True)
class DuplicateState:
    """How far the work is: `stage` is counting, sharing, comparing or ready, `upto` where in it; up to which batch."""

    stage: str
    upto: int
    position: Position


class DuplicateIndex:
    """One connection; for one thread at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self.path = path
        self.db = sqlite3.connect(
            f"file:{quote(os.fsencode(path))}", uri=True, isolation_level=None, timeout=_WAITS_SECONDS
        )
        try:
            for pragma in ("temp_store=MEMORY", f"cache_size=-{_CACHE_KIB}", "journal_mode=TRUNCATE"):
                self.db.execute(f"PRAGMA {pragma}")
            self.db.execute("PRAGMA synchronous=OFF")  # a file that a power cut damages is made anew
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def state(self) -> DuplicateState | None:
        """How far it is; None if there is nothing yet or it is of another version."""
        if not self.db.execute("SELECT 1 FROM sqlite_master WHERE name='state'").fetchone():
            return None
        row = self.db.execute("SELECT version, stage, upto, founding, batch, batch_uid, arrivals FROM state").fetchone()
        if row is None or row[0] != VERSION:
            return None
        return DuplicateState(row[1], row[2], Position(bytes(row[3]), row[4], bytes(row[5]), row[6]))

    def begin(self, at: Position) -> DuplicateState:
        """Start from nothing."""
        for kind, name in self.db.execute("SELECT type, name FROM sqlite_master WHERE type='table'").fetchall():
            self.db.execute(f"DROP {kind} IF EXISTS {name}")
        for statement in _SCHEMA.split(";"):
            if statement.strip():
                self.db.execute(statement)
        state = DuplicateState("counting", 0, at)
        self.put_state(state)
        return state

    def put_state(self, state: DuplicateState) -> None:
        """Note how far the work is."""
        at = state.position
        self.db.execute("DELETE FROM state")
        self.db.execute(
            "INSERT INTO state VALUES (?,?,?,?,?,?,?)",
            (VERSION, at.founding, at.batch, at.batch_uid, at.arrivals, state.stage, state.upto),
        )

    def move_to(self, state: DuplicateState, stage: str, upto: int = 0) -> DuplicateState:
        """Note a stage of the work and where in it."""
        state = replace(state, stage=stage, upto=upto)
        self.put_state(state)
        return state

    def counts(self, grams: Sequence[str]) -> dict[str, int]:
        """How many organizations have each of these pairs of characters in their names."""
        marks = ",".join("?" * len(grams))
        return dict(self.db.execute(f"SELECT gram, n FROM gram WHERE gram IN ({marks})", grams).fetchall())

    def add_postings(self, rows: Iterable[tuple[int, int]]) -> None:
        """Note keys with their organizations."""
        self.db.executemany("INSERT OR IGNORE INTO posting(key, organization) VALUES (?,?)", rows)

    def sharing(self, key: int) -> list[int]:
        """Who has a key; nobody if too many have it."""
        query = f"SELECT organization FROM posting WHERE key=? LIMIT {MOST_SHARING + 1}"
        found = [row[0] for row in self.db.execute(query, (key,))]
        return found if len(found) <= MOST_SHARING else []

    def put_pairs(self, pairs: Iterable[tuple[int, int, Likeness]]) -> None:
        """Keep what was found of two organizations."""
        self.db.executemany(
            "INSERT OR REPLACE INTO pair(a, b, level, score, name, reasons) VALUES (?,?,?,?,?,?)",
            (
                (
                    min(a, b),
                    max(a, b),
                    int(found.level),
                    found.score,
                    found.name,
                    ",".join(str(int(r)) for r in found.reasons),
                )
                for a, b, found in pairs
            ),
        )

    def drop_pairs_of(self, organizations: Iterable[int]) -> None:
        """Forget what was found of some organizations."""
        for column in ("a", "b"):
            self.db.executemany(f"DELETE FROM pair WHERE {column}=?", ((each,) for each in organizations))


def duplicate_path(ledger: Ledger) -> Path:
    """Where the file of a ledger lies."""
    with ledger.reading() as db:
        (replica,) = db.execute(
            "SELECT uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
        ).fetchone()
    return cache_folder() / "duplicates" / index_path(ledger.path, bytes(replica)).name


def remove_duplicate_index(path: Path) -> None:
    """Take the file away, with what SQLite left beside it."""
    for each in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            each.unlink(missing_ok=True)


def is_same_ledger(db: sqlite3.Connection, state: DuplicateState) -> bool:
    """Whether a ledger went on from where the work saw it: nothing was taken out, and nobody's data was purged."""
    at = state.position
    if db.execute("SELECT 1 FROM batch WHERE id>? AND kind=?", (at.batch, BatchKind.REDACTION)).fetchone():
        return False
    row = db.execute("SELECT uid FROM batch WHERE id=?", (at.batch,)).fetchone()
    now = position(db)
    return (
        (bytes(row[0]) if row else b"") == at.batch_uid
        and now.founding == at.founding
        and now.arrivals.split(":")[1] == at.arrivals.split(":")[1]
    )


def grams_of(subject: Subject) -> list[str]:
    """The pairs of neighbouring characters of a name's core; of a short one also those with one between them."""
    core = subject.core
    found = [core[place : place + 2] for place in range(len(core) - 1)]
    if len(core) <= _SHORT:
        found += [f"{core[place]}*{core[place + 2]}" for place in range(len(core) - 2)]
    return list(dict.fromkeys(found)) or [core]


def keys_of(subject: Subject, counts: dict[str, int]) -> set[int]:
    """What an organization shares with others that may be the same; `counts` says how common its pairs are."""
    region = subject.region
    found = {_key("", "n", subject.core)} if len(subject.core) > 2 else {_key(region, "n", subject.core)}  # noqa: PLR2004
    if subject.phone:
        found.add(_key("", "p", subject.phone))
    if subject.mass:
        found.add(_key("", "c", subject.mass))
    if subject.head and len(subject.address) >= _LEAST_ADDRESS:
        found.add(_key("", "a", subject.address + subject.head))
    rarest = sorted(grams_of(subject), key=lambda gram: (counts.get(gram, 0), gram))[:_RAREST]
    for gram in rarest:
        if region:
            found.add(_key(region, "g", gram))
        if counts.get(gram, 0) <= MOST_SHARING:
            found.add(_key("", "g", gram))
    return found


def _key(region: str, kind: str, text: str) -> int:
    """The region leads, so that whoever is near is compared together."""
    number = int.from_bytes(blake2b(f"{kind}{text}".encode(), digest_size=5).digest(), "big")
    return (int(region) if region.isdigit() else 0) << _HASHED | number
