"""The battle map (作战图): a poster for the wall, on any paper from A0 to A4, or split over small sheets."""

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Literal

from exports.battle_map.foot import foot_shapes
from exports.battle_map.geo import geo_page
from exports.battle_map.grid import (
    BARS_BOTTOM,
    BOTTOM_TOP,
    FOOT_TOP,
    FURTHER_TOP,
    MARGIN,
    MIDDLE_BOTTOM,
    MIDDLE_TOP,
    PAPERS_MM,
    SHEET_MM,
    across,
)
from exports.battle_map.head import further_head, head_shapes
from exports.battle_map.lists import lists_shapes
from exports.battle_map.look import Look, seen_with
from exports.battle_map.matrix import LEAST_ROW, TIGHT_ROW, further_matrix, matrix_shapes, rows_that_fit
from exports.battle_map.packing import Arrangement, arrange
from exports.battle_map.stage_bar import stage_bar
from exports.battle_map.target_bar import target_bar
from exports.battle_map.tiles import MAP_HEADING, legend_lines, map_shapes
from exports.battle_map.tiling import write_tiles
from exports.pdf.document import Printed, Properties, write_pages
from exports.pdf.fonts import missing_glyphs, texts_of
from exports.pdf.shapes import MM, Page, Shape
from exports.phones import clear_text, without_phones
from models.language import _
from models.progress import Progress
from models.queries.report_content import BattleMap

__all__ = ["Look", "Paper", "TilePaper", "lay_out_battle_map", "write_battle_map"]

Paper = Literal["A0", "A1", "A2", "A3", "A4"]
TilePaper = Literal["A3", "A4"]

_SMALLEST_CELL = 4.0  # millimetres on the paper that is printed
_FURTHER_BOTTOM = FOOT_TOP - 5
_USUAL = Look()
_CUMULATIVE = 37.0 + 14.0  # the line below the first matrix, and the row of totals


def write_battle_map(
    content: BattleMap,
    path: Path,
    *,
    paper: Paper = "A3",
    tile: TilePaper | None = None,
    look: Look = _USUAL,
    progress: Progress | None = None,
) -> Printed:
    """Write the battle map as a PDF of `paper`, or of `tile` sheets to be glued together to that size.

    Raises:
        FileProblem: says why it could not be written.
    """
    posters = lay_out_battle_map(content, paper, look)
    head = content.head
    title = _("社会组织建会攻坚作战图 {unit} {week}").format(unit=head.unit, week=head.week)
    properties = Properties(title, head.unit, clear_text(head.filter_text), head.as_of)
    if tile and tile != paper:
        count = write_tiles(path, posters, tile, properties, head)
    else:
        write_pages(path, posters, len(posters), properties, progress=progress)
        count = len(posters)
    return Printed(count, missing_glyphs(texts_of(_without_cells(content))), head.report_id)


def lay_out_battle_map(content: BattleMap, paper: Paper = "A3", look: Look = _USUAL) -> list[Page]:
    """The sheets as shapes in A1 measures, with the scale of `paper`."""
    content = seen_with(_cleared(content), look)
    wide, high = PAPERS_MM[paper]
    scale = min(wide / SHEET_MM[0], high / SHEET_MM[1])
    first_rows, further_rows = _rows_of_sheets(LEAST_ROW)
    sheets = 1 + max(0, ceil((len(content.matrix) - first_rows) / further_rows))
    arrangement = _arranged(content, sheets, _SMALLEST_CELL / scale)
    tight_rows, _further = _rows_of_sheets(TIGHT_ROW)
    if first_rows < len(content.matrix) <= tight_rows:  # no second sheet for a few rows
        alone = _arranged(content, 1, _SMALLEST_CELL / scale)
        if alone is not None and (arrangement is None or alone.stands_for <= arrangement.stands_for):
            sheets, arrangement, first_rows = 1, alone, tight_rows
    while arrangement is None:
        sheets += 1
        arrangement = _arranged(content, sheets, _SMALLEST_CELL / scale)
    pages = []
    whole = sheets + (look.geo is not None)
    for number in range(sheets):
        if number == 0:
            shapes = _first_sheet(content, arrangement, first_rows, only_open=look.only_open)
        else:
            start = first_rows + (number - 1) * further_rows
            rows = content.matrix[start : start + further_rows]
            shapes = further_head(content, number + 1, whole)
            shapes += further_matrix(content, rows, FURTHER_TOP, _FURTHER_BOTTOM) if rows else []
            shapes += map_shapes(content, arrangement, number, FURTHER_TOP, only_open=look.only_open)
        shapes += foot_shapes(content, number + 1, whole)
        pages.append(Page(wide * MM / scale, high * MM / scale, tuple(shapes), scale))
    if look.geo is not None:
        pages.append(geo_page(content, look.geo, paper=paper, number=whole, sheets=whole))
    return pages


def _without_cells(content: BattleMap) -> BattleMap:
    """The texts of the content: cells have none, and a country has four hundred thousand of them."""
    return replace(content, tiles=tuple(replace(tile, cells=()) for tile in content.tiles))


def _cleared(content: BattleMap) -> BattleMap:
    clear = without_phones(_without_cells(content))
    tiles = (replace(tile, cells=full.cells) for tile, full in zip(clear.tiles, content.tiles, strict=True))
    return replace(clear, tiles=tuple(tiles))


def _rows_of_sheets(high: float) -> tuple[int, int]:
    """Streets in the matrix of the first sheet and of every further one, where a row is so high (mm)."""
    return (
        rows_that_fit(MIDDLE_TOP, MIDDLE_BOTTOM, high, extra=_CUMULATIVE),
        rows_that_fit(FURTHER_TOP, _FURTHER_BOTTOM, high, extra=0),
    )


def _arranged(content: BattleMap, sheets: int, smallest_cell: float) -> Arrangement | None:
    areas = [MIDDLE_BOTTOM - MIDDLE_TOP - MAP_HEADING - 2]
    areas += [_FURTHER_BOTTOM - FURTHER_TOP - MAP_HEADING] * (sheets - 1)
    return arrange(content.tiles, areas, legend_lines(content), smallest_cell)


def _first_sheet(content: BattleMap, arrangement: Arrangement, rows: int, *, only_open: bool) -> list[Shape]:
    right = SHEET_MM[0] - MARGIN
    return [
        *head_shapes(content),
        *target_bar(content),
        *stage_bar(content),
        across(MARGIN, right, BARS_BOTTOM),
        *matrix_shapes(content, content.matrix[:rows], MIDDLE_TOP, MIDDLE_BOTTOM),
        *map_shapes(content, arrangement, 0, MIDDLE_TOP, only_open=only_open),
        across(MARGIN, right, BOTTOM_TOP - 1),
        *lists_shapes(content),
    ]
