"""The import in the window: by key, by paste, by a file dropped anywhere; left and come back to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.models.edits.desk import Desk
from tests.models.importing.sheets import csv_file
from tests.ui import waiting
from ui.importing.panel import ImportPanel
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.requests import ImportSheet

LIST = "单位名称,地址\n甲园,新港西路1号\n"


@pytest.fixture
def window(office: Desk, qapp: object) -> Iterator[MainWindow]:
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


def panel_of(window: MainWindow) -> ImportPanel:
    panel = window.stack.currentWidget()
    assert isinstance(panel, ImportPanel)
    return panel


def ask(window: MainWindow, action: str) -> ImportPanel:
    window.actions_of_window.by_key[action].trigger()
    settle(window)
    return panel_of(window)


def imports_kept(window: MainWindow) -> int:
    return sum(isinstance(window.stack.widget(number), ImportPanel) for number in range(window.stack.count()))


def test_an_import_that_was_left_goes_on_where_it_was(window: MainWindow, tmp_path: Path) -> None:
    panel = ask(window, "import")
    panel.open_file(csv_file(tmp_path, LIST))
    settle(window)
    assert panel.stack.currentWidget() is panel.columns
    window.go_to("today")
    assert ask(window, "import") is panel
    assert panel.stack.currentWidget() is panel.columns
    assert imports_kept(window) == 1


def test_after_its_receipt_another_one_begins(window: MainWindow, tmp_path: Path) -> None:
    panel = ask(window, "import")
    panel.open_file(csv_file(tmp_path, LIST))
    for _step in range(2):
        settle(window)
        panel._step().go_on()
    settle(window)
    assert panel.stack.currentWidget() is panel.receipt
    another = ask(window, "import")
    assert another is not panel
    assert another.stack.currentWidget() is another.file
    assert imports_kept(window) == 1


def test_what_was_copied_is_pasted_from_any_place(window: MainWindow) -> None:
    window.go_to("organizations")
    QGuiApplication.clipboard().setText("单位名称\t地址\n甲园\t乙路\n")
    panel = ask(window, "import_pasted")
    assert panel.columns.mapping.fields == ("name", "address")
    QGuiApplication.clipboard().setText("单位名称\t联系电话\n甲园\t13812345678\n")
    assert ask(window, "import_pasted") is panel
    assert panel.columns.mapping.fields == ("name", "phone")


def test_a_list_is_dropped_anywhere_on_the_window(window: MainWindow, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(csv_file(tmp_path, LIST)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), copy, data, left, none))
    settle(window)
    assert panel_of(window).columns.mapping.fields == ("name", "address")


def test_the_keyboard_has_the_sheet_as_soon_as_it_is_shown(window: MainWindow, tmp_path: Path) -> None:
    window.activateWindow()
    window.desk.answer(ImportSheet(csv_file(tmp_path, LIST)))
    settle(window)
    panel = panel_of(window)
    assert window.focusWidget() is panel.columns.grid.sheet
    QTest.keyClick(panel.columns.grid.sheet, Qt.Key.Key_Right)
    assert panel.columns.grid.current == 1


def test_leaving_gives_the_ledger_back_and_keeps_nothing(window: MainWindow) -> None:
    panel = ask(window, "import")
    panel.leave()
    settle(window)
    assert window.stack.currentWidget() is window.pages["organizations"]
    assert imports_kept(window) == 0
    assert ask(window, "import") is not panel
