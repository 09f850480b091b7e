"""A ledger's facts and what its tables show, read with queries of our own, and empty ledgers to begin with."""

import json
import sqlite3
from typing import Any

from models.facts.body import Body
from models.ledger.migrations import steps
from models.tables.record_kinds import KIND_BY_NUMBER, RECORD_KINDS, RecordKind
from tests.facts.oracle import Batch, Creation, Edit, Facts, Key, Shown, Value

COLUMNS: dict[int, tuple[str, ...]] = {kind.number: kind.names for kind in RECORD_KINDS}

_HEADERS = (
    "SELECT b.uid, r.uid, b.seq, b.lamport, a.name, b.wall, b.kind, b.nonce, b.reverts, b.registry_on "
    "FROM batch b JOIN replica r ON r.id=b.replica JOIN author a ON a.id=b.author"
)
_EDITS = "SELECT e.uid, b.uid, e.kind, e.rec, e.set_, e.over FROM edit e JOIN batch b ON b.id=e.batch"
_TWINS = "SELECT t.kind, t.rec, b.uid, t.body FROM twin t JOIN batch b ON b.id=t.batch"
_WAITING = "SELECT w.kind, w.rec, b.uid, w.parent, w.body FROM waiting w JOIN batch b ON b.id=w.batch"


class Ledgers:
    """Empty ledgers in memory; one that is given back is emptied and used again (its statements stay prepared)."""

    def __init__(self) -> None:
        self._free: list[sqlite3.Connection] = []
        self._used: list[sqlite3.Connection] = []
        self._clearing: list[str] = []

    def open(self, replica: bytes) -> sqlite3.Connection:
        db = self._free.pop() if self._free else self._new()
        self._used.append(db)
        db.execute("INSERT INTO replica(id, uid) VALUES (1, ?)", (replica,))
        db.execute("INSERT INTO meta(key, value) VALUES ('replica', '1')")
        return db

    def take_back(self) -> None:
        """Empty every ledger that was handed out."""
        for db in self._used:
            if db.in_transaction:
                db.execute("ROLLBACK")
            db.execute("PRAGMA foreign_keys=OFF")
            db.execute("BEGIN")
            for statement in self._clearing:
                db.execute(statement)
            db.execute("COMMIT")
            db.execute("PRAGMA foreign_keys=ON")
        self._free += self._used
        self._used = []

    def close(self) -> None:
        for db in self._free + self._used:
            db.close()

    def _new(self) -> sqlite3.Connection:
        db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=2000)
        db.execute("PRAGMA foreign_keys=ON")
        for step in steps():
            db.executescript(step.sql)
        tables = db.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name").fetchall()
        self._clearing = [f"DELETE FROM {name}" for (name,) in tables]
        return db


def facts_of(db: sqlite3.Connection) -> Facts:
    """Every fact of a ledger: creations with the originals put back, twins, what waits, edits, headers."""
    origins = {(kind, rec): json.loads(was) for kind, rec, was in db.execute("SELECT kind, rec, was FROM origin")}
    batches = dict(db.execute("SELECT id, uid FROM batch").fetchall())
    creations = []
    bases: dict[tuple[int, int], Creation] = {}
    for kind in RECORD_KINDS:
        for row, values in _rows(db, kind):
            made = {**values, **origins.get((kind.number, row[0]), {})}
            creation = Creation(batches[row[2]], kind.number, row[1], row[3], tuple(made.values()))
            bases[kind.number, row[0]] = creation
            creations.append(creation)
    for kind_number, rec, batch, body in db.execute(_TWINS):
        base = bases[kind_number, rec]
        values = base.values if body is None else _in_order(kind_number, json.loads(body))
        creations.append(base._replace(batch=batch, values=values))
    placed = {(c.kind, c.record, c.batch) for c in creations}
    for kind_number, record, batch, parent, body in db.execute(_WAITING):
        if (kind_number, record, batch) not in placed:
            values = _in_order(kind_number, json.loads(body))
            creations.append(Creation(batch, kind_number, record, parent, values))
    edits = [Edit(*row) for row in db.execute(_EDITS)]
    headers = frozenset(Batch(*row) for row in db.execute(_HEADERS))
    assert len(set(creations)) == len(creations), "a creation lies in the ledger twice"
    return Facts(headers).having(creations, edits)


def facts_in(body: Body) -> Facts:
    """Every fact of what travels."""
    uids = [batch.uid for batch in body.batches]
    creations = [
        Creation(uids[c.batch], kind, c.uid, c.parent, tuple(c.values))
        for kind, found in body.creations.items()
        for c in found
    ]
    edits = [Edit(e.uid, uids[e.batch], e.kind, e.record, e.set_, e.over) for e in body.edits]
    return Facts(frozenset(Batch(*batch[:10]) for batch in body.batches)).having(creations, edits)


def view_of(db: sqlite3.Connection) -> dict[Key, Shown]:
    """What the tables show."""
    conflicts: dict[tuple[int, int], dict[str, list[Any]]] = {}
    for kind_number, rec, field, heads in db.execute("SELECT kind, rec, field, heads FROM head"):
        conflicts.setdefault((kind_number, rec), {})[field] = [value for value, _ in json.loads(heads)]
    view = {}
    for kind in RECORD_KINDS:
        for row, values in _rows(db, kind):
            found = conflicts.pop((kind.number, row[0]), {})
            for field, said in found.items():
                assert said[0] == values[field], f"the first of the conflict over {field} is not shown"
            differing = {field: frozenset(said) for field, said in found.items()}
            view[kind.number, row[1]] = Shown(values, differing, row[4] or 0)
    assert not conflicts, "conflicts of records that are not here"
    return view


def local_id(db: sqlite3.Connection, key: Key) -> int:
    table = KIND_BY_NUMBER[key[0]].table
    return db.execute(f"SELECT id FROM {table} WHERE uid=?", (key[1],)).fetchone()[0]


def _rows(db: sqlite3.Connection, kind: RecordKind) -> list[tuple[tuple[Any, ...], dict[str, Value]]]:
    """((local id, record id, batch, organization's record id, deleted), values) of every row of a kind."""
    columns = ",".join(f"m.{name}" for name in kind.names)
    parent = "o.uid" if kind.of_organization else "NULL"
    join = "JOIN organization o ON o.id=m.org_id" if kind.of_organization else ""
    query = f"SELECT m.id, m.uid, m.created_in, {parent}, m.deleted, {columns} FROM {kind.table} m {join}"
    return [
        (row[:5], {n: v.hex() if isinstance(v, bytes) else v for n, v in zip(kind.names, row[5:], strict=True)})
        for row in db.execute(query)
    ]


def _in_order(kind: int, values: dict[str, Value]) -> tuple[Value, ...]:
    return tuple(values.get(name) for name in COLUMNS[kind])
