"""Sheets in the shapes that Excel, WPS, LibreOffice and web systems leave behind: each with what has to come out.

The table is the expectation: how the file is made, and the rows that it holds. Rows are compared whole.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from models.importing.table import Cell, MergedRange, Table, open_table, table_from_text
from tests.models.importing.troubled import ods, xls
from tests.models.importing.troubled.xlsx import DOCUMENT, MAIN, grid, one_sheet, pack, parts, sheet, text

CODE = "52440105MJK850332A"
HEAD: list[str | int | None] = ["单位名称", "代码", "人数"]
PLAIN: list[list[str | int | None]] = [HEAD, ["甲园", CODE, 12], ["乙园", None, 3]]
SHARED = (
    "<si><t>单位名称</t></si><si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space='preserve'>园 </t></r></si>"
    "<si><t>乙园</t><rPh sb='0' eb='2'><t>yiyuan</t></rPh></si>"
)


@dataclass(frozen=True)
class Shape:
    """A sheet: how it is made, what it holds, and what is known beside its cells."""

    name: str
    make: Callable[[Path], Path]
    rows: list[list[Cell]]
    merged: tuple[MergedRange, ...] = ()
    hidden_rows: frozenset[int] | None = frozenset()
    hidden_columns: frozenset[int] | None = frozenset()
    notice: str = ""


def workbook(name: str, rows: str, expected: list[list[Cell]], **more: object) -> Shape:
    """An xlsx of one sheet, by its XML."""
    where = {key: more.pop(key) for key in ("before", "after", "strings") if key in more}
    made = one_sheet(rows, **where)  # type: ignore[arg-type]
    return Shape(name, lambda folder: pack(folder / "名册.xlsx", made), expected, **more)  # type: ignore[arg-type]


def changed(name: str, change: Callable[[dict[str, str]], dict[str, str]], file: str = "名册.xlsx") -> Shape:
    """The plain workbook with its parts changed: the same rows have to come out."""
    return Shape(name, lambda folder: pack(folder / file, change(one_sheet(grid(PLAIN)))), list(PLAIN))


def old(name: str, rows: list[list[xls.Cell]], expected: list[list[Cell]], **how: object) -> Shape:
    """An xls."""
    merges = tuple(MergedRange(*merge) for merge in how.get("merges", ()))  # type: ignore[attr-defined]
    return Shape(
        name,
        lambda folder: xls.xls_file(folder / "名册.xls", rows, **how),
        expected,
        merges,
        None,
        None,
        "这种格式看不出哪些行是隐藏的；隐藏的行也会导入。",
    )


def libre(name: str, rows: str, expected: list[list[Cell]]) -> Shape:
    """An ods."""
    return Shape(
        name,
        lambda folder: ods.ods_file(folder / "名册.ods", rows),
        expected,
        (),
        None,
        None,
        "这种格式看不出哪些行是隐藏的；隐藏的行也会导入。",
    )


def written(name: str, content: bytes, expected: list[list[Cell]], file: str = "名册.csv") -> Shape:
    """A text file, byte by byte."""

    def make(folder: Path) -> Path:
        (folder / file).write_bytes(content)
        return folder / file

    return Shape(name, make, expected)


def without_numbers(made: dict[str, str]) -> dict[str, str]:
    """Rows and cells that do not say where they stand, as some web systems write them."""
    rows = "<row><c t='inlineStr'><is><t>单位名称</t></is></c><c t='inlineStr'><is><t>代码</t></is></c>"
    rows += "<c t='inlineStr'><is><t>人数</t></is></c></row><row><c t='inlineStr'><is><t>甲园</t></is></c>"
    rows += f"<c t='inlineStr'><is><t>{CODE}</t></is></c><c><v>12</v></c></row>"
    rows += "<row><c t='inlineStr'><is><t>乙园</t></is></c><c/><c><v>3</v></c></row>"
    return made | {"xl/worksheets/sheet1.xml": sheet(rows)}


def with_prefix(made: dict[str, str]) -> dict[str, str]:
    """Every element with a prefix, as office servers write them."""
    xml = made["xl/worksheets/sheet1.xml"]
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        for mark in (" ", ">"):
            xml = xml.replace(f"<{tag}{mark}", f"<x:{tag}{mark}").replace(f"</{tag}>", f"</x:{tag}>")
    return made | {"xl/worksheets/sheet1.xml": xml.replace("xmlns=", "xmlns:x=")}


def elsewhere(made: dict[str, str]) -> dict[str, str]:
    """Parts under other names, with targets from the root."""
    relations = made["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "/xl/worksheets/Roster.xml")
    xml = made.pop("xl/worksheets/sheet1.xml")
    return made | {"xl/worksheets/Roster.xml": xml, "xl/_rels/workbook.xml.rels": relations}


def strict(made: dict[str, str]) -> dict[str, str]:
    """The other family of names that the standard has."""
    changes = {MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main"}
    changes |= {DOCUMENT: "http://purl.oclc.org/ooxml/officeDocument/relationships"}
    for old_name, new_name in changes.items():
        made = {name: content.replace(old_name, new_name) for name, content in made.items()}
    return made


def with_backslashes(made: dict[str, str]) -> dict[str, str]:
    """Names as careless Windows programs write them."""
    return {name.replace("/", "\\"): content for name, content in made.items()}


def with_hidden_sheets(folder: Path) -> Path:
    """The roster behind two sheets that nobody sees."""
    sheets = {"字典": sheet(grid([["民非"]])), "旧": sheet(grid([["旧"]])), "名册": sheet(grid(PLAIN))}
    return pack(folder / "名册.xlsx", parts(sheets, states={"字典": "hidden", "旧": "veryHidden"}))


def behind_a_chart(folder: Path) -> Path:
    """A chart is the first sheet."""
    book = xlsxwriter.Workbook(folder / "名册.xlsx")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=名册!$C$2:$C$3"})
    book.add_chartsheet("图").set_chart(chart)
    page = book.add_worksheet("名册")
    for number, row in enumerate(PLAIN):
        page.write_row(number, 0, row)
    book.close()
    return folder / "名册.xlsx"


def as_a_stream(folder: Path) -> Path:
    """Written without going back: sizes stand behind the parts, as servers send them."""
    path = folder / "名册.xlsx"

    class Pipe:
        def __init__(self, raw: object) -> None:
            self.write, self.flush = raw.write, raw.flush  # type: ignore[attr-defined]

    with path.open("wb") as raw, zipfile.ZipFile(Pipe(raw), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in one_sheet(grid(PLAIN)).items():
            archive.writestr(name, content)
    return path


def with_junk_behind(folder: Path) -> Path:
    """A few bytes more at the end, as some chat programs leave them."""
    path = pack(folder / "名册.xlsx", one_sheet(grid(PLAIN)))
    path.write_bytes(path.read_bytes() + bytes(16))
    return path


STYLED_TO_THE_END = grid(PLAIN) + '<row r="1048576"><c r="A1048576" s="4"/><c r="XFD1048576" s="4"/></row>'
TWO_HEADINGS = grid(
    [
        ["2024年社会组织摸底表", None, None, None],
        ["单位名称", "人员情况", None, "备注"],
        [None, "从业人员", "女职工", None],
        ["甲园", 12, 9, None],
    ]
)
TWO_HEADINGS_MERGED = (
    '<mergeCells count="4"><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/>'
    '<mergeCell ref="D2:D3"/></mergeCells>'
)
MERGES = tuple(MergedRange(*each) for each in ((0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 2, 3)))
DAYS = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" s="{n + 1}"><v>45047</v></c></row>' for n in range(3))
LONG = "长" * 40_000

SHAPES = [
    # WPS
    workbook("WPS: the dimension names one cell", grid(PLAIN), list(PLAIN), before='<dimension ref="A1"/>'),
    workbook(
        "WPS: the dimension is the whole grid", grid(PLAIN), list(PLAIN), before='<dimension ref="A1:XFD1048576"/>'
    ),
    workbook("WPS: formats down to the last cell", STYLED_TO_THE_END, list(PLAIN)),
    workbook("WPS: days in its own words", DAYS, [["2023-05-01"], ["2023-05-01"], ["2023-05-01"]]),
    workbook(
        "WPS: title, two rows of headings, merged",
        TWO_HEADINGS,
        [
            ["2024年社会组织摸底表", None, None, None],
            ["单位名称", "人员情况", None, "备注"],
            [None, "从业人员", "女职工", None],
            ["甲园", 12, 9, None],
        ],
        after=TWO_HEADINGS_MERGED,
        merged=MERGES,
    ),
    workbook(
        "WPS: pinyin over shared text, bold within it",
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>2</v></c></row>',
        [["单位名称"], ["甲园 "], ["乙园"]],
        strings=SHARED,
    ),
    # Excel
    workbook(
        "Excel: rows hidden by a filter, a column hidden by hand",
        grid(PLAIN).replace('<row r="2">', '<row r="2" spans="1:3" hidden="1">'),
        list(PLAIN),
        before='<cols><col min="2" max="3" width="0" hidden="1" customWidth="1"/></cols>',
        after='<autoFilter ref="A1:C3"/>',
        hidden_rows=frozenset({1}),
        hidden_columns=frozenset({1, 2}),
        notice="表里有 1 行是隐藏的（可能被筛选掉了），也会导入。",
    ),
    workbook(
        "Excel: formulas with and without their values",
        f'<row r="1">{text("A1", "单位名称")}{text("B1", "人数")}</row>'
        '<row r="2"><c r="A2" t="str"><f>"甲"&amp;"园"</f><v>甲园</v></c><c r="B2"><f>6+6</f><v>12</v></c></row>'
        '<row r="3"><c r="A3"><f>A2</f></c><c r="B3"><f>B2</f><v></v></c></row>',
        [["单位名称", "人数"], ["甲园", 12]],
        notice="有 2 个公式没有存下结果，按空白读取；在 WPS 或 Excel 里打开并保存一次就有了。",
    ),
    workbook(
        "Excel: codes and phones as numbers",
        '<row r="1"><c r="A1"><v>510000201234567890</v></c><c r="B1"><v>5.1000020123456799E+17</v></c>'
        '<c r="C1"><v>13812345678</v></c><c r="D1"><v>0.5</v></c></row>',
        [[510000201234568000, 510000201234568000, 13812345678, 0.5]],
    ),
    workbook(
        "Excel: truth, errors and days as text",
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="d"><v>2023-05-01</v></c>'
        f"{text('D1', '2023.5.1')}</row>",
        [[True, None, "2023-05-01", "2023.5.1"]],
    ),
    workbook(
        "Excel: begins at C3", grid([[], [], [None, None, "甲园"]]), [[None] * 3, [None] * 3, [None, None, "甲园"]]
    ),
    workbook(
        "Excel: signs that nobody sees, kept until they are imported",
        f'<row r="1">{text("A1", "甲_x0000_园")}{text("B1", "&#x202e;甲&#x200b;")}{text("C1", "一&#10;二")}</row>',
        [["甲\0园", "\u202e甲\u200b", "一\n二"]],
    ),
    workbook("Excel: a cell of 40,000 characters", f'<row r="1">{text("A1", LONG)}</row>', [[LONG]]),
    workbook(
        "Excel: merged over everything",
        grid(PLAIN),
        list(PLAIN),
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        merged=(MergedRange(0, 0, 2, 25),),
    ),
    changed("Excel: with macros", lambda made: made | {"xl/vbaProject.bin": "x"}, "名册.xlsm"),
    Shape("Excel: the first sheets are hidden", with_hidden_sheets, list(PLAIN)),
    Shape("Excel: a chart is the first sheet", behind_a_chart, list(PLAIN)),
    # LibreOffice
    libre(
        "LibreOffice: filled up to the last row, repeated cells",
        ods.row(ods.text("单位名称"), ods.text("人数"), ods.FILLED_UP)
        + ods.row(ods.text("甲园"), ods.number(12))
        + ods.row(more='table:number-rows-repeated="2"')
        + ods.row(ods.text("乙园", 'table:number-columns-repeated="2"'))
        + ods.ROWS_TO_THE_END,
        [["单位名称", "人数"], ["甲园", 12], [None, None], [None, None], ["乙园", "乙园"]],
    ),
    libre(
        "LibreOffice: covered cells, days, several paragraphs",
        ods.row(ods.text("名册", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")
        + ods.row(ods.day("2023-05-01"), ods.text("第一段</text:p><text:p>第二段")),
        [["名册", None], ["2023-05-01", "第一段\n第二段"]],
    ),
    # other systems
    changed("a web system: no positions", without_numbers),
    changed("a server: every element with a prefix", with_prefix),
    changed("a server: other names, targets from the root", elsewhere),
    changed("a careless packer: backslashes", with_backslashes),
    changed("a workbook with the ending of an old one", lambda made: made, "名册.xls"),
    changed("a workbook with the ending of a text", lambda made: made, "名册.csv"),
    changed("a server: the strict form of the standard", strict),
    Shape("a server: sizes behind the parts", as_a_stream, list(PLAIN)),
    Shape("a chat program: bytes behind the end", with_junk_behind, list(PLAIN)),
    # xls
    old(
        "xls: texts, numbers, days, merged",
        [["名册", None, None], ["甲园", 12, xls.Day(45047)], ["乙园", True, 0.5]],
        [["名册", None, None], ["甲园", 12, "2023-05-01"], ["乙园", True, 0.5]],
        merges=[(0, 0, 0, 2)],
    ),
    old(
        "xls: from 1904, claims the whole grid",
        [["甲园", xls.Day(43585)]],
        [["甲园", "2023-05-01"]],
        epoch_1904=True,
        size=(65_536, 256),
    ),
    old(
        "xls: a formula's text, a code as number",
        [[xls.Formula("甲园"), 510000201234567890.0]],
        [["甲园", 510000201234568000]],
    ),
    # text
    written(
        "csv: GB18030 behind a page of plain letters",
        b"id,name\n" + b"1,abc\n" * 20_000 + "2,䶮园\n".encode("gb18030"),
        [["id", "name"], *[["1", "abc"]] * 20_000, ["2", "䶮园"]],
    ),
    written(
        "csv: UTF-16 without a mark",
        "单位名称\t人数\r\n甲园\t12\r\n".encode("utf-16-le"),
        [["单位名称", "人数"], ["甲园", "12"]],
    ),
    written(
        "csv: UTF-16 the other way round",
        "单位名称\t人数\r\n甲园\t12\r\n".encode("utf-16-be"),
        [["单位名称", "人数"], ["甲园", "12"]],
    ),
    written(
        "csv: the separator in the first line",
        "sep=;\r\n单位名称;地址\r\n甲园;甲路1号,2楼\r\n".encode("gb18030"),
        [["单位名称", "地址"], ["甲园", "甲路1号,2楼"]],
    ),
    written(
        "csv: numbers kept as text by a formula",
        f'单位名称,代码\n甲园,="{CODE}"\n'.encode(),
        [["单位名称", "代码"], ["甲园", CODE]],
    ),
    written(
        "csv: named as an old workbook",
        "单位名称\t人数\n甲园\t12\n".encode("gb18030"),
        [["单位名称", "人数"], ["甲园", "12"]],
        "名册.xls",
    ),
    written("csv: begins as a package does", "PK,单位名称\n1,甲园\n".encode(), [["PK", "单位名称"], ["1", "甲园"]]),
    written(
        "csv: a NUL within a text",
        "单位名称,地址\n".encode() + "甲\0园,甲路\n".encode() * 3,
        [["单位名称", "地址"], *[["甲\0园", "甲路"]] * 3],
    ),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_what_comes_out(shape: Shape, tmp_path: Path) -> None:
    table = open_table(shape.make(tmp_path))
    assert list(table.rows()) == shape.rows
    assert table.merged_ranges() == shape.merged
    assert (table.hidden_rows(), table.hidden_columns()) == (shape.hidden_rows, shape.hidden_columns)
    assert shape.notice in " ".join(table.notices())
    assert bool(shape.notice) == bool(table.notices())
    assert list(table.rows()) == shape.rows  # as often as needed


def test_there_are_enough_of_them() -> None:
    assert len({shape.name for shape in SHAPES}) >= 25


def test_days_from_1904_are_told(tmp_path: Path) -> None:
    made = parts(
        {"名册": sheet('<row r="1"><c r="A1" s="1"><v>43585</v></c></row>')}, workbook='<workbookPr date1904="1"/>'
    )
    table = open_table(pack(tmp_path / "名册.xlsx", made))
    assert (table.epoch_1904, list(table.rows())) == (True, [["2023-05-01"]])


@pytest.mark.parametrize(
    ("pasted", "rows"),
    [
        ("单位名称\t地址\r\n甲园\t甲路1号\r\n", [["单位名称", "地址"], ["甲园", "甲路1号"]]),
        ('甲园\t"第一行\n第二行"\t12\n', [["甲园", "第一行\n第二行", "12"]]),
        ('"甲\t""南""\n园"\t乙\n', [['甲\t"南"\n园', "乙"]]),
        ('"甲园"\t12\n', [['"甲园"', "12"]]),  # a spreadsheet leaves quotes of the cell as they are
        ('甲"园\t"\t12', [['甲"园', '"', "12"]]),
        ("甲\t\t\n\t\t\n乙\t\t1\n", [["甲", None, None], [None, None, None], ["乙", None, "1"]]),
        ("甲\r乙\t1\r", [["甲"], ["乙", "1"]]),
        ("单位名称,地址\n甲园,甲路\n", [["单位名称", "地址"], ["甲园", "甲路"]]),
        ("单位名称\n甲园", [["单位名称"], ["甲园"]]),
    ],
)
def test_pasted_from_a_sheet(pasted: str, rows: list[list[Cell]]) -> None:
    table: Table = table_from_text(pasted)
    assert list(table.rows()) == rows
    assert (table.sheet, table.sheets, table.merged_ranges(), table.hidden_rows()) == (None, (), (), frozenset())
