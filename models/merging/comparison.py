"""One file against a ledger, record by record: what is new, what changes, what two people said differently."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from models.exchange.manifest import SINCE
from models.exchange.reading import Incoming
from models.facts.body import Body, BodyCreation
from models.facts.canonical import Value
from models.facts.fold import ALIVE, GONE, BatchKey, Creation, Edit, Folded, Head, fold, shown_heads
from models.facts.records import RecordFacts, chunks, load_many, marks
from models.language import _
from models.merging.doubles import find_doubles
from models.merging.novel import Key, Novel, Taken, find_new, key_of, take
from models.merging.rows import (
    BACK,
    CHANGED,
    CONFLICTS,
    DOUBLES,
    JOINED,
    ORGANIZATIONS,
    RECORDS,
    REMOVED,
    VISITS,
    WAITING,
    FilePreview,
    MergeRow,
)
from models.merging.statements import Origins, base_of, distinct, edit_of
from models.merging.titles import title_of
from models.progress import Progress
from models.tables.record_kinds import CAMPAIGN, KIND_BY_NUMBER, KIND_BY_TABLE, ORGANIZATION, TARGET, VISIT, RecordKind

#: What every founding writes: nothing to tell where two say the same.
_FOUNDED = (CAMPAIGN, TARGET)


@dataclass(slots=True)
class _Facts:
    """What is known of a record."""

    creations: list[Creation] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def folded(self, kind: RecordKind) -> Folded:
        return fold(kind.names, self.creations, self.edits)

    def with_(self, other: "_Facts") -> "_Facts":
        return _Facts([*self.creations, *other.creations], [*self.edits, *other.edits])

    @property
    def keys(self) -> Iterable[BatchKey]:
        return [*(creation.key for creation in self.creations), *(edit.key for edit in self.edits)]


def compare(db: sqlite3.Connection, incoming: Incoming, taken: Taken, found: FilePreview, progress: Progress) -> None:
    """Fill a file's preview; what it brings counts as here (`taken`) for the files after it."""
    novel = find_new(db, incoming.body, taken)
    _Comparison(db, incoming, taken, found, novel).run(progress)
    found.creations = sum(map(len, novel.creations.values()))
    found.edits = sum(map(len, novel.edits.values()))
    found.nothing_new = novel.records - len(novel.keys)
    take(taken, incoming.body, novel)


def record_key(key: Key) -> str:
    """A record as rows name it."""
    return f"{key[0]}:{key[1].hex()}"


def parsed_key(text: str) -> Key:
    """Back from `record_key`."""
    number, _colon, uid = text.partition(":")
    return int(number), bytes.fromhex(uid)


