"""Sentences and numbers that the weekly ledger and the battle map say in the same words."""

from collections.abc import Sequence
from datetime import date

from models.language import _
from models.queries.report_content import Figures, ReportHead, TargetLine
from models.rules.rates import rate_text

__all__ = [
    "as_of_text",
    "average_text",
    "day_text",
    "main_target",
    "number_text",
    "points_text",
    "rate_text",
    "short_day",
    "undecided_text",
    "week_days_text",
    "week_number",
]


def main_target(targets: Sequence[TargetLine]) -> TargetLine | None:
    """The target that counts now: the next one to come that is not reached, else the last one."""
    coming = [target for target in targets if target.days_left >= 0 and target.missing > 0]
    return coming[0] if coming else (targets[-1] if targets else None)


def as_of_text(head: ReportHead) -> str:
    """2024-09-27 18:00, and whether the week is frozen or only estimated from what is known now."""
    moment = f"{head.as_of:%Y-%m-%d %H:%M}"
    if head.standing == "frozen":
        late = head.as_of.date() > head.week_end
        return (_("{moment}（该周结束后定格）") if late else _("{moment}（已定格）")).format(moment=moment)
    if head.standing == "estimated":
        return _("{moment}（该周未定格，按当前数据推算）").format(moment=moment)
    return moment


def points_text(tenths: int | None) -> str:
    """Percentage points with their sign: +0.9, −1.2, 0; "—" where nothing can be compared."""
    if tenths is None:
        return "—"
    if not tenths:
        return "0"
    return f"{'+' if tenths > 0 else '−'}{abs(tenths) // 10}.{abs(tenths) % 10}"


def number_text(number: int) -> str:
    """1,774."""
    return f"{number:,}"


def average_text(hundredths: int | None) -> str:
    """425 → "4.25", 400 → "4", None → "—"."""
    if hundredths is None:
        return "—"
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def day_text(day: date, year: int | None = None) -> str:
    """9 月 27 日; with the year where it is not the one given."""
    if year not in {None, day.year}:
        return _("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day)
    return _("{month} 月 {day} 日").format(month=day.month, day=day.day)


def short_day(day: date | None, year: int) -> str:
    """09-27 within the report's year, with the year otherwise, "—" for none."""
    if day is None:
        return "—"
    return f"{day:%m-%d}" if day.year == year else f"{day:%Y-%m-%d}"


def week_number(head: ReportHead) -> int:
    """39 of 2024-W39."""
    return int(head.week.rpartition("W")[2])


def week_days_text(head: ReportHead) -> str:
    """2024 年第 39 周（9 月 23 日至 29 日）."""
    start, end = head.week_start, head.week_end
    until = _("{day} 日").format(day=end.day) if start.month == end.month else day_text(end)
    return _("{year} 年第 {week} 周（{start}至 {until}）").format(
        year=head.week[:4], week=week_number(head), start=f"{day_text(start)}", until=until
    )


def undecided_text(figures: Figures) -> str:
    """What stands beside every rate: how many have not been judged; empty when all have."""
    if not figures.undecided:
        return ""
    return _("另有 {count} 家未认定").format(count=number_text(figures.undecided))
