"""The four blocks at the foot of the poster: reasons, hardest cases, new unions, ranking."""

from collections.abc import Sequence
from datetime import timedelta

from exports.battle_map.grid import (
    ACCENT,
    BODY,
    BOTTOM_BOTTOM,
    BOTTOM_TOP,
    GREY,
    MARGIN,
    RULE,
    SMALL,
    TEXT,
    across,
    box,
    upright,
)
from exports.battle_map.links import link, one_link, street_link
from exports.battle_map.words import length, put, section, weight
from exports.pdf.shapes import MM, Box, Hatching, Pen, Shape
from exports.pdf.stage_signs import red_flag
from exports.pdf.text import Block, fit
from exports.wording import number_text, rate_text, week_number
from models.language import _
from models.queries.report_content import BattleMap, HardCase, NewUnion, ReasonLine, StreetFigures

_TOP = BOTTOM_TOP + 17.5
_HIGH = BOTTOM_BOTTOM - _TOP
_REASONS, _CASES, _UNIONS, _RANKS = (MARGIN, 175.0), (210.0, 315.0), (545.0, 139.0), (704.0, 122.0)
_REASON_ROW, _RANK_ROW = 13.0, 12.2
_PARETO = 80
_DASHED = Pen(TEXT, 0.4 * MM, (1.6 * MM, 1.2 * MM))
_OPEN_BAR = Pen(ACCENT, 0.5 * MM)
_MOST_RANKS = 13


def lists_shapes(content: BattleMap) -> list[Shape]:
    """All four blocks."""
    return [
        *_reasons(content),
        *_hard_cases(content.hard_cases),
        *_new_unions(content),
        *_ranking(content),
    ]


def _nothing(left: float, wide: float) -> list[Shape]:
    return [*put(_("无"), box(left, _TOP, wide, _REASON_ROW), BODY, ink=GREY)]


def _reason_lines(content: BattleMap) -> list[ReasonLine]:
    """The reasons that fit, the others and the unnamed summed up: the counts add up to all without a union."""
    lines = list(content.reasons)
    unnamed = content.without_union - sum(line.count for line in lines)
    most = int(_HIGH / _REASON_ROW) - (1 if unnamed > 0 else 0)
    if len(lines) > most:
        rest = lines[most - 1 :]
        codes = ",".join(line.code for line in rest)
        text = _("其余 {count} 类").format(count=len(rest))
        lines = [*lines[: most - 1], ReasonLine(codes, text, sum(line.count for line in rest))]
    if unnamed > 0 and lines:
        lines.append(ReasonLine("—", _("主因未填"), unnamed))
    return lines


def _reasons(content: BattleMap) -> list[Shape]:
    """Bars by count with the running share; below the dashed line what is beyond four fifths."""
    left, wide = _REASONS
    caption = _("{count} 家，累计占比").format(count=number_text(content.without_union))
    shapes = section(_("未建主因"), caption, left, BOTTOM_TOP, wide)
    lines = _reason_lines(content)
    whole = sum(line.count for line in lines)
    if not whole:
        return [*shapes, *_nothing(left, wide)]
    most = max(line.count for line in lines)
    bar_left, bar_wide, share_wide = left + 84, 53.0, 20.0
    running, crossed = 0, False
    unnamed = content.without_union - sum(line.count for line in content.reasons)
    for number, line in enumerate(lines):
        top = _TOP + number * _REASON_ROW
        before = running
        running += line.count
        if before * 100 >= _PARETO * whole and not crossed:
            crossed = True
            shapes.append(across(left, left + wide, top, _DASHED))
        bar = max(bar_wide * line.count / most, 0.6)
        place = box(bar_left, top + 2.4, bar, _REASON_ROW - 4.8)
        shapes.append(Box(place, "#FFFFFF", _OPEN_BAR) if crossed else Box(place, ACCENT))
        code = "—" if "," in line.code else line.code
        shapes += put(code, box(left, top, 13, _REASON_ROW), BODY, role="heading")
        shapes += put(line.label, box(left + 14, top + 0.4, 68, _REASON_ROW - 0.8), BODY, lines=2)
        shapes += put(number_text(line.count), box(bar_left + bar + 2, top, 17, _REASON_ROW), BODY, role="heading")
        if number + 1 < len(lines) or unnamed <= 0:  # the last line may be of none that is known
            words = _("主因 {code} {label}，{count} 家").format(
                code=code, label=line.label, count=number_text(line.count)
            )
            shapes.append(link(box(left, top, wide, _REASON_ROW), words, "reason", line.code))
        share = f"{(200 * running + whole) // (2 * whole)}%"
        shapes += put(share, box(left + wide - share_wide, top, share_wide, _REASON_ROW), 17, align="right", ink=GREY)
    return shapes


