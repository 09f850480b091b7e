"""What the map on the screen shows, read and laid out in the background."""

from dataclasses import dataclass

from exports.battle_map import lay_out_battle_map
from exports.battle_map.geo import order_by_map
from exports.battle_map.packing import TILE_COLUMNS
from exports.pdf.shapes import Link, Page
from models.errors import LedgerProblem
from models.ledger.ledger import Ledger
from models.ledger.map_order import map_order_of
from models.queries.battle_map import battle_map
from models.queries.figures import figures
from models.queries.ledger_counts import ledger_counts
from models.queries.map_lists import MapList, MapTarget
from models.queries.print_lists import Organizations, print_list
from models.queries.report_head import next_report_number
from ui.map_choices import MapChoices, look_of
from ui.target_words import past_targets


@dataclass(frozen=True, slots=True)
class MapShown:
    """The pages, and why they are without the outlines that were chosen; no pages where there is nothing to draw."""

    pages: tuple[Page, ...]
    problem: LedgerProblem | None
    organizations: int
    order: tuple[str, ...] = ()  # the streets as their tiles stand, "" for a free place
    is_arranged: bool = False  # by the office
    past: str = ""  # what to do where every target's day is over
    by_map: tuple[str, ...] = ()  # the order in which they lie on the outlines, where there are some


@dataclass(frozen=True, slots=True)
class PlaceList:
    """A place of the map with the organizations behind it."""

    link: Link
    found: MapList


def read(ledger: Ledger, choices: MapChoices) -> MapShown:
    """The map of now, laid out as on an A1 sheet."""
    organizations = ledger_counts(ledger).organizations
    if not organizations or not figures(ledger).key:
        return MapShown((), None, organizations)
    content = battle_map(ledger, number=next_report_number(ledger), rows=choices.rows)
    look, problem = look_of(choices)
    streets = [tile.street for tile in content.tiles if tile.street.code]
    with ledger.reading() as db:
        is_arranged = bool(map_order_of(db))
    return MapShown(
        past=past_targets(content.targets),
        pages=tuple(lay_out_battle_map(content, "A1", look)),
        problem=problem,
        organizations=organizations,
        order=tuple(
            code for tile in content.tiles if tile.street.code for code in (*[""] * tile.before, tile.street.code)
        ),
        is_arranged=is_arranged,
        by_map=order_by_map(look.geo, streets, TILE_COLUMNS) if look.geo is not None else (),
    )


def read_place(ledger: Ledger, link: Link) -> PlaceList:
    """The organizations behind a place; AssertionError is no case: every link of the map has such a target."""
    target = link.target
    if not isinstance(target, MapTarget | Organizations):
        raise TypeError(type(target).__name__)
    return PlaceList(link, print_list(ledger, target))
