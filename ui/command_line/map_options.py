"""What `report battle-map` may be asked for beyond its paper, and what is said of an office's outlines."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from models.language import _

if TYPE_CHECKING:
    from exports.battle_map import Look
    from models.ledger.ledger import Ledger


def add_map_options(made: argparse.ArgumentParser) -> None:
    """The options of the battle map."""
    made.add_argument("--by", choices=("street", "cadre"), help=_("作战图的周计划按街道（默认）还是按责任人"))
    made.add_argument("--only-open", action="store_true", help=_("作战图只画未建会的"))
    made.add_argument("--geo", metavar="FILE", help=_("作战图加一张地理图：街道或区县的边界，GeoJSON 或 shp"))
    made.add_argument("--redacted", action="store_true", help=_("作战图隐去人名，上墙用"))


def look_asked(arguments: argparse.Namespace) -> "Look":
    """The look that was typed; FileProblem for outlines that are none."""
    from exports.battle_map import Look  # noqa: PLC0415 - drawing is loaded when it is needed
    from models.importing.map_file import read_map  # noqa: PLC0415

    geo = read_map(Path(arguments.geo)) if arguments.geo else None
    return Look(only_open=arguments.only_open, redacted=arguments.redacted, geo=geo)


def map_notes(ledger: "Ledger", arguments: argparse.Namespace) -> tuple[str, ...]:
    """Names of the outlines and of the ledger that did not meet; options that mean nothing to another print."""
    if arguments.kind != "battle-map":
        used = arguments.by or arguments.only_open or arguments.geo or arguments.redacted
        return (_("提醒：--by、--only-open、--geo、--redacted 只用于作战图。"),) if used else ()
    if not arguments.geo:
        return ()
    from exports.battle_map.geo import join_map  # noqa: PLC0415
    from models.importing.map_file import read_map  # noqa: PLC0415
    from models.queries.figures import figures_by_area  # noqa: PLC0415

    joined = join_map(read_map(Path(arguments.geo)), figures_by_area(ledger))
    told = (
        (_("提醒：地图上没有这些街道（镇）：{names}"), joined.streets_left),
        (_("提醒：地图上多出这些名称：{names}"), joined.regions_left),
    )
    return tuple(text.format(names=_("、").join(names)) for text, names in told if names)
