"""Which part of a ledger goes into a file: streets, cadres, and what a recipient has not had yet."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.exchange.facts_out import Selection
from models.facts.canonical import canonical_json
from models.facts.records import chunks, marks
from models.ledger.joining import whole_groups
from models.tables.record_kinds import FOLLOWUP, ORGANIZATION, RECORD_KINDS, VISIT

_SHORT = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the ledger: streets or districts by division code, cadres by record id; both empty for all of it.

    With both, an organization has to lie in one of the streets and belong to one of the cadres.
    """

    streets: tuple[str, ...] = ()
    cadres: tuple[bytes, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True if nothing is left out."""
        return not self.streets and not self.cadres

    @property
    def text(self) -> str:
        """The scope as one text, to compare."""
        return canonical_json([sorted(self.streets), sorted(cadre.hex() for cadre in self.cadres)])


def held_batches(db: sqlite3.Connection) -> bytes:
    """What a ledger holds now, packed: per batch the first bytes of its id and of its digest."""
    return b"".join(
        uid[:_SHORT] + digest[:_SHORT] for uid, digest in db.execute("SELECT uid, digest FROM batch ORDER BY uid")
    )


def organizations_in(db: sqlite3.Connection, scope: Scope) -> set[int] | None:
    """The local ids of a scope's organizations, deleted ones too; None for all.

    An organization that was in the scope once stays in it: whoever had it learns that it moved on. Who is shown as
    one with it goes with it, wherever that one is.
    """
    if scope.is_whole:
        return None
    found = []
    if scope.streets:
        found.append(_by_streets(db, scope.streets))
    if scope.cadres:
        found.append(_by_cadres(db, scope.cadres))
    return whole_groups(db, set.intersection(*found))


def _by_streets(db: sqlite3.Connection, streets: tuple[str, ...]) -> set[int]:
    found = {organization for organization, code in _once(db, "street") if code.startswith(streets)}
    for street in streets:
        found |= _ids(db.execute("SELECT id FROM organization WHERE street>=? AND street<?", (street, f"{street}:")))
    return found


def _by_cadres(db: sqlite3.Connection, cadres: tuple[bytes, ...]) -> set[int]:
    wanted = {cadre.hex() for cadre in cadres}
    found = {organization for organization, owner in _once(db, "owner") if owner in wanted}
    for cadre in cadres:
        found |= _ids(db.execute("SELECT id FROM organization WHERE owner=?", (cadre,)))
        for kind in (VISIT, FOLLOWUP):
            found |= _ids(db.execute(f"SELECT DISTINCT org_id FROM {kind.table} WHERE cadre=?", (cadre,)))
    return found


def _once(db: sqlite3.Connection, field: str) -> Iterator[tuple[int, str]]:
    """Organizations with what an edit, or what an edit hid, said of this field; read once for all that is asked."""
    for query in (
        "SELECT m.id, e.set_ FROM edit e JOIN organization m ON m.uid=e.rec WHERE e.kind=? AND e.set_ LIKE ?",
        "SELECT rec, was FROM origin WHERE kind=? AND was LIKE ?",
        "SELECT rec, body FROM twin WHERE kind=? AND body LIKE ?",
    ):
        for organization, said in db.execute(query, (ORGANIZATION.number, f'%"{field}":"%')):
            if isinstance(value := json.loads(said).get(field), str):
                yield organization, value


def selection_for(db: sqlite3.Connection, scope: Scope, held: bytes | None) -> Selection | None:
    """What goes into a file: of the scope all, or with `held` the records that gained a fact since then; None for all.

    A touched organization goes whole, with everything of it: a file that never arrived leaves no holes.
    """
    inside = organizations_in(db, scope)
    if held is None:
        return None if inside is None else Selection(sorted(inside), {})
    organizations, shared = touched(db, new_batches(db, held))
    if inside is not None:
        organizations &= inside
    return Selection(sorted(organizations), shared)


def new_batches(db: sqlite3.Connection, held: bytes) -> list[int]:
    """The local ids of batches that are new, or have grown, since a ledger held these (`held_batches`)."""
    known = {held[at : at + 2 * _SHORT] for at in range(0, len(held), 2 * _SHORT)}
    return [
        batch
        for batch, uid, digest in db.execute("SELECT id, uid, digest FROM batch")
        if uid[:_SHORT] + digest[:_SHORT] not in known
    ]


def touched(db: sqlite3.Connection, batches: Sequence[int]) -> tuple[set[int], Mapping[int, Sequence[int]]]:
    """Organizations (by local id) and shared records (by kind) with a fact of these batches."""
    organizations: set[int] = set()
    shared: dict[int, Sequence[int]] = {}
    edited = list(_edited(db, batches))
    made_twice = {
        (kind, record)
        for chunk in chunks(batches)
        for kind, record in db.execute(f"SELECT kind, rec FROM twin WHERE batch IN ({marks(chunk)})", chunk)
    }
    for kind in RECORD_KINDS:
        records = _made(db, kind.table, batches)
        records |= {record for number, record in made_twice if number == kind.number}
        for chunk in chunks([uid for number, uid in edited if number == kind.number]):
            records |= _ids(db.execute(f"SELECT id FROM {kind.table} WHERE uid IN ({marks(chunk)})", chunk))
        if kind is ORGANIZATION:
            organizations |= records
        elif kind.of_organization:
            organizations |= _parents(db, kind.table, records)
        else:
            shared[kind.number] = sorted(records)
    return organizations, shared


def _edited(db: sqlite3.Connection, batches: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    for chunk in chunks(batches):
        yield from db.execute(f"SELECT DISTINCT kind, rec FROM edit WHERE batch IN ({marks(chunk)})", chunk)


def _made(db: sqlite3.Connection, table: str, batches: Sequence[int]) -> set[int]:
    wanted = set(batches)
    if not wanted:
        return set()
    first, last = min(wanted), max(wanted)
    rows = db.execute(f"SELECT id, created_in FROM {table} WHERE created_in BETWEEN ? AND ?", (first, last))
    return {record for record, batch in rows if batch in wanted}


def _parents(db: sqlite3.Connection, table: str, records: Iterable[int]) -> set[int]:
    return {
        row[0]
        for chunk in chunks(records)
        for row in db.execute(f"SELECT org_id FROM {table} WHERE id IN ({marks(chunk)})", chunk)
    }


def _ids(rows: Iterable[tuple[int]]) -> set[int]:
    return {row[0] for row in rows}
