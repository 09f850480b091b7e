"""Forms as superiors send them: titles over merged cells, two rows of headings, formulas, formats."""

import re
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
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


def signed_summary(path: Path, streets: list[str]) -> Path:
    """The summary by street with who fills it in, and when: in one cell over all columns, in boxes and on lines."""
    summary_by_street(path, streets)
    book = load_workbook(path)
    sheet = book["汇总"]
    sheet["A2"] = "填报单位（盖章）：________      填报日期：    年  月  日      单位：家"
    sheet.merge_cells("A2:H2")
    sheet["A2"].font = Font("仿宋", 12)
    foot = 4 + len(streets) + 3
    sheet.cell(foot, 1, "填表人：")
    sheet.cell(foot, 4, "负责人（签字）：")
    sheet.cell(foot + 1, 1, "审核人：")
    sheet.cell(foot + 1, 4, "填报时间")
    for column in "DE":
        sheet[f"{column}{foot + 1}"].border = _THIN
    book.save(path)
    return path


def boxes(path: Path, day_format: str = "General") -> Path:
    """Labels in boxes with empty boxes right of them, one of several cells; figures below."""
    book = Workbook()
    sheet = book.active
    for row, (label, beside) in enumerate((("填报单位", "C1:E1"), ("填报日期：", "C2:E2"), ("填表人", "C3:C3")), 1):
        sheet.cell(row, 2, label).border = _THIN
        sheet.cell(row, 3).border = _THIN
        if not beside.startswith(beside.partition(":")[2]):
            sheet.merge_cells(beside)
    sheet["C2"].number_format = day_format
    sheet["B5"], sheet["C5"].border = "应建数", _THIN
    sheet["B6"], sheet["C6"].border = "单位负责人", _THIN
    book.save(path)
    return path


def as_excel_keeps_texts(path: Path) -> Path:
    """The workbook with its texts in a part of their own, as Excel and WPS write them, with readings that they add."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        reading = b'<rPh sb="0" eb="1"><t>tian</t></rPh><phoneticPr fontId="1" type="noConversion"/>'
        texts.append(b"<si>" + found[2] + reading + b"</si>")
        return found[1] + b't="s"><v>%d</v></c>' % (len(texts) - 1)

    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', shared, part, flags=re.DOTALL)
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="' + space + b'">' + b"".join(texts) + b"</sst>"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Type="' + kind + b'" Target="sharedStrings.xml" Id="rIdTexts"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation)
    content = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + content + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path
