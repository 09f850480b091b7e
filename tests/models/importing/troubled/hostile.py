"""Files that were made to break a reader, or that only look like sheets; each with the sentence for it.

`python -m tests.models.importing.troubled.hostile FOLDER` writes them all.
"""

import io
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.models.importing.troubled import ods, xls
from tests.models.importing.troubled.xlsx import HEAD, grid, one_sheet, pack

PLAIN = grid([["单位名称", "人数"], ["甲园", 12]])


def cells(*references: str) -> str:
    """Rows with one number each at these places."""
    return "".join(
        f'<row r="{"".join(filter(str.isdigit, each))}"><c r="{each}"><v>1</v></c></row>' for each in references
    )


def streamed(path: Path, part: str, piece: bytes, times: int) -> Path:
    """A part of a sound workbook, swollen by the same piece again and again."""
    made = one_sheet(PLAIN, strings="<si><t>甲</t></si>")
    content = made.pop(part)
    marker = "</sst>" if "sst" in content else "</sheetData>"
    before, after = content.split(marker)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text_of in made.items():
            archive.writestr(name, text_of)
        with archive.open(part, "w", force_zip64=True) as file:
            file.write(before.encode())
            for _time in range(times):
                file.write(piece)
            file.write((marker + after).encode())
    return path


def _with(part: str, change: Callable[[str], str]) -> Callable[[Path], Path]:
    made = one_sheet(PLAIN, strings="<si><t>甲</t></si>")
    made[part] = change(made[part])
    return lambda path: pack(path, made)


def _without(part: str) -> Callable[[Path], Path]:
    made = one_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>甲</t></si>")
    del made[part]
    return lambda path: pack(path, made)


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def _sound() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in one_sheet(PLAIN).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _cut(share: float) -> Callable[[Path], Path]:
    content = _sound()
    return _bytes(content[: int(len(content) * share)])


def _flipped(path: Path) -> Path:
    """One bit of the packed rows is another."""
    content = bytearray(_sound())
    at = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[at] ^= 16
    path.write_bytes(content)
    return path


def _locked_zip(path: Path) -> Path:
    content = bytearray(_sound())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(content)
    return path


def _overlapping(path: Path) -> Path:
    """Every entry of the directory points at the same packed bytes."""
    content = bytearray(_sound())
    at = content.find(b"PK\1\2")
    while at >= 0:
        content[at + 42 : at + 46] = struct.pack("<I", 0)
        at = content.find(b"PK\1\2", at + 4)
    path.write_bytes(content)
    return path


