"""Computing the view of records again from their facts, many at once.

Most records have one creation and at most one edit, by someone who saw what was there: these are folded as they are
read. The others are read whole and folded by `fold`.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.facts.canonical import Value, canonical_json, from_column, to_column
from models.facts.fold import fold
from models.facts.records import RecordFacts, chunks, conflict_json, load_narrow, marks
from models.tables.record_kinds import RecordKind

#: Where more may stand of a record than its row and its edits.
_BESIDE = ("twin", "origin", "head")


def refold(db: sqlite3.Connection, kind: RecordKind, records: Iterable[int]) -> dict[int, frozenset[str]]:
    """Compute and write the view of these records again, what is alike for many at once.

    Gives the columns that changed, by record; `deleted` stands for being deleted or not.
    """
    moved: dict[int, frozenset[str]] = {}
    for chunk in chunks(records):
        views = _Views(kind, moved)
        left = _fold_plain(db, kind, chunk, views)
        if left:
            conflicts: dict[int, dict[str, str]] = {}
            query = f"SELECT rec, field, heads FROM head WHERE kind=? AND rec IN ({marks(left)})"
            for record, name, heads in db.execute(query, (kind.number, *left)):
                conflicts.setdefault(record, {})[name] = heads
            for record, facts in load_narrow(db, kind, left).items():
                views.add(record, facts, conflicts.get(record, {}))
        views.write(db)
    return moved


def _fold_plain(db: sqlite3.Connection, kind: RecordKind, records: Sequence[int], views: "_Views") -> list[int]:
    """Fold those that one batch made and one edit changed, over exactly what stood there; gives all others.

    Nothing else is said of such a record, so the edit is the only head of its fields: it is what they show, and the
    row still has the values that they had.
    """
    columns = ",".join(f"m.{name}" for name in kind.names)
    beside = " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE t.kind=e.kind AND t.rec=m.id)" for table in _BESIDE)
    query = (
        f"SELECT m.id, e.set_, e.over, {columns} FROM {kind.table} m CROSS JOIN edit e ON e.rec=m.uid AND e.kind=? "
        f"WHERE m.id IN ({marks(records)}) AND m.deleted IS NULL AND NOT ({beside})"
    )
    found: dict[int, tuple[str, str, list[object]] | None] = {}
    for record, set_, over, *row in db.execute(query, (kind.number, *records)):
        found[record] = None if record in found else (set_, over, row)  # None: it has several edits
    left = []
    for record in records:
        said = found.get(record)
        if said is None or not views.add_plain(record, *said):
            left.append(record)
    return left


@dataclass(slots=True)
class _Views:
    """What is to be written of some records of a kind."""

    kind: RecordKind
    moved: dict[int, frozenset[str]]
    #: By the columns that change: their values and the record.
    columns: dict[tuple[str, ...], list[tuple[object, ...]]] = field(default_factory=dict)
    origins: list[tuple[int, int, str]] = field(default_factory=list)
    shown_again: list[tuple[int, int]] = field(default_factory=list)
    settled: list[tuple[int, int]] = field(default_factory=list)
    heads: list[tuple[int, int, str, str]] = field(default_factory=list)

    def add_plain(self, record: int, set_: str, over: str, row: Sequence[object]) -> bool:
        """Fold a record with one edit; False if that edit deletes, or does not name all that it meets."""
        said, named = json.loads(set_), json.loads(over)
        was = {name: from_column(value) for name, value in zip(self.kind.names, row, strict=True) if name in said}
        if len(was) < len(said) or named.keys() - said.keys():
            return False
        if not all(value is None or _names_value(named.get(name, ()), value) for name, value in was.items()):
            return False
        changed = [name for name in was if said[name] != was[name]]
        self.moved[record] = frozenset(changed)
        if changed:
            self._change(record, {name: said[name] for name in changed})
            self.origins.append((self.kind.number, record, canonical_json({name: was[name] for name in changed})))
        return True

    def add(self, record: int, facts: RecordFacts, conflicts: dict[str, str]) -> None:
        """Fold a record from all of its facts; `conflicts` are those that stand."""
        kind = self.kind
        names = _may_differ(kind, facts)
        view = fold(names, facts.creations, facts.edits)
        changed = {name: view.values[name] for name in names if view.values[name] != facts.row[name]}
        self.moved[record] = frozenset(changed if view.deleted == facts.deleted else (*changed, "deleted"))
        if self.moved[record]:
            self._change(record, changed, None if view.deleted == facts.deleted else view.deleted)
        original = facts.original
        hidden = {name: original[name] for name in names if view.values[name] != original[name]}
        if hidden != facts.origin:
            if hidden:
                self.origins.append((kind.number, record, canonical_json(hidden)))
            else:
                self.shown_again.append((kind.number, record))
        wanted = {name: conflict_json(found) for name, found in view.conflicts.items()}
        if wanted != conflicts:
            self.settled.append((kind.number, record))
            self.heads += [(kind.number, record, name, said) for name, said in wanted.items()]

    def write(self, db: sqlite3.Connection) -> None:
        for fields, rows in self.columns.items():
            parts = ",".join(f"{name}=?" for name in fields)
            db.executemany(f"UPDATE {self.kind.table} SET {parts} WHERE id=?", rows)
        db.executemany("INSERT OR REPLACE INTO origin(kind, rec, was) VALUES (?,?,?)", self.origins)
        db.executemany("DELETE FROM origin WHERE kind=? AND rec=?", self.shown_again)
        db.executemany("DELETE FROM head WHERE kind=? AND rec=?", self.settled)
        db.executemany("INSERT INTO head(kind, rec, field, heads) VALUES (?,?,?,?)", self.heads)

    def _change(self, record: int, changed: Mapping[str, Value], deleted: int | None = None) -> None:
        """`deleted` only where that changes: a column that is set has its indexes written, whatever its value."""
        values = [to_column(self.kind.column(name), value) for name, value in changed.items()]
        fields = tuple(changed)
        if deleted is not None:
            fields, values = (*fields, "deleted"), [*values, deleted or None]
        self.columns.setdefault(fields, []).append((*values, record))


def _names_value(items: Iterable[object], value: Value) -> bool:
    """Whether an edit replaces a creation's value."""
    return any(isinstance(item, list) and item and type(item[0]) is type(value) and item[0] == value for item in items)


def _may_differ(kind: RecordKind, facts: RecordFacts) -> Sequence[str]:
    """The fields that may show something else than the base creation says, or than is stored."""
    if len(facts.creations) > 1:
        return kind.names
    edited = {name for edit in facts.edits for name in edit.set} | facts.origin.keys()
    return [name for name in kind.names if name in edited]
