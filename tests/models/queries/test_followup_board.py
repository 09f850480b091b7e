"""The board: every open follow-up in exactly one cell, applications beside them, counts that add up."""

from collections import Counter
from datetime import date

import pytest

from models.edits.closing import confirm_closing, propose_closing, return_closing
from models.edits.followups import assign_followup
from models.edits.reasons import add_reason
from models.inputs.closing import ClosingInput
from models.inputs.forms import FollowupInput, ReasonInput
from models.queries.closing_list import closing_ids, closing_rows
from models.queries.followup_board import COLUMNS, Board, followup_board
from models.queries.followup_list import Lane, followup_ids, followup_rows, followups
from tests.models.edits.desk import TODAY, Desk

STREETS = ("440105001", "440105002")


def column_of(due: date) -> str:
    if due < TODAY:
        return "late"
    return "today" if due == TODAY else "week" if due <= date(2024, 9, 29) else "later"


@pytest.mark.parametrize("by", ["person", "street", "reason"])
def test_every_open_followup_is_in_one_cell(messy: Desk, by: str) -> None:
    rows = followups(messy.ledger, "open", limit=100_000)
    board = followup_board(messy.ledger, by, cards=100_000)
    shown = [row for lane in board.lanes for cell in lane.cells.values() for row in cell.cards if row.state == "open"]
    assert sorted(row.id for row in shown) == sorted(row.id for row in rows)
    by_hand = Counter(column_of(row.due_on) for row in rows)
    assert {column: board.counts[column] for column in COLUMNS[:4]} == {c: by_hand[c] for c in COLUMNS[:4]}
    for lane in board.lanes:
        assert lane.count == sum(cell.count for cell in lane.cells.values()) > 0
        for column, cell in lane.cells.items():
            assert cell.count == len(cell.cards)
            if column in COLUMNS[:4]:
                assert {column_of(row.due_on) for row in cell.cards} == {column}
                ids = followup_ids(messy.ledger, column, lane=Lane(by, lane.key))
                assert sorted(ids) == sorted(row.id for row in cell.cards)
    assert board.total == sum(lane.count for lane in board.lanes)


def lanes(board: Board) -> list[tuple[str, int, dict[str, int]]]:
    return [
        (lane.words, lane.count, {column: cell.count for column, cell in lane.cells.items()}) for lane in board.lanes
    ]


@pytest.fixture
def small(office: Desk) -> Desk:
    other = office.colleague("李四")
    for number in range(6):
        one = office.add(f"幼儿园{number}", street=STREETS[number % 2])
        due = (date(2024, 9, 20), TODAY, date(2024, 9, 27), date(2024, 10, 8))[number % 4]
        cadre = other if number == 5 else None
        assign_followup(office.ledger, [one], FollowupInput(task="送材料", due_on=due, cadre=cadre))
    add_reason(office.ledger, 1, ReasonInput(code="D1", is_primary=True, opened_on=TODAY))
    propose_closing(office.ledger, [1, 2], ClosingInput(proposed_on=TODAY, evidence="批复", document_no="8号"))
    office.ledger.act_as("李四")
    propose_closing(office.ledger, [3, 4], ClosingInput(proposed_on=date(2024, 9, 20), evidence="批复"))
    office.ledger.act_as(None)
    confirm_closing(office.ledger, [2], on=date(2024, 8, 31))  # last month: not on the board
    confirm_closing(office.ledger, [3], on=TODAY)
    return_closing(office.ledger, [4], phrase="缺文号", on=TODAY)
    return office


def test_lanes_have_names_and_their_own_order(small: Desk) -> None:
    assert lanes(followup_board(small.ledger)) == [
        ("张三", 6, {"late": 2, "today": 1, "week": 1, "later": 1, "pending": 1}),
        ("李四", 3, {"today": 1, "week": 1, "closed": 1}),
    ]
    assert [lane[0] for lane in lanes(followup_board(small.ledger, "street"))] == ["赤岗街道", "新港街道"]
    assert [lane[0] for lane in lanes(followup_board(small.ledger, "reason"))] == ["D1 负责人有顾虑", "没有填原因"]


def test_a_person_alone_and_few_cards(small: Desk) -> None:
    other = small.one("SELECT uid FROM cadre WHERE name='李四'")[0]
    board = followup_board(small.ledger, "person", cadre=other)
    assert [lane.words for lane in board.lanes] == ["李四"]
    assert board.total == 3
    one_each = followup_board(small.ledger, cards=1)
    late = one_each.lanes[0].cells["late"]
    assert (late.count, len(late.cards)) == (2, 1)
    assert one_each.counts == followup_board(small.ledger).counts


def test_applications_say_their_evidence(small: Desk) -> None:
    (pending,) = closing_rows(small.ledger, closing_ids(small.ledger, "pending"))
    assert (pending.organization_name, pending.state, pending.evidence, pending.task) == (
        "幼儿园0",
        "pending",
        2,
        "批复",
    )
    assert (pending.due_on, pending.cadre) == (TODAY, "张三")
    (closed,) = closing_rows(small.ledger, closing_ids(small.ledger, "closed"))
    assert (closed.organization_name, closed.done_on, closed.cadre) == ("幼儿园2", "2024-09-25", "李四")
    assert list(closing_ids(small.ledger, "pending", lane=Lane("reason", "D1"))) == [pending.id]
    assert list(closing_ids(small.ledger, "pending", lane=Lane("reason", ""))) == []
    returned = [row for row in followups(small.ledger) if row.origin == "returned"]
    assert [(row.task, row.closing, row.cadre) for row in returned] == [("销号退回：缺文号", "returned", "李四")]


def test_rows_come_in_the_order_that_was_asked_for(small: Desk) -> None:
    ids = followup_ids(small.ledger, "open", sort="name", descending=True)
    rows = followup_rows(small.ledger, ids)
    assert [row.id for row in rows] == list(ids)
    assert [row.organization_name for row in rows] == sorted((r.organization_name for r in rows), reverse=True)
    assert [row.id for row in followup_rows(small.ledger, [999, *ids])] == list(ids)
    assert all(len(row.uid) == 32 for row in rows)
