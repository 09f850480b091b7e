"""Files as offices write them: encodings, separators, titles; and files that only look like sheets."""

import zipfile
from pathlib import Path

import pytest

from models.errors import FileProblem, InputProblem
from models.importing.classify import Outcome
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.progress import Cancelled, Progress
from tests.models.edits.desk import Desk, code_of
from tests.models.importing.sheets import bring, bring_text, counts, csv_file

A, B = (code_of("52", "440105", number) for number in (1, 2))
ROWS = [["单位名称", "统一社会信用代码", "地址"], ["𠮷祥䶮园", A, "甲路1号"], ["乙园", B, "乙路"]]


def text_of(delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in ROWS)


def stored(office: Desk) -> list[tuple[object, ...]]:
    return office.all("SELECT name, code, address FROM organization ORDER BY id")


EXPECTED = [("𠮷祥䶮园", A, "甲路1号"), ("乙园", B, "乙路")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(office: Desk, tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    path = csv_file(tmp_path, mark + text_of(","), encoding=encoding)
    assert counts(bring(office, path)) == (2, 0, 0, 0, 0)
    assert stored(office) == EXPECTED


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    "title",
    ["", "海珠区社会组织名册\r\n", "海珠区社会组织名册（2024年，含幼儿园）\r\n\r\n填报单位：区民政局\r\n"],
    ids=["no title", "title", "three lines"],
)
def test_separators_and_titles_above_the_headings(office: Desk, tmp_path: Path, delimiter: str, title: str) -> None:
    path = csv_file(tmp_path, title + text_of(delimiter), name="名册.txt")
    assert counts(bring(office, path)) == (2, 0, 0, 0, 0)
    assert stored(office) == EXPECTED


def test_a_title_filled_up_with_separators(office: Desk, tmp_path: Path) -> None:
    assert bring(office, csv_file(tmp_path, "名册,,\n,,\n" + text_of(","))).new == 2
    assert stored(office) == EXPECTED


def test_quotes_and_line_breaks_within_cells(office: Desk) -> None:
    bring_text(office, '单位名称,地址\n"甲园,""南区""","第一行\n第二行"\n')
    assert office.all("SELECT name, address FROM organization") == [('甲园,"南区"', "第一行\n第二行")]


def test_rows_of_nothing_are_no_rows(office: Desk) -> None:
    result = bring_text(office, "单位名称,地址\n甲园,甲路\n,\n\n  , \u3000\n,乙路\n乙园,\n")
    assert counts(result) == (2, 0, 0, 0, 1)
    assert [row.row for row in result.findings[Outcome.REJECTED]] == [6]


def test_rows_longer_and_shorter_than_the_headings(office: Desk) -> None:
    assert counts(bring_text(office, "单位名称,地址,电话\n甲园\n乙园,乙路,020-34082442,多余,更多\n")) == (2, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "heading", ["单位名称*", "＊单位名称", "单 位 名 称", "单位名称（必填）", "单位名称：", "机构名称", "NAME"]
)
def test_headings_as_forms_write_them(office: Desk, heading: str) -> None:
    assert bring_text(office, f"{heading},地址\n甲园,甲路\n").new == 1


def problem(path: Path, sheet: str | None = None) -> str:
    with pytest.raises(FileProblem) as caught:
        propose_mapping(open_table(path, sheet))
    assert path.name in caught.value.user_text
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“名册.xlsx”是空文件。"),
        (b" \r\n\t\n", "“名册.xlsx”是空文件。"),
        (b"\xef\xbb\xbf", "“名册.xlsx”是空文件。"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "“名册.xlsx”已损坏，读不了。请重新拷贝一次",
        ),
        (b"<html><body><p>x", "“名册.xlsx”其实是网页文件，只是换了扩展名。"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "“名册.xlsx”其实是 XML 文件，不是表格。"),
        ("<html>名册".encode("utf-16"), "“名册.xlsx”其实是网页文件，只是换了扩展名。"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "“名册.xlsx”其实是 PDF，不是表格。请找到它的原表格"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "“名册.xlsx”其实是图片，不是表格。"),
        (b"SQLite format 3\0" + bytes(84), "“名册.xlsx”是台账或数据库文件，不是名册。"),
        (b"PK\x03\x04 and no more", "“名册.xlsx”不完整，可能没有下载完，或者拷贝时中断了。"),
    ],
)
def test_what_is_no_sheet_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    assert problem(path).startswith(sentence)


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "材料.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert problem(path).startswith("“材料.xlsx”其实是文字文档（Word 或 WPS 文字），不是表格。")


