"""What a record shows: one rule of docs/ledger-format.md, section 3, per test."""

import uuid
from itertools import permutations
from typing import Any

import pytest

from models.facts.canonical import NAMESPACE, known_record_uid
from models.facts.fold import ALIVE, GONE, RETURNED, BatchKey, Creation, Edit, Folded, edit_heads, fold, raw_heads

OLD, NEW = "2024-12-31", "2025-06-30"


def key(lamport: int = 1, *, replica: bytes = b"A", seq: int = 1, uid: bytes = b"", on: str | None = None) -> BatchKey:
    return BatchKey(lamport, replica, seq, uid or bytes([lamport]), on)


def made(value: Any, batch: BatchKey | None = None) -> Creation:
    return Creation({"name": value}, batch or key())


def edit(uid: str, value: Any, over: list[Any], batch: BatchKey | None = None) -> Edit:
    return Edit(uid, {"name": value}, {"name": over}, batch or key(2))


def deletion(uid: str, *, over: list[str] | None = None, seen: list[str] | None = None) -> Edit:
    return Edit(uid, {"_deleted": 1}, {"_deleted": over or [], "*": seen or []}, key(3))


def restoration(uid: str, over: list[str]) -> Edit:
    return Edit(uid, {"_deleted": 0}, {"_deleted": over}, key(4))


def show(*facts: Creation | Edit) -> Folded:
    creations = [fact for fact in facts if isinstance(fact, Creation)]
    return fold(["name"], creations, [fact for fact in facts if isinstance(fact, Edit)])


def name(*facts: Creation | Edit) -> Any:
    """The value shown; a conflict as the list of all values, the shown one first."""
    view = show(*facts)
    if "name" not in view.conflicts:
        return view.values["name"]
    values = [head.value for head in view.conflicts["name"]]
    assert values[0] == view.values["name"]
    return values


# -- Heads -------------------------------------------------------------------------------------------------


def test_a_record_shows_its_creation() -> None:
    assert name(made("甲")) == "甲"


def test_an_empty_value_asserts_nothing() -> None:
    assert name(made(None)) is None
    assert name(made(None), made("甲", key(2))) == "甲"


def test_an_edit_replaces_what_it_names() -> None:
    first = edit("e1", "乙", [["甲"]])
    assert name(made("甲"), first) == "乙"
    assert name(made("甲"), first, edit("e2", "丙", ["e1"], key(3))) == "丙"


def test_clearing_a_field_is_an_edit_that_asserts_null() -> None:
    assert name(made("甲"), edit("e1", None, [["甲"]])) is None
    assert name(made("甲"), edit("e1", None, [["甲"]]), edit("e2", "乙", [["甲"]], key(1))) == [None, "乙"]


def test_a_creation_is_named_by_its_value_so_another_one_alike_is_replaced_too() -> None:
    assert name(made("甲"), made("甲", key(9, replica=b"B")), edit("e1", "乙", [["甲"]])) == "乙"


def test_a_second_creation_with_another_value_is_not_replaced() -> None:
    assert name(made("甲"), made("丙", key(9, replica=b"B")), edit("e1", "乙", [["甲"]])) == ["乙", "丙"]


def test_a_value_is_named_with_its_type() -> None:
    assert name(made("1"), edit("e1", "乙", [[1]])) == ["乙", "1"]
    assert name(made(1), made("1", key(2))) == ["1", 1]


def test_two_edits_that_do_not_know_of_each_other_conflict() -> None:
    assert name(made("甲"), edit("e1", "乙", [["甲"]]), edit("e2", "丙", [["甲"]], key(3))) == ["丙", "乙"]


def test_two_edits_to_the_same_value_are_no_conflict() -> None:
    assert name(made("甲"), edit("e1", "乙", [["甲"]]), edit("e2", "乙", [["甲"]], key(3))) == "乙"


def test_an_edit_that_names_all_heads_settles_a_conflict() -> None:
    two = (made("甲"), edit("e1", "乙", [["甲"]]), edit("e2", "丙", [["甲"]], key(3)))
    assert name(*two, edit("e3", "乙", ["e1", "e2"], key(4))) == "乙"


# -- Which head is shown -----------------------------------------------------------------------------------


def test_an_edit_is_shown_before_a_creation_however_old() -> None:
    assert name(made("甲", key(9)), edit("e1", "乙", [], key(1))) == ["乙", "甲"]


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        (key(1, replica=b"Z", seq=9), key(2)),
        (key(replica=b"A", seq=9), key(replica=b"B", seq=1)),
        (key(seq=1, uid=b"\x09"), key(seq=2, uid=b"\x01")),
        (key(uid=b"\x01"), key(uid=b"\x02")),
    ],
    ids=["counter", "copy", "number", "batch"],
)
def test_the_higher_batch_is_shown(lower: BatchKey, higher: BatchKey) -> None:
    assert name(made("甲", lower), made("乙", higher)) == ["乙", "甲"]
    assert name(edit("e9", "甲", [], lower), edit("e1", "乙", [], higher)) == ["乙", "甲"]


def test_in_one_batch_the_higher_edit_is_shown() -> None:
    assert name(edit("e1", "甲", []), edit("e2", "乙", [])) == ["乙", "甲"]


def test_an_equal_creation_lends_its_value_its_higher_batch() -> None:
    assert name(made("甲", key(1)), made("乙", key(2))) == ["乙", "甲"]
    assert name(made("甲", key(1)), made("乙", key(2)), made("甲", key(3))) == ["甲", "乙"]


def test_of_equal_creations_a_persons_counts_before_a_registrys() -> None:
    facts = (made("甲", key(1)), made("甲", key(9, on=NEW)), made("乙", key(2)))
    assert name(*facts) == ["乙", "甲"]


