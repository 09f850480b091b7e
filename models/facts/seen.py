"""What each merged file held, also of what was here already: a fact goes when no standing file holds it any more.

Only facts of other copies are noted, for what was written here never goes. What a file brought is told by
`arrived_in` and the ranges; what of it was here already stands in `arrival.again`, packed: batches that were here
whole, and of the others the records (as runs of local ids) and edits.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.facts.canonical import canonical_json
from models.facts.staging import incoming
from models.tables.record_kinds import RecordKind

#: Batches of a merged file that were here before it, from elsewhere.
_FOREIGN = "temp.bm CROSS JOIN batch b ON b.id=bm.t AND b.arrived_in IS NOT NULL AND bm.known"


@dataclass(slots=True)
class Held:
    """What some merged files held of facts that were here already."""

    #: Per batch that was here whole, the newest of the merges that saw it so.
    whole: dict[int, int] = field(default_factory=dict)
    creations: set[tuple[int, int, int]] = field(default_factory=set)
    waiting: set[tuple[int, str, int]] = field(default_factory=set)
    edits: set[str] = field(default_factory=set)

    def has_edit(self, uid: bytes, batch: int, arrived_in: int) -> bool:
        """Whether one of the files held this edit, which another one had brought."""
        return self.whole.get(batch, 0) > arrived_in or uid.hex() in self.edits

    def has_creation(self, kind: int, record: int | None, uid: bytes, batch: int, arrived_in: int) -> bool:
        """The same of a creation; `record` is the local id, None for what waits for its organization."""
        return (
            self.whole.get(batch, 0) > arrived_in
            or (kind, record, batch) in self.creations
            or (kind, uid.hex(), batch) in self.waiting
        )


def note_what_was_here(db: sqlite3.Connection, arrival: int, kinds: Sequence[RecordKind]) -> None:
    """Write down what of a body was here before from other files; creations of these `kinds` are staged."""
    whole = [row[0] for row in db.execute(f"SELECT bm.t FROM {_FOREIGN} WHERE bm.same")]
    partly = [row[0] for row in db.execute(f"SELECT bm.t FROM {_FOREIGN} WHERE NOT bm.same")]
    if not whole and not partly:
        return
    packed = {"whole": _runs(whole), "parts": _parts(db, kinds) if partly else {}}
    blob = zlib.compress(canonical_json(packed).encode())
    db.execute("UPDATE arrival SET again=? WHERE id=?", (blob, arrival))


def held_by(db: sqlite3.Connection, arrivals: Iterable[int]) -> Held:
    """What these merges held of what was here already."""
    held = Held()
    for arrival in arrivals:
        (blob,) = db.execute("SELECT again FROM arrival WHERE id=?", (arrival,)).fetchone()
        if blob:
            _unpack(held, arrival, json.loads(zlib.decompress(blob)))
    return held


def _parts(db: sqlite3.Connection, kinds: Sequence[RecordKind]) -> dict[str, dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {}

    def part(batch: int) -> dict[str, Any]:
        return parts.setdefault(str(batch), {"edits": [], "waiting": [], "records": {}})

    for kind in kinds:
        rows = db.execute(
            f"SELECT bm.t, i.uid_, m.id FROM {_FOREIGN} CROSS JOIN {incoming(kind)} i ON i.batch_=bm.n "
            f"LEFT JOIN {kind.table} m ON m.uid=i.uid_ WHERE NOT bm.same"
        )
        records: dict[int, list[int]] = {}
        for batch, uid, record in rows.fetchall():
            if record is None:
                part(batch)["waiting"].append([kind.number, uid.hex()])
            else:
                records.setdefault(batch, []).append(record)
        for batch, found in records.items():
            part(batch)["records"][str(kind.number)] = _runs(found)
    query = f"SELECT bm.t, i.uid FROM {_FOREIGN} CROSS JOIN temp.in_edit i ON i.batch=bm.n WHERE NOT bm.same"
    for batch, uid in db.execute(query).fetchall():
        part(batch)["edits"].append(uid.hex())
    return parts


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers as [first, last] runs."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs


def _numbers(runs: list[list[int]]) -> Iterable[int]:
    return (number for first, last in runs for number in range(first, last + 1))


def _unpack(held: Held, arrival: int, packed: dict[str, Any]) -> None:
    for batch in _numbers(packed["whole"]):
        held.whole[batch] = max(arrival, held.whole.get(batch, 0))
    for text, part in packed["parts"].items():
        batch = int(text)
        held.edits.update(part["edits"])
        held.waiting.update((kind, uid, batch) for kind, uid in part["waiting"])
        for kind, runs in part["records"].items():
            held.creations.update((int(kind), record, batch) for record in _numbers(runs))
