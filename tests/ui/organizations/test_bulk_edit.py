"""One value for many organizations: what it would change is counted and shown first; one batch, one undo."""

from datetime import date

import pytest
from PySide6.QtTest import QTest

from models.edits.undo import undo
from models.progress import Cancelled, Progress
from models.queries.cell_plan import preview_same_values, stored_value
from tests.ui.organizations.conftest import Desk, Key, Modifier
from ui.organizations.bulk_edit_panel import BulkEditPanel, bulk_columns, make_panel
from ui.organizations.views import Shown
from ui.requests import EditTogether

_PREVIEWED = 400


def opened(desk: Desk, organizations: list[int]) -> BulkEditPanel:
    panel = make_panel(desk.session, EditTogether(tuple(organizations)))
    panel.setParent(desk.window)
    panel.resize(desk.window.size())
    panel.show()
    desk.settle(_PREVIEWED)
    return panel


def give(desk: Desk, panel: BulkEditPanel, column: str, text: str) -> None:
    panel.column.choose(column)
    assert panel.fact is not None
    panel.fact.editor.set_text(text)
    desk.settle(_PREVIEWED)


def counted(panel: BulkEditPanel) -> str:
    return "".join(run.text for run in panel.counts._runs)


def stored(desk: Desk, organizations: list[int], column: str) -> list[object]:
    return [stored_value(desk.ledger, each, column) for each in organizations]


def test_the_bar_and_the_page_ask_for_the_chosen(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    desk.table.setFocus()
    desk.press(Key.Key_A, Modifier.ControlModifier)
    desk.page.list.bar.edit_asked.emit()
    assert desk.asked[-1] == EditTogether(tuple(desk.listed))


def test_a_day_for_all_is_counted_shown_written_and_taken_back(desk: Desk) -> None:
    organizations = desk.show(Shown(view="all"))
    before = stored(desk, organizations, "deadline")
    panel = opened(desk, organizations)
    assert not panel.write.isEnabled()
    give(desk, panel, "deadline", "1231")
    would = sum(value != "2024-12-31" for value in before)
    assert counted(panel).startswith(f"{would:,} 家会改 · {len(before) - would:,} 家已经是这样")
    assert "前 200 家" in counted(panel)
    assert panel.table.model().rowCount() == 200
    assert stored(desk, organizations, "deadline") == before
    QTest.keyClick(panel, Key.Key_Return, Modifier.ControlModifier)
    desk.settle()
    assert stored(desk, organizations, "deadline") == ["2024-12-31"] * len(organizations)
    assert desk.said[-1] == f"已改 {would:,} 家的完成时限"
    undo(desk.ledger)
    assert stored(desk, organizations, "deadline") == before


def test_stage_and_owner_are_columns_like_others(desk: Desk) -> None:
    some = desk.show(Shown(view="open"))[:5]
    panel = opened(desk, some)
    give(desk, panel, "stage", "S5")
    panel.write.click()
    desk.settle()
    assert stored(desk, some, "stage") == ["S5"] * 5
    panel = opened(desk, some)
    owner = panel._people[1].uid.hex()
    give(desk, panel, "owner", owner)
    panel.write.click()
    desk.settle()
    assert stored(desk, some, "owner") == [owner] * 5


def test_clearing(desk: Desk) -> None:
    some = [each for each in desk.show(Shown(view="all")) if stored_value(desk.ledger, each, "deadline")][:3]
    panel = opened(desk, some)
    give(desk, panel, "deadline", "")
    assert not panel.write.isEnabled()
    panel.way.choose("clear")
    panel.way.chosen.emit("clear")
    desk.settle(_PREVIEWED)
    assert "（清空）" in str(panel.table.model().index(0, 4).data())
    panel.write.click()
    desk.settle()
    assert stored(desk, some, "deadline") == [None] * 3


def test_a_wrong_value_is_said_and_cannot_be_written(desk: Desk) -> None:
    some = desk.show(Shown(view="all"))[:2]
    panel = opened(desk, some)
    give(desk, panel, "deadline", "1231")
    assert panel.write.isEnabled()
    assert panel.fact is not None
    panel.fact.editor.set_text("下辈子")
    assert not panel.write.isEnabled()
    desk.settle(_PREVIEWED)
    assert not panel.write.isEnabled()
    assert "不能写" in counted(panel)
    assert panel.table.model().rowCount() == 0


def test_what_differs_from_one_to_the_next_is_not_offered() -> None:
    offered = [column.name for column in bulk_columns()]
    assert offered[:3] == ["stage", "owner", "leader"]
    assert not {"name", "code", "phone"} & set(offered)


def test_stopping_writes_nothing(desk: Desk) -> None:
    organizations = desk.show(Shown(view="all"))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        preview_same_values(desk.ledger, organizations, "deadline", {"deadline": date(2024, 12, 31)}, progress=progress)
