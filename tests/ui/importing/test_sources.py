"""Where lists come from, what is said of those that cannot be read, which sheet and day are proposed."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from models.importing.first_look import SheetStart, start_of
from models.importing.table import Table
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.models.edits.desk import Desk
from tests.models.importing.sheets import csv_file, xlsx_file
from tests.ui.importing.bench import CTRL, ImportBench, Key
from ui.importing import work
from ui.shared.banner import BannerKind

LIST = "单位名称,地址\n甲园,新港西路1号\n"


def test_a_table_that_was_copied_is_pasted_and_imported(bench: ImportBench, office: Desk) -> None:
    bench.paste("单位名称\t地址\n甲园\t新港西路1号\n乙园\t新港西路2号\n")
    assert bench.step() == "columns"
    assert bench.fields == ("name", "address")
    assert "粘贴的表格" in bench.panel.columns.foot.words.text()
    bench.press(Key.Key_Return, Key.Key_Return)
    assert bench.step() == "receipt"
    assert office.all("SELECT name FROM organization ORDER BY id") == [("甲园",), ("乙园",)]
    assert office.one("SELECT file_name FROM import_source") == ("粘贴的表格",)


def test_pasting_on_the_columns_begins_again(bench: ImportBench) -> None:
    bench.paste("单位名称\t地址\n甲园\t乙路\n")
    bench.paste("单位名称\t电话\n甲园\t13812345678\n")
    assert bench.fields == ("name", "phone")


def test_pasting_nothing_says_what_to_copy(bench: ImportBench) -> None:
    bench.paste("  ")
    assert bench.step() == "file"
    assert bench.banners(BannerKind.ERROR) == [
        "没有可以粘贴的内容。 请先在 WPS 或 Excel 里选中要导入的行（连同表头）并复制。"
    ]


def test_a_file_that_was_copied_is_taken_as_a_file(bench: ImportBench, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(csv_file(tmp_path, LIST)))])
    QGuiApplication.clipboard().setMimeData(data)
    bench.press(Key.Key_V, modifiers=CTRL)
    assert bench.step() == "columns"
    assert "名册.csv" in bench.panel.columns.foot.words.text()


def test_a_file_is_dropped_on_the_panel(bench: ImportBench, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(csv_file(tmp_path, LIST)))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(bench.panel, enter)
    assert enter.isAccepted()
    assert bench.panel.file.place._hovered
    QApplication.sendEvent(bench.panel, QDropEvent(QPointF(50, 50), copy, data, left, none))
    bench.settle()
    assert bench.step() == "columns"
    assert not bench.panel.file.place._hovered


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏的.xlsx", b"PK\x03\x04nonsense"),
        ("空的.csv", b""),
        ("空行.csv", b"\n\n,,\n"),
        ("加密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("网页.xls", b"<html><p>x</p></html>"),
        ("文档.pdf", b"%PDF-1.4 x"),
    ],
)
def test_what_cannot_be_read_is_said_in_the_panel_with_a_remedy(
    bench: ImportBench, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    bench.open(path)
    assert bench.step() == "file"
    (said,) = bench.banners(BannerKind.ERROR)
    assert name in said
    assert said.count("。") > 1 or "；" in said  # the reason, and what to do
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    bench.open(csv_file(tmp_path, LIST, name="好的.csv"))  # and on it goes
    assert bench.step() == "columns"
    assert bench.banners(BannerKind.ERROR) == []


def test_a_file_that_is_not_there(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(tmp_path / "没有.xlsx")
    assert "找不到文件“没有.xlsx”" in bench.banners(BannerKind.ERROR)[0]


def workbook(folder: Path) -> Path:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "填表说明"
    first.append(["请按要求填写"])
    short = book.create_sheet("样例")
    short.append(["单位名称", "地址"])
    short.append(["样例园", "样例路"])
    full = book.create_sheet("名册")
    full.append(["单位名称", "地址", "联系电话"])
    for number in range(5):
        full.append([f"甲{number}园", f"乙{number}路", "13812345678"])
    path = folder / "多表.xlsx"
    book.save(path)
    return path


def test_the_fullest_sheet_is_proposed_and_another_one_chosen(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(workbook(tmp_path))
    columns = bench.panel.columns
    assert columns.sheet.isVisible()
    assert columns.sheet.currentText() == "名册"
    columns.sheet.setCurrentText("样例")
    bench.settle()
    assert columns.start is not None
    assert columns.start.table.sheet == "样例"
    columns.sheet.setCurrentText("填表说明")
    bench.settle()
    assert "还没有认出“单位名称”" in bench.banners(BannerKind.WARNING)[0]


def test_shorter_sheets_need_not_be_parsed(bench: ImportBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str | None] = []

    def noting(table: Table, progress: Progress | None = None) -> SheetStart:
        parsed.append(table.sheet)
        return start_of(table, progress)

    monkeypatch.setattr(work, "start_of", noting)
    book = load_workbook(workbook(tmp_path))
    book.move_sheet("名册", -2)
    book.active = 0
    book.save(tmp_path / "先是名册.xlsx")
    bench.open(tmp_path / "先是名册.xlsx")
    assert bench.panel.columns.sheet.currentText() == "名册"
    assert parsed == []
    bench.open(tmp_path / "多表.xlsx")
    assert parsed == ["样例", "名册"]


def test_one_sheet_needs_no_choice(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(xlsx_file(tmp_path, [["单位名称", "地址"], ["甲园", "乙路"]]))
    assert not bench.panel.columns.sheet.isVisible()


def test_the_day_of_the_list_is_proposed_and_said_where_it_is_from(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, f"截至2023年6月,\n{LIST}"))
    day = bench.panel.columns.day
    assert day.meaning.value == date(2023, 6, 30)
    assert bench.panel.columns._day_field._help.text() == "取自标题，不对请改"
    day.setText("没有这样的一天")
    bench.settle()
    assert "名册日期还没有写对" in bench.banners(BannerKind.WARNING)[0]
    assert bench.panel.columns.options() is None
    bench.open(csv_file(tmp_path, LIST, name="名册2024年2月.csv"))
    assert day.meaning.value == date(2024, 2, 29)  # of the next file, whatever stood there


def test_streets_are_counted_and_taken_from_addresses(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, "单位名称,地址\n甲园,海珠区赤岗街道1号\n乙园,别处\n"))
    streets = bench.panel.columns.streets
    assert streets.isEnabled()
    assert "认出 1 / 2 行" in streets.words()
    streets.set_ticked(True)
    bench.press(Key.Key_Return, Key.Key_Return)
    assert bench.step() == "receipt"
    assert office.all("SELECT street FROM organization ORDER BY id") == [("440105001",), (None,)]


def test_esc_leads_back_step_by_step_and_out(bench: ImportBench, tmp_path: Path) -> None:
    bench.open(csv_file(tmp_path, LIST))
    bench.press(Key.Key_Escape)
    assert bench.step() == "file"
    assert bench.left == 0
    bench.press(Key.Key_Escape)
    assert bench.left == 1


def test_a_file_that_is_being_read_is_left_at_once(bench: ImportBench, tmp_path: Path) -> None:
    bench.panel.open_file(csv_file(tmp_path, LIST))
    assert bench.step() == "running"
    bench.panel.go_back()
    assert bench.step() == "file"
    bench.settle()
    assert bench.step() == "file"  # what it brought is not wanted any more


def test_a_ledger_that_is_read_only_says_so(office: Desk, tmp_path: Path, qapp: object) -> None:
    path = office.path
    office.ledger.close()
    with Ledger.open(path, read_only=True) as ledger:
        bench = ImportBench(ledger)
        bench.show()
        assert "只读" in bench.banners(BannerKind.WARNING)[0]
        bench.open(csv_file(tmp_path, LIST))
        bench.paste("单位名称\n甲\n")
        assert bench.step() == "file"
        bench.close()


def test_the_panel_brings_nothing_heavy_with_it() -> None:
    heavy = ["sqlmodel", "sqlalchemy", "openpyxl", "xlsxwriter", "python_calamine", "reportlab", "pypinyin"]
    code = f"import sys, ui.importing.panel; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
