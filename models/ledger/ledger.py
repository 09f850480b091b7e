"""An open ledger: one writer, any number of readers, every change one transaction and one batch."""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from models.errors import FileProblem, InputProblem
from models.facts.records import RecordRef
from models.facts.writer import BatchKind, BatchWriter, Derivation, Surroundings
from models.files import check_name
from models.language import _
from models.ledger import connection, installation, summaries
from models.ledger.author import Author, author_named, usual_author
from models.ledger.backups import Backup, copy_database, longest_backup, make_backup
from models.ledger.campaign_rule import scope_rule
from models.ledger.connection import EXTENSION, check_new, connect, end_view, naming_problems, remove_file, take_place
from models.ledger.journal import Journal, Moved
from models.ledger.lock import InstanceLock
from models.ledger.making import back_up_first, make_empty
from models.ledger.migrations import migrate, steps
from models.ledger.opening import lock_if_writable, refuse_foreign, refuse_other_formats, refuse_unopenable
from models.ledger.places import place_of, warning_for
from models.ledger.surroundings import real_surroundings
from models.rules.scope import ScopeRule
from models.tables.record_kinds import ORGANIZATION, RecordKind


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changed: the batch (hexadecimal id, empty if nothing changed), kinds of records, organizations.

    `made` are (kind, record id) of new records in order; with `everything` any organization may have changed.
    """

    batch: str
    kinds: frozenset[int]
    organizations: frozenset[int]
    everything: bool = False
    made: tuple[tuple[int, str], ...] = ()

    def made_id(self, kind: RecordKind) -> str:
        """The record id (hexadecimal) of the first new record of a kind; KeyError if there is none."""
        for number, uid in self.made:
            if number == kind.number:
                return uid
        raise KeyError(kind.table)


class Change(BatchWriter):
    """The writer of one transaction, with what it changed once it is over."""

    changes = Changes("", frozenset(), frozenset())
    #: Leave what children add up to for `Ledger.summarize`: only for work that calls it right after.
    summarize_later = False

    @property
    def db(self) -> sqlite3.Connection:
        """The connection of the transaction, for look-ups in between."""
        return self._db

    @property
    def author_name(self) -> str:
        """Who is writing, with the unit."""
        return self._author

    def ref(self, kind: RecordKind, record: int) -> RecordRef:
        """A record by its local id; InputProblem if it is not here any more."""
        row = self._db.execute(f"SELECT uid FROM {kind.table} WHERE id=?", (record,)).fetchone()
        if row is None:
            raise InputProblem(_("这条记录已经不在台账里，请刷新后再试。"), detail=f"{kind.table} {record}")
        return RecordRef(record, row[0])

    def edit(
        self, kind: RecordKind, record: int, values: Mapping[str, object], *, from_registry: bool = False
    ) -> bytes | None:
        """Give fields new values; InputProblem if the record is not here any more."""
        self.ref(kind, record)
        return super().edit(kind, record, values, from_registry=from_registry)

    def delete(self, kind: RecordKind, record: int) -> bytes | None:
        """Take a record away; InputProblem if it is not here any more."""
        self.ref(kind, record)
        return super().delete(kind, record)

    def restore(self, kind: RecordKind, record: int) -> bytes | None:
        """Bring a deleted record back; InputProblem if it is not here any more."""
        self.ref(kind, record)
        return super().restore(kind, record)


class Ledger:
    """A ledger file that is open. `read_only` ledgers answer questions and refuse every change.

    Methods may be called from any thread; changes wait for one another.
    """

    def __init__(
        self,
        path: Path,
        writer: sqlite3.Connection | None,
        lock: InstanceLock | None,
        surroundings: Surroundings,
    ) -> None:
        self.path = path
        self.surroundings = surroundings
        self.journal = Journal()
        self.warnings: tuple[str, ...] = ()
        self.is_new_copy = False  # it came from another computer, or from another place of this one
        self._author: Author | None = None
        self._writer = writer
        self._lock = lock
        self._write_lock = threading.RLock()
        self._writes_much = False
        self._readers = threading.local()
        self._open_readers: list[sqlite3.Connection] = []
        self._when_closed: list[Callable[[], object]] = []

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        founding: "Callable[[Ledger], None] | None" = None,
        surroundings: Surroundings | None = None,
    ) -> "Ledger":
        """A new ledger with what `founding` writes; FileProblem if the file exists or cannot be written.

        It gets its name when it is complete: nothing half-made is left by a killed process.
        """
        surroundings = surroundings or real_surroundings()
        check_new(path)
        check_name(longest_backup(path))
        building = path.with_name(f".jianhui-{secrets.token_hex(4)}{EXTENSION}")
        try:
            with naming_problems(path):
                make_empty(building, surroundings)
                if founding is not None:
                    with cls.open(building, surroundings=surroundings) as ledger:
                        founding(ledger)
            take_place(building, path)
        finally:
            remove_file(building)
        return cls.open(path, surroundings=surroundings)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, surroundings: Surroundings | None = None) -> "Ledger":
        """Open a ledger; in a place that cannot be written it opens `read_only`.

        Raises FileProblem: missing, not a ledger, damaged, newer version, open for writing elsewhere.
        """
        refuse_unopenable(path)
        surroundings = surroundings or real_surroundings()
        lock = None if read_only else lock_if_writable(path)
        try:
            return cls._open_locked(path, lock, surroundings)
        except BaseException:
            if lock:
                lock.release()
            raise

    @classmethod
    def _open_locked(cls, path: Path, lock: InstanceLock | None, surroundings: Surroundings) -> "Ledger":
        db = connect(path, writable=lock is not None)
        is_copy = False
        try:
            with naming_problems(path):
                refuse_foreign(db.execute("PRAGMA application_id").fetchone()[0], path)
                if lock is not None:
                    migrate(db, known=steps(), backup=partial(back_up_first, db, path))
                    is_copy = installation.notice_copy(db, path, surroundings)
                    summaries.join_if_due(db)
                else:
                    refuse_other_formats(db)
        except BaseException:
            db.close()
            raise
        if lock is None:
            db.close()
        ledger = cls(path, db if lock else None, lock, surroundings)
        warning = warning_for(place_of(path))
        ledger.warnings = (warning,) if warning else ()
        ledger.is_new_copy = is_copy
        return ledger

    @property
    def author(self) -> Author:
        """Who is working; `act_as` changes it."""
        if self._author is None:
            with self.reading() as db:
                self._author = usual_author(db)
        return self._author

    def act_as(self, name: str | None) -> None:
        """Work in the name of a cadre from now on; None for the person this copy belongs to."""
        with self.reading() as db:
            self._author = author_named(db, name) if name else usual_author(db)

    @property
    def read_only(self) -> bool:
        """True if this ledger cannot be changed from here."""
        return self._writer is None

    def close(self) -> None:
        """Close every connection and give the lock back; harmless when done twice."""
        while self._when_closed:
            self._when_closed.pop()()
        with self._write_lock:
            if self._writer is not None:
                with suppress(sqlite3.Error):
                    self._writer.execute("PRAGMA journal_mode=DELETE")  # takes the empty journal file away
            for db in [*self._open_readers, self._writer]:
                if db is not None:
                    with suppress(sqlite3.Error):
                        db.close()
            self._open_readers.clear()
            self._writer = None
            if self._lock:
                self._lock.release()

    def when_closed(self, act: Callable[[], object]) -> None:
        """Call this when the ledger is closed."""
        self._when_closed.append(act)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A consistent view for this thread's queries; keep it short, a commit has to wait for it.

        What the block puts into temporary tables is gone if it raises.
        """
        db = self._reader()
        if db.in_transaction:  # a query inside a query sees the same
            yield db
            return
        with naming_problems(self.path, is_writing=lambda: self._writes_much):
            done = "ROLLBACK"
            try:
                db.execute("BEGIN")  # stopped there, it may have begun all the same
                yield db
                done = "COMMIT"
            finally:
                if db.in_transaction:
                    end_view(db, done)

    @contextmanager
    def change(
        self,
        *,
        kind: BatchKind = BatchKind.EDIT,
        reverts: bytes | None = None,
        registry_on: str | None = None,
        author: str | None = None,
        bulk: bool = False,
    ) -> Iterator[Change]:
        """One transaction of the person who is working (or of `author`).

        Saved when the block ends; nothing of it is left if the block raises. `bulk` keeps readers going until the
        commit, or until more is to be written than memory should hold (`connection.BULK_PAGES`).
        """
        with self._writing(bulk=bulk) as db:
            rule = scope_rule(db)
            change = Change(
                db,
                self.surroundings,
                author=author or self.author.text,
                kind=kind,
                reverts=reverts,
                registry_on=registry_on,
                derive={
                    ORGANIZATION.number: Derivation(summaries.SCOPE_COLUMNS, partial(summaries.scope_values, rule))
                },
            )
            yield change
            change.finish()
            change.changes = self._settle(db, change)
            if change.changes.batch:
                made = change.changes
                self.journal.note(Moved(made.kinds, made.organizations, made.everything))

    @contextmanager
    def together(self, *, bulk: bool = False) -> Iterator[None]:
        """Several changes in one transaction: all of them are saved, or none. Questions may have to wait.

        With `bulk` they only wait for the commit, or from `connection.BULK_PAGES` on.
        """
        with self._writing(bulk=bulk):
            yield

    @contextmanager
    def local_write(self, *, aside: bool = False) -> Iterator[sqlite3.Connection]:
        """A transaction that writes no facts: merges, rebuilding what is derived; `aside`: nothing that lists show."""
        with self._writing(bulk=False) as db:
            yield db
            if not aside:
                self.journal.note(Moved(everything=True))

    def summarize(self, *, scopes: bool = True) -> None:
        """Recompute every derived column; without `scopes` only what an organization's records add up to."""
        with self._writing(bulk=True) as db:
            summaries.rebuild(db, scope_rule(db) if scopes else None)
            self.journal.note(Moved(everything=True))

    def backup(self, folder: Path | None = None, *, reason: str = "manual") -> Backup:
        """A verified copy of the ledger; FileProblem if it cannot be made or does not prove."""

        def copy_to(path: Path) -> str:
            with self.reading() as db:  # no longer than the copying takes: a commit waits for it
                return copy_database(db, path)

        return make_backup(copy_to, self.path, folder=folder, reason=reason)

    def has_facts(self) -> bool:
        """True if anything was entered beyond the founding."""
        with self.reading() as db:
            row = db.execute("SELECT 1 FROM batch WHERE kind<>?", (BatchKind.FOUNDING,)).fetchone()
        return row is not None

    def setting(self, key: str) -> str | None:
        """A local setting of this ledger (no fact, never travels)."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put_setting(self, key: str, value: str) -> None:
        """Set a local setting."""
        with self.local_write(aside=True) as db:
            db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?,?)", (key, value))

    def today(self) -> date:
        """Today by this machine's clock."""
        return datetime.fromtimestamp(self.surroundings.milliseconds() / 1000).astimezone().date()

    def scope_rule(self) -> ScopeRule:
        """The campaign's rule of what is key."""
        with self.reading() as db:
            return scope_rule(db)

    @contextmanager
    def _writing(self, *, bulk: bool) -> Iterator[sqlite3.Connection]:
        with self._write_lock, naming_problems(self.path):
            db = self._writer
            if db is None:
                raise FileProblem(
                    _("台账“{name}”是以只读方式打开的，不能改动。").format(name=self.path.name),
                    hint=_("请把它复制到可以写入的地方再打开。"),
                )
            if db.in_transaction:  # inside `together`
                yield db
                return
            db.execute(f"PRAGMA cache_spill={connection.BULK_PAGES if bulk else 1}")
            db.execute("BEGIN IMMEDIATE")
            self._writes_much = bulk
            try:
                yield db
                with self.journal.saving():
                    db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            finally:
                self._writes_much = False
                self.journal.drop()

    def _settle(self, db: sqlite3.Connection, change: Change) -> Changes:
        touched = change.touched
        if change.is_empty:
            return Changes("", frozenset(), frozenset())
        if not change.summarize_later:
            summaries.refresh_touched(db, scope_rule(db), touched)
        return Changes(
            change.uid.hex(),
            frozenset(touched.records) | touched.bulk,
            frozenset(touched.organizations),
            touched.everything or bool(touched.bulk),
            tuple((kind, uid.hex()) for kind, uid in change.made),
        )

    def _reader(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._readers, "db", None)
        if db is None:
            db = connect(self.path, writable=False)
            self._readers.db = db
            self._open_readers.append(db)
        return db
