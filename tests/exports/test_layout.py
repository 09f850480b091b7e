"""Nothing on a print overlaps, leaves its page or gets too small to read, whatever the office has in its ledger."""

import re
from dataclasses import replace
from functools import cache

import pytest

from exports.battle_map import lay_out_battle_map
from exports.battle_map.grid import BOTTOM_BOTTOM
from exports.battle_map.packing import arrange, group_cells
from exports.pdf.page import TYPE_AREA
from exports.pdf.shapes import MM, Area, Bounds, Box, Cell, Label, Page, Pen, Stroke, text_line
from exports.weekly_ledger import lay_out_weekly_ledger
from exports.weekly_ledger.cover import cover_pages
from models.queries.report_content import MapCell, TargetLine, WeekCell
from tests.exports.content import LONGEST, RARE, battle_map, compared, head, moves, weekly_ledger
from tests.exports.measuring import faults

FORTY = tuple(3 + (number * 7) % 40 for number in range(40))
SIZES = {
    "no street": (),
    "empty street": (0,),
    "one of one": (1,),
    "one street of 40": (40,),
    "one street of 1500": (1500,),
    "ten": (58, 52, 49, 46, 44, 41, 38, 34, 27, 23),
    "eighteen": (20,) * 18,
    "nineteen": (20,) * 19,
    "forty": FORTY,
    "uneven": (1500, 1, 0, 40, 260),
}
NAMES = (LONGEST, f"启明{RARE}学校", "A" * 60, "阿不都热西提·买买提双语幼儿园", "1234567890" * 5)
LONG_HEAD = head(
    unit="某某省某某自治州某某高新技术产业开发区总工会" * 2,
    campaign="推进社会组织建会专项行动攻坚阶段" * 2,
    filter_text="重点对象，未建会，职工 25 人以上，" * 6,
    made_by="阿不都热西提·买买提",
)
SMALLEST_TYPE = 4.9


@cache
def weekly_pages(name: str) -> list[Page]:
    return lay_out_weekly_ledger(weekly_ledger(SIZES[name], names=NAMES))


@cache
def map_pages(name: str, paper: str) -> list[Page]:
    return lay_out_battle_map(battle_map(SIZES[name], names=NAMES), paper)  # type: ignore[arg-type]


def sheet(page: Page, margin: float) -> Bounds:
    return Bounds(0, 0, page.width, page.height).inset(margin)


@pytest.mark.parametrize("name", SIZES)
def test_weekly_ledger_has_no_faults(name: str) -> None:
    for page in weekly_pages(name):
        area = Bounds(TYPE_AREA.left, TYPE_AREA.top, TYPE_AREA.width, page.height - TYPE_AREA.top - 8 * MM)
        assert faults(page, area) == []


@pytest.mark.parametrize("standing", ["frozen", "estimated"])
@pytest.mark.parametrize(("scale", "week"), [(0, "2024-W38"), (1, "2024-W38"), (1, "2023-W52"), (300, "2024-W36")])
@pytest.mark.parametrize("name", ["no street", "one of one", "ten", "forty"])
def test_what_is_compared_has_no_faults(name: str, scale: int, week: str, standing: str) -> None:
    why = moves(scale) if scale else ()
    named = tuple(replace(move, names=(LONGEST, f"启明{RARE}学校", *move.names)) for move in why)
    pages = lay_out_weekly_ledger(compared(weekly_ledger(SIZES[name]), named, week=week, standing=standing))
    for page in pages[:5]:
        area = Bounds(TYPE_AREA.left, TYPE_AREA.top, TYPE_AREA.width, page.height - TYPE_AREA.top - 8 * MM)
        assert faults(page, area) == []


