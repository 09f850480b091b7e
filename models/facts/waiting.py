"""Creations that came before the organization they belong to: kept, and put in place when it comes.

A waiting row stays in its table after it was put in place: it says which merge brought the creation, where the
range of new rows names the merge that brought the organization.
"""

import json
import sqlite3

from models.facts.canonical import Values, canonical_json, to_column
from models.facts.records import RecordRef, find, load_one
from models.tables.record_kinds import KIND_BY_NUMBER, ORGANIZATION, RecordKind


def adopt_waiting(db: sqlite3.Connection) -> list[tuple[RecordKind, int]]:
    """Put every waiting creation whose organization is here in place; the records that were made or gained one."""
    rows = db.execute(
        "SELECT w.kind, w.rec, w.batch, w.body, w.arrived_in, o.id FROM waiting w "
        "JOIN organization o ON o.uid=w.parent ORDER BY w.kind, w.rec, w.batch"
    ).fetchall()
    adopted = []
    for number, uid, batch, body, arrived_in, org_id in rows:
        kind = KIND_BY_NUMBER[number]
        record = find(db, kind, uid)
        values = json.loads(body)
        if record is None:
            adopted.append((kind, _insert_creation(db, kind, uid, values, batch=batch, org_id=org_id)))
        elif add_twin(db, kind, record, values, batch=batch, arrived_in=arrived_in):
            adopted.append((kind, record.id))
    return adopted


def is_waiting_sql(kind: RecordKind) -> str:
    """The condition on `waiting w` that says it is not in place, for the kind's table."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {kind.table} m WHERE m.uid=w.rec AND (m.created_in=w.batch OR EXISTS "
        f"(SELECT 1 FROM twin t WHERE t.kind={kind.number} AND t.rec=m.id AND t.batch=w.batch)))"
    )


def _insert_creation(
    db: sqlite3.Connection, kind: RecordKind, uid: bytes, values: Values, *, batch: int, org_id: int
) -> int:
    """Make the row of a creation of any batch; its local id."""
    names = ["uid", "created_in", "org_id", *kind.names]
    stored = [to_column(column, values.get(column.name)) for column in kind.columns]
    cursor = db.execute(
        f"INSERT INTO {kind.table}({','.join(names)}) VALUES ({','.join('?' * len(names))})",
        [uid, batch, org_id, *stored],
    )
    return cursor.lastrowid or 0


def add_twin(
    db: sqlite3.Connection,
    kind: RecordKind,
    record: RecordRef,
    values: Values,
    *,
    batch: int,
    arrived_in: int | None,
) -> bool:
    """Note that another batch made this record too; False if that was known. Equal values cost no second copy."""
    facts = load_one(db, kind, record.id)
    known = db.execute(
        "SELECT 1 FROM twin WHERE kind=? AND rec=? AND batch=?", (kind.number, record.id, batch)
    ).fetchone()
    if facts.created_in == batch or known:
        return False
    asserted = {name: value for name, value in values.items() if value is not None}
    base = {name: value for name, value in facts.original.items() if value is not None}
    db.execute(
        "INSERT INTO twin(kind, rec, batch, body, arrived_in) VALUES (?,?,?,?,?)",
        (kind.number, record.id, batch, None if asserted == base else canonical_json(asserted), arrived_in),
    )
    return True


def parent_uid(db: sqlite3.Connection, org_id: int | None) -> bytes | None:
    """The record id of an organization by its local id."""
    if org_id is None:
        return None
    row = db.execute(f"SELECT uid FROM {ORGANIZATION.table} WHERE id=?", (org_id,)).fetchone()
    return bytes(row[0]) if row else None
