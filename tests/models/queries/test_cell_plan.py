"""Typed and pasted cells: what they would change is known before anything is written, and written as one batch."""

import pytest

from models.edits.organizations import change_each_organization, change_organizations, delete_organizations
from models.edits.undo import undo
from models.errors import InputProblem
from models.ledger_columns import LEDGER_COLUMNS, Source
from models.progress import Cancelled, Progress
from models.queries.cell_plan import (
    CellPlan,
    TypedCell,
    block_of,
    placed,
    plan_cells,
    preview_same_values,
    stored_value,
    would_change,
)
from tests.models.edits.desk import CHIGANG, TODAY, Desk, code_of

CODE = code_of("52", "440105", 1)


def plan(office: Desk, *cells: tuple[int, str, str]) -> CellPlan:
    return plan_cells(office.ledger, [TypedCell(*cell) for cell in cells])


def said(found: CellPlan) -> list[tuple[int, str, str, str]]:
    return [(each.organization, each.column, each.before, each.after) for each in found.changes]


def test_changes_say_before_and_after_in_words(office: Desk) -> None:
    office.colleague("李四")
    one = office.add("甲园", staff=38, street=CHIGANG, stage="S2")
    found = plan(
        office,
        (one, "staff", "４０人"),
        (one, "street", "南洲街道"),
        (one, "stage", "有意向"),
        (one, "owner", "李四"),
        (one, "key_declared", "是"),
        (one, "deadline", "2024年12月1日"),
    )
    assert not found.problems
    assert [(column, before, after) for _one, column, before, after in said(found)] == [
        ("staff", "38", "40"),
        ("street", "广东省广州市海珠区赤岗街道", "广东省广州市海珠区南洲街道"),
        ("stage", "S2 已走访", "S3 有意向"),
        ("owner", "", "李四"),
        ("key_declared", "", "是"),
        ("deadline", "", "2024-12-01"),
    ]
    assert found.organizations == 1


def test_what_is_shown_already_is_no_change(office: Desk) -> None:
    one = office.add("甲园", staff=38)
    found = plan(office, (one, "staff", "38 人"), (one, "note", "  "), (one, "name", " 甲园 "))
    assert (found.changes, found.same, found.problems) == ((), 3, ())


