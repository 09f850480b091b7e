"""Reading a ledger through its SQLModel classes, on the same connection and in the same view as plain SQL."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.ledger.ledger import Ledger
from models.orm import DBAPIError, Engine, Session, StaticPool, create_engine

_engines = threading.local()


@contextmanager
def session(ledger: Ledger) -> Iterator[Session]:
    """A session over this thread's reading connection; what it loads must not leave the block."""
    with ledger.reading() as db, Session(_engine(db), autoflush=False) as open_session:
        try:
            yield open_session
        except DBAPIError as error:  # as `reading` knows it
            raise error.orig or error from error


def _engine(db: sqlite3.Connection) -> Engine:
    """One engine per connection, so that compiled statements are kept."""
    known: tuple[sqlite3.Connection, Engine] | None = getattr(_engines, "one", None)
    if known is None or known[0] is not db:
        view = _View(db)
        engine = create_engine("sqlite://", creator=lambda: view, poolclass=StaticPool, pool_reset_on_return=None)
        known = (db, engine)
        _engines.one = known
    return known[1]


class _View:
    """A connection of which somebody else ends the transaction: the engine does so at its first look, too."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def rollback(self) -> None:
        """Left to `Ledger.reading`."""
