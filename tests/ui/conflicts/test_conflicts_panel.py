"""冲突箱 by keyboard: one key per decision, later, undo, another value, both kept, alike at once, a thousand open."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.edits.contradicting import contradict
from models.edits.organizations import change_organization
from models.merging.conflicts import count_conflicts
from models.tables.record_kinds import ORGANIZATION
from tests.models.edits.desk import code_of, without_waiting_for_the_disk
from tests.models.merging.offices import Office, offices_in
from tests.ui.waiting import settle
from ui.conflicts.panel import ConflictsPanel
from ui.jobs import JobRunner
from ui.requests import ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner

Key = Qt.Key


class Somebody:
    """A person at the panel."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.window = QWidget()
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(office.ledger, self.runner, self.window)
        self.said: list[str] = []
        self.session.said.connect(lambda sentence, _undo: self.said.append(sentence))
        self.asked: list[object] = []
        self.panel = ConflictsPanel(self.session)
        self.panel.asked.connect(self.asked.append)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.window.resize(1286, 700)
        self.window.show()
        self.window.activateWindow()
        self.settle()
        self.panel.setFocus()

    def settle(self) -> None:
        settle(lambda: self.runner.is_busy)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.panel, key)
            self.settle()

    def now(self) -> str:
        card = self.panel.current()
        return f"{card.conflict.name} {card.conflict.field}" if card else ""

    def left(self) -> int:
        return count_conflicts(self.office.ledger)

    def close(self) -> None:
        self.runner.shut_down()
        self.window.close()


@pytest.fixture
def somebody(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Somebody]:
    without_waiting_for_the_disk(monkeypatch)
    with offices_in(tmp_path, monkeypatch) as offices:
        district, street = offices.found("district"), offices.found("street")
        for number in range(1, 5):
            street.add(f"{number}号幼儿园", code=code_of("52", "440105", number), phone="1", note="有意向", stage="S0")
        district.merge(street.send("first"))
        for number in range(1, 5):
            change_organization(street.ledger, number, {"phone": f"2{number}"})
            change_organization(district.ledger, number, {"phone": f"3{number}"})
        change_organization(street.ledger, 1, {"note": "有意向；园长换人", "stage": "S3"})
        change_organization(district.ledger, 1, {"note": "有意向；等董事会", "stage": "S4"})
        district.merge(street.send("second"))
        made = Somebody(district)
        yield made
        made.close()


def test_one_key_per_decision_and_each_can_be_taken_back(somebody: Somebody) -> None:
    panel, office = somebody.panel, somebody.office
    assert somebody.left() == 6
    assert somebody.now() == "1号幼儿园 stage"  # what decides comes first
    assert panel.table.hasFocus()
    assert [column.button.text() for column in panel.pane.columns] == ["退回基准", "取甲", "取乙"]
    assert all(column.effect for column in panel.pane.columns)
    assert not panel.alike.isEnabled()
    stages = [str(side.value) for side in panel.current().sides]  # type: ignore[union-attr]
    somebody.press(Key.Key_3)
    assert office.facts(1)["stage"] == stages[1]
    assert (somebody.left(), somebody.said[-1]) == (5, "已判：1号幼儿园 当前阶段 取乙")
    assert somebody.now() == "1号幼儿园 phone"
    assert panel.rows.decided[0].heading == "当前阶段"
    somebody.press(Key.Key_U)
    assert (somebody.left(), somebody.now()) == (6, "1号幼儿园 stage")
    assert {str(side.value) for side in panel.current().sides} == set(stages)  # type: ignore[union-attr]
    somebody.press(Key.Key_1)
    assert (office.facts(1)["stage"], somebody.left()) == ("S0", 5)
    somebody.press(Key.Key_N)
    assert somebody.now() == "2号幼儿园 phone"
    assert panel.rows.waiting[-1].name == "1号幼儿园"
    somebody.press(Key.Key_2, Key.Key_2)
    assert (somebody.left(), somebody.now()) == (3, "4号幼儿园 phone")
    panel.table.go_to_row(panel.rows.row_of(next(line.key for line in panel.rows.waiting if line.heading == "备注")))
    somebody.settle()
    somebody.press(Key.Key_5)
    assert office.facts(1)["note"] == "有意向\n园长换人（张三 2024-09-25）\n等董事会（张三 2024-09-25）"
    somebody.press(Key.Key_Return)
    assert isinstance(somebody.asked[-1], ShowOrganization)


