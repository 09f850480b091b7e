"""The index of an open ledger: asking it, and keeping it in step.

Whoever asks gets organizations that may hold the words, never fewer than there are: what the index has not seen yet
is read from the ledger's facts. Where there is no index that fits, the answer is None, and everything is looked at.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, repeat
from weakref import WeakKeyDictionary

from models.facts.writer import BatchKind
from models.ledger.ledger import Ledger
from models.search.index_file import IndexFile, IndexState, index_path, is_possible, remove_index
from models.search.organization_texts import touched_since
from models.search.tokens import asked_for

#: More that the index has not seen is not worth asking it.
_MOST_UNSEEN = 200_000
_OPENED: "WeakKeyDictionary[Ledger, LedgerIndex]" = WeakKeyDictionary()
_OPENING = threading.Lock()
#: With fewer organizations looking at each of them is as quick.
LEAST_ORGANIZATIONS = 300
#: Sizes of the pages of an answer: mostly the first is enough, or few are lacking; each doubtful one is looked at.
_PAGES, _LARGEST_PAGE = (64, 16, 64, 256, 1_024), 4_096
#: One question: each costs as much as a row of a list.
_POSITION = (
    "SELECT (SELECT uid FROM batch ORDER BY id LIMIT 1), b.id, b.uid, a.latest, a.undone "
    "FROM (SELECT coalesce(max(id),0) AS latest, coalesce(sum(undone),0) AS undone FROM arrival) a "
    "LEFT JOIN (SELECT id, uid FROM batch ORDER BY id DESC LIMIT 1) b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Local ids as JSON lists: `sure` hold every word, of `maybe` each has to be looked at."""

    sure: str
    maybe: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them. `is_sure`: nobody need look. All with ids up to `upto` have come; 0: these are out of order."""

    ids: list[int]
    is_sure: bool
    upto: int


class IndexBroken(Exception):  # noqa: N818 - not an error of the person's, everything can still be looked at
    """The index could not be read to the end."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a ledger is: another one whenever facts came or went."""

    founding: bytes
    batch: int
    batch_uid: bytes
    arrivals: str


def index_of(ledger: Ledger) -> "LedgerIndex | None":
    """The index of an open ledger; None where this SQLite cannot have one."""
    if not _is_possible():
        return None
    with _OPENING:
        index = _OPENED.get(ledger)
        if index is None:
            index = LedgerIndex(ledger)
            _OPENED[ledger] = index
            ledger.when_closed(index.close)
        return index


_is_possible = cache(is_possible)


