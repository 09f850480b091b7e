"""Sharing out by street: even, whole streets where that is possible, and always the same."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.rebalance import Task, share_by_street

TASKS = st.lists(st.tuples(st.sampled_from(["", "甲街", "乙街", "丙街", "丁街"]), st.sampled_from("abcx")), max_size=60)


def tasks_of(pairs: list[tuple[str, str]]) -> list[Task]:
    return [Task(number, street, cadre) for number, (street, cadre) in enumerate(pairs)]


@given(TASKS, st.integers(1, 4))
def test_everything_is_given_once_and_nobody_gets_much_more(pairs: list[tuple[str, str]], people: int) -> None:
    tasks, cadres = tasks_of(pairs), list("abcd")[:people]
    shared = share_by_street(tasks, cadres)
    assert shared.given.keys() == {task.id for task in tasks}
    load = Counter(shared.given.values())
    assert set(load) <= set(cadres)
    even = -(-len(tasks) // people)
    streets = Counter(task.street for task in tasks)
    largest = min(max(streets.values(), default=0), even)
    assert max(load.values(), default=0) <= even + largest
    assert sum(share.before for share in shared.shares) == sum(share.after for share in shared.shares) == len(tasks)
    assert all(share.after == load[share.cadre] == sum(n for _s, n in share.streets) for share in shared.shares)
    assert shared.moved == sum(shared.given[task.id] != task.cadre for task in tasks)
    assert share_by_street(list(reversed(tasks)), cadres).given == shared.given


def test_a_street_stays_in_one_hand_unless_it_is_more_than_an_even_share() -> None:
    tasks = tasks_of([("甲街", "a")] * 4 + [("乙街", "a")] * 3 + [("丙街", "b")] * 2 + [("丁街", "c")] * 3)
    shared = share_by_street(tasks, ["a", "b", "c"])
    hands = {street: {shared.given[t.id] for t in tasks if t.street == street} for street in ("甲街", "乙街", "丙街")}
    assert [len(each) for each in hands.values()] == [1, 1, 1]
    assert sorted(Counter(shared.given.values()).values()) == [3, 4, 5]
    alone = share_by_street(tasks_of([("甲街", "a")] * 9), ["a", "b", "c"])
    assert sorted(Counter(alone.given.values()).values()) == [3, 3, 3]


def test_who_has_the_street_keeps_it_and_who_is_left_out_gives_everything() -> None:
    tasks = tasks_of([("甲街", "b")] * 2 + [("乙街", "a")] * 2 + [("丙街", "z")] * 2)
    shared = share_by_street(tasks, ["a", "b"])
    assert {shared.given[0], shared.given[1]} == {"b"}
    assert {shared.given[2], shared.given[3]} == {"a"}
    (left,) = [share for share in shared.shares if share.cadre == "z"]
    assert (left.before, left.after, left.streets) == (2, 0, ())
    assert shared.moved == 2


def test_nobody_to_share_with() -> None:
    with pytest.raises(ValueError, match="nobody"):
        share_by_street([], [])
