"""The written PDF files: searchable, complete, embedded, the same bytes twice, and figures that add up."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from exports.battle_map import write_battle_map
from exports.battle_map.tiling import EDGE, OVERLAP, split_poster
from exports.pdf.document import Printed
from exports.pdf.shapes import MM
from exports.weekly_ledger import write_weekly_ledger
from models.queries.report_content import Figures
from models.rules.rates import gap, rate_tenths, rate_text
from tests.exports.content import RARE, battle_map, organization_names, weekly_ledger
from tests.exports.reading import fonts, page_texts, poppler_text

NAMES = tuple(f"临江{character}{number}幼儿园" for number, character in enumerate(RARE))
WRITERS: dict[str, Callable[[Path], Printed]] = {
    "weekly": lambda path: write_weekly_ledger(weekly_ledger((30, 9), names=NAMES), path),
    "map": lambda path: write_battle_map(battle_map((30, 9), names=NAMES[2:]), path),
    "tiles": lambda path: write_battle_map(battle_map((30, 9)), path, paper="A2", tile="A4"),
}


@pytest.fixture(params=WRITERS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Printed]:
    path = tmp_path / f"{request.param}.pdf"
    return path, WRITERS[request.param](path)


def test_every_face_is_embedded_as_a_subset(written: tuple[Path, Printed]) -> None:
    found = list(fonts(written[0]))
    assert found
    for font in found:
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"]), font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"].get_object()
        assert "/ToUnicode" in font


def test_pages_are_counted_and_the_file_is_described(written: tuple[Path, Printed]) -> None:
    path, printed = written
    reader = PdfReader(path)
    assert len(reader.pages) == printed.pages
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("社会组织建会")
    assert reader.metadata.author == "临江区总工会"
    assert str(reader.metadata["/CreationDate"]) == "D:20240927180000"


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_content_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for copy in "ab":
        WRITERS[name](tmp_path / copy)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_names_can_be_found_beyond_the_basic_plane_too(tmp_path: Path) -> None:
    path = tmp_path / "weekly.pdf"
    write_weekly_ledger(weekly_ledger((60, 40), names=NAMES), path)
    names = [*NAMES, *organization_names(10)]
    for text in ("".join(page_texts(path)), poppler_text(path)):
        assert [name for name in names if name not in text] == []


def test_missing_characters_are_reported(tmp_path: Path) -> None:
    printed = write_weekly_ledger(weekly_ledger((9,), names=("启\U0001f600明",)), tmp_path / "a.pdf")
    assert printed.missing_glyphs == ("\U0001f600",)
    assert "启〓明" in "".join(page_texts(tmp_path / "a.pdf"))


def test_printed_street_figures_recompute(tmp_path: Path) -> None:
    path = tmp_path / "weekly.pdf"
    content = weekly_ledger()
    write_weekly_ledger(content, path)
    cover = PdfReader(path).pages[0].extract_text()
    numbers = r"\s+([\d,]+)\s+([\d,]+)\s+([\d.]+|—)\s+([\d,]+)\s+([\d,]+)"
    rows = []
    for name in [*(street.name for street in content.streets), "合计"]:
        match = re.search(name + numbers, cover)
        assert match, name
        rows.append(match.groups())
    for eligible, built, rate, _undecided, missing in rows:
        assert rate_text(rate_tenths(int(built), int(eligible))).rstrip("%") == rate
        assert gap(int(built), int(eligible), 85) == int(missing)
    for column in (0, 1, 3):
        assert sum(int(row[column]) for row in rows[:-1]) == int(rows[-1][column])
    summed = sum(int(row[4]) for row in rows[:-1])
    assert f"相加为{summed}；合计按{rows[-1][0]}家计为{rows[-1][4]}" in "".join(cover.split())


def test_page_sums_and_running_sums_add_up(tmp_path: Path) -> None:
    path = tmp_path / "weekly.pdf"
    content = weekly_ledger()
    write_weekly_ledger(content, path)
    pages, running, staff = page_texts(path)[1:], 0, 0
    for text in pages:
        (listed,) = re.findall(r"本页(\d+)家", text)
        ((total, people),) = re.findall(r"累计([\d,]+)家，职工([\d,]+)人", text)
        running += int(listed)
        assert int(total.replace(",", "")) == running
        staff = int(people.replace(",", ""))
    sections = (*content.main, content.unverified, content.no_street)
    assert running == sum(len(section.rows) for section in sections)
    assert staff == sum(section.staff for section in sections)
    assert f"另销号{len(content.closed.rows)}家" in pages[-1]
    assert "转下页" not in pages[-1]


@pytest.mark.parametrize("undecided", [0, 3])
def test_what_is_undecided_stands_beside_the_rate(undecided: int, tmp_path: Path) -> None:
    write_weekly_ledger(weekly_ledger((30, 9), undecided=undecided), tmp_path / "w.pdf")
    write_battle_map(battle_map((30, 9), undecided=undecided), tmp_path / "m.pdf")
    for name in ("w", "m"):
        text = page_texts(tmp_path / f"{name}.pdf")[0]
        assert text.count(f"另有{2 * undecided}家未认定") == (1 if undecided else 0)
    assert (f"未认定{2 * undecided}，后两项不计分母" in text) == bool(undecided)  # the poster's arithmetic


def test_nobody_eligible_prints_a_dash_and_no_rate(tmp_path: Path) -> None:
    nobody = Figures(5, 0, 5, 0, 0, 0)
    write_weekly_ledger(replace(weekly_ledger(()), total=nobody), tmp_path / "w.pdf")
    write_battle_map(replace(battle_map((), empty=True), total=nobody), tmp_path / "m.pdf")
    assert "建会率—" in page_texts(tmp_path / "w.pdf")[0]
    poster = page_texts(tmp_path / "m.pdf")[0]
    assert "暂无具备建会条件的单位" in poster
    assert "0.0" not in poster
    assert poster.count("无") >= 4


def test_an_empty_ledger_is_a_proper_sheet(tmp_path: Path) -> None:
    printed = write_weekly_ledger(weekly_ledger(()), tmp_path / "w.pdf")
    first, last = page_texts(tmp_path / "w.pdf")
    assert printed.pages == 2
    assert "台账中还没有登记重点对象" in first
    assert all(word in last for word in ("本期没有未建会单位", "待核：无", "街道未定：无", "本周销号：无", "填表人"))


def test_every_page_can_be_found_again(tmp_path: Path) -> None:
    path = tmp_path / "w.pdf"
    content = weekly_ledger()
    write_weekly_ledger(content, path)
    pages = page_texts(path)
    for number, text in enumerate(pages, start=1):
        for words in (content.head.report_id, "2024-09-2718:00", "7F3A91C2", "内部资料请勿外传", f"—{number}—"):
            assert words in text
        assert ("填表人" in text) is (number in (1, len(pages)))


def test_conflicts_are_marked_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "w.pdf"
    content = weekly_ledger()
    row = replace(content.main[0].rows[0], name="望江甲乙学校", conflicted=True)
    section = replace(content.main[0], rows=(row, *content.main[0].rows[1:]))
    write_weekly_ledger(replace(content, main=(section, *content.main[1:])), path)
    pages = page_texts(path)
    assert f"※{content.total.conflicts}家" in pages[0]
    assert "望江甲乙学校※" in pages[1]
    assert "※两处填报不一致，待裁定" in pages[1]


def test_phones_never_appear(tmp_path: Path) -> None:
    content = weekly_ledger((30,), note="电话13812345678")
    write_weekly_ledger(content, tmp_path / "w.pdf")
    poster = battle_map((30,))
    case = replace(poster.hard_cases[0], next_step="10-11 打 0755-26665432 约谈")
    write_battle_map(replace(poster, hard_cases=(case,)), tmp_path / "m.pdf")
    for name in "wm":
        text = "".join(page_texts(tmp_path / f"{name}.pdf"))
        assert "13812345678" not in text
        assert "26665432" not in text
        assert "（电话略）" in text


@pytest.mark.parametrize("tile", ["A4", "A3"])
@pytest.mark.parametrize("size", [(841, 594), (1189, 841), (594, 420)])
def test_tiles_cover_the_poster_and_overlap(size: tuple[int, int], tile: str) -> None:
    wide, high = size[0] * MM, size[1] * MM
    split = split_poster(wide, high, tile)
    inner = split.width - 2 * EDGE, split.height - 2 * EDGE
    for row in range(split.rows):
        for column in range(split.columns):
            left, top = split.window(row, column)
            if column:
                before = split.window(row, column - 1)[0]
                assert before + inner[0] - left == pytest.approx(OVERLAP)
            if row:
                before = split.window(row - 1, column)[1]
                assert before + inner[1] - top == pytest.approx(OVERLAP)
            assert left < wide
            assert top < high
    left, top = split.window(split.rows - 1, split.columns - 1)
    assert left + inner[0] >= wide - 0.01
    assert top + inner[1] >= high - 0.01


def test_tiled_poster_has_a_plan_and_labelled_sheets(tmp_path: Path) -> None:
    path = tmp_path / "t.pdf"
    printed = write_battle_map(battle_map((30, 9)), path, paper="A1", tile="A4")
    pages = page_texts(path)
    assert len(pages) == printed.pages == 16
    assert "拼接示意图" in pages[0]
    assert "第2行第3列（共3行5列）" in pages[8]
    assert {tuple(round(float(side) / MM) for side in page.mediabox[2:]) for page in PdfReader(path).pages} == {
        (210, 297)
    }


@pytest.mark.parametrize(
    ("paper", "size"), [("A0", (1189, 841)), ("A1", (841, 594)), ("A3", (420, 297)), ("A4", (297, 210))]
)
def test_poster_has_the_size_of_its_paper(paper: str, size: tuple[int, int], tmp_path: Path) -> None:
    write_battle_map(battle_map((3,)), tmp_path / "m.pdf", paper=paper)  # type: ignore[arg-type]
    box = PdfReader(tmp_path / "m.pdf").pages[0].mediabox
    assert abs(float(box.width) / MM - size[0]) < 0.01
    assert abs(float(box.height) / MM - size[1]) < 0.01


@pytest.mark.parametrize(
    ("tenths", "words"),
    [
        (9, "，较上周提高0.9个百分点，"),
        (-12, "，较上周下降1.2个百分点，"),
        (0, "，与上周持平，"),
        (None, "，单独建会率"),
    ],
)
def test_the_change_of_the_rate_is_said_where_it_is_known(tenths: int | None, words: str, tmp_path: Path) -> None:
    write_weekly_ledger(replace(weekly_ledger((30, 9)), rate_change=tenths), tmp_path / "w.pdf")
    cover = page_texts(tmp_path / "w.pdf")[0]
    assert words in cover
    assert ("上周" in cover) is (tenths is not None)


def picture(path: Path, page: int) -> Image.Image:
    """A page at 72 dots to the inch, in grey."""
    document = PdfDocument(path)
    try:
        return document[page].render(scale=1).to_pil().convert("L")
    finally:
        document.close()


def test_tiles_show_their_part_of_the_poster(tmp_path: Path) -> None:
    content = battle_map((30, 9))
    write_battle_map(content, tmp_path / "whole.pdf", paper="A2")
    write_battle_map(content, tmp_path / "tiles.pdf", paper="A2", tile="A4")
    whole = picture(tmp_path / "whole.pdf", 0)
    split = split_poster(594 * MM, 420 * MM, "A4")
    for row in range(split.rows):
        for column in range(split.columns):
            sheet = picture(tmp_path / "tiles.pdf", 1 + row * split.columns + column)
            left, top = (round(side) for side in split.window(row, column))
            edge, rest = round(EDGE), round(EDGE + OVERLAP + 3)
            wide = min(sheet.width - edge - rest, whole.width - left - 40)
            high = min(sheet.height - edge - rest, whole.height - top - 40)
            part = sheet.crop((edge, edge, edge + wide, edge + high))
            wanted, other = (whole.crop((x, y, x + wide, y + high)) for x, y in ((left, top), (left + 20, top + 20)))
            assert difference(part, wanted) < difference(part, other) / 2, (row, column)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, less what the hinting of letters makes."""
    soft = [each.filter(ImageFilter.BoxBlur(4)) for each in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*soft)).mean[0]
