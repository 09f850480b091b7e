"""What is new in the sheet since a day."""

from datetime import timedelta

from models.edits.followups import assign_followup
from models.edits.organizations import add_former_name, change_organization
from models.edits.reasons import add_reason, resolve_reason
from models.edits.visits import record_visits
from models.inputs.forms import FollowupInput, ReasonInput, VisitInput
from models.queries.organization_list import ids
from models.queries.recent_changes import RecentChange, changed_since, first_batch_since, recent_changes
from tests.models.edits.desk import TODAY, Desk

OLD = TODAY - timedelta(days=20)
WEEK_AGO = TODAY - timedelta(days=7)


def test_cells_that_changed_since(office: Desk) -> None:
    office.clock.set(OLD)
    names = ("不动", "改字段", "走访", "原因", "跟进", "更名", "停办")
    quiet, changed, visited, reasoned, followed, renamed, side = (office.add(name, staff=1) for name in names)
    change_organization(office.ledger, quiet, {"staff": 2})
    add_reason(office.ledger, reasoned, ReasonInput(code="B1", opened_on=OLD))
    office.clock.set(TODAY)
    change_organization(office.ledger, changed, {"staff": 5, "note": "新"})
    record_visits(office.ledger, [visited], VisitInput(visited_on=OLD, result="1", mode="1"))
    resolve_reason(office.ledger, reasoned, "B1", on=TODAY)
    assign_followup(office.ledger, [followed], FollowupInput(task="送材料", due_on=TODAY))
    add_former_name(office.ledger, renamed, "旧名")
    change_organization(office.ledger, side, {"side_state": "P2"})
    fresh = office.add("新单位")

    since = first_batch_since(office.ledger, WEEK_AGO)
    assert since is not None
    found = recent_changes(office.ledger, range(1, fresh + 1), since)
    assert quiet not in found
    assert found.pop(fresh) == RecentChange(True, frozenset())
    assert {key: sorted(change.columns) for key, change in found.items()} == {
        changed: ["note", "staff"],
        visited: ["last_visit"],
        reasoned: ["main_reason", "reason_evidence", "reason_note"],
        followed: ["next_followup"],
        renamed: ["former_names"],
        side: ["stage"],
    }
    assert not any(change.is_new for change in found.values())
    assert ids(office.ledger, changed_since(office.ledger, since)).tolist() == [*sorted(found), fresh]


def test_nothing_since(office: Desk) -> None:
    office.clock.set(OLD)
    office.add("甲")
    assert first_batch_since(office.ledger, WEEK_AGO) is None
    office.clock.set(TODAY)
    office.add("乙")
    assert first_batch_since(office.ledger, WEEK_AGO) == 3
    assert recent_changes(office.ledger, [], 1) == {}
    assert ids(office.ledger, changed_since(office.ledger, None)).tolist() == []


def test_the_first_import_makes_nothing_new(office: Desk) -> None:
    office.clock.set(TODAY)
    first = office.add("甲")
    assert first_batch_since(office.ledger, WEEK_AGO) is None
    second = office.add("乙")
    since = first_batch_since(office.ledger, WEEK_AGO)
    assert since is not None
    assert recent_changes(office.ledger, [first, second], since).keys() == {second}