def test_an_empty_cell_clears(office: Desk) -> None:
    one = office.add("甲园", staff=38)
    assert said(plan(office, (one, "staff", ""))) == [(one, "staff", "38", "")]


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("staff", "很多", "不是人数"),
        ("name", "", "单位名称不能清空"),
        ("street", "没有这条街", "没有找到街道"),
        ("owner", "查无此人", "查无此人"),
        ("code", "52440105MJ000001AA", "没有通过校验"),
        ("phone", "138****5678", "号码打了码"),
        ("main_reason", "B2", "不能直接改"),
        ("note", "有\x1f控制字符", "控制字符"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_its_reason(
    office: Desk, column: str, text: str, problem: str
) -> None:
    one = office.add("甲园")
    found = plan(office, (one, column, text), (one, "members", "3"))
    assert [(each.organization, each.name, each.column, each.text) for each in found.problems] == [
        (one, "甲园", column, text)
    ]
    assert problem in found.problems[0].problem
    assert len(found.changes) == 1  # the others can still be written


def test_every_column_that_is_no_fact_is_refused(office: Desk) -> None:
    one = office.add("甲园")
    derived = [column.name for column in LEDGER_COLUMNS if column.source is Source.DERIVED]
    found = plan(office, *((one, name, "1") for name in derived))
    assert {each.column for each in found.problems} == set(derived)


def test_our_own_masked_number_is_the_same_number(office: Desk) -> None:
    one = office.add("甲园", phone="13812345678")
    found = plan(office, (one, "phone", "138****5678"))
    assert (found.same, found.problems) == (1, ())
    assert len(plan(office, (one, "phone", "139****5678")).problems) == 1


def test_a_code_stands_once(office: Desk) -> None:
    first, second = code_of("52", "440105", 1), code_of("52", "440105", 2)
    one, two, three = office.add("甲园", code=first), office.add("乙园"), office.add("丙园")
    found = plan(office, (two, "code", first), (three, "code", second))
    assert [each.organization for each in found.problems] == [two]
    twice = plan(office, (two, "code", second), (three, "code", second))
    assert [each.organization for each in twice.problems] == [three]
    assert plan(office, (one, "code", first.lower())).same == 1


def test_an_organization_that_is_gone_is_said(office: Desk) -> None:
    assert plan(office, (99, "staff", "1")).problems[0].problem == "这家单位已经不在台账里。"


def test_written_as_one_batch_and_taken_back_as_one(office: Desk) -> None:
    records = [office.add(f"第{number}园", staff=number) for number in range(5)]
    found = plan_cells(office.ledger, placed([["7", "备注"]] * 5, records, ["staff", "note"]))
    batches = office.one("SELECT count(*) FROM batch")[0]
    changes = change_each_organization(office.ledger, found.values())
    assert changes.organizations == set(records)
    assert office.one("SELECT count(*) FROM batch")[0] == batches + 1
    assert office.all("SELECT staff, note FROM organization") == [(7, "备注")] * 5
    undo(office.ledger)
    assert office.all("SELECT staff, note FROM organization") == [(number or 0, None) for number in range(5)]


def test_cancelled_leaves_nothing(office: Desk) -> None:
    records = [office.add(f"第{number}园") for number in range(3)]
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        change_each_organization(office.ledger, {each: {"staff": 1} for each in records}, progress=stopped)
    assert office.all("SELECT DISTINCT staff FROM organization") == [(None,)]
    with pytest.raises(Cancelled):
        plan_cells(office.ledger, [TypedCell(records[0], "staff", "1")], progress=stopped)


def test_no_name_is_cleared_through_the_back_door(office: Desk) -> None:
    one = office.add("甲园")
    with pytest.raises(InputProblem):
        change_each_organization(office.ledger, {one: {"name": None}})


def test_block_of_a_sheet() -> None:
    text = '甲\t"两\n行"\t\r\n乙\t"说""好"""\t3\r\n\r\n'
    assert block_of(text) == [["甲", "两\n行", ""], ["乙", '说"好"', "3"]]
    assert block_of("") == []


def test_a_single_cell_fills_the_selection() -> None:
    assert placed([["S3"]], [4, 5], ["stage", "note"]) == [TypedCell(4, "stage", "S3"), TypedCell(5, "stage", "S3")]


@pytest.mark.parametrize(
    ("block", "problem"), [([["1"], ["2"], ["3"]], "粘贴的有 3 行"), ([["1", "2", "3"]], "粘贴的有 3 列")]
)
def test_a_block_that_does_not_fit_is_refused_whole(block: list[list[str]], problem: str) -> None:
    with pytest.raises(InputProblem, match=problem):
        placed(block, [1, 2], ["staff", "note"])


# One cell, and one value for many


def test_what_a_column_holds(office: Desk) -> None:
    one = office.add("甲园", staff=38, stage="S2")
    assert stored_value(office.ledger, one, "staff") == 38
    assert stored_value(office.ledger, one, "stage") == "S2"
    change_organizations(office.ledger, [one], {"side_state": "P2"})
    assert stored_value(office.ledger, one, "stage") == "P2"
    assert stored_value(office.ledger, 99, "staff") is None


def test_whether_values_would_change_anything(office: Desk) -> None:
    one = office.add("甲园", staff=38, code=CODE)
    two = office.add("乙园")
    assert not would_change(office.ledger, one, "staff", {"staff": 38})
    assert would_change(office.ledger, one, "staff", {"staff": None})
    assert not would_change(office.ledger, one, "code", {"code": CODE})
    with pytest.raises(InputProblem, match="已经有一家：甲园"):
        would_change(office.ledger, two, "code", {"code": CODE})
    with pytest.raises(InputProblem, match="不能清空"):
        would_change(office.ledger, two, "name", {"name": None})
    with pytest.raises(InputProblem, match="不在台账里"):
        would_change(office.ledger, 99, "staff", {"staff": 1})


def test_one_value_for_many_is_counted_and_written_as_one_batch(office: Desk) -> None:
    records = [office.add(f"第{number}园", staff=number % 3) for number in range(1_203)]
    gone = records.pop()
    delete_organizations(office.ledger, [gone])
    values = {"staff": 2}
    found = preview_same_values(office.ledger, [*records, gone], "staff", values, progress=Progress())
    same = sum(number % 3 == 2 for number in range(1_202))
    assert (found.changes, found.same, found.gone) == (1_202 - same, same, 1)
    assert len(found.first) == 200
    assert (found.first[0].name, found.first[0].before, found.first[0].after) == ("第0园", "0", "2")
    batch = change_organizations(office.ledger, records, values).batch
    assert batch
    assert all(stored_value(office.ledger, each, "staff") == 2 for each in records)
    undo(office.ledger)
    assert [stored_value(office.ledger, each, "staff") for each in records] == [n % 3 for n in range(1_202)]


def test_days_people_and_clearing_are_counted_as_the_table_holds_them(office: Desk) -> None:
    office.colleague("李四")
    one, two = office.add("甲园", deadline=TODAY), office.add("乙园")
    progress = Progress()
    both = [one, two]
    assert preview_same_values(office.ledger, both, "deadline", {"deadline": TODAY}, progress=progress).same == 1
    assert preview_same_values(office.ledger, both, "deadline", {"deadline": None}, progress=progress).same == 1
    with office.ledger.reading() as db:
        (owner,) = db.execute("SELECT uid FROM cadre WHERE name='李四'").fetchone()
    change_organizations(office.ledger, [two], {"owner": owner})
    found = preview_same_values(office.ledger, both, "owner", {"owner": owner}, progress=progress)
    assert [(each.organization, each.before, each.after) for each in found.first] == [(one, "", "李四")]
    with pytest.raises(InputProblem, match="不能批量"):
        preview_same_values(office.ledger, both, "name", {"name": "丙"}, progress=progress)


def test_writing_for_many_can_be_stopped(office: Desk) -> None:
    one = office.add("甲园", staff=1)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        change_organizations(office.ledger, [one], {"staff": 2}, progress=progress)
    assert stored_value(office.ledger, one, "staff") == 1
