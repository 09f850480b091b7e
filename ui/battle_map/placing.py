"""Which free place of the tile map a tile was dropped on: from where the heads of the others stand."""

from collections.abc import Mapping, Sequence

from exports.battle_map.grid import RIGHT
from exports.battle_map.packing import TILE_COLUMNS, TILE_GAP, TILE_WIDE
from exports.pdf.shapes import MM, Bounds, Link, Page
from models.queries.map_lists import MapTarget

_PITCH = (TILE_WIDE + TILE_GAP) * MM


def tile_heads(page: Page, order: Sequence[str]) -> dict[int, Bounds]:
    """By the place in the order: the head of a street's tile on that page."""
    heads = {}
    for shape in page.shapes:
        target = shape.target if isinstance(shape, Link) else None
        if isinstance(shape, Link) and isinstance(target, MapTarget) and (target.measure, target.by) == ("key", "area"):
            is_head = shape.bounds.left >= RIGHT * MM - 1 and shape.bounds.width > TILE_WIDE * MM * 0.9
            if is_head and target.group and target.group in order:  # 街道未定 is placed by nobody
                heads[order.index(target.group)] = shape.bounds
    return heads


def free_place(heads: Mapping[int, Bounds], x: float, y: float) -> int | None:
    """The place in the order at a point of the page (points); None outside the map or where a street stands."""
    column = int((x - RIGHT * MM) // _PITCH)
    above = [number for number, head in heads.items() if head.top <= y]
    if not 0 <= column < TILE_COLUMNS or not above:
        return None
    shelf = max(heads[number].top for number in above)
    beside = min((number for number in above if heads[number].top == shelf), default=None)
    if beside is None:
        return None
    goal = beside + column - int((heads[beside].left - RIGHT * MM + 1) // _PITCH)
    return None if goal in heads or goal < 0 else goal
