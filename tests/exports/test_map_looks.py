"""The battle map as an office wants it: streets or cadres, only what is open, without names, with its own outlines."""

import json
import re
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.battle_map import Look, lay_out_battle_map, write_battle_map
from exports.pdf.shapes import MM, Bounds, Cell, Label, Link, Page
from models.importing.map_file import read_map
from models.queries.map_lists import MapTarget
from models.queries.report_content import BattleMap, StreetFigures
from tests.exports.content import LONGEST, battle_map
from tests.exports.measuring import faults

COUNTS = {
    "one street of one": (1,),
    "one street of 40": (40,),
    "one street of 1500": (1500,),
    "sixty streets": tuple(1 + (number * 11) % 60 for number in range(60)),
    "sixty of one": (1,) * 60,
    "big and small": (1500, 1, 40),
}
PAPERS = ("A0", "A1", "A2", "A3", "A4")
NAMES = ("周岚", "欧阳明远", "阿不都热西提·买买提·吾买尔", "王", LONGEST[:24])


def by_cadre(content: BattleMap) -> BattleMap:
    """The same weeks, of persons."""
    rows = tuple(
        replace(row, street=StreetFigures(f"{n:032x}", name := NAMES[n % len(NAMES)], name, row.street.figures))
        for n, row in enumerate(content.matrix)
    )
    return replace(content, matrix=rows, rows="cadre")


@cache
def pages(name: str, paper: str, *, only_open: bool = False, cadre: bool = False) -> list[Page]:
    content = battle_map(COUNTS[name])
    content = by_cadre(content) if cadre else content
    return lay_out_battle_map(content, paper, Look(only_open=only_open))  # type: ignore[arg-type]


def words(laid: list[Page]) -> str:
    return "\n".join(shape.text for page in laid for shape in page.shapes if isinstance(shape, Label))


@pytest.mark.parametrize(("name", "paper"), tuple(product(COUNTS, PAPERS)))
def test_nothing_overlaps_or_leaves_the_sheet(name: str, paper: str) -> None:
    for page in pages(name, paper):
        assert faults(page, Bounds(0, 0, page.width, page.height).inset(12.5 * MM)) == []
        cells = [shape.bounds.width * page.scale for shape in page.shapes if isinstance(shape, Cell)]
        assert max(cells, default=4 * MM) >= 4 * MM - 1e-6


@pytest.mark.parametrize(("name", "cadre"), tuple(product(("one street of 1500", "sixty streets"), (True, False))))
def test_only_open_and_cadres_fit_as_well(name: str, *, cadre: bool) -> None:
    for paper in ("A1", "A4"):
        for page in pages(name, paper, only_open=True, cadre=cadre):
            assert faults(page, Bounds(0, 0, page.width, page.height).inset(12.5 * MM)) == []


def test_links_stay_on_the_sheet_and_every_cell_has_one() -> None:
    for page in (each for name in COUNTS for each in pages(name, "A1")):
        links = [shape for shape in page.shapes if isinstance(shape, Link)]
        paper = Bounds(0, 0, page.width, page.height)
        assert all(link.words and link.bounds.left >= 0 and link.bounds.right <= paper.right for link in links)
        places = {link.bounds for link in links}
        legend = 9
        assert sum(isinstance(shape, Cell) and shape.bounds not in places for shape in page.shapes) <= legend


def test_cells_that_stand_for_several_say_whom() -> None:
    content = battle_map(COUNTS["one street of 1500"])
    counted = 0
    for page in pages("one street of 1500", "A1"):
        for shape in page.shapes:
            if isinstance(shape, Link) and isinstance(shape.target, MapTarget) and shape.target.measure == "cells":
                counted += shape.target.count
                assert f"第 {shape.target.first + 1} " in shape.words
    assert counted == len(content.tiles[0].cells)


def test_only_what_is_open_is_drawn_and_said() -> None:
    laid = pages("one street of 40", "A1", only_open=True)
    assert not any(isinstance(shape, Cell) and shape.word == "built" for page in laid for shape in page.shapes)
    assert "只画未建" in words(laid)
    assert "已建会" not in words(laid).splitlines()  # nor in the legend
    assert "未建在前" in words(pages("one street of 40", "A1"))


def test_the_numbers_above_the_bar_add_up_and_its_own_beside_them() -> None:
    content = battle_map()
    total = content.total
    assert total.undecided
    built = dict(content.word_counts)["built"]
    content = replace(content, word_counts=tuple((word, n + (word == "built") * 2) for word, n in content.word_counts))
    said = words(lay_out_battle_map(content, "A1")).replace(",", "").replace("\n", "")
    key, eligible, _open, _built, excluded, undecided = map(
        int, re.findall(r"\d+", said[said.index("重点对象 ") :])[:6]
    )
    assert key == eligible + excluded + undecided == total.key
    assert f"已建会的有 {built + 2 - total.built} 家不计分母" in said


def test_a_wall_without_names_has_none(tmp_path: Path) -> None:
    content = by_cadre(battle_map())
    named = words(lay_out_battle_map(content, "A1"))
    leader = next(case.leader for case in content.hard_cases if case.leader not in {"", "—"})
    step = next(case.next_step for case in content.hard_cases if " " in case.next_step)
    assert "周岚" in named
    assert leader in named
    path = tmp_path / "wall.pdf"
    write_battle_map(content, path, paper="A1", look=Look(redacted=True))
    printed = "".join(page.extract_text() for page in PdfReader(path).pages)
    assert not [name for name in (*NAMES[:3], leader, step.split(" ", 1)[1]) if name in printed]
    assert "责任人 1" in printed
    assert "不含电话和个人信息" in printed.replace("\n", "")
    assert content.total.rate is not None


def test_the_office_s_outlines_are_a_sheet_of_their_own(tmp_path: Path) -> None:
    content = battle_map()
    names = [tile.street.name for tile in content.tiles]
    features = []
    for number, name in enumerate(names):
        west, south = 113 + number * 0.02, 23.0
        ring = [[west, south], [west + 0.02, south], [west + 0.02, south + 0.03], [west, south + 0.03], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"NAME": name}, "geometry": geometry})
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    look = Look(geo=read_map(path))
    laid = lay_out_battle_map(content, "A3", look)
    assert len(laid) == len(lay_out_battle_map(content, "A3")) + 1
    assert "第 1 / 2 张" in words(laid[:1])
    assert "第 2 / 2 张" in words(laid[1:])
    areas = [shape for shape in laid[-1].shapes if isinstance(shape, Link) and shape.outline]
    targets = {shape.target.group for shape in areas if isinstance(shape.target, MapTarget)}
    assert targets == {tile.street.code for tile in content.tiles}
    printed = write_battle_map(content, tmp_path / "out.pdf", paper="A3", look=look)
    assert printed.pages == 2
    assert printed.missing_glyphs == ()


def test_greys_of_the_stages_stay_apart() -> None:
    """look.md 2: what a copier leaves of the fills, and letters that stay readable on them."""
    from exports.pdf.stage_signs import STAGE_SIGNS  # noqa: PLC0415

    def grey(ink: str) -> float:
        red, green, blue = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    wanted = {"untouched": 72, "visited": 178, "preparing": 208, "filed": 162, "built": 220, "excluded": 255}
    for word, value in wanted.items():
        sign = STAGE_SIGNS[word]
        assert grey(sign.fill) == pytest.approx(value, abs=2)
        assert abs(grey(sign.fill) - grey(sign.ink)) > 110
    hatches = {STAGE_SIGNS[word].hatch for word in ("visited", "preparing", "filed")}
    assert len(hatches) == 3
    assert None not in hatches
