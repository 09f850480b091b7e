"""Crafted web pages and XML spreadsheets: laughing, deep, far, endless, giant."""

from collections.abc import Callable
from pathlib import Path

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_WORKBOOK = f'<?xml version="1.0"?><Workbook xmlns="{_NAMESPACE}" xmlns:ss="{_NAMESPACE}">'
_SHEET = f'{_WORKBOOK}<Worksheet ss:Name="甲"><Table>'
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + f']>{_SHEET[21:]}<Row><Cell><Data ss:Type="String">&j;</Data></Cell></Row></Table></Worksheet></Workbook>'
)
#: File name to what makes its text (None: a file that is only large) and what is said about it.
HOSTILE_MARKUP: dict[str, tuple[Callable[[], str] | None, str]] = {
    "laughs.xls": (lambda: _LAUGHS, "夹带了表格不该有的声明"),
    "late doctype.xls": (lambda: _SHEET + "<Row></Row>" * 20_000 + "<!DOCTYPE x>", "夹带了表格不该有的声明"),
    "deep.xls": (lambda: _SHEET + "<a>" * 3_000_000, "解压后大得不正常"),
    "far row.xls": (lambda: _SHEET + '<Row ss:Index="1048576"/>', "的单元格 A1048576 "),
    "far cell.xls": (lambda: _SHEET + '<Row><Cell ss:Index="16384"/></Row>', "的单元格 XFD1 "),
    "merge.xls": (lambda: _SHEET + '<Row><Cell ss:MergeAcross="999999" ss:MergeDown="999999"/></Row>', "的单元格"),
    "long cell.xls": (lambda: _SHEET + '<Row><Cell><Data ss:Type="String">' + "长" * 20_000_000, "大得不正常"),
    "long attribute.xls": (lambda: _SHEET + '<Row a="' + "x" * 60_000_000, "已损坏"),
    "cut.xls": (lambda: _SHEET + "<Row><Cell><Data>甲", "不完整"),
    "no sheet.xls": (lambda: _WORKBOOK + "</Workbook>", "没有工作表"),
    "tables.xls": (lambda: "<html><table><tr><td>" + "<table><tr><td>" * 1_000_000, "大得不正常"),
    "spans.xls": (lambda: "<table>" + "<tr><td colspan=1000 rowspan=60000>甲" * 300_000, "的单元格"),
    "wide.xls": (lambda: "<table><tr>" + "<td>甲" * 3_000_000, "的单元格"),
    "no end of tag.xls": (lambda: "<table><tr><td " + "a" * 60_000_000, "已损坏"),
    "no end of comment.xls": (lambda: "<table><!-- " + "<!--" * 15_000_000, "已损坏"),
    "script.xls": (lambda: "<html><script>" + "<table><tr><td>" * 3_000_000, ""),
    "long text.xls": (lambda: "<table><tr><td>" + "长" * 20_000_000, "大得不正常"),
    "nothing.xls": (lambda: "<html><body>" + "<p>没有表格</p>" * 200_000, "其实是网页文件"),
    "odd.xls": (lambda: "<table><tr><td>甲<![weird[x]]></table>", "已损坏"),
    "giant.xls": (None, "太大"),
}


def write_markup(folder: Path) -> list[Path]:
    """All of them as files."""
    paths = []
    for name, (text, _sentence) in HOSTILE_MARKUP.items():
        path = folder / name
        paths.append(path)
        if text is not None:
            path.write_text(text(), encoding="utf-8")
            continue
        with path.open("wb") as file:
            file.write(b"<html><table><tr><td>" + b" " * 100_000)
            file.truncate(400 << 20)
    return paths
