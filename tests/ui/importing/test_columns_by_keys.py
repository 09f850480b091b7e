"""Columns are recognised wholly by keyboard: walked through, chosen by letters, ignored; the headings are moved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from tests.models.edits.desk import Desk, code_of
from tests.models.importing.sheets import csv_file, xlsx_file
from tests.ui.importing.bench import CTRL, SHIFT, ImportBench, Key
from ui.importing.column_words import INITIALS, fields_to_choose, matches
from ui.shared.banner import BannerKind
from ui.theme.fonts import font
from ui.theme.tokens import Scheme

A = code_of("52", "440105")
TEXT = "名册,,,\n机构代号名,所在,人,联系\n甲某,乙路,3,13812345678\n丙某,丁路,4,13812345679\n"


@pytest.fixture
def open_list(bench: ImportBench, tmp_path: Path) -> ImportBench:
    bench.open(csv_file(tmp_path, TEXT))
    return bench


def test_a_list_whose_words_nobody_knows_is_mapped_and_imported_by_keys(open_list: ImportBench, office: Desk) -> None:
    bench = open_list
    assert bench.step() == "columns"
    assert bench.fields == (None,) * 4
    assert "还没有认出“单位名称”" in bench.banners(BannerKind.WARNING)[0]
    primary = bench.panel.columns.primary
    assert primary is not None
    assert not primary.isEnabled()
    bench.press(Key.Key_Return)
    assert bench.step() == "columns"  # nothing to go on with
    assert bench.region == (1, 1)  # words over numbers
    bench.type("dwmc")
    assert bench.finder.isVisible()
    assert bench.finder.shown() == ["name"]
    bench.press(Key.Key_Return)
    assert not bench.finder.isVisible()
    assert bench.fields == ("name", None, None, None)
    bench.press(Key.Key_Right)
    bench.type("dz")
    assert bench.finder.highlighted() == "address"
    bench.press(Key.Key_Return, Key.Key_Right)
    bench.type("从业")
    bench.press(Key.Key_Return, Key.Key_End)
    bench.type("电话")
    bench.press(Key.Key_Return)
    assert bench.fields == ("name", "address", "staff", "phone")
    assert bench.banners() == []
    bench.press(Key.Key_Delete)
    assert bench.fields == ("name", "address", "staff", None)
    bench.press(Key.Key_Return)
    assert bench.step() == "outcome"
    bench.press(Key.Key_Escape)
    assert bench.step() == "columns"
    bench.press(Key.Key_Return, Key.Key_Return)
    assert bench.step() == "receipt"
    assert office.all("SELECT name, address, staff, phone FROM organization ORDER BY id") == [
        ("甲某", "乙路", 3, None),
        ("丙某", "丁路", 4, None),
    ]


def test_the_headings_are_moved_grown_and_taken_away_by_keys(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, "名册,\n代号,何处\n甲某,乙路\n丙某,丁路\n"))
    assert bench.region == (-1, -1)
    bench.press(Key.Key_Up, modifiers=CTRL)
    assert bench.region == (-1, -1)
    bench.press(Key.Key_Down, modifiers=CTRL)
    assert bench.region == (0, 0)
    bench.press(Key.Key_Down, modifiers=CTRL | SHIFT)
    assert bench.region == (0, 1)
    bench.press(Key.Key_Down, modifiers=CTRL | SHIFT)
    bench.press(Key.Key_Down, modifiers=CTRL | SHIFT)
    assert bench.region == (0, 2)  # three rows at most
    bench.press(Key.Key_Up, modifiers=CTRL | SHIFT)
    bench.press(Key.Key_Up, modifiers=CTRL | SHIFT)
    bench.press(Key.Key_Up, modifiers=CTRL | SHIFT)
    assert bench.region == (0, 0)
    for _time in range(9):
        bench.press(Key.Key_Down, modifiers=CTRL)
    assert bench.region == (3, 3)  # the last row
    for _time in range(4):
        bench.press(Key.Key_Up, modifiers=CTRL)
    assert bench.region == (-1, -1)
    assert bench.panel.columns.heading.currentText() == "没有表头"


def test_the_field_above_says_the_same_as_the_keys(open_list: ImportBench) -> None:
    bench = open_list
    heading = bench.panel.columns.heading
    heading.choose("1 1")
    bench.settle()
    assert bench.region == (1, 1)
    heading.choose("1 2")
    bench.settle()
    assert bench.region == (1, 2)
    assert heading.currentText().startswith("第 2–3 行：机构代号名")


def test_esc_in_the_finder_changes_nothing_and_gives_the_keyboard_back(open_list: ImportBench) -> None:
    bench = open_list
    bench.press(Key.Key_Space)
    assert bench.finder.isVisible()
    bench.type("dw")
    bench.press(Key.Key_Escape)
    assert not bench.finder.isVisible()
    assert bench.step() == "columns"
    assert bench.focused() is bench.grid.sheet
    assert bench.fields == (None,) * 4


def test_the_finder_shows_all_fields_and_walks_through_them(open_list: ImportBench) -> None:
    bench = open_list
    bench.press(Key.Key_Space)
    finder = bench.finder
    assert finder.shown() == ["", *(column.name for column in fields_to_choose())]
    assert finder.highlighted() == ""
    bench.press(Key.Key_Down)
    assert finder.highlighted() == "code"  # over the heading of the group
    bench.press(Key.Key_Down, Key.Key_Down, Key.Key_Up)
    assert finder.highlighted() == "name"
    bench.press(Key.Key_Right, Key.Key_Left, Key.Key_Tab)
    assert finder.highlighted() == "former_names"
    bench.press(Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Up)
    assert finder.highlighted() == "note"  # round to the end
    bench.type("zz")
    assert (finder.shown(), finder.highlighted()) == (
        ["type", "full_time", "party_org", "reason_evidence"],
        "full_time",
    )
    bench.press(Key.Key_Backspace, Key.Key_Backspace)
    bench.type("没有这样的")
    assert (finder.shown(), finder.highlighted()) == ([], None)
    bench.press(Key.Key_Return)
    assert finder.isVisible()  # nothing to take
    bench.press(Key.Key_Escape, Key.Key_Space)
    bench.press(Key.Key_Delete)
    assert not finder.isVisible()
    assert bench.fields == (None,) * 4


def test_a_field_that_another_column_has_moves_and_says_so(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, "单位名称,电话,手机\n甲园,84000000,13812345678\n"))
    assert bench.fields == ("name", "phone", None)
    assert bench.note(2) == "同一栏已取第 2 列"
    bench.press(Key.Key_End)
    bench.type("dh")
    assert bench.finder._taken == {"name": 0, "phone": 1}
    bench.press(Key.Key_Return)
    assert bench.fields == ("name", None, "phone")
    assert (bench.note(1), bench.note(2)) == ("同一栏已取第 3 列", "您选的")


def test_every_field_can_be_found_by_its_letters_and_its_name() -> None:
    for column in fields_to_choose():
        assert matches(column, INITIALS[column.name])
        assert matches(column, column.heading[:2])
    assert INITIALS.keys() == {column.name for column in fields_to_choose()}
    names = [column.name for column in fields_to_choose() if matches(column, "住所")]
    assert names == ["address"]  # another word for it
    assert not any(matches(column, "qqq") for column in fields_to_choose())


def test_what_is_wrong_is_said_above_its_column_and_below_the_sheet(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(
        xlsx_file(
            tmp_path,
            [
                ["统一社会信用代码", "单位名称", "从业人员", "党员", "法定代表人电话", None],
                [524401050000018000, "甲园", 38, None, "13812345678", "2003-05-01"],
                [524401050000019000, "乙园", "三十左右", None, "13812345678", "2004-05-01"],
            ],
        )
    )
    assert bench.fields == ("code", "name", "staff", "party_members", "phone", "founded_on")
    assert [bench.note(column) for column in range(6)] == [
        "前 2 格中 2 格成了数字，末几位失真",
        "按表头和内容",
        "前 2 格中 1 格读不懂",
        "这一列前面都是空的",
        "按表头猜的，请核对",
        "按内容猜的，请核对",
    ]
    bench.press(Key.Key_Home, Key.Key_Right, Key.Key_Right)
    card = bench.panel.columns.card
    assert card.words.text().startswith("第 3 列“从业人员”→ 从业人员，按表头，前面 2 格里有 1 格读不懂")
    assert "38 · 三十左右 → 读不懂，放进备注" in card.samples.text()
    assert bench.grid.sheet.accessibleDescription() == card.words.text()
    bench.press(Key.Key_Right, Key.Key_Right, Key.Key_Right)
    assert card.samples.text() == "存入后：2003-05-01 · 2004-05-01"


def test_telephone_numbers_are_masked_on_the_sheet_and_below_it(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, "单位名称,联系电话\n甲园,13812345678\n"))
    bench.press(Key.Key_End)
    assert bench.panel.columns.card.samples.text() == "存入后：138****5678"
    bench.press(Key.Key_Delete)
    assert "13812345678" not in bench.panel.columns.card.samples.text()


def test_repeated_headings_are_no_rows(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, f"单位名称,信用代码\n甲园,{A}\n单位名称,信用代码\n乙园,\n"))
    bench.press(Key.Key_Return, Key.Key_Return)
    assert office.all("SELECT name FROM organization ORDER BY id") == [("甲园",), ("乙园",)]


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_all_fields_fit_into_the_window_at_every_size(
    open_list: ImportBench, restyle: Callable[[Scheme, int], None], scale: int
) -> None:
    bench = open_list
    restyle(Scheme.DARK, scale)
    bench.press(Key.Key_End, Key.Key_Space)
    finder = bench.finder
    window = QRectF(bench.panel.window().rect())
    boxes = [
        finder._box_of(line, place).translated(finder.x(), finder.y())
        for line, entries in enumerate(finder._lines)
        for place in range(len(entries))
    ]
    assert len(boxes) > 50
    assert all(window.contains(box) for box in boxes)
    assert min(box.height() for box in boxes) >= QFontMetricsF(font()).height()
