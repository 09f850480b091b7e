"""Every cell and number of the battle map opens as many organizations as it says."""

import re
from collections import Counter

import pytest

from exports.battle_map import Look, lay_out_battle_map
from exports.pdf.shapes import Cell, Link
from models.queries.battle_map import battle_map
from models.queries.map_lists import MapTarget, map_list
from models.queries.organization_detail import organization_detail
from models.queries.organization_list import ids, totals
from models.queries.print_lists import Organizations, print_list
from models.queries.report_content import BattleMap
from models.queries.report_head import week_of
from tests.models.edits.desk import TODAY, Desk

_COUNTS = {
    "eligible": r"应建 (\d+) 家",
    "built": r"已建 (\d+) 家",
    "overdue": r"超期 (\d+) 家",
    "key": r"重点对象 (\d+) 家",
    "word": r" (\d+) 家",
    "reason": r"，(\d+) 家",
    "open": r"未建会 (\d+) 家",
    "undecided": r"(\d+) 家未认定",
    "planned": r"计划 (\d+) 家",
    "formed": r"建成 (\d+) 家",
}


@pytest.fixture(scope="module", params=["street", "cadre"])
def poster(messy: Desk, request: pytest.FixtureRequest) -> BattleMap:
    return battle_map(messy.ledger, week=week_of(TODAY), number=1, rows=request.param)


def links_of(content: BattleMap, look: Look = Look()) -> list[Link]:  # noqa: B008 - frozen
    return [
        shape for page in lay_out_battle_map(content, "A1", look) for shape in page.shapes if isinstance(shape, Link)
    ]


def test_every_number_opens_as_many_as_it_says(messy: Desk, poster: BattleMap) -> None:
    seen: Counter[str] = Counter()
    for link in links_of(poster):
        target = link.target
        assert isinstance(target, MapTarget | Organizations)
        found = print_list(messy.ledger, target)
        count = totals(messy.ledger, found.query).count
        if isinstance(target, Organizations):
            assert count == len(target.ids) == 1
            seen["one"] += 1
            continue
        said = re.search(_COUNTS[target.measure], link.words) if target.measure in _COUNTS else None
        if target.measure == "cells":
            assert len(found.organizations) == count == target.count
        elif said:
            assert count == int(said[1]), link
        elif target.measure not in {"key", "missing", "formed lately"}:
            assert count > 0, link
        seen[target.measure] += 1
    assert {"cells", "eligible", "built", "missing", "overdue", "word", "open", "key", "reason", "one"} <= set(seen)


def test_cells_of_a_tile_are_its_organizations_one_by_one(messy: Desk, poster: BattleMap) -> None:
    cells = [link.target for link in links_of(poster) if isinstance(link.target, MapTarget) and link.target.first >= 0]
    found = [
        number
        for target in cells
        if target.measure == "cells"
        for number in map_list(messy.ledger, target).organizations
    ]
    key = ids(messy.ledger, map_list(messy.ledger, MapTarget("key")).query)
    assert sorted(found) == sorted(key)  # each once


def test_flags_of_a_cell_are_those_of_its_organization(messy: Desk, poster: BattleMap) -> None:
    targets = set(ids(messy.ledger, map_list(messy.ledger, MapTarget("missing")).query))
    for page in lay_out_battle_map(poster, "A1"):
        cells = {shape.bounds: shape for shape in page.shapes if isinstance(shape, Cell)}
        for link in page.shapes:
            if isinstance(link, Link) and isinstance(link.target, MapTarget) and link.target.measure == "cells":
                cell = cells[link.bounds]
                (number,) = map_list(messy.ledger, link.target).organizations
                blocked = organization_detail(messy.ledger, number).facts["side_state"] == "P2"
                assert cell.blocked == blocked == ("受阻" in link.words)
                late = number in ids(messy.ledger, map_list(messy.ledger, MapTarget("overdue")).query)
                assert cell.late == cell.flag == late == ("超期" in link.words)
                assert cell.star == (number in targets) == ("应建未建" in link.words)


def test_cells_that_stand_for_several_share_nobody(messy: Desk, poster: BattleMap) -> None:
    one = poster.tiles[0]
    word = one.cells[0].word
    count = sum(cell.word == word for cell in one.cells)
    parts = [
        map_list(messy.ledger, MapTarget("cells", word, one.street.code, "area", first, min(2, count - first)))
        for first in range(0, count, 2)
    ]
    found = [number for part in parts for number in part.organizations]
    assert len(found) == len(set(found)) == count


def test_only_open_leaves_out_who_has_a_union_and_opens_the_same(messy: Desk, poster: BattleMap) -> None:
    def cells(look: Look) -> set[object]:
        targets = (link.target for link in links_of(poster, look))
        return {target for target in targets if isinstance(target, MapTarget) and target.measure == "cells"}

    every, open_only = cells(Look()), cells(Look(only_open=True))
    assert open_only == {target for target in every if isinstance(target, MapTarget) and target.key != "built"}
    assert open_only < every


def test_an_area_limits_every_list(messy: Desk) -> None:
    street = next(tile.street.code for tile in battle_map(messy.ledger, number=1).tiles if tile.street.code)
    inside = map_list(messy.ledger, MapTarget("key"), [street])
    by_group = map_list(messy.ledger, MapTarget("key", "", street))
    assert set(ids(messy.ledger, inside.query)) == set(ids(messy.ledger, by_group.query))


def test_rows_by_cadre_add_up_and_are_reckoned_as_the_streets(messy: Desk) -> None:
    by_cadre = battle_map(messy.ledger, week=week_of(TODAY), number=1, rows="cadre")
    by_street = battle_map(messy.ledger, week=week_of(TODAY), number=1)
    assert by_cadre.matrix_total == by_street.matrix_total
    assert sum(row.street.figures.key for row in by_cadre.matrix) == by_cadre.total.key
    assert by_cadre.tiles == by_street.tiles
    assert by_cadre.ranking == by_street.ranking
