"""The office's sheets: sound pages at every size, rates that recompute from the list beside them, searchable text."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.list_pages import ListPart, lay_out_list
from exports.pdf.finish import Finish, finished_as, with_footers
from exports.pdf.page import SHEET_HEIGHT, SHEET_WIDTH
from exports.pdf.shapes import MM, Bounds, Label, Modules, Page
from exports.sheets import assigned, reasons, roll_up
from exports.sheets.batch import BatchPart, write_batch
from exports.sheets.leaflet import lay_out_leaflet
from exports.sheets.making import SHEETS, SheetOptions, write_sheet
from exports.sheets.masking import mask_name
from models.edits.joining_page import set_joining_page
from models.errors import FileProblem, InputProblem
from models.exchange.writing import Wanted, write_exchange
from models.progress import Progress
from models.queries.assigned_sheets import AssignedRow, AssignedSheet, AssignedSheets, By, assigned_sheets
from models.queries.joining_leaflet import JoiningLeaflet
from models.queries.reason_analysis import ReasonAnalysis, ReasonCell, ReasonGroup, ReasonWeek
from models.queries.reason_figures import ReasonFigure, ReasonFigures, ReasonScope
from models.queries.report_content import Figures, StreetFigures
from models.queries.roll_up import RollUp, RollUpDifference, RollUpPart
from tests.exports.content import LONGEST, RARE, weekly_ledger
from tests.exports.measuring import faults
from tests.exports.reading import page_texts
from tests.models.edits.desk import Desk, desk

DAY = date(2024, 9, 25)
AREA = Bounds(20 * MM, 20 * MM, SHEET_WIDTH - 40 * MM, SHEET_HEIGHT - 30 * MM)
HEAD = weekly_ledger(()).head
NAMES = (LONGEST, f"启明{RARE}学校", "阳光幼儿园")


def row(number: int, **values: object) -> AssignedRow:
    made = AssignedRow(
        NAMES[number % 3],
        ("untouched", "visited", "preparing", "filed")[number % 4],
        number % 7 == 0,
        ("赤岗街道", "新港街道", "")[number % 3],
        number * 13 % 4000,
        ("eligible", "eligible", "not", "undecided", "")[number % 5],
        number % 4 == 3,
        number % 8 == 3,
        "D1 负责人有顾虑" if number % 2 else "",
        "联合建",
        "王副主席",
        "欧阳某某",
        date(2024, 9, 1) if number % 3 else None,
        24 if number % 3 and number % 4 != 3 else 0,
        date(2024, 8, 8) if number % 2 else None,
        number % 2 * 12,
        date(2024, 9, 20),
        3 if number % 4 != 3 else 0,
        "送材料，" * (number % 9),
        date(2023, 5, 6) if number % 4 == 3 else None,
    )
    return replace(made, **values)  # type: ignore[arg-type]  # a test


def sheets(by: By, count: int) -> AssignedSheets:
    rows = tuple(row(number) for number in range(count))
    sums = Figures(count, count // 2, 0, 0, count // 4, 0, 3)
    street = StreetFigures("440105001", "赤岗街道", "赤岗", sums)
    waiting = tuple(each for each in rows if not each.covered)
    built = tuple(each for each in rows if each.covered)
    return AssignedSheets(HEAD, by, DAY, (), (AssignedSheet("欧阳某某", sums, (street,), waiting, built),))


def pages_of(parts: list[ListPart]) -> list[Page]:
    made: list[Page] = []
    for part in parts:
        assert part.table is not None
        made += lay_out_list(HEAD, part.table, [part], first=len(made) + 1)
    return made


@pytest.mark.parametrize("larger", [1.0, 1.2])
@pytest.mark.parametrize("count", [0, 1, 40, 1500])
@pytest.mark.parametrize("by", ["cadre", "leader"])
def test_what_a_person_has_in_hand_is_sound(by: By, count: int, larger: float) -> None:
    with finished_as(Finish(larger=larger, footer="海珠区总工会基层工作部" * 8)):
        content = sheets(by, count)
        table = assigned._task_table() if by == "cadre" else assigned._leader_table()
        parts = [replace(assigned._part(each, content, table), table=table) for each in content.people]
        pages = list(with_footers(pages_of(parts)))
    assert len(pages) > count / 40
    area = Bounds(AREA.left, AREA.top, AREA.width, SHEET_HEIGHT - AREA.top - 3 * MM)  # the footer is below
    for page in pages[:6] + pages[-2:]:
        assert faults(page, area) == []


def analysis(reasons_: int, groups: int) -> ReasonAnalysis:
    rows = tuple(
        ReasonFigure(f"D{number}", f"D{number} {'职工意愿低或流动性大' * 2}", 900 - number, 100, 900, 3, 2, 40, 7)
        for number in range(reasons_)
    )
    cells = tuple(ReasonCell(1500 + number, 2000, 17) for number in range(reasons_))
    group = tuple(ReasonGroup(f"{number}{LONGEST[:14]}街道", cells, 3) for number in range(groups))
    weeks = tuple(ReasonWeek(number + 30, DAY, number * 40, 200 - number) for number in range(12))
    return ReasonAnalysis(HEAD, ReasonFigures(ReasonScope(), 900, rows), weeks, group, group)


@pytest.mark.parametrize(("count", "groups"), [(0, 0), (1, 1), (9, 18), (27, 60)])
def test_the_analysis_of_reasons_is_sound(count: int, groups: int) -> None:
    content = analysis(count, groups)
    table = reasons._table()
    parts = [ListPart("每个原因后来怎样", "", tuple(reasons._rows(table, content)), table=table)]
    for by, name, found in (("area", "街道", content.areas), ("type", "类型", content.types)):
        parts += reasons._crossed(by, name, found, content)
    for page in [reasons.first_page(content), *pages_of(parts)]:
        assert faults(page, AREA) == []


@pytest.mark.parametrize("count", [0, 1, 40, 1500])
def test_the_roll_up_check_is_sound(count: int) -> None:
    sums = Figures(count, count, 0, 0, count // 3, 0)
    file = "" if count == 1 else f"{LONGEST}.jhtz"
    parts = tuple(RollUpPart(LONGEST, file, sums) for _number in range(min(count, 60)))
    found = tuple(
        RollUpDifference("missing", NAMES[number % 3], "52440105MJ000000XT", LONGEST, "", "应建、已建会")
        for number in range(count)
    )
    content = RollUp(HEAD, parts, sums, sums, found, 0)
    listed = roll_up._difference_table()
    made = [roll_up._sums(content)]
    made += [ListPart("差异", "", tuple(roll_up._difference_rows(listed, content)), table=listed)] if found else []
    for page in pages_of(made)[:8]:
        assert faults(page, AREA) == []


@pytest.mark.parametrize(("streets", "pages"), [(12, 1), (18, 1), (24, 2)])
def test_a_few_streets_more_take_no_second_page(streets: int, pages: int) -> None:
    sums = Figures(9, 8, 0, 1, 4, 1)
    parts = tuple(RollUpPart("江南中街道", "", sums, f"4401050{number:02}000") for number in range(streets))
    laid = pages_of([roll_up._sums(RollUp(HEAD, parts, sums, sums, (), 0))])
    assert len(laid) == pages
    assert all(faults(page, AREA) == [] for page in laid)


def test_the_leaflet_is_sound_and_its_code_holds_the_address() -> None:
    content = JoiningLeaflet(replace(HEAD, unit=LONGEST), "https://example.org/" + "x" * 300, "扫码入会。" * 30)
    for page in lay_out_leaflet(content):
        assert faults(page, Bounds(5 * MM, 5 * MM, page.width - 10 * MM, page.height - 10 * MM)) == []
    zxing = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image")
    code = next(shape for shape in lay_out_leaflet(content)[0].shapes if isinstance(shape, Modules))
    side = len(code.rows)
    picture = image.new("L", (side + 8, side + 8), 255)
    for y, line in enumerate(code.rows):
        for x, module in enumerate(line):
            picture.putpixel((x + 4, y + 4), 0 if module == "1" else 255)
    (found,) = zxing.read_barcodes(picture.resize((8 * (side + 8), 8 * (side + 8)), 0))
    assert found.text == content.address


def test_names_are_masked() -> None:
    assert [mask_name(name) for name in ("张三", "欧阳小明", "王", "", "—", "张三、李四五")] == [
        "张*",
        "欧**",
        "王",
        "",
        "—",
        "张*、李**",
    ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        for number in range(9):
            made.add(
                ("中山", "启明", "阳光")[number % 3] + f"第{number}幼儿园",
                code=None,
                category="kindergarten",
                street=("440105002", "440105001")[number % 2],
                phone="13812345678",
                note="打 13987654321",
                leader="王副主席" if number % 3 else None,
            )
        set_joining_page(made.ledger, address="https://example.org/join")
        yield made


def test_every_sheet_is_searchable_grey_and_signed_at_the_foot(office: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for kind in SHEETS:
        options = SheetOptions(kind, organizations=(1, 2) if kind == "dossier" else (), masked=kind == "leaders")
        with finished_as(Finish(grey=True, footer="基层工作部承办")):
            printed = write_sheet(office.ledger, options, path)
        texts = page_texts(path)
        assert (len(texts), printed.missing_glyphs) == (printed.pages, ())
        assert all("基层工作部承办" in text for text in texts), kind
        assert not any(number in "".join(texts) for number in ("13812345678", "13987654321"))
        coloured = [
            line
            for page in PdfReader(path).pages
            for line in page.get_contents().get_data().decode("latin-1").splitlines()  # type: ignore[union-attr]
            if line.endswith((" rg", " RG")) and len(set(line.split()[:3])) > 1
        ]
        assert coloured == [], kind
        if kind == "leaders":
            assert "王***" not in texts[0]
            assert "王**" in texts[0]
            assert "王副主席" not in "".join(texts)


def test_an_exchange_file_is_a_part_that_is_only_looked_at(office: Desk, tmp_path: Path) -> None:
    file, path = tmp_path / "下级.jhx", tmp_path / "核对.pdf"
    write_exchange(office.ledger, file, Wanted(), program="test", progress=Progress())
    office.add("新来的幼儿园", category="kindergarten", type="service", level="county")
    (before,) = office.one("SELECT count(*) FROM batch")
    write_sheet(office.ledger, SheetOptions("roll_up", files=(file,)), path)
    text = "".join(page_texts(path))
    assert "下级.jhx" in text
    assert "新来的幼儿园" in text
    assert office.one("SELECT count(*) FROM batch")[0] == before
    (tmp_path / "坏.jhx").write_bytes(file.read_bytes()[:300])
    with pytest.raises(InputProblem, match="不能用来核对"):
        write_sheet(office.ledger, SheetOptions("roll_up", files=(tmp_path / "坏.jhx",)), path)


def test_only_two_sheets_are_editable_texts(office: Desk, tmp_path: Path) -> None:
    write_sheet(office.ledger, SheetOptions("circular"), tmp_path / "通报.docx")
    write_sheet(office.ledger, SheetOptions("dossier", organizations=(1,)), tmp_path / "档.docx")
    with pytest.raises(InputProblem, match="只有 PDF"):
        write_sheet(office.ledger, SheetOptions("tasks"), tmp_path / "任务.docx")
    with pytest.raises(InputProblem, match="一次只写一家"):
        write_sheet(office.ledger, SheetOptions("dossier", organizations=(1, 2)), tmp_path / "两.docx")
    assert {path.name for path in tmp_path.glob("*.docx")} == {"通报.docx", "档.docx"}


def test_the_rate_of_a_street_recomputes_from_the_rows_below_it(office: Desk, tmp_path: Path) -> None:
    for sheet in assigned_sheets(office.ledger, "cadre").people:
        rows = [*sheet.open, *sheet.built]
        eligible = [each for each in rows if each.counts == "eligible"]
        assert sheet.figures.eligible == len(eligible) == sum(street.figures.eligible for street in sheet.streets)
        assert sheet.figures.built == sum(each.covered for each in eligible)
    content = sheets("cadre", 40)
    heading = assigned._heading(content.people[0], "赤岗街道")
    assert "应建 20" in heading
    assert "已建 10　建会率 50.0%" in heading


def test_a_batch_is_one_file_with_an_outline_or_a_folder(office: Desk, tmp_path: Path) -> None:
    def part(name: str, area: str) -> BatchPart:
        options = SheetOptions("dossier", areas=(area,))
        return BatchPart(name, lambda path: write_sheet(office.ledger, options, path))

    parts = [part("赤岗/街道", "440105001"), part("新港街道", "440105002")]
    path = tmp_path / "一册.pdf"
    with finished_as(Finish(footer="一次")):
        made = write_batch(office.ledger, "一户一档", parts, path)
    reader = PdfReader(path)
    assert made.files == (path,)
    assert len(reader.pages) == made.pages
    assert [each.title for each in reader.outline] == ["赤岗/街道", "新港街道"]  # type: ignore[union-attr]
    begins = [reader.get_destination_page_number(each) for each in reader.outline]  # type: ignore[arg-type]
    assert begins[0] == 0 < (begins[1] or 0)
    assert all(text.count("一次") == 1 for text in page_texts(path))
    folder = tmp_path / "一份一个"
    made = write_batch(office.ledger, "一户一档", parts, folder)
    assert len({each.name for each in folder.iterdir()}) == len(made.files) == 2
    with pytest.raises(InputProblem, match="没有可以分开打印的部分"):
        write_batch(office.ledger, "一户一档", [], path)
    with pytest.raises(FileProblem, match="不是文件夹"):
        write_batch(office.ledger, "一户一档", parts, _file(tmp_path / "占着"))


def _file(path: Path) -> Path:
    path.write_text("x")
    return path


def test_a_footer_goes_below_everything() -> None:
    page = reasons.first_page(analysis(9, 3))
    with finished_as(Finish(footer="基层工作部")):
        (signed,) = with_footers([page])
    line = signed.shapes[-1]
    assert isinstance(line, Label)
    lowest = max(shape.bounds.bottom for shape in page.shapes if isinstance(shape, Label))
    assert lowest < line.bounds.top < line.bounds.bottom < page.height - 4 * MM
