"""What a newer list says, number by number, and decisions by keys."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from models.edits.undo import undo
from tests.models.edits.desk import Desk
from tests.ui.importing.after_import import PanelBench, fill, words
from ui.importing.registry_panel import RegistryPanel, make_panel
from ui.requests import ShowList, ShowOrganization, ShowRegistry

Key = Qt.Key


@pytest.fixture
def report(office: Desk, qapp: object) -> Iterator[PanelBench]:
    batch = fill(office)
    bench = PanelBench(office.ledger, lambda session: make_panel(session, ShowRegistry(batch)))
    yield bench
    bench.close()


def panel(bench: PanelBench) -> RegistryPanel:
    assert isinstance(bench.panel, RegistryPanel)
    return bench.panel


def counts(bench: PanelBench) -> dict[str, str]:
    return {key: card.accessibleName() for key, card in panel(bench).numbers._cards.items()}


def rows(bench: PanelBench) -> list[str]:
    table = panel(bench).table
    return [words(table, row) for row in range(table.model().rowCount())]


def choose(bench: PanelBench, kind: str) -> None:
    panel(bench).numbers.choose(kind)
    panel(bench)._choose(kind)
    panel(bench).table.setFocus()
    bench.settle()


def test_it_opens_at_what_asks_for_a_decision(report: PanelBench) -> None:
    assert [row.split("，")[0] for row in rows(report)] == ["第6园", "第7园"]
    assert all(row.endswith("待定") for row in rows(report))
    assert panel(report).mark.isVisible()
    assert "海珠区民办非企业单位" in panel(report).scope.text()
    assert "名册.csv（2024-10-25）" in panel(report).head._title.text()


def test_every_number_opens_its_rows(report: PanelBench) -> None:
    choose(report, "moved")
    assert [row.split("，")[0] for row in rows(report)] == ["第0园"]
    assert not panel(report)._bar.isVisible()
    choose(report, "reappeared")
    assert [row.split("，")[0] for row in rows(report)] == ["第2园"]
    assert panel(report).bring.isVisible()
    panel(report)._choose("new")
    (asked,) = report.asked
    assert isinstance(asked, ShowList)
    choose(report, "renamed")
    assert rows(report) == []


def test_z_marks_them_at_once_and_undo_asks_again(report: PanelBench, office: Desk) -> None:
    choose(report, "missing")
    report.press(Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
    report.press(Key.Key_Z)
    marked = "SELECT name FROM organization WHERE status='cancelled' AND main_reason='A1' ORDER BY id"
    assert office.all(marked) == [("第6园",), ("第7园",)]
    assert office.all("SELECT note FROM reason") == [("2024-10-25 的名册里没有",)] * 2
    assert report.said == [("已标为注销：2 家", True)]
    assert rows(report) == []
    undo(office.ledger)
    panel(report).reload()
    report.settle()
    assert len(rows(report)) == 2


def test_without_the_reason(report: PanelBench, office: Desk) -> None:
    choose(report, "missing")
    panel(report).with_reason.setChecked(False)
    report.press(Key.Key_Z)
    assert office.all("SELECT name, main_reason FROM organization WHERE status='cancelled' AND id>3") == [
        ("第6园", None)
    ]


def test_k_keeps_them(report: PanelBench, office: Desk) -> None:
    choose(report, "missing")
    report.press(Key.Key_K)
    assert [row.split("，")[-1] for row in rows(report)] == ["已处理", "待定"]
    panel(report).table.go_to_row(0)
    report.press(Key.Key_K)
    assert [row.split("，")[-1] for row in rows(report)] == ["待定", "待定"]
    assert office.one("SELECT count(*) FROM organization WHERE status='cancelled'") == (1,)


def test_r_brings_back(report: PanelBench, office: Desk) -> None:
    choose(report, "reappeared")
    report.press(Key.Key_Z)  # not here
    assert office.column(3, "status") == "cancelled"
    report.press(Key.Key_R)
    assert office.column(3, "status") == "active"
    assert report.said == [("已恢复为在册：1 家", True)]


def test_enter_opens_the_organization(report: PanelBench) -> None:
    choose(report, "missing")
    report.press(Key.Key_Return)
    assert report.asked == [ShowOrganization(7)]


def test_it_is_saved_as_a_sheet(report: PanelBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "对照"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(chosen), ""))
    panel(report).save.click()
    report.settle()
    book = openpyxl.load_workbook(chosen.with_suffix(".xlsx"))
    cells = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert cells[0] == ["变化", "统一社会信用代码", "单位名称", "台账原来", "名册", "是否待定"]
    assert [row[0] for row in cells[1:]] == ["搬迁", "名册里没有了", "名册里没有了", "又出现"]
    assert report.files == [("已存 4 行：对照.xlsx", chosen.with_suffix(".xlsx"))]


def test_an_import_without_earlier_ones_or_taken_back(office: Desk, qapp: object) -> None:
    batch = fill(office)
    undo(office.ledger, batch)
    bench = PanelBench(office.ledger, lambda session: make_panel(session, ShowRegistry(batch)))
    try:
        assert rows(bench) == []
        assert "已经撤销" in panel(bench).scope.text()
        assert not panel(bench).save.isEnabled()
    finally:
        bench.close()
