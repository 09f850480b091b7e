"""Visits, which write no field of their organization, and follow-ups."""

from datetime import date

import pytest

from models.edits.followups import (
    assign_followup,
    drop_followups,
    finish_followups,
    hand_over_followups,
    move_followups,
    reopen_followups,
)
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.inputs.forms import FollowupInput, VisitInput
from models.tables.record_kinds import VISIT
from tests.models.edits.desk import TODAY, Desk, refused

LATER = date(2024, 10, 10)


def visit(**values: object) -> VisitInput:
    return VisitInput.parse({"visited_on": TODAY, "result": "2", **values})


def test_a_visit_with_everything_is_one_batch(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    batches = office.one("SELECT count(*) FROM batch")[0]
    said = visit(
        result="1",
        mode="2",
        companions="李四",
        met="园长",
        minutes=25,
        note="愿意建会",
        reasons=("B2", "D1"),
        next_on=LATER,
        next_task="送材料",
    )
    record_visits(office.ledger, [one], said)
    assert office.one("SELECT count(*) FROM batch")[0] == batches + 1
    cadre = office.ledger.author.cadre
    assert office.all("SELECT visited_on, mode, result, cadre, companions, met, minutes, note FROM visit") == [
        ("2024-09-25", "2", "1", cadre, "李四", "园长", 25, "愿意建会")
    ]
    (uid,) = office.one("SELECT uid FROM visit")
    assert office.all("SELECT code, is_primary, opened_on, visit FROM reason ORDER BY code") == [
        ("B2", 1, "2024-09-25", uid),
        ("D1", 0, "2024-09-25", uid),
    ]
    assert office.all("SELECT task, due_on, cadre, state, visit FROM followup") == [
        ("送材料", "2024-10-10", cadre, "open", uid)
    ]
    office.prove()


def test_a_visit_writes_no_field_of_its_organization(office: Desk) -> None:
    one = office.add("阳光幼儿园", stage="S0", staff=12)
    facts = office.facts(one)
    for result in "123456789":
        record_visits(office.ledger, [one], visit(result=result, reasons=("B2",), next_on=LATER))
    assert office.facts(one) == facts
    assert office.one("SELECT count(*) FROM edit WHERE kind=1") == (0,)


def test_last_visit_and_number_of_visits_follow(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    record_visits(office.ledger, [one], visit(visited_on=date(2024, 9, 20), mode="1", result="4"))
    record_visits(office.ledger, [one], visit(visited_on=date(2024, 9, 10), mode="2", result="2"))
    columns = "visit_count, last_visit_on, last_visit_mode, last_visit_result"
    assert office.column(one, "visit_count") == 2
    assert office.one(f"SELECT {columns} FROM organization") == (2, "2024-09-20", "1", "4")


def test_several_organizations_at_once(office: Desk) -> None:
    three = [office.add(name) for name in ("甲园", "乙园", "丙园")]
    changes = record_visits(office.ledger, three, visit(mode="3", reasons=("D4",), next_on=LATER))
    assert len([kind for kind, _uid in changes.made if kind == VISIT.number]) == 3
    assert office.count("visit") == office.count("reason") == office.count("followup") == 3
    assert office.all("SELECT DISTINCT task FROM followup") == [("再次走访",)]


def test_a_correction_is_a_new_visit_and_the_old_one_counts_no_more(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    record_visits(office.ledger, [one], visit(result="3"))
    (wrong,) = office.one("SELECT uid FROM visit")
    record_visits(office.ledger, [one], visit(result="1", corrects=wrong))
    assert office.count("visit") == 2
    assert office.one("SELECT visit_count, last_visit_result FROM organization") == (1, "1")
    office.prove()


def test_a_correction_names_a_visit_of_the_same_organization(office: Desk) -> None:
    one, other = office.add("甲园"), office.add("乙园")
    record_visits(office.ledger, [other], visit())
    (foreign,) = office.one("SELECT uid FROM visit")
    for wrong in (foreign, b"\xab\xcd", bytes(16)):
        with refused(office, "要更正的走访不在这家单位的记录里", fields={"corrects": ""}):
            record_visits(office.ledger, [one], visit(corrects=wrong))


def test_the_visitor_is_who_works_unless_another_is_named(office: Desk) -> None:
    one, li = office.add("阳光幼儿园"), office.colleague("李四")
    record_visits(office.ledger, [one], visit(next_on=LATER))
    record_visits(office.ledger, [one], visit(cadre=li, next_on=LATER))
    record_visits(office.ledger, [one], visit(next_on=LATER, next_cadre=li))
    me = office.ledger.author.cadre
    assert office.all("SELECT cadre FROM visit ORDER BY id") == [(me,), (li,), (me,)]
    assert office.all("SELECT cadre FROM followup ORDER BY id") == [(me,), (li,), (li,)]


def test_a_reason_nobody_knows_stops_the_whole_visit(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    with refused(office, "没有原因代码“Q9”。可用：A1、A2、.*、Z"):
        record_visits(office.ledger, [one], visit(reasons=("B2", "Q9")))
    with refused(office, "选“其他”要写明原因。"):
        record_visits(office.ledger, [one], visit(reasons=("Z",)))
    with refused(office, "这条记录已经不在台账里"):
        record_visits(office.ledger, [one, 999], visit())


def test_the_visit_s_words_explain_the_reason_other(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    record_visits(office.ledger, [one], visit(reasons=("B2", "Z"), note="等房东同意"))
    assert office.all("SELECT code, note FROM reason ORDER BY code") == [("B2", None), ("Z", "等房东同意")]


def followup(office: Desk, one: int, task: str = "送材料", **values: object) -> int:
    assign_followup(office.ledger, [one], FollowupInput.parse({"task": task, "due_on": LATER, **values}))
    return int(office.one("SELECT max(id) FROM followup")[0])


def test_a_follow_up_is_one_s_own_unless_given_away(office: Desk) -> None:
    one, li = office.add("阳光幼儿园"), office.colleague("李四")
    mine, his = followup(office, one), followup(office, one, cadre=li)
    assert office.all("SELECT id, cadre FROM followup") == [(mine, office.ledger.author.cadre), (his, li)]


def test_the_next_follow_up_is_the_earliest_open_one(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    late, early = followup(office, one), followup(office, one, "打电话", due_on=date(2024, 9, 30))
    assert office.one("SELECT next_due_on, next_followup FROM organization") == ("2024-09-30", early)
    finish_followups(office.ledger, [early], on=TODAY, outcome="已打")
    assert office.one("SELECT next_due_on, next_followup FROM organization") == ("2024-10-10", late)
    drop_followups(office.ledger, [late], on=TODAY)
    assert office.one("SELECT next_due_on, next_followup FROM organization") == (None, None)
    reopen_followups(office.ledger, [early])
    assert office.one("SELECT next_due_on, next_followup FROM organization") == ("2024-09-30", early)
    office.prove()


def test_what_becomes_of_a_follow_up(office: Desk) -> None:
    one, li = office.add("阳光幼儿园"), office.colleague("李四")
    two = [followup(office, one), followup(office, one)]
    columns = "SELECT DISTINCT state, due_on, done_on, outcome, cadre FROM followup"
    me = office.ledger.author.cadre
    move_followups(office.ledger, two, due_on=date(2024, 11, 1))
    assert office.all(columns) == [("open", "2024-11-01", None, None, me)]
    hand_over_followups(office.ledger, two, cadre=li)
    assert office.all(columns) == [("open", "2024-11-01", None, None, li)]
    finish_followups(office.ledger, two, on=TODAY, outcome="已送")
    assert office.all(columns) == [("done", "2024-11-01", "2024-09-25", "已送", li)]
    reopen_followups(office.ledger, two)
    assert office.all(columns) == [("open", "2024-11-01", None, "已送", li)]
    drop_followups(office.ledger, two, on=TODAY, outcome="不再需要")
    assert office.all(columns) == [("dropped", "2024-11-01", "2024-09-25", "不再需要", li)]


def test_no_follow_up_chosen_or_one_that_is_gone(office: Desk) -> None:
    with refused(office, "没有选中跟进事项。"):
        finish_followups(office.ledger, [], on=TODAY)
    with refused(office, "没有选中跟进事项。"):
        move_followups(office.ledger, [], due_on=LATER)
    with refused(office, "这条记录已经不在台账里"):
        drop_followups(office.ledger, [999], on=TODAY)
    with refused(office, "这条记录已经不在台账里"):
        assign_followup(office.ledger, [999], FollowupInput.parse({"task": "送材料", "due_on": LATER}))


@pytest.mark.parametrize("missing", ["task", "due_on"])
def test_a_follow_up_says_what_and_by_when(missing: str) -> None:
    values = {"task": "送材料", "due_on": LATER} | {missing: None}
    with pytest.raises(InputProblem):
        FollowupInput.parse(values)
