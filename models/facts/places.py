"""The batches of a body as they are known here: those that are new get their row."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from models.facts.body import Body, BodyBatch
from models.facts.inserting import insert_many
from models.facts.records import chunks, marks

_COLUMNS = (
    *("id", "uid", "replica", "seq", "lamport", "author", "wall", "kind"),
    *("nonce", "reverts", "registry_on", "digest", "arrived_in"),
)


class LocalBatch(NamedTuple):
    """A batch that is here: local id, digest, whether it was written here."""

    id: int
    digest: bytes
    is_own: bool

    def has_all_of(self, batch: BodyBatch) -> bool:
        """Whether all facts of a body's batch are here: of one written here they always are."""
        return self.is_own or (self.digest == batch.digest and any(self.digest))


@dataclass(frozen=True, slots=True)
class Places:
    """By place in the body: the local id of each batch, whether it was here before, and with all of its facts."""

    local: list[int]
    known: list[bool]
    same: list[bool]
    #: The highest local id before these came.
    last: int


def local_batches(db: sqlite3.Connection, uids: Iterable[bytes]) -> dict[bytes, LocalBatch]:
    """The batches of these ids that are here."""
    found: dict[bytes, LocalBatch] = {}
    for chunk in chunks(uids):
        query = f"SELECT uid, id, digest, arrived_in IS NULL FROM batch WHERE uid IN ({marks(chunk)})"
        found.update((uid, LocalBatch(*rest)) for uid, *rest in db.execute(query, chunk))
    return found


def take_batches(db: sqlite3.Connection, body: Body, arrival: int) -> Places:
    """Note the batches of a body that are not here."""
    here = local_batches(db, [batch.uid for batch in body.batches])
    last = int(db.execute("SELECT coalesce(max(id),0) FROM batch").fetchone()[0])
    new = [batch for batch in body.batches if batch.uid not in here]
    ids = {batch.uid: number for number, batch in enumerate(new, last + 1)}
    _insert(db, new, last + 1, arrival)
    local, known, same = [], [], []
    for batch in body.batches:
        found = here.get(batch.uid)
        local.append(found.id if found else ids[batch.uid])
        known.append(found is not None)
        same.append(found is not None and found.has_all_of(batch))
    return Places(local, known, same, last)


def _insert(db: sqlite3.Connection, new: list[BodyBatch], first: int, arrival: int) -> None:
    replicas = _numbered(db, "replica", "uid", {batch.replica for batch in new})
    authors = _numbered(db, "author", "name", {batch.author for batch in new})
    insert_many(
        db,
        "batch",
        _COLUMNS,
        (
            (number, uid, replicas[replica], seq, lamport, authors[author], *rest, arrival)
            for number, (uid, replica, seq, lamport, author, *rest) in enumerate(new, first)
        ),
    )


def _numbered(db: sqlite3.Connection, table: str, column: str, values: Iterable[object]) -> dict[object, int]:
    """The local ids of values that stand once each in a table of theirs; missing ones are added."""
    numbers: dict[object, int] = {}
    for value in values:
        db.execute(f"INSERT OR IGNORE INTO {table}({column}) VALUES (?)", (value,))
        (numbers[value],) = db.execute(f"SELECT id FROM {table} WHERE {column}=?", (value,)).fetchone()
    return numbers