# -- Registries --------------------------------------------------------------------------------------------


def test_two_registries_never_conflict_the_later_date_is_shown() -> None:
    assert name(made("甲", key(9, on=OLD)), made("乙", key(1, on=NEW))) == "乙"
    assert name(edit("e1", "甲", [], key(9, on=OLD)), made("乙", key(1, on=NEW))) == "乙"


def test_of_one_registry_date_an_edit_counts_before_a_creation_then_the_higher_batch() -> None:
    assert name(made("甲", key(9, on=NEW)), edit("e1", "乙", [], key(1, on=NEW))) == "乙"
    assert name(made("甲", key(1, on=NEW)), made("乙", key(2, on=NEW))) == "乙"


def test_a_person_and_a_registry_conflict() -> None:
    assert name(edit("e1", "甲", []), edit("e2", "乙", [], key(3, on=NEW))) == ["乙", "甲"]
    assert name(made("甲", key(2)), made("乙", key(1, on=NEW))) == ["甲", "乙"]


def test_an_older_registry_stays_silent_when_the_latest_was_replaced() -> None:
    facts = (made("旧", key(9, on=OLD)), made("新", key(1, on=NEW)), edit("e1", "人", [["新"]]))
    assert name(*facts) == "人"


def test_a_value_that_a_person_asserts_too_is_not_a_registrys() -> None:
    assert name(made("甲", key(1, on=OLD)), made("甲", key(2)), made("乙", key(1, on=NEW))) == ["甲", "乙"]


def test_a_field_never_falls_silent_when_an_older_registry_replaced_the_latest() -> None:
    latest = edit("e1", "新", [], key(2, on=NEW))
    assert name(latest, edit("e2", "旧", ["e1"], key(3, on=OLD))) == "旧"
    assert name(latest, edit("e2", "旧", ["e1"], key(3, on=OLD)), edit("e3", "老", ["e1"], key(4, on=OLD))) == "老"


def test_a_new_edit_names_the_heads_that_an_older_registry_left_too() -> None:
    creations = [made("旧", key(1, on=OLD)), made("新", key(2, on=NEW))]
    assert {head.value for head in raw_heads("name", creations, [])} == {"旧", "新"}


# -- Deleting ----------------------------------------------------------------------------------------------


def test_a_deleted_record_is_gone() -> None:
    assert show(made("甲")).deleted == ALIVE
    assert show(made("甲"), deletion("d1")).deleted == GONE


def test_a_restored_record_is_alive() -> None:
    assert show(made("甲"), deletion("d1"), restoration("r1", ["d1"])).deleted == ALIVE


def test_a_deletion_wins_over_what_it_saw_only() -> None:
    change = edit("e1", "乙", [["甲"]])
    assert show(made("甲"), change, deletion("d1", seen=["e1"])).deleted == GONE
    assert show(made("甲"), change, deletion("d1")).deleted == RETURNED
    assert show(made("甲"), change, deletion("d1", seen=["e1"]), edit("e2", "丙", ["e1"])).deleted == RETURNED


def test_several_deletions_together_win_over_what_any_of_them_saw() -> None:
    edits = (edit("e1", "乙", [["甲"]]), edit("e2", "丙", [["甲"]]))
    assert show(made("甲"), *edits, deletion("d1", seen=["e1"]), deletion("d2", seen=["e2"])).deleted == GONE


def test_a_replaced_edit_revives_nothing() -> None:
    facts = (edit("e1", "乙", [["甲"]]), edit("e2", "丙", ["e1"], key(3)))
    assert show(made("甲"), *facts, deletion("d1", seen=["e2"])).deleted == GONE


def test_a_restoration_that_a_second_deletion_did_not_see_brings_the_record_back_flagged() -> None:
    facts = (deletion("d1"), deletion("d2"), restoration("r1", ["d1"]))
    assert show(made("甲"), *facts).deleted == RETURNED
    assert show(made("甲"), deletion("d1"), restoration("r1", ["d1"]), deletion("d2", over=["r1"])).deleted == GONE


def test_a_second_creation_does_not_revive() -> None:
    assert show(made("甲"), made("乙", key(9)), deletion("d1")).deleted == GONE


def test_an_older_registrys_edit_revives_too_nothing_is_lost_unseen() -> None:
    facts = (made("甲", key(1, on=NEW)), edit("e1", "旧", [], key(2, on=OLD)))
    assert name(*facts) == "甲"
    assert show(*facts, deletion("d1")).deleted == RETURNED


def test_a_deletion_has_to_list_every_edit_head_but_no_standing_deletion() -> None:
    facts = [edit("e1", "乙", []), edit("e2", "丙", ["e1"]), deletion("d1"), deletion("d2"), restoration("r1", ["d1"])]
    assert edit_heads(facts) == {"e2", "r1"}


# -- And always --------------------------------------------------------------------------------------------


def test_the_order_in_which_facts_lie_does_not_matter() -> None:
    facts = [
        made("甲", key(1, on=OLD)),
        made("乙", key(1, replica=b"B")),
        edit("e1", "丙", [["甲"]], key(2, on=NEW)),
        edit("e2", "丁", [["乙"]], key(2, replica=b"B")),
        deletion("d1", seen=["e1"]),
    ]
    views = [show(*order) for order in permutations(facts)]
    assert all(view == views[0] for view in views)


def test_ids_that_two_laptops_know_are_uuid5() -> None:
    for parts in (("uscc", "52440105MJ0000018T"), ("former_name", "00" * 16, "甲园（南区）")):
        assert known_record_uid(*parts) == uuid.uuid5(NAMESPACE, ":".join(parts)).bytes
