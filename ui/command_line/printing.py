"""Which report is drawn by which export."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from exports.pdf.document import Printed
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.report_head import Week
from ui.command_line.followup_commands import PRINTS, print_followups
from ui.command_line.week_prints import map_content, weekly_content, write_week


def print_report(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: Sequence[str], progress: Progress
) -> Printed:
    """Gather the content and draw it."""
    path = Path(arguments.output)
    progress.step(0, 0, "")
    if arguments.kind in PRINTS:
        return print_followups(ledger, arguments, list(areas), path, progress)
    if arguments.kind == "weekly":
        return write_week(weekly_content(ledger, arguments, week, areas), path, progress)
    from exports.battle_map import Look, write_battle_map  # noqa: PLC0415
    from models.importing.map_file import read_map  # noqa: PLC0415

    geo = read_map(Path(arguments.geo)) if arguments.geo else None
    look = Look(only_open=arguments.only_open, redacted=arguments.redacted, geo=geo)
    poster = map_content(ledger, arguments, week, areas)
    return write_battle_map(poster, path, paper=arguments.paper or "A3", tile=arguments.tile, look=look)


def map_notes(ledger: Ledger, arguments: argparse.Namespace) -> tuple[str, ...]:
    """Names of the map and of the ledger that did not meet."""
    if arguments.kind != "battle-map" or not arguments.geo:
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
