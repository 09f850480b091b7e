"""Conflicts: what is shown of them, deciding them, and that nobody is asked twice."""

import pytest

from models.edits.undo import redo, undo
from models.errors import InputProblem
from models.inputs.organization_values import Lookup
from models.ledger.health import digests
from models.merging.conflicts import chosen_value, conflicts, count_conflicts, find_conflict, resolve_conflicts
from tests.models.merging.offices import Office, Offices
from tests.models.merging.test_preview_and_merge import CODE, change

LOOKUP = Lookup(lambda name: name.encode())


def in_conflict(
    district: Office, street: Office, field: str = "phone", values: tuple[object, ...] = ("1", "2", "3")
) -> None:
    """Both begin with the first value and change it to another one each."""
    street.add("阳光幼儿园", code=CODE, **{field: values[0]})
    district.merge(street.send("first"))
    change(street, "阳光幼儿园", **{field: values[1]})
    change(district, "阳光幼儿园", **{field: values[2]})
    district.merge(street.send("second"))


def test_a_conflict_says_who_when_where_and_the_base(district: Office, street: Office) -> None:
    in_conflict(district, street)
    (found,) = conflicts(district.ledger)
    assert (found.name, found.heading, found.field) == ("阳光幼儿园", "电话", "phone")
    assert found.base is not None
    assert found.base.value == "1"
    assert {(side.value, side.origin.own) for side in found.sides} == {("2", False), ("3", True)}
    assert all(side.origin.author == "张三（海珠区总工会）" and side.origin.at for side in found.sides)
    assert found.sides[0].value == district.facts(found.record)["phone"]
    assert "出发" in found.why
    assert district.column(found.record, "conflicts") == 1


def test_without_a_common_beginning_there_is_no_base(district: Office, street: Office) -> None:
    in_conflict(district, street, values=(None, "2", "3"))
    (found,) = conflicts(district.ledger)
    assert found.base is None
    assert "都填了" in found.why


def test_a_decision_travels_and_nobody_is_asked_again(district: Office, street: Office, offices: Offices) -> None:
    third = offices.found("third")
    in_conflict(district, street)
    old = street.send("old")
    third.merge(old, district.send("undecided"))
    assert count_conflicts(third.ledger) == 1
    (found,) = conflicts(district.ledger)
    resolve_conflicts(district.ledger, [(found, "2")])
    assert count_conflicts(district.ledger) == 0
    back = district.send("decided")
    for office in (street, third):
        office.merge(back)
        assert count_conflicts(office.ledger) == 0
        assert office.facts(office.id_of("阳光幼儿园"))["phone"] == "2"
    third.merge(street.send("old again"), old)
    assert count_conflicts(third.ledger) == 0
    assert digests(third.ledger) == digests(district.ledger) == digests(street.ledger)


def test_ids_are_the_same_everywhere(district: Office, street: Office) -> None:
    in_conflict(district, street)
    street.merge(district.send("back"))
    assert conflicts(street.ledger)[0].id == conflicts(district.ledger)[0].id
    wanted = conflicts(street.ledger)[0]
    assert find_conflict(street.ledger, wanted.id[:6]).field == "phone"
    with pytest.raises(InputProblem, match="没有编号"):
        find_conflict(street.ledger, "ffffffff")


def test_a_decided_one_is_not_decided_twice(district: Office, street: Office) -> None:
    in_conflict(district, street)
    (found,) = conflicts(district.ledger)
    resolve_conflicts(district.ledger, [(found, "2")])
    with pytest.raises(InputProblem, match="已经判过"):
        resolve_conflicts(district.ledger, [(found, "3")])


@pytest.mark.parametrize(
    ("typed", "value"), [("1", 10), ("2", 12), ("3", 11), ("12", 12), ("11", 11), ("40人", 40), ("", None)]
)
def test_what_a_person_chose(district: Office, street: Office, typed: str, value: object) -> None:
    in_conflict(district, street, "staff", (10, 11, 12))
    (found,) = conflicts(district.ledger)
    assert found.sides[0].value == 12
    assert chosen_value(found, typed, LOOKUP) == value


def test_what_does_not_fit_is_refused(district: Office, street: Office) -> None:
    in_conflict(district, street, "staff", (10, 11, 12))
    (found,) = conflicts(district.ledger)
    with pytest.raises(InputProblem, match="不是人数"):
        chosen_value(found, "很多", LOOKUP)


def test_a_decision_that_is_taken_back_is_open_again_and_travels(district: Office, street: Office) -> None:
    in_conflict(district, street)
    before = district.facts(1)["phone"]
    for chosen in ("2", "3"):  # whichever was shown meanwhile
        (found,) = conflicts(district.ledger)
        resolve_conflicts(district.ledger, [(found, chosen)])
        assert count_conflicts(district.ledger) == 0
        undo(district.ledger)
        (again,) = conflicts(district.ledger)
        assert {side.value for side in again.sides} == {"2", "3"}
        assert district.facts(1)["phone"] == again.sides[0].value == before
        assert district.column(1, "conflicts") == 1
    redo(district.ledger)
    assert (count_conflicts(district.ledger), district.facts(1)["phone"]) == (0, "3")
    undo(district.ledger)
    street.merge(district.send("open again"))
    assert count_conflicts(street.ledger) == 1
    assert digests(street.ledger) == digests(district.ledger)
    district.prove()
