"""Four copies of a ledger, each beside the set of facts that it has to hold; every step is compared.

Nothing here is left to chance or to the clock of the machine: one seed gives the same script again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from models.facts import arrivals, body, digests, proof, union, writer
from models.facts.records import RecordRef
from models.progress import Progress
from models.tables.record_kinds import KIND_BY_NUMBER
from tests.facts import oracle
from tests.facts.oracle import Facts, Key, Record, Shown
from tests.facts.reading import COLUMNS, Ledgers, facts_in, facts_of, local_id, view_of

DAY = 86_400_000


class Disagreement(AssertionError):  # noqa: N818 - a finding, not an error of the test
    """The ledger and the oracle differ."""


def require(agreed: object, what: str) -> None:
    if not agreed:
        raise Disagreement(what)


@dataclass(frozen=True, eq=False)
class Sent:
    """A body on its way, with the facts that are in it."""

    body: body.Body
    facts: Facts
    name: str

    def digest(self, salt: str = "") -> bytes:
        return hashlib.sha256(f"{self.name}{salt}".encode()).digest()


@dataclass
class Merge:
    arrival: int
    brought: Facts
    sent: Sent
    salt: str = ""
    undone: bool = False


@dataclass
class Copy:
    name: str
    db: Any
    facts: Facts = field(default_factory=Facts)
    merges: list[Merge] = field(default_factory=list)
    #: What was written here, or at the laptop that this one is a copy of: no undo of a merge takes it.
    written: Facts = field(default_factory=Facts)

    @property
    def newest(self) -> Merge | None:
        """The newest merge that stands."""
        return next((merge for merge in reversed(self.merges) if not merge.undone), None)

    @property
    def standing(self) -> list[Merge]:
        return [merge for merge in self.merges if not merge.undone]


class World:
    """The copies, everything that was ever sent, and what has been seen.

    `judge_writing` also compares what a local change names and hashes; without it only the laws can object.
    """

    def __init__(self, seed: int, ledgers: Ledgers, *, judge_writing: bool = True) -> None:
        self.random = Random(f"script {seed}")
        self._entropy = Random(f"entropy {seed}")
        self._clock = Random(f"clock {seed}")
        self._judge_writing = judge_writing
        self._ledgers = ledgers
        self._shown: dict[Any, Shown] = {}
        self._states: dict[str, str] = {}
        self._views: dict[str, dict[Key, Shown]] = {}
        self.surroundings = writer.Surroundings(self._milliseconds, self._entropy.randbytes)
        self.seen: Counter[str] = Counter()
        self.sent: list[Sent] = []
        self.copies = [self.new_copy(name) for name in "ABCD"]

    def new_copy(self, name: str) -> Copy:
        return Copy(name, self._ledgers.open(self._entropy.randbytes(16)))

    def replace(self, copy: Copy) -> Copy:
        """A new laptop in the place of this one."""
        fresh = self.new_copy(copy.name)
        self.copies[self.copies.index(copy)] = fresh
        return fresh

    def another(self, copy: Copy) -> Copy:
        return self.random.choice([other for other in self.copies if other is not copy])

    def _milliseconds(self) -> int:
        """Seven days in any order: ties and backward jumps all the time."""
        return 1_750_000_000_000 + DAY * self._clock.randrange(7)

    # -- What a copy shows, by the oracle ------------------------------------------------------------------

    def view(self, facts: Facts) -> dict[Key, Shown]:
        view = {}
        for key, record in oracle.here(facts).items():
            known = (key, frozenset(record.creations), frozenset(record.edits))
            if known not in self._shown:
                self._shown[known] = oracle.shown(record, COLUMNS[key[0]])
            view[key] = self._shown[known]
        return view

    def judge(self, copy: Copy) -> dict[Key, Shown]:
        """Compare a ledger with the oracle: facts, view, proof and digests."""
        wanted = self.judge_view(copy, facts_of(copy.db))
        flaws = list(proof.flaws(copy.db, Progress()))
        require(not flaws, f"{copy.name}: {flaws}")
        digest, state = digests.facts_digest(copy.db), digests.state_digest(copy.db)
        require(digest == oracle.facts_digest(copy.facts), f"{copy.name}: facts digest")
        require(self._states.setdefault(digest, state) == state, f"{copy.name}: state digest of the same facts")
        require(self._views.setdefault(state, wanted) == wanted, f"{copy.name}: state digest of another view")
        return wanted

    def judge_view(self, copy: Copy, found: Facts) -> dict[Key, Shown]:
        """Compare what a ledger holds and shows."""
        require(found.creations == copy.facts.creations, f"{copy.name}: creations differ")
        require(found.edits == copy.facts.edits, f"{copy.name}: edits differ")
        require(found.batches == copy.facts.batches, f"{copy.name}: batches differ")
        wanted, view = self.view(copy.facts), view_of(copy.db)
        require(wanted.keys() == view.keys(), f"{copy.name}: other records are here")
        for key, shown in wanted.items():
            require(shown == view[key], f"{copy.name}: {difference(key, shown, view[key])}")
            self.seen["conflicts"] += len(shown.conflicts)
            self.seen["returned from deletion"] += shown.deleted == 2
            self.seen["gone"] += shown.deleted == 1
        return wanted

    # -- Local work ----------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, copy: Copy, **header: Any) -> Iterator[writer.BatchWriter]:
        """One batch of this copy, compared afterwards."""
        author = self.random.choice(["王芳 城关街道", "李强 城东街道"])
        copy.db.execute("BEGIN IMMEDIATE")
        batch = writer.BatchWriter(copy.db, self.surroundings, author=author, **header)
        yield batch
        batch.finish()
        copy.db.execute("COMMIT")
        before, after = copy.facts, facts_of(copy.db)
        gained = after.without(before)
        require(not before.without(after), f"{copy.name}: writing lost facts")
        require({b.uid for b in gained.batches} <= {batch.uid}, f"{copy.name}: writing added to other batches")
        require({fact.batch for fact in [*gained.creations, *gained.edits]} <= {batch.uid}, "other batches grew")
        if self._judge_writing and gained:
            self._judge_batch(before, gained, header)
        self._count_adopted(before, after, "written here")
        copy.facts, copy.written = after, copy.written.united(gained)
        self.judge_view(copy, after)

    def _judge_batch(self, before: Facts, gained: Facts, header: dict[str, Any]) -> None:
        (batch,) = gained.batches
        require(batch.uid == oracle.batch_uid(batch), "batch id")
        require(batch.registry_on == header.get("registry_on"), "registry date")
        require(batch.lamport > max((b.lamport for b in before.batches), default=0), "lamport is not the highest")
        records = oracle.here(before)
        for edit in gained.edits:
            require(edit.uid == oracle.edit_uid(edit), "edit id")
            set_, over = oracle.parsed(edit.set_), oracle.parsed(edit.over)
            wanted = names(records[edit.kind, edit.record], edit.kind, set_, batch.registry_on)
            require(wanted == {f: sorted(map(oracle.canonical, items)) for f, items in over.items()}, "over")

    # -- Exchange ------------------------------------------------------------------------------------------

    def send(self, copy: Copy, organizations: list[Key] | None = None) -> Sent:
        """What a copy hands out: everything, or a slice."""
        wanted = copy.facts
        chosen = None
        if organizations is not None:
            wanted = oracle.slice_of(copy.facts, {uid for _, uid in organizations})
            chosen = [local_id(copy.db, key) for key in organizations]
        taken = body.take_out(copy.db, chosen)
        require(facts_in(taken) == wanted, f"{copy.name}: other facts were handed out")
        return self.keep(taken, wanted)

    def keep(self, taken: body.Body, facts: Facts) -> Sent:
        self.sent.append(Sent(taken, facts, f"body {len(self.sent)}"))
        return self.sent[-1]

    def deliver(self, copy: Copy, sent: Sent, *, salt: str = "", judge: bool = True) -> bool:
        """Merge a body into a copy; True if it brought anything. A `salt` makes it a file never seen."""
        before = copy.facts
        is_known = any(each.sent is sent and each.salt == salt for each in copy.standing)
        brought = Facts(*(a - b for a, b in zip(sent.facts, before, strict=True)))
        copy.db.execute("BEGIN IMMEDIATE")
        arrival = union.unite(copy.db, sent.body, file_digest=sent.digest(salt), now=self._milliseconds())
        copy.db.execute("COMMIT")
        require((arrival.id is None) == is_known, f"{copy.name}: merge of {sent.name} noted wrongly")
        counted = (len(brought.creations), len(brought.edits))
        require((arrival.creations, arrival.edits) == counted, f"{copy.name}: merge of {sent.name} counted wrongly")
        if arrival.id is not None:
            copy.merges.append(Merge(arrival.id, brought, sent, salt))
        copy.facts = before.united(sent.facts)
        if judge:
            self._count_adopted(before, copy.facts, "merged")
            self.judge(copy)
        return bool(brought)

    def undo(self, copy: Copy, *merges: Merge) -> None:
        """Take back the newest merge that stands, or these."""
        chosen = merges or tuple(filter(None, [copy.newest]))
        others = [merge.sent.facts for merge in copy.standing if merge not in chosen]
        going = oracle.only_in(copy.facts, [merge.sent.facts for merge in chosen], [copy.written, *others])
        kept = oracle.kept_by_undo(copy.facts, going)
        copy.db.execute("BEGIN IMMEDIATE")
        out = arrivals.take_out_arrivals(copy.db, [merge.arrival for merge in chosen])
        copy.db.execute("COMMIT")
        for merge in chosen:
            merge.undone = True
        copy.facts = copy.facts.without(going).united(kept)
        self.judge(copy)
        gone = going.without(kept)
        require((out.creations, out.edits) == (len(gone.creations), len(gone.edits)), "undo counted wrongly")
        require(sorted(out.kept_edits) == sorted(e.uid for e in kept.edits), "the list of kept edits")
        records = sorted((kind, uid_of(copy, kind, record)) for kind, record in out.kept_records)
        placed = oracle.here(copy.facts)
        staying = {(c.kind, c.record) for c in kept.creations} & placed.keys()
        require(records == sorted(staying), "the list of kept records")
        self.seen["undone"] += 1
        self.seen["undone out of order"] += chosen != tuple(filter(None, [copy.merges[-1]]))
        self.seen["kept edits"] += len(kept.edits)
        self.seen["kept records"] += len(staying)
        held = oracle.only_in(copy.facts, [m.sent.facts for m in chosen], [copy.written, kept])
        self.seen["kept by another file"] += bool(held)

    def clone(self, source: Copy, target: Copy) -> None:
        """An installation is copied: the same replica, numbers and merges."""
        source.db.backup(target.db)
        target.facts, target.written = source.facts, source.written
        target.merges = [Merge(m.arrival, m.brought, m.sent, m.salt, m.undone) for m in source.merges]
        self.seen["cloned"] += 1
        self.judge(target)

    def _count_adopted(self, before: Facts, after: Facts, how: str) -> None:
        placed, records = oracle.here(before), oracle.here(after)
        for key, record in records.items():
            old = placed.get(key)
            waited = before.creations.intersection(record.creations) - frozenset(old.creations if old else [])
            self.seen[f"creations adopted, {how}"] += len(waited)
            if old is None:
                self.seen[f"edits adopted, {how}"] += len(before.edits.intersection(record.edits))
            if len(record.creations) > max(1, len(old.creations) if old else 0):
                equal = len({c.values for c in record.creations}) < len(record.creations)
                self.seen["twins equal" if equal else "twins differing"] += 1


def names(record: Record, kind: int, set_: dict[str, Any], registry_on: str | None) -> dict[str, list[str]]:
    """What an edit of these fields has to name, by field."""
    found = {}
    for name in set_:
        column = COLUMNS[kind].index(name) if name in COLUMNS[kind] else None
        heads = oracle.heads(record, name, column)
        if registry_on is not None:
            heads = [head for head in heads if head.registry and head.registry[0] <= registry_on]
        found[name] = sorted(oracle.canonical(head.name) for head in heads)
    if set_.get("_deleted") == 1:
        found["*"] = sorted(oracle.canonical(uid) for uid in oracle.edit_heads(record)[0])
    return found


def uid_of(copy: Copy, kind: int, record: int) -> bytes:
    return copy.db.execute(f"SELECT uid FROM {KIND_BY_NUMBER[kind].table} WHERE id=?", (record,)).fetchone()[0]


def reference(copy: Copy, key: Key) -> RecordRef:
    return RecordRef(local_id(copy.db, key), key[1])


def difference(key: Key, wanted: Shown, found: Shown) -> str:
    """Where two views of a record differ."""
    fields = [f for f in wanted.values if wanted.values[f] != found.values[f]]
    fields += [f for f in {*wanted.conflicts, *found.conflicts} if wanted.conflicts.get(f) != found.conflicts.get(f)]
    parts = [
        f"{f}: {wanted.values[f]!r} {set(wanted.conflicts.get(f, ()))} is shown as {found.values[f]!r} "
        f"{set(found.conflicts.get(f, ()))}"
        for f in dict.fromkeys(fields)
    ]
    return f"kind {key[0]} {key[1].hex()} deleted {wanted.deleted}/{found.deleted} " + "; ".join(parts)
