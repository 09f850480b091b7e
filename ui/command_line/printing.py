"""Which report is drawn by which export."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from exports.pdf.document import Printed
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.report_head import Week
from ui.command_line.followup_commands import PRINTS, print_followups


def print_report(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: Sequence[str], progress: Progress
) -> Printed:
    """Gather the content and draw it."""
    path = Path(arguments.output)
    progress.step(0, 0, "")
    if arguments.kind in PRINTS:
        return print_followups(ledger, arguments, list(areas), path, progress)
    if arguments.kind == "weekly":
        from exports.weekly_ledger import write_weekly_ledger  # noqa: PLC0415
        from models.queries.weekly_ledger import weekly_ledger  # noqa: PLC0415

        content = weekly_ledger(ledger, week=week, areas=areas, key_only=arguments.key_only)
        return write_weekly_ledger(content, path, progress=progress)
    from exports.battle_map import write_battle_map  # noqa: PLC0415
    from models.queries.battle_map import battle_map  # noqa: PLC0415

    poster = battle_map(ledger, week=week, areas=areas)
    return write_battle_map(poster, path, paper=arguments.paper or "A3", tile=arguments.tile)
