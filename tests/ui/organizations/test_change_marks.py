"""What changed lately stands on the ground of a change, is said, can be chosen and listed."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from models.edits.organizations import add_organization, change_organization
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from models.ledger.profile import read_settings
from models.queries.recent_changes import first_batch_since, recent_changes
from tests.ui.organizations.conftest import TODAY, Desk, Key
from ui.organizations import change_marks
from ui.organizations.change_marks import ChangeMarks
from ui.organizations.view_menu import ViewMenu
from ui.organizations.views import Shown
from ui.shared.record_model import SUMMARY_ROLE, Cell
from ui.theme.palette import colour
from ui.theme.tokens import Role


def quiet(desk: Desk) -> int:
    """An organization about which nothing is new; made the current one at the top of the list."""
    listed = desk.show(Shown(view="all"))
    since = first_batch_since(desk.ledger, TODAY - timedelta(7))
    changed = recent_changes(desk.ledger, listed, since) if since else {}
    one = next(each for each in listed if each not in changed)
    desk.page.list.keeper.go_to(one)
    desk.settle()
    return one


def cell(desk: Desk, organization: int, key: str) -> Cell:
    assert desk.table.rows is not None
    return desk.table.rows.cell(desk.listed.index(organization), key)


def sentence(desk: Desk, organization: int) -> str:
    index = desk.table.model().index(desk.listed.index(organization), 0)
    return str(index.data(SUMMARY_ROLE))


def pixels(desk: Desk, organization: int, key: str) -> set[str]:
    """The colours of a cell as it is painted."""
    desk.table.go_to_cell(desk.listed.index(organization), key)
    desk.table.go_to_row(max(desk.listed.index(organization) - 1, 0))
    desk.settle()
    column = [spec.key for spec in desk.table.column_specs].index(key)
    index = desk.table.model().index(desk.listed.index(organization), column)
    box = desk.table.visualRect(index)
    image: QImage = desk.table.viewport().grab(box).toImage()
    return {image.pixelColor(2, y).name() for y in range(2, image.height() - 2)}


def test_changed_cells_are_marked_and_said(desk: Desk) -> None:
    one = quiet(desk)
    assert not cell(desk, one, "staff").changed
    assert "改动" not in sentence(desk, one)
    desk.session.change(lambda ledger: change_organization(ledger, one, {"staff": 987}), initiator=desk.window)
    desk.settle()
    assert (cell(desk, one, "mark").words, cell(desk, one, "staff").words) == ("改", "987")
    assert cell(desk, one, "staff").changed
    assert not cell(desk, one, "name").changed
    assert sentence(desk, one).endswith("自上周有改动：职工")
    desk.table.go_to_cell(desk.listed.index(one), "staff")
    assert desk.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "职工 987，改过"
    assert pixels(desk, one, "staff") == {colour(Role.CHG).name()}
    assert colour(Role.CHG).name() not in pixels(desk, one, "street")


def test_a_visit_marks_its_day_and_a_new_organization_only_its_row(desk: Desk) -> None:
    one = quiet(desk)
    visit = VisitInput(visited_on=TODAY, result="1", mode="1")
    desk.session.change(lambda ledger: record_visits(ledger, [one], visit), initiator=desk.window)
    desk.settle()
    assert cell(desk, one, "last_visit").changed
    desk.session.change(lambda ledger: add_organization(ledger, {"name": "新来的"}), initiator=desk.window)
    desk.settle()
    new = desk.listed[-1]
    desk.page.list.keeper.go_to(new)
    desk.settle()
    assert (cell(desk, new, "name").words, cell(desk, new, "mark").words) == ("新来的", "新")
    assert not cell(desk, new, "name").changed
    assert sentence(desk, new).endswith("自上周新增")


def test_what_is_marked_is_chosen_in_the_menu_and_remembered(desk: Desk) -> None:
    one = quiet(desk)
    desk.session.change(lambda ledger: change_organization(ledger, one, {"staff": 987}), initiator=desk.window)
    desk.settle()
    desk.page.list.head.open_menu()
    menu = next(each for each in desk.page.findChildren(ViewMenu) if each.isVisible())
    marks = next(each for each in menu.findChildren(QMenu) if each.title() == "改动标记")
    chosen = [action.text() for action in marks.actions() if action.isChecked()]
    assert chosen == ["自上周"]
    next(action for action in marks.actions() if action.text() == "不标").trigger()
    menu.close()
    desk.settle()
    assert (cell(desk, one, "mark").words, cell(desk, one, "staff").changed) == ("", False)
    assert "改动" not in sentence(desk, one)
    assert read_settings("change_marks") == {"since": "none"}
    assert ChangeMarks(desk.session, desk.window).since == "none"


def test_another_day_marks_other_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo was changed yesterday and today; since today is less than since last week."""
    monkeypatch.setitem(change_marks._DAYS, "day", 0)
    listed = desk.show(Shown(view="all"))
    week, day = (first_batch_since(desk.ledger, TODAY - timedelta(days)) for days in (7, 0))
    assert week is not None
    assert day is not None
    assert week < day
    expected = recent_changes(desk.ledger, listed, day)
    assert expected.keys() < recent_changes(desk.ledger, listed, week).keys() < set(listed)
    desk.page.list.keeper.marks.mark_since("day")
    desk.settle()
    for row in range(0, len(listed), 60):
        desk.table.go_to_row(row)
        desk.settle()
        change = expected.get(listed[row])
        word = "" if change is None else "新" if change.is_new else "改"
        assert cell(desk, listed[row], "mark").words == word


def test_only_what_changed(desk: Desk) -> None:
    one = quiet(desk)
    desk.session.change(lambda ledger: change_organization(ledger, one, {"staff": 987}), initiator=desk.window)
    desk.settle()
    since = first_batch_since(desk.ledger, TODAY - timedelta(7))
    assert since is not None
    expected = set(recent_changes(desk.ledger, desk.listed, since))
    desk.page.list.desk.answer("only changed", None)
    desk.settle()
    assert set(desk.listed) == expected
    assert one in desk.listed
    assert desk.page.list.shown.link_title == "自上周有改动"
    desk.table.setFocus()
    desk.press(Key.Key_Home)
    assert desk.table.current_organization() in expected
