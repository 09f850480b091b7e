"""Typing, pasting and changing many in the real window, by its own keys: nothing else takes them, and it comes back."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from models.ledger.ledger import Ledger
from models.queries.cell_plan import stored_value
from tests.ui.organizations.conftest import Key, Modifier
from tests.ui.waiting import settle, wait
from ui.main_window import MainWindow
from ui.organizations.bulk_edit_panel import BulkEditPanel
from ui.organizations.organization_table import OrganizationTable
from ui.organizations.page import OrganizationsPage
from ui.organizations.paste_preview import PastePreview
from ui.organizations.views import Shown
from ui.preferences import Preferences

_PREVIEWED = 400


class Front:
    """A window over the demo, in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.window = MainWindow(Preferences())
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.window.show_ledger(ledger)
        page = self.window.go_to("organizations")
        assert isinstance(page, OrganizationsPage)
        self.page = page
        self.settle()
        page.list.show_list(Shown(view="all"))
        self.settle()
        self.table.setFocus()

    @property
    def table(self) -> OrganizationTable:
        return self.page.list.table

    @property
    def listed(self) -> list[int]:
        assert self.table.rows is not None
        return self.table.rows.ids.tolist()

    @property
    def front(self) -> QWidget:
        widget = self.window.stack.currentWidget()
        assert widget is not None
        return widget

    def settle(self, pause: int = 0) -> None:
        wait(pause)
        settle(lambda: self.window.runner.is_busy)

    def press(self, key: Key, modifier: Modifier = Modifier.NoModifier, pause: int = 0) -> None:
        """As a keyboard does: shortcuts of the window come first."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self.settle(pause)


@pytest.fixture
def front(ledger: Ledger) -> Iterator[Front]:
    made = Front(ledger)
    yield made
    made.window.close()
    QApplication.sendPostedEvents(None, 0)


def test_f2_is_the_cells_where_one_is_chosen_and_the_forms_elsewhere(front: Front) -> None:
    table = front.page.list.table
    table.go_to_cell(0, "staff")
    front.press(Key.Key_F2)
    assert front.page.list.editing.editor is not None
    assert not front.window.overlay.is_open
    front.press(Key.Key_5)
    front.press(Key.Key_Return)
    assert stored_value(front.ledger, front.listed[0], "staff") == 5
    table.go_to_cell(0, "staff")
    front.press(Key.Key_F2, Modifier.ShiftModifier)
    assert front.window.overlay.is_open
    front.press(Key.Key_Escape)
    table.setFocus()
    table.leave_cell()
    front.press(Key.Key_F2)
    assert front.window.overlay.is_open
    assert front.page.list.editing.editor is None


def test_a_block_goes_from_the_clipboard_through_the_preview_into_the_ledger(front: Front) -> None:
    table = front.page.list.table
    one, two = front.listed[:2]
    table.go_to_cell(0, "staff")
    QGuiApplication.clipboard().setText("71\n72")
    front.press(Key.Key_V, Modifier.ControlModifier)
    assert isinstance(front.front, PastePreview)
    front.press(Key.Key_Return, Modifier.ControlModifier)
    assert front.front is front.page
    assert [stored_value(front.ledger, each, "staff") for each in (one, two)] == [71, 72]
    front.press(Key.Key_Z, Modifier.ControlModifier)
    assert stored_value(front.ledger, one, "staff") != 71
    assert stored_value(front.ledger, two, "staff") != 72


def test_many_are_changed_by_keys_alone_and_taken_back_at_once(front: Front) -> None:
    organizations = front.listed
    before = [stored_value(front.ledger, each, "leader") for each in organizations]
    front.press(Key.Key_A, Modifier.ControlModifier)
    front.press(Key.Key_E, Modifier.ControlModifier | Modifier.ShiftModifier, _PREVIEWED)
    panel = front.front
    assert isinstance(panel, BulkEditPanel)
    for _step in range(2):  # 当前阶段, 责任人, 包联领导
        front.press(Key.Key_Down, pause=_PREVIEWED)
    assert panel.column.choice() == "leader"
    while panel.fact is not None and front.window.focusWidget() is not panel.fact.editor.widget:
        front.press(Key.Key_Tab)
    for key in (Key.Key_W, Key.Key_A, Key.Key_N, Key.Key_G):
        front.press(key)
    front.settle(_PREVIEWED)
    front.press(Key.Key_Return, Modifier.ControlModifier)
    assert front.front is front.page
    assert {stored_value(front.ledger, each, "leader") for each in organizations} == {"wang"}
    front.window.activateWindow()  # a progress window may have come and gone, and nobody manages windows here
    QTest.qWaitForWindowActive(front.window)
    front.press(Key.Key_Z, Modifier.ControlModifier)
    assert [stored_value(front.ledger, each, "leader") for each in organizations] == before


def test_esc_leaves_both_panels_and_nothing_is_written(front: Front) -> None:
    table = front.page.list.table
    table.go_to_cell(0, "staff")
    QGuiApplication.clipboard().setText("71\n72")
    front.press(Key.Key_V, Modifier.ControlModifier)
    front.press(Key.Key_Escape)
    assert front.front is front.page
    front.press(Key.Key_E, Modifier.ControlModifier | Modifier.ShiftModifier, _PREVIEWED)
    assert isinstance(front.front, BulkEditPanel)
    front.press(Key.Key_Escape)
    assert front.front is front.page
    assert front.page.list.table.hasFocus()