def test_another_value_is_typed_and_what_does_not_fit_is_said(somebody: Somebody) -> None:
    panel, office = somebody.panel, somebody.office
    somebody.press(Key.Key_4)
    assert panel.pane.field.hasFocus()
    panel.pane.field.setText("随便")
    somebody.press(Key.Key_Return)
    banner = panel._problems.itemAt(0).widget()
    assert isinstance(banner, Banner)
    assert panel.pane.field.hasFocus()
    assert somebody.left() == 6
    panel.pane.field.setText("S5")
    somebody.press(Key.Key_Return)
    assert (office.facts(1)["stage"], somebody.left()) == ("S5", 5)
    assert panel.table.hasFocus()
    somebody.press(Key.Key_4, Key.Key_2, Key.Key_Escape)  # typing belongs to the field
    assert somebody.left() == 5
    assert panel.table.hasFocus()


def test_alike_ones_are_settled_together_after_a_preview(somebody: Somebody) -> None:
    panel, office = somebody.panel, somebody.office
    somebody.press(Key.Key_3)
    somebody.press(Key.Key_A)
    assert panel.right.currentWidget() is panel.bulk
    assert panel.bulk.title.text() == "电话：同类 4 处"
    assert panel.bulk.plan is not None
    assert len(panel.bulk.plan.choices) == 4
    assert somebody.left() == 5
    somebody.press(Key.Key_Escape)
    assert somebody.left() == 5
    assert panel.table.hasFocus()
    somebody.press(Key.Key_A)
    panel.bulk.rule.choose("BASE:")
    panel.bulk._ask()
    somebody.settle()
    QTest.keyClick(panel.bulk.rule, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    somebody.settle()
    assert somebody.left() == 1
    assert [office.facts(number)["phone"] for number in range(1, 5)] == ["1"] * 4
    somebody.press(Key.Key_U)
    assert somebody.left() == 5


def test_the_last_one_leaves_the_list_of_what_was_decided(somebody: Somebody) -> None:
    somebody.press(*[Key.Key_2] * 6)
    assert somebody.left() == 0
    panel = somebody.panel
    assert panel.rows.waiting == []
    assert len(panel.rows.decided) == 6
    assert panel.stack.currentWidget() is not panel.empty
    summary = panel.table.model().source.summary(2)  # type: ignore[attr-defined]
    assert summary.startswith("已判：")
    panel.table.go_to_row(2)
    somebody.settle()
    somebody.press(Key.Key_U)
    assert somebody.left() == 1


def test_a_thousand_open_at_once_and_ten_are_decided_by_ten_keys(
    qapp: QApplication, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_waiting_for_the_disk(monkeypatch)
    with offices_in(tmp_path, monkeypatch) as offices:
        office = offices.found("district")
        _thousand(office)
        assert count_conflicts(office.ledger) == 1_000
        made = Somebody(office)
        request.addfinalizer(made.close)
        beats: list[float] = []
        panel = made.panel
        assert len(panel.rows.waiting) == 1_000
        start = time.perf_counter()
        for number in range(10):  # keys as fast as they come: none waits for the one before to be written
            QTest.keyClick(QApplication.focusWidget() or panel, (Key.Key_2, Key.Key_3)[number % 2])
            beats.append(time.perf_counter())
        steps = [later - earlier for earlier, later in zip([start, *beats], beats, strict=False)]
        made.settle()
        assert count_conflicts(office.ledger) == 990
        assert len(panel.rows.waiting) == 990
        assert max(steps) < 2  # a frozen window would take as long as the list; no measure of speed


def _thousand(office: Office) -> None:
    """Organizations with contrary edits of one field, as two laptops leave them."""
    with office.ledger.change() as change:
        made = [change.create(ORGANIZATION, {"name": f"第{number}幼儿园", "phone": "1"}).id for number in range(1_000)]
    with office.ledger.change() as change:
        for record in made:
            contradict(change, ORGANIZATION, record, "phone", ("2", "3"))
