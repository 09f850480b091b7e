"""The geographic sheet of the battle map: the office's own outlines, filled by how far each street is."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.battle_map.foot import foot_shapes
from exports.battle_map.grid import FOOT_TOP, FURTHER_TOP, GREY, MARGIN, PAPERS_MM, SHEET_MM, TEXT, box
from exports.battle_map.head import further_head
from exports.battle_map.links import street_link
from exports.battle_map.words import length, put
from exports.pdf.shapes import MM, Area, Bounds, Box, Link, Page, Pen, Shape, Stroke
from exports.pdf.text import fit
from exports.phones import without_phones
from exports.wording import main_target, number_text, rate_text
from models.importing.map_file import MapFile
from models.language import _
from models.queries.report_content import BattleMap, StreetFigures
from models.rules.place_names import place_spellings

_LEGEND_WIDE = 150.0
_NAME_LINES, _NAME_LINE = 6, 7.2
_FINEST = 0.25 * MM
_EDGE = Pen(TEXT, 0.45 * MM)
_LABEL, _SMALLEST_LABEL = 32.0, 9.0
#: From the darkest, which is what is missing, to the lightest, which is done; told apart in grey by their tone.
_FILLS = ("#9E1B22", "#F2A455", "#F5D45A", "#C6E9CF")
_INKS = ("#FFFFFF", "#111111", "#111111", "#111111")  # on their fills, which stay on a dark screen, too
_NONE = "#FFFFFF"
_LEAST_RATE = 400  # tenths of a percent: below it the darkest


@dataclass(frozen=True, slots=True)
class Joined:
    """Which region is which street (by position in the map), and who found no partner."""

    streets: Mapping[int, StreetFigures]
    regions_left: tuple[str, ...]
    streets_left: tuple[str, ...]


def join_map(map_: MapFile, streets: Sequence[StreetFigures]) -> Joined:
    """Match regions and streets by code or name, in the one property that names most of them."""
    by_name: dict[str, StreetFigures | None] = {}
    for street in streets:
        for name in {*place_spellings(street.name), street.code}:
            if name:
                by_name[name] = None if name in by_name else street  # a name of two streets stands for none
    properties = sorted({name for region in map_.regions for name in region.texts})
    best = max(properties, key=lambda name: len(_matches(map_, name, by_name)), default="")
    found = _matches(map_, best, by_name)
    taken = {street.code for street in found.values()}
    return Joined(
        found,
        tuple(region.texts.get(best, "") or "?" for at, region in enumerate(map_.regions) if at not in found),
        tuple(street.name for street in streets if street.code and street.code not in taken),
    )


def order_by_map(map_: MapFile, streets: Sequence[StreetFigures], columns: int) -> tuple[str, ...]:
    """The codes of the streets as they lie, in rows of so many: from north to south, each row from west to east."""
    joined = join_map(map_, streets)
    middles = []
    for at, street in joined.streets.items():
        ring = max(map_.regions[at].rings, key=lambda ring: abs(_turn(ring)))
        middles.append((*_middle(ring), street.code))
    middles.sort(key=lambda each: -each[1])
    rows = [sorted(middles[start : start + columns]) for start in range(0, len(middles), columns)]
    return tuple(code for row in rows for _x, _y, code in row)


def geo_page(content: BattleMap, map_: MapFile, *, paper: str = "A3", number: int = 1, sheets: int = 1) -> Page:
    """The sheet in A1 measures, with the scale of `paper`."""
    content = without_phones(content)
    wide, high = PAPERS_MM[paper]
    scale = min(wide / SHEET_MM[0], high / SHEET_MM[1])
    joined = join_map(map_, [tile.street for tile in content.tiles])
    place = box(MARGIN, FURTHER_TOP, SHEET_MM[0] - 2 * MARGIN - _LEGEND_WIDE - 10, FOOT_TOP - FURTHER_TOP - 8)
    shapes = further_head(content, number, sheets)
    shapes += _regions(content, map_, joined, place)
    shapes += _legend(content, joined)
    shapes += foot_shapes(content, number, sheets)
    return Page(wide * MM / scale, high * MM / scale, tuple(shapes), scale)


def _matches(map_: MapFile, name: str, streets: Mapping[str, StreetFigures | None]) -> dict[int, StreetFigures]:
    found: dict[int, StreetFigures] = {}
    taken: set[str] = set()
    for at, region in enumerate(map_.regions):
        text = region.texts.get(name, "")
        street = next((streets[key] for key in (text, *place_spellings(text)) if streets.get(key)), None)
        if street is not None and street.code not in taken:
            taken.add(street.code)
            found[at] = street
    return found


def _regions(content: BattleMap, map_: MapFile, joined: Joined, place: Bounds) -> list[Shape]:
    put_at = _projection(map_, place)
    shapes: list[Shape] = []
    labels: list[Shape] = []
    for at, region in enumerate(map_.regions):
        street = joined.streets.get(at)
        fill, ink = _fill(content, street)
        rings = [_simplified([put_at(*point) for point in ring]) for ring in region.rings]
        rings = [ring for ring in rings if len(ring) > 2]  # noqa: PLR2004 - an area has three corners
        outer = [ring for ring in rings if not _is_hole(ring, rings)]
        shapes += [Area(tuple(ring), fill) for ring in outer]
        shapes += [Area(tuple(ring), _NONE) for ring in rings if ring not in outer]
        shapes += [Stroke((*ring, ring[0]), _EDGE) for ring in rings]
        if street is not None and outer:
            shapes += [_link(street, ring) for ring in outer]
            labels += _label(street, max(outer, key=lambda ring: abs(_turn(ring))), ink, place)
    return [*shapes, *labels]


def _link(street: StreetFigures, ring: Sequence[tuple[float, float]]) -> Link:
    left, top = min(x for x, _y in ring), min(y for _x, y in ring)
    place = Bounds(left, top, max(x for x, _y in ring) - left, max(y for _x, y in ring) - top)
    sums = street.figures
    words = _("建会率 {rate}，已建 {built} 家，应建 {eligible} 家").format(
        rate=rate_text(sums.rate), built=sums.built, eligible=sums.eligible
    )
    return replace(street_link(street, place, words), outline=tuple(ring))


def _label(street: StreetFigures, ring: Sequence[tuple[float, float]], ink: str, place: Bounds) -> list[Shape]:
    """Name, rate and counts in the middle of an area, as large as there is room; left out where there is none."""
    left, top = min(x for x, _y in ring), min(y for _x, y in ring)
    right, bottom = max(x for x, _y in ring), max(y for _x, y in ring)
    x, y = _middle(ring)
    sums = street.figures
    lines = [street.short_name, rate_text(sums.rate), f"{number_text(sums.built)}/{number_text(sums.eligible)}"]
    size = _LABEL
    while size > _SMALLEST_LABEL and (
        max(length(line, size, "heading") for line in lines) * MM > (right - left) * 0.8
        or size * 1.25 * len(lines) > (bottom - top) * 0.8
    ):
        size *= 0.92
    if size <= _SMALLEST_LABEL:
        lines = lines[:1]
    wide = max(length(line, size, "heading") for line in lines) + 1
    high = size * 1.25 / MM
    start = y / MM - high * len(lines) / 2
    middle = min(max(x / MM - wide / 2, place.left / MM), place.right / MM - wide)
    shapes: list[Shape] = []
    for number, line in enumerate(lines):
        role = "heading" if number < 2 else "plain"  # noqa: PLR2004 - name and rate are bold
        room = box(middle, start + number * high, wide, high)
        shapes += put(line, room, size, role=role, ink=ink, align="center")  # type: ignore[arg-type]
    return shapes


def _legend(content: BattleMap, joined: Joined) -> list[Shape]:
    left = SHEET_MM[0] - MARGIN - _LEGEND_WIDE
    top: float = FURTHER_TOP
    shapes: list[Shape] = [*put(_("建会率"), box(left, top, _LEGEND_WIDE, 14), 29, role="heading")]
    top += 18
    low, high = _bounds(content)
    words = (
        _("低于 {percent}%").format(percent=_LEAST_RATE // 10),
        _("{low}% 到 {high}%").format(low=_LEAST_RATE // 10, high=low // 10),
        _("{low}% 到 {high}%").format(low=low // 10, high=high // 10),
        _("{percent}% 以上").format(percent=high // 10),
        _("没有应建的，或地图上对不上"),
    )
    for fill, text in zip((*_FILLS, _NONE), words, strict=True):
        shapes.append(Box(box(left, top, 14, 10), fill, _EDGE))
        shapes += put(text, box(left + 18, top, _LEGEND_WIDE - 18, 10), 19)
        top += 14
    shapes += put(_("每块：名称、建会率、已建/应建"), box(left, top + 2, _LEGEND_WIDE, 10), 16, ink=GREY)
    top += 18
    for title, names in (
        (_("地图上没有的街道（镇）"), joined.streets_left),
        (_("地图上多出的名称"), joined.regions_left),
    ):
        if names:
            shapes += put(f"{title} {len(names)}", box(left, top, _LEGEND_WIDE, 10), 17, role="heading")
            block = fit("、".join(names), "plain", _LEGEND_WIDE * MM, (16.0,), _NAME_LINES)
            tall = min(len(block.lines), _NAME_LINES) * _NAME_LINE
            shapes += put("、".join(names), box(left, top + 11, _LEGEND_WIDE, tall), 16, ink=GREY, lines=_NAME_LINES)
            top += tall + 18
    return shapes


def _fill(content: BattleMap, street: StreetFigures | None) -> tuple[str, str]:
    rate = street.figures.rate if street else None
    if rate is None:
        return _NONE, TEXT
    low, high = _bounds(content)
    step = sum(rate >= bound for bound in (_LEAST_RATE, low, high))
    return _FILLS[step], _INKS[step]


def _bounds(content: BattleMap) -> tuple[int, int]:
    """The campaign's targets in tenths of a percent: the lowest and the main one; 60 and 85 without any."""
    main = main_target(content.targets)
    if main is None:
        return 600, 850
    low = min(target.percent for target in content.targets) * 10
    high = max(target.percent for target in content.targets) * 10
    return max(low, _LEAST_RATE + 10), max(high, low + 10)


