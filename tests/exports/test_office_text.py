"""Texts as offices file them: GB/T 9704, readable by Word, the same bytes every time."""

import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from exports.office_text import (
    BODY_FACE,
    HEAD_FACE,
    SUBHEAD_FACE,
    TITLE_FACE,
    Heading,
    OfficeText,
    Paragraph,
    Table,
    write_docx,
)
from models.errors import FileProblem

TEXT = OfficeText(
    "关于社会组织建会工作进展情况的通报",
    ("海珠区总工会", "（2024 年第 39 周）"),
    "各街道总工会：",
    (
        Heading("一、总体情况"),
        Paragraph("截至 9 月 27 日，重点对象 422 家，建会率 69.9%。"),
        Heading("（一）名次", 2),
        Table(
            ("名次", "街道", "建会率"),
            [("1", "赤岗街道", "78.3%"), ("2", "𠮷祥街道", "73.7%")],
            frozenset({0, 2}),
            "附表 1",
        ),
    ),
    ("海珠区总工会", "2024 年 9 月 27 日"),
    "海珠区总工会",
    datetime(2024, 9, 27, 18, 0),  # noqa: DTZ001
)


def face(paragraph: object) -> str:
    return paragraph.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))  # type: ignore[attr-defined]


def test_the_layout_is_that_of_the_standard(tmp_path: Path) -> None:
    write_docx(TEXT, tmp_path / "通报.docx")
    document = docx.Document(str(tmp_path / "通报.docx"))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(side.mm) for side in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]
    texts = {paragraph.text: paragraph for paragraph in document.paragraphs if paragraph.text}
    faces = {text: face(paragraph) for text, paragraph in texts.items()}
    assert faces[TEXT.title] == TITLE_FACE
    assert faces["一、总体情况"] == HEAD_FACE
    assert faces["（一）名次"] == SUBHEAD_FACE
    body = texts["截至 9 月 27 日，重点对象 422 家，建会率 69.9%。"]
    assert (face(body), body.runs[0].font.size) == (BODY_FACE, Pt(16))
    assert (body.paragraph_format.line_spacing, body.paragraph_format.first_line_indent) == (Pt(29), Pt(32))
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][2] == ["2", "𠮷祥街道", "73.7%"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml
    assert document.core_properties.author == "海珠区总工会"


def test_the_same_text_gives_the_same_contents(tmp_path: Path) -> None:
    parts = []
    for name in ("一.docx", "二.docx"):
        write_docx(TEXT, tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as package:
            parts.append({entry: package.read(entry) for entry in package.namelist()})
    assert parts[0] == parts[1]


def test_an_old_file_survives_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "通报.docx"
    target.write_bytes(b"before")
    monkeypatch.setattr("exports.office_text._check", lambda *_: (_ for _ in ()).throw(ValueError("x")))
    with pytest.raises(FileProblem):
        write_docx(TEXT, target)
    assert target.read_bytes() == b"before"


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    write_docx(TEXT, tmp_path / "通报.docx")
    table = docx.Document(str(tmp_path / "通报.docx")).tables[0]
    widths = [round(column.width.mm) for column in table.columns]
    assert sum(widths) == pytest.approx(156, abs=1)
    assert widths[1] > widths[0]
    assert widths[1] > widths[2]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])


def test_no_page_begins_with_a_date_or_ends_with_a_heading(tmp_path: Path) -> None:
    write_docx(TEXT, tmp_path / "通报.docx")
    kept = {
        each.text: each.paragraph_format.keep_with_next
        for each in docx.Document(str(tmp_path / "通报.docx")).paragraphs
    }
    assert kept["一、总体情况"]
    assert kept["附表 1"]
    assert kept["海珠区总工会"]
    assert not kept["2024 年 9 月 27 日"]