_CASE_COLUMNS = ((0.0, 96.0), (98.0, 26.0), (124.0, 20.0), (149.0, 58.0), (209.0, 34.0), (245.0, 70.0))
_CASE_ROW = 17.5
_STAFF_COLUMN = 2
_BOLD_COLUMNS = (0, 4)
_CASE_SIZES = (BODY, 17.5, SMALL)
_LINE = 1.2


def _hard_cases(cases: Sequence[HardCase]) -> list[Shape]:
    """Organizations that need a leader; names and steps take further lines where they need them, and the row grows."""
    left, wide = _CASES
    rows: list[Shape] = []
    top, shown = _TOP + 10, 0
    for case in cases:
        high = _case_high(case)
        if top + high > BOTTOM_BOTTOM:
            break
        rows += _case(case, left, top, high)
        top, shown = top + high, shown + 1
        rows.append(across(left, left + wide, top))
    title = _("最难 {count} 家").format(count=shown) if shown else _("最难单位")
    caption = _("领导包联")
    if shown < len(cases):
        caption = _("领导包联；共 {count} 家").format(count=len(cases))
    shapes = section(title, caption, left, BOTTOM_TOP, wide)
    if not shown:
        return [*shapes, *_nothing(left, wide)]
    titles = (_("单位"), _("街道"), _("职工"), _("主因"), _("包联"), _("下一步"))
    for number, (text, (start, room)) in enumerate(zip(titles, _CASE_COLUMNS, strict=True)):
        place = box(left + start, _TOP, room, 8)
        shapes += put(text, place, 17, role="heading", align="right" if number == _STAFF_COLUMN else "left")
    return [*shapes, across(left, left + wide, _TOP + 9.5, RULE), *rows]


def _case_texts(case: HardCase) -> tuple[str, ...]:
    staff = "—" if case.staff is None else number_text(case.staff)
    return (case.name, case.street, staff, case.reason, case.leader or "—", case.next_step or "—")


def _case_blocks(case: HardCase) -> list[Block]:
    return [
        fit(text, weight(bold=number in _BOLD_COLUMNS), room * MM, _CASE_SIZES, 2)
        for number, (text, (_start, room)) in enumerate(zip(_case_texts(case), _CASE_COLUMNS, strict=True))
        if number != _STAFF_COLUMN
    ]


def _case_high(case: HardCase) -> float:
    return max(_CASE_ROW, *(len(block.lines) * block.size * _LINE / MM + 2 for block in _case_blocks(case)))


def _case(case: HardCase, left: float, top: float, high: float) -> list[Shape]:
    shapes: list[Shape] = []
    for number, (text, (start, room)) in enumerate(zip(_case_texts(case), _CASE_COLUMNS, strict=True)):
        staff = number == _STAFF_COLUMN
        shapes += put(
            text,
            box(left + start, top + 0.5, room, high - 1),
            BODY,
            role=weight(bold=number in _BOLD_COLUMNS),
            align="right" if staff else "left",
            lines=1 if staff else 9,
        )
    words = _("难点单位 {name}，{street}，主因 {reason}").format(name=case.name, street=case.street, reason=case.reason)
    return [*shapes, one_link(box(left, top, _CASES[1], high), words, case.organization, case.name)]


_UNION_ROW = 14.6
_AFTER_UNIONS = 34.0  # millimetres kept for what the next week holds


def _new_unions(content: BattleMap) -> list[Shape]:
    """The week's new unions as far as there is room, then what the next week holds."""
    left, wide = _UNIONS
    unions = content.new_unions
    caption = _("{count} 家").format(count=number_text(len(unions))) if unions else ""
    shapes = section(_("本周新建会"), caption, left, BOTTOM_TOP, wide)
    top, shown = _TOP, 0
    if unions:
        shapes.append(across(left, left + wide, _TOP - 0.5, RULE))
    else:
        shapes += _nothing(left, wide)
        top += _UNION_ROW
    for union in unions:
        high = _union_high(union, wide)
        if top + high + _AFTER_UNIONS + (10 if shown + 1 < len(unions) else 0) > BOTTOM_BOTTOM:
            break
        shapes += _union(union, left, top, wide, high)
        top, shown = top + high, shown + 1
    if shown < len(unions):
        text = _("另有 {count} 家").format(count=len(unions) - shown)
        place = box(left, top, wide, 10)
        shapes += put(text, place, 17, ink=GREY)
        shapes.append(link(place, text, "formed", content.head.week_start.isoformat()))
        top += 10
    text = _("下周（{week} 周）计划 {count} 家").format(
        week=_next_week(content), count=number_text(content.next_week_planned)
    )
    place = box(left, top + 4, wide, 10)
    shapes += put(text, place, BODY, role="heading")
    if content.next_week_planned:
        monday = content.head.week_start + timedelta(weeks=1)
        shapes.append(link(place, text, "planned", monday.isoformat()))
    if content.holiday_note:
        shapes += put(content.holiday_note, box(left, top + 14, wide, 18), 18, ink=GREY, lines=2)
    return shapes


