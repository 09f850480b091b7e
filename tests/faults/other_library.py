"""The product's own code over another SQLite (apsw), whose files a test can write in Python.

`use(monkeypatch, vfs=…)` puts it in the place of `sqlite3.connect`: the settings of connection.py, the writer, the
ledger, backups and migrations all run as they are, over the file system of that name.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Self

import apsw
import pytest

Rewrite = Callable[[str], str]

_CLASSES: dict[int, type[sqlite3.DatabaseError]] = {
    apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
    apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
    apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
}
_JOURNAL_ANSWER = "PRAGMA journal_mode=TRUNCATE"


@contextmanager
def errors_as_sqlite3() -> Iterator[None]:
    """Errors as the standard library raises them, with their names."""
    try:
        yield
    except apsw.Error as error:
        code = getattr(error, "result", apsw.SQLITE_ERROR)
        extended = getattr(error, "extendedresult", code)
        same = _CLASSES.get(code, sqlite3.OperationalError)(str(error))
        names = apsw.mapping_extended_result_codes if extended > 0xFF else apsw.mapping_result_codes
        same.sqlite_errorcode = extended
        same.sqlite_errorname = str(names.get(extended, apsw.mapping_result_codes.get(code, "SQLITE_ERROR")))
        raise same from error


class Cursor:
    """What `execute` gives, as far as the product uses it."""

    def __init__(self, cursor: apsw.Cursor, changes: int, last_row: int) -> None:
        self._cursor = cursor
        self.rowcount = changes
        self.lastrowid = last_row

    def fetchone(self) -> Any:
        with errors_as_sqlite3():
            return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        with errors_as_sqlite3():
            return self._cursor.fetchall()

    def fetchmany(self, size: int) -> list[Any]:
        with errors_as_sqlite3():
            return list(islice(self._cursor, size))

    def close(self) -> None:
        self._cursor.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        with errors_as_sqlite3():
            return next(self._cursor)


class _Answer:
    """What a PRAGMA is made to say."""

    def fetchone(self) -> tuple[str]:
        return ("truncate",)


class Connection:
    """What `sqlite3.connect` gives, as far as the product uses it. `rewrite` may change a statement on its way."""

    text_factory: object = str  # accepted; text that is not UTF-8 raises here

    def __init__(self, name: str, *, uri: bool, vfs: str | None, rewrite: Rewrite | None) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_URI if uri else apsw.SQLITE_OPEN_CREATE)
        if name.endswith("?mode=rwc"):
            flags |= apsw.SQLITE_OPEN_CREATE
        self._rewrite = rewrite
        with errors_as_sqlite3():
            self.inner = apsw.Connection(name, flags=flags, vfs=vfs)

    def execute(self, sql: str, values: Any = ()) -> Any:
        if self._rewrite:
            changed = self._rewrite(sql)
            if changed != sql and sql == _JOURNAL_ANSWER:
                self.inner.execute(changed)
                return _Answer()
            sql = changed
        with errors_as_sqlite3():
            cursor = self.inner.execute(sql, values)
            return Cursor(cursor, self.inner.changes(), self.inner.last_insert_rowid())

    def executemany(self, sql: str, rows: Iterable[Any]) -> Any:
        with errors_as_sqlite3():
            cursor = self.inner.executemany(sql, rows)
            return Cursor(cursor, self.inner.changes(), self.inner.last_insert_rowid())

    def create_function(self, name: str, count: int, function: Any, *, deterministic: bool = False) -> None:
        self.inner.create_scalar_function(name, function, count, deterministic=deterministic)

    def set_progress_handler(self, handler: Any, operations: int) -> None:
        self.inner.set_progress_handler(handler, operations)

    def backup(self, target: "Connection") -> None:
        with errors_as_sqlite3(), target.inner.backup("main", self.inner, "main") as copying:
            copying.step(-1)

    @property
    def in_transaction(self) -> bool:
        return self.inner.in_transaction

    def close(self) -> None:
        with errors_as_sqlite3():
            self.inner.close()


def use(monkeypatch: pytest.MonkeyPatch, *, vfs: str | None = None, rewrite: Rewrite | None = None) -> None:
    """Let the product open its databases here."""

    def connect(name: object, *, uri: bool = False, **_settings: object) -> Connection:
        return Connection(str(name), uri=uri, vfs=vfs, rewrite=rewrite)

    monkeypatch.setattr(sqlite3, "connect", connect)
