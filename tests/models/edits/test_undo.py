"""Undo and redo of every kind of edit, also after the ledger was opened again, and what later work keeps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models.edits.eligibility import decide_eligibility
from models.edits.followups import (
    assign_followup,
    drop_followups,
    finish_followups,
    hand_over_followups,
    move_followups,
    reopen_followups,
)
from models.edits.organizations import (
    add_former_name,
    add_organization,
    change_organization,
    change_organizations,
    delete_organizations,
    restore_organizations,
)
from models.edits.people import add_cadre, add_person, add_unit
from models.edits.reasons import add_reason, resolve_reason
from models.edits.undo import redo, redo_target, undo, undo_target
from models.edits.unions import end_coverage, form_union
from models.edits.visits import record_visits
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, UnionInput, VisitInput
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS
from models.ledger.ledger import Changes, Ledger
from models.rules.scope import ScopeRule
from models.tables.record_kinds import CAMPAIGN, CODE_ENTRY, ORGANIZATION, TARGET
from tests.models.edits.desk import TODAY, Desk, refused

ONE, OTHER, GONE, UNITED = 1, 2, 3, 4
OPEN, DONE = 1, 2
LATER = TODAY + timedelta(days=9)
VISITED = VisitInput(visited_on=TODAY, result="1", reasons=("B2", "Z"), note="等房东", next_on=LATER)
JOINT = UnionInput(name="联合工会", route="joint", founded_on=TODAY)


def reason(code: str, **values: object) -> ReasonInput:
    return ReasonInput.parse({"code": code, "opened_on": TODAY, **values})


def write(ledger: Ledger, kind: str) -> Changes:
    """Records that no edit of this release makes, as another copy may send them."""
    with ledger.change() as change:
        match kind:
            case "campaign":
                rule = ScopeRule(key_categories=frozenset({"training"}))
                change.create(CAMPAIGN, {"name": "第二阶段", "scope_rule": rule.to_json()}, uid=CAMPAIGN_UID)
            case "target":
                change.create(TARGET, {"percent": 70}, uid=TARGET_UIDS[0])
            case _:
                change.create(CODE_ENTRY, {"list": "reason", "code": "D1", "retired": True})
    return change.changes


EDITS: dict[str, Callable[[Ledger], Changes]] = {
    "add": lambda k: add_organization(k, {"name": "新园", "category": "school"}),
    "change": lambda k: change_organization(k, ONE, {"staff": 99, "phone": None, "stage": "S3", "name": "新名"}),
    "change several": lambda k: change_organizations(k, [ONE, OTHER], {"responsible_unit": "教育局", "note": "甲"}),
    "restore": lambda k: restore_organizations(k, [GONE]),
    "former name": lambda k: add_former_name(k, ONE, "旧名"),
    "person": lambda k: add_person(k, ONE, {"name": "王芳", "role": "head"}),
    "visit": lambda k: record_visits(k, [OTHER], VISITED),
    "visits": lambda k: record_visits(k, [ONE, OTHER], VISITED),
    "correction": lambda k: record_visits(k, [ONE], VISITED.model_copy(update={"corrects": _visit_uid(k)})),
    "reason": lambda k: add_reason(k, OTHER, reason("B2")),
    "other reason": lambda k: add_reason(k, ONE, reason("D2", is_primary=True)),
    "reason's words": lambda k: add_reason(k, ONE, reason("D1", note="怕花钱", evidence="记录")),
    "resolve": lambda k: resolve_reason(k, ONE, "D1", on=TODAY, by="已讲清"),
    "follow-up": lambda k: assign_followup(k, [ONE, OTHER], FollowupInput(task="打电话", due_on=LATER)),
    "finish": lambda k: finish_followups(k, [OPEN], on=TODAY, outcome="已办"),
    "drop": lambda k: drop_followups(k, [OPEN], on=TODAY),
    "reopen": lambda k: reopen_followups(k, [DONE]),
    "move": lambda k: move_followups(k, [OPEN], due_on=LATER),
    "hand over": lambda k: hand_over_followups(k, [OPEN], cadre=_cadre(k, "李四")),
    "decision": lambda k: decide_eligibility(k, [ONE, OTHER], EligibilityInput(decision="no", decided_on=TODAY)),
    "union": lambda k: form_union(k, [ONE, OTHER], JOINT),
    "end of a coverage": lambda k: end_coverage(k, [1]),
    "unit": lambda k: add_unit(k, "赤岗街道总工会"),
    "cadre": lambda k: add_cadre(k, "王五"),
    "campaign": lambda k: write(k, "campaign"),
    "target": lambda k: write(k, "target"),
    "retired code": lambda k: write(k, "code"),
    "delete": lambda k: delete_organizations(k, [ONE, OTHER]),
}


def _visit_uid(ledger: Ledger) -> bytes:
    with ledger.reading() as db:
        return bytes(db.execute("SELECT uid FROM visit").fetchone()[0])


def _cadre(ledger: Ledger, name: str) -> bytes:
    with ledger.reading() as db:
        return bytes(db.execute("SELECT uid FROM cadre WHERE name=?", (name,)).fetchone()[0])


@pytest.fixture
def busy(office: Desk) -> Desk:
    """A ledger in which something of everything is there."""
    for name in ("甲园", "乙园", "丙园", "丁园"):
        office.add(name, category="kindergarten", authority="海珠区民政局", staff=12, phone="020-34082442")
    k = office.ledger
    office.colleague("李四")
    record_visits(k, [ONE], VisitInput(visited_on=date(2024, 9, 1), result="2", reasons=("D1",), next_on=TODAY))
    assign_followup(k, [ONE], FollowupInput(task="送材料", due_on=date(2024, 9, 20)))
    finish_followups(k, [DONE], on=date(2024, 9, 21))
    decide_eligibility(k, [ONE], EligibilityInput(decision="yes", decided_on=date(2024, 9, 2)))
    form_union(k, [UNITED], UnionInput(name="丁园工会", route="own", founded_on=date(2024, 8, 1)))
    delete_organizations(k, [GONE])
    return office


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_taken_back_and_done_again(busy: Desk, name: str) -> None:
    before = busy.shown()
    changes = EDITS[name](busy.ledger)
    after = busy.shown()
    assert after != before
    busy.reopen()
    undone = undo(busy.ledger)
    assert (undone.batch, undone.kept) == (changes.batch, 0)
    assert busy.shown() == before
    busy.prove()
    busy.reopen()
    assert redo(busy.ledger).kept == 0
    assert busy.shown() == after
    busy.prove()
    undo(busy.ledger)
    assert busy.shown() == before


def test_a_long_chain_back_and_forth(busy: Desk) -> None:
    """Every edit in a row, all the way back, all the way forward, and half of it back again."""
    states = [busy.shown()]
    for edit in EDITS.values():
        if not edit(busy.ledger).batch:
            continue
        states.append(busy.shown())
    assert len(states) == len(EDITS)  # one of them is already done by another
    for state in reversed(states[:-1]):
        undo(busy.ledger)
        assert busy.shown() == state
    for state in states[1:]:
        redo(busy.ledger)
        assert busy.shown() == state
    for state in reversed(states[len(states) // 2 : -1]):
        undo(busy.ledger)
        assert busy.shown() == state
    busy.prove()


def test_nothing_to_undo_in_a_new_ledger(office: Desk) -> None:
    with refused(office, "没有可以撤销的操作。"):
        undo(office.ledger)
    with refused(office, "没有可以重做的操作。"):
        redo(office.ledger)


def test_the_founding_stays(office: Desk) -> None:
    (founding,) = office.one("SELECT lower(hex(uid)) FROM batch")
    with refused(office, "新建台账时的单位和人员不能撤销。"):
        undo(office.ledger, founding)


def test_new_work_ends_what_can_be_redone(office: Desk) -> None:
    one = office.add("甲园")
    change_organization(office.ledger, one, {"staff": 3})
    undo(office.ledger)
    with office.ledger.reading() as db:
        assert redo_target(db) is not None
    change_organization(office.ledger, one, {"note": "乙"})
    with refused(office, "没有可以重做的操作。"):
        redo(office.ledger)
    with office.ledger.reading() as db:
        assert redo_target(db) is None
        assert undo_target(db) is not None
    undo(office.ledger)
    undo(office.ledger)
    assert office.count("organization") == 0


def test_later_work_on_the_same_field_is_kept(office: Desk) -> None:
    one = office.add("甲园", staff=3, note="旧")
    first = change_organization(office.ledger, one, {"staff": 4, "note": "新"})
    change_organization(office.ledger, one, {"staff": 5})
    undone = undo(office.ledger, first.batch)
    assert undone.kept == 1
    assert (office.facts(one)["staff"], office.facts(one)["note"]) == (5, "旧")
    office.prove()


def test_several_changes_of_one_field_are_undone_one_by_one(office: Desk) -> None:
    one = office.add("甲园", staff=3)
    for staff in (4, 5, None, 7):
        change_organization(office.ledger, one, {"staff": staff})
    for staff in (None, 5, 4, 3):
        assert undo(office.ledger).kept == 0
        assert office.facts(one)["staff"] == staff
    for staff in (4, 5):
        assert redo(office.ledger).kept == 0
        assert office.facts(one)["staff"] == staff
    change_organization(office.ledger, one, {"staff": 50})
    for staff in (5, 4, 3):
        undo(office.ledger)
        assert office.facts(one)["staff"] == staff
    office.prove()


def test_into_the_trash_and_out_of_it_several_times(office: Desk) -> None:
    one = office.add("甲园")
    delete_organizations(office.ledger, [one])
    restore_organizations(office.ledger, [one])
    change_organization(office.ledger, one, {"staff": 3})
    delete_organizations(office.ledger, [one])
    seen = []
    for _step in range(5):
        seen.append((office.count("organization"), office.facts(one)["staff"]))
        undo(office.ledger)
    assert seen == [(0, 3), (1, 3), (1, None), (0, None), (1, None)]
    assert office.count("organization") == 0
    for there in (1, 0, 1, 1, 0):
        redo(office.ledger)
        assert office.count("organization") == there
    office.prove()


def test_twice_in_one_batch_is_one_step(office: Desk) -> None:
    one = office.add("甲园", staff=3)
    with office.ledger.change() as change:
        change.edit(ORGANIZATION, one, {"staff": 4})
        change.edit(ORGANIZATION, one, {"staff": 5})
    assert undo(office.ledger).kept == 0
    assert office.facts(one)["staff"] == 3
    redo(office.ledger)
    assert office.facts(one)["staff"] == 5


def test_a_value_somebody_typed_again_is_somebody_s_work(office: Desk) -> None:
    one = office.add("甲园", staff=3)
    first = change_organization(office.ledger, one, {"staff": 4}).batch
    change_organization(office.ledger, one, {"staff": 5})
    change_organization(office.ledger, one, {"staff": 4})
    with refused(office, "这一步之后又有改动"):
        undo(office.ledger, first)


def test_what_was_added_to_a_new_organization_keeps_it(office: Desk) -> None:
    made = add_organization(office.ledger, {"name": "甲园"})
    record_visits(office.ledger, [ONE], VISITED)
    with refused(office, "这一步之后又有改动，没有可以撤销的内容。"):
        undo(office.ledger, made.batch)
    undo(office.ledger)  # the visit
    undo(office.ledger, made.batch)
    assert office.count("organization") == 0


def test_of_several_only_the_untouched_ones_are_taken_back(office: Desk) -> None:
    office.add("甲园")
    office.add("乙园")
    batch = record_visits(office.ledger, [ONE, OTHER], VISITED).batch
    finish_followups(office.ledger, [1], on=TODAY)
    undone = undo(office.ledger, batch)
    assert undone.kept == 1
    assert office.all("SELECT org_id FROM followup WHERE deleted IS NOT 1") == [(ONE,)]
    assert office.count("visit") == 0
    office.prove()


def test_a_restored_one_that_was_worked_on_stays(office: Desk) -> None:
    one = office.add("甲园")
    delete_organizations(office.ledger, [one])
    back = restore_organizations(office.ledger, [one]).batch
    change_organization(office.ledger, one, {"staff": 3})
    with refused(office, "这一步之后又有改动"):
        undo(office.ledger, back)
    assert office.count("organization") == 1


def test_by_the_beginning_of_a_batch_or_of_one_of_its_edits(office: Desk) -> None:
    one = office.add("甲园")
    batch = change_organization(office.ledger, one, {"staff": 3}).batch
    (edit,) = office.one("SELECT lower(hex(uid)) FROM edit")
    assert undo(office.ledger, batch[:12].upper()).batch == batch
    assert office.facts(one)["staff"] is None
    redo(office.ledger, batch)
    assert office.facts(one)["staff"] == 3
    undo(office.ledger, f" {edit} ")
    assert office.facts(one)["staff"] is None


@pytest.mark.parametrize("name", ["zz", "%", "_", "0" * 32, "'; DROP TABLE batch; --", "g" * 32])
def test_a_batch_nobody_knows(office: Desk, name: str) -> None:
    office.add("甲园")
    with refused(office, f"没有编号为“{name.lower()}”的操作。"):
        undo(office.ledger, name)


def test_a_beginning_that_fits_several(office: Desk) -> None:
    batches = [add_organization(office.ledger, {"name": f"{n}园"}).batch for n in range(40)]
    common = next(digit for digit in "0123456789abcdef" if sum(batch[0] == digit for batch in batches) > 1)
    with refused(office, f"没有编号为“{common}”的操作。"):
        undo(office.ledger, common)


def test_redo_takes_an_undo_or_what_it_undid_and_nothing_else(office: Desk) -> None:
    one = office.add("甲园")
    first = change_organization(office.ledger, one, {"staff": 3}).batch
    second = change_organization(office.ledger, one, {"note": "乙"}).batch
    with refused(office, "这一步没有被撤销过，不能重做。"):
        redo(office.ledger, first)
    assert office.facts(one)["staff"] == 3
    undo(office.ledger, second)
    taken_back = undo(office.ledger, first).changes.batch
    redo(office.ledger, taken_back)
    assert (office.facts(one)["staff"], office.facts(one)["note"]) == (3, None)
    redo(office.ledger, second)
    assert (office.facts(one)["staff"], office.facts(one)["note"]) == (3, "乙")
    with refused(office, "这一步没有被撤销过，不能重做。"):
        redo(office.ledger, second)


def test_an_undo_says_who_did_it(office: Desk) -> None:
    office.colleague("李四")
    office.add("甲园")
    office.ledger.act_as("李四")
    undo(office.ledger)
    assert office.one("SELECT a.name FROM batch b JOIN author a ON a.id=b.author ORDER BY b.id DESC") == (
        "李四（海珠区总工会）",
    )
