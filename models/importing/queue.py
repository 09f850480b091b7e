"""Doubtful rows of imports: they wait here, in the ledger's file but outside its facts, until a person decides.

A row counts as long as its import stands, and is open again when its decision is taken back.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from models.facts.canonical import Value
from models.importing.classify import Facts, Verdict, facts_of_many
from models.importing.table import Cell
from models.ledger.ledger import Ledger
from models.ledger.queue_rows import row_key
from models.queries.import_queue import open_rows
from models.queries.standing import standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organization that a doubtful row may be: what the ledger says of it."""

    id: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A doubtful row with what its sheet said. `reason` says why it is doubted; `later` that it was put off."""

    id: int
    batch: str
    row: int  # as the sheet counts, from 1
    headings: tuple[str, ...]
    cells: tuple[Cell, ...]
    facts: dict[str, Value]
    extras: dict[str, str]
    registry_on: str
    reason: str
    later: bool
    candidates: tuple[Candidate, ...]

    @property
    def name(self) -> str:
        """The name in the sheet."""
        return str(self.facts.get("name") or "")


def queue_rows(ledger: Ledger, *, only: Collection[int] | None = None) -> list[QueueRow]:
    """The rows that wait (or some of them), those put off last, each with the candidates that are still here."""
    with ledger.reading() as db:
        return load_rows(db, [record for record in open_rows(db) if only is None or record in only])


def load_rows(db: sqlite3.Connection, records: Sequence[int]) -> list[QueueRow]:
    """Rows of the queue by local id, in order."""
    found = []
    for record in records:
        row = db.execute(
            "SELECT batch, row, headings, cells, facts, extras, registry_on, reason, later, candidates "
            "FROM import_queue WHERE id=?",
            (record,),
        ).fetchone()
        if row is None:
            continue
        batch, number, headings, cells, facts, extras, registry_on, reason, later, candidates = row
        found.append(
            QueueRow(
                record,
                batch.hex(),
                number,
                tuple(json.loads(headings)),
                tuple(json.loads(cells)),
                json.loads(facts),
                json.loads(extras),
                registry_on,
                reason,
                bool(later),
                _candidates(db, json.loads(candidates)),
            )
        )
    return found


def put_rows(db: sqlite3.Connection, batch: bytes, headings: Sequence[str], day: str, rows: Iterable[Verdict]) -> None:
    """Let doubtful rows of an import wait."""
    said = json.dumps(list(headings), ensure_ascii=False)
    db.executemany(
        "INSERT INTO import_queue(batch, row, headings, cells, facts, extras, registry_on, candidates, reason, key) "
        "VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            (
                batch,
                verdict.row.number,
                said,
                json.dumps(list(verdict.row.cells), ensure_ascii=False),
                json.dumps(verdict.row.facts, ensure_ascii=False),
                json.dumps(verdict.row.extras, ensure_ascii=False),
                day,
                json.dumps(_uids(db, verdict.candidates)),
                verdict.reason,
                row_key(verdict.row.facts, verdict.row.extras),
            )
            for verdict in rows
        ),
    )


def waiting_keys(db: sqlite3.Connection) -> set[bytes]:
    """The rows that wait already, by `row_key`: the same list may come twice."""
    records = set(open_rows(db))
    return {key for record, key in db.execute("SELECT id, key FROM import_queue") if record in records}


def decided_rows(db: sqlite3.Connection) -> dict[bytes, int]:
    """Rows that a person has decided, by `row_key`, with the local id of the organization that they became."""
    rows = db.execute(
        "SELECT q.key, q.decided_in, o.id FROM import_queue q JOIN organization o ON o.uid=q.organization "
        "WHERE q.verdict IS NOT NULL AND o.deleted IS NOT 1"
    ).fetchall()
    stand = standing(db, {batch for _key, batch, _id in rows if batch})
    return {key: record for key, batch, record in rows if batch is None or batch in stand}


def _candidates(db: sqlite3.Connection, uids: Sequence[str]) -> tuple[Candidate, ...]:
    ids = []
    for uid in uids:
        row = db.execute("SELECT id FROM organization WHERE uid=? AND deleted IS NOT 1", (bytes.fromhex(uid),))
        ids += [record for (record,) in row.fetchall()]
    return tuple(Candidate(record, facts) for record, facts in facts_of_many(db, ids).items())


def _uids(db: sqlite3.Connection, records: Sequence[int]) -> list[str]:
    rows = [db.execute("SELECT uid FROM organization WHERE id=?", (record,)).fetchone() for record in records]
    return [row[0].hex() for row in rows if row]
