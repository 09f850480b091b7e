"""Decisions on eligibility that two laptops make of one organization, on one day and on several."""

from datetime import date, timedelta

import pytest

from models.edits.eligibility import decide_eligibility, put_decision
from models.inputs.forms import EligibilityInput
from models.ledger.health import digests
from models.merging.conflicts import conflicts, count_conflicts, resolve_conflicts
from models.merging.inbox import inbox
from models.merging.rows import CONFLICTS
from models.queries.figures import figures
from models.queries.ledger_counts import conflict_count
from tests.models.edits.desk import TODAY, code_of
from tests.models.merging.offices import Office, rows

LATER = TODAY + timedelta(days=90)


@pytest.fixture
def both(district: Office, street: Office) -> tuple[Office, Office]:
    """Two laptops that know the same organization, undecided."""
    street.add("阳光幼儿园", code=code_of("52", "440105"), category="kindergarten", type="private_non_enterprise")
    district.merge(street.send("first"))
    return district, street


def decide(office: Office, decision: str, day: date = TODAY, **values: object) -> None:
    said = EligibilityInput.parse({"decision": decision, "decided_on": day, **values})
    decide_eligibility(office.ledger, [1], said)


def test_contrary_decisions_of_one_day_are_asked_and_settled_whole(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(street, "no", ground="无专职人员", until=LATER)
    decide(district, "yes", ground="有专职人员")
    merged = street.send("second")
    assert {row.field for row in rows(district.preview(merged), CONFLICTS)} == {"decision", "ground"}
    district.merge(merged)
    assert district.count("eligibility") == 1
    assert {(each.kind, each.field) for each in conflicts(district.ledger)} == {
        ("eligibility", "decision"),
        ("eligibility", "ground"),
    }
    assert count_conflicts(district.ledger) == district.column(1, "conflicts") == 2
    assert (conflict_count(district.ledger), figures(district.ledger).conflicts) == (2, 1)
    asked = next(each for each in conflicts(district.ledger) if each.field == "decision")
    assert {side.value for side in asked.sides} == {"yes", "no"}
    resolve_conflicts(district.ledger, [(asked, "no")])
    # The ground and the day of review are those of the side that is right; the other side's are in the history.
    assert district.all("SELECT decision, ground, until, decided_by FROM eligibility") == [
        ("no", "无专职人员", LATER.isoformat(), "张三")
    ]
    assert district.one("SELECT eligibility, eligible_until, conflicts FROM organization") == (
        "no",
        LATER.isoformat(),
        None,
    )
    assert count_conflicts(district.ledger) == 0
    assert [(line.heading, line.value) for line in inbox(district.ledger).decided] == [("是否具备条件", "暂不具备")]
    district.prove()
    street.merge(district.send("decided"))
    assert digests(street.ledger) == digests(district.ledger)
    street.prove()


def test_a_side_without_a_day_of_review_is_settled_without_one(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(street, "no", until=LATER)
    decide(district, "yes")
    district.merge(street.send("second"))
    (asked,) = conflicts(district.ledger)
    resolve_conflicts(district.ledger, [(asked, "yes")])
    assert district.one("SELECT eligibility, eligible_until FROM organization") == ("yes", None)
    district.prove()


def test_what_was_said_of_the_ground_since_stays(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(street, "no", ground="无专职人员")
    decide(district, "yes", ground="有专职人员")
    district.merge(street.send("second"))
    asked = {each.field: each for each in conflicts(district.ledger)}
    resolve_conflicts(district.ledger, [(asked["ground"], "两边都去看过")])
    resolve_conflicts(district.ledger, [(asked["decision"], "no")])
    assert district.all("SELECT decision, ground FROM eligibility") == [("no", "两边都去看过")]


def test_two_people_who_agree_are_asked_nothing(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(district, "yes", ground="有专职人员")
    with street.ledger.change() as change:
        said = EligibilityInput(decision="yes", decided_on=TODAY, ground="有专职人员")
        put_decision(change, 1, said, decided_by="李四")
    merged = street.send("second")
    assert not rows(district.preview(merged), CONFLICTS)
    district.merge(merged)
    assert district.all("SELECT count(*) FROM head") == [(1,)]  # the names are both kept
    assert count_conflicts(district.ledger) == 0
    assert district.column(1, "conflicts") is None


def test_of_decisions_of_different_days_the_later_counts(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(district, "no")
    decide(street, "yes", TODAY - timedelta(days=1))
    district.merge(street.send("second"))
    assert district.count("eligibility") == 2
    assert district.column(1, "eligibility") == "no"
    assert count_conflicts(district.ledger) == 0
    district.prove()


def test_a_ground_that_one_side_left_as_it_was_goes_with_that_side(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(district, "unknown", ground="材料没送到")
    street.merge(district.send("known"))
    decide(street, "no", ground="无专职人员", until=LATER)
    decide(district, "yes", ground="材料没送到")
    district.merge(street.send("second"))
    (asked,) = conflicts(district.ledger)
    resolve_conflicts(district.ledger, [(asked, "yes")])
    assert district.all("SELECT decision, ground, until FROM eligibility") == [("yes", "材料没送到", None)]
    district.prove()


def test_a_side_that_changed_its_mind_takes_its_earlier_words_with_it(both: tuple[Office, Office]) -> None:
    district, street = both
    decide(district, "unknown", ground="材料没送到")
    street.merge(district.send("known"))
    decide(street, "no", ground="无专职人员", until=LATER)
    decide(street, "unknown", ground="无专职人员", until=LATER)
    decide(street, "no", ground="无专职人员", until=LATER, evidence="来信")
    decide(district, "yes", ground="材料没送到")
    district.merge(street.send("second"))
    (asked,) = conflicts(district.ledger)
    resolve_conflicts(district.ledger, [(asked, "yes")])
    said = district.all("SELECT decision, ground, until, evidence FROM eligibility")
    assert said == [("yes", "材料没送到", None, None)]
    district.prove()
