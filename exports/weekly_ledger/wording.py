"""The three paragraphs of the cover, made from the figures and from nothing else."""

from collections.abc import Mapping

from exports.leads import figure_lead, rows_lead, target_lead
from exports.pdf.shapes import Lead
from exports.told import Told, together, told
from exports.wording import (
    average_text,
    day_text,
    main_target,
    number_text,
    rate_text,
)
from models.language import _
from models.queries.map_lists import MapTarget
from models.queries.report_content import Figures, RateMove, SinceLast, WeeklyLedger

_NAMED_STREETS = 6
_MAIN_MOVES = 3


def cover_paragraphs(content: WeeklyLedger) -> list[tuple[str, str]]:
    """Heading and text of each part."""
    return [
        (_("一、总体情况"), overall_text(content)),
        (_("二、本周进展"), together((progress_text(content), why_text(content, most=_MAIN_MOVES)))),
        (_("三、需要协调"), needs_text(content)),
    ]


def overall_text(content: WeeklyLedger) -> str:
    """How many there are, how many are eligible, how many have a union, and what is missing."""
    total = content.total
    day = day_text(content.head.as_of.date())
    if not total.key:
        return _("截至 {day}，台账中还没有登记重点对象，建会率暂无。").format(day=day)
    text = _(
        "截至 {day}，重点对象 {key} 家，其中具备建会条件 {eligible} 家，已建会 {built} 家，建会率 {rate}{beside}"
        "{change}，单独建会率 {own}；暂不具备 {excluded} 家。{gap}"
    )
    places = {"key": _("重点对象"), "eligible": _("应建"), "built": _("已建")}
    leads = {name: figure_lead(name, words, total) for name, words in places.items()}
    leads["excluded"] = figure_lead("not_eligible", _("暂不具备"), total)
    return told(
        text,
        _not_nought(leads),
        day=day,
        key=number_text(total.key),
        eligible=number_text(total.eligible),
        built=number_text(total.built),
        rate=rate_text(total.rate),
        beside=_beside_rate(total),
        change=_change_text(content),
        own=rate_text(total.own_rate),
        excluded=number_text(total.not_eligible),
        gap=_gap_text(content),
    )


def _beside_rate(total: Figures) -> str:
    if not total.undecided:
        return ""
    lead = figure_lead("undecided", _("未认定"), total)
    undecided = told(_("另有 {count} 家未认定"), {"count": lead}, count=number_text(total.undecided))
    return told(_("（{text}）"), text=undecided)


def _not_nought(leads: Mapping[str, Lead]) -> dict[str, Lead]:
    """Nought leads nowhere."""
    return {name: lead for name, lead in leads.items() if lead.count != 0}


def _change_text(content: WeeklyLedger) -> str:
    tenths = content.rate_change
    if tenths is None:
        return ""
    week = earlier_week_text(content.since)
    if not tenths:
        return _("，与{week}持平").format(week=week)
    text = _("，较{week}提高 {points} 个百分点") if tenths > 0 else _("，较{week}下降 {points} 个百分点")
    return text.format(week=week, points=f"{abs(tenths) // 10}.{abs(tenths) % 10}")


def earlier_week_text(since: SinceLast | None) -> str:
    """上周, or the earlier week that the figures are compared with: 第 36 周."""
    if since is None or since.is_last_week:
        return _("上周")
    year, _sign, number = since.week.partition("-W")
    return _("{year} 年第 {week} 周").format(year=year, week=int(number))


def move_label(move: RateMove) -> str:
    """Why a rate moved, in a few words."""
    if move.reason in {"built", "lost"}:
        return _("新建会") if move.reason == "built" else _("失去覆盖")
    label = {
        "registered": _("新入台账"),
        "decided": _("认定具备条件"),
        "reclassified": _("转入重点范围"),
        "deregistered": _("注销或移出台账"),
        "excluded": _("不再认定具备条件"),
        "outside": _("转出重点范围"),
    }.get(move.reason, move.reason)
    return _("{label}（已建会）").format(label=label) if move.covered else label


