"""Writing facts of this copy: one batch per transaction, the view kept in step."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from models.errors import InputProblem
from models.facts.canonical import (
    MODULUS,
    Value,
    batch_uid,
    canonical_json,
    creation_hash,
    edit_uid,
    join_values,
    new_record_uid,
    stored_values,
    to_fact,
)
from models.facts.fold import (
    DELETED,
    GONE,
    SEEN,
    BatchKey,
    Edit,
    Head,
    edit_heads,
    raw_heads,
    standing_deletes,
)
from models.facts.inserting import insert_many
from models.facts.records import RecordFacts, RecordRef, chunks, load_many, load_one, put_view
from models.facts.refold import refold
from models.facts.replica import local_replica, next_of
from models.facts.waiting import adopt_waiting
from models.language import _
from models.tables.record_kinds import ORGANIZATION, RecordKind


class BatchKind(IntEnum):
    """Why a batch was written. Part of the file format."""

    EDIT = 1
    IMPORT = 2
    UNDO = 3
    REDO = 4
    #: A new ledger's own unit and person; cannot be undone.
    FOUNDING = 5
    #: Somebody's data were blanked; cannot be undone.
    REDACTION = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where time and chance come from, so that a test can replay them.

    `milliseconds` is the wall clock, used for display and new record ids only; `entropy(n)` gives n random bytes.
    """

    milliseconds: Callable[[], int]
    entropy: Callable[[int], bytes]


@dataclass(slots=True)
class Touched:
    """What a batch changed: local ids per kind, and the organizations whose summary may have moved."""

    records: dict[int, set[int]] = field(default_factory=dict)
    organizations: set[int] = field(default_factory=set)
    #: Columns that changed of organizations that were folded; of those not named here any may have.
    columns: dict[int, frozenset[str]] = field(default_factory=dict)
    #: Kinds of which many records were made at once.
    bulk: set[int] = field(default_factory=set)
    #: True when records came that others waited for: anything may have moved.
    everything: bool = False

    def join(self, other: "Touched") -> None:
        """Count what another one changed as changed, too."""
        mine, theirs = (each.records.get(ORGANIZATION.number, set()) for each in (self, other))
        for organization in theirs:
            if organization in mine and organization not in self.columns:
                continue  # anything may have changed already
            if organization in other.columns:
                known = self.columns.get(organization, frozenset())
                self.columns[organization] = known | other.columns[organization]
            else:
                self.columns.pop(organization, None)
        for kind, records in other.records.items():
            self.records.setdefault(kind, set()).update(records)
        self.organizations |= other.organizations
        self.bulk |= other.bulk
        self.everything = self.everything or other.everything


@dataclass(frozen=True, slots=True)
class Derivation:
    """Derived columns that are filled when a row is made, computed from its fact values."""

    columns: tuple[str, ...]
    values: Callable[[Sequence[Value]], Sequence[Value]]


#: One row for `create_many`: record id, parent's local id and record id, fact values in column order.
NewRow = tuple[bytes, int | None, bytes | None, Sequence[Value]]


