"""What the gauge says, in words and shares: plain Python over the figures."""

from models.language import _
from models.queries.report_content import Figures, TargetLine
from models.queries.today import Today
from models.rules.rates import rate_tenths, rate_text
from ui.day_words import short_day
from ui.shared.gauge import GaugeContent, GaugeMark
from ui.target_words import past_targets


def gauge_content(shown: Today) -> GaugeContent:
    """The bar: reached, projected, and a mark per target."""
    total, target, pace = shown.total, shown.next_target, shown.pace
    marks = [GaugeMark(line.percent, mark_words(line, total)) for line in shown.targets]
    projected, words = None, ""
    if pace is not None and target is not None and total.eligible:
        projected = share(pace.projected_built, total.eligible)
        words = _("照近四周速度，到 {day} 可达 {rate}").format(
            day=short_day(target.due_on, shown.day),
            rate=rate_text(rate_tenths(pace.projected_built, total.eligible)),
        )
    return GaugeContent(share(total.built, total.eligible), rate_text(total.rate), projected, words, tuple(marks))


def share(part: int, whole: int) -> float:
    """The part in per cent of the whole; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def mark_words(target: TargetLine, total: Figures) -> str:
    """60% 已达到, 85% 目标, or that its day has passed."""
    if total.eligible and not target.missing:
        return _("{percent}% 已达到").format(percent=target.percent)
    if target.days_left < 0:
        return _("{percent}% 已到期").format(percent=target.percent)
    return _("{percent}% 目标").format(percent=target.percent)


def pace_is_too_low(shown: Today) -> bool:
    """Whether the target ahead is missed at the pace of the last weeks."""
    return shown.pace is not None and shown.pace.projected_missing > 0


def weeks_at_this_pace(shown: Today) -> int | None:
    """How many weeks the last target still takes at the pace of the last weeks; None where nothing moves."""
    target = shown.next_target
    if target is None or not target.missing or shown.average <= 0:
        return None
    return -(-target.missing * 100 // shown.average)


def advice(shown: Today) -> str:
    """What to do where there is no rate or no target ahead; empty where the figures speak for themselves."""
    total = shown.total
    first = ""
    if not total.key and shown.to_judge.unverified:
        first = _("台账里还没有重点对象：{n} 家代码待核。补上代码和机构类别就会归类，先看“待确认建议”。").format(
            n=f"{shown.to_judge.unverified:,}"
        )
    elif not total.key:
        first = _("台账里还没有重点对象。按登记级别和机构类别认定，规则在“数据 → 行动与目标”里。")
    elif not total.eligible and total.undecided:
        first = _("还没有一家认定为具备条件，建会率算不出来。先把 {n} 家未认定的定下来。").format(n=total.undecided)
    elif not total.eligible:
        first = _("重点对象都暂不具备条件，建会率算不出来。到复核日期会重新变成未认定。")
    return first + past_targets(shown.targets)
