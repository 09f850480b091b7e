"""What is said of two organizations: the same, apart, related; joined, separated again, undone."""

from datetime import date
from pathlib import Path

import pytest

from models.edits.followups import assign_followup
from models.edits.links import (
    join_organizations,
    join_pairs,
    keep_apart,
    relate_organizations,
    split_off,
    withdraw_link,
)
from models.edits.organizations import change_organization, delete_organizations, restore_organizations
from models.edits.reasons import add_reason
from models.edits.redaction import purge_name
from models.edits.undo import redo, undo
from models.edits.visits import record_visits
from models.importing.importer import ImportOptions, run_import
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.inputs.forms import FollowupInput, ReasonInput, VisitInput
from models.ledger.joining import link_uid
from models.queries.figures import figures
from models.queries.ledger_counts import ledger_counts
from tests.models.edits.desk import Desk, code_of, refused

KEY = {"category": "kindergarten"}


def visit(office: Desk, organization: int, day: int) -> None:
    record_visits(office.ledger, [organization], VisitInput(visited_on=date(2024, 9, day), mode="1", result="2"))


def shown(office: Desk, *organizations: int) -> list[int]:
    return [office.column(each, "joined_into") or each for each in organizations]


def test_joined_ones_are_one_with_everything_of_both(office: Desk) -> None:
    a, b = office.add("阳光幼儿园", phone="34567890"), office.add("阳光幼儿园有限公司", staff=38)
    for organization, days in ((a, (2, 3)), (b, (9,))):
        for day in days:
            visit(office, organization, day)
    assign_followup(office.ledger, [b], FollowupInput(task="送材料", due_on=date(2024, 10, 8)))
    add_reason(office.ledger, b, ReasonInput(code="B2", opened_on=date(2024, 9, 9)))
    join_organizations(office.ledger, a, b, values={"staff": 38})
    assert shown(office, a, b) == [a, a]
    assert [office.column(a, name) for name in ("staff", "visit_count", "last_visit_on", "main_reason")] == [
        38,
        3,
        "2024-09-09",
        "B2",
    ]
    assert office.column(a, "next_due_on") == "2024-10-08"
    assert [office.column(b, name) for name in ("visit_count", "main_reason", "next_due_on")] == [None, None, None]
    assert ledger_counts(office.ledger).organizations == 1
    office.prove()
    split_off(office.ledger, b)
    assert shown(office, a, b) == [a, b]
    assert [office.column(each, "visit_count") for each in (a, b)] == [2, 1]
    assert (office.column(a, "staff"), office.column(a, "phone")) == (None, "34567890")
    office.prove()


def test_work_at_the_one_that_is_hidden_counts_for_the_one_that_is_shown(office: Desk) -> None:
    a, b = office.add("甲"), office.add("乙")
    join_organizations(office.ledger, a, b)
    visit(office, b, 4)
    assert (office.column(a, "visit_count"), office.column(b, "visit_count")) == (1, None)
    changes = record_visits(office.ledger, [b], VisitInput(visited_on=date(2024, 9, 5), mode="2", result="4"))
    assert changes.organizations >= {a}
    assert office.column(a, "visit_count") == 2
    office.prove()


def test_equal_valid_codes_join_by_themselves_until_somebody_says_otherwise(office: Desk) -> None:
    code = code_of("52", "440105")
    a, b = office.add("阳光幼儿园", **KEY), office.add("小太阳幼儿园", **KEY)
    change_organization(office.ledger, a, {"code": code})
    change_organization(office.ledger, b, {"code": code})
    assert shown(office, a, b) == [a, a]
    assert figures(office.ledger).key == 1
    assert office.count("organization_link") == 0
    split_off(office.ledger, b)
    assert shown(office, a, b) == [a, b]
    assert figures(office.ledger).key == 2
    assert office.one("SELECT relation FROM organization_link WHERE deleted IS NOT 1") == ("apart",)
    withdraw_link(office.ledger, b, a)
    assert shown(office, a, b) == [a, a]
    change_organization(office.ledger, b, {"code": code_of("52", "440105", 2)})
    assert shown(office, a, b) == [a, b]
    office.prove()


def test_an_invalid_code_joins_nobody(office: Desk) -> None:
    a, b = office.add("甲", code="110108600113450"), office.add("乙")
    change_organization(office.ledger, b, {"code": "110108600113450"})
    assert shown(office, a, b) == [a, b]


def test_one_with_a_code_is_shown_before_one_without(office: Desk) -> None:
    a, b = office.add("甲"), office.add("乙", code=code_of("52", "440105"))
    join_organizations(office.ledger, a, b)
    assert shown(office, a, b) == [b, b]


def test_chains_join_and_a_contrary_word_is_kept(office: Desk) -> None:
    a, b, c = office.add("甲"), office.add("乙"), office.add("丙")
    join_organizations(office.ledger, a, b)
    join_organizations(office.ledger, b, c)
    assert shown(office, a, b, c) == [a, a, a]
    keep_apart(office.ledger, [(a, c)])
    groups = shown(office, a, b, c)
    assert groups[0] != groups[2]
    assert groups[1] in {groups[0], groups[2]}
    office.prove()


