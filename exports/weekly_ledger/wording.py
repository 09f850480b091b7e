"""The three paragraphs of the cover, made from the figures and from nothing else."""

from exports.wording import (
    average_text,
    day_text,
    main_target,
    number_text,
    rate_text,
    undecided_text,
)
from models.language import _
from models.queries.report_content import Figures, WeeklyLedger

_NAMED_STREETS = 6


def cover_paragraphs(content: WeeklyLedger) -> list[tuple[str, str]]:
    """Heading and text of each part."""
    return [
        (_("一、总体情况"), overall_text(content)),
        (_("二、本周进展"), progress_text(content)),
        (_("三、需要协调"), needs_text(content)),
    ]


def overall_text(content: WeeklyLedger) -> str:
    """How many there are, how many are eligible, how many have a union, and what is missing."""
    total = content.total
    day = day_text(content.head.as_of.date())
    if not total.key:
        return _("截至 {day}，台账中还没有登记重点对象，建会率暂无。").format(day=day)
    return _(
        "截至 {day}，重点对象 {key} 家，其中具备建会条件 {eligible} 家，已建会 {built} 家，建会率 {rate}{beside}"
        "{change}，单独建会率 {own}；暂不具备 {excluded} 家。{gap}"
    ).format(
        day=day,
        key=number_text(total.key),
        eligible=number_text(total.eligible),
        built=number_text(total.built),
        rate=rate_text(total.rate),
        beside=_beside_rate(total),
        change=_change_text(content.rate_change),
        own=rate_text(total.own_rate),
        excluded=number_text(total.not_eligible),
        gap=_gap_text(content),
    )


def _beside_rate(total: Figures) -> str:
    undecided = undecided_text(total)
    return _("（{text}）").format(text=undecided) if undecided else ""


def _change_text(tenths: int | None) -> str:
    if tenths is None:
        return ""
    if not tenths:
        return _("，与上周持平")
    text = _("，较上周提高 {points} 个百分点") if tenths > 0 else _("，较上周下降 {points} 个百分点")
    return text.format(points=f"{abs(tenths) // 10}.{abs(tenths) % 10}")


def _gap_text(content: WeeklyLedger) -> str:
    target = main_target(content.targets)
    if target is None or not content.total.eligible:
        return ""
    missing = content.total.missing(target.percent)
    if not missing:
        return _("已达到 {percent}% 的目标。").format(percent=target.percent)
    return _("距 {percent}% 还差 {missing} 家。").format(percent=target.percent, missing=number_text(missing))


def progress_text(content: WeeklyLedger) -> str:
    """What happened in the week."""
    week = content.progress
    return _(
        "新建会 {built} 家，走访 {visits} 次，销号 {closed} 家，退回 {returned} 家，新增挂账 {excluded} 家。"
    ).format(
        built=number_text(week.built),
        visits=number_text(week.visits),
        closed=number_text(week.closed),
        returned=number_text(week.returned),
        excluded=number_text(week.newly_not_eligible),
    )


def needs_text(content: WeeklyLedger) -> str:
    """The pace that is needed, the streets that lag, what is late and what is in conflict."""
    sentences = [_pace_text(content), _low_text(content)]
    if content.total.overdue:
        sentences.append(_("超期 {count} 家，请督办。").format(count=number_text(content.total.overdue)))
    if content.total.conflicts:
        sentences.append(
            _("两处填报不一致、待裁定 {count} 家（表中标※）。").format(count=number_text(content.total.conflicts))
        )
    return "".join(sentences) or _("本周没有需要协调的事项。")


def _pace_text(content: WeeklyLedger) -> str:
    target = main_target(content.targets)
    if target is None or not content.total.missing(target.percent):
        return ""
    if target.weekly_pace is None:
        return _("{percent}% 的期限（{day}）已过。").format(percent=target.percent, day=day_text(target.due_on))
    return _("距 {day}还有 {days} 天，每周需建 {pace} 家，近四周平均 {average} 家。").format(
        day=day_text(target.due_on),
        days=number_text(target.days_left),
        pace=number_text(target.weekly_pace),
        average=average_text(content.average_built),
    )


def _low_text(content: WeeklyLedger) -> str:
    names = content.low_streets
    if not names or not content.targets:
        return ""
    listed = _("、").join(names[:_NAMED_STREETS])
    percent = content.targets[0].percent
    if len(names) > _NAMED_STREETS:
        return _("{names}等 {count} 个街道（镇）低于 {percent}%，见附表 1。").format(
            names=listed, count=len(names), percent=percent
        )
    return _("{names}低于 {percent}%。").format(names=listed, percent=percent)
