"""What is searched of organizations, read from a ledger, and what changed since an index saw it."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from models.search.tokens import Texts
from models.tables.record_kinds import FORMER_NAME, ORGANIZATION, PERSON, VISIT

_KINDS = (ORGANIZATION, FORMER_NAME, PERSON, VISIT)
_PART = 400


def texts_between(db: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[int, Texts]]:
    """The searched texts of the organizations with ids from `first` to `last`, in the trash or not."""
    yield from _texts(db, "BETWEEN ? AND ?", (first, last))


def texts_of(db: sqlite3.Connection, records: Iterable[int]) -> Iterator[tuple[int, Texts]]:
    """The searched texts of some organizations; missing ones are left out."""
    chosen = sorted(records)
    for start in range(0, len(chosen), _PART):
        part = chosen[start : start + _PART]
        yield from _texts(db, f"IN ({','.join('?' * len(part))})", tuple(part))


def _texts(db: sqlite3.Connection, chosen: str, values: tuple[int, ...]) -> Iterator[tuple[int, Texts]]:
    names = _grouped(
        db.execute(
            f"SELECT org_id, name FROM former_name WHERE org_id {chosen} AND deleted IS NOT 1 ORDER BY org_id", values
        )
    )
    people = _grouped(
        db.execute(
            f"SELECT org_id, name, phone, note FROM person WHERE org_id {chosen} AND deleted IS NOT 1 ORDER BY org_id",
            values,
        )
    )
    visits = _grouped(
        db.execute(
            f"SELECT org_id, note FROM visit WHERE org_id {chosen} AND note IS NOT NULL AND deleted IS NOT 1 "
            "ORDER BY org_id",
            values,
        )
    )
    rows = db.execute(
        f"SELECT id, name, head, contact, address, code, note, phone FROM organization WHERE id {chosen} ORDER BY id",
        values,
    )
    for record, name, head, contact, address, code, note, phone in rows:
        others = people.get(record, ())
        yield (
            record,
            Texts(
                _filled(name, head, contact, *(row[1] for row in names.get(record, ())), *(row[1] for row in others)),
                _filled(
                    *(address, code, note, *(row[3] for row in others)),
                    *(row[1] for row in visits.get(record, ())),
                ),
                _filled(phone, *(row[2] for row in others)),
            ),
        )


def _grouped(rows: Iterable[tuple[int, ...]]) -> dict[int, list[tuple[int, ...]]]:
    return {record: list(group) for record, group in groupby(rows, key=itemgetter(0))}


def _filled(*texts: object) -> tuple[str, ...]:
    return tuple(str(text) for text in texts if text)


def touched_since(db: sqlite3.Connection, batch: int, arrival: int) -> set[int]:
    """Organizations whose searched texts may have changed in later batches and by later merges."""
    found: set[int] = set()
    for table, key, last in (("creation_range", "batch", batch), ("arrival_range", "arrival", arrival)):
        for kind in _KINDS:
            column = "id" if kind is ORGANIZATION else "org_id"
            ranges = db.execute(f"SELECT first, last FROM {table} WHERE {key}>? AND kind=?", (last, kind.number))
            for first, end in ranges.fetchall():
                said = " AND note IS NOT NULL" if kind is VISIT else ""  # nothing else of a visit is searched
                rows = db.execute(f"SELECT {column} FROM {kind.table} WHERE id BETWEEN ? AND ?{said}", (first, end))
                found.update(row[0] for row in rows)
    conditions = [("e.batch>?", batch)]
    if db.execute("SELECT 1 FROM arrival WHERE id>?", (arrival,)).fetchone():
        conditions.append(("e.arrived_in>?", arrival))
    for condition, value in conditions:
        for kind in _KINDS:
            column = "m.id" if kind is ORGANIZATION else "m.org_id"
            rows = db.execute(
                f"SELECT {column} FROM edit e CROSS JOIN {kind.table} m ON m.uid=e.rec WHERE e.kind=? AND {condition}",
                (kind.number, value),
            )
            found.update(row[0] for row in rows)
            rows = db.execute(
                f"SELECT {column} FROM twin e CROSS JOIN {kind.table} m ON m.id=e.rec WHERE e.kind=? AND {condition}",
                (kind.number, value),
            )
            found.update(row[0] for row in rows)
    return found
