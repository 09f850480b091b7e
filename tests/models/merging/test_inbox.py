"""The conflict inbox: cards, several settled together, both kept, what came back, what a decision does to the rate."""

from datetime import timedelta
from pathlib import Path

import pytest

from exports.followup_list import write_followup_list
from exports.visit_list import write_visit_list
from exports.visit_slips import write_visit_slips
from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup
from models.edits.organizations import change_organization, delete_organizations
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.inputs.forms import EligibilityInput, FollowupInput, VisitInput
from models.inputs.organization_values import Lookup
from models.ledger.health import digests
from models.merging.cards import ConflictCard, conflict_cards
from models.merging.conflicts import chosen_value, conflicts, count_conflicts, find_conflict, resolve_conflicts
from models.merging.deciding import alike, both_kept, bulk_plan, newest
from models.merging.inbox import inbox
from models.merging.rate_effect import rate_effect
from models.queries.figures import figures
from models.queries.followup_sheets import followup_sheets
from models.queries.ledger_counts import conflict_count
from models.queries.visit_route import visit_route
from models.rules.conflict_policies import BulkRule, policy_of
from models.tables.record_kinds import ELIGIBILITY, RECORD_KINDS
from tests.exports.reading import page_texts
from tests.models.edits.desk import TODAY, code_of
from tests.models.merging.offices import Office

NAMES = ("阳光幼儿园", "晨光幼儿园", "海燕幼儿园")


def disagree(
    district: Office, street: Office, field: str, values: tuple[object, object, object], names: int = 1
) -> None:
    """Both begin with the first value; the street says the second, the district the third."""
    for number in range(names):
        street.add(NAMES[number], code=code_of("52", "440105", number + 1), **{field: values[0]})
    district.merge(street.send(f"{field}-first"))
    for number in range(names):
        change_organization(street.ledger, street.id_of(NAMES[number]), {field: values[1]})
        change_organization(district.ledger, district.id_of(NAMES[number]), {field: values[2]})
    district.merge(street.send(f"{field}-second"))


def cards(office: Office) -> list[ConflictCard]:
    keys = [line.key for line in inbox(office.ledger).waiting]
    found = conflict_cards(office.ledger, keys)
    return [found[key] for key in keys]


def visit(office: Office, name: str, day: object, mode: str, note: str = "") -> None:
    values = {"visited_on": day, "result": "2", "mode": mode, "note": note or None}
    record_visits(office.ledger, [office.id_of(name)], VisitInput.parse(values))


def test_a_card_says_who_when_where_and_the_visit_behind_it(district: Office, street: Office) -> None:
    street.add(NAMES[0], code=code_of("52", "440105"), phone="13800000001")
    district.merge(street.send("first"))
    visit(street, NAMES[0], TODAY - timedelta(days=3), "1", "园长在")
    change_organization(street.ledger, 1, {"phone": "13811110001"})
    visit(district, NAMES[0], TODAY - timedelta(days=1), "2")
    change_organization(district.ledger, 1, {"phone": "13822220001"})
    district.merge(street.send("second"))
    (card,) = cards(district)
    assert (card.base.text if card.base else "", card.base.sign if card.base else "") == ("13800000001", "基准")
    said = {side.text: side for side in card.sides}
    assert set(said) == {"13811110001", "13822220001"}  # masked they would look alike
    theirs, ours = said["13811110001"], said["13822220001"]
    assert (theirs.visit.mode if theirs.visit else "", ours.visit.mode if ours.visit else "") == ("上门", "电话")
    assert theirs.where.startswith("同事的电脑 第 ")
    assert ours.where.startswith("本机 第 ")
    assert theirs.file == "second.jhx"
    assert theirs.who == "张三（海珠区总工会）"
    assert [side.sign for side in card.sides] == ["甲", "乙"]
    assert [side.key for side in card.choices] == [1, 2, 3]
    assert [line.mode for line in card.visits] == ["电话", "上门"]
    assert newest(card) is ours
    assert card.tags == ("一般社会组织",)
    (line,) = inbox(district.ledger).waiting
    assert (line.name, line.heading, line.day) == (NAMES[0], "电话", TODAY.isoformat())


