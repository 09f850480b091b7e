"""report: every sheet, many at one go, what is refused and why; joining; samples."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.ui.command_line.program import done, jianhui, problem
from ui.command_line.report_parser import PRINTS


def text_of(path: Path) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_every_print_with_every_finish(demo: Path, tmp_path: Path) -> None:
    done("joining", demo, "https://example.org/join", "--words", "由工会审核")
    path = tmp_path / "a.pdf"
    for kind in PRINTS:
        chosen = ["--street", "赤岗街道"] if kind == "dossier" else []
        data = done(
            "report", kind, demo, path, "--grey", "--larger", "--masked", "--footer", "基层工作部", "--quiet", *chosen
        )
        assert data["pages"] == len(PdfReader(path).pages)
        assert "基层工作部" in text_of(path), kind
    assert "由工会审核" in text_of(path)


def test_for_every_street_or_person(demo: Path, tmp_path: Path) -> None:
    one, folder = tmp_path / "一册.pdf", tmp_path / "各街道"
    data = done("report", "tasks", demo, one, "--each", "cadre", "--quiet")
    assert data["files"] == [str(one)]
    assert len(data["report_ids"]) == len(PdfReader(one).outline) > 1
    data = done("report", "circular", demo, folder, "--each", "street", "--quiet")
    assert sorted(data["files"]) == sorted(str(path) for path in folder.iterdir())
    assert len(data["files"]) > 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tasks", "a.docx"], "只能存成 .pdf"),
        (["tasks", "a"], "只能存成 .pdf"),
        (["circular", "a.docx", "--each", "street"], "只能存成 .pdf"),
        (["weekly", "a.pdf", "--each", "cadre"], "不分人"),
        (["roll-up", "a.pdf", "--each", "street"], "不分街道"),
        (["roll-up", "a.pdf", "--against", "没有.jhtz"], "没有.jhtz"),
        (["joining", "a.pdf"], "还没有填入会网址"),
    ],
)
def test_what_is_refused(ledger: Path, tmp_path: Path, words: list[str], said: str) -> None:
    kind, name, *more = words
    assert said in problem("report", kind, ledger, tmp_path / name, *more)
    assert not (tmp_path / name).exists()


def test_an_address_that_is_none(ledger: Path) -> None:
    assert "不是网址" in problem("joining", ledger, "扫码入会")
    assert "还没有填" in jianhui("joining", ledger).out


@pytest.mark.long
def test_samples(tmp_path: Path) -> None:
    names = [Path(name).name for name in done("samples", tmp_path / "样张", "--organizations", 30, "--quiet")["files"]]
    assert {Path(name).suffix for name in names} == {".pdf", ".png", ".docx"}
    for said in (
        "周台账.pdf",
        "周台账（黑白）.pdf",
        "作战图 A1 1.png",
        "未建原因分析.pdf",
        "扫码入会 2.png",
        "通报.docx",
    ):
        assert said in names
    assert all((tmp_path / "样张" / name).stat().st_size > 2000 for name in names)
