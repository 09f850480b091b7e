"""The mock-ups of the reference pictures fit a small laptop, and no label or button is narrower than its words."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui.kit_mockups import FULL, empty_window, ledger_window
from tests.ui.kit_preview import SHEETS, render
from tests.ui.kit_sheet import controls_sheet, panels_sheet
from ui.form import KeysHint
from ui.shared.labels import ElidedLabel
from ui.shared.record_table import RecordTable
from ui.shared.tags import tag_size
from ui.theme.fonts import font
from ui.theme.tokens import FONT_SCALES, Scheme, Space

SCREENS = {"ledger": ledger_window, "empty": empty_window}


def cut(window: QWidget) -> list[str]:
    """Widgets with words that have less room than they ask for."""
    found = []
    for widget in window.findChildren(QWidget):
        words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        may_end = isinstance(widget, (ElidedLabel, KeysHint)) or (isinstance(widget, QLabel) and widget.wordWrap())
        if not words or not widget.isVisibleTo(window) or may_end:
            continue
        needed = widget.minimumSizeHint().expandedTo(QSize(0, 0))
        asked = widget.sizeHint() if isinstance(widget, QLabel) else needed
        if widget.width() < asked.width() or widget.height() < needed.height():
            found.append(f"{words}: {widget.width()}×{widget.height()} of {asked.width()}×{needed.height()}")
    return found


@pytest.mark.parametrize("scale", FONT_SCALES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen_fits_a_small_laptop(show, restyle, name: str, scale: int) -> None:
    restyle(Scheme.LIGHT, scale)
    window = SCREENS[name]()
    window.resize(FULL)
    show(window)
    QApplication.processEvents()
    assert window.size() == FULL
    assert cut(window) == []


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("sheet", [controls_sheet, panels_sheet])
def test_kit_has_room_for_its_words(show, restyle, sheet, scale: int) -> None:
    restyle(Scheme.LIGHT, scale)
    window = sheet()
    show(window)
    QApplication.processEvents()
    assert cut(window) == []


def test_scale_can_change_while_a_window_is_open(show, restyle) -> None:
    window = ledger_window()
    window.resize(1920, 1080)
    show(window)
    for scale in (150, 100, 125):
        restyle(Scheme.LIGHT, scale)
        QApplication.processEvents()
        assert cut(window) == []


def test_ledger_shows_eighteen_rows_at_768_and_fourteen_on_a_small_desktop(show) -> None:
    window = ledger_window()
    window.resize(FULL)
    show(window)
    table = window.findChild(RecordTable)
    assert table.viewport().height() // table.row_height() == 18
    window.resize(1366, 690)
    QApplication.processEvents()
    assert table.viewport().height() // table.row_height() >= 14


def test_words_of_ledger_cells_fit_their_columns(show) -> None:
    """Only columns that may end in an ellipsis may be too narrow, and here none is."""
    window = ledger_window()
    window.resize(FULL)
    show(window)
    table = window.findChild(RecordTable)
    source = table.model().source
    short = set()
    for number, spec in enumerate(table.column_specs):
        for row in range(source.count()):
            cell = source.cell(row, spec.key)
            metrics = QFontMetricsF(font(bold=cell.bold or spec.is_name))
            needed = Space.S + metrics.horizontalAdvance(cell.text)
            needed += 20 if cell.glyph else 0
            needed += 4 + tag_size(cell.tag, cell.tag_kind).width() if cell.tag and cell.text else 0
            if cell.text and needed > table.columnWidth(number):
                short.add(f"{spec.key}: {cell.text}")
    assert short == set()


def test_preview_writes_every_sheet(tmp_path) -> None:
    files = render(tmp_path, Scheme.LIGHT, 100)
    assert len(files) == len(SHEETS)
    assert all(file.stat().st_size > 10_000 for file in files)
