"""A text as offices file it, editable in Word or WPS: the layout of GB/T 9704-2012.

A4, margins 37 28 26 35 mm (top, left, right, bottom); title 22 pt Song, centred; body 16 pt Fangsong on lines of 29 pt,
two characters in; headings 一、 in Hei, （一） in Kai; page numbers "— 1 —", odd ones right, even ones left. Faces are
named only: a .docx carries none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exports.pdf.shapes import Lead
from exports.workbook_paper import display_width
from models.files import write_file

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

TITLE_FACE, BODY_FACE, HEAD_FACE, SUBHEAD_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
_LATIN = "Times New Roman"
_TITLE, _BODY, _SMALL = 22.0, 16.0, 14.0
_LINE = 29.0
_TABLE = 12.0
_TEXT_WIDTH = 156.0  # millimetres between the margins
_NARROW, _WIDE = 4, 40  # a column's text, in halves of a Chinese character


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is 一、, level 2 is （一）; the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: headings, rows of texts, which columns are numbers (set right), how wide each is to the others.

    `leads`: of every row, what its cells lead to on a screen, by their column.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    caption: str = ""
    shares: Sequence[float] = ()
    leads: Sequence[Mapping[int, Lead]] = ()

    def column_shares(self) -> Sequence[float]:
        """How wide each is: as it says, or by the longest text in each, so that short numbers leave room for names."""
        columns = zip(self.headings, *self.rows, strict=True)
        longest = (max(map(display_width, texts)) for texts in columns)
        return self.shares or [min(max(length, _NARROW), _WIDE) + 2.0 for length in longest]


@dataclass(frozen=True, slots=True)
class OfficeText:
    """A whole text. `lines` stand centred below the title; `signed` are unit and date at the end, set right.

    `lead` is what the title leads to on a screen.
    """

    title: str
    lines: Sequence[str] = ()
    addressee: str = ""
    parts: Sequence[Heading | Paragraph | Table] = ()
    signed: Sequence[str] = ()
    author: str = ""
    made_at: datetime | None = None
    lead: Lead | None = None


def write_docx(text: OfficeText, path: Path) -> None:
    """Write the text; FileProblem says why it could not be written. The bytes depend on the text alone."""
    write_file(path, lambda target: _write(text, target), lambda written: _check(text, written))


def _write(text: OfficeText, path: Path) -> None:
    import docx  # noqa: PLC0415 - loaded when a text is written
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415

    document = docx.Document()
    _set_up(document, text)
    _add(document, text.title, TITLE_FACE, _TITLE, align=ALIGN.CENTER)
    for line in text.lines:
        _add(document, line, SUBHEAD_FACE, _BODY, align=ALIGN.CENTER)
    if text.lines or text.addressee:
        _add(document, "", BODY_FACE, _BODY)
    if text.addressee:
        _add(document, text.addressee, BODY_FACE, _BODY)
    for part in text.parts:
        if isinstance(part, Heading):
            made = _add(document, part.text, HEAD_FACE if part.level == 1 else SUBHEAD_FACE, _BODY, indent=True)
            made.paragraph_format.keep_with_next = True
        elif isinstance(part, Paragraph):
            _add(document, part.text, BODY_FACE, _BODY, indent=True, align=ALIGN.JUSTIFY)
        else:
            _add_table(document, part)
    if text.signed and document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with nothing but a date
    for place, line in enumerate(text.signed, start=1):
        paragraph = _add(document, line, BODY_FACE, _BODY, align=ALIGN.RIGHT)
        paragraph.paragraph_format.keep_with_next = place < len(text.signed)
        paragraph.paragraph_format.right_indent = _points(2 * _BODY)
    whole = BytesIO()
    document.save(whole)
    _without_times(whole, path)


def _without_times(whole: BytesIO, path: Path) -> None:
    """The archive with the same time for all its parts, which would have that of the writing."""
    with ZipFile(whole) as archive, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in archive.namelist():
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, archive.read(name))


def _check(text: OfficeText, path: Path) -> None:
    import docx  # noqa: PLC0415

    read = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    if not read or read[0] != text.title:
        raise ValueError("not the text that was written")


def _set_up(document: "Document", text: OfficeText) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], right=True)
    _page_number(section.even_page_footer.paragraphs[0], right=False)
    style: Any = document.styles["Normal"]
    style.font.size = _points(_BODY)
    _set_face(style.element.get_or_add_rPr(), BODY_FACE)
    said = document.core_properties
    said.author, said.title, said.comments = text.author, text.title, ""
    moment = text.made_at or datetime(2023, 1, 1)  # noqa: DTZ001 - a fixed time: equal texts give equal files
    said.created = said.modified = moment
    said.last_modified_by = text.author


def _add(
    document: "Document", text: str, face: str, size: float, *, align: Any = None, indent: bool = False
) -> "DocxParagraph":
    paragraph = document.add_paragraph()
    _fill(paragraph, text, face, size)
    form = paragraph.paragraph_format
    form.line_spacing = _points(_LINE if size <= _BODY else _LINE + size - _BODY)
    form.space_before = form.space_after = _points(0)
    if indent:
        form.first_line_indent = _points(2 * size)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _fill(paragraph: "DocxParagraph", text: str, face: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.size = _points(size)
    _set_face(run._element.get_or_add_rPr(), face)  # noqa: SLF001 - the library has no way to name an East Asian face


def _set_face(properties: Any, face: str) -> None:
    """Name the face of Chinese characters, and the one of digits and Latin letters."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    fonts = properties.get_or_add_rFonts()
    for attribute, name in (("w:ascii", _LATIN), ("w:hAnsi", _LATIN), ("w:eastAsia", face), ("w:cs", _LATIN)):
        fonts.set(qn(attribute), name)


def _add_table(document: "Document", table: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    if table.caption:
        caption = _add(document, table.caption, HEAD_FACE, _SMALL, align=ALIGN.CENTER)
        caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    shares = table.column_shares()
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Mm(_TEXT_WIDTH * share / sum(shares))
    _mark(made.rows[0], "w:tblHeader")  # repeated on every page
    for cell, heading in zip(made.rows[0].cells, table.headings, strict=True):
        _cell(cell, heading, HEAD_FACE, ALIGN.CENTER)
    for values in table.rows:
        row = made.add_row()
        _mark(row, "w:cantSplit")
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            _cell(cell, value, BODY_FACE, ALIGN.RIGHT if place in table.numbers else ALIGN.LEFT)


def _cell(cell: Any, text: str, face: str, align: Any) -> None:
    paragraph = cell.paragraphs[0]
    _fill(paragraph, text, face, _TABLE)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _points(1)


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - as above


def _page_number(paragraph: "DocxParagraph", *, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph.alignment = ALIGN.RIGHT if right else ALIGN.LEFT
    side = "right_indent" if right else "left_indent"
    setattr(paragraph.paragraph_format, side, _points(_SMALL))
    _fill(paragraph, "— ", "宋体", _SMALL)
    run = paragraph.add_run()
    run.font.size = _points(_SMALL)
    for kind in ("begin", "PAGE", "end"):
        if kind == "PAGE":
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = kind
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        run._element.append(field)  # noqa: SLF001
    _fill(paragraph, " —", "宋体", _SMALL)


def _points(size: float) -> Any:
    from docx.shared import Pt  # noqa: PLC0415

    return Pt(size)
