"""What of a body is new beyond doubt goes straight into its table; only the rest has to be looked at set by set.

A batch that was not here before brings all of its facts: they need no look-up one by one, and no digest but its own.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

from models.facts.body import BodyCreation, BodyEdit
from models.facts.canonical import stored_values
from models.facts.inserting import insert_many
from models.facts.places import Places
from models.facts.records import chunks, marks
from models.tables.record_kinds import ORGANIZATION, RecordKind

#: Something of a body with its place there.
Numbered = tuple[int, BodyCreation]


def take_plain_creations(
    db: sqlite3.Connection, kind: RecordKind, creations: Sequence[BodyCreation], places: Places
) -> tuple[int, list[Numbered]]:
    """Make the records that nobody here has, of batches that were not here; how many, and what is left to look at."""
    known, same = places.known, places.same
    here = ids_of(db, kind, (c.uid for c in creations if not known[c.batch]))
    above: dict[bytes, int] = {}
    if kind.of_organization:
        above = ids_of(db, ORGANIZATION, (c.parent for c in creations if c.parent and not known[c.batch]))
    made: list[BodyCreation] = []
    left: list[Numbered] = []
    seen: set[bytes] = set()
    for number, creation in enumerate(creations):
        uid, batch, parent, _values = creation
        if same[batch]:
            continue
        if known[batch] or uid in here or uid in seen or (kind.of_organization and (parent or b"") not in above):
            left.append((number, creation))
            continue
        seen.add(uid)
        made.append(creation)
    if made:
        owner = ("org_id",) if kind.of_organization else ()
        names = ("uid", "created_in", *owner, *kind.names)
        insert_many(db, kind.table, names, _rows(kind, made, places.local, above))
    return len(made), left


def take_plain_edits(
    db: sqlite3.Connection, edits: Sequence[BodyEdit], places: Places, arrival: int
) -> tuple[list[BodyEdit], list[tuple[int, BodyEdit]]]:
    """Write the edits of batches that were not here; which these are, and what is left to look at."""
    made: list[BodyEdit] = []
    left: list[tuple[int, BodyEdit]] = []
    for number, edit in enumerate(edits):
        if not places.known[edit.batch]:
            made.append(edit)
        elif not places.same[edit.batch]:
            left.append((number, edit))
    made.sort(key=lambda edit: (edit.record, edit.kind, edit.uid))  # as the table lies
    local = places.local
    rows = ((*edit[:3], local[edit.batch], edit.set_, edit.over, arrival) for edit in made)
    insert_many(db, "edit", ("kind", "rec", "uid", "batch", "set_", "over", "arrived_in"), rows)
    return made, left


def ids_of(db: sqlite3.Connection, kind: RecordKind, uids: Iterable[bytes]) -> dict[bytes, int]:
    """The local ids of those of these records that are here."""
    found: dict[bytes, int] = {}
    for chunk in chunks(set(uids)):
        found.update(db.execute(f"SELECT uid, id FROM {kind.table} WHERE uid IN ({marks(chunk)})", chunk).fetchall())
    return found


def _rows(
    kind: RecordKind, creations: Collection[BodyCreation], local: Sequence[int], above: dict[bytes, int]
) -> Iterator[tuple[object, ...]]:
    for uid, batch, parent, values in creations:
        stored = stored_values(kind, values)
        if kind.of_organization:
            yield (uid, local[batch], above[parent or b""], *stored)
        else:
            yield (uid, local[batch], *stored)
