"""The imports that a ledger has seen, newest first, with what they counted and whether they still stand."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.ledger.ledger import Ledger
from models.queries.import_queue import open_rows
from models.queries.standing import standing

_QUERY = (
    "SELECT b.uid, b.wall, a.name, s.file_name, coalesce(s.sheet,''), coalesce(s.registry_on,''), coalesce(s.total,0), "
    "coalesce(s.added,0), coalesce(s.updated,0), coalesce(s.same,0), coalesce(s.doubtful,0), coalesce(s.rejected,0) "
    "FROM import_source s JOIN batch b ON b.id=s.created_in JOIN author a ON a.id=b.author ORDER BY b.id DESC"
)


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import: its batch (hexadecimal id), when, by whom, from which file, and its counts.

    `stands` is False once it was taken back; `compared` says whether it can be held against earlier lists.
    """

    batch: str
    at: str  # YYYY-MM-DD HH:MM, by the clock of the machine that wrote it
    author: str
    file_name: str
    sheet: str
    registry_on: str
    total: int
    added: int
    updated: int
    same: int
    doubtful: int
    rejected: int
    stands: bool
    compared: bool
    waiting: int  # doubtful rows that nobody has decided


def past_imports(ledger: Ledger) -> list[PastImport]:
    """Every import, those of other copies that came by merging included."""
    with ledger.reading() as db:
        rows = db.execute(_QUERY).fetchall()
        stand = standing(db, {row[0] for row in rows})
        listed = {batch for (batch,) in db.execute("SELECT batch FROM import_listing")}
        open_ = set(open_rows(db))
        queue = db.execute("SELECT id, batch FROM import_queue")
        waiting = Counter(batch for record, batch in queue if record in open_)
    return [_past_import(row, row[0] in stand, row[0] in listed, waiting[row[0]]) for row in rows]


def _past_import(row: tuple[Any, ...], stands: bool, compared: bool, waiting: int) -> PastImport:  # noqa: FBT001 - in order
    uid, wall, author, file_name, sheet, registry_on, total, added, updated, same, doubtful, rejected = row
    at = f"{datetime.fromtimestamp(wall).astimezone():%Y-%m-%d %H:%M}"
    counts = (total, added, updated, same, doubtful, rejected)
    return PastImport(uid.hex(), at, author, file_name or "", sheet, registry_on, *counts, stands, compared, waiting)
