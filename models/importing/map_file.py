"""Outlines of streets or districts that an office supplies: GeoJSON or a shapefile, read with bounds.

Coordinates are taken as they are (degrees or metres); nothing is fetched, nothing of the map is kept in the ledger.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from models.errors import FileProblem
from models.language import _

_MOST_BYTES = 64 << 20
_MOST_REGIONS = 5_000
_MOST_POINTS = 2_000_000
_SHORTEST_RING = 4
_EAST, _NORTH = 180, 90
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """One area: its texts by property name, and its outlines (holes are outlines, too), closed."""

    texts: Mapping[str, str]
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class MapFile:
    """All areas of a file."""

    path: Path
    regions: tuple[Region, ...]

    @property
    def is_in_degrees(self) -> bool:
        """True if the coordinates look like longitudes and latitudes."""
        points = (point for region in self.regions for ring in region.rings for point in ring)
        return all(abs(x) <= _EAST and abs(y) <= _NORTH for x, y in points)


def read_map(path: Path) -> MapFile:
    """Read .geojson, .json or .shp (with its .dbf beside it); FileProblem in one sentence for anything else."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise _refused(path, _("“{name}”太大，不像是街道的地图。"), _("请只选本辖区的街道或区县边界。"))
        shapefile = path.suffix.lower() in {".shp", ".dbf", ".shx"}
        regions = tuple(_of_shapefile(path.with_suffix(".shp")) if shapefile else _of_geojson(path))
    except FileProblem:
        raise
    except OSError as error:
        raise _refused(path, _("“{name}”读不了。"), _("shp 文件要和同名的 dbf、shx 放在一起。"), error) from error
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, ArithmeticError) as error:
        raise _not_a_map(path, error) from error
    except Exception as error:  # the shapefile library raises its own
        if type(error).__module__.partition(".")[0] != "shapefile":
            raise
        raise _not_a_map(path, error) from error
    if not regions:
        raise _not_a_map(path, None)
    return MapFile(path, regions)


def _of_geojson(path: Path) -> Iterator[Region]:
    said = json.loads(path.read_bytes())
    features = said["features"] if said.get("type") == "FeatureCollection" else [said]
    if len(features) > _MOST_REGIONS:
        raise ValueError("regions")
    left = _MOST_POINTS
    for feature in features:
        geometry = feature.get("geometry") or {}
        kind, places = geometry.get("type"), geometry.get("coordinates")
        polygons: list[Any] = [places] if kind == "Polygon" else list(places or ()) if kind == "MultiPolygon" else []
        rings = tuple(_ring(ring) for polygon in polygons for ring in polygon)
        left -= sum(map(len, rings))
        if left < 0:
            raise ValueError("points")
        rings = tuple(ring for ring in rings if len(ring) >= _SHORTEST_RING)
        if rings:
            yield Region(_texts(feature.get("properties") or {}), rings)


def _of_shapefile(path: Path) -> Iterator[Region]:
    import shapefile  # type: ignore[import-untyped]  # noqa: PLC0415 - loaded when there is one

    encoding = _encoding(path)
    with shapefile.Reader(str(path), encoding=encoding, encodingErrors="replace") as reader:
        if len(reader) > _MOST_REGIONS:
            raise ValueError("regions")
        left = _MOST_POINTS
        for found in reader.iterShapeRecords():
            points, starts = found.shape.points, [*found.shape.parts, len(found.shape.points)]
            left -= len(points)
            if left < 0:
                raise ValueError("points")
            rings = tuple(_ring(points[start:end]) for start, end in pairwise(starts))
            rings = tuple(ring for ring in rings if len(ring) >= _SHORTEST_RING)
            if rings:
                yield Region(_texts(found.record.as_dict()), rings)


def _encoding(path: Path) -> str:
    """What the .cpg beside a shapefile says; else UTF-8 where its texts are, else GB18030."""
    said = path.with_suffix(".cpg")
    if said.exists():
        name = said.read_text(encoding="ascii", errors="replace").strip().lower()
        return {"936": "gb18030", "cp936": "gb18030", "gbk": "gb18030", "65001": "utf-8"}.get(name, name or "utf-8")
    data = path.with_suffix(".dbf").read_bytes()[:_MOST_BYTES]
    try:
        data[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _ring(places: Sequence[Any]) -> Ring:
    ring = tuple((float(place[0]), float(place[1])) for place in places)
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ring):
        raise ValueError("coordinates")
    return ring


def _texts(properties: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value).strip() for name, value in properties.items() if isinstance(value, str | int)}


def _not_a_map(path: Path, error: Exception | None) -> FileProblem:
    return _refused(
        path,
        _("“{name}”不是能用的地图：要 GeoJSON，或带 dbf 的 shp，里面是街道或区县的边界。"),
        _("请向有地图的部门要一份边界文件；没有地图也能打印示意图。"),
        error,
    )


def _refused(path: Path, sentence: str, hint: str, error: Exception | None = None) -> FileProblem:
    return FileProblem(sentence.format(name=path.name), hint=hint, detail=str(error or ""))
