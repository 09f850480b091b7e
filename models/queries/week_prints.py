"""What a print of a week shows: as it was frozen, or else what is known now, which is said on every page."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS
from models.queries.frozen_weeks import (
    FrozenRow,
    frozen_content,
    frozen_report,
    frozen_week,
    is_over,
    scope_key,
    with_standing,
)
from models.queries.report_content import BattleMap, WeeklyLedger
from models.queries.report_head import Week, week_of
from models.queries.weekly_ledger import weekly_ledger

WEEKLY, BATTLE_MAP = "weekly", "battle-map"
_Content = TypeVar("_Content", WeeklyLedger, BattleMap)

#: Who an organization's people are: on no paper of the week, and not kept with it, so that a purge leaves nothing.
_PEOPLE = frozenset({"head", "contact", "contact_title", "phone", "union_chair"})


def weekly_print(
    ledger: Ledger,
    *,
    week: Week | None = None,
    areas: Sequence[str] = (),
    key_only: bool = False,
    number: int | None = None,
    with_sheet: bool = False,
) -> WeeklyLedger:
    """The weekly ledger of a week (models/queries/weekly_ledger.py), as it was frozen if it was."""

    def make() -> WeeklyLedger:
        return weekly_ledger(ledger, week=week, areas=areas, key_only=key_only, number=number, with_sheet=with_sheet)

    return print_of(ledger, WEEKLY, WeeklyLedger, make, week=week, scope=scope_key(areas, key_only=key_only))


def print_of(
    ledger: Ledger, kind: str, form: type[_Content], make: Callable[[], _Content], *, week: Week | None, scope: str
) -> _Content:
    """The frozen print of a week and scope, or what `make` gives, marked as estimated where the week is over."""
    chosen = week or week_of(ledger.today())
    row = frozen_week(ledger, chosen.name, kind, scope)
    if row is not None:
        return frozen_content(ledger, row, form)
    content = make()
    return with_standing(content, "estimated") if is_over(chosen, ledger.today()) else content


def reopened(ledger: Ledger, report: str) -> tuple[FrozenRow, WeeklyLedger | BattleMap]:
    """The frozen print with a report number, typed or scanned; InputProblem if there is none."""
    row = frozen_report(ledger, report)
    if row is None:
        raise InputProblem(
            _("没有定格过报表号“{report}”。").format(report=" ".join(report.split())[:40]),
            hint=_("报表号印在每一页的页脚，例如 ZT-20240927-0039；没有定格的周不能重开。"),
        )
    if row.kind == WEEKLY:
        return row, frozen_content(ledger, row, WeeklyLedger)
    return row, frozen_content(ledger, row, BattleMap)


def to_keep(content: _Content) -> _Content:
    """The content as it is frozen: without the organizations' people."""
    if isinstance(content, BattleMap):
        return content
    names = [column.name for column in LEDGER_COLUMNS]
    return replace(
        content,
        sheet=tuple(
            tuple(None if name in _PEOPLE else value for name, value in zip(names, row, strict=True))
            for row in content.sheet
        ),
    )