def test_joining_against_what_was_said_is_refused(office: Desk) -> None:
    a, b, c = office.add("甲"), office.add("乙"), office.add("丙")
    join_organizations(office.ledger, a, b)
    keep_apart(office.ledger, [(a, c)])
    with refused(office, "合不到一起"):
        join_organizations(office.ledger, b, c)
    with refused(office, "两家不同"):
        join_organizations(office.ledger, b, b)
    with refused(office, "不用拆分"):
        split_off(office.ledger, c)
    with refused(office, "没有判定过"):
        withdraw_link(office.ledger, b, c)


def test_a_decision_can_be_changed_and_is_one_record(office: Desk) -> None:
    a, b = office.add("甲"), office.add("乙")
    keep_apart(office.ledger, [(a, b)])
    relate_organizations(office.ledger, [(b, a)], note="总部与分部")
    join_organizations(office.ledger, b, a)
    assert office.all("SELECT uid, relation FROM organization_link") == [
        (link_uid(*(office.column(each, "uid") for each in (a, b))), "same")
    ]
    assert shown(office, a, b) == [a, a]


@pytest.mark.parametrize("first", [0, 1])
def test_undo_and_redo(office: Desk, first: int) -> None:
    pair = (office.add("甲", phone="1"), office.add("乙", phone="2"))
    join_organizations(office.ledger, pair[first], pair[1 - first], values={"phone": "2"})
    undo(office.ledger)
    assert shown(office, *pair) == list(pair)
    assert office.column(pair[0], "phone") == "1"
    redo(office.ledger)
    assert shown(office, *pair) == [pair[0], pair[0]]
    assert office.column(pair[0], "phone") == "2"
    office.prove()


def test_several_pairs_are_one_step(office: Desk) -> None:
    a, b, c, d = (office.add(name) for name in "甲乙丙丁")
    join_pairs(office.ledger, {(a, b): {}, (c, d): {"note": "合并"}})
    assert shown(office, a, b, c, d) == [a, a, c, c]
    split_off(office.ledger, c)
    assert (shown(office, c, d), office.column(c, "note")) == ([c, d], None)
    assert shown(office, a, b) == [a, a]
    undo(office.ledger)
    undo(office.ledger)
    assert shown(office, a, b, c, d) == [a, b, c, d]


def test_the_trash_takes_and_gives_back_all_that_is_one(office: Desk) -> None:
    a, b, c = office.add("甲"), office.add("乙"), office.add("丙")
    join_organizations(office.ledger, a, b)
    delete_organizations(office.ledger, [b])
    assert shown(office, a) == [a]
    restore_organizations(office.ledger, [b])
    assert shown(office, a, b) == [a, a]
    delete_organizations(office.ledger, [a, c])
    assert ledger_counts(office.ledger).organizations == 0
    restore_organizations(office.ledger, [a])
    assert ledger_counts(office.ledger).organizations == 1
    assert shown(office, a, b) == [a, a]
    office.prove()


def test_a_visit_of_the_hidden_one_is_corrected_at_the_one_that_is_shown(office: Desk) -> None:
    a, b = office.add("甲"), office.add("乙")
    visit(office, b, 4)
    join_organizations(office.ledger, a, b)
    (uid,) = office.one("SELECT uid FROM visit")
    said = VisitInput(visited_on=date(2024, 9, 4), mode="1", result="1", corrects=uid)
    record_visits(office.ledger, [a], said)
    assert (office.column(a, "visit_count"), office.column(a, "last_visit_result")) == (1, "1")
    split_off(office.ledger, b)
    assert (office.column(a, "visit_count"), office.column(b, "last_visit_result")) == (None, "1")
    office.prove()


def test_a_later_list_updates_the_one_that_is_shown(office: Desk, tmp_path: Path) -> None:
    code = code_of("52", "440105")
    a, b = office.add("阳光幼儿园"), office.add("小太阳幼儿园")
    for record in (a, b):
        change_organization(office.ledger, record, {"code": code})
    other = office.add("晨光幼儿园", code=code_of("52", "440105", 2))
    third = office.add("晨光园", code=code_of("52", "440105", 3))
    join_organizations(office.ledger, other, third)
    path = tmp_path / "名册.csv"
    rows = [("统一社会信用代码", "单位名称", "地址"), (code, "阳光幼儿园", "赤岗路1号")]
    rows.append((code_of("52", "440105", 3), "晨光园", "赤岗路2号"))
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    table = open_table(path)
    result = run_import(office.ledger, ImportOptions(table, propose_mapping(table), date(2024, 9, 20)))
    assert (result.new, result.updated) == (0, 2)
    assert [office.column(each, "address") for each in (a, b)] == ["赤岗路1号", None]
    # Another valid code is another registration: what is said of it stays with it, and waits to be compared.
    assert [office.column(each, "address") for each in (other, third)] == [None, "赤岗路2号"]
    office.prove()


def test_a_purge_reaches_everybody_who_is_shown_as_one(office: Desk) -> None:
    a, b = office.add("阳光幼儿园", contact="李老师"), office.add("小太阳幼儿园", contact="李老师", head="李老师")
    join_organizations(office.ledger, a, b, values={"head": "李老师"})
    purge_name(office.ledger, a, "李老师", texts=True)
    found = [(office.column(each, "contact"), office.column(each, "head")) for each in (a, b)]
    assert found == [(None, None), (None, None)]
    office.prove()
