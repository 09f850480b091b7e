"""The same by mouse: fields are clicked, the edges of the headings dragged, row numbers clicked, rows scrolled."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.models.importing.sheets import csv_file
from tests.ui.importing.bench import SHIFT, ImportBench, Key

ROWS = "".join(f"甲{number}园,乙{number}路\n" for number in range(40))


@pytest.fixture
def open_list(bench: ImportBench, tmp_path: Path) -> ImportBench:
    bench.open(csv_file(tmp_path, f"名册,\n填报人,\n单位名称,地址\n{ROWS}"))
    assert bench.region == (2, 2)
    return bench


def middle(bench: ImportBench, row: int) -> QPoint:
    """The number of a row, in the middle of its height."""
    box = bench.grid.sheet.places.row_box(row, 100)
    return QPoint(20, box.center().y())


def edge(bench: ImportBench, row: int) -> QPoint:
    """The lower edge of a row."""
    return QPoint(30, bench.grid.sheet.places.row_box(row, 100).bottom() + 1)


def test_a_row_number_is_clicked(open_list: ImportBench) -> None:
    bench = open_list
    bench.click(middle(bench, 1))
    assert bench.region == (1, 1)
    bench.click(middle(bench, 2), SHIFT)
    assert bench.region == (1, 2)
    bench.click(middle(bench, 0), SHIFT)
    assert bench.region == (0, 2)
    bench.click(middle(bench, 2))
    assert bench.region == (2, 2)
    assert bench.fields == ("name", "address")


def test_the_edges_of_the_headings_are_dragged(open_list: ImportBench) -> None:
    bench = open_list
    bench.drag(edge(bench, 2), edge(bench, 3))
    assert bench.region == (2, 3)
    bench.drag(edge(bench, 3), edge(bench, 2))
    assert bench.region == (2, 2)
    bench.drag(edge(bench, 1), edge(bench, 0))  # the upper edge
    assert bench.region == (1, 2)
    bench.drag(edge(bench, 0), edge(bench, 1))
    assert bench.region == (2, 2)
    bench.drag(edge(bench, 2), QPoint(30, bench.grid.sheet.places.head_height() - 2))
    assert bench.region == (-1, -1)
    assert bench.fields == ("name", None)  # by contents: nobody's words any more
    bench.drag(edge(bench, -1), edge(bench, 0))
    assert bench.region == (0, 0)


def test_the_upper_edge_stays_above_the_lower_one(open_list: ImportBench) -> None:
    bench = open_list
    bench.drag(edge(bench, 1), edge(bench, 5))
    assert bench.region == (2, 2)


def test_a_field_is_clicked_and_another_one_taken(open_list: ImportBench) -> None:
    bench = open_list
    sheet = bench.grid.sheet
    bench.click(sheet.places.chip(1).center())
    finder = bench.finder
    assert finder.isVisible()
    assert finder.highlighted() == "address"
    line, place = next(
        (line, place)
        for line, entries in enumerate(finder._lines)
        for place, entry in enumerate(entries)
        if getattr(entry, "name", "") == "note"
    )
    QTest.mouseClick(finder, Qt.MouseButton.LeftButton, pos=finder._box_of(line, place).center().toPoint())
    bench.settle()
    assert bench.fields == ("name", "note")
    bench.click(QPoint(sheet.places.columns[0][0] + 5, middle(bench, 5).y()))  # a cell only makes its column current
    assert bench.grid.current == 0
    assert not finder.isVisible()


def test_clicking_elsewhere_closes_the_finder(open_list: ImportBench) -> None:
    bench = open_list
    bench.click(bench.grid.sheet.places.chip(1).center())
    bench.panel.columns.day.setFocus()
    bench.settle()
    assert not bench.finder.isVisible()
    assert bench.fields == ("name", "address")


def test_rows_are_scrolled_by_wheel(open_list: ImportBench) -> None:
    bench = open_list
    sheet = bench.grid.sheet

    def turn(by: int) -> None:
        point = QPointF(100, 300)
        event = QWheelEvent(
            point, sheet.mapToGlobal(point), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(sheet, event)

    assert sheet.places.top == 0
    turn(-120)
    assert sheet.places.top == 3
    turn(-120 * 100)
    last = sheet.places.last_whole_row(sheet.height())
    assert last == 42  # the last of 43 rows, and no further
    turn(120 * 100)
    assert sheet.places.top == 0


def test_the_rows_numbers_stay_at_the_left_of_a_wide_sheet(bench: ImportBench, tmp_path: Path) -> None:
    headings = ["单位名称", *(f"摸底项目{number}" for number in range(40))]
    row = ["甲园", *(f"值{number}" for number in range(40))]
    bench.open(csv_file(tmp_path, "\n".join(map(",".join, [headings, row, row]))))
    bench.press(Key.Key_End)
    places = bench.grid.sheet.places
    assert places.left == bench.grid.horizontalScrollBar().value() > 1000
    bench.click(middle(bench, 1) + QPoint(places.left, 0))
    assert bench.region == (1, 1)
    under = places.chip(40).center()
    assert places.column_at(under) == 40
    assert places.column_at(QPoint(places.left + 5, under.y())) is None  # the numbers lie over it
    bench.press(Key.Key_Home)
    assert places.left == 0