class LedgerIndex:
    """Questions may come from any thread; the connection of each is its own."""

    def __init__(self, ledger: Ledger) -> None:
        with ledger.reading() as db:
            (replica,) = db.execute(
                "SELECT uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
            ).fetchone()
        self.path = index_path(ledger.path, bytes(replica))
        self._threads = threading.local()
        self._open: list[IndexFile] = []
        self._lock = threading.Lock()
        self._age = 0
        self._last: tuple[object, Found] | None = None
        #: Set by whoever stumbled over it.
        self.is_damaged = False

    def close(self) -> None:
        """Close every connection; also before the file is taken away."""
        with self._lock:
            self._age += 1
            for each in self._open:
                with suppress(sqlite3.Error):
                    each.close()
            self._open.clear()
            self._last = None

    def drop(self) -> None:
        """Take the file away."""
        self.close()
        remove_index(self.path)
        self.is_damaged = False

    def all(self, db: sqlite3.Connection, words: tuple[str, ...]) -> Found | None:
        """Every organization that may hold the words; `db` is the ledger, inside a view. None: look at each."""
        with self._naming_damage():
            asked = self._ask(db)
            if asked is None:
                return None
            file, state, now, unseen = asked
            key = (words, state, now, self._age)
            kept = self._last
            if kept is None or kept[0] != key:
                kept = self._last = (key, _everyone(file, words, unseen, has_stale=state.has_stale))
            return kept[1]
        return None

    def pages(self, db: sqlite3.Connection, words: tuple[str, ...]) -> "Iterator[Page] | None":
        """The same bit by bit. None: look at each; IndexBroken where it cannot go on."""
        with self._naming_damage():
            asked = self._ask(db)
            return None if asked is None else self._pages(asked[0], asked[1], asked[3], words)
        return None

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """An index that errs is not asked; one that is damaged is made anew by `keep_index`."""
        try:
            yield
        except sqlite3.Error as error:
            self.is_damaged |= _is_damage(error)

    def _ask(self, db: sqlite3.Connection) -> tuple[IndexFile, IndexState, Position, frozenset[int]] | None:
        """The file, how far it is, how far the ledger is, and the organizations that the index has not seen."""
        file = self._file()
        state = file.state() if file is not None else None
        if file is None or state is None or not state.ready:
            return None
        now = position(db)
        if not fits(db, state, now):
            return None
        unseen = unseen_by(db, state, now)
        return None if unseen is None or len(unseen) > _MOST_UNSEEN else (file, state, now, unseen)

    def _pages(
        self, file: IndexFile, state: IndexState, unseen: frozenset[int], words: tuple[str, ...]
    ) -> "Iterator[Page]":
        if unseen:
            yield Page(sorted(unseen), is_sure=False, upto=0)
        sure, anyone = _expressions(words)
        if not sure and not anyone:
            return
        try:
            unsure = _Unsure(file, sure, needs_look=bool(anyone), has_stale=state.has_stale)
            upto = 0
            for size in chain(_PAGES, repeat(_LARGEST_PAGE)):
                everyone = _next(file.db, anyone or sure, upto, size)
                if not everyone:
                    return
                upto = everyone[-1]
                ids = [each for each in everyone if each not in unseen] if unseen else everyone
                if doubtful := unsure.among(ids):
                    yield Page(sorted(doubtful), is_sure=False, upto=0)
                    ids = [each for each in ids if each not in doubtful]
                yield Page(ids, is_sure=True, upto=upto)
        except sqlite3.Error as error:
            self.is_damaged |= _is_damage(error)
            raise IndexBroken from error

    def _file(self) -> IndexFile | None:
        age, file = getattr(self._threads, "kept", (-1, None))
        if file is not None and age == self._age:
            return file  # type: ignore[no-any-return] # a thread-local has no types
        if not self.path.exists():
            return None
        with self._lock:
            file = IndexFile(self.path)
            self._open.append(file)
            self._threads.kept = (self._age, file)
        return file


