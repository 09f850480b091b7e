"""The head of the poster: what it is, and the four numbers to be read from five metres."""

from dataclasses import dataclass

from exports.battle_map.grid import GREY, HEAD_RULE, HEAD_TOP, MARGIN, RED, SHEET_MM, TEXT, across, box
from exports.battle_map.links import link
from exports.battle_map.words import length, put, weight
from exports.pdf.shapes import MM, Pen, Shape
from exports.pdf.text import CENTRE
from exports.wording import (
    average_text,
    day_text,
    main_target,
    number_text,
    rate_text,
    undecided_text,
)
from models.language import _
from models.queries.report_content import BattleMap

_RULE = Pen(RED, 2.1 * MM)
_FIGURE, _UNIT, _LABEL, _BESIDE = 88.0, 30.0, 21.0, 16.0
_GAP = 17.0
_TITLE_WIDTH = 300.0


@dataclass(frozen=True, slots=True)
class _Figure:
    label: str
    value: str
    unit: str
    ink: str = TEXT
    beside: str = ""
    measure: str = ""  # what it leads to, with a key after a colon


def head_shapes(content: BattleMap) -> list[Shape]:
    """Title, unit and campaign on the left, four figures on the right, the red rule below."""
    right = SHEET_MM[0] - MARGIN
    shapes: list[Shape] = [across(MARGIN, right, HEAD_RULE, _RULE)]
    shapes += put(_("社会组织建会攻坚作战图"), box(MARGIN, HEAD_TOP, _TITLE_WIDTH, 30), 66, role="title", ink=TEXT)
    shapes += _unit_line(content, MARGIN, HEAD_TOP + 32, _TITLE_WIDTH)
    figures = _figures(content)
    size = _FIGURE
    while sum(_wide(figure, size) for figure in figures) + _GAP * 3 > right - MARGIN - _TITLE_WIDTH - _GAP:
        size *= 0.95
    for figure in reversed(figures):
        wide = _wide(figure, size)
        shapes += _figure(figure, right - wide, size)
        right -= wide + _GAP
    return shapes


def further_head(content: BattleMap, number: int, sheets: int) -> list[Shape]:
    """The smaller head of a second sheet."""
    right = SHEET_MM[0] - MARGIN
    title = _("社会组织建会攻坚作战图（续）")
    shapes: list[Shape] = [across(MARGIN, right, 44, _RULE)]
    shapes += put(title, box(MARGIN, HEAD_TOP, _TITLE_WIDTH, 24), 44, role="title")
    shapes += _unit_line(content, MARGIN + _TITLE_WIDTH + 10, HEAD_TOP + 8, 380)
    text = _("第 {number} / {sheets} 张").format(number=number, sheets=sheets)
    shapes += put(text, box(right - 80, HEAD_TOP + 8, 80, 12), 23, role="heading", align="right")
    return shapes


def _unit_line(content: BattleMap, left: float, top: float, wide: float) -> list[Shape]:
    parts = (
        (content.head.unit, weight(bold=True), TEXT),
        (content.head.campaign, weight(bold=False), TEXT),
        (_("内部资料 请勿外传"), weight(bold=False), GREY),
    )
    size = 23.0
    while sum(length(text, size, role) for text, role, _ink in parts) + 16.5 > wide:
        size *= 0.96
    shapes: list[Shape] = []
    for text, role, ink in parts:
        room = length(text, size, role) + 0.1
        shapes += put(text, box(left, top, room, 12), size, role=role, ink=ink)
        left += room + 8
    return shapes


def _figures(content: BattleMap) -> list[_Figure]:
    total, target = content.total, main_target(content.targets)
    rate = rate_text(total.rate)
    beside = [undecided_text(total)]
    if total.conflicts:
        beside.append(_("※ {count} 家待裁定").format(count=number_text(total.conflicts)))
    figures = [
        _Figure(
            _("建会率"),
            rate.rstrip("%"),
            "%" if rate.endswith("%") else "",
            beside="　".join(text for text in beside if text),
            measure="eligible",
        )
    ]
    if target is None:
        return figures
    label = _("距 {percent}% 还差").format(percent=target.percent)
    missing = number_text(total.missing(target.percent)) if total.eligible else "—"
    figures.append(_Figure(label, missing, _("家") if total.eligible else "", RED, measure="missing"))
    day = day_text(target.due_on, content.head.as_of.year)
    label = _("距 {day}") if target.days_left >= 0 else _("{day}已过")
    figures.append(_Figure(label.format(day=day), number_text(abs(target.days_left)), _("天")))
    label = _("每周需建（近四周 {average}）").format(average=average_text(content.average_built))
    known = target.weekly_pace is not None and total.eligible
    pace = number_text(target.weekly_pace or 0) if known else "—"
    lately = f"formed lately:{content.head.week_start.isoformat()}" if content.average_built else ""
    figures.append(_Figure(label, pace, _("家") if known else "", measure=lately))
    return figures


def _wide(figure: _Figure, size: float) -> float:
    value = length(figure.value, size, "heading")
    unit = length(figure.unit, _UNIT, "heading") + 2 if figure.unit else 0
    return max(length(figure.label, _LABEL), value + unit, length(figure.beside, _BESIDE)) + 0.5


def _figure(figure: _Figure, left: float, size: float) -> list[Shape]:
    value = length(figure.value, size, "heading") + 0.2
    wide = _wide(figure, size)
    middle = HEAD_TOP + 25.0
    shapes: list[Shape] = [*put(figure.label, box(left, HEAD_TOP, wide, 9), _LABEL, ink=GREY)]
    shapes += put(figure.value, box(left, middle - 15, value, 30), size, role="heading", ink=figure.ink)
    if figure.unit:  # on the line of the number
        middle += CENTRE * (size - _UNIT) / MM
        place = box(left + value + 2, middle - 7, wide - value - 2, 14)
        shapes += put(figure.unit, place, _UNIT, role="heading")
    if figure.beside:
        place = box(left, HEAD_TOP + 40.5, wide, 8)
        shapes += put(figure.beside, place, _BESIDE)
        shapes.append(link(place, figure.beside, "undecided"))
    if figure.measure:
        words = f"{figure.label} {figure.value}{figure.unit}"
        shapes.append(link(box(left, HEAD_TOP, wide, 40), words, *figure.measure.split(":")))
    return shapes