def test_many_phones_are_settled_by_the_newest_visit_in_one_step(district: Office, street: Office) -> None:
    disagree(district, street, "phone", ("1", "2", "3"), names=3)
    for number, name in enumerate(NAMES):  # the street was there last, except at the second
        visit(district, name, TODAY - timedelta(days=1 if number == 1 else 5), "2")
    again = street
    for number, name in enumerate(NAMES):
        visit(again, name, TODAY - timedelta(days=3), "1")
        change_organization(again.ledger, again.id_of(name), {"phone": f"2{number}"})
        change_organization(district.ledger, district.id_of(name), {"phone": f"3{number}"})
    resolve_conflicts(district.ledger, [(each, "3") for each in conflicts(district.ledger)])
    assert count_conflicts(district.ledger) == 0
    for number, name in enumerate(NAMES):
        change_organization(district.ledger, district.id_of(name), {"phone": f"3{number}"})
    district.merge(street.send("third"))
    box = inbox(district.ledger)
    assert len(box.waiting) == 3
    keys = alike(box, box.waiting[0].key)
    plan = bulk_plan(district.ledger, keys, BulkRule.NEWEST)
    assert {choice.card.conflict.name: choice.value for choice in plan.choices} == {
        NAMES[0]: "20",
        NAMES[1]: "31",
        NAMES[2]: "22",
    }
    assert plan.left == 0
    changes = resolve_conflicts(district.ledger, [(choice.card.conflict, choice.value) for choice in plan.choices])
    assert changes.batch
    assert count_conflicts(district.ledger) == 0
    assert district.facts(district.id_of(NAMES[1]))["phone"] == "31"
    undo(district.ledger)
    assert count_conflicts(district.ledger) == 3
    district.prove()


def test_what_decides_is_never_settled_together(district: Office, street: Office) -> None:
    disagree(district, street, "status", ("active", "cancelled", "moved"), names=2)
    box = inbox(district.ledger)
    assert [line.policy.key for line in box.waiting] == ["deciding", "deciding"]
    for rule in BulkRule:
        plan = bulk_plan(district.ledger, alike(box, box.waiting[0].key), rule)
        assert (plan.choices, plan.left) == ((), 2)


def test_remarks_stand_one_after_the_other_with_their_authors(district: Office, street: Office) -> None:
    disagree(district, street, "note", ("有意向", "有意向；园长换人", "有意向。要等董事会"))
    (card,) = cards(district)
    words = both_kept(card)
    assert words is not None
    assert words.splitlines()[0] == "有意向"
    assert set(words.splitlines()[1:]) == {"园长换人（张三 2024-09-25）", "要等董事会（张三 2024-09-25）"}
    resolve_conflicts(district.ledger, [(card.conflict, words)])
    street.merge(district.send("decided"))
    assert street.facts(1)["note"] == words
    assert count_conflicts(street.ledger) == 0


def test_a_count_has_no_both(district: Office, street: Office) -> None:
    disagree(district, street, "staff", (10, 12, 11))
    (card,) = cards(district)
    assert both_kept(card) is None
    assert {side.text for side in card.choices} == {"10", "11", "12"}


@pytest.mark.parametrize(("chosen", "state"), [(0, None), (1, 1)])
def test_what_was_deleted_here_and_changed_there_is_decided(
    district: Office, street: Office, chosen: int, state: int | None
) -> None:
    street.add(NAMES[0], code=code_of("52", "440105"), phone="1")
    district.merge(street.send("first"))
    change_organization(street.ledger, 1, {"phone": "2"})
    delete_organizations(district.ledger, [1])
    district.merge(street.send("second"))
    assert district.column(1, "deleted") == 2
    assert count_conflicts(district.ledger) == conflict_count(district.ledger) == 1
    (card,) = cards(district)
    assert [(side.text, side.value) for side in card.sides] == [("保留", 0), ("删除", 1)]
    assert [side.changed for side in card.sides] == ["电话 *", ""]
    assert card.conflict.heading == "删除"
    assert "放回来" in card.conflict.why
    found = find_conflict(district.ledger, card.conflict.id[:8])  # as the command line decides it
    lookup = Lookup(lambda name: name.encode())
    assert [chosen_value(found, typed, lookup) for typed in ("2", "3")] == [0, 1]
    with pytest.raises(InputProblem, match="保留它"):
        chosen_value(found, "1", lookup)
    resolve_conflicts(district.ledger, [(found, chosen_value(found, str(chosen + 2), lookup))])
    assert district.column(1, "deleted") == state
    assert count_conflicts(district.ledger) == 0
    with pytest.raises(InputProblem, match="已经判过"):
        resolve_conflicts(district.ledger, [(card.conflict, chosen)])
    street.merge(district.send("decided"))
    assert street.column(1, "deleted") == state
    assert digests(street.ledger) == digests(district.ledger)


