"""The rhythm of calls: switched on by tier, it puts the next call on the list; otherwise nothing happens."""

from datetime import date

from models.edits.followups import assign_followup, drop_followups, finish_followups
from models.edits.rhythm import set_rhythm
from models.edits.undo import undo
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.inputs.forms import FollowupInput, UnionInput, VisitInput
from models.ledger.code_lists import rhythm_of
from models.tables.record_kinds import CODE_ENTRY
from tests.models.edits.desk import TODAY, Desk, refused

KEY = {"type": "service", "category": "kindergarten", "level": "county"}
ORDINARY = {"type": "association", "level": "county"}


def visit(**values: object) -> VisitInput:
    return VisitInput.parse({"visited_on": TODAY, "result": "2", **values})


def calls(office: Desk) -> list[tuple[object, ...]]:
    return office.all("SELECT task, due_on, cadre, origin FROM followup WHERE state='open' AND deleted IS NOT 1")


def test_without_a_rhythm_nothing_is_made(office: Desk) -> None:
    record_visits(office.ledger, [office.add("阳光幼儿园", **KEY)], visit())
    assert office.count("followup") == 0


def test_a_visit_without_a_next_step_leaves_the_next_call(office: Desk) -> None:
    key, ordinary = office.add("阳光幼儿园", **KEY), office.add("象棋协会", **ORDINARY)
    set_rhythm(office.ledger, {"key": 10, "ordinary": None})
    record_visits(office.ledger, [key, ordinary], visit())
    # Ten days on lies in the holidays: the first workday after them.
    cadre = office.ledger.author.cadre
    assert calls(office) == [("按周期回访（每 10 天）", "2024-10-08", cadre, "rhythm")]
    record_visits(office.ledger, [key], visit())
    assert len(calls(office)) == 1  # something is open already
    undo(office.ledger)
    undo(office.ledger)
    assert calls(office) == []
    office.prove()


def test_a_step_that_was_named_takes_its_place(office: Desk) -> None:
    key = office.add("阳光幼儿园", **KEY)
    set_rhythm(office.ledger, {"key": 10})
    record_visits(office.ledger, [key], visit(next_on=date(2024, 9, 30), next_task="送材料"))
    assert [row[0] for row in calls(office)] == ["送材料"]
    (followup,) = office.one("SELECT id FROM followup")
    other = office.colleague("李四")
    office.ledger.act_as("李四")
    finish_followups(office.ledger, [followup], on=TODAY)
    (call,) = calls(office)
    assert call[:2] == ("按周期回访（每 10 天）", "2024-10-08")
    assert call[2] != other  # it stays with whoever had the last one


def test_called_off_corrected_covered_or_closed_out_asks_for_no_call(office: Desk) -> None:
    key = office.add("阳光幼儿园", **KEY)
    set_rhythm(office.ledger, {"key": 10})
    assign_followup(office.ledger, [key], FollowupInput(task="送材料", due_on=TODAY))
    drop_followups(office.ledger, [office.one("SELECT id FROM followup")[0]], on=TODAY)
    assert calls(office) == []
    form_union(office.ledger, [key], UnionInput(name="工会", route="own", founded_on=TODAY))
    record_visits(office.ledger, [key], visit())
    for name, values in (
        ("甲园", {"closing": "pending"}),
        ("乙园", {"closing": "closed"}),
        ("丙园", {"status": "cancelled"}),
        ("丁园", {"side_state": "P3"}),
    ):
        record_visits(office.ledger, [office.add(name, **KEY, **values)], visit())
    assert calls(office) == []
    returned = office.add("戊园", **KEY, closing="returned")
    record_visits(office.ledger, [returned], visit())
    assert len(calls(office)) == 1


def test_a_late_entry_is_never_due_in_the_past(office: Desk) -> None:
    set_rhythm(office.ledger, {"key": 30})
    record_visits(office.ledger, [office.add("阳光幼儿园", **KEY)], visit(visited_on=date(2024, 7, 1)))
    assert [row[1] for row in calls(office)] == ["2024-09-26"]


def test_two_laptops_keep_one_entry_and_it_can_be_switched_off(office: Desk) -> None:
    assert set_rhythm(office.ledger, {"key": 30, "ordinary": 90}).kinds == {CODE_ENTRY.number}
    with office.ledger.reading() as db:
        assert rhythm_of(db) == {"key": 30, "ordinary": 90}
    set_rhythm(office.ledger, {"key": 45})
    set_rhythm(office.ledger, {"ordinary": 0})
    with office.ledger.reading() as db:
        assert rhythm_of(db) == {"key": 45}
    assert office.one("SELECT count(*) FROM code_entry WHERE list='rhythm'") == (2,)
    with refused(office, "要写 1 到 730 天", fields={"key": "", "outside": ""}):
        set_rhythm(office.ledger, {"key": -1, "outside": 3})
