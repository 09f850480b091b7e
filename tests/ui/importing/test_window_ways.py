"""How a window leads to what waits, to past imports and to a comparison."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.models.edits.desk import Desk
from tests.ui import waiting
from tests.ui.importing.after_import import HEAD, fill
from ui.importing.panel import ImportPanel
from ui.importing.queue_panel import QueuePanel
from ui.importing.registry_panel import RegistryPanel
from ui.ledger_care.past_imports_panel import PastImportsPanel
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.requests import ImportSheet, ShowRegistry


@pytest.fixture
def window(office: Desk, qapp: object) -> Iterator[MainWindow]:
    fill(office)
    made = MainWindow(Preferences())
    made.show()
    made.show_ledger(office.ledger)
    settle(made)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents()


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def test_the_status_bar_says_how_many_rows_wait_and_opens_them(window: MainWindow) -> None:
    segment = window.status._segments["queue"]
    assert "待判 3" in segment.text()
    segment.click()
    settle(window)
    panel = window.stack.currentWidget()
    assert isinstance(panel, QueuePanel)
    assert window.focusWidget() is panel.table
    panel._decide_different()
    settle(window)
    assert "待判 2" in segment.text()
    panel.finished.emit()
    assert window.stack.currentWidget() is window.pages["today"]


def test_past_imports_and_their_comparison(window: MainWindow) -> None:
    window.actions_of_window.by_key["past_imports"].trigger()
    settle(window)
    panel = window.stack.currentWidget()
    assert isinstance(panel, PastImportsPanel)
    assert window.focusWidget() is panel.table
    panel.compare.click()
    settle(window)
    report = window.stack.currentWidget()
    assert isinstance(report, RegistryPanel)
    assert window.focusWidget() is report.table


def test_the_queue_from_the_menu(window: MainWindow) -> None:
    window.actions_of_window.by_key["queue"].trigger()
    settle(window)
    assert isinstance(window.stack.currentWidget(), QueuePanel)
    window.desk.answer(ShowRegistry("00" * 16))
    settle(window)
    assert isinstance(window.stack.currentWidget(), RegistryPanel)


def test_from_what_a_receipt_leads_to_one_comes_back_to_it(window: MainWindow, tmp_path: Path) -> None:
    sheet = tmp_path / "名册.csv"
    sheet.write_text(HEAD + ",丙园,丙路1号,,,\n")
    window.desk.answer(ImportSheet(sheet))
    settle(window)
    panel = window.stack.currentWidget()
    assert isinstance(panel, ImportPanel)
    for _step in ("columns", "outcome"):
        panel._step().go_on()
        settle(window)
    assert panel._step() is panel.receipt
    panel.receipt._press("queue")
    settle(window)
    assert isinstance(window.stack.currentWidget(), QueuePanel)
    window.stack.currentWidget().finished.emit()
    assert window.stack.currentWidget() is panel