def _crowded(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in one_sheet(PLAIN).items():
            archive.writestr(name, content)
        for number in range(30_000):
            archive.writestr(f"xl/media/{number}", b"")
    return path


def _zip_of(*names: str) -> Callable[[Path], Path]:
    return lambda path: pack(path, dict.fromkeys(names, "<x/>"))


def _swollen(part: str, piece: bytes, times: int) -> Callable[[Path], Path]:
    return lambda path: streamed(path, part, piece, times)


def _old(**how: object) -> Callable[[Path], Path]:
    return lambda path: xls.xls_file(path, [["甲园"]], **how)


def _compound(*names: str) -> Callable[[Path], Path]:
    return lambda path: xls.compound(path, dict.fromkeys(names, b"x" * 5000))


def _far_old(path: Path) -> Path:
    rows: list[list[xls.Cell]] = [["甲"], *[[] for _row in range(65_534)], [*[None] * 255, "乙"]]
    return xls.xls_file(path, rows)


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _declared(declaration: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(HEAD, HEAD + declaration).replace("甲", "&lol2;甲")


BOMB = "解压后大得不正常，没有读它。"
DAMAGED = "已损坏，读不了。"
CUT = "不完整，可能没有下载完，或者拷贝时中断了。"
LOCKED = "加了密码，打不开。"
MEMORY = "没有读完：读它用的内存超过了限度"
DECLARED = "里夹带了表格不该有的声明（DTD），没有读它。"

#: File name, how it is made, and how the sentence goes on behind the name.
HOSTILE: list[tuple[str, Callable[[Path], Path], str]] = [
    ("far.xlsx", lambda path: pack(path, one_sheet(cells("A1", "XFD1048576"))), "的单元格 XFD1048576 里有内容"),
    ("far row.xlsx", lambda path: pack(path, one_sheet(PLAIN + cells("A1048576"))), "的单元格 A1048576 里有内容"),
    (
        "far apostrophes.xlsx",
        lambda path: pack(path, one_sheet(cells("A1", "XFD1048576").replace('"', "'"))),
        "的单元格 XFD1048576",
    ),
    (
        "far hidden from us.xlsx",
        lambda path: pack(path, one_sheet(PLAIN + '<row><c r = "XFD1048576"><v>1</v></c></row>')),
        MEMORY,
    ),
    ("beyond the last.xlsx", lambda path: pack(path, one_sheet(cells("A99999999"))), DAMAGED),
    ("far.xls", _far_old, "的单元格 IV65536 里有内容"),
    ("claims.xls", _old(size=(4_000_000_000, 256)), DAMAGED),
    ("cells bomb.xlsx", _swollen(SHEET, b'<row r="9">' + b'<c r="A9"><v>1</v></c>' * 40_000 + b"</row>", 90), BOMB),
    ("blanks bomb.xlsx", _swollen(SHEET, b" " * (1 << 20), 300), BOMB),
    ("strings bomb.xlsx", _swollen(STRINGS, b"<si><t>x</t></si>" * 60_000, 90), BOMB),
    (
        "text without end.xlsx",
        _with(SHEET, lambda xml: xml.replace("甲园", "".join(map(chr, range(0x4E00, 0x9000))) * 400)),
        BOMB,
    ),
    ("crowded.xlsx", _crowded, BOMB),
    ("overlapping.xlsx", _overlapping, BOMB),
    ("laughs.xlsx", _with(SHEET, _declared(_LAUGHS)), DECLARED),
    ("outside.xlsx", _with(STRINGS, _declared(_OUTSIDE)), DECLARED),
    ("declared workbook.xlsx", _with("xl/workbook.xml", _declared(_LAUGHS)), DECLARED),
    ("declared.ods", lambda path: ods.ods_file(path, ods.row(ods.text("甲")), declaration=_LAUGHS), DECLARED),
    (
        "repeated.ods",
        lambda path: ods.ods_file(
            path,
            ods.row(
                ods.text("甲", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048576"'
            ),
        ),
        "太大，读它要用的内存超过了限度。",
    ),
    (
        "far.ods",
        lambda path: ods.ods_file(
            path,
            ods.row(ods.text("甲"))
            + ods.row(
                '<table:table-cell table:number-columns-repeated="900"/>', more='table:number-rows-repeated="1048000"'
            )
            + ods.row('<table:table-cell table:number-columns-repeated="900"/>', ods.text("乙")),
        ),
        "的单元格 AHQ1048002 里有内容",
    ),
    (
        "utf-16 part.xlsx",
        lambda path: pack(path, one_sheet(PLAIN) | {SHEET: one_sheet(PLAIN)[SHEET].encode("utf-16")}),
        DAMAGED,
    ),
    ("cut.xlsx", _cut(0.6), CUT),
    ("cut at the end.xlsx", _cut(0.97), CUT),
    ("flipped.xlsx", _flipped, DAMAGED),
    ("no strings.xlsx", _without(STRINGS), DAMAGED),
    ("no styles.xlsx", _without("xl/styles.xml"), DAMAGED),
    ("no sheet.xlsx", _without(SHEET), DAMAGED),
    (
        "string of nobody.xlsx",
        lambda path: pack(
            path, one_sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', strings="<si><t>甲</t></si>")
        ),
        DAMAGED,
    ),
    ("broken xml.xlsx", _with("xl/workbook.xml", lambda xml: xml.replace("</sheets>", "")), DAMAGED),
    ("cut.xls", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)), CUT),
    (
        "ring.xls",
        _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + struct.pack("<HH", 9, 6) + bytes(2000)),
        DAMAGED,
    ),
    ("empty.xlsx", _bytes(b""), "是空文件。"),
    # with a password
    ("agile.xlsx", _compound("EncryptionInfo", "EncryptedPackage"), LOCKED),
    ("password.xls", _old(password=True), LOCKED),
    ("locked zip.xlsx", _locked_zip, LOCKED),
    ("locked.ods", lambda path: ods.ods_file(path, "", manifest="<manifest:encryption-data/>"), LOCKED),
    # called what they are not
    (
        "page.xls",
        _bytes("<html><head><meta charset=gbk></head><body><p>单位名称".encode("gbk")),
        "其实是网页文件，只是换了扩展名。",
    ),
    ("table.xls", _bytes("\r\n<TABLE border=1></TABLE>单位名称".encode()), "其实是网页文件"),
    ("mail.xls", _bytes(b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>"), "其实是网页文件"),
    (
        "xml 2003.xls",
        _bytes(b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook>'),
        "里没有工作表。",
    ),
    ("data.xlsx", _bytes(b'<?xml version="1.0"?><list><item/></list>'), "其实是 XML 文件，不是表格。"),
    ("print.xlsx", _bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "其实是 PDF，不是表格。"),
    ("photo.xlsx", _bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100)), "其实是图片，不是表格。"),
    ("picture.xlsx", _bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100)), "其实是图片，不是表格。"),
    ("letter.xlsx", _zip_of("[Content_Types].xml", "word/document.xml"), "其实是文字文档"),
    ("letter.doc.xls", _compound("WordDocument"), "其实是文字文档"),
    ("letter.rtf.xls", _bytes(b"{\\rtf1\\ansi"), "其实是文字文档"),
    ("slides.xlsx", _zip_of("[Content_Types].xml", "ppt/presentation.xml"), "其实是演示文稿"),
    ("slides.wps.xls", _compound("PowerPoint Document"), "其实是演示文稿"),
    (
        "letter.ods",
        lambda path: pack(path, {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        "其实是文字文档",
    ),
    ("numbers.xlsx", _zip_of("Index/Document.iwa", "Metadata/x.plist"), "是 Numbers 表格"),
    ("binary.xlsb", _zip_of("[Content_Types].xml", "xl/workbook.bin"), "是二进制工作簿（xlsb）"),
    ("packed.xlsx", _zip_of("名册.xlsx", "说明.txt"), "其实是压缩包，不是表格。"),
    ("packed.rar.xls", _bytes(b"Rar!\x1a\x07\x01\0" + bytes(60)), "其实是压缩包"),
    ("own.et", _compound("ETWorkbook"), "是 WPS 表格自己的格式（et）"),
    ("web system.xls", _bytes(b"\x09\x08\x08\0\0\0\x10\0\0\0\0\0" + bytes(80)), "是很旧的 Excel 格式，这里不能读。"),
    ("drawing.xls", _compound("VisioDocument"), "不是表格文件。"),
    ("ledger.xlsx", _bytes(b"SQLite format 3\0" + bytes(100)), "是台账或数据库文件，不是名册。"),
    ("program.xlsx", _bytes(b"MZ\x90\0\3\0\0\0\4\0\0\0" + bytes(range(256)) * 4), "不是表格文件。"),
]


def write_all(folder: Path) -> list[Path]:
    """Write every one of them."""
    return [make(folder / name) for name, make, _sentence in HOSTILE]


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
