"""The tile map: one tile per street, one cell per organization (or per so many), and the legend."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from exports.battle_map.grid import COLUMN, GREY, RIGHT, across, box
from exports.battle_map.links import cell_link, link, street_link
from exports.battle_map.packing import (
    CELL_PITCH,
    LEGEND_PITCH,
    TILE_GAP,
    TILE_HEAD,
    TILE_WIDE,
    Arrangement,
    Place,
    cells_in_row,
)
from exports.battle_map.words import length, put, section
from exports.pdf.shapes import Cell, Shape
from exports.wording import number_text, rate_text
from models.language import _
from models.queries.report_content import BattleMap, MapCell, StreetFigures
from models.vocabulary import STAGE_WORDS

MAP_HEADING = 17.5
_LEGEND_CELL = 9.2


def legend_lines(content: BattleMap) -> int:
    """How many signs the legend explains."""
    return len(_legend_lines(content))


def map_shapes(
    content: BattleMap, arrangement: Arrangement, sheet: int, top: float, *, only_open: bool = False
) -> list[Shape]:
    """The tiles of one sheet, their heading at `top` (mm); the area for tiles begins MAP_HEADING further down."""
    if arrangement.legend.sheet != sheet and all(place.sheet != sheet for place in arrangement.places):
        return []  # the streets that go on here have their tiles on a sheet before
    caption = _("每格一家；{order}")
    if arrangement.stands_for > 1:
        caption = _("每格代表 {count} 家，同一阶段不足 {count} 家也画一格；{order}")
    order = _("只画未建") if only_open else _("未建在前")
    caption = caption.format(count=number_text(arrangement.stands_for), order=order)
    shapes = section(_("一格一家") if arrangement.stands_for == 1 else _("单位分布"), caption, RIGHT, top, COLUMN)
    streets = [tile.street for tile in content.tiles]
    for number, (street, cells, place) in enumerate(zip(streets, arrangement.tiles, arrangement.places, strict=True)):
        if place.sheet == sheet:
            shapes += _tile(street, cells, arrangement.cell, place, top + MAP_HEADING)
            shapes += _tile_links(content, arrangement, number, top + MAP_HEADING)
    if arrangement.legend.sheet == sheet:
        place = arrangement.legend
        single = arrangement.stands_for == 1
        shapes += _legend(content, place, RIGHT + place.left, top + MAP_HEADING + place.top, single=single)
    return shapes


def _tile(street: StreetFigures, cells: tuple[MapCell, ...], side: float, place: Place, top: float) -> list[Shape]:
    nothing = _("没有未建会的") if street.figures.key else _("暂无单位")
    left, top = RIGHT + place.left, top + place.top
    figures = street.figures
    count = f"{number_text(figures.built)}/{number_text(figures.eligible)}"
    rate = rate_text(figures.rate)
    count_wide = length(count, 19) + 0.2
    rate_wide = length(rate, 20, "heading") + 0.2
    name_wide = place.wide - count_wide - rate_wide - 6
    shapes: list[Shape] = [
        *put(street.name, box(left, top, name_wide, 10.5), 24, role="heading", lines=2),
        *put(
            rate,
            box(left + place.wide - count_wide - rate_wide - 3, top, rate_wide, 10.5),
            20,
            role="heading",
        ),
        *put(count, box(left + place.wide - count_wide, top, count_wide, 10.5), 19, ink=GREY),
        across(left, left + place.wide, top + 11),
    ]
    if not cells:
        return [*shapes, *put(nothing, box(left, top + TILE_HEAD, place.wide, side), 17, ink=GREY)]
    in_row, pitch = cells_in_row(place.span, side), side * CELL_PITCH
    for number, cell in enumerate(cells):
        row, column = divmod(number, in_row)
        where = box(left + column * pitch, top + TILE_HEAD + row * pitch, side, side)
        single = cell.stands_for == 1
        flag, star = cell.overdue and single, cell.target and single
        shapes.append(Cell(where, cell.word, cell.overdue, cell.blocked, not cell.key_target, star, flag))
    return shapes


def _tile_links(content: BattleMap, arrangement: Arrangement, number: int, top: float) -> list[Shape]:
    """The head of a tile leads to its street, every cell to its organizations."""
    street, place, side = content.tiles[number].street, arrangement.places[number], arrangement.cell
    left, top = RIGHT + place.left, top + place.top
    figures = street.figures
    words = _("建会率 {rate}，已建 {built} 家，应建 {eligible} 家").format(
        rate=rate_text(figures.rate), built=figures.built, eligible=figures.eligible
    )
    shapes: list[Shape] = [street_link(street, box(left, top, place.wide, 11), words)]
    in_row, pitch = cells_in_row(place.span, side), side * CELL_PITCH
    for at, (cell, span) in enumerate(zip(arrangement.tiles[number], arrangement.spans[number], strict=True)):
        row, column = divmod(at, in_row)
        where = box(left + column * pitch, top + TILE_HEAD + row * pitch, side, side)
        shapes.append(cell_link(street, cell, where, span))
    return shapes


def _signs(cell: MapCell) -> Iterator[str]:
    signs = {"star": cell.target, "late": cell.overdue, "blocked": cell.blocked}
    return (name for name, has in signs.items() if has)


def _legend_lines(content: BattleMap, *, single: bool = True) -> list[tuple[Cell, str, str]]:
    """A sample cell, a word and its explanation for every sign that is on the map, one organization to a cell."""
    place = box(0, 0, _LEGEND_CELL, _LEGEND_CELL)
    notes = {
        "untouched": _("S0–S1"),
        "visited": _("S2 上门或座谈"),
        "preparing": _("S3–S6 筹备"),
        "filed": _("S7–S9 选举报批"),
        "built": _("S10 已销号"),
        "excluded": _("不计分母"),
    }
    cells = {cell for tile in content.tiles for cell in tile.cells}
    words = [word for word in STAGE_WORDS.entries if word.code != "built" or not content.total.built or _built(cells)]
    lines = [(Cell(place, word.code), word.label, notes[word.code]) for word in words]
    count = Counter(sign for tile in content.tiles for cell in tile.cells for sign in _signs(cell))
    if count["star"] and single:
        note = _("应建未建 {count} 家").format(count=number_text(count["star"]))
        lines.append((Cell(place, "visited", star=True), _("星"), note))
    if count["late"]:
        note = _("超期 {count} 家").format(count=number_text(count["late"]))
        said = _("旗、黑框") if single else _("黑框")
        lines.append((Cell(place, "visited", late=True, flag=single), said, note))
    if count["blocked"]:
        note = _("受阻 {count} 家").format(count=number_text(count["blocked"]))
        lines.append((Cell(place, "visited", blocked=True), _("黑角"), note))
    if any(not cell.key_target for cell in cells):
        lines.append((Cell(place, "visited", round=True), _("圆格"), _("非重点对象")))
    return lines


def _built(cells: set[MapCell]) -> bool:
    """Whether any cell is of an organization with a union; where only open ones are drawn there is none."""
    return any(cell.word == "built" for cell in cells)


def _legend(content: BattleMap, place: Place, left: float, top: float, *, single: bool) -> list[Shape]:
    lines = _legend_lines(content, single=single)
    in_column = ceil(len(lines) / place.span)
    shapes: list[Shape] = [
        *put(_("图例"), box(left, top, TILE_WIDE, 10.5), 24, role="heading"),
        across(left, left + place.wide, top + 11),
    ]
    for number, (cell, word, note) in enumerate(lines):
        column, row = divmod(number, in_column)
        x, y = left + column * (TILE_WIDE + TILE_GAP), top + TILE_HEAD + row * LEGEND_PITCH
        shapes.append(replace(cell, bounds=box(x, y, _LEGEND_CELL, _LEGEND_CELL)))
        shapes += put(word, box(x + 13, y, 34, _LEGEND_CELL), 20, role="heading")
        shapes += put(note, box(x + 48, y, TILE_WIDE - 48, _LEGEND_CELL), 17, ink=GREY)
        measure = "missing" if cell.star else "overdue" if cell.late else ""
        shapes += [link(box(x, y, TILE_WIDE, _LEGEND_CELL), f"{word} {note}", measure)] if measure else []
    return shapes
