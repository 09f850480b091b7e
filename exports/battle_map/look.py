"""What of the battle map is drawn, and how much of it may hang where everybody walks by."""

from dataclasses import dataclass, replace

from models.importing.map_file import MapFile
from models.language import _
from models.queries.report_content import BattleMap, HardCase, MatrixRow

_BUILT = "built"


@dataclass(frozen=True, slots=True)
class Look:
    """The choices for a wall, all of them off."""

    only_open: bool = False  # cells of organizations without a union only
    redacted: bool = False  # without names of persons
    geo: MapFile | None = None  # outlines for a sheet with the map


def seen_with(content: BattleMap, look: Look) -> BattleMap:
    """The content as the look leaves it."""
    if look.only_open:
        open_cells = (tuple(cell for cell in tile.cells if cell.word != _BUILT) for tile in content.tiles)
        tiles = tuple(replace(tile, cells=cells) for tile, cells in zip(content.tiles, open_cells, strict=True))
        content = replace(content, tiles=tiles)
    return _without_names(content) if look.redacted else content


def _without_names(content: BattleMap) -> BattleMap:
    """Cadres by number; leaders and next steps, which are free text, only as whether there is one and by when."""
    cases = tuple(_nameless(case) for case in content.hard_cases)
    if content.rows != "cadre":
        return replace(content, hard_cases=cases)
    matrix = tuple(_numbered(row, number) for number, row in enumerate(content.matrix, start=1))
    return replace(content, matrix=matrix, hard_cases=cases, rows="numbered cadre")


def _numbered(row: MatrixRow, number: int) -> MatrixRow:
    if not row.street.code:
        return row
    name = _("责任人 {n}").format(n=number)
    return replace(row, street=replace(row.street, name=name, short_name=name))


def _nameless(case: HardCase) -> HardCase:
    leader = case.leader if case.leader in {"", "—"} else _("已定")
    day = case.next_step.partition(" ")[0]
    return replace(case, leader=leader, next_step=day if day[:1].isdigit() else "—")
