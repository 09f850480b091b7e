"""人员移交 and 指派情况 by keyboard: seen before it is written, one undo, the list as a PDF; how far tasks are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.edits.followups import assign_followup
from models.edits.undo import undo
from models.inputs.forms import FollowupInput
from models.tables.record_kinds import FOLLOWUP
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.ui.waiting import settle
from ui.handover.assignments_panel import AssignmentsPanel
from ui.handover.panel import HandoverPanel
from ui.jobs import JobRunner
from ui.panel import Panel
from ui.requests import ShowOrganization
from ui.session import LedgerSession


class Somebody:
    """A person at a panel."""

    def __init__(self, office: Desk) -> None:
        self.office = office
        self.window = QWidget()
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(office.ledger, self.runner, self.window)
        self.said: list[str] = []
        self.session.said.connect(lambda sentence, _undo: self.said.append(sentence))

    def settle(self) -> None:
        settle(lambda: self.runner.is_busy)

    def show(self, panel: Panel) -> None:
        column = QVBoxLayout(self.window)
        column.addWidget(panel)
        self.window.resize(1286, 700)
        self.window.show()
        self.window.activateWindow()
        self.settle()


@pytest.fixture
def somebody(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Somebody]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as office:
        li, wang = office.colleague("李四"), office.colleague("王五")
        for number, owner in enumerate((li, li, wang), start=1):
            office.add(f"{number}号幼儿园", owner=owner)
            task = FollowupInput(task="送章程", due_on=date(2024, 9, 20 + number), cadre=owner)
            assign_followup(office.ledger, [number], task)
        made = Somebody(office)
        yield made
        made.runner.shut_down()
        made.window.close()


def test_what_goes_is_seen_before_it_goes(somebody: Somebody, tmp_path: Path) -> None:
    office = somebody.office
    panel = HandoverPanel(somebody.session)
    somebody.show(panel)
    names = [panel.person.itemText(at).split("　")[0] for at in range(panel.person.count())]
    assert names == ["张三", "李四", "王五"]
    panel.person.setCurrentIndex(1)
    panel.successor.setCurrentIndex(1)
    panel._look()
    somebody.settle()
    assert not panel.write.isEnabled()
    assert "同一个人" in panel.counts.text()
    panel.successor.setCurrentIndex(2)
    panel._look()
    somebody.settle()
    assert panel.counts.text() == "王五 将接手 2 家单位、2 件未办的事（逾期 2）；还没有写入。"
    source = panel.table.model().source  # type: ignore[attr-defined]
    assert [source.summary(row).split("，")[0] for row in range(source.count())] == [
        *("未办的事 2", "1号幼儿园", "2号幼儿园"),
        *("单位 2", "1号幼儿园", "2号幼儿园"),
    ]
    asked: list[object] = []
    panel.asked.connect(asked.append)
    panel._open(4)
    assert asked == [ShowOrganization(1)]
    panel.save_to(tmp_path / "移交.pdf")
    somebody.settle()
    assert (tmp_path / "移交.pdf").read_bytes().startswith(b"%PDF")
    over: list[bool] = []
    panel.finished.connect(lambda: over.append(True))
    QTest.keyClick(panel.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    somebody.settle()
    assert over
    assert somebody.said[-1] == "已移交给王五：2 家单位、2 件未办的事"
    assert len(office.all("SELECT DISTINCT owner FROM organization")) == 1
    assert office.one("SELECT left_on FROM cadre WHERE name='李四'") == ("2024-09-25",)
    undo(office.ledger)
    assert len(office.all("SELECT DISTINCT owner FROM organization")) == 2


def test_assignments_are_told_by_how_far_they_are(somebody: Somebody) -> None:
    with somebody.office.ledger.change() as change:
        change.edit(FOLLOWUP, 3, {"state": "done", "done_on": "2024-09-24", "outcome": "办好了"})
    panel = AssignmentsPanel(somebody.session)
    somebody.show(panel)
    source = panel.table.model().source  # type: ignore[attr-defined]
    assert source.count() == 3
    assert source.summary(0) == "1号幼儿园：送章程，交给李四，待发"
    panel._choose("DONE")
    source = panel.table.model().source  # type: ignore[attr-defined]
    assert source.summary(0) == "3号幼儿园：送章程，交给王五，已办"
    assert source.cell(0, "outcome").text == "09-24 办好了"
