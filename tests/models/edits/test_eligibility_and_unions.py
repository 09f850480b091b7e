"""Decisions on 具备建会条件, and what forming a union brings with it."""

from datetime import date, timedelta

import pytest

from models.edits.eligibility import decide_eligibility, decision_of_day
from models.edits.undo import undo
from models.edits.unions import end_coverage, form_union
from models.facts.canonical import known_record_uid
from models.inputs.forms import EligibilityInput, UnionInput
from models.ledger.ledger import Changes
from models.tables.record_kinds import COVERAGE, ELIGIBILITY, ORGANIZATION, TRADE_UNION
from tests.models.edits.desk import TODAY, Desk, nothing_changed, refused

FOUNDED = date(2024, 9, 18)


def decide(office: Desk, one: int, decision: str, **values: object) -> Changes:
    said = EligibilityInput.parse({"decision": decision, "decided_on": TODAY, **values})
    return decide_eligibility(office.ledger, [one], said)


def union(**values: object) -> UnionInput:
    return UnionInput.parse({"name": "赤岗街道联合工会", "route": "joint", "founded_on": FOUNDED, **values})


def own(**values: object) -> UnionInput:
    return union(name="阳光幼儿园工会", route="own", **values)


def test_a_decision_has_a_ground_a_person_and_an_end(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    until = TODAY + timedelta(days=90)
    decide(office, one, "no", ground="无专职人员", evidence="年检报告", until=until)
    assert office.all("SELECT decision, decided_on, ground, evidence, decided_by, until FROM eligibility") == [
        ("no", "2024-09-25", "无专职人员", "年检报告", "张三", until.isoformat())
    ]
    assert office.one("SELECT eligibility, eligible_until FROM organization") == ("no", until.isoformat())


def test_the_latest_decision_counts_and_the_earlier_ones_stay(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    decide(office, one, "yes")
    decide(office, one, "no", decided_on=TODAY - timedelta(days=30))  # an older one, entered late
    assert office.column(one, "eligibility") == "yes"
    decide(office, one, "no")  # of the same day, entered later
    assert office.column(one, "eligibility") == "no"
    decide(office, one, "unknown")
    assert office.column(one, "eligibility") is None
    assert office.count("eligibility") == 2
    office.prove()


def test_an_organization_has_one_decision_a_day_whose_history_keeps_what_it_was(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    decide(office, one, "no", ground="无专职人员", until=TODAY + timedelta(days=90))
    (uid,) = office.one("SELECT uid FROM eligibility")
    assert uid == known_record_uid("eligibility", office.one("SELECT uid FROM organization")[0].hex(), "2024-09-25")
    decide(office, one, "yes")
    assert office.all("SELECT uid, decision, ground, until FROM eligibility") == [(uid, "yes", None, None)]
    assert office.one("SELECT eligibility, eligible_until FROM organization") == ("yes", None)
    assert nothing_changed(decide(office, one, "yes"))
    undo(office.ledger)
    assert office.one("SELECT eligibility, decision FROM organization o JOIN eligibility ON org_id=o.id") == (
        "no",
        "no",
    )
    undo(office.ledger)
    assert office.count("eligibility") == 0
    decide(office, one, "yes")  # the record is there, but gone: it comes back saying what is said now
    assert office.all("SELECT uid, decision, ground, deleted FROM eligibility") == [(uid, "yes", None, None)]
    assert decision_of_day(office.ledger, one, TODAY) == uid.hex()
    assert decision_of_day(office.ledger, one, TODAY - timedelta(days=1)) == ""
    office.prove()


def test_a_person_corrects_what_an_import_decided_on_the_same_day(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    with office.ledger.change() as change:
        imported = known_record_uid("eligibility", "an", "import")
        values = {"decision": "no", "decided_on": TODAY, "ground": "导入的名册"}
        change.create(ELIGIBILITY, values, uid=imported, parent=change.ref(ORGANIZATION, one))
    decide(office, one, "yes")
    assert office.all("SELECT uid, decision FROM eligibility") == [(imported, "yes")]
    assert office.column(one, "eligibility") == "yes"
    office.prove()


def test_several_organizations_get_a_decision_each(office: Desk) -> None:
    three = [office.add(name) for name in ("甲园", "乙园", "丙园")]
    decide_eligibility(office.ledger, three, EligibilityInput(decision="yes", decided_on=TODAY))
    assert office.all("SELECT org_id, decision FROM eligibility ORDER BY org_id") == [(one, "yes") for one in three]


def test_a_decision_that_ends_before_it_begins_or_is_none(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    with refused(office, "复核日期不能早于认定日期。"):
        decide(office, one, "no", until=TODAY - timedelta(days=1))
    with refused(office, "没有“也许”这一项，认定可选：yes 具备条件、no 暂不具备、unknown 未认定"):
        decide(office, one, "也许")
    with refused(office, "这条记录已经不在台账里"):
        decide(office, 999, "yes")


def test_an_own_union(office: Desk) -> None:
    one = office.add("阳光幼儿园", stage="S8", side_state="P2")
    changes = form_union(
        office.ledger, [one], own(members=26, women_members=20, chair="王芳", in_national_database=True)
    )
    assert [kind for kind, _uid in changes.made] == [TRADE_UNION.number, COVERAGE.number, ELIGIBILITY.number]
    columns = "name, route, founded_on, members, women_members, chair, in_national_database"
    assert office.all(f"SELECT {columns} FROM trade_union") == [
        ("阳光幼儿园工会", "own", "2024-09-18", 26, 20, "王芳", 1)
    ]
    assert office.one("SELECT stage, side_state, coverage, covered_on FROM organization") == (
        "S10",
        None,
        "own",
        "2024-09-18",
    )
    office.prove()


def test_a_joint_union_covers_several_and_is_one_union(office: Desk) -> None:
    three = [office.add(name) for name in ("甲园", "乙园", "丙园")]
    form_union(office.ledger, three, union())
    assert office.count("trade_union") == 1
    assert office.count("coverage") == 3
    assert office.all("SELECT coverage, stage FROM organization") == [("joint", "S10")] * 3
    office.prove()


def test_an_own_union_covers_exactly_one(office: Desk) -> None:
    two = [office.add(name) for name in ("甲园", "乙园")]
    with refused(office, "单独建的工会只覆盖一家单位；几家一起请选联合建。", fields={"route": ""}):
        form_union(office.ledger, two, own())
    with refused(office, "请先选要覆盖的单位。"):
        form_union(office.ledger, [], union())
    with refused(office, "女会员数不能多于会员数。"):
        form_union(office.ledger, two, union(members=3, women_members=4))
    with refused(office, "没有“合并”这一项，建会模式可选：own 单独建、joint 联合建、sector 行业覆盖、area 区域兜底"):
        form_union(office.ledger, two, union(route="合并"))
    with refused(office, "这条记录已经不在台账里"):
        form_union(office.ledger, [two[0], 999], union())


def test_an_organization_named_twice_is_covered_once(office: Desk) -> None:
    one, other = office.add("甲园"), office.add("乙园")
    form_union(office.ledger, [one, other, one], union())
    assert office.count("coverage") == 2


def test_having_a_union_is_the_ground_where_nobody_has_decided(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    form_union(office.ledger, [one], own())
    assert office.all("SELECT decision, decided_on, ground, decided_by FROM eligibility") == [
        ("yes", "2024-09-18", "已建立工会：阳光幼儿园工会", "张三")
    ]


@pytest.mark.parametrize("decision", ["yes", "no"])
def test_a_decision_that_stands_is_not_touched(office: Desk, decision: str) -> None:
    one = office.add("阳光幼儿园")
    decide(office, one, decision, decided_on=date(2024, 1, 1))
    form_union(office.ledger, [one], own())
    assert office.all("SELECT decision FROM eligibility") == [(decision,)]
    assert office.column(one, "eligibility") == decision


@pytest.mark.parametrize(
    "decision",
    [
        {"decision": "unknown", "decided_on": TODAY},  # later than the union
        {"decision": "unknown", "decided_on": date(2024, 1, 1)},
        {"decision": "no", "decided_on": date(2024, 9, 19), "until": date(2024, 9, 24)},  # over since yesterday
    ],
)
def test_unknown_and_expired_are_no_decisions(office: Desk, decision: dict[str, object]) -> None:
    one = office.add("阳光幼儿园")
    decide_eligibility(office.ledger, [one], EligibilityInput.parse(decision))
    form_union(office.ledger, [one], own())
    assert office.one("SELECT eligibility, eligible_until FROM organization") == ("yes", None)


def test_two_unions_count_by_the_nearer_route_and_the_earlier_day(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    form_union(office.ledger, [one], union(route="sector", founded_on=date(2024, 3, 1)))
    form_union(office.ledger, [one], own())
    assert office.one("SELECT coverage, covered_on FROM organization") == ("own", "2024-03-01")


def test_ending_a_coverage(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    form_union(office.ledger, [one], union())
    (link,) = office.one("SELECT id FROM coverage")
    end_coverage(office.ledger, [link])
    assert office.one("SELECT coverage, covered_on FROM organization") == (None, None)
    with refused(office, "这条记录已经不在台账里"):
        end_coverage(office.ledger, [999])


def test_a_union_that_is_deleted_covers_nobody(office: Desk) -> None:
    two = [office.add(name) for name in ("甲园", "乙园")]
    form_union(office.ledger, two, union())
    with office.ledger.change() as change:
        change.delete(TRADE_UNION, 1)
    assert office.all("SELECT coverage FROM organization") == [(None,), (None,)]
    with office.ledger.change() as change:
        change.restore(TRADE_UNION, 1)
        change.edit(TRADE_UNION, 1, {"route": "area"})
    assert office.all("SELECT coverage FROM organization") == [("area",), ("area",)]
    assert office.one(f"SELECT count(*) FROM {ORGANIZATION.table}") == (2,)
    office.prove()
