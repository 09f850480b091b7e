"""Follow-ups in the window: forms and panels that the board opens, and the way back to where one was."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from models.edits.reasons import add_reason
from models.edits.visits import record_visits
from models.inputs.forms import ReasonInput, VisitInput
from models.ledger.code_lists import rhythm_of
from tests.ui import waiting
from tests.ui.targets.campaign_office import TODAY, Office
from ui.followups.closing_form import ClosingForm
from ui.followups.page import FollowupsPage
from ui.followups.rebalance_panel import RebalancePanel
from ui.followups.rhythm_form import RhythmForm
from ui.importing.panel import ImportPanel
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.reasons.panel import ReasonsPanel
from ui.requests import ImportSheet, ReviewProposals, ShowFollowups, ShowPastImports

Key = Qt.Key


@pytest.fixture
def window(office: Office, qapp: object) -> Iterator[MainWindow]:
    one = office.add("海晏幼儿园", street="440105002")
    two = office.add("阳光幼儿园", street="440105001")
    office.desk.colleague("李四")
    record_visits(office.ledger, [one.id], VisitInput(visited_on=date(2024, 9, 20), result="1"))
    for number in range(3):
        office.promise(one, f"事{number}", date(2024, 9, 20 + number))
        office.promise(two, f"另{number}", TODAY)
    made = MainWindow(Preferences())
    made.resize(1366, 768)
    made.show()
    made.show_ledger(office.ledger)
    settle(made)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents()


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def press(window: MainWindow, widget: QWidget, key: Key, modifier: object = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)  # type: ignore[call-overload]  # a key of Qt
    settle(window)


def board_page(window: MainWindow) -> FollowupsPage:
    page = window.go_to("followups")
    settle(window)
    assert isinstance(page, FollowupsPage)
    return page


def test_applied_for_from_the_board(window: MainWindow, office: Office) -> None:
    page = board_page(window)
    first, _second = (each.id for each in office.organizations)
    press(window, page.board, Key.Key_X)
    form = window.findChild(ClosingForm)
    assert form is not None
    assert form.note.text() == "海晏幼儿园"
    assert [form.visit.itemText(number) for number in range(form.visit.count())] == ["不附", "09-20 上门 同意"]
    form.save_button.click()
    settle(window)
    assert office.desk.column(first, "closing") is None
    assert "销号要有佐证" in form._fields["evidence"]._help.text()  # type: ignore[attr-defined]  # the kit's field
    form.visit.setCurrentIndex(1)
    form.document.setText("海工批8号")
    form.save_button.click()
    settle(window)
    assert office.desk.column(first, "closing") == "pending"
    (visit,) = office.desk.one("SELECT uid FROM visit")
    said = office.desk.one("SELECT document_no, visit, state FROM close_out")
    assert said == ("海工批8号", visit, "pending")
    assert office.desk.one("SELECT count(*) FROM followup WHERE state='done'") == (1,)
    press(window, page.board, Key.Key_Home)
    assert page.board._board is not None
    assert page.board._board.counts["pending"] == 1


def test_shared_out_after_it_was_seen(window: MainWindow, office: Office) -> None:
    board_page(window)
    window.actions_of_window.by_key["rebalance"].trigger()
    settle(window)
    panel = window.stack.currentWidget()
    assert isinstance(panel, RebalancePanel)
    assert [panel._model.source.cell(row, "after").text for row in range(2)] == ["3", "3"]
    assert "6 件分给 2 人，其中 3 件换人" in "".join(run.text for run in panel.counts._runs)
    assert office.desk.one("SELECT count(DISTINCT cadre) FROM followup") == (1,)
    (first, _second) = panel.ticks.values()
    first.set_ticked(False)
    settle(window)
    assert panel._model.source.cell(0, "after").text == "6"
    first.set_ticked(True)
    settle(window)
    panel.with_owners.set_ticked(True)
    press(window, panel, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shares = office.desk.all("SELECT c.name, count(*) FROM followup f JOIN cadre c ON c.uid=f.cadre GROUP BY c.name")
    assert sorted(shares) == [("张三", 3), ("李四", 3)]
    assert office.desk.one("SELECT count(DISTINCT owner) FROM organization") == (2,)
    assert isinstance(window.stack.currentWidget(), FollowupsPage)  # where it was opened from
    window.actions_of_window.by_key["undo"].trigger()
    settle(window)
    assert office.desk.one("SELECT count(DISTINCT cadre) FROM followup") == (1,)


def test_a_rhythm_is_set_and_calls_follow(window: MainWindow, office: Office) -> None:
    window.actions_of_window.by_key["rhythm"].trigger()
    settle(window)
    form = window.findChild(RhythmForm)
    assert form is not None
    form.fields["key"].setText("30")
    form.save_button.click()
    settle(window)
    with office.ledger.reading() as db:
        assert rhythm_of(db) == {"key": 30}


def test_the_calendar_is_written_where_one_says(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "跟进"), ""))
    window.actions_of_window.by_key["calendar"].trigger()
    settle(window)
    assert (tmp_path / "跟进.ics").read_text("utf-8").count("BEGIN:VEVENT") == 6


def test_a_number_opens_its_table_and_a_panel_goes_back_to_where_one_was(window: MainWindow) -> None:
    window.desk.answer(ShowFollowups("late"))
    settle(window)
    page = window.stack.currentWidget()
    assert isinstance(page, FollowupsPage)
    assert (page.head.times.choice(), page._model.source.count()) == ("late", 3)
    window.desk.answer(ImportSheet())
    settle(window)
    started = window.stack.currentWidget()
    assert isinstance(started, ImportPanel)
    for request in (ShowPastImports(), ReviewProposals()):  # as from the cards of its receipt
        window.desk.answer(request)
        settle(window)
        panel = window.stack.currentWidget()
        assert panel is not started
        panel.finished.emit()  # type: ignore[union-attr]  # Esc
        settle(window)
        assert window.stack.currentWidget() is started


def test_reasons_in_figures_and_the_lists_behind_them(window: MainWindow, office: Office) -> None:
    first, second = office.organizations
    for one in (first, second):
        add_reason(office.ledger, one.id, ReasonInput(code="D1", is_primary=True, opened_on=TODAY))
    window.actions_of_window.by_key["reason_analysis"].trigger()
    settle(window)
    panel = window.stack.currentWidget()
    assert isinstance(panel, ReasonsPanel)
    rows = panel._model.source
    assert [rows.cell(0, key).text for key in ("name", "count", "cumulative", "opened", "ever", "rate")] == [
        "D1 负责人有顾虑", "2", "100.0%", "+2", "2", "0.0%",
    ]  # fmt: skip
    panel.area.setCurrentIndex(panel.area.findData("440105002"))
    panel.area.activated.emit(panel.area.currentIndex())
    settle(window)
    assert panel._model.source.cell(0, "count").text == "1"
    assert panel.sum.text() == "未建会 1 家，没有填原因 0 家"
    press(window, panel.table, Key.Key_Return)
    page = window.stack.currentWidget()
    assert page is window.pages["organizations"]
