"""report --freeze and --reopen: the same bytes later, by the number on the pages; weekly sheets as .xlsx and .docx."""

from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from tests.ui.command_line.program import done, jianhui, problem


def text_of(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.mark.parametrize("kind", ["weekly", "battle-map"])
def test_a_frozen_week_is_printed_again_whatever_happened(demo: Path, tmp_path: Path, kind: str) -> None:
    first, later, loose = tmp_path / "一.pdf", tmp_path / "二.pdf", tmp_path / "三.pdf"
    data = done("report", kind, demo, first, "--freeze")
    assert "（已定格）" in text_of(first)
    names = [each["name"] for each in done("list", demo)["organizations"][:20]]
    for name in names:
        jianhui("delete", demo, name)
    assert done("report", kind, demo, later) == data
    assert later.read_bytes() == first.read_bytes()
    done("report", kind, demo, later, "--freeze")  # a scheduled second run is no mistake
    assert later.read_bytes() == first.read_bytes()
    scanned = f"{data['report_id'].lower()} 202411301800 0A1B2C3D"
    assert done("report", kind, demo, later, "--reopen", scanned) == data
    assert later.read_bytes() == first.read_bytes()
    done("report", kind, demo, loose, "--street", "赤岗街道")
    assert "已定格" not in text_of(loose)


def test_what_was_never_frozen_says_so(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "周.pdf"
    done("report", "weekly", demo, path, "--week", "2024-W40")
    assert "（该周未定格，按当前数据推算）" in text_of(path)


def test_the_next_week_is_compared_with_the_frozen_one(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "周.pdf"
    done("report", "weekly", demo, path, "--week", "2020-W01", "--freeze")
    assert "该周结束后定格" in text_of(path)
    names = [each["name"] for each in done("list", demo, "--where", "范围=重点对象")["organizations"][:8]]
    for name in names:
        jianhui("delete", demo, name)
    done("report", "weekly", demo, path)
    said = text_of(path)
    assert "2020年第1周" in said
    assert any(name in said for name in names)  # those that were eligible
    assert "附图" in said
    assert "注销或移出台账" in said


def test_the_other_forms_of_the_weekly_ledger(demo: Path, tmp_path: Path) -> None:
    book, text = tmp_path / "周.xlsx", tmp_path / "周.docx"
    assert done("report", "weekly", demo, book)["pages"] == 0
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["分街道进度", "未建会台账", "本周销号", "说明"]
    assert jianhui("report", "weekly", demo, text).out == f"已写好：{text}\n"
    assert docx.Document(str(text)).paragraphs[0].text == "社会组织建会工作周台账"
    frozen = tmp_path / "定.xlsx"
    done("report", "weekly", demo, frozen, "--freeze")
    first = frozen.read_bytes()
    done("report", "weekly", demo, frozen)
    assert frozen.read_bytes() == first


def test_what_does_not_go_together_is_said(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "周.pdf"
    assert "没有定格过报表号“ZT-1”" in problem("report", "weekly", demo, path, "--reopen", "zt-1".upper())
    number = done("report", "weekly", demo, path, "--freeze")["report_id"]
    assert "report weekly" in problem("report", "battle-map", demo, path, "--reopen", number)
    assert "--reopen" in problem("report", "weekly", demo, path, "--reopen", number, "--week", "2024-W40")
    assert "只用于周台账和作战图" in problem("report", "followups", demo, path, "--freeze")
    assert ".xlsx 或 .docx" in problem("report", "weekly", demo, tmp_path / "周.txt")
    assert ".pdf" in problem("report", "battle-map", demo, tmp_path / "图.xlsx")