def test_sixteen_rows_stand_on_a_page() -> None:
    """Of an ordinary ledger: names of ten characters or so, a next step with its day, below at most two headings."""
    texts = ["".join(shape.text for shape in page.shapes if isinstance(shape, Label)) for page in weekly_pages("ten")]
    listed = [int(found[1]) for text in texts if (found := re.search(r"本页 (\d+) 家", text))]
    assert sorted(listed[1:-1])[len(listed[1:-1]) // 2] >= 16  # the first page has the longest names


@pytest.mark.parametrize("paper", ["A1", "A3", "A4"])
@pytest.mark.parametrize("name", SIZES)
def test_battle_map_has_no_faults(name: str, paper: str) -> None:
    for page in map_pages(name, paper):
        assert faults(page, sheet(page, 12.5 * MM)) == []


@pytest.mark.parametrize("paper", ["A0", "A1", "A2", "A3", "A4"])
def test_letters_and_cells_of_the_map_stay_readable(paper: str) -> None:
    for page in map_pages("ten", paper):
        labels = [shape for shape in page.shapes if isinstance(shape, Label)]
        cells = [shape for shape in page.shapes if isinstance(shape, Cell)]
        assert min(label.size for label in labels) * page.scale >= SMALLEST_TYPE
        assert min(cell.bounds.width for cell in cells) * page.scale >= 3.2 * MM  # the legend's
        assert max(cell.bounds.width for cell in cells) * page.scale >= 4.0 * MM - 1e-6


def test_long_heads_have_no_faults() -> None:
    weekly = lay_out_weekly_ledger(replace(weekly_ledger(names=NAMES), head=LONG_HEAD))
    poster = lay_out_battle_map(replace(battle_map(names=NAMES), head=LONG_HEAD))
    assert [fault for page in weekly for fault in faults(page, sheet(page, 4 * MM))] == []
    assert [fault for page in poster for fault in faults(page, sheet(page, 12.5 * MM))] == []


@pytest.mark.parametrize("percents", [(), (60,), (60, 61), (1, 100), (50, 60, 70, 80, 90)])
def test_marks_of_targets_never_touch(percents: tuple[int, ...]) -> None:
    content = battle_map()
    day = content.targets[0].due_on
    targets = tuple(TargetLine(f"第{percent}步", percent, day, 5, 90, 1) for percent in percents)
    for page in lay_out_battle_map(replace(content, targets=targets)):
        assert faults(page, sheet(page, 12.5 * MM)) == []


def test_a_row_longer_than_a_page_goes_on_overleaf_without_losing_a_word() -> None:
    words = "".join(f"甲{number}乙" for number in range(3000))
    pages = lay_out_weekly_ledger(weekly_ledger((4,), note=words))
    printed = "".join(
        shape.text for page in pages for shape in page.shapes if isinstance(shape, Label) and shape.size <= 9
    )
    assert all(f"甲{number}乙" in printed for number in (0, 1500, 2999))
    assert [fault for page in pages for fault in faults(page, sheet(page, 8 * MM))] == []


def test_long_names_are_whole() -> None:
    printed = "".join(shape.text for page in weekly_pages("ten") for shape in page.shapes if isinstance(shape, Label))
    assert LONGEST in printed.replace("\n", "")
    poster = "".join(shape.text for page in map_pages("ten", "A3") for shape in page.shapes if isinstance(shape, Label))
    assert LONGEST in poster


def test_every_organization_has_its_place_on_the_map() -> None:
    content = battle_map(SIZES["ten"])
    cells = [shape for page in map_pages("ten", "A1") for shape in page.shapes if isinstance(shape, Cell)]
    samples = 9  # of the legend
    assert len(cells) - samples == sum(len(tile.cells) for tile in content.tiles)


@pytest.mark.parametrize("paper", ["A1", "A3"])
def test_more_than_900_organizations_share_cells_and_it_is_said(paper: str) -> None:
    pages = map_pages("one street of 1500", paper)
    labels = [shape.text for page in pages for shape in page.shapes if isinstance(shape, Label)]
    assert any("每格代表 2 家，同一阶段不足 2 家也画一格" in text for text in labels)
    assert sum(isinstance(shape, Cell) for page in pages for shape in page.shapes) < 1500 / 2 + 20


def test_900_organizations_have_a_cell_each_and_1000_share() -> None:
    for count, stands_for in ((900, 1), (1000, 2)):
        arrangement = arrange(battle_map((count,)).tiles, [600.0], 6, 4.0)
        assert arrangement
        assert arrangement.stands_for == stands_for


def test_cells_that_stand_for_several_leave_no_stage_out() -> None:
    cells = [MapCell("untouched", True, False, False)] * 5 + [MapCell("built", True, True, False)]
    grouped = group_cells(cells, 3)
    assert [cell.word for cell in grouped] == ["untouched", "untouched", "built"]
    assert grouped[-1].overdue


def test_tiles_that_do_not_fit_are_refused() -> None:
    assert arrange(battle_map((40,) * 60).tiles, [40.0], 6, 7.0) is None


@pytest.mark.parametrize(("name", "sheets"), [("eighteen", 1), ("nineteen", 2), ("forty", 2)])
def test_more_streets_than_fit_take_a_second_sheet(name: str, sheets: int) -> None:
    pages = map_pages(name, "A1")
    assert len(pages) == sheets
    names = [row.street.name for row in battle_map(SIZES[name]).matrix]
    labels = [shape.text for page in pages for shape in page.shapes if isinstance(shape, Label)]
    assert all(labels.count(name) >= 2 for name in names)  # in the matrix and on the map


@pytest.mark.parametrize(("streets", "covers"), [(10, 1), (18, 1), (21, 2)])
def test_the_streets_of_a_district_stand_on_the_cover(streets: int, covers: int) -> None:
    for content in (weekly_ledger((9,) * streets), compared(weekly_ledger((9,) * streets), moves())):
        pages = cover_pages(content)
        assert len(pages) == covers
        assert all(shape.size >= 8.0 for shape in pages[0] if isinstance(shape, Label))


def test_a_further_sheet_has_no_heading_over_nothing() -> None:
    headings = [
        [shape.text for shape in page.shapes if isinstance(shape, Label)].count("一格一家")
        for page in lay_out_battle_map(battle_map((6,) * 19), "A1")
    ]
    assert headings == [1, 0]  # all nineteen tiles stand on the first sheet


def test_the_ruler_finds_faults() -> None:
    page = Page(200, 100, ())
    line = text_line("望江街道", "plain", 10, 20, 50)
    area = sheet(page, 5)
    cases = {
        "touch": (line, replace(line, left=50)),
        "outside": (replace(line, left=170),),
        "crossed": (line, Stroke(((0, 46), (200, 46)), Pen())),
        "leaves its room": (replace(line, room=Bounds(20, 40, 30, 12)),),
    }
    assert faults(replace(page, shapes=(line,)), area) == []
    for word, shapes in cases.items():
        assert any(word in fault for fault in faults(replace(page, shapes=shapes), area)), word


def test_lists_longer_than_their_place_say_how_many_there_are() -> None:
    content = battle_map(names=(LONGEST,) * 9)
    cases = tuple(replace(content.hard_cases[0], name=f"{LONGEST}{number}") for number in range(12))
    unions = tuple(replace(content.new_unions[0], name=f"望江{number}幼儿园") for number in range(20))
    reasons = content.reasons * 3
    longer = replace(content, hard_cases=cases, new_unions=unions, reasons=reasons, without_union=500)
    (page,) = lay_out_battle_map(longer)
    assert faults(page, sheet(page, 12.5 * MM)) == []
    labels = [shape for shape in page.shapes if isinstance(shape, Label)]
    texts = [label.text for label in labels]
    assert max(label.bounds.bottom for label in labels if LONGEST[-4:] in label.text) < BOTTOM_BOTTOM * MM
    assert "领导包联；共 12 家" in texts
    assert any(text.startswith("另有 ") and text.endswith(" 家") for text in texts)
    assert any(text.startswith("其余 ") for text in texts)
    assert "主因未填" in texts


def matrix_row(page: Page, name: str) -> list[Label]:
    """The labels of a row of the wall matrix, from left to right."""
    labels = [shape for shape in page.shapes if isinstance(shape, Label)]
    first = next(label for label in labels if label.text == name and label.left < 16 * MM)
    middle = first.bounds.middle[1]
    row = [label for label in labels if abs(label.bounds.middle[1] - middle) < 2 * MM and label.left < 411 * MM]
    return sorted(row, key=lambda label: label.left)


def test_the_totals_of_the_matrix_stand_below_their_weeks() -> None:
    content = battle_map()
    (page,) = lay_out_battle_map(content)
    total = "".join(label.text for label in matrix_row(page, "合计")[1:])
    weeks = [
        f"计 {week.planned}" if week.done is None else f"{week.done}/{week.planned}" for week in content.matrix_total
    ]
    sums = content.total
    figures = (str(sums.eligible), str(sums.built), "69.9", str(sums.missing(85)), str(sums.overdue))
    assert total == "".join([*weeks, *figures])
    for number, week in enumerate(content.matrix_total):
        assert week.planned == sum(row.cells[number].planned for row in content.matrix)


def test_flags_tell_reached_from_missed() -> None:
    content = battle_map((20, 20))
    cells = [WeekCell(2, 1), WeekCell(2, 2), WeekCell(1, 3), WeekCell(0, 1), WeekCell(0, 0), WeekCell(1, 0)]
    row = replace(content.matrix[0], cells=(*cells, *[WeekCell(1, None)] * 5))
    (page,) = lay_out_battle_map(replace(content, matrix=(row,), new_unions=()))
    fills = [shape.fill for shape in page.shapes if isinstance(shape, Area)]
    legend = 1
    assert fills.count("#111111") == 2 + legend
    assert fills.count("#A81E26") == 3 + legend
    boxes = [shape for shape in page.shapes if isinstance(shape, Box)]
    assert sum(bool(box.radius and box.pen and not box.fill) for box in boxes) == 2
    assert [label.text for label in matrix_row(page, "望江街道")[1:4]] == ["1", "/2", "2"]


def test_a_narrow_stage_is_named_beside_the_bar() -> None:
    counts = tuple((word, 995 if word == "built" else 1) for word, _count in battle_map().word_counts)
    (page,) = lay_out_battle_map(replace(battle_map(), word_counts=counts))
    assert faults(page, sheet(page, 12.5 * MM)) == []
    texts = [shape.text for shape in page.shapes if isinstance(shape, Label)]
    assert any(text.startswith("窄条：未启动 1、已走访 1、筹建中 1、已报批 1、暂不具备 1") for text in texts)
    assert "建 995" in texts


def test_free_places_stay_free() -> None:
    """Of three streets the second stands alone in the third column, the third below the first."""
    content = battle_map((20, 20, 20))
    one, two, three = content.tiles
    tiles = (one, replace(two, before=1), replace(three, before=1))
    found = arrange(tiles, [600.0], 6, 4.0)
    assert found is not None
    assert [(place.column, place.top > 0) for place in found.places] == [(0, False), (2, False), (0, True)]
    assert (found.legend.column, found.legend.top) == (1, found.places[2].top)
    for paper in ("A1", "A4"):
        for page in lay_out_battle_map(replace(content, tiles=tiles), paper):
            assert faults(page, sheet(page, 12.5 * MM)) == []
    plain = arrange(content.tiles, [600.0], 6, 4.0)
    assert plain is not None
    assert [place.column for place in plain.places] == [0, 1, 2]
