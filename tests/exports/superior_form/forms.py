"""Forms as superiors send them: titles over merged cells, two rows of headings, formulas, formats."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side

_THIN = Border(*(Side("thin"),) * 4)


def summary_by_street(path: Path, streets: list[str]) -> Path:
    """A table by street: totals as formulas, a rate in percent, one column that nobody knows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总"
    sheet["A1"] = "社会组织建会工作情况汇总表"
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font("黑体", 18)
    sheet["A2"] = "填报单位："
    heads = {"A3": "序号", "B3": "街道（镇）", "C3": "社会组织总数", "D3": "重点对象", "G3": "建会率", "H3": "培训场次"}
    for at, text in heads.items():
        sheet[at] = text
    for column in "ABCGH":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("D3:F3")
    for at, text in {"D4": "应建数", "E4": "已建数", "F4": "未建数"}.items():
        sheet[at] = text
    last = 4 + len(streets)
    for number, street in enumerate(streets, 1):
        row = 4 + number
        sheet.cell(row, 1, number)
        sheet.cell(row, 2, street)
        for column in range(1, 9):
            sheet.cell(row, column).border = _THIN
        sheet.cell(row, 7).number_format = "0.0%"
    sheet.cell(last + 1, 2, "合计")
    for column in "CDEF":
        sheet[f"{column}{last + 1}"] = f"=SUM({column}5:{column}{last})"
    sheet.cell(last + 1, 7).number_format = "0.0%"
    sheet.cell(last + 3, 1, "填表人：")
    sheet["C3"].fill = PatternFill("solid", "DDEEFF")
    sheet.freeze_panes = "C5"
    sheet.print_title_rows = "1:4"
    sheet.page_setup.orientation = "landscape"
    book.create_sheet("填表说明")["A1"] = "每周五报送"
    book.save(path)
    return path


def list_of_open(path: Path, room: int | None = None) -> Path:
    """A list of organizations without a union; with `room` a signature stands below so many empty rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["A1"] = "未建会单位名单"
    sheet.merge_cells("A1:H1")
    heads = ("序号", "单位名称", "统一社会信用代码", "所在街道", "职工人数", "未建会原因", "责任人", "帮扶措施")
    for column, text in enumerate(heads, 1):
        sheet.cell(2, column, text)
        sheet.cell(3, column).border = _THIN
        sheet.cell(3, column).font = Font("仿宋", 11)
    if room is not None:
        sheet.cell(3 + room, 1, "审核人（签字）：")
    book.save(path)
    return path


def single_figures(path: Path) -> Path:
    """Figures beside their words."""
    book = Workbook()
    sheet = book.active
    for row, text in enumerate(("重点对象数", "应建数", "已建数：", "建会率", "距目标缺口（家）"), 2):
        sheet.cell(row, 2, text)
        sheet.cell(row, 3).border = _THIN
    sheet["C5"].number_format = "0.00%"
    book.save(path)
    return path
