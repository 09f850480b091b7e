"""Facts that were blanked at a person's wish, while a ledger is written out: how they count in their batches."""

import sqlite3
from collections.abc import Mapping, Sequence

from models.facts.blanking import redactions_in
from models.facts.body import BodyCreation
from models.tables.record_kinds import RecordKind


class Blanked:
    """Keeps in mind the creations of which a redaction says that they were blanked."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._redactions = redactions_in(db, waiting=True)
        self._named: dict[int, set[bytes]] = {}
        for kind, record, _batch in self._redactions.before:
            self._named.setdefault(kind, set()).add(bytes.fromhex(record))
        self._seen: list[tuple[int, str, int, int]] = []

    def see(self, kind: RecordKind, rows: Sequence[BodyCreation], hashes: Sequence[int]) -> None:
        """Rows on their way out, with their hashes as they stand."""
        named = self._named.get(kind.number)
        if named:
            self._seen += [
                (kind.number, row.uid.hex(), row.batch, value)
                for row, value in zip(rows, hashes, strict=True)
                if row.uid in named
            ]

    def difference(self, batches: Mapping[int, bytes]) -> dict[int, int]:
        """Per place of a batch how much more its digest is than the sum of what stands; ids of batches by place."""
        found: dict[int, int] = {}
        for kind, record, place, value in self._seen:
            counts = self._redactions.counts_as(kind, record, batches[place].hex(), value)
            found[place] = found.get(place, 0) + counts - value
        return found
