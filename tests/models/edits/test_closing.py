"""Closing out in two steps: applied for with evidence, confirmed or returned with a phrase."""

from datetime import date

import pytest

from models.edits.closing import confirm_closing, propose_closing, relapse_closing, return_closing
from models.edits.followups import assign_followup
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.inputs.closing import ClosingInput
from models.inputs.forms import FollowupInput, VisitInput
from models.queries.timeline import timeline
from models.tables.record_kinds import CLOSE_OUT, FOLLOWUP, ORGANIZATION
from tests.models.edits.desk import TODAY, Desk, refused

FIELDS = "closing, closed_on, reviewer"


def closing(**values: object) -> ClosingInput:
    return ClosingInput.parse({"proposed_on": TODAY, "evidence": "建会批复已下达", **values})


def standing(office: Desk, organization: int) -> tuple[object, ...]:
    return office.one(f"SELECT {FIELDS} FROM organization WHERE id=?", organization)


def test_applied_for_confirmed_and_open_again(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    changes = propose_closing(office.ledger, [one], closing(document_no="海工批〔2024〕8号"))
    assert changes.kinds == {ORGANIZATION.number, CLOSE_OUT.number}
    assert standing(office, one) == ("pending", None, None)
    cadre = office.ledger.author.cadre
    columns = "proposed_on, cadre, evidence, document_no, state, decided_on, decided_by"
    pending = ("2024-09-25", cadre, "建会批复已下达", "海工批〔2024〕8号", "pending", None, None)
    assert office.all(f"SELECT {columns} FROM close_out") == [pending]
    confirm_closing(office.ledger, [one], on=date(2024, 9, 26))
    assert standing(office, one) == ("closed", "2024-09-26", "张三")
    assert office.all(f"SELECT {columns} FROM close_out") == [(*pending[:4], "confirmed", "2024-09-26", "张三")]
    relapse_closing(office.ledger, [one])
    assert standing(office, one) == ("relapsed", None, "张三")
    propose_closing(office.ledger, [one], closing(evidence="新工会已成立"))
    assert standing(office, one) == ("pending", None, None)
    assert office.count("close_out") == 2  # every application stays
    office.prove()


def test_returned_goes_to_whoever_applied(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    other = office.colleague("李四")
    office.ledger.act_as("李四")
    propose_closing(office.ledger, [one], closing())
    office.ledger.act_as(None)
    return_closing(office.ledger, [one], phrase="  缺 批复文号 ", on=TODAY)
    assert standing(office, one) == ("returned", None, "张三")
    assert office.all("SELECT state, decided_on, decided_by, phrase FROM close_out") == [
        ("returned", "2024-09-25", "张三", "缺 批复文号")
    ]
    # Three workdays on: Thursday, Friday and the worked Sunday before the holidays.
    assert office.all("SELECT task, due_on, cadre, state, origin FROM followup") == [
        ("销号退回：缺 批复文号", "2024-09-29", other, "open", "returned")
    ]
    office.prove()


def test_applying_finishes_the_followups_that_led_to_it_and_is_one_step(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    made = assign_followup(office.ledger, [one], FollowupInput(task="取批复文件", due_on=TODAY))
    (followup,) = office.one("SELECT id FROM followup WHERE uid=?", bytes.fromhex(made.made_id(FOLLOWUP)))
    before = office.shown()
    propose_closing(office.ledger, [one], closing(), followups=[followup])
    assert office.all("SELECT state, done_on, outcome FROM followup") == [("done", "2024-09-25", "已申请销号")]
    undo(office.ledger)
    after = office.shown()
    assert (after["organization"], after["followup"], after["close_out"]) == (
        before["organization"],
        before["followup"],
        [],
    )


def test_evidence_is_asked_for() -> None:
    with pytest.raises(InputProblem, match="销号要有佐证"):
        ClosingInput.parse({"proposed_on": TODAY, "evidence": "  "})
    for field, value in (("document_no", "1号"), ("visit", b"x" * 16), ("attachment", b"x" * 16)):
        assert ClosingInput.parse({"proposed_on": TODAY, field: value})


def test_what_does_not_fit_is_refused_by_name_and_writes_nothing(office: Desk) -> None:
    one, two = office.add("阳光幼儿园"), office.add("海晏幼儿园")
    propose_closing(office.ledger, [one], closing())
    with refused(office, "阳光幼儿园已经申请或已经销号"):
        propose_closing(office.ledger, [two, one], closing())
    with refused(office, "海晏幼儿园没有待审的销号申请"):
        confirm_closing(office.ledger, [one, two], on=TODAY)
    with refused(office, "海晏幼儿园没有待审的销号申请"):
        return_closing(office.ledger, [two], phrase="缺文号", on=TODAY)
    with refused(office, "还没有销号"):
        relapse_closing(office.ledger, [one])
    with refused(office, "退回要写明缺什么", fields={"phrase": ""}):
        return_closing(office.ledger, [one], phrase=" ", on=TODAY)
    with refused(office, "太长了", fields={"phrase": ""}):
        return_closing(office.ledger, [one], phrase="长" * 181, on=TODAY)
    with refused(office, "没有选中单位"):
        confirm_closing(office.ledger, [], on=TODAY)


def test_a_pending_that_came_with_a_list_can_be_decided(office: Desk) -> None:
    one = office.add("阳光幼儿园", closing="pending")
    confirm_closing(office.ledger, [one], on=TODAY)
    assert standing(office, one) == ("closed", "2024-09-25", "张三")
    assert office.count("close_out") == 0
    office.prove()


def test_the_timeline_tells_what_was_asked_and_decided(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    record_visits(office.ledger, [one], VisitInput(visited_on=date(2024, 9, 20), result="1"))
    (visit,) = office.one("SELECT uid FROM visit")
    propose_closing(office.ledger, [one], closing(document_no="8号", visit=visit))
    return_closing(office.ledger, [one], phrase="缺名册", on=TODAY)
    lines = [(item.headline, item.strong, item.text) for item in timeline(office.ledger, one).items]
    assert ("申请销号", "", "张三：建会批复已下达，8号，2024-09-20 的走访") in lines
    assert ("销号", "退回", "张三：缺名册") in lines