def test_nothing_there_and_a_folder(tmp_path: Path) -> None:
    assert problem(tmp_path / "没有.csv") == "找不到文件“没有.csv”。"
    (tmp_path / "夹").mkdir()
    assert problem(tmp_path / "夹") == "“夹”是文件夹，请选里面的表格文件。"


def test_bytes_that_turn_bad_far_down(office: Desk, tmp_path: Path) -> None:
    """The beginning decides the encoding; what does not fit later stops everything."""
    path = tmp_path / "名册.csv"
    path.write_bytes("单位名称,地址\n".encode() + "甲园,甲路\n".encode() * 8000 + b"\xff\xfe,x\n")
    before = office.shown()
    with pytest.raises(FileProblem, match=r"“名册\.csv”里有不能识别的文字编码。"):
        bring(office, path)
    assert office.shown() == before


def test_a_field_without_end(office: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path, '单位名称,地址\n甲园,"' + "长" * 140_000)
    with pytest.raises(FileProblem, match=r"“名册\.csv”的格式有误，读不完。"):
        bring(office, path)
    assert office.count("organization") == 0


@pytest.mark.parametrize(
    "row",
    ["5110\0000,甲园,,", ",甲\0园,,", ",甲园,甲\x1f路,", ",甲园,,工\x1f会", "5\x1f2440105,甲园,,", ",甲园,,工\0会"],
)
def test_characters_that_no_ledger_can_hold(office: Desk, tmp_path: Path, row: str) -> None:
    """They are left out and listed; the ledger stays whole and the other rows come in."""
    text = f"统一社会信用代码,单位名称,地址,工会名称\n{row}\n{A},乙园,乙路,乙工会\n"
    result = bring(office, csv_file(tmp_path, text, encoding="utf-16"))
    assert result.new >= 1
    assert office.one("SELECT count(*) FROM organization WHERE name='乙园'") == (1,)
    office.prove()


def test_a_file_name_of_another_encoding(office: Desk, tmp_path: Path) -> None:
    """A stick written elsewhere: the bytes of the name are no UTF-8."""
    path = tmp_path / "名册".encode("gbk").decode("utf-8", "surrogateescape")
    try:
        path.write_bytes(text_of(",").encode())
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    assert bring(office, path).new == 2
    office.prove()


@pytest.mark.parametrize(
    "name", ["=cmd|'/c calc'!A1", "@SUM(1)", "+1", "-甲园", "'; DROP TABLE organization; --", "%s%s"]
)
def test_formulas_and_sql_are_just_text(office: Desk, name: str) -> None:
    bring_text(office, f'单位名称,地址\n"{name}",甲路\n')
    assert office.all("SELECT name FROM organization") == [(name,)]


# Nothing is written unless it is meant.


def test_a_dry_run_counts_the_same_and_leaves_the_file_byte_identical(office: Desk) -> None:
    bring_text(office, f"单位名称,统一社会信用代码\n旧园,{A}\n")
    text = f"单位名称,统一社会信用代码,责任人\n新名,{A},李四\n乙园,{B},王五\n,,\n"
    office.reopen()
    before = office.path.read_bytes()
    tried = bring_text(office, text, dry_run=True)
    assert (counts(tried), tried.batch) == ((1, 1, 0, 0, 0), "")
    assert office.path.read_bytes() == before
    done = bring_text(office, text)
    assert counts(done) == counts(tried)
    assert done.batch
    assert office.path.read_bytes() != before


class StopsAt(Progress):
    """A person who stops the work after so many rows."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def step(self, done: int, total: int | None = None, label: str | None = None) -> None:
        if done >= self._rows:
            self.cancel()
        super().step(done, total, label)


@pytest.mark.parametrize("rows", [0, 800])
def test_a_cancelled_import_leaves_the_file_byte_identical(office: Desk, tmp_path: Path, rows: int) -> None:
    bring_text(office, f"单位名称,统一社会信用代码\n旧园,{A}\n")
    office.reopen()
    before = office.path.read_bytes()
    path = csv_file(tmp_path, "单位名称,地址\n" + "".join(f"第{n}园,{n}号\n" for n in range(1500)), name="大.csv")
    with pytest.raises(Cancelled):
        bring(office, path, progress=StopsAt(rows))
    assert office.path.read_bytes() == before
    assert office.count("organization") == 1
    assert bring(office, path).new == 1500


def test_without_the_name_column_nothing_is_imported(office: Desk) -> None:
    with pytest.raises(InputProblem, match="没有认出“单位名称”是哪一列，不能导入。"):
        bring_text(office, "甲,乙\n丙,丁\n")