def why_text(content: WeeklyLedger, *, most: int | None = None) -> str:
    """What moved the rate since the earlier print, in one sentence; empty without one.

    With more than `most` reasons the biggest are named, and the annex for the others.
    """
    since = content.since
    if since is None:
        return ""
    week = earlier_week_text(since)
    if not since.moves:
        return _("与{week}相比，应建、已建没有变化。").format(week=week)
    named = since.moves
    if most is not None and len(named) > most:
        named = tuple(sorted(named, key=lambda move: -move.count)[:most])
    moves = together((_move_text(move) for move in named), _("、"))
    if len(named) < len(since.moves):
        moves = told(_("主要是{moves}，逐项见附图"), moves=moves)
    return told(
        _("与{week}相比，应建{eligible}，已建{built}：{moves}。"),
        week=week,
        eligible=_more_or_fewer(content.total.eligible - since.total.eligible),
        built=_more_or_fewer(content.total.built - since.total.built),
        moves=moves,
    )


def _move_text(move: RateMove) -> Told:
    text, label = _("{label} {count} 家"), move_label(move)
    return told(text, {"count": move_lead(move)}, label=label, count=number_text(move.count))


def move_lead(move: RateMove) -> Lead | None:
    """Who moved; None where that is not known of all of them."""
    lead = rows_lead(move.organizations, move_label(move))
    return lead if lead is not None and lead.count == move.count else None


def _more_or_fewer(change: int) -> str:
    if not change:
        return _("不变")
    text = _("增加 {count} 家") if change > 0 else _("减少 {count} 家")
    return text.format(count=number_text(abs(change)))


def _gap_text(content: WeeklyLedger) -> str:
    target = main_target(content.targets)
    if target is None or not content.total.eligible:
        return ""
    missing = content.total.missing(target.percent)
    if not missing:
        return _("已达到 {percent}% 的目标。").format(percent=target.percent)
    lead = figure_lead("missing", _("应建未建"), content.total)
    text = _("距 {percent}% 还差 {missing} 家。")
    return told(text, {"missing": lead}, percent=target.percent, missing=number_text(missing))


def progress_text(content: WeeklyLedger) -> str:
    """What happened in the week."""
    week, monday = content.progress, content.head.week_start.isoformat()
    text = _("新建会 {built} 家，走访 {visits} 次，销号 {closed} 家，退回 {returned} 家，新增挂账 {excluded} 家。")
    counted = {
        "built": (week.built, "week built", _("本周新建会")),
        "closed": (week.closed, "week closed", _("本周销号")),
        "returned": (week.returned, "returned", _("已退回")),
        "excluded": (week.newly_not_eligible, "week excluded", _("新增挂账")),
    }
    leads = {
        name: target_lead(MapTarget(measure, monday), words, count)
        for name, (count, measure, words) in counted.items()
        if count
    }
    if week.visits:
        leads["visits"] = target_lead(MapTarget("week visited", monday), _("本周走访"))
    return told(
        text,
        leads,
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
        late = figure_lead("overdue", _("超期"), content.total)
        sentences.append(
            told(_("超期 {count} 家，请督办。"), {"count": late}, count=number_text(content.total.overdue))
        )
    if content.total.conflicts:
        text = _("两处填报不一致、待裁定 {count} 家（表中标※）。")
        lead = figure_lead("conflicts", _("待裁定"), content.total)
        sentences.append(told(text, {"count": lead}, count=number_text(content.total.conflicts)))
    return together(sentences) or _("本周没有需要协调的事项。")


def _pace_text(content: WeeklyLedger) -> str:
    target = main_target(content.targets)
    if target is None or not content.total.missing(target.percent):
        return ""
    year = content.head.as_of.year
    if target.weekly_pace is None:
        return _("{percent}% 的期限（{day}）已过。").format(percent=target.percent, day=day_text(target.due_on, year))
    return _("距 {day}还有 {days} 天，每周需建 {pace} 家，近四周平均 {average} 家。").format(
        day=day_text(target.due_on, year),
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
