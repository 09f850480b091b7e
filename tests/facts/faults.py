"""Faults seeded into the store, one at a time: what the laws are worth is which of these they catch."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from models.facts import (
    body,
    canonical,
    digests,
    fold,
    places,
    proof,
    records,
    refold,
    seen,
    undo_plan,
    union,
    waiting,
    writer,
)
from models.facts.canonical import canonical_json, short_hash

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Fault:
    """A fault, the script that first catches it, and whether the judge of local writing is needed to see it."""

    name: str
    seed: Callable[[Patch], None]
    caught_at: int
    judge_writing: bool


FAULTS: list[Fault] = []


def fault(caught_at: int, *, judge_writing: bool = False) -> Callable[[Callable[[Patch], None]], None]:
    def note(seed: Callable[[Patch], None]) -> None:
        FAULTS.append(Fault(seed.__name__.replace("_", " "), seed, caught_at, judge_writing))

    return note


def _everywhere(patch: Patch, name: str, value: Any, *modules: Any) -> None:
    for module in modules:
        patch.setattr(module, name, value)


# -- Ids and exchange --------------------------------------------------------------------------------------


@fault(3)
def batch_id_from_replica_and_number(patch: Patch) -> None:
    def batch_uid(*, replica: bytes, seq: int, **_: Any) -> bytes:
        return short_hash(canonical_json([replica.hex(), seq]))

    _everywhere(patch, "batch_uid", batch_uid, writer, body, proof)


@fault(161)
def batch_id_without_nonce(patch: Patch) -> None:
    def batch_uid(*, nonce: bytes, **header: Any) -> bytes:
        return canonical.batch_uid(nonce=b"", **header)

    _everywhere(patch, "batch_uid", batch_uid, writer, body, proof)


@fault(3)
def export_without_deletions(patch: Patch) -> None:
    real = body._edits

    def edits(*arguments: Any) -> Iterator[body.BodyEdit]:
        return (edit for edit in real(*arguments) if "_deleted" not in edit.set_)

    patch.setattr(body, "_edits", edits)


@fault(0)
def senders_view_trusted_for_new_rows(patch: Patch) -> None:
    """What the sender shows travels as if it were the creation."""
    real = body._creations

    def creations(db: Any, kind: Any, organizations: Any, numbering: Any) -> Iterator[body.BodyCreation]:
        seen = set()
        for creation in real(db, kind, organizations, numbering):
            found = records.find(db, kind, creation.uid)
            if found and creation.uid not in seen:
                seen.add(creation.uid)
                yield creation._replace(values=tuple(records.load_one(db, kind, found.id).row.values()))
            else:
                yield creation

    patch.setattr(body, "_creations", creations)


# -- Local work --------------------------------------------------------------------------------------------


@fault(0)
def edits_without_over(patch: Patch) -> None:
    patch.setattr(writer, "names_of", lambda heads: [])


@fault(5, judge_writing=True)
def import_replaces_what_a_person_typed(patch: Patch) -> None:
    patch.setattr(writer.BatchWriter, "_is_older_registry", lambda self, head: True)


@fault(270)
def local_import_does_not_fold_what_it_puts_in_place(patch: Patch) -> None:
    def adopt(db: Any) -> list[Any]:
        waiting.adopt_waiting(db)
        return []

    patch.setattr(writer, "adopt_waiting", adopt)


@fault(59)
def local_import_leaves_creations_waiting(patch: Patch) -> None:
    patch.setattr(writer, "adopt_waiting", lambda db: [])


# -- Second creations and waiting --------------------------------------------------------------------------


def _drop_twins(patch: Patch, *, equal: bool) -> None:
    """As if the second creation had never come: neither kept nor counted."""
    real = union._Union._take_twins

    def take_twins(self: Any, kind: Any) -> None:
        real(self, kind)
        for record, batch, said in _new_twins(self, kind, equal=equal):
            key = (kind.number, record, batch)
            self._db.execute("DELETE FROM twin WHERE kind=? AND rec=? AND batch=?", key)
            facts = records.load_one(self._db, kind, record)
            values = facts.original if said is None else json.loads(said)
            joined = canonical.join_values([values.get(name) for name in kind.names])
            above = waiting.parent_uid(self._db, facts.org_id)
            lost = canonical.creation_hash(kind.number, facts.ref.uid, above, joined)
            self._gained[batch] -= lost

    patch.setattr(union._Union, "_take_twins", take_twins)


def _new_twins(united: Any, kind: Any, *, equal: bool) -> list[tuple[int, int, str | None]]:
    query = "SELECT rec, batch, body FROM twin WHERE kind=? AND arrived_in=? AND (body IS NULL)=?"
    return united._db.execute(query, (kind.number, united._arrival, equal)).fetchall()


@fault(22)
def equal_second_creation_dropped(patch: Patch) -> None:
    _drop_twins(patch, equal=True)


@fault(3)
def differing_second_creation_dropped(patch: Patch) -> None:
    _drop_twins(patch, equal=False)


@fault(22)
def equal_second_creation_does_not_refold(patch: Patch) -> None:
    real = union._Union._take_twins

    def take_twins(self: Any, kind: Any) -> None:
        before = set(self._refold.get(kind.number, set()))
        real(self, kind)
        equal = {record for record, _batch, _body in _new_twins(self, kind, equal=True)}
        differing = {record for record, _batch, _body in _new_twins(self, kind, equal=False)}
        self._refold[kind.number] = before | self._refold[kind.number] - (equal - differing)

    patch.setattr(union._Union, "_take_twins", take_twins)


@fault(7)
def waiting_edits_forgotten(patch: Patch) -> None:
    real = union._Union._fold

    def fold_without_awaited(self: Any, first: dict[int, int]) -> None:
        real(self, dict.fromkeys(first, 1 << 60))

    patch.setattr(union._Union, "_fold", fold_without_awaited)


# -- What is shown -----------------------------------------------------------------------------------------


@fault(3)
def tie_broken_by_arrival(patch: Patch) -> None:
    patch.setattr(fold.Head, "order", property(lambda head: (head.edit is not None, head.key.lamport)))


@fault(3)
def display_key_without_batch_id(patch: Patch) -> None:
    def order(head: fold.Head) -> tuple[Any, ...]:
        key = head.key
        return (head.edit is not None, key.lamport, key.replica, key.seq, head.edit or "")

    patch.setattr(fold.Head, "order", property(order))


@fault(3)
def wall_clock_order(patch: Patch) -> None:
    patch.setattr(records, "KEY_COLUMNS", records.KEY_COLUMNS.replace("b.lamport", "b.wall"))


@fault(3)
def last_writer_wins(patch: Patch) -> None:
    real = fold.shown_heads
    patch.setattr(fold, "shown_heads", lambda *facts: real(*facts)[:1])


@fault(5)
def older_registries_keep_their_say(patch: Patch) -> None:
    patch.setattr(fold, "_without_older_registries", lambda field, heads, creations, edits: heads)


@fault(3)
def deletion_wins_over_edits_it_did_not_see(patch: Patch) -> None:
    patch.setattr(fold, "edit_heads", lambda edits: set())


@fault(12)
def state_digest_blind_to_deletions_and_conflicts(patch: Patch) -> None:
    patch.setattr(digests, "_text_hash", lambda value: 0)


@fault(14)
def plain_edit_replaces_what_it_did_not_name(patch: Patch) -> None:
    patch.setattr(refold, "_names_value", lambda items, value: True)


@fault(5)
def known_batch_taken_for_whole(patch: Patch) -> None:
    patch.setattr(places.LocalBatch, "has_all_of", lambda self, batch: True)


@fault(0)
def new_batch_hides_a_second_creation(patch: Patch) -> None:
    """What is new beyond doubt is not looked up: a second creation of a record is left out."""
    real = union.take_plain_creations

    def take_plain_creations(db: Any, kind: Any, creations: Any, found: places.Places) -> Any:
        made, left = real(db, kind, creations, found)
        return made, [(number, each) for number, each in left if found.known[each.batch]]

    patch.setattr(union, "take_plain_creations", take_plain_creations)


# -- Taking back -------------------------------------------------------------------------------------------


@fault(19)
def undo_ignores_what_later_work_builds_on(patch: Patch) -> None:
    patch.setattr(undo_plan._Planning, "_staying_edits", lambda self, kind, record, going: set())


@fault(39)
def undo_keeps_only_what_is_named_directly(patch: Patch) -> None:
    def staying(self: Any, kind: int, record: bytes, going: set[bytes]) -> set[bytes]:
        rows = self._db.execute("SELECT uid, over FROM edit WHERE kind=? AND rec=?", (kind, record)).fetchall()
        return {named for uid, over in rows if uid not in going for named in undo_plan._named_edits(over)}

    patch.setattr(undo_plan._Planning, "_staying_edits", staying)


@fault(92)
def undo_keeps_what_a_deletion_merely_saw(patch: Patch) -> None:
    def named(over: str) -> list[bytes]:
        return [bytes.fromhex(i) for items in json.loads(over).values() for i in items if isinstance(i, str)]

    patch.setattr(undo_plan, "_named_edits", named)


@fault(0)
def undo_forgets_second_creations(patch: Patch) -> None:
    real = undo_plan._Planning._brought

    def brought(self: Any, kind: Any) -> list[Any]:
        twins = self._db.execute("SELECT rec, batch FROM twin WHERE kind=?", (kind.number,)).fetchall()
        return [row for row in real(self, kind) if (row[0], row[2]) not in twins]

    patch.setattr(undo_plan._Planning, "_brought", brought)


@fault(21)
def undo_takes_what_another_file_holds(patch: Patch) -> None:
    real = undo_plan.held_by
    patch.setattr(undo_plan, "held_by", lambda db, merges: real(db, merges if isinstance(merges, tuple) else ()))


@fault(33)
def undo_leaves_what_an_undone_file_had_brought_first(patch: Patch) -> None:
    real = undo_plan.held_by
    patch.setattr(undo_plan, "held_by", lambda db, merges: real(db, () if isinstance(merges, tuple) else merges))


@fault(387)
def a_batch_that_grew_counts_as_held_whole(patch: Patch) -> None:
    real = seen.Held.has_creation

    def has_edit(self: Any, uid: bytes, batch: int, _arrived_in: int) -> bool:
        return batch in self.whole or uid.hex() in self.edits

    def has_creation(self: Any, *creation: Any) -> bool:
        return creation[3] in self.whole or real(self, *creation)

    patch.setattr(seen.Held, "has_edit", has_edit)
    patch.setattr(seen.Held, "has_creation", has_creation)


@fault(63)
def undo_takes_numbers_of_rows_for_theirs_for_ever(patch: Patch) -> None:
    """The number of a row that went is used anew; the old range does not know."""
    patch.setattr(undo_plan, "_without", lambda part, _begins, _ends: [part])


# -- And one that is none ----------------------------------------------------------------------------------


def lamport_not_advanced_on_receipt(patch: Patch) -> None:
    """Must pass the laws: the counter is for display only."""
    real = union.unite

    def unite(db: Any, *arguments: Any, **rest: Any) -> Any:
        before = db.execute("SELECT value FROM meta WHERE key='lamport'").fetchone()
        arrival = real(db, *arguments, **rest)
        db.execute("DELETE FROM meta WHERE key='lamport'")
        if before:
            db.execute("INSERT INTO meta(key, value) VALUES ('lamport', ?)", before)
        return arrival

    patch.setattr(union, "unite", unite)
