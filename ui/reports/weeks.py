"""Frozen weeks behind the prints of the page: what is shown of them, freezing one. Without a window."""

from models.edits.freezing import freeze_week
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.frozen_weeks import (
    FrozenRow,
    frozen_content,
    frozen_print,
    frozen_report,
    frozen_week,
    scope_key,
)
from models.queries.print_lists import known_again
from models.queries.report_content import BattleMap, WeeklyLedger
from models.queries.report_head import take_report_number, week_of
from models.queries.week_prints import BATTLE_MAP as FROZEN_MAP
from models.queries.week_prints import WEEKLY as FROZEN_WEEKLY
from models.queries.week_prints import print_of, to_keep, weekly_print
from ui.reports.options import BATTLE_MAP, WEEKLY, ReportOptions

#: Prints of a week that can be frozen, and what the ledger calls them.
KINDS = {WEEKLY: FROZEN_WEEKLY, BATTLE_MAP: FROZEN_MAP}
_NAMES = {FROZEN_WEEKLY: WEEKLY, FROZEN_MAP: BATTLE_MAP}


def frozen_of(ledger: Ledger, options: ReportOptions) -> FrozenRow | None:
    """The frozen print that is shown for these options; None where it shows what is known now."""
    if options.kind not in KINDS:
        return None
    if options.reopen:
        return frozen_report(ledger, options.reopen)
    week = options.week or week_of(ledger.today())
    return frozen_week(ledger, week.name, KINDS[options.kind], _scope(options))


def weekly_shown(
    ledger: Ledger, options: ReportOptions, number: int | None, *, with_sheet: bool = False
) -> WeeklyLedger:
    """The weekly ledger as it was frozen, or as it is now."""
    row = frozen_of(ledger, options)
    if row is not None:
        return known_again(ledger, row, frozen_content(ledger, row, WeeklyLedger))
    return weekly_print(
        ledger,
        week=options.week,
        areas=options.areas,
        key_only=options.key_only,
        number=number,
        with_sheet=with_sheet,
    )


def map_shown(ledger: Ledger, options: ReportOptions, number: int | None) -> BattleMap:
    """The battle map, likewise."""
    from models.queries.battle_map import battle_map  # noqa: PLC0415 - only where a map is made

    row = frozen_of(ledger, options)
    if row is not None:
        return frozen_content(ledger, row, BattleMap)
    return print_of(
        ledger,
        FROZEN_MAP,
        BattleMap,
        lambda: battle_map(ledger, week=options.week, areas=options.areas, number=number, rows=options.map.rows),
        week=options.week,
        scope=_scope(options),
    )


def freeze(ledger: Ledger, options: ReportOptions, number: int) -> Changes:
    """Freeze the print under its number; InputProblem if that week is frozen already."""
    kind, more = KINDS[options.kind], _more(options)
    content: WeeklyLedger | BattleMap
    if options.kind == WEEKLY:
        content = to_keep(weekly_shown(ledger, options, number, with_sheet=True))
    else:
        content = map_shown(ledger, options, number)
    kept = frozen_print(ledger, kind, content, areas=options.areas, key_only=_key_only(options), more=more)
    changes = freeze_week(ledger, kept)
    take_report_number(ledger, number)
    return changes


def reopened_kind(ledger: Ledger, report: str) -> tuple[str, str]:
    """The kind of print (of the page) and the number of what was frozen under a number; InputProblem if nothing was."""
    row = frozen_report(ledger, report)
    if row is None:
        raise InputProblem(
            _("没有定格过报表号“{report}”。").format(report=" ".join(report.split())[:40]),
            hint=_("报表号印在每一页的页脚，也可以扫页脚的二维码；没有定格的周不能重开。"),
        )
    return _NAMES[row.kind], row.report


def _scope(options: ReportOptions) -> str:
    return scope_key(options.areas, key_only=_key_only(options), more=_more(options))


def _key_only(options: ReportOptions) -> bool:
    return options.kind == WEEKLY and options.key_only


def _more(options: ReportOptions) -> str:
    """What else tells frozen maps apart: the rows of the matrix."""
    return options.map.rows if options.kind == BATTLE_MAP and options.map.rows != "street" else ""
