"""What is to be done: groups, order, keys, what reloads it, and what it says when there is nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from models.edits.closing import propose_closing, return_closing
from models.edits.followups import move_followups
from models.edits.organizations import add_former_name, add_organization
from models.edits.undo import undo
from models.errors import FileProblem
from models.inputs.closing import ClosingInput
from models.merging.past import PastFile, PastMerge
from models.queries.today import ReceivedFile
from tests.ui.targets.campaign_office import TODAY, Bench, Office, button_with
from ui.requests import (
    EditOrganization,
    ImportSheet,
    OpenDemo,
    PrintReport,
    ReceiveFiles,
    RecordVisit,
    ShowExchange,
    ShowFollowups,
    ShowOrganization,
    ShowPastImports,
    ShowPlace,
    ShowQueue,
)
from ui.shared.banner import Banner
from ui.theme.tokens import Role
from ui.today.due_rows import DueRows, Group
from ui.today.page import TodayPage

Key = Qt.Key
FOLDER = Path("/media/stick")


def page_of(bench: Bench) -> TodayPage:
    assert isinstance(bench.page, TodayPage)
    return bench.page


def rows_of(bench: Bench) -> DueRows:
    rows = page_of(bench).due.table.rows()
    assert rows is not None
    return rows


def shown(bench: Bench) -> list[str]:
    """Heads as 逾期 2, follow-ups by their task."""
    return [f"{line.word} {line.count}" if isinstance(line, Group) else line.task for line in rows_of(bench).lines]


def press(bench: Bench, key: Key) -> None:
    QTest.keyClick(page_of(bench).due.table, key)
    bench.settle()


@pytest.fixture
def busy(office: Office) -> Office:
    """Two late, two today in two streets, one this week (a worked Sunday), one later; one is 李四's."""
    first = office.add("海晏幼儿园", street="440105002")
    second = office.add("阳光幼儿园", street="440105001")
    other = office.desk.colleague("李四")
    office.visit(second, date(2024, 9, 12), mode="2")
    office.promise(first, "晚的", date(2024, 9, 20))
    office.promise(second, "更晚的", date(2024, 9, 13))
    office.promise(first, "今天的一", TODAY)
    office.promise(second, "今天的二", TODAY, other)
    office.promise(second, "周日的", date(2024, 9, 29))
    office.promise(second, "节后的", date(2024, 10, 8))
    return office


def test_groups_in_the_order_of_the_days_and_streets(busy: Office, bench: Bench) -> None:
    bench.show()
    assert shown(bench) == ["逾期 2", "更晚的", "晚的", "今天 2", "今天的二", "今天的一", "本周 1", "周日的"]
    assert rows_of(bench).lines[3].remark == "按街道路线排序"
    counts = [button.text() for button in page_of(bench).due.counts.findChildren(QAbstractButton)]
    assert counts == ["逾期 2", "今天 2", "本周 1", "以后 1"]
    button_with(page_of(bench).due, "以后").click()
    assert bench.asked == [ShowFollowups("later")]


def test_cells_say_how_late_when_and_who(busy: Office, bench: Bench) -> None:
    bench.show()
    rows = rows_of(bench)
    # From Friday 13 September: the autumn festival's 16 and 17 are off, Saturday 14 was worked.
    late = rows.cell(1, "when")
    assert (late.text, late.role, late.bold) == ("逾期 9 天", Role.DANGER, True)
    assert rows.cell(2, "when").text == "逾期 5 天"
    assert (rows.cell(4, "when").text, rows.cell(4, "when").role) == ("今天", Role.TEXT)
    sunday = rows.cell(7, "when")
    assert (sunday.text, sunday.tag) == ("09-29 周日", "班")
    assert rows.cell(1, "last").text == "末次 09-12 电话"
    assert rows.cell(2, "last").text == "还没去过"
    assert [rows.cell(row, "cadre").text for row in (4, 5)] == ["李四", "张三"]
    assert rows.cell(1, "street").text == "赤岗街道"
    assert rows.cell(1, "name").glyph == "visited"
    assert "阳光幼儿园" in rows.summary(1)
    assert "逾期 9 天" in rows.summary(1)


def test_mine_are_only_mine(busy: Office, bench: Bench) -> None:
    bench.show()
    page_of(bench).due.whose._segments["mine"].click()
    bench.settle()
    assert shown(bench) == ["逾期 2", "更晚的", "晚的", "今天 1", "今天的一", "本周 1", "周日的"]
    page_of(bench).due.whose._segments["all"].click()
    bench.settle()
    assert "今天 2" in shown(bench)


def test_arrows_step_over_the_heads(busy: Office, bench: Bench) -> None:
    bench.show()
    table = page_of(bench).due.table
    assert table.hasFocus()
    visited = [table.current_row()]
    for _press in range(6):
        press(bench, Key.Key_Down)
        visited.append(table.current_row())
    assert visited == [1, 2, 4, 5, 7, 7, 7]
    press(bench, Key.Key_Home)
    assert table.current_row() == 1
    press(bench, Key.Key_Up)
    assert table.current_row() == 1
    press(bench, Key.Key_End)
    assert table.current_row() == 7
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(3, 0)).center()
    )
    assert table.current_row() == 7


