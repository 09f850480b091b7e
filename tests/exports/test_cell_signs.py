"""Star, flag, corner and letter of a cell: apart from one another at every size, and counted in the legend."""

from dataclasses import replace

import pytest

from exports.battle_map import lay_out_battle_map
from exports.pdf.shapes import MM, Area, Bounds, Cell, Label, Link, Page
from exports.pdf.stage_signs import CORNER, STAGE_SIGNS, cell_marks, flag_place, letter_place, star_place
from models.queries.map_lists import MapTarget
from models.queries.report_content import BattleMap
from tests.exports.content import battle_map
from tests.exports.measuring import extent, holds, overlap

_INK = 0.47  # of the size: how far a Chinese character reaches from its middle
_FRAME = 0.7 * MM / (9.2 * MM)  # of the side: the frame of what is late, inwards


def letter_ink(cell: Cell) -> Bounds:
    size, x, y = letter_place(cell)
    return Bounds(x - _INK * size, y - _INK * size, 2 * _INK * size, 2 * _INK * size)


@pytest.mark.parametrize("side", [4.0, 4.6, 7.0, 9.2, 13.8, 19.5])
@pytest.mark.parametrize(("star", "flag"), [(True, False), (False, True), (True, True)])
@pytest.mark.parametrize("word", ["untouched", "visited", "filed"])
def test_signs_and_letter_are_apart(side: float, word: str, *, star: bool, flag: bool) -> None:
    cell = Cell(Bounds(100, 200, side * MM, side * MM), word, late=True, star=star, flag=flag)
    inner = cell.bounds.inset(_FRAME * cell.bounds.width)
    places = [letter_ink(cell), *([star_place(cell)] if star else []), *([flag_place(cell)] if flag else [])]
    for number, place in enumerate(places):
        assert holds(inner, place, 0.02)
        assert not any(overlap(place, other, 0.01) for other in places[number + 1 :])
    inks = [mark for mark in cell_marks(cell) if isinstance(mark, Area)]
    assert len(inks) == star + flag
    assert all(holds(place, extent(mark), 0.1) for place, mark in zip(places[1:], inks, strict=True))
    assert {mark.fill for mark in inks} == {STAGE_SIGNS[word].ink}
    assert letter_place(cell)[0] >= 5.0  # points, on the smallest cell
    box, right, low = letter_ink(cell), cell.bounds.right, cell.bounds.bottom
    assert (right - box.right) + (low - box.bottom) >= CORNER * cell.bounds.width - 0.5 * side / 9.2


def test_without_signs_the_letter_stays_in_the_middle() -> None:
    cell = Cell(Bounds(0, 0, 9.2 * MM, 9.2 * MM), "built", late=True)
    assert cell_marks(cell) == []
    assert letter_place(cell) == (18.0, *cell.bounds.middle)


def cells_of(pages: list[Page]) -> list[Cell]:
    """Those of the tiles: a legend shows one of each, without a link of its own."""
    made = []
    for page in pages:
        linked = {(link.bounds.left, link.bounds.top) for link in page.shapes if is_cell(link)}
        made += [
            each for each in page.shapes if isinstance(each, Cell) and (each.bounds.left, each.bounds.top) in linked
        ]
    return made


def is_cell(shape: object) -> bool:
    return isinstance(shape, Link) and isinstance(shape.target, MapTarget) and shape.target.measure == "cells"


def texts(pages: list[Page]) -> str:
    return "".join(shape.text for page in pages for shape in page.shapes if isinstance(shape, Label))


def counted(content: BattleMap) -> tuple[int, int]:
    every = [cell for tile in content.tiles for cell in tile.cells]
    return sum(cell.target for cell in every), sum(cell.overdue for cell in every)


@pytest.mark.parametrize("paper", ["A1", "A3", "A4"])
def test_every_target_has_its_star_and_what_is_late_its_flag(paper: str) -> None:
    content = battle_map((58, 52, 40, 1))
    pages = lay_out_battle_map(content, paper)  # type: ignore[arg-type]
    stars, flags = counted(content)
    assert stars > flags > 0
    cells = cells_of(pages)
    assert sum(cell.star for cell in cells) == stars
    assert sum(cell.flag for cell in cells) == sum(cell.late for cell in cells) == flags
    assert f"应建未建 {stars} 家" in texts(pages)
    assert f"超期 {flags} 家" in texts(pages)


def test_where_a_cell_stands_for_many_there_are_no_signs_but_the_frame() -> None:
    content = battle_map((1500, 40))
    pages = lay_out_battle_map(content, "A3")
    cells = cells_of(pages)
    assert any(cell.late for cell in cells)
    assert not any(cell.star or cell.flag for cell in cells)
    assert "星" not in texts(pages)
    assert f"超期 {counted(content)[1]:,} 家" in texts(pages)


def test_a_map_without_targets_explains_no_star() -> None:
    content = battle_map((20, 20))
    plain = [
        replace(tile, cells=tuple(replace(cell, target=False, overdue=False) for cell in tile.cells))
        for tile in content.tiles
    ]
    pages = lay_out_battle_map(replace(content, tiles=tuple(plain)), "A1")
    assert not any(cell.star or cell.flag or cell.late for cell in cells_of(pages))
    assert "星" not in texts(pages)