def _projection(map_: MapFile, place: Bounds) -> Callable[[float, float], tuple[float, float]]:
    """From the file's coordinates into `place`: level, north up, degrees of longitude shortened."""
    points = [point for region in map_.regions for ring in region.rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shorter = math.cos(math.radians((south + north) / 2)) if map_.is_in_degrees else 1.0
    wide, high = max((east - west) * shorter, 1e-12), max(north - south, 1e-12)
    step = min(place.width / wide, place.height / high)
    left = place.left + (place.width - wide * step) / 2
    top = place.top + (place.height - high * step) / 2

    def put_at(x: float, y: float) -> tuple[float, float]:
        return left + (x - west) * shorter * step, top + (north - y) * step

    return put_at


def _simplified(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without points that nobody sees (Douglas and Peucker), so that a survey's outline stays small in the file."""
    points = list(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)
    if len(points) < 4:  # noqa: PLR2004
        return points
    half = len(points) // 2
    return [*_kept(points[: half + 1])[:-1], *_kept([*points[half:], points[0]])[:-1]]


def _kept(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        (x1, y1), (x2, y2) = line[first], line[last]
        reach = math.hypot(x2 - x1, y2 - y1)
        far, at = 0.0, first
        for number in range(first + 1, last):
            x, y = line[number]
            away = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / reach if reach else math.hypot(x - x1, y - y1)
            if away > far:
                far, at = away, number
        if far > _FINEST:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [line[number] for number in sorted(keep)]


def _turn(ring: Sequence[tuple[float, float]]) -> float:
    """Twice the area, with a sign."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))


def _is_hole(ring: Sequence[tuple[float, float]], rings: Sequence[Sequence[tuple[float, float]]]) -> bool:
    """True if it lies inside another outline; which way outlines turn differs from format to format."""
    return sum(_is_inside(ring[0], other) for other in rings if other is not ring) % 2 == 1


def _is_inside(point: tuple[float, float], ring: Sequence[tuple[float, float]]) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity; the middle of the corners where the area is nothing."""
    turn = _turn(ring)
    if not turn:
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (3 * turn), y / (3 * turn)