def test_space_marks_done_and_undo_brings_it_back(busy: Office, bench: Bench) -> None:
    bench.show()
    table = page_of(bench).due.table
    press(bench, Key.Key_Down)
    done = rows_of(bench).followup(2)
    assert done is not None
    press(bench, Key.Key_Space)
    assert busy.state_of(done.id) == ("done", "2024-09-20", "2024-09-27")
    assert bench.said == [("已办完：海晏幼儿园，晚的", True)]
    assert shown(bench)[:3] == ["逾期 1", "更晚的", "今天 2"]
    assert table.current_row() == 3  # what follows in its place
    bench.elsewhere(lambda ledger: undo(ledger).changes)
    assert busy.state_of(done.id)[0] == "open"
    assert shown(bench)[:3] == ["逾期 2", "更晚的", "晚的"]


def test_space_finishes_everything_that_is_selected(busy: Office, bench: Bench) -> None:
    bench.show()
    table = page_of(bench).due.table
    for _row in range(3):
        QTest.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(bench, Key.Key_Space)
    assert bench.said == [("已办完 4 件", True)]
    assert shown(bench) == ["本周 1", "周日的"]


def test_enter_and_the_visit_ask_for_the_current_one(busy: Office, bench: Bench) -> None:
    bench.show()
    page = page_of(bench)
    press(bench, Key.Key_Return)
    organization = rows_of(bench).followup(1)
    assert organization is not None
    assert bench.asked == [ShowOrganization(organization.organization)]
    assert page.chosen_organizations() == (organization.organization,)
    button_with(page.due, "开始走访").click()
    assert bench.asked[-1] == RecordVisit((organization.organization,))
    page.drop.zone.setFocus()
    assert page.chosen_organizations() == ()


def test_reloads_on_changes_from_elsewhere_and_only_then(busy: Office, bench: Bench) -> None:
    bench.show()
    assert bench.reads == 2  # the list, then everything
    moved = rows_of(bench).followup(1)
    assert moved is not None
    bench.elsewhere(lambda ledger: move_followups(ledger, [moved.id], due_on=date(2024, 10, 8)))
    assert shown(bench)[:2] == ["逾期 1", "晚的"]
    assert bench.reads == 4  # the edit and one reading
    bench.elsewhere(lambda ledger: add_former_name(ledger, moved.organization, "旧名"))
    assert bench.reads == 5  # nothing that is shown here
    press(bench, Key.Key_Space)
    assert bench.reads == 7  # its own edit is followed by one reading, not by two


def test_a_hidden_page_reads_when_it_comes_back(busy: Office, bench: Bench) -> None:
    bench.show()
    bench.page.hide()
    late = rows_of(bench).followup(1)
    assert late is not None
    bench.elsewhere(lambda ledger: move_followups(ledger, [late.id], due_on=date(2024, 10, 8)))
    assert bench.reads == 3
    assert "更晚的" in shown(bench)
    bench.show()
    assert "更晚的" not in shown(bench)
    bench.page.hide()
    bench.show()
    assert bench.reads == 4
    busy.desk.clock.set(date(2024, 9, 28))  # the night has passed
    bench.page.hide()
    bench.show()
    assert bench.reads == 5
    assert shown(bench)[:2] == ["逾期 3", "晚的"]


def test_nothing_due_says_what_comes(office: Office, bench: Bench) -> None:
    office.promise(office.add("阳光幼儿园"), "节后的", date(2024, 10, 8))
    bench.show()
    nothing = page_of(bench).due._nothing
    assert nothing.isVisible()
    assert "1 件" in nothing._sentence.text()


def test_an_empty_ledger_shows_the_ways_in(office: Office, bench: Bench) -> None:
    bench.show()
    page = page_of(bench)
    assert page.empty.isVisible()
    assert not page.gauge.isVisible()
    assert page.empty.cards[0].hasFocus()
    for card in page.empty.cards:
        card.click()
    button_with(page.empty, "示例台账").click()
    assert bench.asked == [ImportSheet(), ShowExchange("receive"), EditOrganization(), OpenDemo()]
    bench.elsewhere(lambda ledger: add_organization(ledger, {"name": "阳光幼儿园"}))
    assert page.gauge.isVisible()
    assert not page.empty.isVisible()


def drop(bench: Bench, *names: str) -> bool:
    """Drag files over the zone and drop them if it takes them."""
    zone = page_of(bench).drop.zone
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FOLDER / name)) for name in names])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, none)
    enter.ignore()
    zone.dragEnterEvent(enter)
    if enter.isAccepted():
        zone.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
    return enter.isAccepted()