def test_the_effect_on_the_rate_is_said_before_and_nothing_is_written(district: Office, street: Office) -> None:
    for office in (street,):
        office.add(NAMES[0], code=code_of("52", "440105"), category="kindergarten", type="private_non_enterprise")
    eligible = EligibilityInput(decision="yes", decided_on=TODAY)
    decide_eligibility(street.ledger, [1], eligible)
    district.merge(street.send("first"))
    record = int(district.one("SELECT id FROM eligibility")[0])
    for office, decision in ((street, "no"), (district, "unknown")):
        with office.ledger.change() as change:
            change.edit(ELIGIBILITY, record, {"decision": decision})
    district.merge(street.send("second"))
    assert district.column(1, "conflicts") == 1  # what decides about the rate marks its organization
    (card,) = cards(district)
    assert card.conflict.heading == "是否具备条件"
    before, now = district.path.read_bytes(), figures(district.ledger)
    effect = rate_effect(district.ledger, card)
    assert effect is not None
    assert effect.now == now
    assert (now.key, now.eligible) == (1, 0)
    assert effect.moves(1)
    assert (effect.after[1].eligible, effect.after[1].rate) == (1, 0)
    keys = {side.text: side.key for side in card.sides}
    assert effect.after[keys["暂不具备"]].not_eligible == 1
    assert not effect.moves(keys["暂不具备"])
    assert district.path.read_bytes() == before
    assert count_conflicts(district.ledger) == 1
    resolve_conflicts(district.ledger, [(card.conflict, "yes")])
    assert figures(district.ledger) == effect.after[1]
    district.prove()


def test_decisions_are_listed_until_something_else_is_said(district: Office, street: Office) -> None:
    disagree(district, street, "phone", ("13800000001", "13800000002", "13800000003"))
    (card,) = cards(district)
    resolve_conflicts(district.ledger, [(card.conflict, "13800000002")])
    (line,) = inbox(district.ledger).decided
    assert (line.name, line.heading, line.value, line.is_sent) == (NAMES[0], "电话", "138****0002", False)
    district.send("out", to="street")
    assert inbox(district.ledger).decided[0].is_sent
    change_organization(district.ledger, 1, {"phone": "13800000009"})
    assert inbox(district.ledger).decided == ()


def test_every_field_has_a_policy_and_a_name() -> None:
    for kind in RECORD_KINDS:
        for field in kind.names:
            assert policy_of(kind.table, field).sentence
    assert policy_of("organization", "stage").decides
    assert policy_of("eligibility", "decision").decides
    assert policy_of("organization", "staff").bulk
    assert policy_of("person", "note").keeps_both


def test_who_is_in_conflict_is_marked_on_every_print(district: Office, street: Office, tmp_path: Path) -> None:
    disagree(district, street, "staff", (10, 12, 11))
    task = FollowupInput(task="送章程", due_on=TODAY, cadre=district.ledger.author.cadre)
    assign_followup(district.ledger, [1], task)
    route = visit_route(district.ledger, day=TODAY, organizations=[1])
    sheets = followup_sheets(district.ledger)
    assert [stop.marked_name for each in route.streets for stop in each.stops] == ["阳光幼儿园※"]
    for write, content in ((write_visit_list, route), (write_visit_slips, route), (write_followup_list, sheets)):
        path = tmp_path / f"{write.__name__}.pdf"
        write(content, path)  # type: ignore[operator]  # each its own content
        assert "阳光幼儿园※" in "".join(page_texts(path)), write.__name__
