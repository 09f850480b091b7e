"""What merging is held against (G9): rows that are ready, written by `INSERT … SELECT` with nothing to find out.

Two floors. `same_data`: everything that came, into empty tables with their indexes (performance.md e calls it the
bound, and the goals are said against it). `only_new`: as if somebody had known beforehand which rows are new and
which columns change; no goal, but it shows what finding that out costs.
"""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from models.ledger.ledger import Ledger
from models.tables.record_kinds import RECORD_KINDS

_TABLES = ("replica", "author", "batch", *(kind.table for kind in RECORD_KINDS))
#: Tables without numbers of their own.
_BESIDE = ("edit", "origin", "head", "twin")


def same_data(incoming: Path, place: Path) -> Callable[[], None]:
    """All rows of a ledger into an empty one, in one transaction; the caller measures the call of what is given.

    Row by row: without a WHERE, SQLite copies the pages of like tables and no merge can be held against that.
    """
    target = place / "bound.jhtz"
    target.unlink(missing_ok=True)
    Ledger.create(target).close()
    db = _writer(target, incoming)
    for table in (*_TABLES, *_BESIDE):
        db.execute(f"DELETE FROM main.{table}")

    def run() -> None:
        db.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            db.execute(f"INSERT INTO main.{table} SELECT * FROM i.{table} WHERE +rowid>0")
        for table in _BESIDE:
            db.execute(f"INSERT INTO main.{table} SELECT * FROM i.{table} WHERE +rec IS NOT NULL")
        db.execute("COMMIT")
        db.close()

    return run


def _writer(target: Path, source: Path) -> sqlite3.Connection:
    """A connection that writes as durably as a ledger's, with the source attached as `i`."""
    db = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    db.execute(f"PRAGMA cache_size=-{64 * 1024}")
    db.execute("ATTACH ? AS i", (str(source),))
    return db


def only_new(before: Path, after: Path, place: Path) -> Callable[[], None]:
    """The rows that a merge brought and the columns that it changed, ready in an attached file; one transaction."""
    increment = place / "increment.db"
    increment.unlink(missing_ok=True)
    changed = _increment(before, after, increment)
    target = place / "floor.jhtz"
    shutil.copyfile(before, target)
    db = _writer(target, increment)

    def run() -> None:
        db.execute("BEGIN IMMEDIATE")
        for table, columns in changed.items():
            db.execute(f"INSERT INTO main.{table} SELECT * FROM i.{table} WHERE +rowid>0")
            if columns:
                names = ",".join(columns)
                db.execute(
                    f"UPDATE main.{table} SET ({names})=(SELECT {names} FROM i.moved_{table} m WHERE m.id={table}.id) "
                    f"WHERE id IN (SELECT id FROM i.moved_{table})"
                )
        db.execute("COMMIT")
        db.close()

    return run


def _increment(before: Path, after: Path, increment: Path) -> dict[str, list[str]]:
    """The rows that came, per table, and the rows that changed with the columns that did."""
    db = sqlite3.connect(increment, isolation_level=None)
    db.execute("ATTACH ? AS a", (str(before),))
    db.execute("ATTACH ? AS b", (str(after),))
    changed: dict[str, list[str]] = {}
    for table in _TABLES:
        columns = [row[1] for row in db.execute(f"PRAGMA b.table_info({table})")]
        (last,) = db.execute(f"SELECT coalesce(max(id),0) FROM a.{table}").fetchone()
        db.execute(f"CREATE TABLE main.{table} AS SELECT * FROM b.{table} WHERE id>{last}")
        same = f"SELECT {','.join(columns)} FROM a.{table}"
        db.execute(f"CREATE TABLE main.moved_{table} AS SELECT * FROM b.{table} WHERE id<={last} EXCEPT {same}")
        db.execute(f"CREATE INDEX main.moved_{table}_id ON moved_{table}(id)")
        pairs = f"main.moved_{table} m JOIN a.{table} o ON o.id=m.id"
        changed[table] = [
            name
            for name in columns
            if db.execute(f"SELECT 1 FROM {pairs} WHERE o.{name} IS NOT m.{name} LIMIT 1").fetchone()
        ]
    for table in _BESIDE:
        db.execute(f"CREATE TABLE main.{table} AS SELECT * FROM b.{table} EXCEPT SELECT * FROM a.{table}")
        if table in {"origin", "head"}:  # what replaces others would need a DELETE, too
            keys = "kind,rec" if table == "origin" else "kind,rec,field"
            db.execute(f"DELETE FROM main.{table} WHERE ({keys}) IN (SELECT {keys} FROM a.{table})")
        changed[table] = []
    db.close()
    return changed
