"""The facts that come, laid out in temporary tables: what of them is new is then found set by set."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from models.facts.body import Body, BodyCreation
from models.facts.canonical import to_column
from models.tables.record_kinds import RECORD_KINDS, ColumnType, RecordKind

_BATCH = "uid, replica, seq, lamport, author, wall, kind, nonce, reverts, registry_on, digest"


@contextmanager
def staged(db: sqlite3.Connection, body: Body) -> Iterator[None]:
    """Fill temp.in_batch; the facts follow once it is known which of the batches are here whole."""
    _make(db)
    _clear(db)
    db.executemany(
        f"INSERT INTO temp.in_batch(n, {_BATCH}) VALUES ({','.join('?' * 12)})",
        ((number, *batch) for number, batch in enumerate(body.batches)),
    )
    try:
        yield
    finally:
        if db.in_transaction:  # or they went with it
            _clear(db)


def stage_facts(db: sqlite3.Connection, body: Body, known: Collection[int]) -> None:
    """Fill temp.in_edit and temp.in_<table> per kind with the facts of all batches but the `known` ones.

    `n_` is the place in the body, `again_` marks what is not the first creation of its record.
    """
    for kind in RECORD_KINDS:
        if creations := body.creations.get(kind.number):
            _stage_creations(db, kind, creations, known)
    db.executemany(
        "INSERT INTO temp.in_edit(n, kind, rec, uid, batch, set_, over) VALUES (?,?,?,?,?,?,?)",
        ((number, *edit) for number, edit in enumerate(body.edits) if edit.batch not in known),
    )


def incoming(kind: RecordKind) -> str:
    """The name of a kind's temporary table."""
    return f"temp.in_{kind.table}"


def _stage_creations(
    db: sqlite3.Connection, kind: RecordKind, creations: Sequence[BodyCreation], known: Collection[int]
) -> None:
    marks = ",".join("?" * (5 + len(kind.names)))
    db.executemany(
        f"INSERT INTO {incoming(kind)}(n_, uid_, batch_, parent_, again_, {','.join(kind.names)}) VALUES ({marks})",
        _rows(kind, creations, known),
    )


def _rows(kind: RecordKind, creations: Sequence[BodyCreation], known: Collection[int]) -> Iterator[tuple[object, ...]]:
    references = [index for index, column in enumerate(kind.columns) if column.type is ColumnType.REFERENCE]
    seen: set[bytes] = set()
    for number, (uid, batch, parent, values) in enumerate(creations):
        if batch in known:
            continue
        again = uid in seen
        seen.add(uid)
        if references:
            stored: list[object] = list(values)
            for index in references:
                stored[index] = to_column(kind.columns[index], values[index])
            yield (number, uid, batch, parent, again, *stored)
        else:
            yield (number, uid, batch, parent, again, *values)


def _make(db: sqlite3.Connection) -> None:
    db.execute(f"CREATE TEMP TABLE IF NOT EXISTS in_batch(n INTEGER PRIMARY KEY, {_BATCH})")
    db.execute("CREATE TEMP TABLE IF NOT EXISTS in_edit(n INTEGER PRIMARY KEY, kind, rec, uid, batch, set_, over)")
    for kind in RECORD_KINDS:
        columns = f"n_ INTEGER PRIMARY KEY, uid_, batch_, parent_, again_, {','.join(kind.names)}"
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS in_{kind.table}({columns})")
    # Which local batch a batch of the body is; `same`: all its facts are here; `known`: it was here before.
    db.execute("CREATE TEMP TABLE IF NOT EXISTS bm(n INTEGER PRIMARY KEY, t INTEGER, same INTEGER, known INTEGER)")
    db.execute("CREATE TEMP TABLE IF NOT EXISTS fresh(n INTEGER PRIMARY KEY)")


def _clear(db: sqlite3.Connection) -> None:
    for name in ("in_batch", "in_edit", "bm", "fresh", *(f"in_{kind.table}" for kind in RECORD_KINDS)):
        db.execute(f"DELETE FROM temp.{name}")