class _Comparison:
    def __init__(
        self, db: sqlite3.Connection, incoming: Incoming, taken: Taken, found: FilePreview, novel: Novel
    ) -> None:
        self._db = db
        self._manifest = incoming.manifest
        self._body = incoming.body
        self._taken = taken
        self._found = found
        self._novel = novel
        self._keys = [key_of(batch) for batch in incoming.body.batches]
        self._origins = Origins(db)
        self._of_files = {batch.uid.hex() for batch in taken.batches}
        self._origins.add(chain(taken.batches, incoming.body.batches))
        self._parents: dict[tuple[str, int], bytes] = {}
        self._names = self._organizations()
        changed = {key for key in novel.keys if key in novel.local or key in taken.creations}
        self._held = _held(self._body, changed, self._keys)

    def run(self, progress: Progress) -> None:
        for number in sorted({key[0] for key in self._novel.keys}):
            kind = KIND_BY_NUMBER[number]
            for keys in chunks(key for key in self._novel.keys if key[0] == number):
                progress.check()
                local = {key: self._novel.local[key] for key in keys if key in self._novel.local}
                loaded = load_many(self._db, kind, list(local.values()))
                for key in keys:
                    self._compare(kind, key, loaded.get(local.get(key, 0)))
        self._look_for_doubles()

    def _compare(self, kind: RecordKind, key: Key, facts: RecordFacts | None) -> None:
        had = self._had(kind, key, facts)
        new = _Facts(
            [Creation(_values(kind, each), self._keys[each.batch]) for each in self._novel.creations.get(key, ())],
            [edit_of(each, self._keys[each.batch]) for each in self._novel.edits.get(key, ())],
        )
        above = self._above(kind, key, facts)
        if not had.creations:
            self._add_new(kind, key, new, above)
        else:
            self._add_differences(kind, key, had, new, above)

    def _had(self, kind: RecordKind, key: Key, facts: RecordFacts | None) -> _Facts:
        """What is known of a record without this file."""
        had = _Facts(list(facts.creations), list(facts.edits)) if facts else _Facts()
        had.creations += [Creation(_values(kind, made), batch) for made, batch in self._taken.creations.get(key, ())]
        had.edits += [edit_of(edit, batch) for edit, batch in self._taken.edits.get(key, ())]
        return had

    # -- New records ---------------------------------------------------------------------------------------------

    def _add_new(self, kind: RecordKind, key: Key, new: _Facts, above: bytes | None) -> None:
        name, local = self._names.get(above or b"", ("", None))
        row = MergeRow("", record_key(key), kind.table, name, local)
        if not new.creations or (kind.of_organization and above not in self._names):
            note = title_of(kind, new.creations[0].values) if new.creations else ""
            self._found.add(replace(row, group=WAITING, note=note))
            return
        view = new.folded(kind)
        origin = self._origins.of(new.creations[0].key.uid)
        group = {ORGANIZATION.number: ORGANIZATIONS, VISIT.number: VISITS}.get(kind.number, RECORDS)
        if kind is ORGANIZATION:
            name, note = str(view.values["name"] or ""), str(view.values["code"] or "")
        else:
            note = title_of(kind, view.values)
        row = MergeRow(group, row.key, row.kind, name, local, who=origin.author, at=origin.at, note=note)
        self._found.add(row)
        self._add_conflicts(row, new, view, {})

    # -- Records that are here -----------------------------------------------------------------------------------

    def _add_differences(self, kind: RecordKind, key: Key, had: _Facts, new: _Facts, above: bytes | None) -> None:
        both = had.with_(new)
        before, after = had.folded(kind), both.folded(kind)
        name, local = self._names.get(above or b"", ("", None))
        note = "" if kind is ORGANIZATION else title_of(kind, after.values)
        row = MergeRow("", record_key(key), kind.table, name, local, note=note)
        open_before = {field: _distinct_values(heads) for field, heads in before.conflicts.items()}
        in_conflict = self._add_conflicts(row, both, after, open_before, before)
        group = JOINED if self._is_twosided(key, had) else CHANGED
        shown = 0
        for name_, value in after.values.items():
            if value != before.values[name_] and name_ not in in_conflict:
                self._add_change(replace(row, group=group, field=name_), both, before.values[name_], value)
                shown += 1
        shown += self._add_deletion(row, before.deleted, after.deleted, new)
        agree = new.creations and not shown and not in_conflict  # made by both
        if agree and kind not in _FOUNDED:
            origin = self._origins.of(new.creations[0].key.uid)
            self._found.add(replace(row, group=JOINED, who=origin.author, at=origin.at))

    def _add_change(self, row: MergeRow, both: _Facts, before: Value, after: Value) -> None:
        heads = shown_heads(row.field, both.creations, both.edits)
        origin = self._origins.of(heads[0].key.uid) if heads else None
        who, at = (origin.author, origin.at) if origin else ("", "")
        self._found.add(replace(row, before=before, theirs=after, who=who, at=at))

    def _add_deletion(self, row: MergeRow, before: int, after: int, new: _Facts) -> int:
        if before == after:
            return 0
        group = {ALIVE: CHANGED, GONE: REMOVED}.get(after, BACK)
        origin = self._origins.of(max(new.keys).uid)
        self._found.add(
            replace(row, group=group, field="deleted", before=before, theirs=after, who=origin.author, at=origin.at)
        )
        return 1

    def _add_conflicts(
        self,
        row: MergeRow,
        both: _Facts,
        after: Folded,
        open_before: Mapping[str, set[tuple[type, Value]]],
        before: Folded | None = None,
    ) -> set[str]:
        """Rows of the fields about which people disagree, and did not before; the names of these fields."""
        asked = {name: heads for name, heads in after.conflicts.items() if KIND_BY_TABLE[row.kind].asks(name)}
        for field_, heads in asked.items():
            if _distinct_values(heads) == open_before.get(field_):
                continue
            base = base_of(field_, heads, both.edits, both.creations)
            said = tuple(self._origins.statement(head) for head in distinct(heads))
            ours = before.values[field_] if before else said[-1].value
            theirs = next((each for each in said if each.value != ours), said[0])
            self._found.add(
                replace(
                    row,
                    group=CONFLICTS,
                    field=field_,
                    before=base.value if base else None,
                    theirs=theirs.value,
                    ours=ours,
                    who=theirs.origin.author,
                    at=theirs.origin.at,
                    said=said,
                    between_files=any(each.value == ours and each.batch in self._of_files for each in said),
                )
            )
        return set(asked)

    def _is_twosided(self, key: Key, had: _Facts) -> bool:
        """Whether something is known here that the sender did not know."""
        held = self._held.get(key, set())
        facts = [*((c.key, c.key.uid) for c in had.creations), *((e.key, bytes.fromhex(e.uid)) for e in had.edits)]
        for batch, fact in facts:
            if fact in held or batch.uid in self._novel.whole:
                continue
            if not (self._manifest.kind == SINCE and batch.seq <= self._manifest.up_to(batch.replica.hex())):
                return True
        return False

    # -- Names ---------------------------------------------------------------------------------------------------

    def _organizations(self) -> dict[bytes, tuple[str, int | None]]:
        """Name and local id of every organization that a row may name: here, in earlier files, in this one."""
        names: dict[bytes, tuple[str, int | None]] = {}
        place = ORGANIZATION.names.index("name")
        for number, uid in (*self._taken.creations, *self._novel.creations):
            if number == ORGANIZATION.number:
                taken = self._taken.creations.get((number, uid))
                made = taken[0][0] if taken else self._novel.creations[number, uid][0]
                names[uid] = (str(made.values[place] or ""), None)
        wanted = {uid for number, uid in self._novel.keys if number == ORGANIZATION.number}
        wanted |= {made.parent for found in self._novel.creations.values() for made in found if made.parent}
        for chunk in chunks(wanted):
            query = f"SELECT uid, name, id FROM organization WHERE uid IN ({marks(chunk)})"
            names.update((uid, (name or "", record)) for uid, name, record in self._db.execute(query, chunk))
        by_table: dict[str, list[int]] = {}
        for (number, _uid), record in self._novel.local.items():
            if KIND_BY_NUMBER[number].of_organization:
                by_table.setdefault(KIND_BY_NUMBER[number].table, []).append(record)
        for table, records in by_table.items():
            for part in chunks(records):
                query = (
                    f"SELECT m.id, o.uid, o.name, o.id FROM {table} m JOIN organization o ON o.id=m.org_id "
                    f"WHERE m.id IN ({marks(part)})"
                )
                for child, uid, name, record in self._db.execute(query, part):
                    self._parents[table, child] = uid
                    names[uid] = (name or "", record)
        return names

    def _above(self, kind: RecordKind, key: Key, facts: RecordFacts | None) -> bytes | None:
        """The record id of the organization that a record belongs to, or is."""
        if kind is ORGANIZATION:
            return key[1]
        if facts is not None:
            return self._parents.get((kind.table, facts.ref.id))
        found = self._novel.creations.get(key)
        if found:
            return found[0].parent
        taken = self._taken.creations.get(key)
        return taken[0][0].parent if taken else None

    def _look_for_doubles(self) -> None:
        rows = {row.key: row for row in self._found.rows.get(ORGANIZATIONS, ())}
        for double in find_doubles(self._db, [(row.key, row.name, row.note) for row in rows.values()]):
            row = rows[double.key]
            note = (
                _("代码相同，自动合为一家") if double.same_code else _("与“{name}”同名").format(name=double.other_name)
            )
            group = JOINED if double.same_code else DOUBLES
            self._found.add(replace(row, group=group, organization=double.other, note=note))


def _values(kind: RecordKind, creation: BodyCreation) -> dict[str, Value]:
    return dict(zip(kind.names, creation.values, strict=True))


def _distinct_values(heads: Sequence[Head]) -> set[tuple[type, Value]]:
    return {(type(head.value), head.value) for head in heads}


def _held(body: Body, keys: set[Key], batches: Sequence[BatchKey]) -> dict[Key, set[bytes]]:
    """Per record what the file holds of it: batches that made it, and edits."""
    held: dict[Key, set[bytes]] = {}
    if not keys:
        return held
    for number, creations in body.creations.items():
        for creation in creations:
            if (number, creation.uid) in keys:
                held.setdefault((number, creation.uid), set()).add(batches[creation.batch].uid)
    for edit in body.edits:
        if (edit.kind, edit.record) in keys:
            held.setdefault((edit.kind, edit.record), set()).add(edit.uid)
    return held
