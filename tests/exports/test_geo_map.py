"""The geographic sheet: outlines of any format, names joined, nothing off the page."""

import json
from pathlib import Path

import pytest
import shapefile

from exports.battle_map.geo import geo_page, join_map
from exports.pdf.document import Properties, write_pages
from exports.pdf.shapes import MM, Area, Bounds, Label, Page
from models.errors import FileProblem
from models.importing.map_file import read_map
from models.queries.report_content import BattleMap
from tests.exports.content import battle_map
from tests.exports.measuring import faults

Point = tuple[float, float]


def square(column: int, row: int, side: float = 0.02) -> list[Point]:
    west, south = 113.3 + column * side, 23.0 + row * side
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]


def names_of(content: BattleMap) -> list[str]:
    return [tile.street.name for tile in content.tiles]


def geojson(path: Path, names: list[str], *, turned: bool = False) -> Path:
    features = []
    for number, name in enumerate(names):
        ring = square(number % 4, number // 4)
        rings = [ring[::-1] if turned else ring]
        if number == 0:  # a lake
            west, south = ring[0]
            lake = ((0.005, 0.005), (0.01, 0.005), (0.01, 0.01), (0.005, 0.005))
            rings.append([(west + x, south + y) for x, y in lake])
        geometry = {"type": "Polygon", "coordinates": rings}
        features.append({"type": "Feature", "properties": {"NAME": name, "CODE": number}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def shape_file(path: Path, names: list[str], encoding: str) -> Path:
    with shapefile.Writer(str(path), encoding=encoding) as writer:
        writer.field("NAME", "C", 60)
        for number, name in enumerate(names):
            writer.poly([square(number % 4, number // 4)[::-1]])
            writer.record(name)
    return path.with_suffix(".shp")


def wrong(page: Page) -> list[str]:
    """Faults of the sheet; that a label lies on its area and near its outline is meant."""
    found = faults(page, Bounds(12.5 * MM, 12.5 * MM, page.width - 25 * MM, page.height - 25 * MM))
    return [fault for fault in found if "'Area'" not in fault and not fault.startswith("crossed")]


@pytest.mark.parametrize("turned", ["west first", "east first"])
def test_every_street_is_found_and_has_its_colour(tmp_path: Path, turned: str) -> None:
    content = battle_map()
    map_ = read_map(geojson(tmp_path / "街道.geojson", names_of(content), turned=turned == "east first"))
    joined = join_map(map_, [tile.street for tile in content.tiles])
    assert (joined.regions_left, joined.streets_left) == ((), ())
    page = geo_page(content, map_)
    assert wrong(page) == []
    fills = [shape.fill for shape in page.shapes if isinstance(shape, Area)]
    assert fills.count("#FFFFFF") == 1  # the lake
    texts = {shape.text for shape in page.shapes if isinstance(shape, Label)}
    assert {tile.street.short_name for tile in content.tiles} <= texts


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_shapefiles_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    content = battle_map()
    names = [f"{name}办事处" if name.endswith("街道") else name for name in names_of(content)]
    map_ = read_map(shape_file(tmp_path / "街道", names, encoding))
    joined = join_map(map_, [tile.street for tile in content.tiles])
    assert len(joined.streets) == len(content.tiles)
    assert wrong(geo_page(content, map_, paper="A4")) == []


def test_what_has_no_partner_is_named(tmp_path: Path) -> None:
    content = battle_map()
    names = [*names_of(content)[1:], "外地街道"]
    joined = join_map(read_map(geojson(tmp_path / "街道.json", names)), [tile.street for tile in content.tiles])
    assert joined.regions_left == ("外地街道",)
    assert joined.streets_left == (names_of(content)[0],)
    texts = " ".join(s.text for s in geo_page(content, read_map(tmp_path / "街道.json")).shapes if isinstance(s, Label))
    assert "外地街道" in texts


def test_a_fine_outline_stays_small(tmp_path: Path) -> None:
    ring = [(113.3 + x / 100_000, 23.0) for x in range(5_000)] + [(113.35, 23.05), (113.3, 23.05), (113.3, 23.0)]
    said = {"type": "Feature", "properties": {"n": "甲街道"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "细.geojson").write_text(json.dumps(said), encoding="utf-8")
    page = geo_page(battle_map(), read_map(tmp_path / "细.geojson"))
    assert max(len(shape.points) for shape in page.shapes if isinstance(shape, Area)) < 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "not json",
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}',
        '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[1e999, 1], [1, 2], [2, 2], [1, 1]]]}}',
        '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_map_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "坏.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match="不是能用的地图"):
        read_map(tmp_path / "坏.geojson")
    (tmp_path / "坏.shp").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem):
        read_map(tmp_path / "坏.shp")


def test_it_prints(tmp_path: Path) -> None:
    from datetime import datetime  # noqa: PLC0415

    content = battle_map()
    page = geo_page(content, read_map(geojson(tmp_path / "街道.geojson", names_of(content))))
    write_pages(tmp_path / "图.pdf", [page], 1, Properties("t", "a", "s", datetime(2026, 1, 1)))  # noqa: DTZ001
    assert (tmp_path / "图.pdf").stat().st_size < 200_000
