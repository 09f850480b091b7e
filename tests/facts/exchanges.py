"""What travels between copies, whole, in slices, late, twice or torn, and what is taken back; drawn at random."""

from collections.abc import Callable

from models.facts.body import Body
from models.tables.record_kinds import CAMPAIGN, FORMER_NAME, ORGANIZATION, TARGET
from tests.facts import oracle
from tests.facts.copies import Copy, Sent, World, require
from tests.facts.local_work import CODES, VALUES, Action, change, import_registry, make, make_known


def merge(w: World, copy: Copy) -> bool:
    if not copy.facts:
        return False
    w.deliver(w.another(copy), w.send(copy))
    return True


def send_slice(w: World, copy: Copy) -> bool:
    found = sorted(key for key in oracle.here(copy.facts) if key[0] == ORGANIZATION.number)
    chosen = [key for key in found if w.random.random() < 0.5]
    if not chosen:
        return False
    w.deliver(w.another(copy), w.send(copy, chosen))
    return True


def come_late(w: World, copy: Copy) -> bool:
    if not w.sent:
        return False
    w.deliver(copy, w.random.choice(w.sent), salt=w.random.choice(["", "copied"]))
    return True


def come_twice(w: World, copy: Copy) -> bool:
    if not w.sent:
        return False
    sent = w.sent[-1]
    w.deliver(copy, sent)
    require(not w.deliver(copy, sent, salt=w.random.choice(["", "again"])), "the second time it brought something")
    return True


def come_torn(w: World, copy: Copy) -> bool:
    """Part of a body: records without their organization, edits without their record."""
    if not any(other.facts for other in w.copies):
        return False
    sent = w.random.choice(w.sent) if w.sent and w.random.random() < 0.5 else w.send(w.another(copy))
    torn = tear(w, sent)
    w.seen["torn"] += torn.facts != sent.facts
    w.deliver(copy, torn)
    return True


def come_in_parts(w: World, copy: Copy) -> bool:
    """A body in two parts, the children and most edits first, often at a new laptop and with work in between."""
    sender = w.another(copy)
    if not sender.facts:
        return False
    sent = w.send(sender)
    if w.random.random() < 0.5:
        copy = w.replace(copy)
    later = {ORGANIZATION.number} if w.random.random() < 0.7 else {k for k in VALUES if w.random.random() < 0.5}
    first = part(w, sent, lambda kind: kind not in later, lambda: w.random.random() < 0.7)
    w.seen["torn"] += first.facts != sent.facts
    w.deliver(copy, first)
    if w.random.random() < 0.7:
        w.random.choice([import_registry, import_registry, make_known])(w, copy)
    w.deliver(copy, sent if w.random.random() < 0.5 else part(w, sent, lambda kind: kind in later, lambda: False))
    return True


def tear(w: World, sent: Sent) -> Sent:
    lost: dict[int, float] = w.random.choice(
        [
            {ORGANIZATION.number: 1.0},
            dict.fromkeys(VALUES, 1.0),
            dict.fromkeys(VALUES, 0.3),
            {kind: w.random.choice([0.0, 0.5, 1.0]) for kind in VALUES},
        ]
    )
    rate = w.random.choice([0.0, 0.0, 0.3, 1.0])
    return part(w, sent, lambda kind: w.random.random() >= lost.get(kind, 0.0), lambda: w.random.random() >= rate)


def part(w: World, sent: Sent, creation: Callable[[int], bool], edit: Callable[[], bool]) -> Sent:
    """A body of some of the facts of a body, sound in itself."""
    torn = Body(list(sent.body.batches))
    for kind, found in sent.body.creations.items():
        torn.creations[kind] = [c for c in found if creation(kind)]
    torn.edits = [e for e in sent.body.edits if edit()]
    new = zip(torn.batches, torn.digests(), strict=True)
    torn.batches = [batch._replace(digest=value.to_bytes(16, "big")) for batch, value in new]
    uids = [batch.uid for batch in torn.batches]
    made = {(kind, c.uid, uids[c.batch]) for kind, found in torn.creations.items() for c in found}
    edited = {e.uid for e in torn.edits}
    facts = sent.facts.having(
        [c for c in sent.facts.creations if (c.kind, c.record, c.batch) in made],
        [e for e in sent.facts.edits if e.uid in edited],
    )
    return w.keep(torn, facts)


def clone(w: World, copy: Copy) -> bool:
    if not copy.facts:
        return False
    other = w.another(copy)
    w.clone(copy, other)
    if w.random.random() < 0.7:  # the same work at both: the same replica, number and lamport
        kind, code = w.random.choice([ORGANIZATION, FORMER_NAME, CAMPAIGN, TARGET]), w.random.choice(CODES)
        make(w, copy, kind, code)
        make(w, other, kind, code)
    return True


def begin_anew(w: World, copy: Copy) -> bool:
    """A new laptop: nothing is here, and much of what comes has to wait."""
    w.replace(copy)
    return True


def undo(w: World, copy: Copy) -> bool:
    """Take the newest merge back, or an older one, or several, often after work on what it brought."""
    if copy.newest is None:
        return False
    chosen = [copy.newest] if w.random.random() < 0.5 else [w.random.choice(copy.standing)]
    if w.random.random() < 0.15:
        chosen = [merge for merge in copy.standing if w.random.random() < 0.5] or chosen
    brought = chosen[0].brought
    edits = sorted(e for e in brought.edits if "_deleted" not in oracle.parsed(e.set_))
    edits = [e for e in edits if (e.kind, e.record) in oracle.here(copy.facts)]
    if edits and w.random.random() < 0.5:
        old = w.random.choice(edits)
        field = w.random.choice(sorted(oracle.parsed(old.set_)))
        change(w, copy, (old.kind, old.record), {field: w.random.choice(VALUES[old.kind][field])})
    w.undo(copy, *chosen)
    return True


def merge_again(w: World, copy: Copy) -> bool:
    """A file that was undone."""
    undone = [merge for merge in copy.merges if merge.undone and merge.brought.without(copy.facts)]
    if not undone:
        return False
    old = w.random.choice(undone)
    w.seen["merged again"] += w.deliver(copy, old.sent, salt=old.salt)
    return True


#: With how often they come.
ACTIONS: tuple[tuple[Action, int], ...] = (
    (merge, 18),
    (send_slice, 10),
    (come_late, 7),
    (come_twice, 2),
    (come_torn, 9),
    (come_in_parts, 8),
    (clone, 4),
    (begin_anew, 2),
    (undo, 20),
    (merge_again, 20),
)
