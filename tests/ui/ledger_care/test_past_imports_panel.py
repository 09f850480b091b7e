"""历次导入: what was imported, what an undo would take back and keep, and the undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from models.edits.undo import redo
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.ui.importing.after_import import PanelBench, fill, words
from ui.ledger_care.past_imports_panel import PastImportsPanel, make_panel
from ui.requests import ShowList, ShowOrganization, ShowRegistry

Key = Qt.Key


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk


@pytest.fixture
def bench(office: Desk, qapp: object) -> Iterator[PanelBench]:
    fill(office)
    made = PanelBench(office.ledger, make_panel)
    yield made
    made.close()


def panel(bench: PanelBench) -> PastImportsPanel:
    assert isinstance(bench.panel, PastImportsPanel)
    return bench.panel


def test_newest_first_with_their_counts(bench: PanelBench) -> None:
    source = panel(bench).table.model().source  # type: ignore[attr-defined] - a table of the kit
    shown = [
        [source.cell(row, key).text for key in ("file", "registry_on", "total", "added", "updated")] for row in (0, 1)
    ]
    assert shown == [["名册.csv", "2024-10-25", "11", "1", "1"], ["名册.csv", "2024-09-25", "11", "11", "0"]]
    assert [source.cell(0, key).text for key in ("same", "doubtful", "rejected", "state")] == ["5", "3", "1", "有效"]
    assert words(panel(bench).table, 1).endswith("名册.csv，新增 11，更新 0")


def test_an_undo_is_shown_before_it_runs(bench: PanelBench, office: Desk) -> None:
    bench.press(Key.Key_Down, Key.Key_Delete)
    preview = panel(bench).preview
    assert preview.isVisible()
    assert "撤回 8 家，恢复原值 0 家，保留 3 家" in preview.words.text()
    assert [each.name for each in preview.kept] == ["第0园", "第2园", "丙中心"]
    assert [each.why for each in preview.kept] == ["改过地址", "改过存续状态", "改过从业人员"]
    assert office.count("organization") == 12
    preview.cancel.click()
    assert not preview.isVisible()
    assert office.count("organization") == 12


def test_and_runs_when_it_is_confirmed(bench: PanelBench, office: Desk) -> None:
    bench.press(Key.Key_Delete)
    assert bench.focused() is panel(bench).preview.confirm
    assert "它的 3 行待判也跟着没有了" in panel(bench).preview.note.text()
    panel(bench).preview.confirm.click()
    bench.settle()
    assert office.count("organization") == 11
    assert office.column(1, "address") == "甲路0号"
    assert bench.said == [("已撤销“名册.csv”：撤回 1 家；Ctrl+Y 恢复", False)]
    source = panel(bench).table.model().source  # type: ignore[attr-defined] - a table of the kit
    assert [source.cell(row, "state").text for row in (0, 1)] == ["已撤销", "有效"]
    assert not panel(bench).undo.isEnabled()
    redo(office.ledger)
    panel(bench).reload()
    bench.settle()
    assert panel(bench).undo.isEnabled()


def test_ways_on(bench: PanelBench) -> None:
    bench.press(Key.Key_Return)
    panel(bench).compare.click()
    panel(bench).undo.click()
    bench.settle()
    listed, compared = bench.asked
    assert isinstance(listed, ShowList)
    assert isinstance(compared, ShowRegistry)
    bench.press(Key.Key_Escape)


def test_who_stays_can_be_opened(bench: PanelBench) -> None:
    bench.press(Key.Key_Down, Key.Key_Delete)
    panel(bench).preview.table.row_activated.emit(1)
    assert bench.asked == [ShowOrganization(3)]


def test_a_ledger_without_imports(office: Desk, qapp: object) -> None:
    made = PanelBench(office.ledger, make_panel)
    try:
        assert not panel(made)._bar.isVisible()
        made.press(Key.Key_Delete)
        assert made.banners() == []
    finally:
        made.close()
