"""The board: what stands where, the keys that go through it, and closing out in two steps with keys alone."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from models.edits.closing import propose_closing
from models.edits.followups import finish_followups
from models.inputs.closing import ClosingInput
from tests.ui.followups.test_page import page_of, press, type_text
from tests.ui.targets.campaign_office import TODAY, Bench, Office
from ui.followups.board import FollowupBoard
from ui.requests import ExportFollowups, PrintReport, ProposeClosing, Rebalance, SetRhythm, ShowOrganization

Key = Qt.Key


@pytest.fixture
def busy(office: Office) -> Office:
    """张三 has four late ones, one today, one later; 李四 one today; one application of 张三 waits."""
    first = office.add("海晏幼儿园", street="440105002")
    second = office.add("阳光幼儿园", street="440105001")
    third = office.add("晨星幼儿园", street="440105001")
    other = office.desk.colleague("李四")
    for number in range(4):
        office.promise(first, f"晚{number}", date(2024, 9, 17 + number))
    office.promise(second, "今天的", TODAY)
    office.promise(second, "节后的", date(2024, 10, 8))
    office.promise(third, "李四的", TODAY, other)
    propose_closing(office.ledger, [third.id], ClosingInput(proposed_on=TODAY, evidence="批复", document_no="8号"))
    return office


def board_of(bench: Bench) -> FollowupBoard:
    return page_of(bench).board


def current(bench: Bench) -> str:
    row = board_of(bench).current_row()
    return row.task if row is not None else ""


def cards(bench: Bench) -> list[tuple[int, int, str]]:
    items = board_of(bench).items()
    return [(item.lane, item.column, item.row.task if item.row else f"+{item.more}") for item in items]


def test_lanes_columns_and_what_is_left_over(busy: Office, bench: Bench) -> None:
    bench.show()
    assert board_of(bench).hasFocus()
    assert cards(bench) == [
        (0, 0, "晚0"),
        (0, 0, "晚1"),
        (0, 0, "+2"),
        (0, 1, "今天的"),
        (0, 3, "节后的"),
        (0, 4, "批复"),
        (1, 1, "李四的"),
    ]
    board = board_of(bench)._board
    assert board is not None
    assert [(lane.words, lane.count) for lane in board.lanes] == [("张三", 7), ("李四", 1)]
    assert board.total == 8
    late, pending = board_of(bench).items()[0], board_of(bench).items()[5]
    assert late.content is not None
    assert (late.content.late, late.content.date) == (True, "逾期 8 天")  # the Mid-Autumn holiday is not counted
    assert pending.content is not None
    assert (pending.content.evidence, pending.content.date) == ("佐证 2 件", "09-27 申请")


def test_arrows_go_through_lanes_and_columns_and_the_name_says_where(busy: Office, bench: Bench) -> None:
    bench.show()
    for key, there in (
        (Key.Key_Down, "晚1"),
        (Key.Key_Right, "今天的"),
        (Key.Key_Down, "李四的"),
        (Key.Key_Up, "今天的"),
        (Key.Key_Right, "节后的"),
        (Key.Key_Right, "批复"),
        (Key.Key_Right, "批复"),
        (Key.Key_Home, "晚0"),
        (Key.Key_PageDown, "李四的"),
        (Key.Key_PageUp, "晚0"),
        (Key.Key_End, "李四的"),
    ):
        press(bench, key)
        assert current(bench) == there
    name = board_of(bench).accessibleName()
    for words in ("李四", "今天", "晨星幼儿园", "李四的"):
        assert words in name
    press(bench, Key.Key_Return)
    assert bench.asked == [ShowOrganization(busy.organizations[2].id)]


def test_what_is_left_over_opens_as_a_table_of_that_cell(busy: Office, bench: Bench) -> None:
    bench.show()
    press(bench, Key.Key_Down)
    press(bench, Key.Key_Down)
    assert current(bench) == ""
    press(bench, Key.Key_Return)
    page = page_of(bench)
    assert page.table.isVisible()
    assert page.table.hasFocus()
    assert page.head.times.choice() == "late"
    assert page.head.only.text() == "只看：张三"
    assert page._model.source.count() == 4
    page.head.only.click()
    bench.settle()
    assert not page.head.only.isVisible()
    press(bench, Key.Key_T)
    assert board_of(bench).isVisible()


def test_lanes_by_street_and_reason_with_one_key(busy: Office, bench: Bench) -> None:
    bench.show()
    press(bench, Key.Key_2)
    assert page_of(bench).head.lanes.choice() == "street"
    board = board_of(bench)._board
    assert board is not None
    assert [lane.words for lane in board.lanes] == ["赤岗街道", "新港街道"]
    card = board_of(bench).items()[0]
    assert card.content is not None
    assert card.content.place == "张三"  # the lane says the street already
    press(bench, Key.Key_3)
    board = board_of(bench)._board
    assert board is not None
    assert [lane.words for lane in board.lanes] == ["没有填原因"]
    press(bench, Key.Key_1)
    assert page_of(bench).head.lanes.choice() == "person"


def test_marked_cards_are_put_off_and_done_together(busy: Office, bench: Bench) -> None:
    bench.show()
    press(bench, Key.Key_Space)
    press(bench, Key.Key_Down)
    press(bench, Key.Key_Space)
    assert page_of(bench).bar.words.text() == "已选 2 件"
    press(bench, Key.Key_Plus)
    # Friday before the worked Sunday: late ones go to the workday after today.
    assert bench.said[-1] == ("已把 2 件各推一个工作日", True)
    moved = busy.desk.all("SELECT due_on FROM followup WHERE task IN ('晚0','晚1')")
    assert moved == [("2024-09-29",), ("2024-09-29",)]
    press(bench, Key.Key_Escape)
    assert len(board_of(bench).selected()) == 1
    press(bench, Key.Key_F)
    assert bench.said[-1] == ("已办完 1 件", True)


def test_put_off_day_by_day(busy: Office, bench: Bench) -> None:
    bench.show()
    press(bench, Key.Key_Right)
    assert current(bench) == "今天的"
    for day in ("09-29", "09-30", "10-08"):  # the holidays between
        press(bench, Key.Key_Plus)
        assert bench.said[-1] == (f"已推到 {day}", True)
        assert current(bench) == "今天的"


def test_another_day_and_another_person_from_the_board(busy: Office, bench: Bench) -> None:
    bench.show()
    press(bench, Key.Key_D)
    type_text(bench, "+1")
    press(bench, Key.Key_Return)
    assert bench.said[-1] == ("已把 1 件改到 09-29", True)
    assert board_of(bench).hasFocus()
    press(bench, Key.Key_Home)
    press(bench, Key.Key_O)
    press(bench, Key.Key_Down)
    press(bench, Key.Key_Return)
    assert bench.said[-1] == ("已把 1 件交给李四", True)


def test_closing_out_is_asked_confirmed_and_returned_with_keys(busy: Office, bench: Bench) -> None:
    bench.show()
    first, _second, third = (each.id for each in busy.organizations)
    press(bench, Key.Key_X)
    (row,) = board_of(bench).selected()
    assert bench.asked == [ProposeClosing((first,), (row.id,))]
    for _times in range(3):
        press(bench, Key.Key_Right)
    assert current(bench) == "批复"
    bar = page_of(bench).bar
    assert [name for name, button in bar.buttons.items() if button.isVisible()] == ["confirm", "send_back", "visit"]
    press(bench, Key.Key_R)
    assert bar.phrase_bar.field.hasFocus()
    press(bench, Key.Key_Return)
    assert bar.phrase_bar.help.text() == "请写明缺什么。"
    bar.phrase_bar.field.setText("缺批复文号")  # QTest types no Chinese
    press(bench, Key.Key_Return)
    assert bench.said[-1] == ("已退回 1 家：缺批复文号", True)
    assert busy.desk.column(third, "closing") == "returned"
    bench.elsewhere(
        lambda ledger: propose_closing(ledger, [third], ClosingInput(proposed_on=TODAY, evidence="批复已补"))
    )
    press(bench, Key.Key_Home)
    while current(bench) != "批复已补":
        before = current(bench)
        press(bench, Key.Key_Right)
        assert current(bench) != before
    press(bench, Key.Key_A)
    assert bench.said[-1] == ("已审定销号 1 家", True)
    assert busy.desk.column(third, "closing") == "closed"
    board = board_of(bench)._board
    assert board is not None
    assert (board.counts["pending"], board.counts["closed"]) == (0, 1)


def test_the_mouse_marks_opens_and_follows_links(busy: Office, bench: Bench) -> None:
    bench.show()
    board = board_of(bench)
    first, second, more = (item.box.center().toPoint() for item in board.items()[:3])
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert current(bench) == "晚1"
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, first)
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, second)
    assert len(board.selected()) == 2
    QTest.mouseDClick(board.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert bench.asked == [ShowOrganization(busy.organizations[0].id)]
    link = board.items()[2].box
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=(link.topLeft() + QPointF(8, 8)).toPoint())
    bench.settle()
    assert page_of(bench).table.isVisible()
    assert more


def test_what_the_menu_offers_is_asked_of_the_window(busy: Office, bench: Bench) -> None:
    bench.show()
    page = page_of(bench)
    page.head.print.click()
    for name in ("visit_list", "visit_slips", "calendar", "rhythm", "rebalance"):
        page.head.offered.emit(name)
    assert bench.asked == [
        PrintReport("followups"),
        PrintReport("visit_list"),
        PrintReport("visit_slips"),
        ExportFollowups(None),
        SetRhythm(),
        Rebalance(()),
    ]


def test_nothing_to_do_and_a_narrow_window(office: Office, bench: Bench) -> None:
    bench.show()
    page = page_of(bench)
    assert page._empty.isVisible()
    press(bench, Key.Key_X)
    press(bench, Key.Key_A)
    assert not bench.said
    assert not bench.asked
    one = office.add("海晏幼儿园")
    done = office.promise(one, "今天的", TODAY)
    page.reload()
    bench.settle()
    assert board_of(bench).isVisible()
    page.resize(500, 500)
    bench.settle()
    press(bench, Key.Key_End)
    board = board_of(bench)
    box = board.items()[0].box
    left = box.left() - board.horizontalScrollBar().value()
    assert left >= 0
    assert left + box.width() <= board.viewport().width()
    bench.elsewhere(lambda ledger: finish_followups(ledger, [done], on=TODAY))
    assert page._empty.isVisible()
