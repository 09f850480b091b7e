"""The detail of one organization: where values come from, what hangs on it, its timeline page by page."""

from datetime import date

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QMenu

from models.edits.attachments import attach_file
from models.edits.organizations import add_organization, change_organization
from models.tables.record_kinds import ORGANIZATION, VISIT
from tests.ui.organizations.conftest import Desk, Key
from ui.shared.tags import Tag
from ui.shared.timeline import _EntryRow


@pytest.fixture
def shown(desk: Desk) -> Desk:
    """The page with a new organization in its detail."""
    made = add_organization(desk.ledger, {"name": "向阳幼儿园", "street": "440105004", "staff": 38})
    return look_at(desk, next(iter(made.organizations)))


def look_at(desk: Desk, organization: int) -> Desk:
    desk.page.list.keeper.refresh(None)
    desk.page.show_organization(organization)
    desk.settle()
    desk.page.detail.reload()
    desk.settle()
    return desk


def texts(widget: object) -> list[str]:
    found: list[QLabel] = widget.findChildren(QLabel)  # type: ignore[attr-defined]
    return [label.text() for label in found if label.isVisible() and label.text()]


def test_a_fact_shows_where_it_comes_from_and_what_it_was(shown: Desk) -> None:
    organization = shown.page.detail.organization
    change_organization(shown.ledger, organization, {"staff": 41})
    look_at(shown, organization)
    facts = shown.page.detail.facts
    facts._groups[next(group for group in facts._groups if group.name == "PEOPLE")].set_open(True)
    shown.settle()
    line = facts._lines["staff"]
    assert "手工" in [tag.text() for tag in line.findChildren(Tag)]
    line.setFocus()
    shown.press(Key.Key_Return)
    shown.settle()
    said = [text for text in texts(line) if "→" in text or "现用" in text]
    assert said[0].endswith("38 → 41 · 手工 · 现用")
    shown.press(Key.Key_Return)
    shown.settle()
    assert not [text for text in texts(line) if "→" in text]


def test_what_hangs_on_it_has_a_small_picture_and_is_taken_off(shown: Desk) -> None:
    organization = shown.page.detail.organization
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    attach_file(shown.ledger, [organization], "门头.png", bytes(buffer.data().data()))
    look_at(shown, organization)
    part = shown.page.detail.attachments
    (tile,) = part._tiles.values()
    assert tile._picture is not None
    assert tile.accessibleName().startswith("门头.png，1 KB，")
    tile.setFocus()
    shown.press(Key.Key_Space)
    menu = part.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["打开", "另存为…", "取下"]
    menu.actions()[2].trigger()
    menu.close()
    shown.settle()
    assert shown.said[-1] == "已取下附件 门头.png"
    assert part._tiles == {}


def test_the_timeline_is_narrowed_and_turned_page_by_page(shown: Desk) -> None:
    organization = shown.page.detail.organization
    with shown.ledger.change() as change:
        parent = change.ref(ORGANIZATION, organization)
        for number in range(120):
            day = date(2024, 1, 1 + number % 28)
            change.create(VISIT, {"visited_on": day, "mode": "1", "result": "2", "note": f"{number}"}, parent=parent)
    change_organization(shown.ledger, organization, {"staff": 41})
    look_at(shown, organization)
    history = shown.page.detail.history
    history._more.click()
    shown.settle()
    assert history._more.text() == "第 1–50 条，共 122 条"
    assert len(history.findChildren(_EntryRow)) >= 50
    history._older.click()
    shown.settle()
    history._older.click()
    shown.settle()
    assert history._more.text() == "第 101–122 条，共 122 条"
    assert not history._older.isVisible()
    history.open_filter()
    menu = history.findChild(QMenu)
    changes = next(action for action in menu.actions() if action.text().startswith("修改"))
    assert changes.text() == "修改 2"
    changes.trigger()
    menu.close()
    shown.settle()
    assert history._filter.text() == "修改"
    assert history._more.text() == "2 条 · 走访 120"
