"""疑似重复 by keyboard: parts, fields, S, D, P, U, several at once, separating again on the organization's page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.edits.links import join_organizations, keep_apart
from models.edits.undo import undo
from models.queries.organization_list import ListQuery, ids
from tests.models.edits.desk import Desk, code_of, desk, without_waiting_for_the_disk
from tests.ui.waiting import settle
from ui.duplicates.panel import DuplicatesPanel
from ui.jobs import JobRunner
from ui.organizations.detail_joined import DetailJoined
from ui.organizations.detail_reading import read_detail
from ui.requests import ReviewDuplicates, ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner
from ui.shared.buttons import LinkButton

Key = Qt.Key


class Somebody:
    """A person at the panel."""

    def __init__(self, office: Desk) -> None:
        self.office = office
        self.window = QWidget()
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(office.ledger, self.runner, self.window)
        self.said: list[tuple[str, bool]] = []
        self.session.said.connect(lambda sentence, undo: self.said.append((sentence, undo)))
        self.panel = DuplicatesPanel(self.session)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.window.resize(1286, 700)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def settle(self) -> None:
        settle(lambda: self.runner.is_busy)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.panel, key)
            self.settle()

    def show(self, kind: str) -> None:
        self.panel.tabs.choose(kind)
        self.panel._choose_kind(kind)
        self.settle()
        self.panel.table.setFocus()

    def counts(self) -> dict[str, int]:
        assert self.panel._board is not None
        queue = self.panel._board.queue
        return {pair.kind.value: len(queue.of(pair.kind)) for pair in queue.pairs}

    def count(self) -> int:
        return len(ids(self.office.ledger, ListQuery()))


@pytest.fixture
def somebody(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Somebody]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as office:
        place = {"address": "江南大道中12号"}
        office.add("广州市海珠区小星星幼儿园", code=code_of("52", "440105"), phone="020-34567890", staff=36, **place)
        office.add("海珠小星星民办幼儿园", phone="02034567890", staff=38, contact="李老师", **place)
        for number in range(3):
            name, same = (
                ("晨光", "海燕", "银杏")[number],
                {"phone": f"3400000{number}", "address": f"新港西路{number}号"},
            )
            office.add(f"{name}幼儿园", **same)
            office.add(f"{name}幼稚园", **same)
        made = Somebody(office)
        yield made
        made.runner.shut_down()
        made.window.close()


def test_one_key_per_decision_and_each_can_be_undone(somebody: Somebody) -> None:
    panel, office = somebody.panel, somebody.office
    assert somebody.counts() == {"strong": 4}
    assert panel.table.hasFocus()
    assert panel.pane.rows is not None
    assert "合并后 0+0=0 次走访" in panel.pane.outcome.text()
    summary = panel.table.model().source.summary(0)
    assert summary == "广州市海珠区小星星幼儿园 与 海珠小星星民办幼儿园：名称 100 % · 电话相同 · 地址近似"
    before = somebody.count()
    # Fields: 单位名称, 从业人员 differ; 联络人 is filled in.
    fields = [each.field for each in panel.pane.rows.fields if each.is_open]
    assert fields == ["name", "staff", "contact"]
    assert panel.pane.rows.taken == {"staff", "contact"}
    somebody.press(Key.Key_Return, Key.Key_Down, Key.Key_Space)  # keep 36
    assert panel.pane.rows.taken == {"contact"}
    somebody.press(Key.Key_S)
    assert somebody.said[-1] == ("已合并显示：广州市海珠区小星星幼儿园，0 次走访", True)
    assert somebody.count() == before - 1
    assert office.facts(1)["staff"] == 36
    assert office.facts(1)["contact"] == "李老师"
    assert somebody.counts() == {"strong": 3, "decided": 1}
    changes = undo(office.ledger).changes
    somebody.session.changed.emit(changes, somebody.window)
    somebody.settle()
    assert (somebody.count(), somebody.counts()) == (before, {"strong": 4})
    panel.table.setFocus()
    panel.table.go_to_row(0)
    somebody.press(Key.Key_D)
    assert somebody.counts() == {"strong": 3, "decided": 1}
    somebody.press(Key.Key_P)
    assert somebody.counts() == {"strong": 2, "decided": 2}
    assert somebody.count() == before
    somebody.show("decided")
    somebody.press(Key.Key_U)
    assert somebody.counts() == {"strong": 3, "decided": 1}


def test_several_of_one_kind_are_joined_after_a_preview(somebody: Somebody) -> None:
    panel = somebody.panel
    panel.table.setFocus()
    panel.table.go_to_row(1)
    somebody.press(Key.Key_A)
    assert len(panel.chosen()) == 4
    assert panel.pane.outcome.text().startswith("4 对合并显示：补 1 个空栏")
    before = somebody.count()
    somebody.press(Key.Key_S)
    assert somebody.count() == before - 4
    assert somebody.said[-1] == ("已合并显示 4 对", True)
    undo(somebody.office.ledger)
    assert somebody.count() == before


def test_a_refusal_is_said_where_it_belongs(somebody: Somebody) -> None:
    office = somebody.office
    keep_apart(office.ledger, [(1, 3)])
    join_organizations(office.ledger, 2, 3)
    before = somebody.count()
    somebody.press(Key.Key_S)
    banner = somebody.panel._problems.itemAt(0).widget()
    assert isinstance(banner, Banner)
    assert somebody.count() == before


def test_the_page_of_an_organization_separates_again(somebody: Somebody) -> None:
    office = somebody.office
    join_organizations(office.ledger, 1, 2)
    content = read_detail(office.ledger, 1)
    assert content is not None
    part = DetailJoined(somebody.window)
    asked: list[object] = []
    part.asked.connect(asked.append)
    split: list[tuple[int, str]] = []
    part.split_asked.connect(lambda record, name: split.append((record, name)))
    part.show_content(content)
    links = {link.text(): link for link in part.findChildren(LinkButton)}
    assert sorted(links) == ["3 栏不同", "拆分恢复"]
    links["3 栏不同"].click()
    links["拆分恢复"].click()
    assert asked == [ReviewDuplicates(2)]
    assert split == [(2, "海珠小星星民办幼儿园")]
    hidden = read_detail(office.ledger, 2)
    assert hidden is not None
    part.show_content(hidden)
    next(link for link in part.findChildren(LinkButton) if link.text() == "打开").click()
    assert asked[-1] == ShowOrganization(1)