def test_what_is_dropped_goes_where_its_content_belongs(filled: Office, bench: Bench) -> None:
    bench.show()
    assert drop(bench, "韩立群.jhx", "名册.XLSX")
    assert bench.asked == [ReceiveFiles((FOLDER / "韩立群.jhx", FOLDER / "名册.XLSX"))]
    assert not drop(bench)
    assert len(bench.asked) == 1
    button_with(page_of(bench).drop, "选文件").click()
    page_of(bench).drop.zone.click()
    assert bench.asked[1:] == [ImportSheet(), ImportSheet()]


def test_what_cannot_be_read_is_said_with_a_way_on(busy: Office, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise FileProblem("读不了台账。", hint="请插好 U 盘。")

    monkeypatch.setattr("ui.today.page.today", fail)
    bench.show()
    banner = bench.page.findChild(Banner)
    assert banner is not None
    assert "读不了台账" in banner.accessibleName()
    assert not page_of(bench).gauge._head.findChildren(QAbstractButton)  # no figures; the list is there
    monkeypatch.undo()
    banner.action_asked.emit()
    bench.settle()
    assert bench.page.findChild(Banner) is None
    assert "更晚的" in shown(bench)


def test_a_refused_edit_leaves_everything(busy: Office, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.show()

    def refuse(*_arguments: object, **_more: object) -> None:
        raise FileProblem("这个台账是只读的。")

    monkeypatch.setattr("models.edits.followups.finish_followups", refuse)
    press(bench, Key.Key_Space)
    assert bench.page.findChild(Banner) is not None
    assert not bench.said
    assert "更晚的" in shown(bench)


def test_long_lists_are_cut_and_say_so(office: Office, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.today.page._MOST", 2)
    organization = office.add("阳光幼儿园")
    for number in range(3):
        office.promise(organization, f"第{number}件", date(2024, 9, 20))
    bench.show()
    assert shown(bench) == ["逾期 3", "第0件", "第1件"]
    head = rows_of(bench).lines[0]
    assert isinstance(head, Group)
    assert head.remark == "只列最早的 2 件"


def test_what_came_back_stands_apart_and_applications_wait(office: Office, bench: Bench) -> None:
    one, two = office.add("阳光幼儿园"), office.add("海晏幼儿园")
    proof = ClosingInput(proposed_on=TODAY, evidence="批复")
    propose_closing(office.ledger, [one.id, two.id], proof)
    return_closing(office.ledger, [one.id], phrase="缺批复文号", on=TODAY)
    office.promise(two, "送材料", date(2024, 9, 29))
    bench.show()
    page = page_of(bench)
    rows = page.due.table.rows()
    assert rows is not None
    heads = [(group.word, group.count) for row in rows.groups() if (group := rows.group(row)) is not None]
    # Three workdays on are 8 October: not this week.
    assert heads == [("退回", 1), ("本周", 1)]
    back = rows.followup(1)
    assert back is not None
    assert back.task == "销号退回：缺批复文号"
    button_with(page.due, "其中退回").click()
    assert page.judge.pending.count == 1
    page.judge.pending.click()
    assert bench.asked == [ShowFollowups("open"), ShowFollowups("pending")]


def test_lists_that_came_in_are_there_with_what_waits(office: Office, bench: Bench) -> None:
    office.add("阳光幼儿园")
    bench.show()
    page = page_of(bench)
    waits = ReceivedFile("ab" * 16, "区民政局名册.xlsx", "2024-09-26 10:00", 12, 3, 2)
    page.drop.show_files((waits, replace(waits, name="旧名册.xlsx", waiting=0)))
    bench.settle()
    assert page.drop.waiting.text() == "1 个待处理"
    button_with(page.drop, "区民政局名册").click()
    button_with(page.drop, "旧名册").click()
    assert bench.asked == [ShowQueue(), ShowPastImports()]
    counts = {"visits": 27, "changed": 20, "joined": 12}
    file = PastFile("9月第3周.jhx", "沈嘉", "", "", "", "", 655, counts, 0, stands=True)
    page.drop.show_files((), (PastMerge("3", "2024-09-24 16:05", "周岚", "", (file,)),))
    bench.settle()
    line = button_with(page.drop, "沈嘉")
    assert line.text() == "沈嘉 09-24 16:05 已合并：走访 27，更新 20，自动合并 12 已入账"
    line.click()
    assert bench.asked[-1] == ShowExchange("past")
    button_with(page.due, "打印走访单").click()
    assert bench.asked[-1] == PrintReport("visit_list")


def test_a_key_leads_into_each_part(busy: Office, bench: Bench) -> None:
    bench.show()
    page = page_of(bench)
    for key, task in ((Key.Key_2, "今天的二"), (Key.Key_4, "周日的"), (Key.Key_1, "更晚的"), (Key.Key_3, "更晚的")):
        QTest.keyClick(page.due.table, key)
        current = page.due.current()
        assert current is not None
        assert current.task == task  # nothing came back: 3 leads nowhere
    for key in (Key.Key_5, Key.Key_6, Key.Key_7):
        QTest.keyClick(page.due.table, key)
    assert bench.asked == [ShowPastImports(), ShowFollowups("pending"), ShowPlace("targets")]
