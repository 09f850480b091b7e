"""填上级表格 in a window: read, corrected by keys, saved beside the empty form, known the next time."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from models.demo.make import make_demo
from models.queries.figures import figures, figures_by_area
from models.queries.import_profiles import form_profiles
from models.queries.people_list import home_unit_name
from tests.exports.superior_form import forms
from tests.ui.importing.after_import import PanelBench
from ui.superior_form.meanings import label_of, suggestions
from ui.superior_form.panel import SuperiorFormPanel, make_panel

Key = Qt.Key


@pytest.fixture
def bench(tmp_path: Path, qapp: object) -> Iterator[PanelBench]:
    with make_demo(tmp_path / "示例.jhtz", organizations=60, seed=3) as ledger:
        made = PanelBench(ledger, make_panel)
        yield made
        made.close()


def panel(bench: PanelBench) -> SuperiorFormPanel:
    assert isinstance(bench.panel, SuperiorFormPanel)
    return bench.panel


def opened(bench: PanelBench, path: Path) -> SuperiorFormPanel:
    panel(bench).open_form(path)
    bench.settle()
    return panel(bench)


def test_the_way_in_has_the_keyboard(bench: PanelBench) -> None:
    panel(bench).setFocus()
    assert isinstance(QApplication.focusWidget(), QAbstractButton)
    assert panel(bench).isAncestorOf(QApplication.focusWidget())


def test_from_the_empty_form_to_the_filled_copy(bench: PanelBench, tmp_path: Path) -> None:
    ledger = bench.session.ledger
    streets = [area.name for area in figures_by_area(ledger) if area.code]
    empty = forms.summary_by_street(tmp_path / "汇总表.xlsx", streets)
    before = empty.read_bytes()
    page = opened(bench, empty)
    assert page.grid.hasFocus()
    assert page.grid.current_place() == (5, 3)
    model = page.grid.model()
    assert model.index(4, 3).data() == str(figures_by_area(ledger)[0].figures.eligible)
    assert "应建数" in model.index(4, 3).data(Qt.ItemDataRole.AccessibleTextRole)

    bench.press(Key.Key_Right, Key.Key_Return)  # D5, what it takes
    assert page.meaning.hasFocus()
    QTest.keyClicks(page.meaning, "wrd")
    bench.press(Key.Key_Return)
    assert page.grid.hasFocus()
    first = figures_by_area(ledger)[0].figures
    assert page.grid.model().index(4, 3).data() == str(first.undecided)
    bench.press(Key.Key_Right, Key.Key_Delete)  # E takes nothing any more
    assert page.grid.model().index(4, 4).data() == ""

    page.save_to(tmp_path / "填好.xlsx")
    bench.settle()
    assert bench.files == [("已存“填好.xlsx”", tmp_path / "填好.xlsx")]
    assert empty.read_bytes() == before
    sheet = load_workbook(tmp_path / "填好.xlsx")["汇总"]
    assert (sheet["D5"].value, sheet["E5"].value) == (first.undecided, None)
    assert [row.name for row in form_profiles(ledger)] == ["汇总表"]

    again = opened(bench, forms.summary_by_street(tmp_path / "下周的.xlsx", streets))
    assert again.grid.model().index(4, 3).data() == str(first.undecided)  # as it was corrected
    again._forget.click()
    bench.settle()
    assert form_profiles(ledger) == []
    assert again.grid.model().index(4, 3).data() == str(first.eligible)


def test_who_fills_it_in_is_shown_taken_away_and_put_back_like_a_figure(bench: PanelBench, tmp_path: Path) -> None:
    ledger = bench.session.ledger
    streets = [area.name for area in figures_by_area(ledger) if area.code]
    page = opened(bench, forms.summary_by_street(tmp_path / "汇总表.xlsx", streets))
    model, foot = page.grid.model(), 4 + len(streets) + 3
    own = f"填报单位：{home_unit_name(ledger)}"
    assert model.index(1, 0).data() == own
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == f"A2 {own} 填报单位"
    page.grid.setCurrentIndex(model.index(1, 0))
    bench.press(Key.Key_Delete)
    assert page.grid.model().index(1, 0).data() == "填报单位："
    bench.press(Key.Key_Return)
    QTest.keyClicks(page.meaning, "bdw")
    bench.press(Key.Key_Return)
    assert page.grid.model().index(1, 0).data() == own
    assert page.grid.model().index(foot - 1, 0).data() == f"填表人：{ledger.author.name}"
    page.grid.setCurrentIndex(page.grid.model().index(foot - 1, 0))
    bench.press(Key.Key_Delete)
    page.save_to(tmp_path / "填好.xlsx")
    bench.settle()
    sheet = load_workbook(tmp_path / "填好.xlsx")["汇总"]
    assert (sheet["A2"].value, sheet.cell(foot, 1).value) == (own, "填表人：")


def test_the_empty_form_is_never_overwritten_and_bad_files_are_said(bench: PanelBench, tmp_path: Path) -> None:
    empty = forms.single_figures(tmp_path / "数字.xlsx")
    before = empty.read_bytes()
    page = opened(bench, empty)
    page.save_to(empty)
    bench.settle()
    assert empty.read_bytes() == before
    assert bench.banners() == ["请换一个名字：原来的空表要留着，下次再用。"]
    (tmp_path / "坏的.xlsx").write_bytes(b"not a workbook")
    opened(bench, tmp_path / "坏的.xlsx")
    assert len(bench.banners()) == 1
    assert "坏的.xlsx" in bench.banners()[0]


def test_a_figure_that_nobody_proposed_is_put_into_a_free_cell(bench: PanelBench, tmp_path: Path) -> None:
    page = opened(bench, forms.single_figures(tmp_path / "数字.xlsx"))
    page.grid.setCurrentIndex(page.grid.model().index(9, 0))
    bench.press(Key.Key_Return)
    QTest.keyClicks(page.meaning, "zhongdian")
    bench.press(Key.Key_Return)
    assert page.grid.model().index(9, 0).data() == str(figures(bench.session.ledger).key)
    page.grid.setCurrentIndex(page.grid.model().index(11, 4))
    bench.press(Key.Key_Return)
    QTest.keyClicks(page.meaning, "dwmc")
    bench.press(Key.Key_Return)  # a list begins here, though none was found
    assert bench.banners() == []
    names = [page.grid.model().index(row, 4).data() for row in (10, 11, 12)]
    assert not names[0]
    assert all(names[1:])


def test_esc_goes_back_step_by_step_and_loses_nothing(bench: PanelBench, tmp_path: Path) -> None:
    page = opened(bench, forms.single_figures(tmp_path / "数字.xlsx"))
    left: list[int] = []
    page.finished.connect(partial(left.append, 1))
    page.grid.setCurrentIndex(page.grid.model().index(9, 0))
    bench.press(Key.Key_Return)
    assert page.meaning.suggestions_shown()
    bench.press(Key.Key_Escape)
    assert (page.meaning.suggestions_shown(), page.meaning.hasFocus(), left) == (False, True, [])
    bench.press(Key.Key_Escape)
    assert (page.grid.hasFocus(), left) == (True, [])
    bench.press(Key.Key_Escape)
    assert left == [1]


def test_meanings_are_found_by_words_and_initials() -> None:
    assert next(suggestion.text for suggestion in suggestions("jhl")) == "建会率"
    assert "单位名称" in [suggestion.text for suggestion in suggestions("名称")]
    assert suggestions("没有这样的") == []
    assert label_of("eligible") == "应建数"
    assert label_of("unit day") == "填报单位、填报日期"
