"""What has to hold at the end of any script, whatever happened in it."""

from models.facts import digests
from models.tables.record_kinds import KIND_BY_NUMBER
from tests.facts.copies import Copy, Sent, World, require
from tests.facts.oracle import Facts
from tests.facts.reading import facts_of, local_id, view_of


def judge(w: World) -> None:
    """Compare all copies united in several ways: nothing may depend on the way."""
    whole = [w.send(copy) for copy in w.copies]
    united = Facts().united(*(sent.facts for sent in whole))
    one = in_any_order(w, whole, united)
    associative(w, whole, one)
    everywhere(w, one)
    undone_and_merged_again(w)
    resolution_sticks(w)


def both_digests(copy: Copy) -> tuple[str, str]:
    return digests.facts_digest(copy.db), digests.state_digest(copy.db)


def in_any_order(w: World, whole: list[Sent], united: Facts) -> Copy:
    """Commutative and idempotent: two orders give the same, and nothing comes twice."""
    orders = [w.random.sample(whole, len(whole)) for _ in range(2)]
    results = []
    for order in orders:
        copy = w.new_copy("".join(sent.name for sent in order))
        for sent in order:
            w.deliver(copy, sent, judge=False)
        results.append(copy)
    one, other = results
    require(one.facts == united, "the union is not the union")
    w.judge(one)
    before = both_digests(one)
    require(view_of(one.db) == view_of(other.db), "two orders, two views")
    require(before == both_digests(other), "two orders, two results")
    for sent in w.random.sample(whole, len(whole)):
        require(not w.deliver(one, sent, salt="again", judge=False), "merging again brought something")
    require(before == both_digests(one), "merging again changed something")
    return one


def associative(w: World, whole: list[Sent], one: Copy) -> None:
    """(A and B) with (C and D) is what all four are one by one."""
    halves = []
    for pair in (whole[:2], whole[2:]):
        half = w.new_copy("half")
        for sent in pair:
            w.deliver(half, sent, judge=False)
        halves.append(half)
    w.deliver(halves[0], w.send(halves[1]), judge=False)
    require(both_digests(halves[0]) == both_digests(one), "not associative")


def everywhere(w: World, one: Copy) -> None:
    """Every copy that gets everything shows the same, whatever it did before."""
    sent, view = w.send(one), view_of(one.db)
    for copy in w.copies:
        w.deliver(copy, sent, judge=False)
        require(both_digests(copy) == both_digests(one), "the same facts, another ledger")
        require(facts_of(copy.db) == one.facts and view_of(copy.db) == view, "the same facts, another view")


def undone_and_merged_again(w: World) -> None:
    """Taking the last merge back and merging it again is merging it."""
    for copy in [copy for copy in w.copies if copy.newest][:1]:
        merge = copy.newest
        assert merge is not None
        before = both_digests(copy)
        w.undo(copy)
        w.deliver(copy, merge.sent, salt=merge.salt, judge=False)
        require(before == both_digests(copy), "undone and merged again is not merged")


def resolution_sticks(w: World) -> None:
    """What was decided stays decided when everything old comes once more, whole and torn."""
    copy = w.new_copy("all")
    old = w.random.sample(w.sent, min(12, len(w.sent)))
    for sent in old:
        w.deliver(copy, sent, judge=False)
    decided = {}
    for key, shown in w.judge(copy).items():
        for field, values in sorted(shown.conflicts.items()):
            decided[key, field] = w.random.choice(sorted(values, key=str))
    for (key, field), value in sorted(decided.items(), key=lambda item: item[0]):
        with w.writing(copy) as batch:
            batch.edit(KIND_BY_NUMBER[key[0]], local_id(copy.db, key), {field: value})
    for sent in w.random.sample(old, len(old)):
        w.deliver(copy, sent, salt="once more", judge=False)
    view = w.judge(copy)
    for (key, field), value in decided.items():
        require(view[key].values[field] == value and field not in view[key].conflicts, "a decision came undone")
    w.seen["decided"] += len(decided)