def _next_week(content: BattleMap) -> int:
    current = [number for number, week in enumerate(content.weeks) if week.is_current]
    if current and current[0] + 1 < len(content.weeks):
        return content.weeks[current[0] + 1].number
    return week_number(content.head) + 1


def _union_name_room(union: NewUnion, wide: float) -> tuple[float, float]:
    """Where the name of a union begins, and its width, in millimetres from the left of the block."""
    start = 7 + min(length(union.street, 18) + 0.3, 24.0) + 4
    return start, wide - length(union.route, 17) - 4.5 - start


def _union_high(union: NewUnion, wide: float) -> float:
    block = fit(union.name, "heading", _union_name_room(union, wide)[1] * MM, _CASE_SIZES, 2)
    return max(_UNION_ROW, len(block.lines) * block.size * _LINE / MM + 2)


def _union(union: NewUnion, left: float, top: float, wide: float, high: float) -> list[Shape]:
    start, room = _union_name_room(union, wide)
    route_left = left + start + room + 4
    name = box(left + start, top + 0.5, room, high - 1)
    return [
        *red_flag(box(left, top + (high - 5.6) / 2, 3.4, 5.6)),
        *put(union.street, box(left + 7, top, start - 11, high), 18, ink=GREY),
        *put(union.name, name, BODY, role="heading", lines=9),
        *put(union.route, box(route_left, top, left + wide - route_left, high), 17, align="right", ink=GREY),
        across(left, left + wide, top + high),
        one_link(
            box(left, top, wide, high),
            _("本周新建会 {name}，{street}，{route}").format(name=union.name, street=union.street, route=union.route),
            union.organization,
            union.name,
        ),
    ]


def _ranking(content: BattleMap) -> list[Shape]:
    """Streets by rate with the marks of the targets; what is below the first target is hatched."""
    left, wide = _RANKS
    shapes = section(_("建会率名次"), "", left, BOTTOM_TOP, wide)
    ranked = list(enumerate(content.ranking, start=1))
    if not ranked:
        return [*shapes, *_nothing(left, wide)]
    shown: list[tuple[int, StreetFigures | None]] = [*ranked]
    if len(ranked) > _MOST_RANKS:
        hidden = len(ranked) - _MOST_RANKS + 1
        shown = [*ranked[:5], (hidden, None), *ranked[5 + hidden :]]
    high = min(_RANK_ROW, (_HIGH - 9) / len(shown))
    name_wide, rate_wide = 30.0, 20.0
    bar_left = left + 12 + name_wide + 2
    bar_wide = left + wide - rate_wide - 2 - bar_left
    bottom = _TOP + high * len(shown)
    lowest = min((target.percent for target in content.targets), default=0)
    for number, (rank, street) in enumerate(shown):
        top = _TOP + number * high
        if street is None:
            text = _("略 {count} 个").format(count=rank)
            shapes += put(text, box(left + 12, top, name_wide, high), 16, ink=GREY)
            continue
        shapes += put(str(rank), box(left, top, 9, high), BODY, role="heading", align="right")
        shapes += put(street.name, box(left + 12, top, name_wide, high), BODY, lines=2)
        rate = street.figures.rate
        if rate:
            place = box(bar_left, top + high * 0.18, bar_wide * rate / 1000, high * 0.64)
            if rate < lowest * 10:
                shapes += [Hatching(place, "diagonal", ACCENT, 0.6), Box(place, None, _OPEN_BAR)]
            else:
                shapes.append(Box(place, ACCENT))
        words = _("名次 {rank}，建会率 {rate}").format(rank=rank, rate=rate_text(rate))
        shapes.append(street_link(street, box(left, top, wide, high), words, "missing"))
        text = rate_text(rate).rstrip("%")
        shapes += put(text, box(left + wide - rate_wide, top, rate_wide, high), BODY, role="heading", align="right")
    free = left
    for target in sorted(content.targets, key=lambda line: line.percent):
        x = bar_left + bar_wide * target.percent / 100
        shapes.append(upright(x, _TOP - 1, bottom + 1, _DASHED if target.days_left < 0 else Pen(TEXT, 0.5 * MM)))
        free = max(free, x - 6)
        shapes += put(str(target.percent), box(free, bottom + 1.5, 12, 7), 16, align="center")
        free += 12
    return shapes