class BatchWriter:
    """The facts of one transaction. The header is written with the first fact; `finish` seals the digest."""

    def __init__(
        self,
        db: sqlite3.Connection,
        surroundings: Surroundings,
        *,
        author: str,
        kind: BatchKind = BatchKind.EDIT,
        reverts: bytes | None = None,
        registry_on: str | None = None,
        derive: Mapping[int, Derivation] | None = None,
    ) -> None:
        self._db = db
        self._derive = derive or {}
        self._surroundings = surroundings
        self._author = author
        self._kind = kind
        self._reverts = reverts
        self._registry_on = registry_on
        self._digest = 0
        self._ranges: dict[int, tuple[int, int]] = {}
        self._key = BatchKey(0, b"", 0, b"")
        self.id = 0
        self.uid = b""
        self.touched = Touched()
        #: Kinds of records that facts here may have waited for: their ids were known before they came.
        self._expected: set[RecordKind] = set()
        #: (kind, record id) of what `create` made, in order.
        self.made: list[tuple[int, bytes]] = []

    @property
    def is_empty(self) -> bool:
        """True as long as no fact was written."""
        return self.id == 0

    def new_uid(self) -> bytes:
        """A fresh record id."""
        return new_record_uid(self._surroundings.milliseconds(), self._surroundings.entropy)

    def create(
        self,
        kind: RecordKind,
        values: Mapping[str, object],
        *,
        uid: bytes | None = None,
        parent: RecordRef | None = None,
    ) -> RecordRef:
        """Make a record; fields that are missing or empty assert nothing."""
        unknown = values.keys() - set(kind.names)
        if unknown:
            raise KeyError(f"{kind.table}: {sorted(unknown)}")
        facts = [to_fact(column, values.get(column.name)) for column in kind.columns]
        record = uid or self.new_uid()
        last = self._insert(kind, [(record, parent.id if parent else None, parent.uid if parent else None, facts)])
        self._touch(kind, last, parent.id if parent else last)
        if uid is not None:
            self._expected.add(kind)
        self.made.append((kind.number, record))
        return RecordRef(last, record)

    def create_many(self, kind: RecordKind, rows: Iterable[NewRow]) -> tuple[int, int]:
        """Make many records at once; the local ids of the first and the last, (0, 0) if there were none.

        Values must already be facts (`to_fact`); record ids must not be here yet.
        """
        first = self._next_id(kind)
        last = self._insert(kind, rows)
        self.touched.bulk.add(kind.number)
        self._expected.add(kind)
        return (first, last) if last >= first else (0, 0)

    def create_stored(self, kind: RecordKind, rows: Sequence[tuple[object, ...]], hashes: Iterable[int]) -> int:
        """Make many of ready rows: id, `stored_values`, derived columns; `hash_of_new` of each. The first local id."""
        first, batch = self._next_id(kind), self._open()
        derived = self._derive.get(kind.number)
        names = ("uid", *kind.names, *(derived.columns if derived else ()))
        self._db.executemany(
            f"INSERT INTO {kind.table}({','.join(names)},created_in) VALUES ({'?,' * len(names)}{int(batch)})", rows
        )
        self._digest += sum(hashes)
        self._note_range(kind, first, first + len(rows) - 1)
        self.touched.bulk.add(kind.number)
        self._expected.add(kind)
        return first

    def edit(
        self, kind: RecordKind, record: int, values: Mapping[str, object], *, from_registry: bool = False
    ) -> bytes | None:
        """Give fields new values over what is shown now; None if nothing is different.

        An edit `from_registry` replaces only what registries said before: a value typed by a person is kept,
        and where it differs the field is in conflict.
        """
        if kind.append_only:
            raise TypeError(f"{kind.table} records are never changed")
        return self._edit(kind, load_one(self._db, kind, record), values, from_registry=from_registry)

    def edit_many(self, kind: RecordKind, wanted: Mapping[int, Mapping[str, object]]) -> Iterator[int]:
        """The same for many records, each with its values, read together; yields how many are done.

        InputProblem if one is not here any more.
        """
        if kind.append_only:
            raise TypeError(f"{kind.table} records are never changed")
        done = 0
        for chunk in chunks(wanted):
            found = load_many(self._db, kind, chunk)
            if missing := set(chunk) - found.keys():
                gone = _("这条记录已经不在台账里，请刷新后再试。")
                raise InputProblem(gone, detail=f"{kind.table} {min(missing)}")
            for record in chunk:
                self._edit(kind, found[record], wanted[record])
            done += len(chunk)
            yield done

    def _edit(
        self, kind: RecordKind, facts: RecordFacts, values: Mapping[str, object], *, from_registry: bool = False
    ) -> bytes | None:
        set_: dict[str, Value] = {}
        over: dict[str, list[object]] = {}
        for name, value in values.items():
            fact = to_fact(kind.column(name), value)
            heads = raw_heads(name, facts.creations, facts.edits)
            if all(head.value == fact for head in heads) and (heads or fact is None):
                continue
            if from_registry:
                heads = [head for head in heads if self._is_older_registry(head)]
            set_[name] = fact
            over[name] = names_of(heads)
        return self.put_edit(kind, facts, set_, over) if set_ else None

    def _is_older_registry(self, head: Head) -> bool:
        """True for what a registry of this import's date, or of an earlier one, said."""
        said_on = head.key.registry_on
        return said_on is not None and (self._registry_on is None or said_on <= self._registry_on)

    def delete(self, kind: RecordKind, record: int) -> bytes | None:
        """Take a record away; it lists the edits it saw and wins only over those. None if it is gone already."""
        facts = load_one(self._db, kind, record)
        if facts.deleted == GONE:
            return None
        over: dict[str, list[object]] = {
            DELETED: names_of(raw_heads(DELETED, (), facts.edits)),
            SEEN: list[object](sorted(edit_heads(facts.edits))),
        }
        return self.put_edit(kind, facts, {DELETED: GONE}, over)

    def delete_untouched(self, kind: RecordKind, records: Sequence[RecordRef]) -> None:
        """Take many records away that nobody ever edited; the same edits as `delete`, written at once."""
        if not records:
            return
        batch = self._open()
        set_text, over_text = canonical_json({DELETED: GONE}), canonical_json({DELETED: [], SEEN: []})
        rows = []
        for record in records:
            uid = edit_uid(batch=self.uid, kind=kind.number, record=record.uid, set_=set_text, over=over_text)
            self._digest += int.from_bytes(uid, "big")
            rows.append((record.uid, kind.number, uid, batch, set_text, over_text))
        self._db.executemany("INSERT INTO edit(rec, kind, uid, batch, set_, over) VALUES (?,?,?,?,?,?)", rows)
        self._db.executemany(f"UPDATE {kind.table} SET deleted={GONE} WHERE id=?", [(record.id,) for record in records])
        self.touched.bulk.add(kind.number)

    def restore(self, kind: RecordKind, record: int) -> bytes | None:
        """Bring a deleted record back; None if it was not deleted."""
        facts = load_one(self._db, kind, record)
        if not standing_deletes(facts.edits):
            return None
        return self.put_edit(kind, facts, {DELETED: 0}, {DELETED: names_of(raw_heads(DELETED, (), facts.edits))})

    def finish(self) -> None:
        """Seal the batch: its digest is the sum of its facts' hashes. Nothing happens for an empty batch.

        Facts that arrived earlier and waited for its records take their place now.
        """
        if self.is_empty:
            return
        for kind in sorted(self._expected, key=lambda kind: kind.number):
            self._join_waiting(kind)
        digest = (self._digest % MODULUS).to_bytes(16, "big")
        self._db.execute("UPDATE batch SET digest=? WHERE id=?", (digest, self.id))
        self._db.executemany(
            "INSERT INTO creation_range(batch, kind, first, last) VALUES (?,?,?,?)",
            [(self.id, kind, first, last) for kind, (first, last) in self._ranges.items()],
        )

    def put_edit(
        self, kind: RecordKind, facts: RecordFacts, set_: dict[str, Value], over: dict[str, list[object]]
    ) -> bytes:
        """Write an edit of a record as it is given, fold the record again; the edit's id."""
        batch = self._open()
        set_text, over_text = canonical_json(set_), canonical_json(over)
        uid = edit_uid(batch=self.uid, kind=kind.number, record=facts.ref.uid, set_=set_text, over=over_text)
        self._db.execute(
            "INSERT INTO edit(rec, kind, uid, batch, set_, over) VALUES (?,?,?,?,?,?)",
            (facts.ref.uid, kind.number, uid, batch, set_text, over_text),
        )
        self._digest += int.from_bytes(uid, "big")
        facts.edits.append(Edit(uid.hex(), set_, over, self._key))
        put_view(self._db, kind, facts, facts.folded(kind))
        self._touch(kind, facts.ref.id, facts.org_id or facts.ref.id)
        return uid

    def _insert(self, kind: RecordKind, rows: Iterable[NewRow]) -> int:
        batch = self._open()
        first = self._next_id(kind)
        parent = ("org_id",) if kind.of_organization else ()
        derived = self._derive.get(kind.number)
        names = ("uid", "created_in", *parent, *kind.names, *(derived.columns if derived else ()))
        insert_many(self._db, kind.table, names, self._hashed(kind, batch, rows))
        last = self._next_id(kind) - 1
        if last >= first:
            self._note_range(kind, first, last)
        return last

    def _note_range(self, kind: RecordKind, first: int, last: int) -> None:
        self._ranges[kind.number] = (self._ranges.get(kind.number, (first, last))[0], last)

    def _hashed(self, kind: RecordKind, batch: int, rows: Iterable[NewRow]) -> Iterator[tuple[object, ...]]:
        derived = self._derive.get(kind.number)
        total, number = 0, kind.number
        for uid, org_id, parent, values in rows:
            total += creation_hash(number, uid, parent, join_values(values))
            stored = stored_values(kind, values)
            if derived:
                stored += derived.values(values)
            yield (uid, batch, *stored) if org_id is None else (uid, batch, org_id, *stored)
        self._digest += total

    def _open(self) -> int:
        """The local id of the batch, its header written."""
        if self.id:
            return self.id
        db = self._db
        replica_id, replica = local_replica(db)
        seq = int(next_of(db, "seq"))
        lamport = int(next_of(db, "lamport"))
        wall = self._surroundings.milliseconds() // 1000
        nonce = self._surroundings.entropy(8)
        db.execute("INSERT OR IGNORE INTO author(name) VALUES (?)", (self._author,))
        self.uid = batch_uid(
            replica=replica,
            seq=seq,
            lamport=lamport,
            author=self._author,
            wall=wall,
            kind=self._kind,
            nonce=nonce,
            reverts=self._reverts,
            registry_on=self._registry_on,
        )
        self._key = BatchKey(lamport, replica, seq, self.uid, self._registry_on)
        cursor = db.execute(
            "INSERT INTO batch(uid, replica, seq, lamport, author, wall, kind, nonce, reverts, registry_on, digest) "
            "VALUES (?,?,?,?,(SELECT id FROM author WHERE name=?),?,?,?,?,?,?)",
            (
                *(self.uid, replica_id, seq, lamport, self._author, wall, int(self._kind)),
                *(nonce, self._reverts, self._registry_on, bytes(16)),
            ),
        )
        self.id = cursor.lastrowid or 0
        return self.id

    def _join_waiting(self, kind: RecordKind) -> None:
        adopted = adopt_waiting(self._db) if kind is ORGANIZATION else []
        for other, record in adopted:  # a second creation, or edits, may have come with it
            refold(self._db, other, [record])
            self.touched.everything = True
        rows = self._db.execute(
            f"SELECT DISTINCT m.id FROM edit e CROSS JOIN {kind.table} m ON m.uid=e.rec "
            "WHERE e.kind=? AND m.created_in=?",
            (kind.number, self.id),
        ).fetchall()
        refold(self._db, kind, [row[0] for row in rows])

    def _next_id(self, kind: RecordKind) -> int:
        (last,) = self._db.execute(f"SELECT max(id) FROM {kind.table}").fetchone()
        return (last or 0) + 1

    def _touch(self, kind: RecordKind, record: int, organization: int) -> None:
        self.touched.records.setdefault(kind.number, set()).add(record)
        if kind is ORGANIZATION or kind.of_organization:
            self.touched.organizations.add(organization)


def names_of(heads: list[Head]) -> list[object]:
    """How an edit names what it replaces: edits by id, creation values by value."""
    items: list[object] = [head.edit if head.edit is not None else [head.value] for head in heads]
    return sorted(items, key=canonical_json)
