"""Doubtful rows wait, are decided, come back when a decision is taken back, and vanish with their import."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from models.edits.organizations import change_organization, delete_organizations
from models.edits.undo import redo, undo
from models.errors import InputProblem
from models.importing.queue import QueueRow, queue_rows
from models.importing.queue_decisions import decide_different, decide_same, field_changes, put_off
from models.ledger.health import digests
from models.ledger.ledger import Changes
from models.progress import Cancelled, Progress
from models.queries.import_queue import queue_count
from models.queries.past_imports import past_imports
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring_text, counts

HEAD = "统一社会信用代码,单位名称,地址,电话,从业人员,责任人\n"
LATER = TODAY + timedelta(days=30)
A = code_of("52", "440105", 1)


def with_one_doubt(office: Desk, row: str = ",甲园,甲路1号,020-99999999,,") -> QueueRow:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,020-34082442,12,\n")
    assert counts(bring_text(office, HEAD + row + "\n", day=LATER)) == (0, 0, 0, 1, 0)
    (waiting,) = queue_rows(office.ledger)
    return waiting


def test_a_doubtful_row_waits_with_its_candidate_and_stops_nothing(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,12,\n")
    result = bring_text(office, HEAD + ",甲园,甲路1号,020-99999999,,\n,乙园,乙路,,,\n", day=LATER)
    assert counts(result) == (1, 0, 0, 1, 0)
    assert result.queued == queue_count(office.ledger) == 1
    (row,) = queue_rows(office.ledger)
    assert (row.row, row.name, row.batch, row.registry_on) == (2, "甲园", result.batch, LATER.isoformat())
    assert dict(zip(row.headings, row.cells, strict=True))["电话"] == "020-99999999"
    assert [(each.id, each.facts["code"]) for each in row.candidates] == [(1, A)]
    office.prove()


def test_the_same_list_again_does_not_queue_twice(office: Desk) -> None:
    with_one_doubt(office)
    before = office.one("SELECT count(*) FROM batch")
    again = bring_text(office, HEAD + ",甲园,甲路1号,020-99999999,,\n", day=LATER)
    assert counts(again) == (0, 0, 0, 1, 0)
    assert (again.queued, again.batch) == (0, "")
    assert queue_count(office.ledger) == 1
    assert office.one("SELECT count(*) FROM batch") == before


def test_a_dry_run_queues_nothing(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,12,\n")
    result = bring_text(office, HEAD + ",甲园,甲路1号,020-99999999,,\n", day=LATER, dry_run=True)
    assert (result.duplicates, result.queued, queue_count(office.ledger)) == (1, 1, 0)


def test_several_candidates(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,,\n{code_of('52', '440105', 2)},甲园,乙路2号,020-34082442,,\n")
    bring_text(office, HEAD + ",甲园,甲路1号,020-34082442,9,\n", day=LATER)
    (row,) = queue_rows(office.ledger)
    assert [each.id for each in row.candidates] == [1, 2]
    decide_same(office.ledger, [row.id], candidate=2, fields=["staff"])
    assert office.all("SELECT staff FROM organization ORDER BY id") == [(None,), (9,)]


# The same.


def test_same_updates_field_by_field_and_is_one_step_to_undo(office: Desk) -> None:
    row = with_one_doubt(office)
    (change,) = field_changes(office.ledger, row, row.candidates[0])
    assert (change.name, change.before, change.after, change.usual) == ("phone", "020-34082442", "020-99999999", True)
    changes = decide_same(office.ledger, [row.id])
    assert office.column(1, "phone") == "020-99999999"
    assert office.column(1, "staff") == 12  # a blank never overwrites
    assert office.column(1, "conflicts") is None
    assert queue_count(office.ledger) == 0
    assert undo(office.ledger).batch == changes.batch
    assert office.column(1, "phone") == "020-34082442"
    assert [each.id for each in queue_rows(office.ledger)] == [row.id]  # it asks again
    redo(office.ledger)
    assert (office.column(1, "phone"), queue_count(office.ledger)) == ("020-99999999", 0)
    office.prove()


def test_what_a_person_typed_is_kept_unless_asked_for(office: Desk) -> None:
    row = with_one_doubt(office, ",甲园,甲路1号,020-99999999,15,")
    change_organization(office.ledger, 1, {"phone": "13812345678"})
    (row,) = queue_rows(office.ledger)
    assert [(each.name, each.usual) for each in field_changes(office.ledger, row, row.candidates[0])] == [
        ("staff", True),
        ("phone", False),
    ]
    decide_same(office.ledger, [row.id])
    assert office.one("SELECT phone, staff, conflicts FROM organization") == ("13812345678", 15, None)


def test_a_field_that_was_asked_for_is_taken(office: Desk) -> None:
    row = with_one_doubt(office, ",甲园,甲路1号,020-99999999,15,")
    change_organization(office.ledger, 1, {"phone": "13812345678"})
    decide_same(office.ledger, [row.id], fields=["phone"])
    assert office.one("SELECT phone, staff, conflicts FROM organization") == ("020-99999999", 12, None)


def test_a_decided_row_is_not_asked_again(office: Desk) -> None:
    row = with_one_doubt(office, ",甲园,甲路1号,020-99999999,15,")
    decide_same(office.ledger, [row.id], fields=[])
    again = bring_text(office, HEAD + ",甲园,甲路1号,020-99999999,15,\n", day=LATER)
    assert (counts(again), again.batch) == ((0, 0, 1, 0, 0), "")
    assert queue_count(office.ledger) == 0


# Another one.


def test_different_adds_an_organization(office: Desk) -> None:
    row = with_one_doubt(office, ",甲园,甲路1号,020-99999999,15,王五")
    decide_different(office.ledger, [row.id])
    assert office.all("SELECT name, staff FROM organization ORDER BY id") == [("甲园", 12), ("甲园", 15)]
    owner = office.one("SELECT c.name FROM organization o JOIN cadre c ON c.uid=o.owner WHERE o.id=2")
    assert owner == ("王五",)
    assert counts(bring_text(office, HEAD + ",甲园,甲路1号,020-99999999,15,王五\n", day=LATER)) == (0, 0, 1, 0, 0)
    undo(office.ledger)
    assert (office.count("organization"), queue_count(office.ledger)) == (1, 1)
    office.prove()


def test_many_at_once_are_one_step(office: Desk) -> None:
    names = [f"第{number}园" for number in range(30)]
    bring_text(office, HEAD + "".join(f",{name},甲路1号,,,\n" for name in names))
    bring_text(office, HEAD + "".join(f",{name},甲路1号,,9,\n" for name in names), day=LATER)
    waiting = [row.id for row in queue_rows(office.ledger)]
    assert len(waiting) == 30
    decide_same(office.ledger, waiting[:20])
    decide_different(office.ledger, waiting[20:])
    assert (office.count("organization"), queue_count(office.ledger)) == (40, 0)
    undo(office.ledger)
    undo(office.ledger)
    assert (office.count("organization"), queue_count(office.ledger)) == (30, 30)


@pytest.mark.parametrize("decide", [decide_same, decide_different])
def test_many_say_how_far_they_are_and_stopped_leave_nothing(office: Desk, decide: Callable[..., Changes]) -> None:
    names = [f"第{number}园" for number in range(6)]
    bring_text(office, HEAD + "".join(f",{name},甲路1号,,,\n" for name in names))
    bring_text(office, HEAD + "".join(f",{name},甲路1号,,9,\n" for name in names), day=LATER)
    waiting = [row.id for row in queue_rows(office.ledger)]
    facts = digests(office.ledger)

    class Stopped(Progress):
        def step(self, done: int, total: int | None = None, label: str | None = None) -> None:
            super().step(done, total, label)
            if done == 4:
                self.cancel()

    stopped = Stopped()
    with pytest.raises(Cancelled):
        decide(office.ledger, waiting, progress=stopped)
    assert (stopped.state.done, stopped.state.total, stopped.state.label) == (5, 6, "判断")
    assert digests(office.ledger) == facts
    assert queue_count(office.ledger) == 6
    office.prove()
    decide(office.ledger, waiting)
    assert queue_count(office.ledger) == 0


def test_later_is_behind_the_others(office: Desk) -> None:
    bring_text(office, HEAD + ",甲园,甲路1号,,,\n,乙园,乙路,,,\n")
    bring_text(office, HEAD + ",甲园,甲路1号,,9,\n,乙园,乙路,,9,\n", day=LATER)
    first, second = queue_rows(office.ledger)
    put_off(office.ledger, [first.id])
    assert [(row.id, row.later) for row in queue_rows(office.ledger)] == [(second.id, False), (first.id, True)]


# What happens around it.


def test_the_rows_vanish_with_their_import_and_come_back_with_it(office: Desk) -> None:
    with_one_doubt(office)
    batch = past_imports(office.ledger)[0].batch
    undo(office.ledger, batch)
    assert queue_rows(office.ledger) == []
    redo(office.ledger)
    assert queue_count(office.ledger) == 1


def test_a_candidate_that_was_deleted_is_none(office: Desk) -> None:
    row = with_one_doubt(office)
    delete_organizations(office.ledger, [1])
    assert queue_rows(office.ledger)[0].candidates == ()
    with pytest.raises(InputProblem, match="已经不在台账里"):
        decide_same(office.ledger, [row.id])
    decide_different(office.ledger, [row.id])
    assert office.count("organization") == 1


def test_rows_of_lists_of_other_days_are_decided_apart(office: Desk) -> None:
    bring_text(office, HEAD + ",甲园,甲路1号,,,\n,乙园,乙路,,,\n")
    bring_text(office, HEAD + ",甲园,甲路1号,,9,\n", day=LATER)
    bring_text(office, HEAD + ",乙园,乙路,,9,\n", day=LATER + timedelta(days=1))
    rows = [row.id for row in queue_rows(office.ledger)]
    with pytest.raises(InputProblem, match="不同日期"):
        decide_same(office.ledger, rows)
    assert queue_count(office.ledger) == 2


def test_a_decision_that_was_made_meanwhile(office: Desk) -> None:
    row = with_one_doubt(office)
    decide_same(office.ledger, [row.id])
    with pytest.raises(InputProblem, match="已经处理过"):
        decide_different(office.ledger, [row.id])
