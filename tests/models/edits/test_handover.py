"""Handing over when a cadre leaves: what goes, what stays, the pack, and that it reaches other copies."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exports.handover import write_handover
from models.divisions import division_name
from models.edits.closing import confirm_closing, propose_closing, return_closing
from models.edits.followups import assign_followup
from models.edits.handover import hand_over
from models.edits.organizations import change_organization
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.inputs.closing import ClosingInput
from models.inputs.forms import FollowupInput, VisitInput
from models.queries.assignments import Reach, assignments
from models.queries.handover import handover_of
from models.queries.people_list import cadres
from models.tables.record_kinds import CADRE
from tests.exports.reading import page_texts
from tests.models.edits.desk import TODAY, Desk, without_waiting_for_the_disk
from tests.models.merging.offices import Offices, offices_in


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offices]:
    """Laptops with copies of one ledger."""
    without_waiting_for_the_disk(monkeypatch)
    with offices_in(tmp_path, monkeypatch) as made:
        yield made


def at_work(office: Desk) -> tuple[bytes, bytes]:
    """李四 looks after two of three, with a promise, a late one and a finished one; 王五 takes over."""
    li, wang = office.colleague("李四"), office.colleague("王五")
    for number, owner in enumerate((li, li, wang), start=1):
        office.add(f"{number}号幼儿园", owner=owner, street="440105001")
    for number, day in ((1, date(2024, 9, 20)), (1, date(2024, 9, 30)), (3, date(2024, 9, 30))):
        task = FollowupInput(task="送章程，电话 13812345678", due_on=day, cadre=li if number == 1 else wang)
        assign_followup(office.ledger, [number], task)
    return li, wang


def test_everything_goes_in_one_step_and_comes_back(office: Desk, tmp_path: Path) -> None:
    li, wang = at_work(office)
    said = {"visited_on": TODAY, "result": "2", "mode": "1", "note": "见了园长"}
    record_visits(office.ledger, [1], VisitInput.parse(said))

    before = office.shown()
    pack = handover_of(office.ledger, li, to=wang)
    assert [row.name for row in pack.organizations] == ["1号幼儿园", "2号幼儿园"]
    assert (len(pack.followups), pack.late, pack.pending) == (2, 1, 0)
    assert pack.organizations[0].note == "见了园长"
    printed = write_handover(pack, tmp_path / "移交.pdf")
    assert printed.pages == 2
    text = "".join(page_texts(tmp_path / "移交.pdf"))
    assert "王五" in text
    assert "1号幼儿园" in text
    assert "13812345678" not in text
    hand_over(office.ledger, cadre=li, to=wang, left_on=TODAY)
    assert office.all("SELECT DISTINCT owner FROM organization") == [(wang,)]
    assert office.all("SELECT DISTINCT cadre FROM followup") == [(wang,)]
    assert "李四" not in {each.name for each in cadres(office.ledger)}
    assert handover_of(office.ledger, li).is_empty
    with pytest.raises(InputProblem, match="没有可移交"):
        hand_over(office.ledger, cadre=li, to=wang, left_on=TODAY)
    undo(office.ledger)
    assert office.shown() == before
    office.prove()


def test_the_streets_go_too_also_where_there_is_nothing_else(office: Desk, tmp_path: Path) -> None:
    li, wang = office.colleague("李四"), office.colleague("王五")
    with office.ledger.change() as change:
        for cadre, streets in ((li, "440105001,440105002"), (wang, "440105002,440105003")):
            (record,) = change.db.execute("SELECT id FROM cadre WHERE uid=?", (cadre,)).fetchone()
            change.edit(CADRE, record, {"streets": streets})
    before = office.shown()
    pack = handover_of(office.ledger, li, to=wang)
    assert not pack.is_empty
    assert pack.streets == (division_name("440105001"), division_name("440105002"))
    write_handover(pack, tmp_path / "移交.pdf")
    assert "、".join(pack.streets) in "".join(page_texts(tmp_path / "移交.pdf"))
    hand_over(office.ledger, cadre=li, to=wang)
    assert office.all("SELECT streets FROM cadre WHERE uid IN (?,?) ORDER BY id", li, wang) == [
        (None,),
        ("440105002,440105003,440105001",),
    ]
    assert handover_of(office.ledger, li).is_empty
    undo(office.ledger)
    assert office.shown() == before
    office.prove()


def test_nobody_hands_over_to_himself_or_to_who_has_left(office: Desk) -> None:
    li, wang = at_work(office)
    with pytest.raises(InputProblem, match="同一个人"):
        hand_over(office.ledger, cadre=li, to=li)
    hand_over(office.ledger, cadre=li, to=wang, left_on=TODAY)
    with pytest.raises(InputProblem, match="不在名单上"):
        hand_over(office.ledger, cadre=wang, to=li)
    with pytest.raises(InputProblem, match="没有这个人员"):
        handover_of(office.ledger, bytes(16))


def test_assignments_come_back_done_and_closing_takes_two_over_files(offices: Offices) -> None:
    """The supervisor assigns, the cadre does it and applies, the supervisor returns and then confirms; all by file."""
    district, street = offices.found("district"), offices.found("street")
    li = district.colleague("李四")
    district.add("阳光幼儿园", street="440105001", owner=li)
    assign_followup(district.ledger, [1], FollowupInput(task="去收章程", due_on=date(2024, 9, 27), cadre=li))
    assert [each.reach for each in assignments(district.ledger)] == [Reach.WAITING]
    street.merge(district.send("tasks", to="李四"))
    (given,) = assignments(district.ledger)
    assert (given.reach, given.cadre, given.by, given.name) == (Reach.SENT, "李四", "张三", "阳光幼儿园")
    assert assignments(street.ledger) == []  # it was given elsewhere
    street.ledger.act_as("李四")
    (record, state, author) = street.one(
        "SELECT f.id, f.state, a.name FROM followup f JOIN batch b ON b.id=f.created_in JOIN author a ON a.id=b.author"
    )
    assert (state, author) == ("open", "张三（海珠区总工会）")
    proof = ClosingInput(evidence="批复复印件", proposed_on=TODAY)
    propose_closing(street.ledger, [1], proof, followups=[record])
    district.merge(street.send("asked"))
    assert district.one("SELECT state FROM followup") == ("done",)
    (given,) = assignments(district.ledger)
    assert (given.reach, given.outcome) == (Reach.DONE, "已申请销号")
    assert district.column(1, "closing") == "pending"
    return_closing(district.ledger, [1], phrase="缺法人登记证", on=TODAY)
    street.merge(district.send("returned"))
    assert street.column(1, "closing") == "returned"
    (task,) = street.one("SELECT task FROM followup WHERE state='open'")
    assert task == "销号退回：缺法人登记证"
    propose_closing(street.ledger, [1], ClosingInput(evidence="登记证", proposed_on=TODAY))
    district.merge(street.send("again"))
    confirm_closing(district.ledger, [1], on=TODAY)
    street.merge(district.send("closed"))
    assert street.column(1, "closing") == "closed"
    assert sorted(street.all("SELECT state FROM close_out")) == [("confirmed",), ("returned",)]


def test_a_handover_reaches_the_other_copies_and_a_contrary_one_is_asked(offices: Offices) -> None:
    district, street = offices.found("district"), offices.found("street")
    li, wang, zhao = (district.colleague(name) for name in ("李四", "王五", "赵六"))
    district.add("阳光幼儿园", owner=li)
    street.merge(district.send("first"))
    hand_over(district.ledger, cadre=li, to=wang, left_on=TODAY)
    street.merge(district.send("handed"))
    assert street.column(1, "owner") == wang
    change_organization(street.ledger, 1, {"owner": zhao})
    hand_over(district.ledger, cadre=wang, to=zhao)
    district.merge(street.send("same"))
    assert (district.column(1, "owner"), district.column(1, "conflicts")) == (zhao, None)
