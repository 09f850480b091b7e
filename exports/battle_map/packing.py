"""How big the cells of the tile map are, how many organizations one cell stands for, and where each tile stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil

from exports.battle_map.grid import COLUMN
from models.queries.report_content import MapCell, MapTile

TILE_COLUMNS = 4
TILE_GAP = 9.0
TILE_WIDE = (COLUMN - (TILE_COLUMNS - 1) * TILE_GAP) / TILE_COLUMNS
TILE_HEAD = 12.5
SHELF_GAP = 7.0
LEGEND_PITCH = 10.6
CELL_PITCH = 10.2 / 9.2  # of the cell's side
STANDARD_CELL = 9.2
_BIG_CELLS = (13.8, 11.5)
_CELLS = (STANDARD_CELL, 8.4, 7.6, 7.0)
_FEW = 150  # cells: so few that they may be larger
_MANY = 900  # organizations: from here on one cell stands for several
_STEPS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
_ROW_LIMITS = (1000, 24, 12, 8)  # rows of a tile before it takes more columns
_FLAT_LIMITS = (5, 3, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A tile's place: sheet, first column, columns it takes, distance from the top of the area (mm)."""

    sheet: int
    column: int
    span: int
    top: float

    @property
    def left(self) -> float:
        """Distance from the left edge of the area, in millimetres."""
        return self.column * (TILE_WIDE + TILE_GAP)

    @property
    def wide(self) -> float:
        """Width in millimetres."""
        return span_wide(self.span)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The map as it is drawn: side of a cell (mm), organizations per cell, tiles with their places, the legend."""

    cell: float
    stands_for: int
    tiles: tuple[tuple[MapCell, ...], ...]
    places: tuple[Place, ...]
    legend: Place
    #: Per tile and cell: its first organization among those of its word, and how many it stands for.
    spans: tuple[tuple[tuple[int, int], ...], ...]


def span_wide(span: int) -> float:
    """Width of a tile that takes `span` columns."""
    return span * TILE_WIDE + (span - 1) * TILE_GAP


def legend_high(lines: int, span: int) -> float:
    """Height of a legend of so many lines in `span` columns."""
    return TILE_HEAD + ceil(lines / span) * LEGEND_PITCH


def cells_in_row(span: int, cell: float) -> int:
    """How many cells stand in a row of such a tile."""
    return int((span_wide(span) - cell) / (cell * CELL_PITCH) + 1e-6) + 1


def arrange(
    tiles: Sequence[MapTile], areas: Sequence[float], legend_lines: int, smallest_cell: float
) -> Arrangement | None:
    """The largest cells, and the fewest organizations per cell, with which all tiles fit; None if nothing does.

    `areas` are the heights for tiles on each sheet; all lengths are millimetres.
    """
    whole = sum(len(tile.cells) for tile in tiles)
    for step in _STEPS:
        if step * _MANY < whole:
            continue
        grouped = tuple(group_cells(tile.cells, step) for tile in tiles)
        counts = [len(cells) for cells in grouped]
        for cell, limit in _sizes(sum(counts), smallest_cell):
            measures = [_measure(count, cell, limit) for count in counts]
            places = _placed(measures, [tile.before for tile in tiles], _measure(0, cell, limit), legend_lines, areas)
            if places:
                given = max((item.stands_for for cells in grouped for item in cells), default=1)
                spans = tuple(spans_of(tile.cells, step) for tile in tiles)
                return Arrangement(cell, max(step, given), grouped, places[:-1], places[-1], spans)
    return None


def _placed(
    measures: Sequence[tuple[int, float]],
    before: Sequence[int],
    free: tuple[int, float],
    legend: int,
    areas: Sequence[float],
) -> tuple[Place, ...] | None:
    """Places of the tiles, then of the legend, with as many free ones before each as the office left."""
    spread = [part for count, measure in zip(before, measures, strict=True) for part in (*[free] * count, measure)]
    places = _places(spread, legend, areas)
    if places is None or len(spread) == len(measures):
        return places
    ends = accumulate(count + 1 for count in before)
    return (*(places[end - 1] for end in ends), places[-1])


def _places(measures: Sequence[tuple[int, float]], legend: int, areas: Sequence[float]) -> tuple[Place, ...] | None:
    """Places of the tiles, then of the legend: it follows the tiles, or opens the first of several sheets."""
    flat = TILE_COLUMNS, legend_high(legend, TILE_COLUMNS)
    if len(areas) == 1:
        return _shelves([*measures, (1, legend_high(legend, 1))], areas) or _shelves([*measures, flat], areas)
    places = _shelves([flat, *measures], areas)
    return (*places[1:], places[0]) if places else None


def _sizes(count: int, smallest: float) -> Iterator[tuple[float, int]]:
    """Sides to try, and with each how many rows a tile may have before it gets wider."""
    wished = (*_BIG_CELLS, *_CELLS) if count <= _FEW else _CELLS
    cells = [size for size in wished if size > smallest]
    if smallest > _CELLS[-1] or not cells:
        cells.append(smallest)
    for limits in (_ROW_LIMITS, _FLAT_LIMITS):
        for cell in cells:
            for limit in limits:
                yield cell, limit


def _shelves(measures: Sequence[tuple[int, float]], areas: Sequence[float]) -> tuple[Place, ...] | None:
    """Tiles (columns, height) side by side on shelves, the shelves stacked on the sheets; None if they do not fit."""
    shelves: list[list[tuple[int, float]]] = [[]]
    for measure in measures:
        if sum(span for span, _high in shelves[-1]) + measure[0] > TILE_COLUMNS:
            shelves.append([])
        shelves[-1].append(measure)
    places, sheet, top = [], 0, 0.0
    for shelf in shelves:
        high = max(high for _span, high in shelf)
        if top + high > areas[sheet]:
            sheet, top = sheet + 1, 0.0
            if sheet == len(areas) or high > areas[sheet]:
                return None
        column = 0
        for span, _high in shelf:
            places.append(Place(sheet, column, span, top))
            column += span
        top += high + SHELF_GAP
    return tuple(places)


def _measure(count: int, cell: float, limit: int) -> tuple[int, float]:
    """Columns and height of a tile."""
    for span in (1, 2, TILE_COLUMNS):
        rows = max(1, ceil(count / cells_in_row(span, cell)))
        if rows <= limit:
            break
    return span, TILE_HEAD + rows * cell * CELL_PITCH


def group_cells(cells: Sequence[MapCell], step: int) -> tuple[MapCell, ...]:
    """`step` organizations of the same stage in one cell; the rest of a stage, however few, has a cell too."""
    if step == 1:
        return tuple(cells)
    result = []
    for (word, key), members in _same(cells):
        for start in range(0, len(members), step):
            part = members[start : start + step]
            result.append(
                MapCell(word, key, any(cell.overdue for cell in part), any(cell.blocked for cell in part), step)
            )
    return tuple(result)


def spans_of(cells: Sequence[MapCell], step: int) -> tuple[tuple[int, int], ...]:
    """Of every cell that `group_cells` makes: its first organization among those of its word, and how many."""
    result: list[tuple[int, int]] = []
    before: dict[str, int] = {}
    for (word, _key), members in _same(cells):
        starts = range(0, len(members), step)
        result += [(before.get(word, 0) + start, min(step, len(members) - start)) for start in starts]
        before[word] = before.get(word, 0) + len(members)
    return tuple(result)


def _same(cells: Sequence[MapCell]) -> Iterator[tuple[tuple[str, bool], list[MapCell]]]:
    for key, same in groupby(cells, key=lambda cell: (cell.word, cell.key_target)):
        yield key, list(same)
