"""Prints of a week: as frozen, freezing them, and opening one again by its report number."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from exports.pdf.document import Printed
from models.edits.freezing import freeze_week
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.frozen_weeks import frozen_print, frozen_week, scope_key
from models.queries.report_content import BattleMap, WeeklyLedger
from models.queries.report_head import Week
from models.queries.week_prints import BATTLE_MAP, WEEKLY, print_of, reopened, to_keep, weekly_print

_Content = TypeVar("_Content", WeeklyLedger, BattleMap)


def weekly_content(
    ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: Sequence[str]
) -> WeeklyLedger:
    """What `report weekly` writes; with --freeze it is frozen, with --reopen it is what was."""
    if arguments.reopen:
        return _reopened(ledger, arguments, WeeklyLedger)
    with_sheet = arguments.freeze or Path(arguments.output).suffix.lower() == ".xlsx"
    content = weekly_print(ledger, week=week, areas=areas, key_only=arguments.key_only, with_sheet=with_sheet)
    if not arguments.freeze:
        return content
    return _frozen(ledger, WEEKLY, content, areas, key_only=arguments.key_only, more="")


def map_content(ledger: Ledger, arguments: argparse.Namespace, week: Week | None, areas: Sequence[str]) -> BattleMap:
    """What `report battle-map` draws; the same of it."""
    from models.queries.battle_map import battle_map  # noqa: PLC0415 - not every report is a map

    if arguments.reopen:
        return _reopened(ledger, arguments, BattleMap)
    rows = arguments.by or "street"
    more = "" if rows == "street" else rows
    content = print_of(
        ledger,
        BATTLE_MAP,
        BattleMap,
        lambda: battle_map(ledger, week=week, areas=areas, rows=rows),
        week=week,
        scope=scope_key(areas, more=more),
    )
    return _frozen(ledger, BATTLE_MAP, content, areas, key_only=False, more=more) if arguments.freeze else content


def write_week(content: WeeklyLedger, path: Path, progress: Progress) -> Printed:
    """Write the weekly ledger as a print, a workbook or an editable text, by the name's ending."""
    match path.suffix.lower():
        case ".xlsx":
            from exports.weekly_ledger.workbook import write_weekly_workbook  # noqa: PLC0415 - drawing is loaded late

            return write_weekly_workbook(content, path)
        case ".docx":
            from exports.weekly_ledger.covering import write_covering_text  # noqa: PLC0415

            return write_covering_text(content, path)
        case _:
            from exports.weekly_ledger import write_weekly_ledger  # noqa: PLC0415

            return write_weekly_ledger(content, path, progress=progress)


def _frozen(
    ledger: Ledger, kind: str, content: _Content, areas: Sequence[str], *, key_only: bool, more: str
) -> _Content:
    """The content as it is kept from now on; of a week that is frozen already it is what was kept."""
    week, scope = content.head.week, scope_key(areas, key_only=key_only, more=more)
    if frozen_week(ledger, week, kind, scope) is not None:
        return content
    kept = to_keep(content)
    freeze_week(ledger, frozen_print(ledger, kind, kept, areas=areas, key_only=key_only, more=more))
    return print_of(ledger, kind, type(content), lambda: kept, week=_week(content), scope=scope)


def _week(content: WeeklyLedger | BattleMap) -> Week:
    return Week(content.head.week, content.head.week_start)


def _reopened(ledger: Ledger, arguments: argparse.Namespace, form: type[_Content]) -> _Content:
    row, content = reopened(ledger, arguments.reopen)
    if not isinstance(content, form):
        raise InputProblem(
            _("报表号 {id} 不是这一种打印件。").format(id=row.report),
            hint=_("请改用 report {kind} … --reopen {id}。").format(kind=row.kind, id=row.report),
        )
    return content