class _Unsure:
    """Which of some organizations have to be looked at: refreshed ones, and those that only may hold the words."""

    def __init__(self, file: IndexFile, sure: str, *, needs_look: bool, has_stale: bool) -> None:
        self._db = file.db
        self._has_stale = has_stale
        self._sure = sure
        self._needs_look = needs_look

    def among(self, ids: Sequence[int]) -> set[int]:
        """Those of these ids, which are in order."""
        if not ids or not (self._needs_look or self._has_stale):
            return set()
        ends = ids[0], ids[-1]
        found: set[int] = set()
        if self._needs_look:
            found.update(ids)
            if self._sure:
                question = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
                found.difference_update(row[0] for row in self._db.execute(question, (self._sure, *ends)))
        if self._has_stale:
            stale = {row[0] for row in self._db.execute("SELECT id FROM stale WHERE id BETWEEN ? AND ?", ends)}
            found |= stale.intersection(ids)
        return found


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether it lies with the file; what is closed, busy or stopped says nothing of that."""
    name: str = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR"))


def _expressions(words: tuple[str, ...]) -> tuple[str, str]:
    """Who surely holds all words, and who else may."""
    each = [asked_for(word) for word in words]
    sure = " AND ".join(asked.sure for asked in each) if all(asked.sure for asked in each) else ""
    if all(not asked.maybe for asked in each):
        return sure, ""
    parts = [f"({' OR '.join(part for part in (asked.sure, asked.maybe) if part)})" for asked in each]
    return sure, " AND ".join(parts)


def _everyone(file: IndexFile, words: tuple[str, ...], unseen: frozenset[int], *, has_stale: bool) -> Found:
    sure, anyone = _expressions(words)
    index = file.db
    fresh = " AND NOT EXISTS (SELECT 1 FROM stale s WHERE s.id=w.rowid)" if has_stale else ""
    certain, others = "", [""]
    if sure:
        certain = _joined(index, f"SELECT w.rowid AS id FROM words w WHERE words MATCH ?{fresh}", sure)
        if has_stale:
            doubtful = "SELECT s.id FROM stale s JOIN words w ON w.rowid=s.id WHERE words MATCH ?"
            others.append(_joined(index, doubtful, sure))
    if anyone:
        rest = f"({anyone}) NOT ({sure})" if sure else anyone
        others.append(_joined(index, "SELECT rowid AS id FROM words WHERE words MATCH ?", rest))
    if unseen:  # what the index says of them may be over
        certain = ",".join(each for each in certain.split(",") if each and int(each) not in unseen)
        known = {int(each) for part in others for each in part.split(",") if each}
        others.append(",".join(map(str, sorted(unseen - known))))
    return Found(f"[{certain}]", f"[{','.join(part for part in others if part)}]")


def _next(index: sqlite3.Connection, expression: str, after: int, size: int) -> list[int]:
    """The next ids of those who fit, in order. As one text: half of the time of a row each."""
    question = "SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid>? ORDER BY rowid LIMIT ?"
    (text,) = index.execute(f"SELECT group_concat(id) FROM ({question})", (expression, after, size)).fetchone()
    return list(map(int, text.split(","))) if text else []


def _joined(index: sqlite3.Connection, query: str, expression: str) -> str:
    (text,) = index.execute(f"SELECT group_concat(id) FROM ({query})", (expression,)).fetchone()
    return text or ""


def position(db: sqlite3.Connection) -> Position:
    """How far a ledger is."""
    first, last, last_uid, latest, undone = db.execute(_POSITION).fetchone()
    return Position(bytes(first or b""), last or 0, bytes(last_uid or b""), f"{latest}:{undone}")


def fits(db: sqlite3.Connection, state: IndexState, now: Position) -> bool:
    """Whether the ledger went on from where the index saw it: nothing was taken out or blanked, it is the same one."""
    if state.ledger != now.founding or state.arrivals.partition(":")[2] != now.arrivals.partition(":")[2]:
        return False
    if state.batch == now.batch:
        return state.batch_uid == now.batch_uid
    row = db.execute("SELECT uid FROM batch WHERE id=?", (state.batch,)).fetchone()
    if db.execute("SELECT 1 FROM batch WHERE id>? AND kind=?", (state.batch, BatchKind.REDACTION)).fetchone():
        return False  # the index knows what was blanked
    return (bytes(row[0]) if row else b"") == state.batch_uid


def unseen_by(db: sqlite3.Connection, state: IndexState, now: Position) -> frozenset[int] | None:
    """Organizations that changed since; None where finding them out would take long."""
    if (now.batch, now.arrivals) == (state.batch, state.arrivals):
        return frozenset()
    if now.arrivals != state.arrivals:  # a merge has no index by arrival: not while somebody waits
        return None
    return frozenset(touched_since(db, state.batch, int(state.arrivals.split(":")[0])))


def state_at(now: Position, *, upto: int = 0) -> IndexState:
    """The state of an index that is begun at a position."""
    return IndexState(now.founding, upto, ready=False, batch=now.batch, batch_uid=now.batch_uid, arrivals=now.arrivals)


def moved_to(state: IndexState, now: Position) -> IndexState:
    """The state once the index has seen everything up to a position."""
    return replace(state, batch=now.batch, batch_uid=now.batch_uid, arrivals=now.arrivals)
